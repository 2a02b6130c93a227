"""A run that has reached its end, or that of ``time.end`` within a stage, is resumed."""

import csv

import pytest
from tests.case_texts import SPHERE

CASE = (
    "title: A particle is charged, held and discharged\n"
    + SPHERE.replace("200 nm", "1 um").replace("300 nm", "1 um")
    + """\
protocol:
  - {model: galvanostatic, body: particle, through: surface, rate: 7 C, until: {time: 70 s}}
  - {model: potentiostatic, body: particle, through: surface, voltage: 0.8 V, until: {time: 40 s}}
  - {model: galvanostatic, body: particle, through: surface, rate: -3 C, until: {voltage: 0.83 V}}
time: {end: 1 hour}
stepping: {first: 5 s, largest: 20 s, expansion: 1}
output: {fields: none, pictures: false, checkpoint: {every: 1}}
"""
)


@pytest.fixture
def run_until(tmp_path):
    """Function that runs the case until a time in one folder and returns its tables."""
    from nanoglue.api import Simulation
    from nanoglue.case import read
    from nanoglue.runtime.fenics import MPI

    file = tmp_path / "case.yaml"
    file.write_text(CASE)

    def run(folder, end, *changes, **modes):
        case = read(file, (f"time.end={end}", *changes))
        simulation = Simulation(case, MPI.COMM_SELF, tmp_path / folder, **modes)
        assert simulation.run() == 0
        tables = []
        for name in ("history.csv", "events.csv"):
            with (tmp_path / folder / name).open() as opened:
                tables.append(list(csv.DictReader(opened)))
        return tables

    return run


def stops(events):
    return [(event["event"], float(event["time [s]"])) for event in events]


@pytest.mark.parametrize("end", [30, 90, 110, 120])
def test_a_stage_that_the_end_of_the_run_cut_off_goes_on(run_until, end):
    whole, ends = run_until("whole", "1 hour")
    part = run_until("part", f"{end} s")[1]
    planned = [stop for stop in stops(ends) if stop[1] <= end]
    assert stops(part) == [*planned, ("end", end)]
    history, events = run_until("part", "1 hour", resume=True)
    assert [kind for kind, _ in stops(events)] == [kind for kind, _ in stops(ends)]
    assert [time for _, time in stops(events)] == pytest.approx(
        [time for _, time in stops(ends)], rel=1e-2
    )
    content = "stoichiometry:particle [-]"
    assert float(history[-1][content]) == pytest.approx(float(whole[-1][content]), rel=1e-3)


@pytest.mark.parametrize("limit", ["voltage: 0.83 V", "time: 1 hour"])
def test_a_run_that_has_ended_does_not_go_on(run_until, limit):
    """It ends with its last stage, at its voltage or where the particle is empty."""
    last = f"protocol.2.until={{{limit}}}"
    history, events = run_until("run", "1 hour", last)
    again, same = run_until("run", "1 hour", last, resume=True)
    assert again == history
    assert same == events


def test_a_run_that_ends_with_a_full_body_does_not_go_on(run_until):
    changes = "protocol=[]", "boundaries.surface={total_flux: 0.2 nA}"
    history, events = run_until("run", "1 hour", *changes)
    assert [kind for kind, _ in stops(events)] == ["full", "end"]
    again, same = run_until("run", "1 hour", *changes, resume=True)
    assert again == history
    assert same == events


def test_a_full_body_that_a_changed_case_empties_goes_on(run_until):
    """A body that a flux has filled is emptied by that of the resumed case."""
    _, events = run_until("run", "1 hour", "protocol=[]", "boundaries.surface={total_flux: 0.2 nA}")
    full = next(float(event["time [s]"]) for event in events if event["event"] == "full")
    changes = "protocol=[]", "boundaries.surface={total_flux: -0.2 nA}"
    end = f"{1.2 * full} s"
    history, events = run_until("run", end, *changes, resume=True, accept_changes=True)
    assert [kind for kind, _ in stops(events)][-1] == "end"
    assert float(history[-1]["time [s]"]) > 1.19 * full


def test_a_run_that_has_ended_at_an_event_does_not_go_on(run_until):
    """It goes on where the event is not asked for any more."""
    stop = "stop_at=[voltage_limit]"
    ended = run_until("run", "1 hour", "protocol.0.until={voltage: 0.7 V}", stop)
    assert [kind for kind, _ in stops(ended[1])] == ["voltage_limit", "reversal", "end"]
    again = run_until("run", "1 hour", "protocol.0.until={voltage: 0.7 V}", stop, resume=True)
    assert again == ended
    on = run_until("run", "1 hour", "protocol.0.until={voltage: 0.7 V}", resume=True)
    assert len(on[0]) > len(ended[0])


def test_a_run_stopped_by_a_signal_at_its_last_event_only_ends(tmp_path):
    """The step with the event is accepted, and its checkpoint written, before the run ends."""
    from nanoglue.api import Simulation, load

    case = load("mode_I", set={"stop_at": ["onset"], "time.end": "0.7 s"})
    first = Simulation(case, output=tmp_path)
    asked = first.recorder.interruption
    asked.reason = lambda: "SIGTERM" * any(e.event == "onset" for e in first.recorder.events)
    assert first.run() == 4
    second = Simulation(case, output=tmp_path, resume=True)
    assert second.run() == 0
    assert second.last.number == first.last.number
    assert [event.event for event in second.recorder.events].count("end") == 1
