"""Every cohesive case of the verification book gives the same history on 1, 2 and 4 ranks."""

import pytest
from tests.parallel.agreement import assert_agree, by_turns, history_alone, history_spread

from nanoglue.verification.book import problems

STEPS = 16
"""Steps to compare: up to ten of them locate the first damage before it grows."""

OTHER_STEPS = {"snap_back": 24, "nonuniform_jump": 6}
"""Steps of the path along the arc length, and up to an instability.

The convergence of a step depends on rounding there.
"""

STRIDES = {
    "mode_I": "60 ms",
    "mode_II": "60 ms",
    "mixed_mode_power_law": "60 ms",
    "mixed_mode_benzeggagh_kenane": "60 ms",
    "mixed_mode_xu_needleman": "60 ms",
    "mixed_mode_park_paulino_roesler": "60 ms",
    "cyclic_mode_I": "60 ms",
    "viscous_mode_I": "60 ms",
    "friction": "0.3 s",
    "exponential_patch": "30 ms",
    "snap_back": None,
    "conductance_damaged": "0.2 s",
    "dcb": None,
    "dcb_laminate": None,
    "nonuniform_jump": None,
    "curved_interface": None,
    "elastic_interface_45": None,
    "pressed_interface_45": None,
    "end_loaded_split": None,
    "end_notched_flexure": None,
    "mixed_mode_bending": None,
    "pull_out": "60 ms",
    "blister": None,
    "blister_critical": None,
}
"""Length of the steps, where the first of the case's own do not come to damage."""

UNDAMAGED = ("elastic_interface_45", "pressed_interface_45", "blister")


def chosen(name):
    """Case of a problem and its overrides, with strides in place of its steps."""
    (problem,) = problems([name])
    stride = STRIDES[name]
    more = (f"stepping={{first: {stride}, largest: {stride}, damage: 1}}",) if stride else ()
    overrides = (*problem.overrides, *next(iter(problem.runs.values())), *more)
    return f"verification/{problem.case}", overrides


@pytest.mark.slow
@pytest.mark.parallel([2, 4])
@pytest.mark.parametrize("name", STRIDES)
def test_ranks_agree(march_case, name):
    case, overrides = chosen(name)
    most = OTHER_STEPS.get(name, STEPS)
    spread = history_spread(march_case, case, *overrides, partitioner=by_turns, most=most)
    alone = history_alone(march_case, case, *overrides, most=most)
    largest = [
        alone.rows[-1][column] for column in alone.rows[-1] if column.startswith("damage_max")
    ]
    assert name in UNDAMAGED or max(largest) > 0.1
    assert_agree(alone, spread, 1e-8, smallest=1e-14, but=("error",))


def test_every_cohesive_case_of_the_book_is_there():
    from nanoglue.case import find, read

    cohesive = set()
    for problem in problems():
        overrides = (*problem.overrides, *next(iter(problem.runs.values())))
        case = read(find(f"verification/{problem.case}"), overrides)
        if any(interface.law for interface in case.interfaces.values()):
            cohesive.add(problem.case)
    assert cohesive == {problem.case for problem in problems(list(STRIDES))}
