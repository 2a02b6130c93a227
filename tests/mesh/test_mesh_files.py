"""Meshes of the user: bodies, interfaces and boundaries from files, and refusals with a reason."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from nanoglue.case import CaseError, find, read
from nanoglue.mesh import gmsh_mesh
from nanoglue.mesh.examination import examine

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


def test_cohesive_elements_of_no_thickness_are_an_interface(plate):
    text = (plate / "plate.inp").read_text()
    text = text.replace("6, 2, 1\n", "6, 2, 1\n7, 1, 0\n8, 1, 1\n", 1)
    text = text.replace("3, 2, 3, 6\n4, 2, 6, 5", "3, 7, 3, 6\n4, 7, 6, 8")
    text = text.replace("*NSET", "*ELEMENT, TYPE=COH2D4, ELSET=glue\n9, 2, 5, 8, 7\n*NSET", 1)
    (plate / "plate.inp").write_text(text)
    case = (plate / "case.yaml").read_text().replace("left_right", "glue")
    (plate / "case.yaml").write_text(case)
    labels = read(plate / "case.yaml").names
    assert labels.interfaces == {"glue": ("left", "right")}
    assert len(gmsh_mesh.draw(read(plate / "case.yaml"))["points"]) == 15


BROKEN = {
    "no triangles": ("*ELEMENT, TYPE=CPS3", "*IGNORED, TYPE=CPS3"),
    "type CPS4": ("TYPE=CPS3, ELSET=left\n1, 1, 2, 5\n", "TYPE=CPS4, ELSET=left\n1, 1, 2, 5, 4\n"),
    "node or element 99": ("2, 1, 5, 4", "2, 1, 5, 99"),
    "degenerate or inverted": ("5, 1, 1\n", "5, 0, 0\n"),
    "not finite": ("5, 1, 1\n", "5, nan, 1\n"),
    "cannot be read": ("5, 1, 1\n", "5, one, 1\n"),
    "triangles in both 'left' and 'right'": (
        "3, 2, 3, 6\n",
        "3, 2, 3, 6\n*ELSET, ELSET=right\n1\n",
    ),
    "belong to different bodies": ("3, 2, 3, 6", "3, 7, 3, 6"),
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
