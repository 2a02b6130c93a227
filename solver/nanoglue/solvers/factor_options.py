"""PETSc options of solvers with one prefix, of which each keeps its own.

PETSc reads options of factors when a matrix is factorised first, or again with another sparsity,
and not when the solver is created.
"""

from collections.abc import Iterable
from typing import Any, cast

from nanoglue.runtime.fenics import PETSc
from nanoglue.solvers.linear_solver import SCALING

SYMMETRIC: dict[str, object] = {"pc_type": "cholesky", SCALING: 7, "mat_mumps_icntl_6": 0}
"""PETSc options of LDLT factors.

Without a permutation by the entries of the first matrix, a resumed run factorises as before.
"""

KEPT = "nanoglue_factor_options"
"""Attribute of a solver with values of its options, None where it has none."""


def keep(solver: PETSc.KSP, names: Iterable[str]) -> None:
    """Note the present values of options of a solver."""
    present: Any = PETSc.Options(solver.getOptionsPrefix()).getAll()  # marks none as used
    solver.setAttr(KEPT, {name: present.get(name) for name in names})


def put_back(solver: PETSc.KSP) -> None:
    """Set the options that were noted in PETSc's database, in place of those of another solver."""
    database: Any = PETSc.Options(solver.getOptionsPrefix())
    present, values = database.getAll(), cast("dict[str, str | None]", solver.getAttr(KEPT))
    for name in [name for name, value in values.items() if value != present.get(name)]:
        if values[name] is None:
            database.delValue(name)
        else:
            database[name] = values[name]
            database.hasName(name)  # marks the option as used if nothing is factorised
