"""PETSc options of a case, with a prefix for each system."""

import re
import shlex
from collections.abc import Iterable, Mapping
from typing import Any

PREFIX = "nanoglue_"
"""Prefix of the systems: ``nanoglue_0_``, ``nanoglue_1_``, in the order of solution."""


def overrides(text: str) -> list[str]:
    """Return overrides of ``solver.petsc`` from options in PETSc's command-line syntax.

    >>> overrides("-ksp_monitor -nanoglue_1_ksp_type gmres")
    ['solver.petsc.ksp_monitor=', 'solver.petsc.nanoglue_1_ksp_type=gmres']

    Raises:
        ValueError: the text is not a list of options.
    """
    pairs: list[list[str]] = []
    for word in shlex.split(text):
        if re.fullmatch(r"-[A-Za-z]\w*", word):
            pairs.append([word[1:]])
        elif pairs and len(pairs[-1]) == 1:
            pairs[-1].append(word)
        else:
            raise ValueError(
                f"PETSc options have the form -ksp_monitor or -ksp_type gmres: {word!r}"
            )
    return [f"solver.petsc.{name}={' '.join(value)}" for name, *value in pairs]


def own(options: Mapping[str, object], prefix: str) -> dict[str, Any]:
    """Return the options of one system; options with its prefix replace general ones.

    >>> own({"nanoglue_0_ksp_rtol": 1e-3, "ksp_rtol": 1, "nanoglue_1_pc": 1}, "nanoglue_0_")
    {'ksp_rtol': 0.001}
    """
    shared = {name: value for name, value in options.items() if not name.startswith(PREFIX)}
    mine = {
        name.removeprefix(prefix): value
        for name, value in options.items()
        if name.startswith(prefix)
    }
    return shared | mine


def unused(options: Mapping[str, object], prefixes: Iterable[str]) -> list[str]:
    """Return options that PETSc did not use: misspelt, or of an object that is not in use.

    They are removed, so that PETSc does not report them again.
    """
    from nanoglue.runtime.fenics import PETSc

    database: Any = PETSc.Options()
    prefixes = list(prefixes)
    names = {
        name: [name] if name.startswith(PREFIX) else [prefix + name for prefix in prefixes]
        for name in options
    }
    pairs = [name for name, full in names.items() if not any(map(database.used, full))]
    for option in (option for full in names.values() for option in full):
        if not database.used(option):
            database.delValue(option)
    return pairs


def refusal(error: BaseException) -> str | None:
    """Return PETSc's message if an exception comes from PETSc, else None."""
    if type(error).__module__ != "petsc4py.PETSc":
        return None
    lines = [line.partition("] ")[2] or line for line in str(error).splitlines()]
    return lines[-1] if lines else None
