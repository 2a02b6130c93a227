"""Runs that are replaced by a closed form."""

import signal
import sys
from pathlib import Path

import pytest

from nanoglue.sweep import Workers


def write_run(command: list[str]) -> list[str]:
    """A process in place of a run: force = stiffness * 0.3 um/s * t, as in the elastic range."""
    folder = Path(command[command.index("-o") + 1])
    value = next(part for part in command if "law.stiffness=" in part).split("=")[2].split()[0]
    code = (
        "import os, pathlib, sys\n"
        f"folder = pathlib.Path({str(folder)!r}); folder.mkdir(parents=True, exist_ok=True)\n"
        f"k, count = {float(value)!r}, folder / 'count'\n"
        "seen = len(count.read_text()) if count.exists() else 0; count.write_text('x'*(seen+1))\n"
        "(folder / 'events.csv').write_text('event,where,time [s]\\n')\n"
        "(folder / 'history.csv').write_text('time [s],force_y:top_face [uN]\\n0,0\\n"
        "'+f'0.02,{k * 0.006}\\n')\n"
    )
    return [sys.executable, "-S", "-c", code]


@pytest.fixture
def quick(monkeypatch):
    """Runs of a closed form, some of which fail or are killed once."""
    command = Workers._command

    def replaced(self, point):
        made = write_run(command(self, point))
        seen = (self.plan.folder(point) / "count").exists()
        if point.number == 20:
            made[-1] += "sys.exit(3)\n"
        if point.number == 30 and not seen:
            made[-1] += f"os.kill(os.getpid(), {int(signal.SIGKILL)})\n"
        return made

    monkeypatch.setattr(Workers, "_command", replaced)
