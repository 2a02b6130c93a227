"""Largest stretch and stresses of a body."""

from collections.abc import Callable

import numpy as np

from nanoglue.case import columns
from nanoglue.mesh.quadrature_values import volumes
from nanoglue.models import stress_measures as measures
from nanoglue.observables import Values
from nanoglue.physics.model_parts import ModelParts
from nanoglue.physics.stress_points import StressPoints
from nanoglue.runtime.fenics import MPI

MEASURES: dict[columns.Column, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    columns.LARGEST_STRETCH: lambda _, gradients: measures.largest_stretch(gradients),
    columns.LARGEST_VON_MISES: lambda stresses, _: measures.von_mises(stresses),
    columns.LARGEST_HOOP_STRESS: lambda stresses, _: stresses[..., 2, 2],
    columns.LARGEST_PRINCIPAL_STRESS: lambda stresses, _: measures.largest_principal(stresses),
}
"""Quantities at the points, of Cauchy stresses and displacement gradients (..., 3, 3)."""

SHARE = 0.1
"""Share of the volume [-] in which ``von_mises_p90`` is exceeded."""

SECTIONS, ROUNDS, RESOLUTION = 64, 40, 1e-8
"""Thresholds at a time, most rounds and relative width [-] of the search for a percentile."""


class Extremes:
    """Largest principal stretch, von Mises, hoop and principal stress (Cauchy) of bodies.

    Over the quadrature points of each body of ``output.maxima``, of all bodies if it is not given.
    At a corner or a triple line stresses are singular and their largest value grows as the mesh is
    refined; ``von_mises_p90``, exceeded in a tenth of the undeformed volume, does not. The hoop
    stress is that around the axis, in plane strain that out of the plane; there is none in three
    dimensions.
    """

    order = 8

    def __init__(self, problem: ModelParts) -> None:
        """Compile what is evaluated in each body; collective."""
        given = problem.case.output.maxima
        names = list(problem.mechanics) if given is None else given
        self.bodies = {name: _Body(problem, name) for name in names}

    def __call__(self) -> Values:
        """Return the columns ``largest_stretch:NAME [-]`` and so on; collective."""
        return {
            column.at(name): value
            for name, body in self.bodies.items()
            for column, value in body().items()
        }

    def accept(self) -> None:
        """Do nothing; there is no state."""


class _Body:
    """The points of one body."""

    def __init__(self, problem: ModelParts, name: str) -> None:
        mechanics, domain = problem.mechanics[name], problem.domain
        mesh = mechanics.u.function_space.mesh
        self.comm = mesh.comm
        self.points = StressPoints(mechanics, updated=False)
        self.volumes = volumes(domain, mesh, mechanics.degree)
        left_out = (columns.LARGEST_HOOP_STRESS,) if domain.dim == 3 else ()
        self.columns = [column for column in MEASURES if column not in left_out]

    def __call__(self) -> Values:
        """Return the largest of each, and the stress exceeded in a tenth of the volume."""
        stresses, gradients = (each[: len(self.volumes())] for each in self.points())
        values = {column: MEASURES[column](stresses, gradients) for column in self.columns}
        local = np.array([each.max(initial=-np.inf) for each in values.values()])
        largest = np.empty_like(local)
        self.comm.Allreduce(local, largest, op=MPI.MAX)
        found: Values = dict(zip(values, map(float, largest), strict=True))
        top = found[columns.LARGEST_VON_MISES]
        equivalent = values[columns.LARGEST_VON_MISES].ravel()
        found[columns.VON_MISES_P90] = exceeded(
            self.comm, equivalent, self.volumes().ravel(), top, SHARE
        )
        return found


def exceeded(
    comm: MPI.Intracomm, values: np.ndarray, weights: np.ndarray, largest: float, share: float
) -> float:
    """Return the largest value that is reached or exceeded in a share of the weight; collective.

    The range of values is divided in sections, so that only sums of weights are exchanged.

    Args:
        comm: ranks with the points.
        values: >= 0, at the points of this rank.
        weights: of the points.
        largest: value at any point of any rank.
        share: of the total weight [-].
    """
    if not np.isfinite(largest) or largest <= 0:
        return largest
    order = np.argsort(values)
    rising = values[order]
    above = np.concatenate([np.cumsum(weights[order][::-1])[::-1], [0.0]])
    enough = share * comm.allreduce(float(above[0]))
    low, high = 0.0, float(np.nextafter(largest, np.inf))
    for _ in range(ROUNDS):
        if high - low <= RESOLUTION * high:
            break
        thresholds = np.linspace(low, high, SECTIONS + 1)
        local, total = above[np.searchsorted(rising, thresholds)], np.empty(SECTIONS + 1)
        comm.Allreduce(local, total)
        last = max(int(np.sum(total >= enough)) - 1, 0)  # the weight falls with the threshold
        low, high = float(thresholds[last]), float(thresholds[min(last + 1, SECTIONS)])
    below = rising[: np.searchsorted(rising, high)]
    return float(comm.allreduce(float(below.max(initial=0.0)), op=MPI.MAX))
