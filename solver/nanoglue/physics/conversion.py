"""A coating that binds the species once and for all, and thickens without stress as it does.

The body is drawn as converted. Its virgin shape is thinner: every point lies nearer to the surfaces
by which the body holds to others. With the way w from the converted to the virgin place of a point,
what a share s of conversion leaves free of stress is G = I + (1 - s) grad(w); as that is the
gradient of a motion, a body that nothing else strains thickens without stress.
"""

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

import ufl

from nanoglue.case.schema.bodies import Body
from nanoglue.mesh.domain import Domain
from nanoglue.mesh.quadrature_state import QuadratureState
from nanoglue.mesh.quadrature_values import QuadratureValues
from nanoglue.models.expressions import Expr
from nanoglue.models.tensors import determinant, inverse
from nanoglue.physics.elastic_energy import energy
from nanoglue.physics.mechanics import Mechanics
from nanoglue.physics.virgin_shape import way_to_surfaces
from nanoglue.runtime.fenics import fem

IN_SECTION = ((0, 0), (0, 1), (1, 0), (1, 1), (2, 2))
ENTRIES = {2: IN_SECTION, 3: tuple(product(range(3), repeat=2))}
"""Entries of a displacement gradient that may differ from 0, by the dimension of the mesh."""


class Conversion:
    """The share [-] of a body that is converted, and what that makes of its shape."""

    def __init__(
        self,
        domain: Domain,
        name: str,
        body: Body,
        u: fem.Function,
        begins_virgin: bool,
        symmetric: Iterable[str] = (),
    ) -> None:
        """Give the body its virgin shape, if a stage of the protocol converts it.

        Args:
            domain: interfaces and their facets.
            name: the body.
            body: ``conversion`` and ``quadrature`` of the body in the case.
            u: displacement of the body; it becomes that of the virgin shape.
            begins_virgin: whether there is such a stage.
            symmetric: boundaries that are planes of symmetry.
        """
        assert body.conversion is not None
        self.name, self.model = name, body.conversion
        model, degree, mesh = self.model, body.quadrature.degree, u.function_space.mesh
        self.schedule: list[Any] = []  # stages that convert the body, laid out in time
        self.share = fem.Constant(domain.mesh, 0.0 if begins_virgin else 1.0)
        self.thickens = begins_virgin and model.thickness_ratio is not None
        way = fem.Function(u.function_space, name="virgin_way")
        if model.thickness_ratio is not None:
            towards = way_to_surfaces(domain, name, u, symmetric)
            way.x.array[:] = (1 - 1 / model.thickness_ratio) * towards.ravel()
        places = ENTRIES[domain.dim]
        slope = QuadratureState("virgin_gradient", mesh, degree, [0.0] * len(places))
        gradient = domain.coordinates.gradient(way, ufl.SpatialCoordinate(mesh))
        entries = ufl.as_vector([gradient[entry] for entry in places])
        (slope.values,) = QuadratureValues(domain.forms, mesh, degree, [entries])()
        self.slope = _tensor(slope.old, places)
        virgin_shape = ufl.Identity(3) + self.slope
        volume = domain.integrate(determinant(virgin_shape) * domain.dV(name, degree))
        self.amount = model.bound(volume / (model.volume_ratio or 1.0))
        self.shape = ufl.Identity(3) + (1 - self.share) * self.slope
        """Stress-free deformation gradient (3, 3) [-] of a body that thickens."""
        if self.thickens:
            u.x.array[:] = way.x.array

    def lay_out(self, stages: Sequence[Any]) -> None:
        """Take the scheduled stages that convert the body."""
        self.schedule = list(stages)

    @property
    def bound(self) -> float:
        """Amount [amol] that the body has bound so far."""
        return float(self.share.value) * self.amount

    def set_time(self, time: float) -> None:
        """Set the share to that of a time [s]: the stages that convert bind at constant rates."""
        if self.schedule:
            self.share.value[...] = min(self.supplied(time) / self.amount, 1.0)

    def supplied(self, time: float) -> float:
        """Return the amount [amol] that the stages have supplied up to a time [s]."""
        return float(
            sum(
                leg.inflow * min(max(time - leg.start, 0), leg.end - leg.start)
                for leg in self.schedule
            )
        )

    def driving(self, mechanics: Mechanics, gradient: Expr) -> Expr:
        """d(energy)/d(share) [MPa] per undeformed volume at fixed deformation.

        dW = det(G) (psi I - M) : dG G^-1 with the Mandel stress M = Fe^T tau Fe^-T.
        """
        identity = ufl.Identity(3)
        elastic = (identity + gradient) * inverse(self.shape)
        mandel = elastic.T * mechanics.kirchhoff_stress(gradient) * inverse(elastic).T
        tension = energy(mechanics, gradient) * identity - mandel
        rate = -self.slope * inverse(self.shape)
        return mechanics.swelling * ufl.inner(tension, rate.T)


def _tensor(entries: Expr, places: Sequence[tuple[int, ...]]) -> Expr:
    """Return the displacement gradient (3, 3) of a vector of its entries and their places."""
    rows = [[0.0] * 3 for _ in range(3)]
    for (i, j), entry in zip(places, entries, strict=True):
        rows[i][j] = entry
    return ufl.as_matrix(rows)
