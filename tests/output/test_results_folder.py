"""A results folder: one run at a time, the same case, whole rows, no links."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nanoglue.output.results_folder import NoCheckpoint, UnsafeFolder, refuse_links
from nanoglue.output.run_lock import NAME, InUse, RunLock
from nanoglue.output.stored_rows import cut_to, lengths
from nanoglue.runtime import signals

QUICK = ("--set", "output.pictures=false", "--set", "output.checkpoint.every=10", "-q")
SLOW = ("--set", "stepping.fixed=0.0001 s")  # ten thousand steps


class Alone:
    """A communicator of one rank."""

    rank, size = 0, 1

    def bcast(self, value, root=0):
        return value

    def allgather(self, value):
        return [value]


def run(folder: Path, *more: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "nanoglue", "run", "mode_I", "-o", str(folder), *QUICK, *more]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def started(folder: Path, *more: str) -> subprocess.Popen:
    command = [sys.executable, "-m", "nanoglue", "run", "mode_I", "-o", str(folder), *QUICK, *more]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    while not (folder / "status.json").exists():
        assert process.poll() is None
        time.sleep(0.02)
    return process


@pytest.fixture(scope="module")
def half(tmp_path_factory):
    """A run to half of its time."""
    folder = tmp_path_factory.mktemp("half") / "out"
    done = run(folder, "--set", "time.end=0.5 s")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def folder(half, tmp_path):
    return shutil.copytree(half, tmp_path / "out")


def whole(folder: Path, rows: int = 101) -> bool:
    lines = (folder / "history.csv").read_text().splitlines()[1:]
    return [int(line.split(",")[0]) for line in lines] == list(range(rows))


def test_a_folder_in_use_is_refused_and_the_lock_of_a_killed_run_replaced(tmp_path):
    folder = tmp_path / "out"
    process = started(folder, *SLOW)
    owner = json.loads((folder / NAME).read_text())
    assert owner["pid"] == process.pid
    assert {"host", "since"} <= set(owner)
    for mode in ("--resume", "--force"):
        refused = run(folder, mode)
        assert refused.returncode == 2
        assert f"another run writes to {folder}: process {process.pid} on" in refused.stderr
    process.kill()
    process.wait()
    process.stderr.close()
    resumed = run(folder, "--resume")
    assert resumed.returncode == 0, resumed.stderr
    assert f"replaced the lock of a run that has ended: process {process.pid}" in resumed.stderr
    assert b"\0" not in (folder / "history.csv").read_bytes()
    assert not (folder / NAME).exists()


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


def test_a_folder_that_is_removed_during_the_run_ends_it(tmp_path):
    folder = tmp_path / "out"
    process = started(folder, *SLOW)
    folder.rename(tmp_path / "removed")  # at once, so that no new file appears while it is removed
    shutil.rmtree(tmp_path / "removed")
    assert process.wait(60) == 6
    assert "error[files]" in process.stderr.read()
    process.stderr.close()


@pytest.mark.parametrize(
    "change",
    [
        "interfaces.top_bottom.law.strength=40 MPa",
        "bodies.top.elasticity.youngs_modulus=2e8 MPa",
        "geometry.width=2 um",
        "bodies.top.elasticity.model=neo_hookean",
    ],
)
def test_another_case_is_not_resumed_unless_changes_are_accepted(folder, change):
    before = (folder / "history.csv").read_bytes()
    resumed = run(folder, "--resume", "--set", change)
    assert resumed.returncode == 2
    assert change.partition("=")[0] in resumed.stderr
    assert "--accept-changes" in resumed.stderr
    assert (folder / "history.csv").read_bytes() == before
    assert (folder / "run.json").exists()


def test_accepted_changes_are_kept(folder):
    weaker = ("--set", "interfaces.top_bottom.law.strength=40 MPa")
    resumed = run(folder, "--resume", "--accept-changes", *weaker)
    assert resumed.returncode == 0, resumed.stderr
    changes = json.loads((folder / "run.json").read_text())["changes"]
    assert "interfaces.top_bottom.law.strength: 50.0 MPa -> 40.0 MPa" in changes


def test_time_and_output_may_change(folder):
    resumed = run(folder, "--resume", "--set", "output.forces=[bottom_face]")
    assert resumed.returncode == 0, resumed.stderr
    assert whole(folder)


def test_half_a_row_after_the_checkpoint_is_removed(folder):
    for name in ("history.csv", "events.csv", "attempts.csv"):
        with (folder / name).open("ab") as opened:
            opened.write(b"51,0.51,0.0\0")
    resumed = run(folder, "--resume")
    assert resumed.returncode == 0, resumed.stderr
    assert whole(folder)


@pytest.mark.parametrize("name", ["history.csv", "events.csv"])
@pytest.mark.parametrize("damage", [b"", b"garbage\xff\0\n" * 99, None])
def test_rows_that_were_lost_or_damaged_are_told(folder, name, damage):
    if damage is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(damage)
    resumed = run(folder, "--resume")
    assert resumed.returncode == 2
    assert f"{name} does not hold the rows that it had at the checkpoint" in resumed.stderr
    assert "Traceback" not in resumed.stderr


def test_a_damaged_resolved_case_is_written_anew(folder):
    (folder / "resolved.yaml").write_bytes(b"\xff: [")
    resumed = run(folder, "--resume")
    assert resumed.returncode == 0, resumed.stderr
    assert (folder / "resolved.yaml").read_text().startswith("title:")


def test_rows_are_cut_to_their_length_at_the_checkpoint(tmp_path):
    file = tmp_path / "history.csv"
    with file.open("w") as opened:
        opened.write("a\n1\n")
        stored = lengths({"history.csv": opened})
        opened.write("2\n3")
    cut_to(tmp_path, stored)
    assert file.read_text() == "a\n1\n"
    file.write_text("a\n2\n")
    with pytest.raises(NoCheckpoint, match="does not hold the rows"):
        cut_to(tmp_path, stored)


@pytest.mark.parametrize("name", ["history.csv", "log.txt", "case.yaml.tmp", "fields", NAME])
@pytest.mark.parametrize("mode", ["--resume", "--force"])
def test_a_link_in_a_results_folder_is_refused(folder, tmp_path, name, mode):
    victim = tmp_path / "victim"
    victim.mkdir() if name == "fields" else victim.write_text("precious")
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(victim)
    done = run(folder, mode)
    assert done.returncode == 2
    assert "is a symbolic link: a run would write through it" in done.stderr
    assert victim.is_dir() or victim.read_text() == "precious"


def test_links_inside_and_pipes_are_refused_and_a_linked_folder_accepted(tmp_path):
    (tmp_path / "out" / "checkpoint").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "out")
    refuse_links(tmp_path / "link")
    (tmp_path / "out" / "checkpoint" / ".ckpt_000001.npz").symlink_to(tmp_path / "victim")
    with pytest.raises(UnsafeFolder, match="symbolic link"):
        refuse_links(tmp_path / "link")
    (tmp_path / "out" / "checkpoint" / ".ckpt_000001.npz").unlink()
    os.mkfifo(tmp_path / "out" / "history.csv")
    with pytest.raises(UnsafeFolder, match="no regular file"):
        refuse_links(tmp_path / "out")


def test_report_does_not_write_through_links(folder, tmp_path):
    (tmp_path / "victim").write_text("precious")
    (folder / "report.html.tmp").symlink_to(tmp_path / "victim")
    line = [sys.executable, "-m", "nanoglue", "report", str(folder)]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert (tmp_path / "victim").read_text() == "precious"


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGUSR1])
def test_a_signal_stops_a_run_with_a_checkpoint(tmp_path, number):
    process = started(tmp_path / "out", *SLOW)
    process.send_signal(number)
    assert process.wait(60) == 4
    process.stderr.close()
    assert list((tmp_path / "out" / "checkpoint").glob("ckpt_*.npz"))


def test_a_run_stopped_before_its_first_step_resumes(tmp_path):
    folder = tmp_path / "out"
    command = [sys.executable, "-m", "nanoglue", "run", "mode_I", "-o", str(folder), *QUICK]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        while not (folder / NAME).exists():  # the lock is taken before the mesh is generated
            assert process.poll() is None
            time.sleep(0.005)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 4
    kept = [file.name for file in (folder / "checkpoint").glob("*")]
    assert kept in (["ckpt_000000.npz"], [])  # nothing, if the set-up took more than 7 s
    assert run(folder, "--resume").returncode == 0
    assert whole(folder)


def test_handlers_note_a_signal_and_are_restored():
    before = signal.getsignal(signal.SIGHUP)
    request = signals.StopRequest(Alone(), None)
    os.kill(os.getpid(), signal.SIGHUP)
    assert request.reason() == "SIGHUP"
    request.restore_handlers()
    assert signal.getsignal(signal.SIGHUP) == before
    assert signals.received() == ""


def test_an_ignored_hangup_stays_ignored():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        signals.install_handlers()
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signals.restore_handlers()
        signal.signal(signal.SIGHUP, before)
