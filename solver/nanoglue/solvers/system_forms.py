"""Residual and tangent of a block system as forms."""

from collections.abc import Sequence
from functools import cached_property

from nanoglue.models.expressions import Expr
from nanoglue.runtime.fenics import fem
from nanoglue.runtime.form_compiler import FormCompiler
from nanoglue.solvers.derivatives import Derivatives


class SystemForms:
    """Residual F of some fields and its derivatives, declared here and compiled when needed."""

    def __init__(
        self, fields: Sequence[fem.Function], blocks: Sequence[Expr], forms: FormCompiler
    ) -> None:
        """Differentiate and declare.

        Args:
            fields: unknowns, each on its own space.
            blocks: residual of each field, tested with ``ufl.TestFunction`` of its space.
            forms: compiler of the domain.
        """
        self.fields, self.blocks, self.compiler = list(fields), list(blocks), forms
        self.derivatives = Derivatives(blocks, fields)
        self._residual = [forms.form(block) for block in blocks]
        self._tangent = [
            [None if entry is None else forms.form(entry) for entry in row]
            for row in self.derivatives.forms
        ]

    @cached_property
    def residual(self) -> list[fem.Form]:
        """Compiled residual of each field; collective when first read."""
        return [declared() for declared in self._residual]

    @cached_property
    def tangent(self) -> list[list[fem.Form | None]]:
        """Compiled derivatives [i][j], None where they vanish; collective when first read."""
        return [
            [None if declared is None else declared() for declared in row] for row in self._tangent
        ]
