"""Linear solver of a block system: direct, or algebraic multigrid for large systems.

Multigrid splits mechanics into displacements and mean stresses (Schur complement of the diagonal,
upper factor). The displacements of all bodies are solved by smoothed aggregation with the
rigid-body modes as near null space, in space below a level of quadratic displacements. In a large
system in space, factors that fit into the memory precondition a Krylov method for several
tangents. Other systems use the direct solver, and ``solver.petsc`` has precedence.
"""

from collections.abc import Mapping, Sequence
from math import inf
from typing import Any

import numpy as np

from nanoglue.runtime.environment import hand_back_freed_memory
from nanoglue.runtime.fenics import PETSc, fem
from nanoglue.runtime.memory import available
from nanoglue.solvers.field_roles import FieldRoles
from nanoglue.solvers.near_null_space import rigid_motions
from nanoglue.solvers.order_multigrid import SPLIT_PREFIX, attach, combines_orders, level_options
from nanoglue.solvers.petsc_options import own
from nanoglue.solvers.static_condensation import StaticCondensation

DIRECT = {"ksp_type": "preonly", "pc_type": "lu", "pc_factor_mat_solver_type": "mumps"}
"""Default linear solver; the case may override it by ``solver.petsc``."""

SCALING, ONCE = "mat_mumps_icntl_8", 4
"""Scaling of rows and columns by their largest entries, once.

The iterative default of MUMPS takes longer without better accuracy.
"""

ORDERING, PORD = "mat_mumps_icntl_7", 4
"""Ordering by PORD: factors have up to 8 % fewer entries than with METIS, which MUMPS chooses."""

PORD_FROM = 100
"""Unknowns from which PORD orders them.

It ends the process where all are coupled with each other: up to 84 in two tetrahedra.
"""

AGGREGATION = {
    "pc_type": "gamg",
    "mg_levels_ksp_type": "richardson",
    "mg_levels_pc_type": "bjacobi",
    "mg_levels_sub_pc_type": "ilu",
}
KRYLOV = {"ksp_type": "fgmres", "ksp_rtol": 1e-8, "ksp_max_it": 500, "ksp_gmres_restart": 300}
SPLIT = KRYLOV | {
    "pc_type": "fieldsplit",
    "pc_fieldsplit_type": "schur",
    "pc_fieldsplit_schur_fact_type": "upper",
    "pc_fieldsplit_schur_precondition": "selfp",
    "fieldsplit_displacement_ksp_type": "preonly",
    "fieldsplit_mean_stress_ksp_type": "preonly",
    "fieldsplit_mean_stress_pc_type": "sor",
}

_PRESCRIBED: set[str] = set()
"""Options that this module has set in PETSc's global database."""

FACTORS = {2: (2.0e3, 1e5, 1.15), 3: (16.6e3, 6.53e4, 1.48)}
"""Bytes per unknown of a direct solver, at a number of unknowns, and growth exponent, by dimension.

Measured with LU of MUMPS.
"""

PRECONDITIONING = {2: inf, 3: 10_000}
"""Unknowns above which factors precondition a Krylov method, by dimension."""

SHARE = 0.7
"""Share of the available memory [-] above which multigrid replaces the direct solver."""


def linear_solver(
    matrix: PETSc.Mat,
    fields: Sequence[fem.Function],
    roles: FieldRoles,
    prefix: str,
    choice: str,
    options: Mapping[str, object],
) -> PETSc.KSP:
    """Return a solver for a matrix whose blocks are fields, in sequence on each rank.

    Args:
        matrix: matrix of the system.
        fields: unknowns, in the order of the blocks.
        roles: fields for which the choice of the solver matters; the pointwise ones are condensed
            before an LU factorisation.
        prefix: prefix of the PETSc options.
        choice: ``direct``, ``multigrid`` or ``automatic``.
        options: options of the case, which have precedence, as does the command line.
    """
    solver = PETSc.KSP().create(matrix.comm)
    solver.setOptionsPrefix(prefix)
    dim = fields[0].function_space.mesh.geometry.dim
    multigrid = roles.are_elastic(fields) and (
        choice == "multigrid" or (choice == "automatic" and not fits(matrix, dim))
    )
    split = multigrid and bool(roles.mean_stresses)
    below = SPLIT_PREFIX if split else ""
    two_orders = multigrid and combines_orders(roles.displacements)
    if multigrid:
        inner = level_options(AGGREGATION) if two_orders else AGGREGATION
        chosen = (SPLIT if split else KRYLOV) | {below + name: inner[name] for name in inner}
    elif choice == "automatic" and roles.are_elastic(fields) and _reuses_factors(matrix, dim):
        chosen = DIRECT | KRYLOV
    else:
        chosen = {**DIRECT}
    _prescribe({prefix + key: value for key, value in {**chosen, **own(options, prefix)}.items()})
    _tune(prefix, matrix.comm.size == 1, matrix.getSize()[0] >= PORD_FROM)
    if roles.pointwise and not multigrid:
        solver.setFromOptions()
        if (solver.getType(), solver.getPC().getType()) == ("preonly", "lu"):
            return _condensed(matrix, fields, roles.pointwise, solver)
    solver.setOperators(matrix)
    if multigrid:
        motions = rigid_motions(matrix.comm, roles.displacements)
        if split:
            moved, pressed = (
                _rows(matrix, fields, part) for part in (roles.displacements, roles.mean_stresses)
            )
            moved.compose("nearnullspace", motions)
            solver.getPC().setType("fieldsplit")
            solver.getPC().setFieldSplitIS(("displacement", moved), ("mean_stress", pressed))
            moved.destroy()
            pressed.destroy()
        else:
            matrix.setBlockSize(dim)
            matrix.setNearNullSpace(motions)
        motions.destroy()  # as the rows, kept by what they were given to
    solver.setFromOptions()
    if two_orders:
        attach(solver, roles.displacements, prefix + below)
    return solver


def _condensed(
    matrix: PETSc.Mat,
    fields: Sequence[fem.Function],
    pointwise: Sequence[fem.Function],
    inner: PETSc.KSP,
) -> PETSc.KSP:
    """Return a solver that condenses the pointwise fields and calls the inner solver."""
    remaining = [field for field in fields if field not in pointwise]
    stays, leaves = (_rows(matrix, fields, part) for part in (remaining, pointwise))
    solver = PETSc.KSP().create(matrix.comm)
    solver.setType(PETSc.KSP.Type.PREONLY)
    solver.setOperators(matrix)
    preconditioner = solver.getPC()
    preconditioner.setType(PETSc.PC.Type.PYTHON)
    preconditioner.setPythonContext(StaticCondensation(stays, leaves, inner))
    return solver


def factoring(solver: PETSc.KSP) -> PETSc.PC:
    """Return the preconditioner that holds the factorisation."""
    outer = solver.getPC()
    if outer.getType() == PETSc.PC.Type.PYTHON:
        context = outer.getPythonContext()
        if isinstance(context, StaticCondensation):
            return context.solver.getPC()
    return outer


def _prescribe(options: Mapping[str, object]) -> None:
    """Set default options in PETSc's database; the command line has precedence."""
    database: Any = PETSc.Options()
    for name in [name for name in _PRESCRIBED if _system(name) in map(_system, options)]:
        database.delValue(name)
        _PRESCRIBED.remove(name)
    for name, value in options.items():
        if not database.hasName(name):
            database[name] = value
            _PRESCRIBED.add(name)


def _tune(prefix: str, scales: bool, orders: bool) -> None:
    """Set the ordering if the factorisation ``orders``, and the scaling of LU if it ``scales``.

    MUMPS offers the scaling neither for symmetric matrices nor on several ranks.
    """
    database: Any = PETSc.Options(prefix)
    kind = database.getString("pc_type", "")
    wanted = {ORDERING: PORD} if orders and kind in ("lu", "cholesky") else {}
    if scales and kind == "lu":
        wanted[SCALING] = ONCE
    for name in [name for name in wanted if not database.hasName(name)]:
        database[name] = wanted[name]
        database.hasName(name)  # marks the option as used if nothing is factorised
        _PRESCRIBED.add(prefix + name)


def _system(name: str) -> str:
    """Return the prefix of an option: ``nanoglue_0`` of ``nanoglue_0_ksp_type``."""
    return "_".join(name.split("_")[:2])


def _reuses_factors(matrix: PETSc.Mat, dim: int) -> bool:
    """Return whether factors that precondition several matrices are cheaper than new ones."""
    return bool(matrix.getSize()[0] > PRECONDITIONING[dim])


def fits(matrix: PETSc.Mat, dim: int = 2) -> bool:
    """Return whether the factorisation fits into the available memory; equal on all ranks.

    The ranks of a machine share its memory; other machines are assumed to have as much.
    """
    from nanoglue.runtime.fenics import MPI

    comm = matrix.comm.tompi4py()
    hand_back_freed_memory()
    neighbours = comm.Split_type(MPI.COMM_TYPE_SHARED)
    free = available() / neighbours.size
    neighbours.Free()
    needed = factor_memory(matrix.getSize()[0], dim) / comm.size
    return bool(comm.allreduce(int(needed > SHARE * free)) == 0)


def factor_memory(unknowns: int, dim: int) -> float:
    """Return the memory [byte] that a direct solver is expected to need, on all ranks.

    >>> round(factor_memory(100_000, 2) / 100_000)
    2000
    """
    each, at, power = FACTORS[dim]
    return float(each * at * (unknowns / at) ** power)


def _rows(
    matrix: PETSc.Mat, fields: Sequence[fem.Function], choice: Sequence[fem.Function]
) -> PETSc.IS:
    """Return this rank's rows of the chosen fields."""
    start, found, block = matrix.getOwnershipRange()[0], [], 1
    for field in fields:
        dofmap = field.function_space.dofmap
        size = dofmap.index_map.size_local * dofmap.bs
        if field in choice:
            found.append(np.arange(start, start + size, dtype=PETSc.IntType))
            block = dofmap.bs
        start += size
    together: Any = np.concatenate(found)
    rows = PETSc.IS().createGeneral(together, comm=matrix.comm)
    rows.setBlockSize(block)
    return rows
