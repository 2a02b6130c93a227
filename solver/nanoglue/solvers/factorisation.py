"""Factorisation of a matrix with as much workspace as it needs."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from nanoglue.case.schema.settings import Solver
from nanoglue.runtime.fenics import PETSc
from nanoglue.runtime.timers import Timers
from nanoglue.solvers.factor_options import SYMMETRIC, keep, put_back
from nanoglue.solvers.linear_solver import factoring
from nanoglue.solvers.older_factors import FROM, MOST, complete
from nanoglue.solvers.order_multigrid import set_up
from nanoglue.solvers.petsc_options import own
from nanoglue.solvers.single_precision import LOOSE, SINGLE, is_available, refine
from nanoglue.solvers.symmetry import Symmetry

WORKSPACE = "mat_mumps_icntl_14"
"""PETSc option of the workspace [%] that MUMPS gets beyond its estimate."""

SYMMETRIC_FROM = 50_000
"""Unknowns from which LDLT takes less time than LU with its cheaper scaling, and less memory."""

FIRST_WORKSPACE, LARGEST_WORKSPACE = 100, 1600
"""Workspace [%] beyond the estimate the first time that MUMPS had too little, and at most."""

TOO_LITTLE_WORKSPACE = (-8, -9, -14, -15, -17, -20)
"""Values of INFOG(1) with which MUMPS asks for more workspace."""

EXCESS = 50
"""Iterations, beyond those with new factors, after which a Krylov method gets new factors.

They take about as long as a factorisation: 22 at 16,000 unknowns in space and 60 at 65,000.
"""


class Factorisation:
    """Linear solver whose factorisation is repeated with more workspace where MUMPS asks for it.

    A direct solver of a large matrix that is symmetric computes half of the factors, LDLT, in
    single precision if the matrix changes and the tolerance of Newton's method is loose; solutions
    with new ones are refined.
    """

    def __init__(
        self,
        create: Callable[[Mapping[str, object]], PETSc.KSP],
        settings: Solver,
        watch: Timers,
        elastic: bool = False,
        nonlinear: bool = False,
    ) -> None:
        """Create the solver; nothing is factorised yet.

        Args:
            create: returns a new linear solver with PETSc options.
            settings: ``petsc`` options of the case.
            watch: timers.
            elastic: whether the matrix may be symmetric.
            nonlinear: whether the matrix changes from one iteration to the next.
        """
        self._create, self._settings, self._watch = create, settings, watch
        self._is_symmetric = Symmetry()
        self._elastic, self._nonlinear = elastic, nonlinear
        self.workspace = 0  # percent beyond MUMPS's estimate, where it was enlarged
        self.error = self.count = 0  # INFOG(1) of the last factorisation, and their number
        self._single = nonlinear and settings.tolerance >= LOOSE  # precision that may serve
        self._have_factors = self._are_older = False
        self._least = self._excess = 0  # iterations with new factors, and those beyond them
        self._solvers = {False: self._new()}  # by whether they need symmetry
        self.solver = self._solvers[False]

    def discard(self) -> None:
        """Create a new linear solver without factors, and free the former; collective."""
        for former in self._solvers.values():
            former.destroy()
        self._solvers = {False: self._new()}
        self.solver = self._solvers[False]
        self._have_factors = self._are_older = False
        self._least = self._excess = 0

    def _new(self, further: Mapping[str, object] = MappingProxyType({})) -> PETSc.KSP:
        """Return a solver with the options of the case and the workspace that was needed."""
        more = dict(further) | ({WORKSPACE: self.workspace} if self.workspace else {})
        solver = self._create(dict(self._settings.petsc) | more)
        keep(solver, (*SYMMETRIC, *SINGLE))
        return solver

    def _choose(self) -> None:
        """Use the factors of a symmetric matrix where it is, and LU is not wanted; collective."""
        matrix, _ = self.solver.getOperators()
        chosen = self._solvers[False]
        exact = chosen.getType() == PETSc.KSP.Type.PREONLY
        default = exact and chosen.getPC().getType() == PETSc.PC.Type.LU
        stated = "pc_type" in own(self._settings.petsc, chosen.getOptionsPrefix() or "")
        large = self._elastic and matrix.getSize()[0] >= SYMMETRIC_FROM
        symmetric = large and default and not stated and self._is_symmetric(matrix)
        if symmetric not in self._solvers:
            self._single = self._single and is_available()
            self._solvers[symmetric] = self._new(SYMMETRIC | (SINGLE if self._single else {}))
        self.solver = self._solvers[symmetric]
        put_back(self.solver)
        self.solver.setOperators(matrix)

    @property
    def _are_single(self) -> bool:
        """Whether the present factors are in single precision."""
        return self._single and self.solver is self._solvers.get(True)

    @property
    def precondition(self) -> bool:
        """Whether factors precondition a Krylov method, so that older ones serve as well."""
        factors = factoring(self.solver).getType() in (PETSc.PC.Type.LU, PETSc.PC.Type.CHOLESKY)
        return bool(factors and self.solver.getType() != PETSc.KSP.Type.PREONLY)

    @property
    def _may_precondition_gmres(self) -> bool:
        """Whether exact factors of an earlier matrix may precondition GMRES for the present one."""
        exact = self.solver.getType() == PETSc.KSP.Type.PREONLY
        factors = self.solver.getPC().getType() in (PETSc.PC.Type.LU, PETSc.PC.Type.CHOLESKY)
        large = self.solver.getOperators()[0].getSize()[0] >= FROM
        changes = self._elastic and self._nonlinear and not self._settings.petsc
        return bool(changes and exact and factors and large)

    def compute(self, anew: bool = True) -> bool:
        """Factorise the present matrix; return False, without factors, if that failed.

        Factors of an earlier matrix precondition it as long as they have cost fewer iterations
        than a factorisation, unless ``factor_reuse`` is 0.

        Args:
            anew: whether exact factors of an earlier matrix are not to precondition it.
        """
        most = EXCESS if self.precondition else MOST
        reusable = self.precondition or (not anew and self._may_precondition_gmres)
        few = self._have_factors and self._excess < most
        self._are_older = few and reusable and self._settings.factor_reuse > 0
        self.solver.getPC().setReusePreconditioner(self._are_older)
        return self._are_older or self._compute_anew()

    def _compute_anew(self) -> bool:
        """Factorise the present matrix; return False, without factors, if that failed."""
        failed = not self._compute_once()
        while failed and self._workspace_can_grow():
            self.workspace = max(2 * self.workspace, FIRST_WORKSPACE)
            self.discard()
            failed = not self._compute_once()
        if failed and self._are_single:
            return self._compute_in_double_precision()
        if failed:
            self.discard()
        self._have_factors = not failed
        return not failed

    def _compute_in_double_precision(self) -> bool:
        """Factorise the present matrix, which single precision cannot resolve."""
        self._single, self.workspace = False, 0
        self.discard()
        return self._compute_anew()

    def apply(self, rhs: PETSc.Vec, solution: PETSc.Vec, accuracy: float = 0.0) -> bool:
        """Solve with the matrix of exact factors, or as ``solve``; return False on failure."""
        return self._solve_to(rhs, solution, accuracy)

    def solve(
        self, rhs: PETSc.Vec, solution: PETSc.Vec, accuracy: float = 0.0, applied: bool = False
    ) -> bool:
        """Solve with the present matrix; return False, with older factors discarded, on failure.

        Args:
            rhs: right-hand side.
            solution: overwritten.
            accuracy: remaining residual [-] of an iterative solver, over the right-hand side; 0 or
                where ``solver.petsc`` states it: that of its options.
            applied: whether the solution is that of ``apply`` for this right-hand side.
        """
        if not self._are_older:
            solved = self._solve_to(rhs, solution, accuracy)
            self._least, self._excess = self.solver.getIterationNumber(), 0
            if solved and self._are_single and not self._refine(rhs, solution):
                return self._compute_in_double_precision() and self.solve(rhs, solution, accuracy)
            return solved
        if self.precondition:
            solved = self._solve_to(rhs, solution, accuracy, EXCESS)
            self._excess += self.solver.getIterationNumber() - self._least
        else:
            solved = (applied or self.apply(rhs, solution)) and self._complete(rhs, solution)
        if not solved:
            self._are_older = False
            self.solver.getPC().setReusePreconditioner(False)
            solved = self._compute_anew() and self.solve(rhs, solution, accuracy)
        return solved

    def _refine(self, rhs: PETSc.Vec, solution: PETSc.Vec) -> bool:
        """Refine a solution; return whether the factors are accurate enough."""
        with self._watch.phase("solve"):
            return refine(self.solver, rhs, solution)

    def _complete(self, rhs: PETSc.Vec, solution: PETSc.Vec) -> bool:
        """Solve with the present matrix, from the solution with older factors; False on failure."""
        with self._watch.phase("solve"):
            solved, count = complete(self.solver, rhs, solution, self._settings.tolerance)
        self._excess += count + 1
        return solved

    def _solve_to(
        self, rhs: PETSc.Vec, solution: PETSc.Vec, accuracy: float, most: int | None = None
    ) -> bool:
        """Solve by the solver of the options, to an accuracy that they do not state."""
        solver, (stated, _, _, limit) = self.solver, self.solver.getTolerances()
        options = own(self._settings.petsc, solver.getOptionsPrefix() or "")
        rtol = accuracy if accuracy and "ksp_rtol" not in options else stated
        solver.setTolerances(rtol=rtol, max_it=min(limit, most or limit))
        solved = self._solve(solver, rhs, solution)
        solver.setTolerances(rtol=stated, max_it=limit)
        return solved

    def _solve(self, solver: PETSc.KSP, rhs: PETSc.Vec, solution: PETSc.Vec) -> bool:
        """Solve with the present preconditioner; return False on failure."""
        with self._watch.phase("solve"):
            solver.solve(rhs, solution)
        reason: Any = solver.getConvergedReason()
        return bool(reason >= 0 and np.isfinite(solution.norm()))

    def _workspace_can_grow(self) -> bool:
        """Return whether the last factorisation failed for lack of workspace and more is left."""
        return self.error in TOO_LITTLE_WORKSPACE and self.workspace < LARGEST_WORKSPACE

    def _compute_once(self) -> bool:
        self._choose()
        self.count += 1
        with self._watch.phase("factor"):
            set_up(self.solver)
            reason: Any = self.solver.getPC().getFailedReason()
        failed = reason != PETSc.PC.FailedReason.NOERROR
        self.error = self._mumps_error() if failed else 0
        return not failed

    def _mumps_error(self) -> int:
        preconditioner = factoring(self.solver)
        if preconditioner.getFactorSolverType() != "mumps":
            return 0
        return int(preconditioner.getFactorMatrix().getMumpsInfog(1))
