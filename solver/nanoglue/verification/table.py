"""Table of the verification results."""

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from nanoglue.verification.execution import CheckResult, ProblemResult

COLUMNS = ("problem", "quantity", "reference", "source", "computed", "error", "tolerance", "time")


def table(results: Iterable[ProblemResult]) -> Table:
    """Return a table with a row for each check."""
    rich_table = Table(title="verification", title_justify="left")
    for column in COLUMNS:
        rich_table.add_column(column, no_wrap=column in ("reference", "error", "tolerance", "time"))
    for result in results:
        for i, check_result in enumerate(result.checks):
            name, seconds = (result.problem.name, f"{result.seconds:.1f} s") if i == 0 else ("", "")
            style = "" if check_result.passed else "red"
            row = (name, *cells(check_result), seconds)
            rich_table.add_row(*(Text(cell) for cell in row), style=style)
    return rich_table


def cells(check_result: CheckResult) -> tuple[str, ...]:
    """Return quantity, reference, source, computed value, error and tolerance of a check."""
    check, tolerance = check_result.check, f"{check_result.check.tolerance:.1e}"
    if check_result.comparison is None:
        return check.quantity, "", check.source, check_result.note, "missed", tolerance
    computed, reference = check_result.comparison.worst
    error = f"{check_result.comparison.error:.1e}"
    if not check_result.passed:
        error += " missed"
    return check.quantity, f"{reference:.8g}", check.source, f"{computed:.8g}", error, tolerance


def rows(results: Iterable[ProblemResult]) -> list[dict[str, object]]:
    """Return a dictionary for each check, with numbers where there are some."""
    found: list[dict[str, object]] = []
    for result in results:
        for one in result.checks:
            known = one.comparison is not None
            computed, reference = one.comparison.worst if one.comparison else (None, None)
            found.append(
                {
                    "problem": result.problem.name,
                    "quantity": one.check.quantity,
                    "source": one.check.source,
                    "computed": computed,
                    "reference": reference,
                    "error": one.comparison.error if one.comparison else None,
                    "tolerance": one.check.tolerance,
                    "passed": one.passed,
                    "note": "" if known else one.note,
                    "seconds": result.seconds,
                }
            )
    return found


def markdown(results: Iterable[ProblemResult]) -> str:
    """Return a short Markdown table with a row for each check."""
    lines = ["| problem | quantity | error | tolerance | s |", "|---|---|---:|---:|---:|"]
    for result in results:
        for i, check_result in enumerate(result.checks):
            name, seconds = (result.problem.name, f"{result.seconds:.0f}") if i == 0 else ("", "")
            quantity, *_, error, tolerance = cells(check_result)
            lines.append(f"| {name} | {quantity} | {error} | {tolerance} | {seconds} |")
    return "\n".join(lines) + "\n"
