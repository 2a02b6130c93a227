"""Derivative of a residual by its fields, block by block."""

from collections.abc import Sequence

import ufl
from ufl.algorithms.apply_algebra_lowering import apply_algebra_lowering
from ufl.algorithms.apply_derivatives import apply_derivatives

from nanoglue.models.expressions import Expr
from nanoglue.runtime.fenics import fem


class Derivatives:
    """Blocks dF_i/dx_j, of which those that vanish are left out."""

    def __init__(self, blocks: Sequence[Expr], fields: Sequence[fem.Function]) -> None:
        """Differentiate.

        Args:
            blocks: residual of each field, tested with ``ufl.TestFunction`` of its space.
            fields: unknowns.
        """
        lowered = [apply_algebra_lowering(block) for block in blocks]
        expanded = [[_expanded(block, field) for field in fields] for block in lowered]
        self.coupled = [[not entry.empty() for entry in row] for row in expanded]
        entries = [entry for row in expanded for entry in row]
        varying = {each for entry in entries for each in entry.coefficients()}
        self.linear = varying.isdisjoint(fields)  # whether they do not depend on the fields
        self.constants = list({each for entry in entries for each in entry.constants()})
        self.given = [each for each in varying if each not in fields]  # their other coefficients
        self.forms = [
            [
                _derivative(block, field) if there else None
                for field, there in zip(fields, row, strict=True)
            ]
            for block, row in zip(blocks, self.coupled, strict=True)
        ]


def _derivative(block: Expr, field: fem.Function) -> Expr:
    """Return dF/dfield as a form."""
    return ufl.derivative(block, field, ufl.TrialFunction(field.function_space))


def _expanded(lowered: Expr, field: fem.Function) -> Expr:
    """Return the expanded dF/dfield: empty if zero, independent of the fields if F is linear.

    The algebra of the block has been lowered before, once for all fields.
    """
    return apply_derivatives(_derivative(lowered, field))
