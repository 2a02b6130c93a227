"""Runs killed in a given phase and resumed on 1, 2 and 4 ranks.

``python benchmarks/robustness/kill_phases.py [SIGNAL ...]`` kills a small run (by default with
SIGKILL) when the lock appears (meshing), when a form is being compiled in an empty cache, in the
middle of the steps, when a field file appears and while figures are drawn. Each row of
``kill_phases.csv`` is one resumption: number of steps, and the largest difference of any column
from an uninterrupted run on one rank, relative to the largest value of its unit. The exit code is 1
if a resumed run failed or ended elsewhere.

``kill_phases.py --ranks`` kills runs on 2 and 4 ranks while they draw figures, and the reports of
such runs; after each resumption the report is written again (``kill_ranks.csv``).
"""

import contextlib
import csv
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from processes import children

HERE = Path(__file__).parent
RANKS = (1, 2, 4)
SETTINGS = (
    "time.end=0.2 s",
    "output.pictures=true",
    "output.fields={times: [0.05 s, 0.1 s, 0.2 s]}",
    "output.checkpoint.every=2",
)
COLUMNS = ["signal", "phase", "killed", "ranks", "began", "exit", "steps", "largest difference [-]"]
ALLOWED = 1e-6
"""Largest difference [-] of any column over its largest value."""
PATIENCE = 400.0
"""Time [s] within which a phase must begin."""


def command(folder: Path, ranks: int, *more: str) -> list[str]:
    """Return the command line of a run."""
    sets = [f"--set={setting}" for setting in SETTINGS]
    program = [sys.executable, "-m", "nanoglue", "run", "mode_I", "-o", str(folder), *sets]
    return [*program, *(["-n", str(ranks)] if ranks > 1 else []), *more]


def ended(folder: Path, ranks: int, cache: Path, *more: str) -> int:
    """Run to the end and return the exit code."""
    environment = {**os.environ, "NANOGLUE_CACHE": str(cache)}
    done = subprocess.run(
        command(folder, ranks, *more),
        env=environment,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    if done.returncode not in (0, 2):
        print(done.stderr[-1500:], file=sys.stderr)
    return done.returncode


def rows(folder: Path) -> list[dict[str, float]]:
    """Return the history of a run."""
    with (folder / "history.csv").open(encoding="utf-8") as file:
        return [{k: float(v) for k, v in row.items() if v} for row in csv.DictReader(file)]


def difference(one: list[dict[str, float]], other: list[dict[str, float]]) -> float:
    """Return the largest difference over the largest value of the unit of a column [-]."""
    worst = 0.0
    for column in one[0]:
        if "error" in column or "seconds" in column:
            continue
        unit = column.partition("[")[2]
        size = max(abs(row[key]) for row in one for key in row if key.endswith(unit))
        pairs = zip(one, other, strict=False)
        worst = max(worst, *(abs(a[column] - b[column]) / (size or 1.0) for a, b in pairs))
    return worst


def drawing(process: subprocess.Popen[bytes]) -> bool:
    """Return whether a process draws figures in a child, or in one of a child."""
    for pid in children(process.pid)[1:]:
        with contextlib.suppress(OSError):
            if b"figures" in Path(f"/proc/{pid}/cmdline").read_bytes():
                return True
    return False


def kill_all(process: subprocess.Popen[bytes], number: signal.Signals) -> int:
    """Kill a process with all of its descendants and return its exit code."""
    for one in reversed(children(process.pid)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(one, number)
    return process.wait(timeout=PATIENCE)


def killed_while_drawing(line: list[str], cache: Path, number: signal.Signals) -> int | None:
    """Start a command and kill it while it draws; return its exit, None if it never drew."""
    process = subprocess.Popen(
        line,
        env={**os.environ, "NANOGLUE_CACHE": str(cache)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    end = time.monotonic() + PATIENCE
    while not drawing(process):
        if process.poll() is not None or time.monotonic() > end:
            kill_all(process, number)
            return None
        time.sleep(0.002)
    return kill_all(process, number)


def on_several_ranks(root: Path, warm: Path, reference: list[dict[str, float]]) -> int:
    """Kill runs on 2 and 4 ranks and their reports, resume them, and return the faults."""
    faults = 0
    with (HERE / "kill_ranks.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["killed on", *COLUMNS[1:], "report"])
        for before in RANKS[1:]:
            for phase in ("figures", "report"):
                source = root / f"{phase}_{before}"
                line = command(source, before)
                if phase == "report":
                    assert ended(source, before, warm) == 0
                    line = [sys.executable, "-m", "nanoglue", "report", str(source)]
                killed = killed_while_drawing(line, warm, signal.SIGKILL)
                for ranks in RANKS:
                    folder = root / f"{phase}_{before}_{ranks}"
                    began, code = resumed(source, folder, ranks, warm)
                    again = [sys.executable, "-m", "nanoglue", "report", str(folder)]
                    written = subprocess.run(again, capture_output=True, timeout=900, check=False)
                    found = rows(folder)
                    same = len(found) == len(reference)
                    worst = difference(reference, found) if same else float("nan")
                    report = (folder / "report.html").exists() and written.returncode == 0
                    faults += not (code == 0 and report and worst < ALLOWED)
                    shown = [before, phase, killed, ranks, began, code, len(found) - 1]
                    writer.writerow([*shown, f"{worst:.1e}", "written" if report else "missing"])
                    file.flush()
                    print(*shown, f"{worst:.1e}", report, flush=True)
    return faults


def phases(out: Path, cache: Path) -> dict[str, Callable[[subprocess.Popen[bytes]], bool]]:
    """Return for each phase whether a run is in it."""
    return {
        "meshing": lambda _: any(out.glob("*")) or any(out.glob(".*")),
        "compilation": lambda _: any(cache.rglob("libffcx_*.c")),
        "steps": lambda _: _lines(out / "history.csv") > 8,
        "fields": lambda _: any(out.rglob("top_*.vtu")),
        "figures": drawing,
    }


def _lines(file: Path) -> int:
    return file.read_text(encoding="utf-8").count("\n") if file.exists() else 0


def kill(root: Path, phase: str, number: signal.Signals, warm: Path) -> tuple[Path, str]:
    """Kill a run in a phase and return its folder with what became of it."""
    out, cache = root / "results", root / "cache" if phase == "compilation" else warm
    environment = {**os.environ, "NANOGLUE_CACHE": str(cache)}
    process = subprocess.Popen(
        command(out, 1),
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    within, end = phases(out, cache)[phase], time.monotonic() + PATIENCE
    while not within(process):
        if process.poll() is not None or time.monotonic() > end:
            process.kill()
            return out, "not met"
        time.sleep(0.002)
    os.killpg(process.pid, number)
    return out, f"exit {process.wait(timeout=PATIENCE)}"


def report_killed(folder: Path, number: signal.Signals) -> tuple[int | None, int]:
    """Kill the report of a completed run while it draws; return its exit and that of another."""
    line = [sys.executable, "-m", "nanoglue", "report", str(folder)]
    cache = Path(os.environ.get("NANOGLUE_CACHE", Path.home() / ".cache" / "nanoglue"))
    first = killed_while_drawing(line, cache, number)
    again = subprocess.run(line, capture_output=True, timeout=900, check=False)
    return first, again.returncode


def resumed(source: Path, folder: Path, ranks: int, cache: Path) -> tuple[str, int]:
    """Resume a copy, or begin anew where there was no checkpoint; return which, and the exit."""
    if source.exists():
        shutil.copytree(source, folder)
    code = ended(folder, ranks, cache, "--resume")
    if code != 2:
        return "resumed", code
    return "anew", ended(folder, ranks, cache, "--force")


def main() -> int:
    """Kill and resume in every phase."""
    several = "--ranks" in sys.argv[1:]
    names = [name for name in sys.argv[1:] if name != "--ranks"]
    numbers = [signal.Signals[name] for name in names] or [signal.SIGKILL]
    root, faults = Path(tempfile.mkdtemp()), 0
    warm = root / "cache"
    assert ended(root / "reference", 1, warm) == 0
    reference = rows(root / "reference")
    if several:
        return 1 if on_several_ranks(root, warm, reference) else 0
    with (HERE / "kill_phases.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for number in numbers:
            for phase in phases(root, root):
                place = root / f"{number.name}_{phase}"
                place.mkdir()
                out, killed = kill(place, phase, number, warm)
                cache = place / "cache" if phase == "compilation" else warm
                for ranks in RANKS:
                    folder = place / f"on_{ranks}"
                    began, code = resumed(out, folder, ranks, cache)
                    found = rows(folder) if (folder / "history.csv").exists() else []
                    same = len(found) == len(reference)
                    worst = difference(reference, found) if same else float("nan")
                    faults += not (code == 0 and worst < ALLOWED)
                    shown = [number.name, phase, killed, ranks, began, code, len(found) - 1]
                    writer.writerow([*shown, f"{worst:.1e}"])
                    file.flush()
                    print(*shown, f"{worst:.1e}", flush=True)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
