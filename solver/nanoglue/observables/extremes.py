"""Largest stretch and stresses of a body."""

import numpy as np
import ufl

from nanoglue.case import columns
from nanoglue.mesh.quadrature_values import QuadratureValues, volumes
from nanoglue.models.invariants import largest_stretch, von_mises
from nanoglue.observables import Values
from nanoglue.physics.model_parts import ModelParts

COLUMNS = (
    columns.LARGEST_STRETCH,
    columns.LARGEST_VON_MISES,
    columns.LARGEST_HOOP_STRESS,
    columns.VON_MISES_P90,
)


class Extremes:
    """Largest principal stretch, von Mises and hoop stress (Cauchy) of requested bodies.

    Over the quadrature points of each body of ``output.maxima``. At a corner or a triple line
    stresses are singular and their largest value grows as the mesh is refined; ``von_mises_p90``,
    exceeded in a tenth of the undeformed volume, does not. The hoop stress is that around the axis,
    in plane strain that out of the plane.
    """

    order = 8

    def __init__(self, problem: ModelParts) -> None:
        """Compile what is evaluated in each body."""
        self.bodies = {name: _Body(problem, name) for name in problem.case.output.maxima}

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
        gradient = mechanics.gradient(mechanics.u, self.mesh)
        ratio = mechanics.kinematics.elastic_volume_ratio(gradient, mechanics.swelling)
        stress = mechanics.kinematics.cauchy(mechanics.kirchhoff_stress(gradient), ratio)
        suffered = [largest_stretch(gradient), von_mises(stress), stress[2, 2]]
        self.values = QuadratureValues(self.mesh, mechanics.degree, [ufl.as_vector(suffered)])
        self.volumes = volumes(domain, self.mesh, mechanics.degree)

    def __call__(self) -> list[float]:
        """The largest of each, and the equivalent stress exceeded in a tenth of the volume."""
        (suffered,) = self.values()
        owned = suffered[: len(self.volumes)].reshape(-1, 3)
        points = np.column_stack([owned, self.volumes.ravel()])
        everywhere = np.concatenate(self.mesh.comm.allgather(points))
        falling = everywhere[np.argsort(-everywhere[:, 1])]
        volume = np.cumsum(falling[:, 3])
        tenth = falling[int(np.searchsorted(volume, volume[-1] / 10)), 1]
        return [*(float(value) for value in everywhere[:, :3].max(axis=0)), float(tenth)]
