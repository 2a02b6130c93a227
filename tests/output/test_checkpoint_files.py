"""Files of a checkpoint are whole or passed over, and are read in blocks."""

import numpy as np
import pytest

from nanoglue.output import checkpoint_file, checkpoint_points

POINTS = np.random.default_rng(1).random((200, 3))


def stored(folder, ranks=3):
    """Write a checkpoint of several ranks; the value at a point is a function of its place."""
    files = checkpoint_file.parts(folder / checkpoint_file.name(7), ranks)
    arrays = [{"place_0": part, "value_0": value(part)} for part in np.array_split(POINTS, ranks)]
    checksums = [
        checkpoint_file.store(file, own, {})
        for file, own in zip(files[1:], arrays[1:], strict=True)
    ]
    checkpoint_file.store(files[0], arrays[0], {"number": 7, "checksums": checksums})
    return files


def value(points):
    return np.column_stack([points.sum(axis=1), points[:, 0]])


class Space:
    """A space of two components."""

    class dofmap:
        bs = 2


class Function:
    """What is filled."""

    def __init__(self, count):
        self.function_space = Space
        self.x = self
        self.array = np.full(2 * count, np.nan)


@pytest.mark.parametrize("ranks", [1, 3])
def test_any_rank_finds_the_values_of_its_points_in_small_blocks(tmp_path, monkeypatch, ranks):
    monkeypatch.setattr(checkpoint_file, "BLOCK", 16)
    files = stored(tmp_path, ranks)
    assert checkpoint_file.card_of(files[0])["number"] == 7
    largest = max(len(a) for a, _ in checkpoint_file.blocks(files, ("place_0", "value_0")))
    assert largest == 16
    mine = POINTS[[150, 3, 77, 20]] + 1e-15
    function = Function(4)
    blocks = checkpoint_file.blocks(files, ("place_0", "value_0"))
    assert checkpoint_points.fill(function, mine, 1.0, blocks)
    assert function.array.reshape(4, 2) == pytest.approx(value(mine))
    elsewhere = checkpoint_file.blocks(files, ("place_0", "value_0"))
    assert not checkpoint_points.fill(Function(4), mine + 1e-5, 1.0, elsewhere)


def test_a_name_that_was_not_stored_fills_nothing(tmp_path):
    blocks = checkpoint_file.blocks(stored(tmp_path), ("place_1", "value_1"))
    assert not checkpoint_points.fill(Function(4), POINTS[:4], 1.0, blocks)


def test_a_rank_without_points_reads_the_files(tmp_path):
    blocks = checkpoint_file.blocks(stored(tmp_path), ("place_0", "value_0"))
    assert checkpoint_points.fill(Function(0), POINTS[:0], 1.0, blocks)


def test_a_rank_without_points_stores_empty_arrays(tmp_path):
    file = tmp_path / checkpoint_file.name(0)
    empty = {"place_0": np.empty((0, 3)), "value_0": np.empty((0, 2))}
    checkpoint_file.store(file, empty, {"number": 0})
    assert checkpoint_file.card_of(file) == {"number": 0}


@pytest.mark.parametrize("index", [0, 1, 2])
@pytest.mark.parametrize("damage", ["missing", "cut", "bit", "of another step"])
def test_damage_to_any_file_is_detected(tmp_path, index, damage):
    files = stored(tmp_path)
    content = bytearray(files[index].read_bytes())
    if damage == "missing":
        files[index].unlink()
    elif damage == "cut":
        files[index].write_bytes(content[:-100])
    elif damage == "bit":
        content[len(content) // 2] ^= 0x10
        files[index].write_bytes(content)
    else:
        changed = {"place_0": POINTS[:5], "value_0": value(POINTS[:5])}
        checkpoint_file.store(files[index], changed, {"checksums": ["0" * 64, "0" * 64]})
    assert checkpoint_file.card_of(files[0]) is None
