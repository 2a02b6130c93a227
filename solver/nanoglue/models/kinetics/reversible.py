"""Fast charge transfer: the surface is at its equilibrium potential."""

from dataclasses import dataclass

from nanoglue.models.expressions import Scalar
from nanoglue.units.quantities import Positive, SiemensPerSquareMetre


@dataclass(frozen=True, slots=True)
class Reversible:
    """i = G eta with a large conductance G, so that the overpotential is negligible.

    With the default of 1e7 S/m^2 a current of 1 A/m^2 costs 1e-7 V. It is used where a voltage is
    held and no kinetics are given.

    >>> Reversible().overpotential(1.0, 0.5, 298.15)
    1e-07
    """

    conductance: Positive[SiemensPerSquareMetre] = 1e7

    def anodic_current_density(
        self,
        polarisation: Scalar,
        occupied: Scalar,  # noqa: ARG002
        temperature: Scalar,  # noqa: ARG002
    ) -> Scalar:
        """Return i [A/m^2] at a polarisation V - U [V]."""
        return self.conductance * polarisation

    def overpotential(
        self,
        current_density: Scalar,
        occupied: Scalar,  # noqa: ARG002
        temperature: Scalar,  # noqa: ARG002
    ) -> Scalar:
        """Return the overpotential [V] of an anodic current density [A/m^2]."""
        return current_density / self.conductance

    def film_drop(self, current_density: Scalar) -> Scalar:
        """Return 0, as there is no film."""
        return 0.0 * current_density
