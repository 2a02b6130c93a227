"""What a run shows on a terminal, in a batch log, and when asked for more or less."""

import os
import pty
import subprocess
import sys
from threading import Thread

import pytest
from tests.command_line import in_process

from nanoglue.runtime.signals import restore_handlers

RUN = ["run", "mode_I"]
BRIEF = ("--set", "time.end=0.02 s", "--set", "output.pictures=false")
TERMINAL = {"COLUMNS": "120", "TERM": "xterm"}


def run_in_own_process(arguments: list[str], stderr: int) -> int:
    line = [sys.executable, "-m", "nanoglue", *arguments]
    return subprocess.run(line, stderr=stderr, check=False, timeout=300).returncode


def run_in_this_process(arguments: list[str], stderr: int) -> int:
    from nanoglue.cli.app import app

    with os.fdopen(os.dup(stderr), "w") as opened, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", opened)
        try:
            return app(arguments, standalone_mode=False)
        finally:
            restore_handlers()


def on_a_terminal(run, folder, *more) -> tuple[int, str]:
    """Exit code and what was drawn on standard error, a terminal 120 columns wide."""
    ours, theirs = pty.openpty()
    drawn = bytearray()

    def read() -> None:
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other end is closed
                return
            if not piece:
                return
            drawn.extend(piece)

    reader = Thread(target=read)
    reader.start()
    try:
        code = run([*RUN, "-o", str(folder), *more], theirs)
    finally:
        os.close(theirs)
        reader.join()
        os.close(ours)
    return code, drawn.decode()


@pytest.fixture
def wide(monkeypatch):
    for name, value in TERMINAL.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.mark.parametrize(
    ("run", "more", "steps"),
    [
        (run_in_this_process, (), 100),
        (run_in_own_process, ("-n", "2", "--set", "time.end=0.1 s"), 10),
    ],
    ids=["1", "2"],
)
def test_a_terminal_gets_a_bar_and_no_line_a_step(tmp_path, wide, run, more, steps):
    pictures = ("--set", "output.pictures=false")
    code, drawn = on_a_terminal(run, tmp_path / "out", *pictures, *more)
    assert code == 0, drawn[-2000:]
    assert "100 %" in drawn
    assert f"step {steps}" in drawn
    assert "bonded " in drawn
    assert "quantity                    computed" in drawn  # the headline numbers, below the bar
    assert "1.00e-02" not in drawn
    assert len((tmp_path / "out" / "log.txt").read_text().splitlines()) > steps


@pytest.mark.parametrize("unwanted", [False, True])
def test_colours_are_left_out_where_nobody_wants_them(tmp_path, wide, monkeypatch, unwanted):
    if unwanted:
        monkeypatch.setenv("NO_COLOR", "1")
    _, drawn = on_a_terminal(run_in_this_process, tmp_path / "out", *BRIEF)
    assert ("\x1b[3" not in drawn) == unwanted


def shown(capfd, folder, *more) -> str:
    """All that a run prints, that of compiled libraries included."""
    done = in_process(*RUN, "-o", str(folder), *BRIEF, *more)
    assert done.returncode == 0
    out, err = capfd.readouterr()
    return done.stderr + out + err


def test_quiet_runs_are_quiet(tmp_path, capfd):
    assert shown(capfd, tmp_path / "out", "-q") == ""


def test_a_verbose_log_shows_increments_and_has_no_control_characters(tmp_path, capfd):
    text = shown(capfd, tmp_path / "out", "-v")
    assert "1.00e-02" in text
    assert "\n      newton 1.0e+00 " in text
    assert all(line.isprintable() for line in text.splitlines())
