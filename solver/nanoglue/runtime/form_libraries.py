"""Compilation of many forms and expressions together, into few libraries.

DOLFINx compiles one library per form; most of that time does not depend on what the form contains.
Here each process compiles one library for its share of all forms that are missing. A file named
after the signature of a form tells in which library it is, so that other problems find it.
"""

import os
import sysconfig
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import ffcx
import ffcx.codegeneration.jit as ffcx_jit
import numpy as np
import ufl
from ffcx.naming import compute_signature, expression_name, form_name
from ufl.corealg.traversal import unique_pre_traversal

from nanoglue.runtime.c_compiler import called_directly
from nanoglue.runtime.collective import first_problem
from nanoglue.runtime.environment import EnvironmentProblem
from nanoglue.runtime.fenics import MPI, jit
from nanoglue.runtime.signals import StoppedInSetup, received_in_setup
from nanoglue.runtime.worker import in_two_processes

Source = ufl.Form | tuple[ufl.core.expr.Expr, np.ndarray]
"""Form, or expression with its points (n, dim) in the reference cell."""

MOST_SHARES = 4
"""Most ranks that compile; the others wait."""
FIXED_COST = 100
"""Time to compile an empty form, in units of that of one node of an expression."""
LIBRARY_COST = 500
"""Time to compile an empty library, in the same units."""
WORTH_TWO = 4
"""Number of missing forms from which a single rank starts a second process."""


class NotCompiled(EnvironmentProblem):
    """A form could not be compiled; ``abandoned`` if another process began it and did not end."""

    def __init__(self, problem: str, abandoned: bool) -> None:
        """Say what went wrong, and how to find the cause."""
        remedy = "'nanoglue doctor' checks the C compiler, its headers and the cache"
        super().__init__(f"a form could not be compiled: {problem}; {remedy}")
        self.abandoned = abandoned


def load(comm: MPI.Comm, sources: Sequence[Source]) -> list[tuple[Any, ModuleType]]:
    """Return the compiled objects of forms and expressions with their libraries; collective.

    Raises:
        NotCompiled: on every rank, if one could not be compiled or loaded.
        StoppedInSetup: on every rank, if a signal to stop has ended the compiler.
    """
    keys = [signature(source) for source in sources]
    wanted = dict(zip(keys, sources, strict=True))
    _provide(comm, wanted)
    with _raised_on_all_ranks(comm):
        places = _places(wanted)
        return [_object(*places[key]) for key in keys]


def signature(source: Source) -> str:
    """Return what identifies a form, its options and the compiler."""
    sources: list[Any] = [source]
    built_for = (sysconfig.get_config_var(name) for name in ("CFLAGS", "SOABI"))
    flags = jit.get_options()["cffi_extra_compile_args"]
    return str(compute_signature(sources, str([_options(), flags, *built_for])))


def _provide(comm: MPI.Comm, wanted: Mapping[str, Source]) -> None:
    """Compile what any rank misses, divided among ranks or, on a single rank, two processes."""
    places = _places(wanted)
    misses = np.array([key not in places for key in wanted], dtype=np.int32)
    comm.Allreduce(MPI.IN_PLACE, misses, op=MPI.MAX)
    missing = {key: wanted[key] for key, here in zip(wanted, misses, strict=True) if here}
    if not missing:
        return
    forks = comm.size == 1 and len(missing) >= WORTH_TWO
    shares = _shares(missing, 2 if forks else min(comm.size, MOST_SHARES))
    with _raised_on_all_ranks(comm):
        if forks:
            in_two_processes(lambda part: _compile(shares[part]))
        elif comm.rank < len(shares):
            _compile(shares[comm.rank])
    with _raised_on_all_ranks(comm):  # ranks that do not see the cache of the others
        here = _places(missing)
        if unseen := {key: source for key, source in missing.items() if key not in here}:
            _compile(unseen)


@contextmanager
def _raised_on_all_ranks(comm: MPI.Comm) -> Iterator[None]:
    """Raise what went wrong on any rank on every rank, when all are through; collective."""
    problem, abandoned = None, False
    try:
        yield
    except StoppedInSetup:
        raise
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"
        abandoned = isinstance(error, TimeoutError)
    problem = first_problem(comm, problem)
    if problem is not None:
        if name := received_in_setup(comm):  # which has ended the compiler, too
            raise StoppedInSetup(name)
        raise NotCompiled(problem, comm.allreduce(abandoned, MPI.LOR))


def _shares(missing: Mapping[str, Source], count: int) -> list[dict[str, Source]]:
    """Divide forms into shares of about equal cost; all expressions belong to the first one."""
    shares: list[dict[str, Source]] = [{} for _ in range(count)]
    taken = [0] * count
    if len({isinstance(source, ufl.Form) for source in missing.values()}) == 2:
        taken[0] = LIBRARY_COST  # of the expressions
    for key, source in sorted(missing.items(), key=lambda item: -_cost(item[1])):
        least = taken.index(min(taken)) if isinstance(source, ufl.Form) else 0
        shares[least][key] = source
        taken[least] += _cost(source)
    return shares


def _cost(source: Source) -> int:
    """Return an estimate of the time of a compilation: nodes by derivatives, and a fixed part."""
    if isinstance(source, ufl.Form):
        roots = [integral.integrand() for integral in source.integrals()]
        arity = len(source.arguments())
    else:
        roots, arity = [source[0]], 0
    nodes = sum(1 for root in roots for _ in unique_pre_traversal(root))
    return FIXED_COST + (1 + arity) * nodes


def _compile(share: Mapping[str, Source]) -> None:
    """Compile forms into one library and expressions into another, and note their places."""
    forms = {key: each for key, each in share.items() if isinstance(each, ufl.Form)}
    others = {key: each for key, each in share.items() if not isinstance(each, ufl.Form)}
    settings = {"options": _options(), **jit.get_options()}
    if forms:
        with called_directly():
            _, library, _ = ffcx_jit.compile_forms(list(forms.values()), **settings)
        names = (form_name(form, i, library.__name__) for i, form in enumerate(forms.values()))
        _note(library, zip(forms, names, strict=True))
    if others:
        with called_directly():
            _, library, _ = ffcx_jit.compile_expressions(list(others.values()), **settings)
        names = (expression_name(each, library.__name__) for each in others.values())
        _note(library, zip(others, names, strict=True))


def _note(library: ModuleType, names: Iterable[tuple[str, str]]) -> None:
    """Write a file with the place of each object of a library."""
    file = Path(str(library.__file__))
    for key, name in names:
        unfinished = file.with_name(f"{key}.{os.getpid()}")
        unfinished.write_text(f"{file.name} {name}")
        unfinished.replace(file.with_name(f"{key}.place"))


def _places(keys: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return library and name of the objects that are in the cache."""
    folder, found = Path(str(jit.get_options()["cache_dir"])), {}
    for key in keys:
        with suppress(OSError, ValueError):
            library, name = (folder / f"{key}.place").read_text().split()
            if (folder / library).exists():
                found[key] = str(folder / library), name
    return found


def _object(library: str, name: str) -> tuple[Any, ModuleType]:
    loaded = _library(library)
    return getattr(loaded.lib, name), loaded


@cache
def _library(path: str) -> ModuleType:
    found = spec_from_file_location(Path(path).name.partition(".")[0], path)
    if found is None or found.loader is None:
        raise ImportError(f"{path} is not a library")
    library = module_from_spec(found)
    found.loader.exec_module(library)
    return library


def _options() -> dict[str, Any]:
    """Return the options of the form compiler."""
    return dict(ffcx.get_options({"scalar_type": np.float64}))
