"""A run that is stopped where its loads fall back goes on along the same path."""

import csv
from pathlib import Path

import pytest
from tests.command_line import in_process

COARSE = (
    "geometry.outer_radius=206 um",
    "geometry.process_zone=5 um",
    "geometry.process_zone_size=0.5 um",
    "geometry.bulk_size=20 um",
    "stop_at=[bonded_50pct]",
)


def blister(folder: Path, *more: str) -> list[dict[str, str]]:
    sets = [part for setting in COARSE for part in ("--set", setting)]
    done = in_process("run", "blister_critical", "-o", folder, *sets, *more)
    assert done.returncode == 0, done.stderr[-2000:]
    with (folder / "history.csv").open() as file:
        return list(csv.DictReader(file))


def test_a_blister_that_runs_away_resumes_on_its_path(tmp_path):
    whole = blister(tmp_path / "whole")
    times = [float(row["time [s]"]) for row in whole]
    begun = blister(tmp_path / "parts", "--set", "stop_at=[onset]")
    assert max(times) > float(begun[-1]["time [s]"]), "the pressure falls already"
    assert len(begun) < len(whole)
    assert blister(tmp_path / "parts", "--resume") == whole


def events(folder: Path, *more: str) -> dict[str, float]:
    often = "--set", "output.checkpoint.every=1"
    done = in_process("run", "snap_back", "-o", folder, *often, *more)
    assert done.returncode == 0, done.stderr[-2000:]
    with (folder / "events.csv").open() as file:
        return {row["event"]: float(row["time [s]"]) for row in csv.DictReader(file)}


def test_events_at_a_later_time_than_the_checkpoint_are_kept(tmp_path):
    whole = events(tmp_path / "whole", "--set", "stop_at=[onset]")
    begun = events(tmp_path / "parts", "--set", "stop_at=[load_bearing_1pct]")
    assert begun["first_damage"] > begun["load_bearing_1pct"], "the load falls already"
    found = events(tmp_path / "parts", "--resume", "--set", "stop_at=[onset]")
    assert found == pytest.approx(whole)


def test_single_steps_follow_the_same_path():
    """The time loop begins anew with each: also after cuts, which lead to the path."""
    import nanoglue as ng

    case, whole = ng.load("snap_back"), []
    ng.Simulation(case).run(lambda _, step: whole.append(step) or step.number == 24)
    simulation = ng.Simulation(case)
    steps = [simulation.step() for _ in whole]
    assert min(step.dt for step in steps) < 0, "the load falls"
    assert [step.attempt for step in steps] == [step.attempt for step in whole]
    assert [step.time for step in steps] == pytest.approx([step.time for step in whole], rel=1e-9)
