"""Block system of nonlinear equations with its exact tangent: assembly and linear solution."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from nanoglue.case.schema.settings import Solver
from nanoglue.physics.contact.assembly import Contact, ContactAssembly
from nanoglue.physics.tie import Tie
from nanoglue.runtime.fenics import PETSc, fem, petsc
from nanoglue.runtime.timers import Timers
from nanoglue.runtime.vectors import add_to_vector, sum_ghosts, update_ghosts
from nanoglue.solvers.factorisation import Factorisation
from nanoglue.solvers.field_roles import FieldRoles
from nanoglue.solvers.histories import histories
from nanoglue.solvers.linear_residual import LinearResidual, unchanged
from nanoglue.solvers.linear_solver import factoring, linear_solver
from nanoglue.solvers.outcome import NotDifferentiable, StopReason
from nanoglue.solvers.prescribed_values import any_unmet
from nanoglue.solvers.residual_limit import DROP, limit_with_kinks
from nanoglue.solvers.solution_check import solves
from nanoglue.solvers.system_forms import SystemForms
from nanoglue.solvers.system_storage import SystemStorage


class BlockSystem(SystemStorage):
    """Residual F(x) = 0 of several fields, J = dF/dx, and one monolithic matrix for it."""

    def __init__(
        self,
        forms: SystemForms,
        bcs: Sequence[fem.DirichletBC],
        prefix: str,
        settings: Solver,
        watch: Timers,
        contacts: Sequence[Contact] = (),
        roles: FieldRoles = FieldRoles(),  # noqa: B008  immutable
        ties: Sequence[Tie] = (),
    ) -> None:
        """Note what is to be solved; forms are compiled where they are first assembled.

        Args:
            forms: fields, residual and tangent.
            bcs: prescribed values.
            prefix: prefix of this system's PETSc options.
            settings: ``linear`` solver and ``petsc`` options of the case.
            watch: timers.
            contacts: contact terms between displacements, in addition to the blocks.
            roles: fields for which the choice of the linear solver matters.
            ties: fields that are equal on perfectly bonded interfaces.
        """
        super().__init__(forms, bcs, bool(contacts), ties)
        self.watch, self.prefix, derivatives = watch, prefix, forms.derivatives
        self.coupled, self.residual = derivatives.coupled, forms.blocks
        self.linear = derivatives.linear and not contacts
        self.constants, self.given = derivatives.constants, derivatives.given
        self.contacts = [ContactAssembly(contact, self.fields) for contact in contacts]
        self.settings, self.roles = settings, roles
        self.factored_with: list[np.ndarray] = []  # what J stood on when it was factored last
        self.from_products: LinearResidual | None = None  # F without assembly, once J is used again
        self.failure = StopReason.NOT_FACTORISED  # why the last increment is missing

    @cached_property
    def factors(self) -> Factorisation:
        """Linear solver of J."""
        elastic, changes = self.roles.are_elastic(self.fields), not self.linear
        return Factorisation(self._linear_solver, self.settings, self.watch, elastic, changes)

    def create_solver(self) -> None:
        """Create the linear solver before it is needed, to find out whether it takes its options.

        Raises:
            PETSc.Error: on every rank, if it does not.
        """
        _ = self.factors

    def reuses_factors(self) -> bool:
        """Whether the factorisation is still valid: linear system, unchanged coefficients."""
        same = bool(self.factored_with) and all(
            np.allclose(old, new, rtol=1e-9, atol=0)
            for old, new in zip(self.factored_with, self._tangent_inputs(), strict=True)
        )
        return bool(self.comm.allreduce(int(not same)) == 0)

    def _tangent_inputs(self) -> list[np.ndarray]:
        """Return the values of constants and coefficients in J, preceded by one number."""
        constants = [each.value.copy() for each in self.constants]
        return [np.zeros(0), *constants, *(each.x.array.copy() for each in self.given)]

    @property
    def direct(self) -> bool:
        """Whether a solve is exact and cheap compared with the factorisation."""
        exact = factoring(self.solver).getType() in (PETSc.PC.Type.LU, PETSc.PC.Type.CHOLESKY)
        return bool(exact and self.solver.getType() == PETSc.KSP.Type.PREONLY)

    @property
    def is_solved_exactly(self) -> bool:
        """Whether one solve is exact: linear system and direct solver."""
        return self.linear and self.direct

    def assemble_residual(self, met: bool = False) -> None:
        """Assemble F(x), lifted unless the prescribed values are ``met`` but for rounding.

        Rows of prescribed values hold what is still missing to them.
        """
        with self.watch.phase("assemble"):
            vector = self.vector
            for each in (vector, self.unknown):
                each.setAttr("_blocks", self.blocks)
            if self.from_products and self.from_products.evaluate():
                update_ghosts(vector)
                return
            with vector.localForm() as local:
                local.set(0.0)
            add_to_vector(vector, self.forms.residual)
            missing = [] if met else self.missing_values()
            unmet = not met and any_unmet(self.comm, missing)
            if unmet:
                given: Any = {"bcs": self.bcs_by_block, "x0": self.unknown, "alpha": -1.0}
                petsc.apply_lifting(vector, self.forms.tangent, **given)  # type: ignore[arg-type]
            sum_ghosts(vector)
            for contact in self.contacts:
                contact.add_forces(vector, missing if unmet else None)
            petsc.set_bc(vector, self.bcs_by_block, x0=self.unknown, alpha=-1.0)
            if self.tied:
                self.tied.apply_to_residual(vector, self.unknown)
            update_ghosts(vector)
            self._remember_residual()

    def _remember_residual(self) -> None:
        """Note the residual if products may replace its assembly from now on; collective."""
        if self.linear and self._tangent_is_used_again() and self._histories:
            self.from_products = self.from_products or LinearResidual(self, self._histories)
            self.from_products.remember()

    @cached_property
    def _histories(self) -> list[fem.Function]:
        """Histories of a linear system in which products can replace an assembly."""
        constrained = self.ties or self.contacts
        return [] if constrained else histories(self.forms)

    def _tangent_is_used_again(self) -> bool:
        """Whether J is that which has been factorised but for rounding; collective."""
        same = self.factored_with and unchanged(self.factored_with, self._tangent_inputs())
        return bool(self.comm.allreduce(int(not same)) == 0)

    def assemble_tangent(self) -> None:
        """J(x) into ``matrix``."""
        if self.from_products:
            self.from_products.forget()
        with self.watch.phase("assemble"):
            tied = self.tied  # which assembles, where it is created
            self.tangent.assemble()
            for contact in self.contacts:
                contact.add_tangent(self.tangent.matrix, self.held())
            if tied:
                tied.apply_to_matrix(self.tangent.matrix, bool(self.contacts))
                if self.contacts:
                    self.solver.setOperators(self.matrix)

    @property
    def solver(self) -> PETSc.KSP:
        """Linear solver with the present factors."""
        return self.factors.solver

    def factor(self, anew: bool = True) -> bool:
        """Factorise J, unless older factors may serve (not ``anew``); False if that failed."""
        factored = self.factors.compute(anew)
        self.factored_with = self._tangent_inputs() if factored and self.linear else []
        return factored

    def solve_increment(self, accuracy: float = 0, anew: bool = True, tried: bool = False) -> bool:
        """Factorise J and solve J dx = -F; return False on failure.

        An iterative solver reduces the residual to ``accuracy`` [-] of F, or, where that is 0, as
        its options state. Unless ``anew``, older factors may precondition one, and the increment
        with these alone, if ``tried``, is its start.
        """
        if tried:
            self.increment.scale(-1.0)
        given = self.vector, self.increment, accuracy
        return self._complete(self.factor(anew) and self.factors.solve(*given, tried))

    def apply_factors(self, accuracy: float = 0) -> bool:
        """Solve for dx with the present factors instead of J; return False on failure."""
        return self._complete(self.factors.apply(self.vector, self.increment, accuracy))

    def _complete(self, solved: bool) -> bool:
        if not solved:
            self.failure = StopReason.NOT_FACTORISED
            self.discard_factors()
            return False
        self.increment.scale(-1.0)
        options = self.settings.petsc  # which may prevent a solution
        if options and not solves(self.matrix, self.increment, self.vector, self.unknown):
            self.failure = StopReason.NOT_SOLVED
            return False
        return True

    def factor_at_solution(self) -> bool:
        """Factorise J at the present fields unless its factors are valid; False on failure."""
        if self.reuses_factors():
            return True
        self.assemble_tangent()
        return self.factor()

    def correct(self, solved: "BlockSystem") -> None:
        """Take one Newton iteration with the factors of a system of the same unknowns.

        Raises:
            NotDifferentiable: on every rank, if its equations could not be solved.
        """
        self.gather()
        self.assemble_residual()
        if not solved.factors.solve(self.vector, self.increment):
            raise NotDifferentiable("the equations of a perturbed step could not be solved")
        self.unknown.axpy(-1.0, self.increment)
        self.scatter()

    def discard_factors(self) -> None:
        """Create a new linear solver after a failed solution."""
        self.factored_with = []
        self.factors.discard()

    def _linear_solver(self, options: Mapping[str, object]) -> PETSc.KSP:
        """Return a new linear solver of J with PETSc options."""
        chosen = self.prefix, self.settings.linear, options
        return linear_solver(self.matrix, self.fields, self.roles, *chosen)

    def negligible(self, first: np.ndarray) -> np.ndarray:
        """Return the residual of each field, from ``first`` at the start, that is of rounding."""
        if not (self.roles.have_kinks and self.direct):
            return DROP * first
        pointwise = [field in self.roles.pointwise for field in self.fields]
        return limit_with_kinks(first, self.matrix, self.unknown, self.places, pointwise)
