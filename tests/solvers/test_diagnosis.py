"""Findings and remedies of a solve that has failed."""

import pytest

import nanoglue as ng
from nanoglue.case.sudden_loads import sudden_loads
from nanoglue.solvers.diagnosis import diagnose
from nanoglue.solvers.outcome import Outcome, StopReason

FAILED = Outcome(StopReason.INCREMENTS_GROW, 3, (1.0, 2.0, 4.0))


@pytest.mark.parallel([1, 2])
@pytest.mark.parametrize(
    ("sliding", "overlap", "deep"),
    [("finite", 0.05, True), ("finite", 1e-5, False), ("small", 0.05, False)],
)
def test_a_deep_overlap_with_finite_sliding_is_named(sliding, overlap, deep):
    changed = {"interfaces.top_bottom.sliding": sliding}
    simulation = ng.Simulation(ng.load("verification/mode_I", set=changed))
    problem = simulation.problem
    problem.begin(0.1, 0.1)
    problem.cohesion["top_bottom"].damage_old.x.array[:] = 1.0
    problem.mechanics["top"].u.x.array[1::2] = -overlap
    found = diagnose(problem, FAILED, simulation.observables())
    named = [line for line in found.found if line.startswith("top_bottom overlaps by 50 nm")]
    assert bool(named) is deep
    assert ("a larger interfaces.top_bottom.contact_stiffness" in found.remedies) is deep


@pytest.mark.parametrize(
    ("load", "initial", "named"),
    [
        ({"y": "0.3 um"}, True, "boundaries.top_face.displacement.y"),
        ({"x": "0 um", "y": {"expression": "0.1 + 0.3*t", "unit": "um"}}, True, "displacement.y"),
        ({"y": "0.3 um"}, False, ""),
        ({"y": {"expression": "0.3*t", "unit": "um"}}, True, ""),
    ],
)
def test_a_load_that_the_first_step_must_bear_is_named(load, initial, named):
    case = ng.load("verification/mode_I", set={"boundaries.top_face.displacement": load})
    simulation = ng.Simulation(case)
    found = diagnose(simulation.problem, FAILED, simulation.observables(), initial)
    about = [line for line in found.found if "must be borne by the first step" in line]
    assert [named in line for line in about] == ([True] if named else [])
    assert any("grow from the start" in line for line in found.remedies) is bool(named)


def test_no_load_is_blamed_where_the_linear_solver_stays_at_rounding():
    case = ng.load("verification/mode_I", set={"boundaries.top_face.displacement": {"y": "1 nm"}})
    simulation = ng.Simulation(case)
    at_rounding = Outcome(StopReason.ROUNDING, 20, (1e-9,))
    found = diagnose(simulation.problem, at_rounding, simulation.observables(), initial=True)
    assert not found.found
    assert found.remedies == [StopReason.ROUNDING.remedy]


def test_point_supports_body_forces_and_growth_at_the_start_are_sudden():
    changed = {
        "bodies.top.body_force.y": "-1 N/m^3",
        "point_supports": [
            {"body": "top", "near": ["0 um", "2 um"], "displacement": {"x": "0 um"}},
            {"body": "top", "near": ["1 um", "2 um"], "displacement": {"x": "0.1 um"}},
        ],
        "bodies.bottom.growth": {"expression": "1.1 + 0*t"},
        "boundaries.top_face.displacement": {
            "y": {"time": ["0 s", "1 s"], "value": ["0 um", "1 um"]}
        },
    }
    found = sudden_loads(ng.load("verification/mode_I", set=changed))
    forced = ["bodies.top.body_force.y", "bodies.bottom.growth"]
    assert found == ["point_supports.1.displacement.x", *forced]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "interfaces.top_bottom.viscosity: 1e-05 s, or solver.control: arc_length"),
        (
            {"solver.control": "arc_length"},
            "interfaces.top_bottom.viscosity: 1e-05 s, with solver.control: time",
        ),
    ],
)
def test_the_remedy_against_a_snap_back_is_not_what_the_case_has(changed, expected):
    simulation = ng.Simulation(ng.load("verification/mode_I", set=changed))
    problem = simulation.problem
    problem.begin(0.1, 0.1)
    problem.mechanics["top"].u.x.array[1::2] = 0.01
    assert diagnose(problem, FAILED, simulation.observables()).remedies == [expected]
