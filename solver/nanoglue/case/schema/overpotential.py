"""Pressure under which deposition would stop at a given overpotential: sigma V_m = F phi."""

from dataclasses import dataclass
from typing import Annotated, Any

from nanoglue.case.schema.time_function import InTime, TimeFunction
from nanoglue.units import quantities
from nanoglue.units.constants import FARADAY

KEYS = {"overpotential", "molar_volume"}


@dataclass(frozen=True, slots=True)
class Overpotential:
    """The pressure of a metal that is deposited at an overpotential [V].

    ``molar_volume`` [m^3/mol] is that of the metal, one electron an atom.
    """

    potential: TimeFunction
    molar_volume: float

    def __call__(self, t: float) -> float:
        """The pressure [MPa] at a time t [s].

        >>> from nanoglue.case.schema.time_function import Constant
        >>> round(Overpotential(Constant(0.0135), 13.0e-6)(0.0), 1)
        100.2
        """
        return FARADAY * self.potential(t) / self.molar_volume

    def written(self, unit: quantities.Unit) -> dict[str, Any]:  # noqa: ARG002  has its own
        """As a case would have it."""
        return {
            "overpotential": self.potential.written(quantities.POTENTIAL),
            "molar_volume": quantities.MOLAR_VOLUME.written(self.molar_volume),
        }


@dataclass(frozen=True, slots=True)
class PressureOrOverpotential(InTime):
    """A pressure that may follow time, or the overpotential that stands for it."""

    def read(self, given: object) -> Any:
        """As ``InTime``, or ``{overpotential: 13.5 mV, molar_volume: 13 cm^3/mol}``.

        Raises:
            ValueError: neither, or a molar volume that is not positive.
        """
        if isinstance(given, Overpotential):
            return given
        if not (isinstance(given, dict) and "overpotential" in given):
            return InTime.read(self, given)
        if set(given) != KEYS:
            raise ValueError("must have exactly the keys overpotential and molar_volume")
        molar_volume = quantities.MOLAR_VOLUME.read(given["molar_volume"])
        if molar_volume <= 0:
            raise ValueError(f"molar_volume must be greater than 0, not {molar_volume:g} m^3/mol")
        potential = InTime(quantities.POTENTIAL).read(given["overpotential"])
        return Overpotential(potential, molar_volume)

    def __get_pydantic_json_schema__(self, schema: object, handler: object) -> dict[str, Any]:
        """Four ways to write it."""
        plain = InTime.__get_pydantic_json_schema__(self, schema, handler)
        own = {
            "overpotential": InTime(quantities.POTENTIAL).__get_pydantic_json_schema__(None, None),
            "molar_volume": quantities.MOLAR_VOLUME.json_schema(),
        }
        mapping = {"type": "object", "properties": own, "required": list(own)}
        return {"anyOf": [*plain["anyOf"], mapping | {"additionalProperties": False}]}


PressureInTime = Annotated[TimeFunction | Overpotential, PressureOrOverpotential(quantities.STRESS)]
