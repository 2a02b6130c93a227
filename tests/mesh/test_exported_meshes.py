"""A mesh that is written to a file and read again gives the history of its recipe."""

import importlib.util
from pathlib import Path

import pytest
from tests.case_texts import worst_difference

from nanoglue.case import find, read
from nanoglue.mesh import gmsh_mesh

spec = importlib.util.spec_from_file_location("export", Path(__file__).with_name("export.py"))
export = importlib.util.module_from_spec(spec)
spec.loader.exec_module(export)

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
    worst = worst_difference(found, expected)
    assert worst < 1e-8, worst
