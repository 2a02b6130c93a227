"""Kinetics of charge transfer at a surface, one law per file."""

from typing import Protocol

from nanoglue.models.expressions import Scalar


class Kinetics(Protocol):
    """Interface of the charge-transfer kinetics at a surface.

    The anodic current density i [A/m^2] extracts the species. ``occupied`` is x/x_max [-]. The
    polarisation V - U [V] is the sum of the overpotential and the drop in the film.
    """

    def anodic_current_density(
        self, polarisation: Scalar, occupied: Scalar, temperature: Scalar
    ) -> Scalar:
        """Return i [A/m^2] at a polarisation [V]."""

    def overpotential(
        self, current_density: Scalar, occupied: Scalar, temperature: Scalar
    ) -> Scalar:
        """Return the overpotential [V] of charge transfer at an anodic current density [A/m^2]."""

    def film_drop(self, current_density: Scalar) -> Scalar:
        """Return the voltage [V] across the film at an anodic current density [A/m^2]."""
