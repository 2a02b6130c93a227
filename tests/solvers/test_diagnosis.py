"""Findings and remedies of a solve that has failed."""

import pytest

import nanoglue as ng
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
