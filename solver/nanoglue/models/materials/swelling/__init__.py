"""Stress-free volume change with the uptake of a species, one law to a file."""

from typing import Protocol

from nanoglue.models.expressions import Scalar


class Swelling(Protocol):
    """Interface of a swelling law."""

    def volume_ratio(self, stoichiometry: Scalar) -> Scalar:
        """Stress-free volume over that of the host, J_c [-]."""

    def slope(self, stoichiometry: Scalar) -> Scalar:
        """D J_c / d x [-]."""

    def stoichiometry(self, volume_ratio: float) -> float:
        """Uptake x [-] at a stress-free volume ratio: the inverse of ``volume_ratio``.

        Raises:
            ValueError: no volume ratio, or more than one stoichiometry, belongs to it.
        """

    def stretches(self, stoichiometry: Scalar) -> tuple[Scalar, Scalar, Scalar] | None:
        """Stress-free stretches [-] along the axes, or None if all are J_c^(1/3)."""


class Isotropic:
    """A swelling law that is the same along all axes."""

    __slots__ = ()

    def stretches(self, stoichiometry: Scalar) -> None:
        """Return None: all stretches are J_c^(1/3)."""
