"""The book's results as a table on the terminal."""

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from nanoglue.verification.trial import Finding, Trial

COLUMNS = ("problem", "quantity", "reference", "source", "ours", "error", "tolerance", "time")


def table(trials: Iterable[Trial]) -> Table:
    """A row for each check."""
    shown = Table(title="verification", title_justify="left")
    for column in COLUMNS:
        shown.add_column(column, no_wrap=column in ("reference", "error", "tolerance", "time"))
    for trial in trials:
        for i, finding in enumerate(trial.findings):
            name, seconds = (trial.problem.name, f"{trial.seconds:.1f} s") if i == 0 else ("", "")
            style = "" if finding.passed else "red"
            row = (name, *cells(finding), seconds)
            shown.add_row(*(Text(cell) for cell in row), style=style)
    return shown


def cells(finding: Finding) -> tuple[str, ...]:
    """Quantity, reference, source, ours, error and tolerance of a finding."""
    check, tolerance = finding.check, f"{finding.check.tolerance:.1e}"
    if finding.comparison is None:
        return check.quantity, "", check.source, finding.note, "missed", tolerance
    ours, reference = finding.comparison.worst
    error = f"{finding.comparison.error:.1e}"
    if not finding.passed:
        error += " missed"
    return check.quantity, f"{reference:.8g}", check.source, f"{ours:.8g}", error, tolerance


def markdown(trials: Iterable[Trial]) -> str:
    """The table in short: a line for each check."""
    lines = ["| problem | quantity | error | tolerance | s |", "|---|---|---:|---:|---:|"]
    for trial in trials:
        for i, finding in enumerate(trial.findings):
            name, seconds = (trial.problem.name, f"{trial.seconds:.0f}") if i == 0 else ("", "")
            quantity, *_, error, tolerance = cells(finding)
            lines.append(f"| {name} | {quantity} | {error} | {tolerance} | {seconds} |")
    return "\n".join(lines) + "\n"
