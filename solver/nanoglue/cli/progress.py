"""What a run shows on standard error: a bar on a terminal, plain lines anywhere else."""

import contextlib
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

LEVELS = {-1: logging.WARNING, 0: logging.INFO, 1: logging.DEBUG}
"""By verbosity: -q, nothing, -v."""


class Bar:
    """How far a run is, on one line that is drawn again and again."""

    def __init__(self) -> None:
        """Draw an empty bar; ``rich`` leaves out colours where NO_COLOR says so."""
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        self.console = Console(stderr=True, highlight=False)
        self.progress = Progress(
            BarColumn(bar_width=24),
            TextColumn("{task.percentage:>3.0f} %"),
            TextColumn("{task.fields[state]}"),
            TimeRemainingColumn(),
            console=self.console,
        )
        self.task = self.progress.add_task("", total=1.0, state="preparing")
        self.progress.start()

    def show(self, status: Mapping[str, float]) -> None:
        """Move to a status, as in status.json."""
        done = status["time"] / status["end"]
        self.progress.update(self.task, completed=done, state=state(status))

    def stop(self) -> None:
        """Leave the last state on the terminal."""
        self.progress.stop()


def state(status: Mapping[str, float]) -> str:
    """A status in words.

    >>> state({"step": 7, "expansion": 0.5, "bonded": 0.25, "iterations": 4})
    'expansion 0.500  bonded 0.25  step 7  4 iterations'
    """
    return (
        f"expansion {status['expansion']:.3f}  bonded {status['bonded']:.2f}  "
        f"step {status['step']}  {status['iterations']} iterations"
    )


class OnTerminal(logging.Handler):
    """Steps move the bar; everything else is written above it."""

    def __init__(self, bar: Bar) -> None:
        """Take a bar that has been drawn."""
        super().__init__()
        self.bar = bar

    def emit(self, record: logging.LogRecord) -> None:
        """Show a record."""
        if hasattr(record, "status"):
            self.bar.show(record.status)
        elif not hasattr(record, "column"):
            self.bar.console.print(record.getMessage(), markup=False)


@contextlib.contextmanager
def terminal_log(verbosity: int, alone: bool) -> Iterator[None]:
    """Send the package's log to standard error while a run goes.

    Args:
        verbosity: -1 warnings and errors, 0 a line a step, 1 Newton's increments too.
        alone: no other ranks; then a terminal gets a bar.
    """
    log = logging.getLogger("nanoglue")
    log.setLevel(min(LEVELS[verbosity], logging.INFO))
    bar = Bar() if alone and verbosity == 0 and sys.stderr.isatty() else None
    handler: logging.Handler = OnTerminal(bar) if bar else logging.StreamHandler(sys.stderr)
    handler.setLevel(LEVELS[verbosity])
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)
        if bar:
            bar.stop()


@contextlib.contextmanager
def waiting(what: str) -> Iterator[None]:
    """Show on a terminal that something of unknown length is going on, and for how long."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = BarColumn(bar_width=24), TextColumn("{task.description}"), TimeElapsedColumn()
    console = Console(stderr=True, highlight=False)
    with Progress(*columns, console=console, transient=True) as progress:
        progress.add_task(what, total=None)
        yield


def tracked(what: str) -> Callable[[Sequence[float]], Iterator[float]]:
    """Return an iterator over a sequence that draws a bar on a terminal."""

    def each(values: Sequence[float]) -> Iterator[float]:
        if not sys.stderr.isatty():
            yield from values
            return
        from rich.console import Console
        from rich.progress import track

        console = Console(stderr=True, highlight=False)
        yield from track(values, what, console=console, transient=True)

    return each


def follow(process: "subprocess.Popen[bytes]", status: Path) -> int:
    """Draw the bar of a run on several ranks from its status.json; its exit code."""
    bar, ended = Bar(), threading.Event()
    before = status.stat().st_mtime if status.exists() else 0.0

    def look() -> None:
        with contextlib.suppress(OSError, ValueError, KeyError):
            if status.stat().st_mtime > before:
                bar.show(json.loads(status.read_text()))

    def draw() -> None:
        while not ended.wait(0.5):
            look()

    meshing = threading.Thread(target=draw, daemon=True)
    meshing.start()
    try:
        return process.wait()
    finally:
        ended.set()
        meshing.join()
        look()  # how it ended
        bar.stop()
        for line in summary(status):  # the ranks are quiet
            bar.console.print(line, markup=False, soft_wrap=True)


def summary(status: Path) -> list[str]:
    """The headline numbers, a line each, of a run that ended after it wrote its status last."""
    from nanoglue.output.summary import WARNINGS, Headline, lines
    from nanoglue.stepping.validity_rules import sentence

    file = status.with_name("summary.json")
    try:
        if file.stat().st_mtime < status.stat().st_mtime:
            return []
        entries = json.loads(file.read_text())
    except (OSError, ValueError):
        return []
    doubts = [sentence(entry) for entry in entries.pop(WARNINGS, [])]
    return [*lines({name: Headline(**entry) for name, entry in entries.items()}), *doubts]
