"""Forms and expressions that are compiled together when the first of them is needed."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import numpy as np
import ufl

from nanoglue.runtime.fenics import MPI, EntityMap, fem, jit
from nanoglue.runtime.form_libraries import Source, load


class Declared[T]:
    """Form or expression, compiled at the latest when it is first called; that is collective."""

    def __init__(self, compiler: "FormCompiler", source: Source, create: Callable[[], T]) -> None:
        """Note what is to be compiled.

        Args:
            compiler: compiles it together with all others that are declared.
            source: form, or expression with its points.
            create: returns it for use, while the compiled objects are served.
        """
        self.compiler, self.source, self.create = compiler, source, create
        self.compiled: tuple[Any, ModuleType] | None = None
        self.ready: T | None = None

    def __call__(self) -> T:
        """Return the compiled form or expression, created when it is first used."""
        if self.ready is not None:
            return self.ready
        if self.compiled is None:
            self.compiler.compile()
        if self.compiled is None:
            raise RuntimeError("what is used was not declared")
        with _served(self.compiled):
            self.ready = self.create()
        return self.ready


class FormCompiler:
    """Compiles what has been declared so far, at once."""

    def __init__(self, comm: MPI.Comm, entity_maps: Sequence[EntityMap] = ()) -> None:
        """Begin with nothing.

        Args:
            comm: ranks that declare the same, in the same order.
            entity_maps: from the bodies and interfaces to the parent mesh.
        """
        self.comm, self.entity_maps = comm, list(entity_maps)
        self.declared: list[Declared[Any]] = []
        self.actions: list[Callable[[], None]] = []
        self.batches: list[int] = []
        """Number of forms and expressions of each compilation."""

    def form(self, form: ufl.Form) -> Declared[fem.Form]:
        """Declare a form."""
        return self._declare(form, lambda: fem.form(form, entity_maps=self.entity_maps))

    def expression(
        self, expression: ufl.core.expr.Expr, points: np.ndarray
    ) -> Declared[fem.Expression]:
        """Declare an expression at points (n, dim) of the reference cell."""
        return self._declare((expression, points), lambda: fem.Expression(expression, points))

    def when_compiled(self, action: Callable[[], None]) -> None:
        """Act as soon as what is declared so far has been compiled, before it is used."""
        self.actions.append(action)

    def _declare[T](self, source: Source, create: Callable[[], T]) -> Declared[T]:
        declared = Declared(self, source, create)
        self.declared.append(declared)
        return declared

    def compile(self) -> None:
        """Compile all that is declared and not compiled yet, and act on it; collective.

        Raises:
            NotCompiled: on every rank, if something could not be compiled.
        """
        declared, self.declared = self.declared, []
        if declared:
            self.batches.append(len(declared))
        compiled = load(self.comm, [each.source for each in declared])
        for each, one in zip(declared, compiled, strict=True):
            each.compiled = one
        actions, self.actions = self.actions, []
        for act in actions:
            act()


@contextmanager
def _served(compiled: tuple[Any, ModuleType]) -> Iterator[None]:
    """Let DOLFINx take an object that is compiled already instead of compiling it alone."""
    alone = jit.ffcx_jit

    def found(*_: object, **__: object) -> tuple[Any, ModuleType, tuple[None, None]]:
        return *compiled, (None, None)

    jit.ffcx_jit = found
    try:
        yield
    finally:
        jit.ffcx_jit = alone
