"""Evaluation of interface quantities at quadrature points by a diagonal projection."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import ufl

from nanoglue.mesh.measures import Weighted
from nanoglue.mesh.quadrature_state import quadrature_space
from nanoglue.models.expressions import Expr
from nanoglue.runtime.fenics import petsc
from nanoglue.runtime.unused import free_with
from nanoglue.runtime.vectors import assemble_vector, update_ghosts

if TYPE_CHECKING:
    from nanoglue.physics.cohesion import Cohesion


class InterfaceQuadrature:
    """Evaluator of interface expressions at quadrature points by a diagonal projection."""

    def __init__(self, cohesion: "Cohesion", expressions: list[Expr]) -> None:
        """Declare one form for all expressions, so that common parts are evaluated once."""
        self.cohesion, self.count = cohesion, len(expressions)
        if expressions:
            self.assembled = _assembled(cohesion, expressions, cohesion.dA(flat=True))

    @property
    def scale(self) -> np.ndarray:
        """Flat measure of owned and ghost points; collective when first read."""
        return self.cohesion.measures[0]

    @property
    def weights(self) -> np.ndarray:
        """Whole measure of owned points; collective when first read."""
        return self.cohesion.measures[1]

    def integral(self, values: npt.ArrayLike) -> float:
        """Integrate point values over this rank's part of the interface."""
        return float(
            np.sum(self.weights * np.broadcast_to(values, self.scale.shape)[: len(self.weights)])
        )

    def __call__(self) -> list[np.ndarray]:
        """Return the values at owned and ghost points, one array per expression."""
        self.cohesion.refresh()
        return list(self.assembled().T / self.scale) if self.count else []


def point_measures(cohesion: "Cohesion") -> Callable[[], tuple[np.ndarray, np.ndarray]]:
    """Declare what each quadrature point stands for; calling the result is collective.

    Returns:
        Function that returns lengths in a section and areas in space [um, um^2], at owned and ghost
        points, and areas [um^2] with the hoop length where there is an axis, at owned points.
    """
    owned = cohesion.space.dofmap.index_map.size_local
    flat = _assembled(cohesion, [1.0], cohesion.dA(flat=True))
    around = _assembled(cohesion, [1.0], cohesion.dA())
    return lambda: (flat()[:, 0], around()[:owned, 0])


def _assembled(
    cohesion: "Cohesion", expressions: list[Expr], measure: Weighted
) -> Callable[[], np.ndarray]:
    """Return an assembler of weighted values (points, n) at owned and ghost points."""
    space, count = cohesion.space, len(expressions)
    if count > 1:
        place = cohesion.interface.mesh, cohesion.quadrature
        space = quadrature_space(*place, count, cohesion.scheme)
    test = ufl.TestFunction(space)("+")
    tested = ufl.dot(ufl.as_vector(expressions), test) if count > 1 else expressions[0] * test
    form = cohesion.domain.forms.form(tested * measure)
    vector, domain = petsc.create_vector(space), cohesion.domain
    free_with(domain, domain.mesh.comm, [space.dofmap.index_map.comm])

    def assemble() -> np.ndarray:
        assemble_vector(vector, form())
        update_ghosts(vector)
        with vector.localForm() as local:
            values: np.ndarray = local.array_r.reshape(-1, count).copy()
        return values

    return assemble
