"""Fracture of a body: limits of its strain, its stress or the energy that a crack releases."""

from typing import Self

from pydantic import model_validator

from nanoglue.case.schema.base import Section
from nanoglue.units.quantities import JoulePerSquareMetre, Metre, Number, Pascal, Positive


class CrackEnergy(Section):
    """Energy-release rate of a crack in a film, G = Z (1 - nu^2) s^2 h / E [J/m^2].

    s is the largest principal stress, h the ``thickness`` of the film and Z the ``factor``: 1.976
    for a channelling crack in a film on a substrate of the same modulus (Hutchinson and Suo 1992).
    The body fractures when G reaches its ``toughness``.
    """

    toughness: Positive[JoulePerSquareMetre]
    thickness: Positive[Metre]
    factor: Positive[Number] = 1.976

    def release_rate(self, stress: float, modulus: float, poisson: float) -> float:
        """Return G [J/m^2] at a largest principal stress and with a Young's modulus, in MPa.

        >>> energy = CrackEnergy(toughness="20 J/m^2", thickness="6 nm")
        >>> round(energy.release_rate(5000.0, 100e3, 0.2), 3)  # 5 GPa, 100 GPa
        2.845
        """
        tension = max(stress, 0.0)
        return self.factor * (1 - poisson**2) * tension**2 * self.thickness / modulus


class Fracture(Section):
    """Limits beyond which a body counts as fractured; it goes on without a crack.

    ``strain`` is the largest principal elongation [-] over the stress-free state and ``stress`` the
    largest principal Cauchy stress.
    """

    strain: Positive[Number] | None = None
    stress: Positive[Pascal] | None = None
    energy: CrackEnergy | None = None

    @model_validator(mode="after")
    def _has_a_limit(self) -> Self:
        if self.strain is None and self.stress is None and self.energy is None:
            raise ValueError("needs a limit: strain, stress or energy")
        return self

    def ratio(self, strain: float, stress: float, modulus: float, poisson: float) -> float:
        """Return the largest of the quantities over their limits [-]; 1 is fracture.

        Args:
            strain: largest principal elongation [-].
            stress: largest principal Cauchy stress [MPa].
            modulus: Young's modulus [MPa].
            poisson: Poisson's ratio [-].

        >>> Fracture(strain=0.3, stress="2 GPa").ratio(0.15, 1500.0, 100e3, 0.2)
        0.75
        """
        ratios = []
        if self.strain is not None:
            ratios.append(strain / self.strain)
        if self.stress is not None:
            ratios.append(stress / self.stress)
        if self.energy is not None:
            released = self.energy.release_rate(stress, modulus, poisson)
            ratios.append(released / self.energy.toughness)
        return max(0.0, *ratios)
