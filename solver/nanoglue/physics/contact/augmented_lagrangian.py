"""Augmented Lagrangian for contact with a penetration tolerance.

Uzawa's iteration (Simo and Laursen 1992,
doi:10.1016/0045-7949(92)90540-G): p = <multiplier - k opening>, and the multiplier is set to p
until no opening is below -``penetration``. The stiffness k affects the convergence, not the
accuracy, and tractions contain no rounding of displacements times a large k.
"""

from typing import TYPE_CHECKING

import numpy as np

from nanoglue.physics.interface_quadrature import InterfaceQuadrature
from nanoglue.runtime.fenics import MPI, fem

if TYPE_CHECKING:
    from nanoglue.physics.cohesion import Cohesion


class AugmentedLagrangian:
    """Contact pressure multipliers [MPa] at the quadrature points of an interface."""

    def __init__(self, space: fem.FunctionSpace, penetration: float) -> None:
        """Initialise the multipliers to zero.

        Args:
            space: quadrature space of the interface.
            penetration: tolerance [um].
        """
        self.penetration, self.kept = penetration, fem.Function(space, name="contact_pressure")
        self.values: InterfaceQuadrature | None = None

    def prepare(self, cohesion: "Cohesion") -> None:
        """Compile the opening [um] and the pressure [MPa] of the interface."""
        opening, sliding = cohesion.jump.present()
        faced = opening * cohesion.supported(sliding)
        self.values = InterfaceQuadrature(cohesion, [faced, cohesion.pressed(opening)])

    def renew(self) -> bool:
        """Update the multipliers and return whether any rank needed it; collective."""
        assert self.values is not None, "prepared with the interface"
        opening, pressure = self.values()
        gap = np.where(self.kept.x.array > 0, np.abs(opening), -opening)
        needed = bool(gap.max(initial=0.0) > self.penetration)
        needed = bool(self.kept.function_space.mesh.comm.allreduce(needed, MPI.LOR))
        if needed:
            self.kept.x.array[:] = pressure
        return needed
