"""Contact without penetration: the pressure that a penalty leaves is kept and built upon.

The augmented Lagrangian by Uzawa's iteration (Simo and Laursen 1992,
doi:10.1016/0045-7949(92)90540-G): p = <p_kept - k opening>, and p becomes p_kept until no opening
is below -``penetration``. The stiffness k then sets how fast that goes, not how well; and tractions
do not carry the rounding of displacements times a huge k.
"""

from typing import Any

import numpy as np

from nanoglue.mesh.interface_quadrature import InterfaceQuadrature
from nanoglue.runtime.fenics import MPI, fem


class AugmentedLagrangian:
    """Pressure [MPa] that an interface keeps at its quadrature points."""

    def __init__(self, space: Any, penetration: float) -> None:
        """Keep no pressure yet.

        Args:
            space: quadrature space of the interface.
            penetration: largest [um] that is let be.
        """
        self.penetration, self.kept = penetration, fem.Function(space, name="contact_pressure")

    def prepare(self, cohesion: Any) -> None:
        """Compile the opening [um] and the pressure [MPa] of the interface that it belongs to."""
        opening, sliding = cohesion.jump.present()
        faced = opening * cohesion.supported(sliding)
        self.values = InterfaceQuadrature(cohesion, [faced, cohesion.pressed(opening)])

    def renew(self) -> bool:
        """Build upon the present pressure; whether that was needed, on any rank."""
        opening, pressure = self.values()
        gap = np.where(self.kept.x.array > 0, np.abs(opening), -opening)
        needed = bool(gap.max(initial=0.0) > self.penetration)
        needed = bool(self.kept.function_space.mesh.comm.allreduce(needed, MPI.LOR))
        if needed:
            self.kept.x.array[:] = pressure
        return needed
