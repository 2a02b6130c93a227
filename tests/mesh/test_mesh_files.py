"""Meshes of the user: bodies, interfaces and boundaries from files, and refusals with a reason."""

import numpy as np
import pytest

from nanoglue.case import CaseError, read
from nanoglue.case.summary import summary
from nanoglue.mesh import gmsh_mesh
from nanoglue.mesh.examination import examine
from nanoglue.mesh.files.grid import BadMesh
from nanoglue.mesh.files.parts import parts_of


def test_interfaces_are_the_facets_that_two_bodies_share(plate):
    labels = read(plate / "case.yaml").names
    assert labels.bodies == ("left", "right")
    assert labels.interfaces == {"left_right": ("left", "right")}
    assert labels.boundaries == {"foot": ("left", "right"), "loaded": ("right",)}


@pytest.mark.parametrize("order", [1, 2])
def test_elements_of_the_first_order_are_used_in_either_order(plate, order):
    arrays = gmsh_mesh.draw(read(plate / "case.yaml", [f"geometry.order={order}"]))
    assert arrays["cells"].shape == (4, 3 * order)
    ends = arrays["points"][arrays["facets"][arrays["facet_names"] == "loaded"][0]]
    assert np.allclose(ends[:, 0], 2.0)
    assert np.allclose(ends[:2].mean(axis=0), [2.0, 0.5])
    assert order == 1 or np.allclose(ends[2], [2.0, 0.5])


def test_check_reports_the_quality_of_the_elements(plate):
    found = examine(read(plate / "case.yaml"))
    assert found.issues == ()
    assert found.quality[0] == pytest.approx(3**0.5 / 2)  # right-angled and isosceles
    assert any("element quality" in line for line in found.lines(read(plate / "case.yaml")))


def test_the_summary_names_the_file(plate):
    assert "mesh from plate.inp" in "\n".join(summary(read(plate / "case.yaml")))


@pytest.fixture
def glued(plate):
    """The plate with nodes of the right body apart by a given distance, and cohesive elements."""

    def write(gap):
        text = (plate / "plate.inp").read_text()
        text = text.replace("6, 2, 1\n", f"6, 2, 1\n7, {1 + gap}, 0\n8, {1 + gap}, 1\n", 1)
        text = text.replace("3, 2, 3, 6\n4, 2, 6, 5", "3, 7, 3, 6\n4, 7, 6, 8")
        glue = "*ELEMENT, TYPE=COH2D4, ELSET=glue\n9, 2, 5, 8, 7\n*NSET"
        (plate / "plate.inp").write_text(text.replace("*NSET", glue, 1))
        case = (plate / "case.yaml").read_text().replace("left_right", "glue")
        (plate / "case.yaml").write_text(case)
        return plate / "case.yaml"

    return write


@pytest.mark.parametrize("gap", [0, 1e-6])
def test_cohesive_elements_of_no_thickness_are_an_interface(glued, gap):
    case = glued(gap)
    assert read(case).names.interfaces == {"glue": ("left", "right")}
    assert len(gmsh_mesh.draw(read(case))["points"]) == 15


@pytest.mark.parametrize("gap", [1e-5, 0.5])
def test_cohesive_elements_of_finite_thickness_are_refused(glued, gap):
    with pytest.raises(CaseError, match=f"{gap:.4g} thick at .*only zero thickness is supported"):
        read(glued(gap))


BROKEN = {
    "no triangles": ("*ELEMENT, TYPE=CPS3", "*IGNORED, TYPE=CPS3"),
    "type CPS4": ("TYPE=CPS3, ELSET=left\n1, 1, 2, 5\n", "TYPE=CPS4, ELSET=left\n1, 1, 2, 5, 4\n"),
    "node or element 99": ("2, 1, 5, 4", "2, 1, 5, 99"),
    "degenerate or inverted": ("5, 1, 1\n", "5, 0, 0\n"),
    "inverted element: two triangles overlap": ("4, 0, 1\n", "4, 0.8, 0.2\n"),
    "defines the node 5 twice": ("5, 1, 1\n", "5, 1, 1\n5, 1, 1.5\n"),
    "defines the element 2 twice": ("3, 2, 3, 6\n", "2, 2, 3, 6\n"),
    "set 'outside' with the element 44, which is missing": ("outside\n4\n", "outside\n44\n"),
    "refers to the set 'inside', which is not": ("outside\n4\n", "outside\ninside\n"),
    "is not plane": ("5, 1, 1\n", "5, 1, 1, 0.1\n"),
    "coordinates that are not finite": ("5, 1, 1\n", "5, nan, 1\n"),
    "cannot be read": ("5, 1, 1\n", "5, one, 1\n"),
    "triangles in both 'left' and 'right'": (
        "*NSET, NSET=foot",
        "*ELSET, ELSET=right\n1\n*NSET, NSET=foot",
    ),
    "belong to different bodies": ("3, 2, 3, 6", "3, 7, 3, 6"),
    "uses \\*NGEN": ("*NSET, NSET=foot", "*NGEN\n1, 3\n*NSET, NSET=foot"),
    "uses \\*SYSTEM": ("*NODE", "*SYSTEM\n1, 0, 0\n*NODE"),
    "uses \\*NODE to": ("*NODE", "*NODE, SYSTEM=C"),
    "uses \\*ELEMENT to": ("*ELEMENT, TYPE=CPS3,", "*ELEMENT, INPUT=more.inp, TYPE=CPS3,"),
    "several or moved instances": ("*HEADING", "*INSTANCE, NAME=A\n1, 2, 3\n*HEADING"),
}


@pytest.mark.parametrize("reason", BROKEN)
def test_a_broken_file_is_refused_with_its_reason(plate, reason):
    old, new = BROKEN[reason]
    text = (plate / "plate.inp").read_text()
    assert old in text
    text = text.replace(old, new).replace("6, 2, 1\n", "6, 2, 1\n7, 1, 0\n", 1)
    (plate / "plate.inp").write_text(text)
    with pytest.raises(CaseError, match=reason) as error:
        read(plate / "case.yaml")
    assert "case.yaml:4" in str(error.value)


def test_triangles_without_a_group_are_refused_unless_the_bodies_are_chosen(plate):
    text = (plate / "plate.inp").read_text().replace(", ELSET=right", "")
    text = text.replace("*ELSET, ELSET=outside\n4\n", "")
    (plate / "plate.inp").write_text(text)
    reason = "2 of 4 triangles in no named group.* name their group, or list the bodies"
    with pytest.raises(BadMesh, match=reason):
        parts_of(str(plate / "plate.inp"), "all")
    with pytest.raises(BadMesh, match="'loaded' with a facet that no triangle of a body has"):
        parts_of(str(plate / "plate.inp"), "chosen", ("left",))
    assert len(parts_of(str(plate / "plate.inp"), "chosen", ("left",), ("foot",)).cells) == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "no file"), (b"", "cannot be read"), (b"\x00\xff" * 50, "cannot be read")],
)
def test_a_file_that_is_no_mesh_is_refused(plate, content, reason):
    (plate / "case.yaml").write_text(
        (plate / "case.yaml").read_text().replace("plate.inp", "plate.msh")
    )
    if content is not None:
        (plate / "plate.msh").write_bytes(content)
    with pytest.raises(CaseError, match=reason):
        read(plate / "case.yaml")


def test_a_run_does_not_resume_with_another_content_of_its_mesh_file(plate):
    """The load is on another edge of the same nodes, which the positions do not show."""
    from nanoglue.output.results_folder import OtherCase
    from nanoglue.run import run
    from nanoglue.runtime.fenics import MPI

    overrides = ["output.checkpoint.every=1", "output.interface=false"]
    folder, file = plate / "out", plate / "plate.inp"
    assert run(read(plate / "case.yaml", overrides), MPI.COMM_SELF, folder) == 0
    file.write_text(file.read_text().replace("3, S2", "4, S2"))
    with pytest.raises(OtherCase, match=r"files\.mesh"):
        run(read(plate / "case.yaml", overrides), MPI.COMM_SELF, folder, resume=True)
