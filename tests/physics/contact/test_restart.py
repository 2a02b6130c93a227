"""Contact remembers nothing but damage: a run goes on from a checkpoint as if never stopped."""

import csv
import shutil

import pytest
from tests.command_line import nanoglue


def run(case, folder, end, *more):
    settings = ("--set", f"time.end={end} s", "--set", "stepping.fixed=0.2 s")
    done = nanoglue("run", case, "-o", folder, *settings, *more)
    assert done.returncode == 0, done.stderr[-2000:]
    with (folder / "history.csv").open() as file:
        return [{k: float(v) for k, v in row.items()} for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def whole_and_part(punch, tmp_path_factory):
    """The history of a run in one go, and the folder of one that was stopped at 1.4 s."""
    folder = tmp_path_factory.mktemp("runs")
    run(punch, folder / "part", 1.4)
    return run(punch, folder / "whole", 2), folder / "part"


@pytest.mark.parametrize("ranks", [1, 2])
def test_a_resumed_run_ends_like_one_in_one_go(tmp_path, punch, whole_and_part, ranks):
    whole, part = whole_and_part
    folder = shutil.copytree(part, tmp_path / "out")
    parts = run(punch, folder, 2, "--resume", *(["-n", "2"] if ranks == 2 else []))
    assert len(parts) == len(whole)
    for name, value in whole[-1].items():
        if "error" not in name:
            assert parts[-1][name] == pytest.approx(value, rel=1e-8, abs=1e-8), name
