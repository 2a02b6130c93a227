"""Chemical potential linear in the concentration: plain Fickian diffusion."""

from dataclasses import dataclass

from nanoglue.models.expressions import Scalar
from nanoglue.units.constants import GAS_CONSTANT


@dataclass(frozen=True, slots=True)
class Ideal:
    """mu = R T x, so that the flux -D/(R T) c_host grad(mu) is -D grad(c)."""

    def chemical_potential(self, stoichiometry: Scalar, temperature: float) -> Scalar:
        """Chemical potential [pJ/amol]."""
        return GAS_CONSTANT * temperature * stoichiometry
