"""Execution of a verification problem."""

import contextlib
import io
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from nanoglue.case import find, read
from nanoglue.run import run
from nanoglue.verification.history import History
from nanoglue.verification.problem import Check, Comparison, Problem

if TYPE_CHECKING:
    from nanoglue.runtime.fenics import MPI

INCOMPLETE = {3: "no convergence", 4: "stopped early"}
"""Exit codes of a run that did not reach its end."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Result of a check; without a comparison, ``note`` states the error."""

    check: Check
    comparison: Comparison | None
    note: str = ""

    @property
    def passed(self) -> bool:
        """Whether the error is within the tolerance."""
        return self.comparison is not None and self.comparison.error <= self.check.tolerance


@dataclass(slots=True)
class ProblemResult:
    """All checks of a problem, and the time [s] that its runs took."""

    problem: Problem
    checks: list[CheckResult] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether all checks passed."""
        return all(check_result.passed for check_result in self.checks)


def run_problem(problem: Problem, comm: "MPI.Comm", directory: Path) -> ProblemResult:
    """Run a problem, each run in its own folder, and evaluate its checks.

    An exception of a run becomes a failed check, so that the other problems still run.
    """
    result, start, failure = ProblemResult(problem), time.perf_counter(), ""
    histories = {}
    for name, overrides in problem.runs.items():
        folder = directory / problem.name / name
        try:
            failure = failure or _compute(problem, overrides, comm, folder)
            histories[name] = History.read(folder)
        except Exception as error:  # of the solver or the case, of any sort
            failure = failure or f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
    result.seconds = time.perf_counter() - start
    result.checks = [_finding(check, histories, failure) for check in problem.checks]
    return result


def _compute(problem: Problem, overrides: Sequence[str], comm: "MPI.Comm", folder: Path) -> str:
    """Run the case without output and return the reason for an early end, if any."""
    case = read(find(f"verification/{problem.case}"), [*problem.overrides, *overrides])
    with contextlib.redirect_stderr(io.StringIO()):
        code = run(case, comm, folder, force=True)
    return INCOMPLETE.get(code, "")


def _finding(check: Check, histories: dict[str, History], failure: str) -> CheckResult:
    try:
        comparison = check.compare(histories)
    except (LookupError, ValueError, ArithmeticError) as error:
        return CheckResult(check, None, failure or str(error))
    return CheckResult(check, None if failure else comparison, failure)
