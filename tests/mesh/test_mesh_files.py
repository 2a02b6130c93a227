"""Meshes of the user: bodies, interfaces and boundaries from files, and refusals with a reason."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from nanoglue.case import CaseError, find, read
from nanoglue.mesh import gmsh_mesh
from nanoglue.mesh.examination import examine
from nanoglue.mesh.files.grid import BadMesh
from nanoglue.mesh.files.parts import parts_of

spec = importlib.util.spec_from_file_location("export", Path(__file__).with_name("export.py"))
export = importlib.util.module_from_spec(spec)
spec.loader.exec_module(export)


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


MSH = """$MeshFormat
2.2 0 8
$EndMeshFormat
$PhysicalNames
2
2 1 "left"
1 3 "foot"
$EndPhysicalNames
$Nodes
6
1 0 0 0
2 1 0 0
3 2 0 0
4 0 1 0
5 1 1 0
6 2 1 0
$EndNodes
$Elements
5
1 1 2 3 1 1 2
2 2 2 1 1 1 2 5
3 2 2 1 1 1 5 4
4 2 2 1 2 2 3 6
5 2 2 1 2 2 6 5
$EndElements
"""


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("4 2 2 1 2 2 3 6\n5 2 2 1 2", "4 2 2 2 2 2 3 6\n5 2 2 2 2", "2 of 4 triangles in no"),
        (
            "$Elements\n5\n1 1 2 3 1 1 2\n2 2 2 1",
            "$Elements\n0\n$EndElements\n$Rest",
            "no triangles",
        ),
        ("6 2 1 0\n", "5 2 1 0\n", "defines the node 5 twice"),
        ("2 2 6 5", "2 2 66 5", "element 5 with the node 66, which is missing"),
        ("2 2 6 5", "2 2 0 5", "element 5 with the node 0, which is missing"),
        ("5 1 1 0\n", "5 nan 1 0\n", "coordinates that are not finite"),
        ("5 1 1 0\n", "5 1 1 0.5\n", "not plane"),
        ("5 1 1 0\n", "5 0 0 0\n", "degenerate or inverted"),
        ("4 0 1 0\n", "4 0.8 0.2 0\n", "two triangles overlap"),
    ],
)
def test_a_broken_gmsh_file_is_refused_with_its_reason(tmp_path, old, new, reason):
    assert old in MSH
    (tmp_path / "plate.msh").write_text(MSH)
    assert len(parts_of(str(tmp_path / "plate.msh"), "whole").cells) == 4
    (tmp_path / "plate.msh").write_text(MSH.replace(old, new))
    with pytest.raises(BadMesh, match=reason):
        parts_of(str(tmp_path / "plate.msh"), reason + new)


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


def test_bodies_are_chosen_among_groups_that_hold_the_same_triangles(tmp_path):
    text = MSH.replace('2\n2 1 "left"', '3\n2 2 "all"\n2 1 "left"')
    text = text.replace("$Elements\n5", "$Elements\n7")  # Gmsh writes a triangle for each group
    text = text.replace("$EndElements", "6 2 2 2 1 1 2 5\n7 2 2 2 1 1 5 4\n$EndElements")
    (tmp_path / "plate.msh").write_text(text)
    assert len(parts_of(str(tmp_path / "plate.msh"), "chosen", ("left",)).cells) == 4
    with pytest.raises(BadMesh, match="facet of more than two elements"):
        parts_of(str(tmp_path / "plate.msh"), "all")


MSH_41 = """$MeshFormat
4.1 0 8
$EndMeshFormat
$PhysicalNames
2
1 3 "foot"
2 1 "left"
$EndPhysicalNames
$Entities
0 1 2 0
1 0 0 0 1 0 0 1 3 0
1 0 0 0 1 1 0 1 1 0
2 1 0 0 2 1 0 1 1 0
$EndEntities
$Nodes
3 6 1 6
1 1 0 2
1
2
0 0 0
1 0 0
2 1 0 2
4
5
0 1 0
1 1 0
2 2 0 2
3
6
2 0 0
2 1 0
$EndNodes
$Elements
3 5 1 5
1 1 1 1
1 1 2
2 1 2 2
2 1 2 5
3 1 5 4
2 2 2 2
4 2 3 6
5 2 6 5
$EndElements
"""


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("4\n5\n0 1 0", "4\n4\n0 1 0", "defines the node 4 twice"),
        ("5 2 6 5", "5 2 6 0", "element 5 with the node 0, which is missing"),
        ("2 1 0\n$EndNodes", "$EndNodes", "cannot be read"),
    ],
)
def test_node_numbers_of_the_newer_gmsh_format_are_checked(tmp_path, old, new, reason):
    assert old in MSH_41
    (tmp_path / "plate.msh").write_text(MSH_41)
    assert len(parts_of(str(tmp_path / "plate.msh"), "41").cells) == 4
    (tmp_path / "plate.msh").write_text(MSH_41.replace(old, new))
    with pytest.raises(BadMesh, match=reason):
        parts_of(str(tmp_path / "plate.msh"), reason)


COARSE = (
    "geometry.interface_size=16 nm",
    "geometry.axis_size=16 nm",
    "geometry.bulk_size=24 nm",
    "geometry.far_size=120 nm",
    "time.end=5 s",
)


def bare_from(file, unit):
    """The built-in bare particle with a mesh file in place of its recipe."""
    lines = find("nanoglue/bare").read_text().splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("geometry:"))
    stop = next(i for i, line in enumerate(lines) if line.startswith("bodies:"))
    own = [f"geometry: {{mesh: {file}, unit: {unit}}}", ""]
    return "\n".join([*lines[:start], *own, *lines[stop:]]) + "\n"


@pytest.fixture(scope="module")
def reference():
    from nanoglue.api import Simulation
    from nanoglue.runtime.fenics import MPI

    case = read(find("nanoglue/bare"), COARSE)
    return gmsh_mesh.draw(case), history(Simulation(case, MPI.COMM_SELF))


def history(simulation):
    """Values of every accepted step."""
    from nanoglue.output.tables import row

    rows = []

    def keep(_, step):
        rows.append({"time": step.time, **row(step.observed)})
        return False

    assert simulation.run(keep) == 0
    return rows


@pytest.mark.parametrize(
    ("write", "name", "unit", "scale"),
    [(export.write_msh, "bare.msh", "nm", 1e3), (export.write_inp, "bare.inp", "um", 1.0)],
)
def test_an_exported_particle_has_the_history_of_its_recipe(
    reference, tmp_path, write, name, unit, scale
):
    from nanoglue.api import Simulation
    from nanoglue.runtime.fenics import MPI

    arrays, expected = reference
    write(arrays, tmp_path / name, scale)
    (tmp_path / "bare.yaml").write_text(bare_from(name, unit))
    case = read(tmp_path / "bare.yaml", ["time.end=5 s"])
    assert case.names.interfaces == {"particle_fibre": ("particle", "fibre")}
    found = history(Simulation(case, MPI.COMM_SELF))
    assert len(found) == len(expected) > 3
    size = {key: max(abs(row[key]) for row in expected) for key in expected[0]}
    worst = max(
        abs(one[key] - other[key]) / size[key]
        for one, other in zip(found, expected, strict=True)
        for key in size
        if size[key] > 1e-9 and "error" not in key
    )
    assert worst < 1e-8, worst


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
