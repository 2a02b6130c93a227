"""Quantities of an interface at its quadrature points, without point evaluation."""

from typing import Any

import numpy as np
import ufl

from nanoglue import stack  # noqa: F401  before dolfinx

from dolfinx import fem  # isort: skip
from dolfinx.fem import petsc as fp  # isort: skip
from petsc4py import PETSc  # isort: skip


class InterfaceValues:
    """Evaluates expressions of an interface at its quadrature points by a diagonal projection."""

    def __init__(self, cohesion: Any, expressions: list[Any]) -> None:
        """Compile one form an expression."""
        test = ufl.TestFunction(cohesion.space)("+")
        measure = cohesion.dA(flat=True)
        maps = cohesion.domain.entity_maps
        self.cohesion, self.space = cohesion, cohesion.space
        self.forms = [
            fem.form(expression * test * measure, entity_maps=maps) for expression in expressions
        ]
        self.vector = fp.create_vector(self.space)
        if cohesion.measured is None:
            owned = self.space.dofmap.index_map.size_local
            flat, around = (
                self._assemble(fem.form(1.0 * test * dA, entity_maps=maps))
                for dA in (measure, cohesion.dA())
            )
            cohesion.measured = flat, around[:owned]
        self.scale, self.weights = cohesion.measured

    def _assemble(self, form: Any) -> np.ndarray:
        with self.vector.localForm() as local:
            local.set(0.0)  # ghosts too
        fp.assemble_vector(self.vector, form)
        self.vector.ghostUpdate(addv=PETSc.InsertMode.ADD, mode=PETSc.ScatterMode.REVERSE)
        self.vector.ghostUpdate(addv=PETSc.InsertMode.INSERT, mode=PETSc.ScatterMode.FORWARD)
        with self.vector.localForm() as local:
            return local.array_r.copy()

    def integral(self, values: Any) -> float:
        """Integral over this rank's part of the interface of values at its points."""
        return float(
            np.sum(self.weights * np.broadcast_to(values, self.scale.shape)[: len(self.weights)])
        )

    def __call__(self) -> list[np.ndarray]:
        """Values at owned and ghost points, an array an expression."""
        if self.cohesion.contact is not None:
            self.cohesion.contact.show()
        return [self._assemble(form) / self.scale for form in self.forms]
