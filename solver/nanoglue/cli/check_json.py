"""The findings of ``nanoglue check --json``."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nanoglue.cli.execution import environment

if TYPE_CHECKING:
    from nanoglue.case.text.errors import CaseIssue


def findings(name: str, overrides: Sequence[str], with_mesh: bool) -> dict[str, Any]:
    """Return the errors and warnings of a case and its values, ready for JSON."""
    from nanoglue.case import CaseError, find, read

    try:
        case = read(find(name), overrides)
        if case.calibration is not None:
            from nanoglue.calibration.prediction import check_section

            check_section(case, tuple(overrides))
    except CaseError as error:
        return {"errors": [_issue(one) for one in error.issues], "warnings": [], "case": None}
    errors: Sequence[CaseIssue] = ()
    if with_mesh:
        with environment():
            from nanoglue.mesh.examination import examine

            errors = examine(case).issues
    return {
        "errors": [_issue(one) for one in errors],
        "warnings": [_issue(one) for one in case.warnings],
        "deprecated": [str(one) for one in case.deprecated],
        "case": case.resolved(),
    }


def _issue(issue: "CaseIssue") -> dict[str, Any]:
    return {
        "line": issue.place.line,
        "column": issue.place.column,
        "path": ".".join(map(str, issue.path)),
        "message": issue.message,
    }
