"""Evaluation of interface quantities at quadrature points by a diagonal projection."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import ufl

from nanoglue.mesh.measures import Weighted
from nanoglue.mesh.quadrature_state import quadrature_space
from nanoglue.models.expressions import Expr
from nanoglue.runtime.fenics import fem, petsc
from nanoglue.runtime.vectors import assemble_vector, update_ghosts

if TYPE_CHECKING:
    from nanoglue.physics.cohesion import Cohesion


class InterfaceQuadrature:
    """Evaluator of interface expressions at quadrature points by a diagonal projection."""

    def __init__(self, cohesion: "Cohesion", expressions: list[Expr]) -> None:
        """Compile one form for all expressions, so that common parts are evaluated once."""
        self.cohesion, self.count = cohesion, len(expressions)
        around, flat = cohesion.dA(), cohesion.dA(flat=True)
        if expressions:
            self.assembled = self._assembled(expressions, flat)
        if cohesion.measured is None:
            owned = cohesion.space.dofmap.index_map.size_local
            lengths, areas = (self._assembled([1.0], dA)()[:, 0] for dA in (flat, around))
            cohesion.measured = lengths, areas[:owned]
        self.scale, self.weights = cohesion.measured

    def _assembled(self, expressions: list[Expr], measure: Weighted) -> Callable[[], np.ndarray]:
        """Return weighted values (points, n) at owned and ghost points."""
        space, count = self.cohesion.space, len(expressions)
        if count > 1:
            place = self.cohesion.interface.mesh, self.cohesion.quadrature
            space = quadrature_space(*place, count, self.cohesion.scheme)
        test = ufl.TestFunction(space)("+")
        tested = ufl.dot(ufl.as_vector(expressions), test) if count > 1 else expressions[0] * test
        form = fem.form(tested * measure, entity_maps=self.cohesion.domain.entity_maps)
        vector = petsc.create_vector(space)

        def assemble() -> np.ndarray:
            assemble_vector(vector, form)
            update_ghosts(vector)
            with vector.localForm() as local:
                values: np.ndarray = local.array_r.reshape(-1, count).copy()
            return values

        return assemble

    def integral(self, values: npt.ArrayLike) -> float:
        """Integrate point values over this rank's part of the interface."""
        return float(
            np.sum(self.weights * np.broadcast_to(values, self.scale.shape)[: len(self.weights)])
        )

    def __call__(self) -> list[np.ndarray]:
        """Return the values at owned and ghost points, one array per expression."""
        self.cohesion.refresh()
        return list(self.assembled().T / self.scale) if self.count else []
