"""Runs on 2 ranks killed at random moments and resumed on 1, 2 and 4 ranks.

Run it with the Python of the environment: ``python benchmarks/robustness/kill.py [KILLS]``. Each
history is compared with that of an uninterrupted run on as many ranks. The table goes to
``kill.csv`` beside this file, a row as soon as it is found; the exit code is 1 if a run was lost or
ended elsewhere.
"""

import contextlib
import csv
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from processes import children

HERE = Path(__file__).parent
RANKS = (1, 2, 4)
SETTINGS = (
    "geometry.interface_size=20 nm",
    "geometry.bulk_size=30 nm",
    "geometry.far_size=150 nm",
    "stepping.first=2 s",
    "stepping.largest=20 s",
    "stepping.damage=0.5",
    "time.end=40 s",
    "output.pictures=false",
    "output.checkpoint.every=2",
)
"""A coarse particle up to 0.9 % of volume expansion, with a checkpoint every other step."""

COLUMNS = ["kill", "after step", "steps seen", "ranks", "exit", "steps", "largest difference [-]"]
ZERO = 1e-12
"""A column that is never larger holds rounding alone, in whatever unit."""

ALLOWED = 1e-6
"""Largest difference [-] of any column, over its largest value: steps amplify rounding."""


def command(folder: Path, ranks: int, *more: str) -> list[str]:
    sets = [f"--set={setting}" for setting in SETTINGS]
    program = [sys.executable, "-m", "nanoglue", "run", "nanoglue/bare", "-o", str(folder)]
    return [*program, *sets, *(["-n", str(ranks)] if ranks > 1 else []), *more]


def run(folder: Path, ranks: int, *more: str) -> int:
    return subprocess.run(
        command(folder, ranks, *more), stderr=subprocess.DEVNULL, timeout=900, check=False
    ).returncode


def killed(folder: Path, step: int, delay: float) -> int:
    """Start on 2 ranks, kill -9 every process of it some time after a step; steps it had made."""
    with subprocess.Popen(command(folder, 2), stderr=subprocess.DEVNULL) as process:
        while reached(folder) < step and process.poll() is None:
            time.sleep(0.01)
        time.sleep(delay)
        for one in reversed(children(process.pid)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
    return len(history(folder)) - 1


def reached(folder: Path) -> int:
    """Return the last step that a run has reported."""
    try:
        return int(json.loads((folder / "status.json").read_text())["step"])
    except (OSError, ValueError):
        return 0


def history(folder: Path) -> list[dict[str, float]]:
    file = folder / "history.csv"
    if not file.exists():
        return []
    with file.open() as opened:
        rows = [row for row in csv.DictReader(opened) if None not in row.values()]
    return [{name: float(value) for name, value in row.items()} for row in rows]


def difference(ours: Path, theirs: Path) -> float:
    """Return the largest relative difference of any column that is not zero."""
    one, other = history(ours), history(theirs)
    if len(one) != len(other) or summary(ours).keys() != summary(theirs).keys():
        return float("inf")
    worst = 0.0
    for name in other[0]:
        scale = max(abs(row[name]) for row in other)
        if scale > ZERO:
            gaps = (abs(a[name] - b[name]) for a, b in zip(one, other, strict=True))
            worst = max(worst, max(gaps) / scale)
    return worst


def summary(folder: Path) -> dict[str, object]:
    return dict(json.loads((folder / "summary.json").read_text()))


def main() -> None:
    kills, chance = int(sys.argv[1]) if len(sys.argv) > 1 else 10, random.Random(1)
    top = Path(tempfile.mkdtemp())
    run(top / "warm", 2)  # forms compiled, mesh drawn
    whole, seconds = {}, {}
    for ranks in RANKS:
        whole[ranks], began = top / f"whole_{ranks}", time.monotonic()
        if run(whole[ranks], ranks) != 0:
            raise SystemExit("the run that nobody killed did not end well")
        seconds[ranks] = time.monotonic() - began
    lost = False
    with (HERE / "kill.csv").open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        for kill in range(1, kills + 1):
            steps = len(history(whole[2])) - 1
            after = chance.randrange(steps)
            folder = top / f"killed_{kill}"
            seen = killed(folder, after, chance.uniform(0, seconds[2] / steps))
            for ranks in RANKS:
                copy = top / f"killed_{kill}_{ranks}"
                if folder.exists():
                    shutil.copytree(folder, copy)
                code = run(copy, ranks, "--resume")
                gap = difference(copy, whole[ranks]) if code == 0 else float("inf")
                lost = lost or gap > ALLOWED
                values = (kill, after, seen, ranks, code, len(history(copy)) - 1, f"{gap:.1e}")
                table.writerow(values)
                file.flush()
                print(*values, flush=True)
    shutil.rmtree(top)
    raise SystemExit(lost)


if __name__ == "__main__":
    main()
