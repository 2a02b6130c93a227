"""Runs of a study, each recorded in a folder of its own and never computed twice."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nanoglue.calibration.measurement import Measurement
from nanoglue.calibration.study import Study
from nanoglue.case.text.errors import CaseError
from nanoglue.output.results_folder import write_text
from nanoglue.sweep import Plan, Point, Workers
from nanoglue.sweep.plan import DONE, FAILED

Array = NDArray[np.float64]

ATTEMPTS = 3
"""Attempts of a run that is killed from outside."""

Simulator = Callable[[Array], Array]
"""Computed values, shape (n, m), at points of the unit cube, shape (n, d); NaN for failed runs."""


class Stopped(RuntimeError):
    """A signal has ended the runs; the same command continues."""


class Runs:
    """Computes points of a study in parallel processes and keeps them in a folder."""

    def __init__(
        self,
        study: Study,
        directory: Path,
        jobs: int,
        report: Callable[[str], None],
        retry: bool,
        start: bool = True,
    ) -> None:
        """Read the points that earlier commands have run.

        Args:
            study: parameters, cases and measurements.
            directory: folder of all runs.
            jobs: number of parallel runs.
            report: function called with a line for each completed run.
            retry: whether runs that failed in an earlier command are run again.
            start: whether runs that are not done are started.
        """
        self.study, self.directory, self.jobs, self.report = study, directory, jobs, report
        self.start = start
        self.file = directory / "points.json"
        self.points: list[dict[str, float]] = []
        if self.file.exists():
            self.points = json.loads(self.file.read_text(encoding="utf-8"))
        self.again = set(range(len(self.points))) if retry else set()
        self.asked: set[int] = set()

    def __call__(self, positions: Array) -> Array:
        """Return the computed values at points of the unit cube; NaN for failed runs.

        Raises:
            Stopped: a signal has ended the runs.
            CaseError: a case is invalid at all points.
            OtherResults: a folder contains results of another case.
            NoSuchColumn: a target names a column that the results do not have.
        """
        numbers = [self._number(self.study.values(x)) for x in np.atleast_2d(positions)]
        self.asked |= set(numbers)
        self.directory.mkdir(parents=True, exist_ok=True)
        write_text(self.file, json.dumps(self.points, indent=1))
        plans = [self._plan(i, numbers) for i in range(len(self.study.cases))]
        for plan in plans:
            self._check(plan)
            if self.start:
                self._run(plan)
        self.again -= set(numbers)
        return np.array([self._outcome(plans, n) for n in numbers])

    def results(self, one: Measurement, positions: Array) -> Array:
        """Return a further result of runs that are done, shape (n, k); NaN where there is none.

        Raises:
            NoSuchColumn: the runs have no such column.
        """
        numbers = [self._number(self.study.values(x)) for x in positions]
        plan = self._plan(one.case, numbers)
        return np.array([_outcome(one, plan, n) for n in numbers])

    def ended(self, positions: Array) -> NDArray[np.bool_]:
        """Return which values have a run that is done, shape (n, m); its event may be missing."""
        numbers = [self._number(self.study.values(x)) for x in positions]
        plans = [self._plan(i, numbers) for i in range(len(self.study.cases))]
        states = [{p.number: plan.status(p) == DONE for p in plan.points} for plan in plans]
        owners = [one.case for one in self.study.measurements for _ in one.labels()]
        return np.array([[states[case][n] for case in owners] for n in numbers])

    @property
    def failed(self) -> int:
        """Number of points of this command without a complete result."""
        plans = [self._plan(i, sorted(self.asked)) for i in range(len(self.study.cases))]
        return sum(not np.isfinite(self._outcome(plans, n)).all() for n in self.asked)

    def _number(self, values: dict[str, float]) -> int:
        rounded = {name: float(f"{value:.12g}") for name, value in values.items()}
        if rounded not in self.points:
            self.points.append(rounded)
        return self.points.index(rounded)

    def _plan(self, case: int, numbers: Sequence[int]) -> Plan:
        """Return the plan of one case with the points of these numbers."""
        one = self.study.cases[case]
        points = [
            Point(n, self.study.settings(one, self.points[n])) for n in dict.fromkeys(numbers)
        ]
        number = case if one.number is None else one.number
        folder = self.directory / "runs" / f"{number}_{one.path.stem}"
        return Plan(one.path, one.overrides, points, folder)

    def _check(self, plan: Plan) -> None:
        """Check that the folders of a plan hold results of its own case.

        Raises:
            CaseError: a case is invalid at all points.
            OtherResults: a folder contains results of another case.
        """
        try:
            plan.check(force=False)
        except CaseError:
            if len(plan.points) == len(self.points):
                raise

    def _run(self, plan: Plan) -> None:
        """Run the points of a plan that are not done; killed runs are run again."""
        for _ in range(ATTEMPTS):
            waiting = [point for point in plan.waiting() if self._due(plan, point)]
            if not waiting:
                return
            workers = Workers(plan, self.jobs, None, self.report)
            workers.run(waiting)
            if workers.stopped:
                raise Stopped("stopped by a signal; the same command continues")

    def _due(self, plan: Plan, point: Point) -> bool:
        """Return whether a point is to be run: not yet, killed, or failed before and retried."""
        fresh = point.number not in plan.endings
        return plan.status(point) != FAILED or (fresh and point.number in self.again)

    def _outcome(self, plans: Sequence[Plan], number: int) -> Array:
        measured = self.study.measurements
        return np.concatenate([_outcome(one, plans[one.case], number) for one in measured])


def _outcome(one: Measurement, plan: Plan, number: int) -> Array:
    """Return the values of a measurement in a run; NaN if it is not done."""
    point = next(p for p in plan.points if p.number == number)
    if plan.status(point) != DONE:
        return np.full(len(one.values), np.nan)
    return one.computed(plan.folder(point))
