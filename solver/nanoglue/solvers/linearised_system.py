"""Derivative of the solution of a block system along a direction of its constants and histories."""

from typing import Any

import numpy as np

from nanoglue.runtime.fenics import fem, petsc
from nanoglue.runtime.form_compiler import Declared, FormCompiler
from nanoglue.runtime.vectors import sum_ghosts, update_ghosts
from nanoglue.solvers.block_system import BlockSystem
from nanoglue.solvers.block_vector import Blocks
from nanoglue.solvers.directional import Direction
from nanoglue.solvers.outcome import NotDifferentiable


class LinearisedSystem:
    """Linear equations J dx = -dF for the rates dx of the unknowns of a system F(x) = 0.

    dF is the derivative of the residual with respect to its constants and to all functions but the
    unknowns, along a direction. Prescribed values have given rates.
    """

    def __init__(self, system: BlockSystem, direction: Direction, forms: FormCompiler) -> None:
        """Differentiate the residual and declare the derivatives.

        Args:
            system: with its factorised tangent at the solution of a step.
            direction: rates of all constants and functions of the residual.
            forms: compiler of the domain.
        """
        self.system, self.direction = system, direction
        self.forms: list[Declared[fem.Form] | None] = []
        with system.watch.phase("compile"):
            for block in system.residual:
                change = direction.derivative(block, system.fields)
                self.forms.append(None if change.empty() else forms.form(change))
        self.work = [fem.Function(field.function_space) for field in system.fields]
        self.places = Blocks(self.work)

    def solve(self, prescribed: list[np.ndarray]) -> None:
        """Set the rates of the unknowns in the direction; collective.

        Args:
            prescribed: rate of each field where its values are prescribed, 0 elsewhere.

        Raises:
            NotDifferentiable: on every rank, if the equations could not be solved.
        """
        system = self.system
        vector, unknown = system.vector, system.unknown
        given: Any = unknown  # the stub describes only vectors by block
        for function, form in zip(self.work, self.forms, strict=True):
            function.x.array[:] = 0.0
            if form is not None:
                fem.assemble_vector(function.x.array, form())  # type: ignore[arg-type]
        self.places.gather(vector)
        # Values that are prescribed are met but for their rates.
        for function, field, rate in zip(self.work, system.fields, prescribed, strict=True):
            function.x.array[:] = field.x.array - rate
        self.places.gather(unknown)
        for each in (vector, unknown):
            each.setAttr("_blocks", system.blocks)
        petsc.apply_lifting(
            vector,
            system.forms.tangent,  # type: ignore[arg-type]
            bcs=system.bcs_by_block,
            x0=given,
            alpha=-1.0,
        )
        sum_ghosts(vector)
        petsc.set_bc(vector, system.bcs_by_block, x0=unknown, alpha=-1.0)
        if system.tied:
            unknown.set(0.0)
            system.tied.apply_to_residual(vector, unknown)
        update_ghosts(vector)
        if not system.factors.solve(vector, system.increment):
            raise NotDifferentiable("the equations of a derivative could not be solved")
        system.increment.scale(-1.0)
        update_ghosts(system.increment)
        self.places.scatter(system.increment)
        for function, field in zip(self.work, system.fields, strict=True):
            self.direction.set_rate(field, function.x.array)
