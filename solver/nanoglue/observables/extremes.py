"""Largest stretch and stresses of a body."""

from collections.abc import Callable

import numpy as np

from nanoglue.case import columns
from nanoglue.mesh.quadrature_values import QuadratureValues, volumes
from nanoglue.models.expressions import Expr
from nanoglue.models.invariants import Tensor, largest_stretch, von_mises
from nanoglue.models.tensors import largest_eigenvalue
from nanoglue.observables import Values
from nanoglue.physics.model_parts import ModelParts
from nanoglue.physics.stress_points import cauchy_stress
from nanoglue.runtime.fenics import MPI

MEASURES: dict[columns.Column, Callable[[Tensor, Tensor], Expr]] = {
    columns.LARGEST_STRETCH: lambda _, gradient: largest_stretch(gradient),
    columns.LARGEST_VON_MISES: lambda stress, _: von_mises(stress),
    columns.LARGEST_HOOP_STRESS: lambda stress, _: stress[2, 2],
    columns.LARGEST_PRINCIPAL_STRESS: lambda stress, _: largest_eigenvalue(stress),
}
"""Quantities at a point, of Cauchy stress and displacement gradient (3, 3)."""

SHARE = 0.1
"""Share of the volume [-] in which ``von_mises_p90`` is exceeded."""

SECTIONS, ROUNDS, RESOLUTION = 1000, 40, 1e-8
"""Sections at a time, most rounds and relative width [-] of the search for a percentile."""


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
        left_out = (columns.LARGEST_HOOP_STRESS,) if domain.dim == 3 else ()
        self.columns = [column for column in MEASURES if column not in left_out]
        fields = cauchy_stress(mechanics, updated=False), mechanics.gradient(mechanics.u, mesh)
        measures = [MEASURES[column](*fields) for column in self.columns]
        self.points = QuadratureValues(domain.forms, mesh, mechanics.degree, measures)
        self.volumes = volumes(domain, mesh, mechanics.degree)

    def __call__(self) -> Values:
        """Return the largest of each, and the stress exceeded in a tenth of the volume."""
        owned = len(self.volumes())
        values = {c: each[:owned] for c, each in zip(self.columns, self.points(), strict=True)}
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
    enough = share * comm.allreduce(float(weights.sum()))
    low, high, above = 0.0, float(np.nextafter(largest, np.inf)), 0.0
    for _ in range(ROUNDS):
        if high - low <= RESOLUTION * high:
            break
        width = (high - low) / SECTIONS
        section = np.clip(((values - low) / width).astype(np.int64), 0, SECTIONS - 1)
        total = np.empty(SECTIONS)
        comm.Allreduce(np.bincount(section, weights, SECTIONS).astype(float), total)
        reached = above + np.cumsum(total[::-1])[::-1]  # weight in each section and above it
        last = max(int(np.sum(reached >= enough)) - 1, 0)
        above = float(reached[last] - total[last])
        values, weights = values[section == last], weights[section == last]
        low, high = low + last * width, low + (last + 1) * width
    return float(comm.allreduce(float(values.max(initial=0.0)), op=MPI.MAX))
