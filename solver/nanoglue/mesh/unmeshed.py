"""Errors of recipes and Gmsh, as problems of the geometry of a case."""

from traceback import extract_tb

from nanoglue.case import Case
from nanoglue.case.text.errors import CaseIssue
from nanoglue.models.own_code import explained


def meshing_issue(case: Case, error: BaseException) -> CaseIssue:
    """Return the error at the key of the geometry, with the line of the recipe that raised it."""
    message = f"cannot be meshed: {explained(error)}{_origin(case, error)}"
    return case.wrong(("geometry",), " ".join(message.split())).issues[0]


def _origin(case: Case, error: BaseException) -> str:
    """Return the line of the recipe in which an error arose, or nothing."""
    frames = extract_tb(error.__traceback__)
    own = [frame.lineno for frame in frames if frame.filename == case.recipe.__file__]
    return f" ({case.recipe.__file__}:{own[-1]})" if own else ""
