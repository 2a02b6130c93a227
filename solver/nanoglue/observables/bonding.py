"""How much of each interface still holds, and how far its bodies overlap."""

from collections.abc import Mapping
from functools import cached_property

import numpy as np
import ufl

from nanoglue.case import columns
from nanoglue.case.event_types import EventType
from nanoglue.mesh.axis_vicinity import axis_distances
from nanoglue.models.expressions import Expr
from nanoglue.observables import Values
from nanoglue.physics.cohesion import Cohesion
from nanoglue.physics.event_distances import event_distances
from nanoglue.physics.interface_outputs import penetration
from nanoglue.physics.interface_quadrature import InterfaceQuadrature
from nanoglue.physics.model_parts import ModelParts
from nanoglue.runtime.fenics import MPI, fem


class Bonding:
    """Bonded fraction, debonding front, largest damage, its growth and penetration.

    The columns are those of every interface; the fraction is that of the area.

    A point is debonded once its damage without viscosity has reached 1 (or the law's own limit).
    The debonding front is the outermost bonded distance from the axis, in plane problems the
    largest bonded x and in three dimensions the largest distance from the z axis; 0 where nothing
    is bonded any more. ``debonded_radius`` is the innermost, the radius of a blister; the outermost
    of the interface where nothing is bonded any more.
    """

    order = 1

    def __init__(self, problem: ModelParts) -> None:
        """Watch every interface of the problem."""
        near = axis_distances(problem.domain)
        self.interfaces = [
            _Interface(one, near.get(name)) for name, one in problem.cohesion.items()
        ]

    def __call__(self) -> Values:
        """Return the columns ``bonded_fraction:NAME [-]`` and so on."""
        found: Values = {}
        for interface in self.interfaces:
            found.update(interface())
        return found

    @property
    def distances(self) -> dict[str, Mapping[EventType, float]]:
        """Distances of each interface to its events, in the step observed last."""
        return {interface.name: interface.distances for interface in self.interfaces}

    def accept(self) -> None:
        """Do nothing; there is no state."""


class _Interface:
    """Bonding of one interface."""

    def __init__(self, cohesion: Cohesion, at_axis: float | None) -> None:
        opening, sliding = cohesion.jump.present()
        self.cohesion, self.name, self.domain = cohesion, cohesion.name, cohesion.domain
        envelope = cohesion.updated_history()[cohesion.envelope_old]
        overlap = penetration(cohesion, opening, sliding)
        self.values = InterfaceQuadrature(
            cohesion, [cohesion.damage(opening, sliding), envelope, overlap]
        )
        self.bonded = fem.Function(cohesion.space)
        self.bonded_area = self.domain.integral(self.bonded("+") * cohesion.dA())
        self.area = self.domain.constant_integral(1.0 * cohesion.dA())
        position = ufl.SpatialCoordinate(self.domain.mesh)
        self.from_axis = InterfaceQuadrature(cohesion, [self._from_axis(position)])
        self.at_axis = np.inf if at_axis is None else at_axis
        self.damage_old = cohesion.damage_old
        self.distances: Mapping[EventType, float] = {}

    @cached_property
    def distance(self) -> np.ndarray:
        """Distance [um] of the points from the axis; collective when first read."""
        return self.from_axis()[0]

    @cached_property
    def end(self) -> float:
        """Largest distance [um] of any point from the axis; collective when first read."""
        return self._largest(self.distance)

    @cached_property
    def beyond(self) -> np.ndarray:
        """Whether a point of this rank is farther from the axis than a front at the axis."""
        owned = len(self.values.weights)
        beyond: np.ndarray = self.distance[:owned] > self.at_axis
        return beyond

    def __call__(self) -> Values:
        """Return the columns of this interface."""
        damage, envelope, overlap = self.values()
        bonded = envelope < self.cohesion.law.failed_at() - 1e-12
        self.bonded.x.array[:] = bonded
        grown = damage - self.damage_old.x.array
        front = np.where(bonded, self.distance, -np.inf)
        inner = np.where(bonded, -self.distance, -self.end)
        largest = [self._largest(values) for values in (envelope, grown, front, inner)]
        self.distances = self._event_distances(np.where(bonded, envelope, np.inf))
        return {
            columns.BONDED_FRACTION.at(self.name): (share := self.bonded_area() / self.area()),
            columns.FAILED_FRACTION.at(self.name): max(1 - share, 0.0),
            columns.DEBONDING_FRONT.at(self.name): largest[2],
            columns.DEBONDED_RADIUS.at(self.name): -largest[3],
            columns.DAMAGE_MAX.at(self.name): largest[0],
            columns.DAMAGE_GROWTH.at(self.name): largest[1],
            columns.PENETRATION_MAX.at(self.name): self._largest(overlap),
        }

    def _event_distances(self, envelope: np.ndarray) -> dict[EventType, float]:
        """Return the distances to the events, from the damage of bonded points."""
        owned, limit = len(self.beyond), self.cohesion.law.failed_at()
        share = np.maximum(1 - envelope[:owned] / limit, 0.0)
        weights, comm = self.values.weights, self.domain.mesh.comm
        return event_distances(share, weights, self.beyond, comm)

    def _from_axis(self, position: Expr) -> Expr:
        """Return the distance [um] of a point from the axis, in plane problems x."""
        if self.domain.dim == 3:
            return ufl.sqrt(position[0] ** 2 + position[1] ** 2)
        return position[0]

    def _largest(self, values: np.ndarray) -> float:
        """Largest value of all ranks, 0 if there is none."""
        local = float(values.max()) if values.size else -np.inf  # a rank may have none
        largest = float(self.domain.mesh.comm.allreduce(local, op=MPI.MAX))
        return largest if np.isfinite(largest) else 0.0
