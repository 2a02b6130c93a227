"""Python code of a formula whose syntax tree has been checked."""

import ast
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

NOWHERE = (math.nan, math.nan)
"""Position of a formula that is evaluated without one."""


def coordinates[T](place: Sequence[T]) -> dict[str, T]:
    """Return the coordinates of a position by name: x, y, z in space, or both names in a section.

    >>> coordinates((0.5, 2.0))
    {'x': 0.5, 'y': 2.0, 'r': 0.5, 'z': 2.0}
    """
    names = "xyz" if len(place) == 3 else "xyrz"
    return dict(zip(names, place if len(place) == 3 else (*place, *place), strict=True))


class _Floats(ast.NodeTransformer):
    """Makes every number of a formula a float, so that no power of integers grows without bound."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        return ast.copy_location(ast.Constant(float(node.value)), node)  # type: ignore[arg-type]

    def visit_Compare(self, node: ast.Compare) -> ast.IfExp:
        self.generic_visit(node)
        return ast.IfExp(node, ast.Constant(1.0), ast.Constant(0.0))


def float_function(
    checked: ast.expr, functions: Mapping[str, Callable[..., Any]]
) -> Callable[..., Any]:
    """Return a formula as a function of time [s] and position [um].

    Args:
        checked: syntax tree, of the grammar of formulas only.
        functions: functions of floats by name.
    """
    tree = ast.parse(f"lambda t, x, y, r, z: {ast.unparse(checked)}", mode="eval")
    assert isinstance(tree.body, ast.Lambda)
    tree.body.body = _Floats().visit(tree.body.body)
    code = compile(ast.fix_missing_locations(tree), "<formula>", "eval")
    known: dict[str, Any] = {**functions, "floor": lambda value: float(math.floor(value))}
    formula = eval(code, known | {"pi": math.pi, "__builtins__": {}})

    def at(t: float, *place: float) -> Any:
        if len(place) == 3:
            x, y, z = place
            return formula(t, x, y, math.nan, z)
        first, second = place or NOWHERE
        return formula(t, first, second, first, second)

    return at
