"""Derivative of a residual by its fields, block by block."""

from collections.abc import Sequence
from dataclasses import dataclass

import ufl
from ufl.algorithms.apply_algebra_lowering import apply_algebra_lowering
from ufl.algorithms.apply_derivatives import apply_derivatives

from nanoglue.models.expressions import Expr
from nanoglue.runtime.fenics import fem
from nanoglue.runtime.form_notes import noted

Positions = tuple[list[int], list[int]] | None
"""Which coefficients and constants of a block occur in a derivative; None if it vanishes."""


@dataclass(frozen=True, slots=True)
class Content:
    """Coefficients and constants that occur in a derivative."""

    coefficients: list[fem.Function]
    constants: list[fem.Constant]


class Derivatives:
    """Blocks dF_i/dx_j, of which those that vanish are left out."""

    def __init__(self, blocks: Sequence[Expr], fields: Sequence[fem.Function]) -> None:
        """Differentiate.

        Args:
            blocks: residual of each field, tested with ``ufl.TestFunction`` of its space.
            fields: unknowns.
        """
        contents = [_contents(block, fields) for block in blocks]
        self.coupled = [[entry is not None for entry in row] for row in contents]
        entries = [entry for row in contents for entry in row if entry is not None]
        varying = list(dict.fromkeys(each for entry in entries for each in entry.coefficients))
        self.linear = set(varying).isdisjoint(fields)  # whether they do not depend on the fields
        self.constants = list(dict.fromkeys(each for entry in entries for each in entry.constants))
        self.given = [each for each in varying if each not in fields]  # their other coefficients
        self.forms = [
            [
                _derivative(block, field) if there else None
                for field, there in zip(fields, row, strict=True)
            ]
            for block, row in zip(blocks, self.coupled, strict=True)
        ]


def _contents(block: Expr, fields: Sequence[fem.Function]) -> list[Content | None]:
    """Return what occurs in dF/dx for each field x, None where it vanishes."""
    coefficients, constants = block.coefficients(), block.constants()
    present = [i for i, each in enumerate(coefficients) if each in fields]
    if not present:
        return [None] * len(fields)
    found: list[Positions] = noted(
        block,
        f"derivatives_by_{'_'.join(map(str, present))}",
        lambda: positions(block, [coefficients[i] for i in present]),
    )
    occurring = {
        coefficients[i]: Content(
            [coefficients[k] for k in entry[0]], [constants[k] for k in entry[1]]
        )
        for i, entry in zip(present, found, strict=True)
        if entry is not None
    }
    return [occurring.get(field) for field in fields]


def positions(block: Expr, fields: Sequence[fem.Function]) -> list[Positions]:
    """Return which coefficients and constants of a block occur in its derivatives by fields.

    The derivatives are expanded: empty if zero, and independent of the fields if F is linear. Its
    algebra is lowered once for all fields.
    """
    lowered = apply_algebra_lowering(block)
    expanded = [apply_derivatives(_derivative(lowered, field)) for field in fields]
    coefficients, constants = list(block.coefficients()), list(block.constants())
    return [
        None
        if entry.empty()
        else (
            [coefficients.index(each) for each in entry.coefficients()],
            [constants.index(each) for each in entry.constants()],
        )
        for entry in expanded
    ]


def _derivative(block: Expr, field: fem.Function) -> Expr:
    """Return dF/dfield as a form."""
    return ufl.derivative(block, field, ufl.TrialFunction(field.function_space))
