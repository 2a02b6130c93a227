"""Shape of the bonded area of each interface in three dimensions."""

import numpy as np

from nanoglue.case import columns
from nanoglue.mesh.surface_contour import connected_parts, contour_length, count_parts, farthest
from nanoglue.models.coordinates import ON_AXIS
from nanoglue.observables import Values
from nanoglue.physics.cohesion import Cohesion
from nanoglue.physics.interface_quadrature import InterfaceQuadrature
from nanoglue.physics.model_parts import ModelParts
from nanoglue.runtime.fenics import MPI, fem, la

HALF = 0.5
"""Bonded share [-] on the front."""

ROUNDING = 1e-12
"""Difference of damage [-] from failure within which a point has failed."""

TIE = 1e-6
"""Difference of damage [-] within which points are equally damaged."""


class ContactFront:
    """Bonded area, length and position of the front, bonded patches and angle of onset.

    Of every interface in three dimensions. The front is the contour of a bonded share of one half;
    the share is linear between the corners of facets, where it is the mean of the adjacent facets.
    Its position along a coordinate axis of the interface is the largest distance from the origin at
    which the interface is bonded in the plane of that axis and the interface's normal axis. Patches
    are bonded facets that are connected by their corners. The angle of onset is the azimuth of the
    place with the largest damage, until a point has failed, counted from the first axis of the
    interface about the origin. Only what is modelled counts: a quarter has a quarter of the area.
    """

    order = 2

    def __init__(self, problem: ModelParts) -> None:
        """Watch every interface of a problem in three dimensions."""
        space = problem.domain.dim == 3
        cohesions = problem.cohesion if space else {}
        self.interfaces = {name: _Front(cohesion) for name, cohesion in cohesions.items()}
        self.totals: dict[str, float] = dict.fromkeys(self.interfaces, np.nan)
        self.onset: dict[str, float] = {}  # angles where a point has failed in the present step

    def __call__(self) -> Values:
        """Return the columns ``bonded_area:NAME [um^2]`` and so on."""
        found: Values = {}
        self.onset = {}
        for name, front in self.interfaces.items():
            envelope = front.envelope()
            found |= front.shape(envelope)
            angle, failed = front.angle(envelope)
            known = not np.isnan(self.totals[name])
            if failed and not known:
                self.onset[name] = angle
            found[columns.ONSET_ANGLE.at(name)] = self.totals[name] if known else angle
        return found

    def accept(self) -> None:
        """Keep the angles of points that have failed first in the present step."""
        self.totals |= self.onset


class _Front:
    """Facets of one interface with their corners."""

    def __init__(self, cohesion: Cohesion) -> None:
        self.name, self.cohesion = cohesion.name, cohesion
        domain, mesh = cohesion.domain, cohesion.interface.mesh
        self.comm, self.rounding = domain.mesh.comm, ON_AXIS * domain.size()
        envelope = cohesion.updated_history()[cohesion.envelope_old]
        self.values = InterfaceQuadrature(cohesion, [envelope])
        self.failed_at = cohesion.law.failed_at() - ROUNDING
        owned = mesh.topology.index_map(2).size_local
        self.points = cohesion.space.dofmap.list[:owned]
        self.areas = self.values.weights[self.points].sum(axis=1)
        self.space = fem.functionspace(mesh, ("P", 1))
        self.facets = self.space.dofmap.list[:owned]
        self.corners = self.space.tabulate_dof_coordinates()[self.facets]
        self.area_at_corners = self._at_corners(np.ones(owned))
        index_map = self.space.dofmap.index_map
        local = np.arange(index_map.size_local + index_map.num_ghosts, dtype=np.int32)
        self.numbers = index_map.local_to_global(local)
        ghosts = fem.Function(self.space)
        ghosts.x.array[index_map.size_local :] = 1.0
        ghosts.x.scatter_reverse(la.InsertMode.add)
        self.shared = self.numbers[ghosts.x.array > 0]
        self.axes = self._axes()

    def _axes(self) -> tuple[int, int]:
        """Return the two coordinate axes that are least normal to the interface, or the first."""
        a, b, c = self.corners.transpose(1, 0, 2)
        # Corners are in no order, so that the sense of the normals is arbitrary.
        normal = self.comm.allreduce(np.abs(np.cross(b - a, c - a)).sum(axis=0))
        normal = (normal / normal.max()).round(9)  # equal ones do not depend on the partition
        first, second = sorted(np.argsort(normal, kind="stable")[:2].tolist())
        return first, second

    def _at_corners(self, shares: np.ndarray) -> np.ndarray:
        """Return the sum of area times share of the facets at each corner (n, 3); collective."""
        summed = fem.Function(self.space)
        weighted = np.repeat((self.areas * shares)[:, None], 3, axis=1)
        np.add.at(summed.x.array, self.facets, weighted)
        summed.x.scatter_reverse(la.InsertMode.add)
        summed.x.scatter_forward()
        found: np.ndarray = summed.x.array[self.facets]
        return found

    def envelope(self) -> np.ndarray:
        """Return the largest damage [-] so far at each point; collective."""
        return self.values()[0]

    def shape(self, envelope: np.ndarray) -> Values:
        """Return area, front and patches; collective."""
        bonded = envelope[self.points] < self.failed_at
        weights = self.values.weights[self.points]
        area = float((weights * bonded).sum())
        shares = (weights * bonded).sum(axis=1) / self.areas
        at_corners = self._at_corners(shares) / self.area_at_corners
        length = contour_length(self.corners, at_corners, HALF)
        area, length = self.comm.allreduce(np.array([area, length]))
        found: Values = {
            columns.BONDED_AREA.at(self.name): float(area),
            columns.FRONT_LENGTH.at(self.name): float(length),
        }
        for axes in (self.axes, self.axes[::-1]):
            reach = farthest(self.corners, at_corners, HALF, axes, self.rounding)
            column = columns.front("xyz"[axes[0]]).at(self.name)
            found[column] = self.comm.allreduce(reach, op=MPI.MAX)
        part = connected_parts(self.numbers[self.facets[shares > HALF]], self.shared)
        found[columns.BONDED_PATCHES.at(self.name)] = float(count_parts(self.comm.allgather(part)))
        return found

    def angle(self, envelope: np.ndarray) -> tuple[float, bool]:
        """Return the azimuth [deg] of the largest damage and whether it is failure; collective.

        Among equally damaged points it is that of the largest damage before the present step, then
        the smallest angle.
        """
        owned = len(self.values.weights)
        now, before = envelope[:owned], self.cohesion.damage_old.x.array[:owned]
        largest = self._largest(now)
        first = now >= largest - TIE
        first &= before >= self._largest(before[first]) - TIE
        if largest <= 0:
            return 0.0, False
        along, across = (self.cohesion.positions[:owned][first, axis] for axis in self.axes)
        angles = np.degrees(np.arctan2(across, along))
        return -self._largest(-angles), largest >= self.failed_at

    def _largest(self, values: np.ndarray) -> float:
        """Return the largest value of all ranks; collective."""
        return float(self.comm.allreduce(float(values.max(initial=-np.inf)), op=MPI.MAX))
