"""Kinetics of charge transfer at a surface, one law per file."""

from typing import Protocol

from nanoglue.models.expressions import Scalar


class Kinetics(Protocol):
    """Interface of the charge-transfer kinetics at a surface."""

    film_resistance: float

    def exchange_current_density_at(self, occupied: Scalar) -> Scalar:
        """Return i0 [A/m^2] at an occupied fraction x/x_max [-]."""

    def overpotential(
        self, current_density: Scalar, occupied: Scalar, temperature: float
    ) -> Scalar:
        """Return the overpotential [V] of charge transfer at an anodic current density [A/m^2]."""
