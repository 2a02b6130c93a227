"""Largest stretch and stresses of a body."""

import numpy as np

from nanoglue.case import columns
from nanoglue.mesh.quadrature_values import volumes
from nanoglue.models import stress_measures as measures
from nanoglue.observables import Values
from nanoglue.physics.model_parts import ModelParts
from nanoglue.physics.stress_points import StressPoints

COLUMNS = (
    columns.LARGEST_STRETCH,
    columns.LARGEST_VON_MISES,
    columns.LARGEST_HOOP_STRESS,
    columns.LARGEST_PRINCIPAL_STRESS,
    columns.VON_MISES_P90,
)


class Extremes:
    """Largest principal stretch, von Mises, hoop and principal stress (Cauchy) of bodies.

    Over the quadrature points of each body of ``output.maxima``, of all bodies if it is not given.
    At a corner or a triple line stresses are singular and their largest value grows as the mesh is
    refined; ``von_mises_p90``, exceeded in a tenth of the undeformed volume, does not. The hoop
    stress is that around the axis, in plane strain that out of the plane.
    """

    order = 8

    def __init__(self, problem: ModelParts) -> None:
        """Compile what is evaluated in each body."""
        given = problem.case.output.maxima
        names = list(problem.mechanics) if given is None else given
        self.bodies = {name: _Body(problem, name) for name in names}

    def __call__(self) -> Values:
        """Return the columns ``largest_stretch:NAME [-]`` and so on."""
        return {
            column.at(name): value
            for name, body in self.bodies.items()
            for column, value in zip(COLUMNS, body(), strict=True)
        }

    def accept(self) -> None:
        """Do nothing; there is no state."""


class _Body:
    """The points of one body."""

    def __init__(self, problem: ModelParts, name: str) -> None:
        mechanics, domain = problem.mechanics[name], problem.domain
        self.mesh = mechanics.u.function_space.mesh
        self.points = StressPoints(mechanics, updated=False)
        self.volumes = volumes(domain, self.mesh, mechanics.degree)

    def __call__(self) -> list[float]:
        """The largest of each, and the equivalent stress exceeded in a tenth of the volume."""
        stresses, gradients = (each[: len(self.volumes)] for each in self.points())
        shown = (
            measures.stretches(gradients)[..., 0],
            measures.von_mises(stresses),
            stresses[..., 2, 2],
            measures.principal(stresses)[..., 0],
            self.volumes,
        )
        points = np.column_stack([each.ravel() for each in shown])
        everywhere = np.concatenate(self.mesh.comm.allgather(points))
        falling = everywhere[np.argsort(-everywhere[:, 1])]
        volume = np.cumsum(falling[:, -1])
        tenth = falling[int(np.searchsorted(volume, volume[-1] / 10)), 1]
        return [*(float(value) for value in everywhere[:, :-1].max(axis=0)), float(tenth)]
