"""A results folder that cannot be made, has content, or lies on a full disk."""

from pathlib import Path

import pytest
from tests.command_line import in_process, on_ranks
from tests.parallel.runs import shared_folder


def test_a_folder_that_cannot_be_made_is_told_before_anything_is_computed(tmp_path, run):
    (tmp_path / "file").write_text("")
    done = run("mode_I", tmp_path / "file" / "out")
    assert done.returncode == 6
    assert done.stderr.startswith("error[files]: ")


@pytest.mark.parallel([1, 2])
def test_a_missing_compiler_ends_a_run_with_the_remedy(tmp_path, monkeypatch):
    monkeypatch.setenv("CC", "/nowhere/cc")
    monkeypatch.setenv("NANOGLUE_CACHE", str(shared_folder(lambda: tmp_path / "cache")))
    done = on_ranks("run", "mode_I", "-o", shared_folder(lambda: tmp_path / "out"))
    assert done.returncode == 6, done.stderr[-2000:]
    assert "error[environment]: a form could not be compiled" in done.stderr
    assert "'nanoglue doctor' checks" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def full_disk(monkeypatch):
    """A disk that is full before the row of a step is written."""
    from nanoglue.output import results_folder as results

    add = results.Table.add

    def add_or_fail(table, row):
        if row.get("step") == 15:
            raise OSError(28, "No space left on device")
        add(table, row)

    monkeypatch.setattr(results.Table, "add", add_or_fail)


@pytest.mark.parallel([1, 2])
def test_a_disk_that_fills_up_ends_every_rank_and_keeps_what_was_written(
    tmp_path, full_disk, monkeypatch
):
    folder = shared_folder(lambda: tmp_path / "out")
    settings = ("--set", "stepping.fixed=0.04 s", "--set", "output.checkpoint.every=10")
    done = on_ranks("run", "mode_I", "-o", folder, *settings)
    assert done.returncode == 6, done.stderr[-2000:]
    assert "error[files]: [Errno 28] No space left on device; what was written" in done.stderr
    assert "Traceback" not in done.stderr
    assert rows(folder) == 15
    monkeypatch.undo()
    assert on_ranks("run", "mode_I", "-o", folder, *settings, "--resume").returncode == 0
    assert rows(folder) == 26


def rows(folder: Path) -> int:
    return len((folder / "history.csv").read_text().splitlines()) - 1


def test_a_folder_that_holds_a_mesh_alone_is_free_for_a_run(tmp_path, run, monkeypatch):
    folder = tmp_path / "results" / "mode_I"
    monkeypatch.chdir(tmp_path)
    assert in_process("mesh", "mode_I").returncode == 0
    assert [file.name for file in folder.iterdir()] == ["mesh"]
    done = run("mode_I", folder, "--set", "time.end=0.02 s")
    assert done.returncode == 0, done.stderr[-2000:]
    done = run("mode_I", folder, "--set", "time.end=0.02 s")
    assert done.returncode == 2
    assert "holds results; --force overwrites" in done.stderr


def test_a_disk_with_hardly_anything_free_is_refused_early(tmp_path, monkeypatch):
    from nanoglue.output import results_folder as results

    monkeypatch.setattr(results, "MINIMUM_FREE_BYTES", 10**20)
    with pytest.raises(OSError, match="MB are free, and a run needs"):
        results.prepare(tmp_path / "out", force=False, resume=False)
