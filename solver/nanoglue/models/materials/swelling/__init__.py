"""Stress-free volume change with the uptake of a species, one law to a file."""

from typing import Protocol

from nanoglue.models.expressions import Scalar


class Swelling(Protocol):
    """Interface of a swelling law."""

    def volume_ratio(self, stoichiometry: Scalar) -> Scalar:
        """Stress-free volume over that of the host, J_c [-]."""

    def slope(self, stoichiometry: Scalar) -> Scalar:
        """D J_c / d x [-]."""

    def stoichiometry(self, volume_ratio: Scalar) -> Scalar:
        """Uptake x [-] at a stress-free volume ratio: the inverse of ``volume_ratio``."""
