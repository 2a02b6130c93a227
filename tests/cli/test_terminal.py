"""What a run shows on a terminal, in a batch log, and when asked for more or less."""

import os
import pty
import subprocess
import sys

import pytest

RUN = [sys.executable, "-m", "nanoglue", "run", "mode_I"]
BRIEF = ("--set", "time.end=0.02 s")


def on_a_terminal(folder, *more, **environment) -> tuple[int, str]:
    """Exit code and what was drawn on standard error, a terminal 120 columns wide."""
    ours, theirs = pty.openpty()
    variables = os.environ | {"COLUMNS": "120", "TERM": "xterm"} | environment
    with subprocess.Popen([*RUN, "-o", str(folder), *more], stderr=theirs, env=variables) as done:
        os.close(theirs)
        drawn = b""
        while True:
            try:
                drawn += (piece := os.read(ours, 65536))
            except OSError:  # the other end is closed
                break
            if not piece:
                break
    os.close(ours)
    return done.returncode, drawn.decode()


@pytest.mark.parametrize(
    ("more", "steps"), [((), 100), (("-n", "2", "--set", "time.end=0.1 s"), 10)], ids=["1", "2"]
)
def test_a_terminal_gets_a_bar_and_no_line_a_step(tmp_path, more, steps):
    code, drawn = on_a_terminal(tmp_path / "out", *more)
    assert code == 0, drawn[-2000:]
    assert "100 %" in drawn
    assert f"step {steps}" in drawn
    assert "bonded " in drawn
    assert "quantity                    computed" in drawn  # the headline numbers, below the bar
    assert "1.00e-02" not in drawn
    assert len((tmp_path / "out" / "log.txt").read_text().splitlines()) > steps


def test_colours_are_left_out_where_nobody_wants_them(tmp_path):
    _, drawn = on_a_terminal(tmp_path / "out", *BRIEF, NO_COLOR="1")
    assert "\x1b[3" not in drawn


def shown(folder, *more) -> str:
    command = [*RUN, "-o", str(folder), *BRIEF, *more]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    return done.stderr


def test_quiet_runs_are_quiet(tmp_path):
    assert shown(tmp_path / "out", "-q") == ""


def test_a_verbose_log_shows_increments_and_has_no_control_characters(tmp_path):
    text = shown(tmp_path / "out", "-v")
    assert "1.00e-02" in text
    assert "\n      newton 1.0e+00 " in text
    assert all(line.isprintable() for line in text.splitlines())
