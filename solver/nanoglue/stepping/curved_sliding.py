"""False opening by sliding along an interface in space that is not curved alike in all directions.

With the curvature c' in the direction of a sliding s and the mean one c in its place, the opening
is wrong by (c' - c) s^2 / 2: on a cylinder, sliding along the axis opens the interface.
"""

from collections.abc import Mapping

import numpy as np

from nanoglue.physics.cohesion import Cohesion
from nanoglue.physics.interface_quadrature import InterfaceQuadrature
from nanoglue.runtime.fenics import MPI


class CurvedSliding:
    """False openings of the interfaces, over the final opening of their bonds."""

    def __init__(self, interfaces: Mapping[str, Cohesion]) -> None:
        """Compile the sliding of the interfaces whose curvature depends on direction; collective.

        Args:
            interfaces: by name.
        """
        self.sliding: dict[str, InterfaceQuadrature] = {}
        for name, cohesion in interfaces.items():
            comm = cohesion.domain.mesh.comm
            largest = comm.allreduce(float(cohesion.jump.deviation.max(initial=0.0)), op=MPI.MAX)
            if largest > 0 and final_opening(cohesion.law) is not None:
                self.sliding[name] = InterfaceQuadrature(cohesion, [cohesion.jump.raw()[1]])

    def shares(self) -> dict[str, float]:
        """Return the largest share [-] of each such interface where its bond holds; collective."""
        found = {}
        for name, values in self.sliding.items():
            cohesion = values.cohesion
            length = final_opening(cohesion.law)
            assert length is not None
            holds = cohesion.damage_old.x.array < cohesion.law.failed_at()
            false = false_opening(cohesion.jump.deviation, values()[0])[holds]
            largest = float(false.max(initial=0.0))
            comm = cohesion.domain.mesh.comm
            found[name] = float(comm.allreduce(largest, op=MPI.MAX)) / length
        return found


def false_opening(deviation: np.ndarray, sliding: np.ndarray) -> np.ndarray:
    """Return the largest error [um] of an opening by a deviation [1/um] of the curvature."""
    return np.abs(deviation) * sliding**2 / 2


def final_opening(law: object) -> float | None:
    """Return 2 Gc / strength [um], the final opening of a linear law; None without these."""
    strength, toughness = getattr(law, "strength", None), getattr(law, "toughness", None)
    return 2 * float(toughness) / float(strength) if strength and toughness else None
