"""The linear solver behind a block system: a direct one, or multigrid where its memory ends.

Multigrid splits mechanics into displacements and mean stresses (Schur complement of the diagonal,
upper factor); displacements of all bodies go to smoothed aggregation with the rigid motions as near
null space. Other systems, and what the case says in ``solver.petsc``, stay as they are.
"""

import os
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from nanoglue.runtime.environment import hand_back_freed_memory
from nanoglue.runtime.fenics import PETSc, fem
from nanoglue.solvers.petsc_options import own
from nanoglue.solvers.static_condensation import StaticCondensation

DIRECT = {"ksp_type": "preonly", "pc_type": "lu", "pc_factor_mat_solver_type": "mumps"}
"""Default linear solver; the case may override it by ``solver.petsc``."""

SCALING, ONCE = "mat_mumps_icntl_8", 4
"""Rows and columns are scaled once by their largest entries: iterated, as MUMPS does unless told,
that takes longer and solves no better."""

AGGREGATION = {
    "pc_type": "gamg",
    "mg_levels_ksp_type": "richardson",
    "mg_levels_pc_type": "bjacobi",
    "mg_levels_sub_pc_type": "ilu",
}
KRYLOV = {"ksp_type": "fgmres", "ksp_rtol": 1e-8, "ksp_max_it": 500, "ksp_gmres_restart": 300}
SPLIT = (
    KRYLOV
    | {
        "pc_type": "fieldsplit",
        "pc_fieldsplit_type": "schur",
        "pc_fieldsplit_schur_fact_type": "upper",
        "pc_fieldsplit_schur_precondition": "selfp",
        "fieldsplit_displacement_ksp_type": "preonly",
        "fieldsplit_mean_stress_ksp_type": "preonly",
        "fieldsplit_mean_stress_pc_type": "sor",
    }
    | {f"fieldsplit_displacement_{name}": value for name, value in AGGREGATION.items()}
)

_PRESCRIBED: set[str] = set()
"""Names in PETSc's one database, for the whole process, that this module put there."""

FACTORS = 2.0e3, 1e5, 1.15
"""Bytes an unknown that a direct solver needs at so many unknowns, and the power of its growth
(measured in plane problems)."""

SHARE = 0.7
"""Of the free memory, beyond which a direct solver is not tried."""


def linear_solver(
    matrix: PETSc.Mat,
    fields: Sequence[fem.Function],
    pointwise: Sequence[fem.Function],
    prefix: str,
    wanted: str,
    options: Mapping[str, Any],
) -> PETSc.KSP:
    """A solver for a matrix whose blocks are fields, one after the other on each rank.

    Args:
        matrix: of the system.
        fields: unknowns, in the order of the blocks.
        pointwise: those of them that another field gives at their own point; LU factors do without
            them.
        prefix: of its PETSc options.
        wanted: ``direct``, ``multigrid`` or ``automatic``.
        options: of the case; they and those of the command line win.
    """
    solver = PETSc.KSP().create(matrix.comm)
    solver.setOptionsPrefix(prefix)
    names = {field.name for field in fields}
    multigrid = names <= {"displacement", "mean_stress"} and (
        wanted == "multigrid" or (wanted == "automatic" and not fits(matrix))
    )
    split = multigrid and len(names) == 2
    chosen = SPLIT if split else KRYLOV | AGGREGATION if multigrid else DIRECT
    _prescribe({prefix + key: value for key, value in {**chosen, **own(options, prefix)}.items()})
    if matrix.comm.size == 1:
        _scale_once(prefix)
    if pointwise and not multigrid:
        solver.setFromOptions()
        if (solver.getType(), solver.getPC().getType()) == ("preonly", "lu"):
            return _condensed(matrix, fields, pointwise, solver)
    solver.setOperators(matrix)
    if multigrid:
        parts = {
            name: _rows(matrix, fields, [field for field in fields if field.name == name])
            for name in sorted(names)
        }
        motions = rigid_motions(matrix.comm, fields)
        if split:
            parts["displacement"].compose("nearnullspace", motions)
            solver.getPC().setType("fieldsplit")
            solver.getPC().setFieldSplitIS(*parts.items())
        else:
            matrix.setBlockSize(2)
            matrix.setNearNullSpace(motions)
    solver.setFromOptions()
    return solver


def _condensed(
    matrix: PETSc.Mat,
    fields: Sequence[fem.Function],
    pointwise: Sequence[fem.Function],
    inner: PETSc.KSP,
) -> PETSc.KSP:
    """A solver that hands what remains without the pointwise fields to an inner one."""
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
    """The preconditioner of a solver that holds the factors."""
    outer = solver.getPC()
    if outer.getType() == PETSc.PC.Type.PYTHON:
        return outer.getPythonContext().solver.getPC()
    return outer


def _prescribe(options: Mapping[str, Any]) -> None:
    """Put options into PETSc's database in the place of earlier ones; the command line wins."""
    database: Any = PETSc.Options()
    for name in [name for name in _PRESCRIBED if _system(name) in map(_system, options)]:
        database.delValue(name)
        _PRESCRIBED.remove(name)
    for name, value in options.items():
        if not database.hasName(name):
            database[name] = value
            _PRESCRIBED.add(name)


def _scale_once(prefix: str) -> None:
    """Prescribe the scaling of LU factors.

    MUMPS has it neither for symmetric ones nor on many ranks, and would not scale at all.
    """
    database: Any = PETSc.Options(prefix)
    if database.getString("pc_type", "") == "lu" and not database.hasName(SCALING):
        database[SCALING] = ONCE
        database.hasName(SCALING)  # or PETSc calls it left over where nothing is ever factored
        _PRESCRIBED.add(prefix + SCALING)


def _system(name: str) -> str:
    """The prefix of an option: ``nanoglue_0`` of ``nanoglue_0_ksp_type``."""
    return "_".join(name.split("_")[:2])


def fits(matrix: PETSc.Mat) -> bool:
    """Whether the factors of a matrix find room in the memory that is free; the same on all ranks.

    The ranks of a machine share it; those of other machines have as much.
    """
    from nanoglue.runtime.fenics import MPI

    comm = matrix.comm.tompi4py()
    hand_back_freed_memory()
    neighbours = comm.Split_type(MPI.COMM_TYPE_SHARED)
    free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / neighbours.size
    neighbours.Free()
    each, at, power = FACTORS
    needed = each * at * (matrix.getSize()[0] / at) ** power / comm.size
    return bool(comm.allreduce(int(needed > SHARE * free)) == 0)


def _rows(
    matrix: PETSc.Mat, fields: Sequence[fem.Function], wanted: Sequence[fem.Function]
) -> PETSc.IS:
    """Rows of some of the fields, those of this rank."""
    start, found, block = matrix.getOwnershipRange()[0], [], 1
    for field in fields:
        dofmap = field.function_space.dofmap
        size = dofmap.index_map.size_local * dofmap.bs
        if field in wanted:
            found.append(np.arange(start, start + size, dtype=PETSc.IntType))
            block = dofmap.bs
        start += size
    together: Any = np.concatenate(found)
    rows = PETSc.IS().createGeneral(together, comm=matrix.comm)
    rows.setBlockSize(block)
    return rows


def rigid_motions(comm: Any, fields: Sequence[fem.Function]) -> PETSc.NullSpace:
    """Two translations and the rotation in the plane of all displacements together, orthonormal.

    About an axis of symmetry only one of them is free of strain; away from it all are nearly.
    """
    moved = [field.function_space for field in fields if field.name == "displacement"]
    places = [
        space.tabulate_dof_coordinates()[: space.dofmap.index_map.size_local, :2] for space in moved
    ]
    x, y = np.concatenate(places).T
    one, none = np.ones_like(x), np.zeros_like(x)
    vectors: list[PETSc.Vec] = []
    for motion in ((one, none), (none, one), (-y, x)):
        values: Any = np.column_stack(motion).ravel()
        vector = PETSc.Vec().createWithArray(values, comm=comm)
        for earlier in vectors:
            vector.axpy(-vector.dot(earlier), earlier)
        vector.normalize()
        vectors.append(vector)
    return PETSc.NullSpace().create(vectors=vectors, comm=comm)
