"""Contact remembers nothing but damage: a run goes on from a checkpoint as if never stopped."""

import csv
import shutil

import pytest
from tests.parallel.runs import run_alone, run_on_ranks, shared_folder

FIXED = "stepping.fixed=0.2 s"
PART = "time.end=1.4 s"


def history(folder):
    with (folder / "history.csv").open() as file:
        return [{k: float(v) for k, v in row.items()} for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def whole_and_part(punch, tmp_path_factory):
    """The history of a run in one go, and the folder of one that was stopped at 1.4 s."""
    folder = shared_folder(lambda: tmp_path_factory.mktemp("runs"))
    assert run_alone(punch, folder / "part", FIXED, PART) == 0
    assert run_alone(punch, folder / "whole", FIXED) == 0
    return history(folder / "whole"), folder / "part"


@pytest.mark.parallel([1, 2])
def test_a_resumed_run_ends_like_one_in_one_go(tmp_path, punch, whole_and_part):
    whole, part = whole_and_part
    folder = shared_folder(lambda: shutil.copytree(part, tmp_path / "out"))
    assert run_on_ranks(punch, folder, FIXED, resume=True) == 0
    parts = history(folder)
    assert len(parts) == len(whole)
    for name, value in whole[-1].items():
        if "error" not in name:
            assert parts[-1][name] == pytest.approx(value, rel=1e-8, abs=1e-8), name
