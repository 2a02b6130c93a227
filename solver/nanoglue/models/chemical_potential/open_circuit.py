"""Chemical potential from an open-circuit curve."""

from dataclasses import dataclass

from nanoglue.models.expressions import Scalar
from nanoglue.models.piecewise import piecewise_linear
from nanoglue.units.constants import FARADAY
from nanoglue.units.quantities import Number, Positive, Volt


@dataclass(frozen=True, slots=True)
class OpenCircuit:
    """mu = -F V(x) with V linear between the points given, falling, and steep beyond both ends.

    A nearly flat stretch is a two-phase plateau: uptake then runs as a sharp front between its two
    ends (a Stefan problem in enthalpy form). ``end_slope`` [V per unit of x] keeps x within the
    range of the table.
    """

    stoichiometry: tuple[Number, ...]
    voltage: tuple[Volt, ...]
    end_slope: Positive[Number] = 10.0

    def __post_init__(self) -> None:
        """Refuse tables that are no falling curve.

        Raises:
            ValueError: lengths differ, fewer than two points, x not rising or V not falling.
        """
        if len(self.stoichiometry) != len(self.voltage) or len(self.voltage) < 2:
            raise ValueError(
                "stoichiometry and voltage need the same number of points, two at least"
            )
        if any(
            right <= left
            for left, right in zip(self.stoichiometry, self.stoichiometry[1:], strict=False)
        ):
            raise ValueError("stoichiometry must increase from point to point")
        if any(right >= left for left, right in zip(self.voltage, self.voltage[1:], strict=False)):
            raise ValueError(
                "voltage must decrease from point to point (a plateau: by a millivolt or so)"
            )

    def open_circuit_voltage(self, stoichiometry: Scalar) -> Scalar:
        """Voltage [V] against the metal of the species."""
        x, beyond = stoichiometry, -self.end_slope
        return piecewise_linear(self.stoichiometry, self.voltage, x, beyond, beyond)

    def chemical_potential(self, stoichiometry: Scalar, temperature: float) -> Scalar:  # noqa: ARG002
        """Chemical potential -F V [pJ/amol] against the metal of the species."""
        return -FARADAY * self.open_circuit_voltage(stoichiometry)
