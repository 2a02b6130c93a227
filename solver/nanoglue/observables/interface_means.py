"""Means over each interface of what acts on it, and its open and pressed shares."""

from collections.abc import Sequence

import numpy as np
import ufl

from nanoglue.case import columns
from nanoglue.observables import Values
from nanoglue.physics.cohesion import Cohesion
from nanoglue.physics.interface_area import area_ratio
from nanoglue.physics.interface_quadrature import InterfaceQuadrature
from nanoglue.physics.model_parts import ModelParts
from nanoglue.runtime.fenics import MPI

COLUMNS = (
    columns.OPENING_MEAN,
    columns.SLIDING_MEAN,
    columns.TRACTION_NORMAL_MEAN,
    columns.TRACTION_TANGENTIAL_MEAN,
    columns.DAMAGE_MEAN,
    columns.AREA_RATIO_MEAN,
)
"""Averaged quantities."""

SHARES = (columns.OPEN_FRACTION, columns.PRESSED_FRACTION)
"""Shares of the area."""

ROUNDING = 1e-11
"""Opening over the size of the domain [-] below which an interface is neither open nor pressed."""

TRUE = {
    columns.TRACTION_NORMAL_MEAN: columns.CAUCHY_TRACTION_NORMAL_MEAN,
    columns.TRACTION_TANGENTIAL_MEAN: columns.CAUCHY_TRACTION_TANGENTIAL_MEAN,
}
"""Nominal tractions and those per present area."""


class InterfaceMeans:
    """Mean opening, sliding, tractions (tension positive) and damage over the undeformed area.

    The tractions are nominal, per undeformed area; those called Cauchy are the same forces per
    present area. Where the interface ends at the axis of symmetry, the opening there is a column.
    """

    order = 4

    def __init__(self, problem: ModelParts) -> None:
        """Watch every interface of the problem."""
        self.interfaces = [_Interface(problem, cohesion) for cohesion in problem.cohesion.values()]

    def __call__(self) -> Values:
        """Return the columns ``opening_mean:NAME [um]`` and so on."""
        found: Values = {}
        for interface in self.interfaces:
            found.update(interface())
        return found

    def accept(self) -> None:
        """Do nothing; there is no state."""


class _Interface:
    """Means and shares of one interface."""

    def __init__(self, problem: ModelParts, cohesion: Cohesion) -> None:
        self.name, self.comm = cohesion.name, problem.domain.mesh.comm
        opening, sliding = cohesion.jump.present()
        damage = cohesion.damage(opening, sliding)
        tractions = cohesion.tractions(opening, sliding, damage)
        ratio = area_ratio(problem, cohesion)
        self.values = InterfaceQuadrature(cohesion, [opening, sliding, *tractions, damage, ratio])
        self.rounding = ROUNDING * problem.domain.size()
        self.contact, self.stiffness = cohesion.contact, cohesion.contact_stiffness
        self.at_axis: tuple[int, int] | None = None
        if problem.domain.coordinates.has_axis:
            position = ufl.SpatialCoordinate(problem.domain.mesh)
            radius = InterfaceQuadrature(cohesion, [position[0]])
            problem.domain.forms.when_compiled(lambda: self._find_axis(cohesion, radius()[0]))

    def _find_axis(self, cohesion: Cohesion, radius: np.ndarray) -> None:
        self.at_axis = _nearest_to_axis(cohesion, radius)

    def __call__(self) -> Values:
        values = self.values()
        measured = (*values, *self._shares(values), np.ones(1))
        local = np.array([self.values.integral(shown) for shown in measured])
        *sums, area = self.comm.allreduce(local)
        found: Values = {
            column.at(self.name): float(total / area)
            for column, total in zip((*COLUMNS, *SHARES), sums, strict=True)
        }
        ratio = found[columns.AREA_RATIO_MEAN.at(self.name)]
        for nominal, true in TRUE.items():
            found[true.at(self.name)] = found[nominal.at(self.name)] / ratio
        normal = values[COLUMNS.index(columns.TRACTION_NORMAL_MEAN)]
        pressure = float((-normal / values[COLUMNS.index(columns.AREA_RATIO_MEAN)]).max(initial=0))
        largest = self.comm.allreduce(pressure, op=MPI.MAX)
        found[columns.CONTACT_PRESSURE_MAX.at(self.name)] = largest
        found[columns.LOAD_BEARING.at(self.name)] = 1 - found[columns.DAMAGE_MEAN.at(self.name)]
        if self.at_axis is not None:
            rank, point = self.at_axis
            shown = float(values[0][point]) if rank == self.comm.rank else None
            found[columns.OPENING_AT_AXIS.at(self.name)] = self.comm.bcast(shown, root=rank)
        return found

    def _shares(self, values: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        """Return whether each point is open, and whether it is pressed.

        With finite sliding, the opening is that to the point opposite now, and a point beyond the
        end of the other body is open.
        """
        opening, damage = values[0], values[COLUMNS.index(columns.DAMAGE_MEAN)]
        if self.contact is None:
            return (opening > self.rounding) & (damage > 0), opening < -self.rounding
        normal = values[COLUMNS.index(columns.TRACTION_NORMAL_MEAN)]
        pressed = normal < -self.stiffness * self.rounding
        gap = self.contact.gap.x.array[: len(opening)]
        return (np.abs(gap) > self.rounding) & (damage > 0) & ~pressed, pressed


def _nearest_to_axis(cohesion: Cohesion, radius: np.ndarray) -> tuple[int, int] | None:
    """Return rank and number of the point nearest to the axis, if the interface ends there."""
    domain = cohesion.domain
    owned = cohesion.space.dofmap.index_map.size_local
    nodes = domain.interfaces[cohesion.name].mesh.geometry.x[:, 0]
    point = int(np.argmin(radius[:owned])) if owned else -1
    local = (float(nodes.min(initial=np.inf)), float(radius[point]) if owned else np.inf, point)
    found = domain.mesh.comm.allgather(local)
    if min(start for start, *_ in found) > domain.axis_distance():
        return None
    rank = min(range(len(found)), key=lambda number: found[number][1])
    return rank, found[rank][2]
