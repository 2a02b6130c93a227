"""A problem put to the solver, and what was found."""

import contextlib
import io
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nanoglue.case import find, read
from nanoglue.run import run
from nanoglue.verification.history import History
from nanoglue.verification.problem import Check, Comparison, Problem

HARD = {3: "no convergence", 4: "stopped early"}
"""Exit codes of a run that did not reach its end."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A check and how it went; without a comparison, ``note`` says what went wrong."""

    check: Check
    comparison: Comparison | None
    note: str = ""

    @property
    def passed(self) -> bool:
        """Whether the error is within the tolerance."""
        return self.comparison is not None and self.comparison.error <= self.check.tolerance


@dataclass(slots=True)
class Trial:
    """All findings of a problem, and the time [s] that its runs took."""

    problem: Problem
    findings: list[Finding] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether every check was met."""
        return all(finding.passed for finding in self.findings)


def put(problem: Problem, comm: Any, directory: Path) -> Trial:
    """Run a problem, each of its runs in a folder of its own, and compare.

    Whatever a run raises is a finding like any other: the rest of the book goes on.
    """
    trial, began, broken = Trial(problem), time.perf_counter(), ""
    histories = {}
    for name, overrides in problem.runs.items():
        folder = directory / problem.name / name
        try:
            broken = broken or _compute(problem, overrides, comm, folder)
            histories[name] = History.read(folder)
        except Exception as error:  # of the solver or the case, of any sort
            broken = broken or f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
    trial.seconds = time.perf_counter() - began
    trial.findings = [_finding(check, histories, broken) for check in problem.checks]
    return trial


def _compute(problem: Problem, overrides: Any, comm: Any, folder: Path) -> str:
    """Run the case, silently; returns what kept it from its end."""
    case = read(find(f"verification/{problem.case}"), [*problem.overrides, *overrides])
    with contextlib.redirect_stderr(io.StringIO()):
        code = run(case, comm, folder, force=True)
    return HARD.get(code, "")


def _finding(check: Check, histories: dict[str, History], broken: str) -> Finding:
    try:
        comparison = check.compare(histories)
    except (LookupError, ValueError, ArithmeticError) as error:
        return Finding(check, None, broken or str(error))
    return Finding(check, None if broken else comparison, broken)
