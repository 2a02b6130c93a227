"""Diameter of a body that swells."""

from math import pi

import ufl

from nanoglue.case import columns
from nanoglue.models.tensors import determinant
from nanoglue.observables import Values
from nanoglue.physics.model_parts import ModelParts


class Diameter:
    """Diameter of the sphere with the deformed volume V of a body, ``(6 V/pi)^(1/3)``.

    Of every body that swells, in axisymmetric problems: what a microscope sees of a particle, with
    the elastic compression by its coating in it. A body cut at a plane of symmetry counts whole.
    """

    order = 8

    def __init__(self, problem: ModelParts) -> None:
        """Compile the volumes."""
        domain, self.volumes = problem.domain, {}
        for name, mechanics in problem.mechanics.items():
            if mechanics.swells and domain.coordinates.has_axis:
                ratio = determinant(ufl.Identity(3) + mechanics.gradient(mechanics.u))
                whole = (2 if _is_half(problem, name) else 1) * ratio
                self.volumes[name] = domain.integral(whole * domain.dV(name, mechanics.degree))

    def __call__(self) -> Values:
        """Return the columns ``diameter:NAME [um]``."""
        return {
            columns.DIAMETER.at(name): (6 * volume() / pi) ** (1 / 3)
            for name, volume in self.volumes.items()
        }

    def accept(self) -> None:
        """Do nothing; there is no state."""


def _is_half(problem: ModelParts, body: str) -> bool:
    """Whether a plane of symmetry normal to the axis bounds a body."""
    return any(
        boundary.symmetry
        and body in problem.domain.boundaries[name].tags
        and problem.domain.normal_axis(name) == 1
        for name, boundary in problem.case.boundaries.items()
    )
