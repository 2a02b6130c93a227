"""A run that was stopped goes on as if it had not been."""

import csv
import json
import shutil
import signal
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from tests import command_line
from tests.parallel.runs import run_alone, run_on_ranks, shared_folder

SMALL = (
    "geometry.interface_size=20 nm",
    "geometry.axis_size=20 nm",
    "geometry.bulk_size=30 nm",
    "geometry.far_size=150 nm",
    "stepping.method=bdf2",
    "stepping.first=1 s",
    "stepping.largest=20 s",
    "stepping.damage=0.5",
    "solver.tolerance=1e-9",  # runs agree to the tolerance, 1e-3 in the case
    "time.end=120 s",
    "output.pictures=false",
)
"""A coarse particle up to 2.8 % of volume expansion: debonding, plastic flow, uptake."""


def nanoglue(folder: Path, *more: str) -> subprocess.CompletedProcess:
    sets = [part for setting in SMALL for part in ("--set", setting)]
    return command_line.nanoglue("run", "nanoglue/bare", "-o", folder, *sets, *more)


def history(folder: Path) -> list[dict[str, float]]:
    with (folder / "history.csv").open() as file:
        return [{k: float(v) for k, v in row.items()} for row in csv.DictReader(file)]


ROUNDING = 1e-14
"""Of quantities that are zero but for rounding, such as the work of supports [pJ]."""


def assert_equal(ours: Path, theirs: Path, accuracy: float) -> None:
    one, other = history(ours), history(theirs)
    assert len(one) == len(other)
    sizes = {name: max(abs(row[name]) for row in other) for name in other[0]}
    # A minimum next to zero is compared on the scale of its maximum.
    largest = {
        name: max(size, sizes.get(name.replace("_min", "_max"), 0.0))
        for name, size in sizes.items()
    }
    for mine, yours in zip(one, other, strict=True):
        for name, value in yours.items():
            if "error" not in name:  # rounding by nature
                assert mine[name] == pytest.approx(
                    value, rel=accuracy, abs=accuracy * largest[name] + ROUNDING
                ), (name, mine["step"])


def assert_cost_of_the_whole(ours: Path, theirs: Path, parts: int, same_ranks: bool = True) -> None:
    """The counts are those of a run in one go, and the seconds are the sum of the parts'.

    On other ranks rounding may cost Newton an iteration more or less.
    """
    one, other = (json.loads((folder / "run.json").read_text()) for folder in (ours, theirs))
    for count in ("steps", *(("newton_iterations", "cuts") if same_ranks else ())):
        assert one[count] == other[count], count
    assert sum(part["newton_iterations"] for part in one["parts"]) == one["newton_iterations"]
    assert len(one["parts"]) == parts
    for part, following in pairwise(one["parts"]):
        assert part["to_step"] == following["from_step"]
    assert (one["parts"][0]["from_step"], one["parts"][-1]["to_step"]) == (0, one["steps"])
    for phase, seconds in one["seconds"].items():
        each = [part["seconds"].get(phase, 0.0) for part in one["parts"]]
        assert seconds == pytest.approx(sum(each), abs=1e-3)
        assert phase != "total" or min(each) > 0


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory):
    folder = shared_folder(lambda: tmp_path_factory.mktemp("whole") / "results")
    assert run_alone("nanoglue/bare", folder, *SMALL) == 0
    return folder


@pytest.fixture(scope="module")
def stopped(tmp_path_factory):
    """A run that its wall time has stopped."""
    folder = shared_folder(lambda: tmp_path_factory.mktemp("stopped") / "results")
    assert run_alone("nanoglue/bare", folder, *SMALL, "time.wall_time=1e-3 s") == 4
    return folder


@pytest.fixture(scope="module")
def killed(tmp_path_factory, cli_killed_at):
    """A run that was killed once it had written two checkpoints."""
    folder = tmp_path_factory.mktemp("killed") / "results"
    sets = [f"--set={setting}" for setting in (*SMALL, "output.checkpoint.every=3")]
    command = [*cli_killed_at(8), "run", "nanoglue/bare", "-o", str(folder), *sets]
    done = subprocess.run(command, capture_output=True, timeout=300, check=False)
    assert done.returncode == -signal.SIGKILL
    assert not (folder / "run.json").exists()
    return folder


@pytest.mark.parallel([1, 2])
def test_a_run_stopped_by_the_clock_goes_on_to_the_same_history(tmp_path, stopped, uninterrupted):
    from nanoglue.runtime.fenics import MPI

    alone = MPI.COMM_WORLD.size == 1
    folder = shared_folder(lambda: shutil.copytree(stopped, tmp_path / "results"))
    assert 0 < len(history(folder)) < len(history(uninterrupted))
    assert run_on_ranks("nanoglue/bare", folder, *SMALL, resume=True) == 0
    # on other ranks the linear algebra rounds otherwise, and the steps amplify it
    assert_equal(folder, uninterrupted, 1e-10 if alone else 1e-6)
    assert_cost_of_the_whole(folder, uninterrupted, parts=2, same_ranks=alone)


def test_a_broken_checkpoint_of_a_killed_run_is_passed_over(tmp_path, killed, uninterrupted):
    """The run goes on from the checkpoint before it, to the same history, events and cost."""
    folder = shutil.copytree(killed, tmp_path / "results")
    kept = sorted((folder / "checkpoint").glob("ckpt_*.npz"))
    assert len(kept) >= 2
    damaged = bytearray(kept[-1].read_bytes())
    damaged[len(damaged) // 2] ^= 0xFF
    kept[-1].write_bytes(damaged)
    resumed = nanoglue(folder, "--resume")
    assert resumed.returncode == 0, resumed.stderr[-2000:]
    assert_equal(folder, uninterrupted, 1e-10)
    for name in ("events.csv", "summary.json"):
        assert len((folder / name).read_text()) == len((uninterrupted / name).read_text())
    assert_cost_of_the_whole(folder, uninterrupted, parts=2)
    before = json.loads((folder / "run.json").read_text())["parts"][0]["to_step"]
    assert f"ckpt_{before:06d}.npz" == kept[-2].name


def test_a_killed_run_goes_on_from_its_last_checkpoint(tmp_path, killed):
    folder = shutil.copytree(killed, tmp_path / "results")
    last = sorted((folder / "checkpoint").glob("ckpt_*.npz"))[-1]
    reached = float(history(folder)[-1]["time [s]"])
    resumed = nanoglue(folder, "--resume", "--set", f"time.end={reached + 1} s")
    assert resumed.returncode == 0, resumed.stderr[-2000:]
    first = json.loads((folder / "run.json").read_text())["parts"][0]
    assert f"ckpt_{first['to_step']:06d}.npz" == last.name


def test_a_run_that_goes_on_with_another_case_says_so(tmp_path):
    folder = tmp_path / "results"
    assert nanoglue(folder, "--set", "time.end=2 s").returncode == 0
    weaker = "interfaces.particle_fibre.law.strength=160 MPa"
    resumed = nanoglue(
        folder, "--set", "time.end=3 s", "--set", weaker, "--resume", "--accept-changes", "-q"
    )
    assert resumed.returncode == 0, resumed.stderr[-2000:]
    strength = "interfaces.particle_fibre.law.strength: 170.0 MPa -> 160.0 MPa"
    assert resumed.stderr.splitlines() == [f"goes on with another {strength}"]
    assert "goes on with another time.end: 2.0 s -> 3.0 s" in (folder / "log.txt").read_text()


def test_a_run_is_not_resumed_with_an_end_before_its_checkpoint(tmp_path):
    run = ["run", "mode_I", "-q", "-o", tmp_path, "--set=output.checkpoint.every=2"]
    assert command_line.nanoglue(*run, "--set=time.end=0.05 s").returncode == 0
    whole = (tmp_path / "history.csv").read_text()
    resumed = command_line.nanoglue(*run, "--set=time.end=0.02 s", "--resume")
    assert resumed.returncode == 2
    assert "checkpoint is at 0.04 s, later than time.end, 0.02 s" in resumed.stderr
    assert (tmp_path / "history.csv").read_text() == whole
    assert command_line.nanoglue(*run, "--set=time.end=0.04 s", "--resume").returncode == 0


def test_columns_that_are_asked_for_on_resuming_begin_there(tmp_path):
    run = ["run", "mode_I", "-q", "-o", tmp_path, "--set=output.checkpoint.every=2"]
    assert command_line.nanoglue(*run, "--set=time.end=0.02 s").returncode == 0
    probe = "--set=output.points.edge={body: top, at: [0 um, 2 um]}"
    again = command_line.nanoglue(*run, "--set=time.end=0.04 s", "--resume", probe)
    assert again.returncode == 0, again.stderr
    with (tmp_path / "history.csv").open() as file:
        column = [row["displacement_y:edge [um]"] for row in csv.DictReader(file)]
    assert column[:3] == ["", "", ""]
    assert float(column[4]) == pytest.approx(0.3 * 0.04, rel=1e-4)


def test_a_run_killed_before_its_first_checkpoint_begins_anew(tmp_path):
    folder = tmp_path / "results"
    stopped = nanoglue(folder, "--set", "time.end=2 s")
    assert stopped.returncode == 0
    (folder / "run.json").unlink()
    whole = history(folder)
    resumed = nanoglue(folder, "--set", "time.end=2 s", "--resume")
    assert resumed.returncode == 0, resumed.stderr[-2000:]
    assert "no checkpoint yet: from the start" in resumed.stderr
    assert history(folder) == whole
