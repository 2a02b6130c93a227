"""The Python files that a case runs: the recipe and the models that it names by path."""

from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nanoglue.case.text.document import Node
from nanoglue.case.text.errors import CaseIssue
from nanoglue.models import own_code, registry

if TYPE_CHECKING:
    from nanoglue.case.schema.case import Case

KEYS = ("recipe", "model")
"""Keys whose value may be the path of a Python file."""


def own_files(tree: Node, folder: Path) -> dict[str, str]:
    """Return each path as written in the case, with the SHA-256 of the file's content."""
    names = dict.fromkeys(_paths(tree))
    return {name: own_code.digest(own_code.file_of(name, folder)) for name in names}


def law_errors(case: "Case", tree: Node) -> Iterator[CaseIssue]:
    """Yield an issue for each cohesive law of the user that fails when it is evaluated."""
    for name, interface in case.interfaces.items():
        if type(interface.law) not in registry.OWN:
            continue
        path = ("interfaces", name, "law", "model")
        try:
            _evaluate(interface.law)
        except (Exception, SystemExit) as error:  # of the law's author, of any sort
            fault = own_code.what_went_wrong(error)
            yield CaseIssue(tree.locate(path), path, f"cannot be used: {fault}")


def _evaluate(law: Any) -> None:
    """Evaluate what an interface asks of a law, at rest and for a jump [um] in both directions.

    Raises:
        ValueError: a stiffness is not positive, or a damage not between 0 and 1.
        Exception: whatever the law raises.
    """
    for stiffness in ("normal_stiffness", "shear_stiffness"):
        if not (isfinite(value := float(getattr(law, stiffness))) and value > 0):
            raise ValueError(f"{stiffness} must be a positive number, not {value:g}")
    float(law.failed_at())
    for jump in ((0.0, 0.0), (1e-3, 5e-4), (1.0, -1.0)):
        if law.has_potential:
            float(law.potential(*jump))
            [float(value) for value in law.secants(*jump)]
        elif not 0 <= (value := float(law.damage(*jump))) <= 1:
            raise ValueError(f"damage must be between 0 and 1, not {value:g} at a jump of {jump}")


def _paths(node: Node) -> Iterator[str]:
    if isinstance(node.value, dict):
        for key, inner in node.value.items():
            if key in KEYS and own_code.is_path(inner.value):
                yield inner.value
            else:
                yield from _paths(inner)
    elif isinstance(node.value, list):
        for inner in node.value:
            yield from _paths(inner)
