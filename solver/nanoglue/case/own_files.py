"""The Python files that a case runs: the recipe and the models that it names by path."""

from collections.abc import Callable, Iterable, Iterator
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nanoglue.case.text.document import Node
from nanoglue.case.text.errors import CaseIssue
from nanoglue.models import own_code, registry
from nanoglue.models.composition import at_stoichiometry
from nanoglue.models.fatigue import FatigueLaw

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
    """Yield an issue for each cohesive, fatigue or flow law of the user that fails in use."""
    for path, law, examine in _laws(case):
        if type(law) not in registry.OWN:
            continue
        try:
            with own_code.limited():
                examine(law)
        except (Exception, SystemExit) as error:  # of the law's author, of any sort
            fault, place = own_code.what_went_wrong(error), (*path, "model")
            yield CaseIssue(tree.locate(place), place, f"cannot be used: {fault}")


def _laws(case: "Case") -> Iterator[tuple[tuple[str, ...], Any, Callable[[Any], None]]]:
    """Yield the path of each law, the law and what examines it."""
    for name, interface in case.interfaces.items():
        yield ("interfaces", name, "law"), interface.law, _examine_cohesion
        yield ("interfaces", name, "fatigue"), interface.fatigue, _examine_fatigue
    for name, body in case.bodies.items():
        yield ("bodies", name, "plasticity"), body.plasticity, _examine_flow


def _examine_cohesion(law: Any) -> None:
    """Evaluate a cohesive law for jumps, as numbers and as symbols."""
    _evaluate(law)
    jump_to = law.secants if law.has_potential else lambda *jump: (law.damage(*jump),)
    _compose(jump_to, 2, "the jump")


def _examine_fatigue(law: FatigueLaw) -> None:
    """Evaluate a fatigue law for symbols."""
    _compose(lambda *given: (law.growth(*given),), 3, "change, load and accumulated jump")


def _examine_flow(law: Any) -> None:
    """Evaluate a flow rule for symbols."""

    def values(trial: Any, modulus: Any, strain: Any, measure: Any) -> tuple[Any, Any]:
        rule = at_stoichiometry(law, measure)
        return rule.yield_strength(strain), rule.increment(trial, modulus, strain, measure)

    _compose(values, 4, "stress and plastic strain")


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


def _compose(values: Callable[..., Iterable[Any]], count: int, of: str) -> None:
    """Evaluate expressions for as many symbols, as the equations of a run do.

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
    symbols = [ufl.Constant(mesh) for _ in range(count)]
    base: Any = Expr
    evaluated = base.__float__
    base.__float__ = no_value  # UFL tries for minutes to find the value of an expression
    try:
        for value in values(*symbols):
            ufl.as_ufl(value)
    except (TypeError, ValueError) as error:
        raise TypeError(f"is no expression of {of}: {str(error)[:150]}") from error
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
