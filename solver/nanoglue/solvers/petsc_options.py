"""Options handed through to PETSc, each with the prefix of a system."""

import re
import shlex
from collections.abc import Iterable, Mapping
from typing import Any

PREFIX = "nanoglue_"
"""Systems are ``nanoglue_0_``, ``nanoglue_1_``, in the order they are solved."""


def overrides(text: str) -> list[str]:
    """PETSc's command line as overrides of ``solver.petsc``.

    >>> overrides("-ksp_monitor -nanoglue_1_ksp_type gmres")
    ['solver.petsc.ksp_monitor=', 'solver.petsc.nanoglue_1_ksp_type=gmres']

    Raises:
        ValueError: it is no list of options.
    """
    found: list[list[str]] = []
    for word in shlex.split(text):
        if re.fullmatch(r"-[A-Za-z]\w*", word):
            found.append([word[1:]])
        elif found and len(found[-1]) == 1:
            found[-1].append(word)
        else:
            raise ValueError(f"PETSc's options look like -ksp_monitor or -ksp_type gmres: {word!r}")
    return [f"solver.petsc.{name}={' '.join(value)}" for name, *value in found]


def own(options: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """Options of one system: those without a prefix, and those with its own in their place.

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


def unused(options: Mapping[str, Any], prefixes: Iterable[str]) -> list[str]:
    """Options that PETSc never asked for: misspelt, or of something that is not in use.

    They are taken away, so that PETSc does not tell them a second time.
    """
    from nanoglue.runtime.fenics import PETSc

    database: Any = PETSc.Options()
    prefixes = list(prefixes)
    names = {
        name: [name] if name.startswith(PREFIX) else [prefix + name for prefix in prefixes]
        for name in options
    }
    found = [name for name, full in names.items() if not any(map(database.used, full))]
    for option in (option for full in names.values() for option in full):
        if not database.used(option):
            database.delValue(option)
    return found


def refusal(error: BaseException) -> str | None:
    """What PETSc says against its options, if that is what an exception is about."""
    if type(error).__module__ != "petsc4py.PETSc":
        return None
    lines = [line.partition("] ")[2] or line for line in str(error).splitlines()]
    return lines[-1] if lines else None
