"""Bodies without a bond: pressed against a contact, caged, pushed away by it, or free."""

import numpy as np
import pytest
from tests.case_texts import BONDED_BLOCKS
from tests.parallel.runs import on_first_rank

import nanoglue as ng
from nanoglue.solvers.rigid_body_modes import newly_unsupported

BLOCKS = (
    f"title: A block that has failed on another one\n{BONDED_BLOCKS}"
    + """\
    contact_stiffness: 1e4 MPa/um
    viscosity: 0.01 s
boundaries:
  bottom_face: {displacement: {x: 0 um, y: 0 um}}
  left: {displacement: {x: 0 um}}
  top_face: {pressure: 10 MPa}
time: {end: 1 s}
output: {fields: none, pictures: false}
"""
)


@pytest.fixture
def blocks(tmp_path):
    """Case of two blocks, as a file that is the same on all ranks."""

    def write():
        (tmp_path / "blocks.yaml").write_text(BLOCKS)
        return str(tmp_path / "blocks.yaml")

    return on_first_rank(write)


def started(case, overrides):
    """Return the problem of a case in its first step."""
    problem = ng.Simulation(ng.load(case, set=overrides)).problem
    problem.begin(0.1, 0.1)
    return problem


def fail(problem, *names):
    for name in names:
        bond = problem.cohesion[name]
        bond.damage_old.x.array[:] = bond.envelope_old.x.array[:] = 1.0


@pytest.mark.parallel([1, 2])
@pytest.mark.parametrize("sliding", ["small", "finite"])
@pytest.mark.parametrize(
    ("load", "rise", "free"),
    [
        ("pressure: 10 MPa", -1e-3, []),  # contact balances the load
        ("pressure: 10 MPa", -3e-3, []),  # the load presses the block back after it has risen
        ("pressure: 0 MPa", -1e-3, ["top"]),  # contact pushes the block away
        ("pressure: -10 MPa", -1e-3, ["top"]),
        ("pressure: -10 MPa", 1e-3, ["top"]),  # the load drives it away
        ("pressure: 0 MPa", 1e-3, ["top"]),  # nothing acts: it may be anywhere
        ("displacement: {y: -1 nm}", -1e-3, []),
        ("displacement: {y: 1 nm}", 1e-3, []),
    ],
)
def test_a_failed_block_is_held_by_what_presses_it_alone(blocks, sliding, load, rise, free):
    settings = {
        "interfaces.top_bottom.sliding": sliding,
        "boundaries.top_face": f"{{{load}}}",
    }
    problem = started(blocks, settings)
    problem.mechanics["top"].u.x.array[1::2] = rise
    before = [field.x.array.copy() for field in problem.fields]
    assert newly_unsupported(problem) == []  # the bond holds
    fail(problem, "top_bottom")
    assert newly_unsupported(problem) == free
    assert newly_unsupported(problem) == free  # nothing has changed by asking
    for field, values in zip(problem.fields, before, strict=True):
        np.testing.assert_array_equal(field.x.array, values)


@pytest.mark.parallel([1, 2])
@pytest.mark.parametrize(
    ("stops", "last"),
    [("[]", ["detached", "unsupported"]), ("[detached]", ["detached"])],
)
def test_a_run_without_a_folder_ends_where_a_body_comes_off(blocks, stops, last):
    settings = {
        "boundaries.top_face": "{pressure: {expression: -60*t, unit: MPa}}",
        "stepping": "{first: 0.05 s, largest: 0.05 s, smallest: 1e-4 s}",
        "stop_at": stops,
    }
    simulation = ng.Simulation(ng.load(blocks, set=settings))
    assert simulation.run() == 0
    assert simulation.time < 0.9
    assert [event.event for event in simulation.last.events][-len(last) :] == last


@pytest.mark.parallel([1, 2])
@pytest.mark.parametrize(
    ("failing", "growth", "free"),
    [
        (("particle_fibre", "coating_fibre"), 0.01, ["particle", "coating"]),
        (("particle_fibre", "coating_fibre"), -0.01, ["particle", "coating"]),
        (("particle_fibre", "particle_coating"), 0.01, []),  # caged
        (("particle_fibre", "particle_coating"), -0.01, ["particle"]),
        (("particle_fibre",), 0.01, []),
    ],
)
def test_a_coated_particle_is_held_by_its_bonds_or_as_in_a_cage(failing, growth, free):
    coarse = {
        "geometry.interface_size": "20 nm",
        "geometry.bulk_size": "40 nm",
        "geometry.far_size": "160 nm",
        "geometry.coating_size": "20 nm",
    }
    problem = started("nanoglue/coated", coarse)
    u = problem.mechanics["particle"].u
    places = u.function_space.tabulate_dof_coordinates()[:, :2]
    centre = problem.case.geometry.parameters.height
    u.x.array[:] = (growth * (places - [0.0, centre])).ravel()
    fail(problem, *failing)
    assert newly_unsupported(problem) == free
