"""A stopped run in three dimensions goes on as if it had not been, on any number of ranks."""

import numpy as np
import pytest
from tests.command_line import nanoglue
from tests.parallel.runs import run_alone, run_on_ranks, shared_folder
from tests.restart.test_restart import assert_equal, history

from nanoglue.output import checkpoint_file

SETTINGS = (
    "geometry.elements_across=2",
    "geometry.elements_deep=2",
    "output.checkpoint.every=5",
)
"""The swelling block is free on two sides, so that the state differs from point to point."""


def run(file, folder, *more):
    sets = [f"--set={setting}" for setting in SETTINGS]
    return nanoglue("run", file, "-o", folder, *sets, *more)


@pytest.fixture(scope="module")
def uninterrupted(swelling_blocks_in_space, tmp_path_factory):
    folder = shared_folder(lambda: tmp_path_factory.mktemp("whole") / "results")
    assert run_alone(swelling_blocks_in_space, folder, *SETTINGS) == 0
    rows = history(folder)
    assert rows[-1]["damage_mean:top_bottom [-]"] > 0.1
    assert rows[-1]["energy_plastic [pJ]"] > 0
    return folder


def compare_in_two_parts(folder, case, uninterrupted, ranks, accuracy):
    """Compute the first half on all ranks and the second one on the first rank alone."""
    assert run_on_ranks(case, folder, *SETTINGS, "time.end=0.5 s") == 0
    assert_varied(folder / "checkpoint", ranks)
    assert len(history(folder)) < len(history(uninterrupted))
    assert run_alone(case, folder, *SETTINGS, resume=True, accept_changes=True) == 0
    assert_equal(folder, uninterrupted, accuracy)


@pytest.mark.slow
def test_a_run_in_space_goes_on_to_the_same_history(
    tmp_path, swelling_blocks_in_space, uninterrupted
):
    compare_in_two_parts(tmp_path / "results", swelling_blocks_in_space, uninterrupted, 1, 1e-10)


@pytest.mark.parallel(2)
def test_a_run_in_space_on_two_ranks_goes_on_alone_to_the_same_history(
    tmp_path, swelling_blocks_in_space, uninterrupted
):
    """Other ranks round differently, and the steps amplify it."""
    folder = shared_folder(lambda: tmp_path / "results")
    compare_in_two_parts(folder, swelling_blocks_in_space, uninterrupted, 2, 1e-8)


@pytest.mark.slow
def test_a_run_in_space_goes_on_from_two_ranks_to_one_and_to_four(
    tmp_path, swelling_blocks_in_space, uninterrupted
):
    case, folder = swelling_blocks_in_space, tmp_path / "results"
    parts = (("-n", "2", "--set", "time.end=0.3 s"), ("--set", "time.end=0.5 s"), ("-n", "4"))
    for number, part in enumerate(parts):
        again = ("--resume", "--accept-changes") if number else ()
        done = run(case, folder, "--set", "output.checkpoint.every=1", *part, *again)
        assert done.returncode == 0, done.stderr[-2000:]
        assert_varied(folder / "checkpoint", (2, 1, 4)[number])
    assert_equal(folder, uninterrupted, 1e-8)


def assert_varied(folder, ranks):
    """Each rank wrote its points, with three coordinates and values that differ."""
    newest = sorted(folder.glob("ckpt_*.npz"))[-1]
    files = checkpoint_file.parts(newest, ranks)
    assert len(list(folder.glob(f"*_{newest.stem.removeprefix('ckpt_')}*.npz"))) == ranks
    card = checkpoint_file.card_of(newest)
    assert card is not None
    spread = {}
    for index, name in enumerate(card["functions"]):
        blocks = list(checkpoint_file.blocks(files, (f"place_{index}", f"value_{index}")))
        total = sum(len(places) for places, _ in blocks)
        assert total == 1 or all(places.shape[1] == 3 for places, _ in blocks)
        if name == "displacement":
            assert all(0 < len(places) < total or ranks == 1 for places, _ in blocks)
        spread[name] = np.ptp(np.concatenate([values for _, values in blocks]))
    assert spread["displacement"] > 0
    assert spread["damage"] > 1e-4
