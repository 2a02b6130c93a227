"""The lock of a results folder: one run at a time writes to it."""

import json
import os
import shutil

import pytest

from nanoglue.output.run_lock import NAME, InUse, RunLock


class Alone:
    """A communicator of one rank."""

    rank, size = 0, 1

    def bcast(self, value, root=0):
        return value

    def allgather(self, value):
        return [value]


def test_a_folder_in_use_is_refused_and_the_lock_of_a_killed_run_replaced(tmp_path, run, started):
    folder = tmp_path / "out"
    process = started(folder)
    owner = json.loads((folder / NAME).read_text())
    assert owner["pid"] == process.pid
    assert {"host", "since"} <= set(owner)
    for mode in ("--resume", "--force"):
        refused = run(folder, mode)
        assert refused.exit_code == 2
        assert f"another run writes to {folder}: process {process.pid} on" in refused.output
    process.kill()
    process.wait()
    resumed = run(folder, "--resume")
    assert resumed.exit_code == 0, resumed.output
    assert f"replaced the lock of a run that has ended: process {process.pid}" in resumed.output
    assert b"\0" not in (folder / "history.csv").read_bytes()
    assert not (folder / NAME).exists()


def test_files_that_the_other_run_renames_meanwhile_do_not_hide_its_lock(tmp_path, monkeypatch):
    lock = RunLock(tmp_path, Alone())
    renamed = tmp_path / "status.json.tmp"
    monkeypatch.setattr(type(tmp_path), "iterdir", lambda _: iter([lock.file, renamed]))
    with pytest.raises(InUse):
        RunLock(tmp_path, Alone())
    lock.release()


def test_a_lock_excludes_a_second_one_until_it_is_released(tmp_path):
    lock = RunLock(tmp_path, Alone())
    with pytest.raises(InUse, match=f"process {os.getpid()} on"):
        RunLock(tmp_path, Alone())
    lock.release()
    RunLock(tmp_path, Alone()).release()


def test_a_lock_file_of_garbage_is_replaced(tmp_path):
    (tmp_path / NAME).write_bytes(b"\xff\0 garbage")
    lock = RunLock(tmp_path, Alone())
    assert json.loads((tmp_path / NAME).read_text())["pid"] == os.getpid()
    lock.release()


def test_a_folder_that_is_removed_during_the_run_ends_it(tmp_path, started):
    folder = tmp_path / "out"
    process = started(folder)
    folder.rename(tmp_path / "removed")  # at once, so that no new file appears while it is removed
    shutil.rmtree(tmp_path / "removed")
    assert process.wait(300) == 6
    assert "error[files]" in process.stderr.read()
