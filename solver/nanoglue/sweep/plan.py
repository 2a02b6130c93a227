"""Plan of a sweep: its points and their status, from the folders."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nanoglue.case import Case, CaseError, read
from nanoglue.case.case_file import digests
from nanoglue.output import results_folder as results
from nanoglue.sweep.grid import Point

DONE, STOPPED, FAILED, WAITING, BAD = "done", "stopped", "failed", "not run", "bad case"
BAD_CODE, STOPPED_CODES = 2, (4, 130)


def ending(code: int) -> str:
    """Return the status of a point by the exit code of its run; negative codes are signals.

    >>> ending(0), ending(3), ending(4), ending(-9)
    ('done', 'failed', 'stopped', 'stopped')
    """
    if code < 0 or code in STOPPED_CODES:
        return STOPPED
    return {0: DONE, BAD_CODE: BAD}.get(code, FAILED)


class OtherResults(RuntimeError):
    """The folder of a point contains results of another case."""

    def __init__(self, folder: Path) -> None:
        """Note the folder."""
        super().__init__(
            f"{folder} holds results of another case; "
            "--force runs its points again, -o DIR goes elsewhere"
        )
        self.folder = folder


@dataclass(slots=True)
class Plan:
    """The points of a sweep of a case in a folder."""

    case: Path
    overrides: Sequence[str]
    points: Sequence[Point]
    directory: Path
    endings: dict[int, str] = field(
        default_factory=dict
    )  # status of the points run by this process
    problems: dict[int, CaseError] = field(default_factory=dict)  # of points with a bad case

    def folder(self, point: Point) -> Path:
        """Return the results folder of a point."""
        return self.directory / point.name

    def read(self, point: Point) -> Case:
        """Read the case of a point.

        Raises:
            CaseError: a value is invalid.
        """
        return read(self.case, [*self.overrides, *point.overrides])

    def check(self, force: bool) -> None:
        """Compare the folders with the points before the first run.

        Raises:
            CaseError: no point has a valid case.
            OtherResults: a folder contains results of another case and ``force`` is not set.
        """
        for point in self.points:
            try:
                same = self._same(point, self.read(point))
            except CaseError as error:
                self.endings[point.number], self.problems[point.number] = BAD, error
                continue
            if not (same or force):
                raise OtherResults(self.folder(point))
            if not same:
                self.endings[point.number] = WAITING
        if self.problems and len(self.problems) == len(self.points):
            raise next(iter(self.problems.values()))

    def _same(self, point: Point, case: Case) -> bool:
        """Return whether the folder of a point is empty or belongs to this case and its files."""
        file = self.folder(point) / "resolved.yaml"
        if not file.exists():
            return True
        contents = {"own_code": case.own_code, "files": digests(case.geometry.parameters)}
        card = contents | self.card(point)  # of an earlier release without them
        same = all(card[key] == content for key, content in contents.items())
        return same and file.read_text() == results.yaml_text(case.resolved())

    def status(self, point: Point) -> str:
        """Return the status of a point in this process, or else from its folder."""
        if point.number in self.endings:
            return self.endings[point.number]
        code = self.exit_code(point)
        if code is not None:
            return ending(code)
        return STOPPED if (self.folder(point) / "resolved.yaml").exists() else WAITING

    def exit_code(self, point: Point) -> int | None:
        """Return the exit code of the last run of a point, or None if it has not ended."""
        try:
            return int(self.exit_file(point).read_text())
        except (OSError, ValueError):
            code = self.card(point).get("exit")
            return int(code) if isinstance(code, int) else None

    def exit_file(self, point: Point) -> Path:
        """Return the file with the exit code of a point, which its worker writes."""
        return self.directory / f"{point.name}.exit"

    def waiting(self) -> list[Point]:
        """Return the points to be run, neither done nor invalid."""
        return [point for point in self.points if self.status(point) not in (DONE, BAD)]

    def resumable(self, point: Point) -> bool:
        """Return whether the point was interrupted and has a checkpoint."""
        interrupted = self.status(point) == STOPPED
        return interrupted and any(self.folder(point).glob("checkpoint/ckpt_*.npz"))

    def card(self, point: Point) -> dict[str, Any]:
        """Return run.json of a point, empty if its run has not ended."""
        return _content(self.folder(point) / "run.json")

    def summary(self, point: Point) -> dict[str, Any]:
        """Return summary.json of a point, empty if its run has not ended."""
        found = _content(self.folder(point) / "summary.json")
        return {name: entry for name, entry in found.items() if name != "warnings"}


def _content(file: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(file.read_text())
    except (OSError, ValueError):
        return {}
    return content


def exit_code(plan: Plan, number: int | None = None) -> int:
    """Return the exit code of a command that ran one point, or else the highest of all points.

    A signal counts as stopped.
    """
    if number is None:
        return max(exit_code(plan, point.number) for point in plan.points)
    point = plan.points[number]
    status, code = plan.status(point), plan.exit_code(point)
    if status == BAD:
        return BAD_CODE
    return STOPPED_CODES[0] if code is None or code < 0 else code
