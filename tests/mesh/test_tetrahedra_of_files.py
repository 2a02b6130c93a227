"""Tetrahedra of mesh files: bodies, interfaces and boundaries, and refusals with a reason."""

import numpy as np
import pytest
from tests.command_line import nanoglue

from nanoglue.case import CaseError, read
from nanoglue.mesh import gmsh_mesh
from nanoglue.mesh.files.parts import parts_of

INP = """*HEADING
a corner of a cube, and a tetrahedron on its slanted face
*NODE
1, 0, 0, 0
2, 1, 0, 0
3, 0, 1, 0
4, 0, 0, 1
5, 1, 1, 1
*ELEMENT, TYPE=C3D4, ELSET=lower
1, 1, 2, 3, 4
*ELEMENT, TYPE=C3D4, ELSET=upper
2, 2, 3, 4, 5
*NSET, NSET=foot
1, 2, 3
*SURFACE, NAME=loaded
upper, S2
"""


@pytest.fixture
def corner(plate):
    """The case of the plate in space, with the tetrahedra in place of its mesh."""
    text = (plate / "case.yaml").read_text().replace("plane_strain", "three_dimensional")
    text = (
        text.replace("left", "lower")
        .replace("right", "upper")
        .replace("y: 0 um", "y: 0 um, z: 0 um")
    )
    (plate / "case.yaml").write_text(text)
    (plate / "plate.inp").write_text(INP)
    return plate


def test_bodies_share_the_faces_of_their_interface(corner):
    case = read(corner / "case.yaml")
    assert case.names.interfaces == {"lower_upper": ("lower", "upper")}
    assert case.names.boundaries == {"foot": ("lower",), "loaded": ("upper",)}


@pytest.mark.parametrize("order", [1, 2])
def test_tetrahedra_of_the_first_order_are_used_in_either_order(corner, order):
    arrays = gmsh_mesh.draw(read(corner / "case.yaml", [f"geometry.order={order}"]))
    assert arrays["cells"].shape == (2, {1: 4, 2: 10}[order])
    (face,) = arrays["points"][arrays["facets"][arrays["facet_names"] == "loaded"]]
    assert sorted(face[:3].tolist()) == [[0, 1, 0], [1, 0, 0], [1, 1, 1]]
    assert order == 1 or np.allclose(face[3:], (face[:3] + face[[1, 2, 0]]) / 2)


UPPER = "2, 2, 3, 4, 5\n"
BROKEN = {
    "node or element 99": (UPPER, "2, 2, 3, 4, 99\n"),
    "coordinates that are not finite": ("5, 1, 1, 1", "5, nan, 1, 1"),
    "degenerate or inverted": ("5, 1, 1, 1", "5, 0.3, 0.3, 0.4000001"),
    "two tetrahedra overlap at their face": ("5, 1, 1, 1", "5, 0.1, 0.1, 0.1"),
    "facet of more than two elements": (UPPER, f"{UPPER}3, 2, 3, 4, 7\n"),
    "belong to different bodies": (UPPER, "2, 6, 3, 4, 5\n"),
    "tetrahedra in both 'lower' and 'upper'": ("*NSET", "*ELSET, ELSET=upper\n1\n*NSET"),
    "mixes tetrahedra of": ("*NSET", "*ELEMENT, TYPE=C3D10\n9,1,2,3,4,5,6,7,1,1,1\n*NSET"),
    "type C3D8R; triangles of 3 or 6 nodes, or tetrahedra": ("C3D4, ELSET=lower", "C3D8R"),
    "cohesive elements that do not fit between tetrahedra": (
        "*NSET",
        "*ELEMENT, TYPE=COH2D4\n9, 2, 3, 3, 2\n*NSET",
    ),
    "face S5; tetrahedra have the faces S1, S2, S3, S4": ("upper, S2", "upper, S5"),
    r"node at \(0.5, 0.5, 0\) inside an edge or a face": (
        UPPER,
        "2, 2, 8, 4, 5\n3, 8, 3, 4, 5\n",
    ),
    r"node at \(0.25, 0.25, 0.5\) inside an edge or a face": (
        UPPER,
        "2, 2, 3, 9, 5\n3, 3, 4, 9, 5\n4, 4, 2, 9, 5\n",
    ),
    "1 of 2 tetrahedra in no named group": ("C3D4, ELSET=upper", "C3D4"),
}
MORE = "6, 1, 0, 0\n7, 1, 1, 0.5\n8, 0.5, 0.5, 0\n9, 0.25, 0.25, 0.5\n"


@pytest.mark.parametrize("reason", BROKEN)
def test_a_broken_file_is_refused_with_its_reason(corner, reason):
    old, new = BROKEN[reason]
    assert old in INP
    text = INP.replace(old, new).replace("5, 1, 1, 1\n", f"5, 1, 1, 1\n{MORE}")
    if "in no named group" in reason:
        text = text.replace("upper, S2", "2, S2")
        case = (corner / "case.yaml").read_text().replace(", bodies: [lower, upper]", "")
        (corner / "case.yaml").write_text(case)
    (corner / "plate.inp").write_text(text)
    with pytest.raises(CaseError, match=reason) as error:
        read(corner / "case.yaml")
    assert "case.yaml:4" in str(error.value)


def test_cohesive_wedges_of_no_thickness_join_tetrahedra(corner):
    text = INP.replace("5, 1, 1, 1\n", "5, 1, 1, 1\n6, 1, 0, 0\n7, 0, 1, 0\n8, 0, 0, 1\n")
    text = text.replace(UPPER, "2, 6, 7, 8, 5\n*ELEMENT, TYPE=COH3D6, ELSET=glue\n9,2,3,4,6,7,8\n")
    (corner / "plate.inp").write_text(text)
    parts = parts_of(str(corner / "plate.inp"), "glued", ("lower", "upper"))
    assert parts.labels.interfaces == {"glue": ("lower", "upper")}
    assert len(np.unique(parts.cells)) == 5


@pytest.mark.parametrize(
    ("space", "reason"),
    [
        (True, "plate.inp has tetrahedra, but the coordinates are plane_strain; use 'coordinates:"),
        (False, "plate.inp has triangles, but the coordinates are three_dimensional; use axisym"),
    ],
)
def test_coordinates_of_another_dimension_are_refused(plate, space, reason, request):
    inp = (plate / "plate.inp").read_text()
    folder = request.getfixturevalue("corner")
    text = (folder / "case.yaml").read_text()
    if space:
        text = text.replace("three_dimensional", "plane_strain").replace(", z: 0 um", "")
    else:
        (folder / "plate.inp").write_text(inp.replace("left", "lower").replace("right", "upper"))
    (folder / "case.yaml").write_text(text)
    shown = nanoglue("check", folder / "case.yaml")
    assert shown.returncode == 2
    assert "case.yaml:4:" in shown.stdout + shown.stderr
    assert reason in " ".join((shown.stdout + shown.stderr).split())
