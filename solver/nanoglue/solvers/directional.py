"""Directional derivatives of forms and expressions with respect to their constants and functions.

With rates of constants c and functions f along one direction, the derivative of an expression is

    d/ds E(c + s dc, f + s df)   at s = 0,

by symbolic differentiation. The rates are terminals of the compiled code, so that one compilation
serves all directions.
"""

from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
import ufl
from ufl.algorithms.analysis import extract_coefficients, extract_constants
from ufl.algorithms.apply_algebra_lowering import apply_algebra_lowering
from ufl.algorithms.apply_derivatives import apply_derivatives

from nanoglue.models.expressions import Expr
from nanoglue.runtime.fenics import fem

Terminal = fem.Constant | fem.Function
"""Constant or function in a form, whose value may depend on a parameter."""


def terminals(expressions: Iterable[Expr]) -> list[Terminal]:
    """Return the constants and functions of forms and expressions in the order of their making."""
    found = list(expressions)
    constants = {each for one in found for each in extract_constants(one)}
    functions = {each for one in found for each in extract_coefficients(one)}
    return [
        *sorted(constants, key=lambda each: each.count()),
        *sorted(functions, key=lambda each: each.count()),
    ]


def values(terminal: Terminal) -> np.ndarray:
    """Return the array with the values of a constant or function, ghosts included."""
    array: np.ndarray = (
        terminal.x.array if isinstance(terminal, fem.Function) else np.asarray(terminal.value)
    )
    return array


class Direction:
    """Rates of constants and functions along a direction."""

    def __init__(self, given: Iterable[Terminal]) -> None:
        """Create rates of zero for each terminal."""
        self.rates: dict[Terminal, Terminal] = {each: _rate(each) for each in given}

    def set_rate(self, terminal: Terminal, rate: np.ndarray) -> None:
        """Set the rate of a terminal."""
        values(self.rates[terminal])[...] = rate

    def derivative(self, expression: Expr, without: Collection[Terminal] = ()) -> Any:
        """Return the derivative of a form or an expression along the direction.

        Args:
            expression: form or expression.
            without: terminals whose rates are left out.
        """
        expanded = apply_derivatives(apply_algebra_lowering(expression))
        own = [each for each in terminals([expanded]) if each not in without]
        place = own[0].ufl_domain() if own else None
        step = ufl.variable(ufl.Constant(place) if own else ufl.as_ufl(0.0))
        moved = ufl.replace(expanded, {each: each + step * self.rates[each] for each in own})
        if isinstance(moved, ufl.Form):
            parts = moved.integrals()
            moved = ufl.Form([one.reconstruct(ufl.diff(one.integrand(), step)) for one in parts])
        else:
            moved = ufl.diff(moved, step)
        return ufl.replace(apply_derivatives(moved), {step: 0.0})


def _rate(terminal: Terminal) -> Terminal:
    if isinstance(terminal, fem.Function):
        return fem.Function(terminal.function_space)
    return fem.Constant(terminal.ufl_domain(), np.zeros_like(terminal.value))
