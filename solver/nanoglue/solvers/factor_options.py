"""PETSc options of solvers with one prefix, of which each keeps its own.

PETSc reads options of factors when a matrix is factorised first, or again with another sparsity,
and not when the solver is created.
"""

from collections.abc import Iterable
from typing import Any

from nanoglue.runtime.fenics import PETSc

KEPT = "nanoglue_factor_options"
"""Attribute of a solver with values of its options, None where it has none."""


def keep(solver: PETSc.KSP, names: Iterable[str]) -> None:
    """Note the present values of options of a solver."""
    database: Any = PETSc.Options(solver.getOptionsPrefix())
    values = {name: database.getString(name) if database.hasName(name) else None for name in names}
    solver.setAttr(KEPT, values)


def put_back(solver: PETSc.KSP) -> None:
    """Set the options that were noted in PETSc's database, in place of those of another solver."""
    database: Any = PETSc.Options(solver.getOptionsPrefix())
    values: Any = solver.getAttr(KEPT)
    for name, value in values.items():
        if value is not None:
            database[name] = value
        elif database.hasName(name):
            database.delValue(name)
