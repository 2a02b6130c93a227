"""Processes that run the points of a sweep on this machine."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from nanoglue.sweep.grid import Point
from nanoglue.sweep.plan import WAITING, Plan, ending

if TYPE_CHECKING:
    from types import FrameType

STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Workers:
    """Parallel runs; a stop signal is forwarded to them, and no further run is started."""

    def __init__(self, plan: Plan, jobs: int, ranks: int | None, report: Callable[[str], None]):
        """Store the plan and the number of parallel runs.

        Args:
            plan: plan of the sweep.
            jobs: number of parallel runs.
            ranks: ranks of each run, or None to run without an MPI launcher.
            report: function called with a line for each completed point.
        """
        self.plan, self.jobs, self.ranks, self.report = plan, jobs, ranks, report
        self.running: set[subprocess.Popen[bytes]] = set()
        self.stopped = False

    def run(self, points: Sequence[Point]) -> None:
        """Run points and record the status of each in the plan."""
        before = {number: signal.signal(number, self._stop) for number in STOPPING}
        try:
            with ThreadPoolExecutor(self.jobs) as pool:
                list(pool.map(self._one, points))
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _one(self, point: Point) -> None:
        """Run a point and wait for its end."""
        if self.stopped:
            return
        command, began = self._command(point), time.monotonic()
        self.plan.endings[point.number] = WAITING
        self.plan.directory.mkdir(parents=True, exist_ok=True)
        self.plan.exit_file(point).unlink(missing_ok=True)
        with (self.plan.directory / f"{point.name}.txt").open("wb") as said:
            process = subprocess.Popen(command, stdout=said, stderr=said, start_new_session=True)
            self.running.add(process)
            if self.stopped:  # the signal arrived before the start
                process.terminate()
            code = process.wait()
            self.running.discard(process)
        self.plan.exit_file(point).write_text(f"{code}\n")
        status = ending(code)
        self.plan.endings[point.number] = status
        values = ", ".join(point.overrides)
        self.report(f"{point.name}  {status:<15}{time.monotonic() - began:8.1f} s  {values}")

    def _command(self, point: Point) -> list[str]:
        """Return the command line of a point, resumed from its checkpoint if there is one."""
        plan = self.plan
        overrides = [*plan.overrides, *point.overrides]
        return [
            *(sys.executable, "-P", "-m", "nanoglue", "run", str(plan.case)),
            *("-o", str(plan.folder(point))),
            "--resume" if plan.resumable(point) else "--force",
            *(f"--set={override}" for override in overrides),
            *(["-n", str(self.ranks)] if self.ranks else []),
        ]

    def _stop(self, number: int, frame: "FrameType | None") -> None:  # noqa: ARG002
        self.stopped = True
        for process in list(self.running):
            process.terminate()
