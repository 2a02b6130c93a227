"""Derivatives of results at events agree with closed forms and with differences of runs."""

from pathlib import Path

import numpy as np
import pytest

import nanoglue as ng
from nanoglue.calibration import Request, direct
from nanoglue.calibration.crossing import Crossing, crossing
from nanoglue.calibration.derivative import NotSmooth
from nanoglue.calibration.study import checked_study
from nanoglue.case import columns
from nanoglue.case.columns import Column
from nanoglue.case.event_types import EventType

CASE = Path(__file__).parent / "case.yaml"
STRENGTH, TOUGHNESS, STIFFNESS, SPEED = 50.0, 5.0, 1000.0, 0.3
LAW = "interfaces.top_bottom.law"


def target(event: str, column: str = "time [s]") -> dict[str, object]:
    return {"column": column, "event": event, "value": 1, "tolerance": 1}


CHANGES = {
    "calibration.parameters": {
        "strength": {"paths": [f"{LAW}.strength"], "low": "40 MPa", "high": "60 MPa"},
        "toughness": {"paths": [f"{LAW}.toughness"], "low": "4 J/m^2", "high": "6 J/m^2"},
    },
    "calibration.dependent": [],
    "time.end": "0.68 s",
    "stepping.fixed": "0.02 s",
    "calibration.targets": {
        "onset": target("onset"),
        "tenth": target("load_bearing_10pct"),
        "work": target("load_bearing_10pct", "energy_external [pJ]"),
        "half": target("bonded_50pct"),
        "damage": target("first_damage"),
    },
}


def derivatives(changes):
    """Derivatives at the events of two nearly rigid blocks that are pulled apart."""
    study = checked_study((one := Request(CASE, set=changes)).case(), one.overrides)
    return {(one.target, one.parameter): one for one in direct.derivatives(study)}


@pytest.fixture(scope="module")
def found():
    return derivatives(CHANGES)


def time_of(share: float, strength: float, toughness: float) -> float:
    """Time [s] at which a bilinear bond bears a share (1 - damage) of its stiffness."""
    first, last = strength / STIFFNESS, 2 * toughness / strength
    return first * last / (first + share * (last - first)) / SPEED


@pytest.mark.parametrize(
    ("name", "share", "tolerance"), [("onset", 0.0, 5e-3), ("tenth", 0.1, 1e-3)]
)
def test_times_of_events_move_as_the_closed_form(found, name, share, tolerance):
    """The tolerances are those of the steps, 1/33 and 1/26 of the times, squared."""
    by_strength = time_of(share, 50.001, 5) - time_of(share, 49.999, 5)
    by_toughness = time_of(share, 50, 5.001) - time_of(share, 50, 4.999)
    for parameter, change in {"strength": by_strength, "toughness": by_toughness}.items():
        one = found[name, parameter]
        assert one.value == pytest.approx(change / 0.002, rel=tolerance)
        assert abs(one.value - change / 0.002) < one.error < 0.06 * abs(one.value)


@pytest.mark.parallel(2)
def test_the_time_of_an_event_moves_as_the_closed_form_on_two_ranks():
    """Of one event by one parameter, up to just after the event."""
    strength = CHANGES["calibration.parameters"]["strength"]
    one = derivatives(
        {
            **CHANGES,
            "calibration.parameters": {"strength": strength},
            "calibration.targets": {"tenth": target("load_bearing_10pct")},
            "time.end": "0.54 s",
        }
    )["tenth", "strength"]
    change = time_of(0.1, 50.001, 5) - time_of(0.1, 49.999, 5)
    assert one.value == pytest.approx(change / 0.002, rel=1e-3)
    assert abs(one.value - change / 0.002) < one.error < 0.06 * abs(one.value)


def test_events_agree_with_differences_of_runs_with_the_same_steps(found):
    tenth, work = columns.LOAD_BEARING.at("top_bottom"), Column.parse("energy_external [pJ]")
    passed, results = [], []
    for strength in (50.002, 49.998):
        changes = {"calibration": "", "time.end": "0.54 s", "stepping.fixed": "0.02 s"}
        case = ng.load(CASE, set={**changes, f"{LAW}.strength": f"{strength} MPa"})
        simulation = ng.Simulation(case)
        rows = [[0.0, 1.0, 0.0]]
        simulation.run(
            lambda run, step, rows=rows: rows.append(
                [run.time, step.observed[tenth], step.observed[work]]
            )
        )
        names = "time [s]", tenth.name, work.name
        history = dict(zip(names, np.array(rows).T, strict=True))
        at = Crossing(tenth, 0.1, int(np.argmax(history[tenth.name] < 0.1)))
        passed.append(at.time(history))
        results.append(at._curve(history, work.name)(passed[-1]))
    assert found["tenth", "strength"].value == pytest.approx(np.diff(passed)[0] / -0.004, rel=1e-4)
    assert found["work", "strength"].value == pytest.approx(np.diff(results)[0] / -0.004, rel=1e-4)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("half", NotSmooth.COUNTED),
        ("damage", NotSmooth.UNRECORDED),
    ],
)
def test_events_that_are_not_smooth_state_why(found, name, reason):
    assert found[name, "strength"].reason is reason
    assert np.isnan(found[name, "strength"].value)


def history(*load_bearing: float) -> dict[str, np.ndarray]:
    name = columns.LOAD_BEARING.at("bond").name
    return {"time [s]": np.arange(float(len(load_bearing))), name: np.array(load_bearing)}


@pytest.mark.parametrize(
    ("values", "row", "reason"),
    [
        ((1.0, 0.99, 0.98, 0.05), 3, NotSmooth.JUMP),
        ((1.0, 0.05), 1, NotSmooth.FEW),
    ],
)
def test_bursts_and_short_histories_have_no_derivative(values, row, reason):
    event = EventType.LOAD_BEARING_10PCT
    assert crossing(event, "bond", row, history(*values), {}) is reason


def test_a_parabola_is_passed_exactly():
    times = np.linspace(0, 1, 11)
    name = columns.LOAD_BEARING.at("bond").name
    made = [{"time [s]": times, name: 1 - p * times**2} for p in (1.1, 1.1001, 1.0999)]
    row = int(np.argmax(made[0][name] < 0.1))
    at = crossing(EventType.LOAD_BEARING_10PCT, "bond", row, made[0], {})
    assert isinstance(at, Crossing)
    assert at.time(made[0]) == pytest.approx(np.sqrt(0.9 / 1.1))
    slope = at.derivative(*made, "time [s]", 2e-4)
    assert slope == pytest.approx(-np.sqrt(0.9) / 2 * 1.1**-1.5)
