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

SIZES = tuple(10.0**power for power in range(-6, 4))
"""Jumps [um] at which a law of the user is evaluated."""

DIRECTIONS = ((1.0, 0.0), (0.0, 1.0), (0.0, -1.0), (1.0, 0.5), (0.5, -1.0))
"""Opening and sliding of these jumps, relative to their size."""


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
            with own_code.limited():
                _evaluate(interface.law)
                _compose(interface.law)
        except (Exception, SystemExit) as error:  # of the law's author, of any sort
            fault = own_code.what_went_wrong(error)
            yield CaseIssue(tree.locate(path), path, f"cannot be used: {fault}")


def _evaluate(law: Any) -> None:
    """Evaluate what an interface asks of a law, at rest and for jumps of all sizes.

    Raises:
        ValueError: a number is not positive, a value not finite, or a damage not in 0 to 1.
        Exception: whatever the law raises.
    """
    given = [name for name in ("strength", "toughness") if hasattr(law, name)]
    for name in ("normal_stiffness", "shear_stiffness", *given):
        if not (isfinite(value := float(getattr(law, name))) and value > 0):
            raise ValueError(f"{name} must be a positive number, not {value:g}")
    float(law.failed_at())
    jumps = ((size * opening, size * slide) for size in SIZES for opening, slide in DIRECTIONS)
    for jump in ((0.0, 0.0), *jumps):
        if law.has_potential:
            values = (law.potential(*jump), *law.secants(*jump))
            if not all(isfinite(float(value)) for value in values):
                raise ValueError(f"potential and secants must be finite at a jump of {jump}")
        elif not 0 <= (value := float(law.damage(*jump))) <= 1:
            raise ValueError(f"damage must be between 0 and 1, not {value:g} at a jump of {jump}")


def _compose(law: Any) -> None:
    """Evaluate a law for symbolic jumps, as the equations of an interface do.

    Raises:
        TypeError: it cannot be an expression, such as with a function of the module math.
        Exception: whatever the law raises.
    """
    import basix.ufl
    import ufl
    from ufl.core.expr import Expr

    def no_value(expression: Expr) -> float:  # noqa: ARG001
        raise TypeError("use the functions of nanoglue.models.expressions in place of math")

    mesh = ufl.Mesh(basix.ufl.element("Lagrange", "triangle", 1, shape=(2,)))
    jump = ufl.Constant(mesh), ufl.Constant(mesh)
    base: Any = Expr
    evaluated = base.__float__
    base.__float__ = no_value  # UFL tries for minutes to find the value of an expression
    try:
        for value in law.secants(*jump) if law.has_potential else (law.damage(*jump),):
            ufl.as_ufl(value)
    except (TypeError, ValueError) as error:
        raise TypeError(f"is no expression of the jump: {str(error)[:150]}") from error
    finally:
        base.__float__ = evaluated


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
