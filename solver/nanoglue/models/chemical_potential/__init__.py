"""Chemical potentials of a species in a host against its stoichiometry, one to a file."""

from typing import Protocol

from nanoglue.models.expressions import Scalar


class Potential(Protocol):
    """Interface of a chemical potential."""

    def chemical_potential(self, stoichiometry: Scalar, temperature: float) -> Scalar:
        """Chemical potential [pJ/amol] at a stoichiometry [-] and a temperature [K]."""
