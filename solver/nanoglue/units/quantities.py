"""Physical quantities: any unit at the border, um, kg, s, amol, pC, K inside.

The annotation of a number is its unit: a field ``strength: Pascal`` is written ``0.25 GPa`` in a
case and is a plain float in MPa once read. Lengths are in um so that stress comes in MPa, force in
uN, energy in pJ, toughness in J/m^2, concentration in mol/m^3 and potential in V.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from annotated_types import Ge, Gt, Lt, MultipleOf

from nanoglue.units.c_rate import c_rate
from nanoglue.units.common_units import factor
from nanoglue.units.constants import FARADAY
from nanoglue.units.misuse import misuse
from nanoglue.units.parsing import NUMBER_AND_UNIT, shown, written_quantity
from nanoglue.units.provenance import BASES, value_of

if TYPE_CHECKING:
    import pint
    from pydantic_core import CoreSchema


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of a number: what it measures, the unit used inside, and how one may write it."""

    measures: str
    inside: str
    example: str
    electric: str = ""
    """Unit of the electric quantity that is this one times the Faraday constant, or none."""
    bare: str = ""
    """Unit in which a bare number is taken although the quantity has one, or none."""

    def read(self, given: object) -> float:
        """A quantity as it stands in a case, as a float in the unit used inside.

        Args:
            given: ``"30 GPa"``, ``{"value": "30 GPa", "basis": ..., "source": ...}``, or a bare
                number where the quantity has no dimension.

        Raises:
            ValueError: not a quantity, not of this dimension, or not finite.
        """
        if isinstance(given, dict):
            given = value_of(given)
        if isinstance(given, bool) or not isinstance(given, str | int | float):
            raise ValueError(f"must be {self.wanted}, not {shown(given)}")
        if isinstance(given, str):
            return to_internal(given, self)
        if self.bare:
            return to_internal(f"{_finite(given, given)!r} {self.bare}", self)
        if self.inside:
            raise ValueError(f"must be {self.wanted}, not the bare number {shown(given)}")
        return _finite(given, given)

    @property
    def wanted(self) -> str:
        """Expected input, for error messages."""
        return f"{_with_article(self.measures)} such as {self.example}"

    def written(self, value: float) -> float | str:
        """A number in the unit used inside, as a case would have it."""
        return f"{value!r} {self.inside}" if self.inside else value

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> "CoreSchema":
        """Validate by ``read`` and write with the unit."""
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(
            self.read,
            core_schema.float_schema(allow_inf_nan=False),
            serialization=core_schema.plain_serializer_function_ser_schema(
                self.written, when_used="json"
            ),
        )

    def __get_pydantic_json_schema__(self, schema: object, handler: object) -> dict[str, Any]:
        """The same for every field of this unit."""
        return self.json_schema()

    def json_schema(self) -> dict[str, Any]:
        """Return the schema of a quantity: plain, with its provenance, or from a table."""
        needs_unit = self.inside and not self.bare
        bare: dict[str, Any] = {"type": "string" if needs_unit else ["number", "string"]}
        points = {"type": "array", "items": {"type": ["number", "string"]}, "minItems": 2}
        table = _mapping({"of": {"type": "string"}, "at": points, "is": points}, 3)
        provenance = {"basis": {"enum": list(BASES)}, "source": {"type": "string"}}
        mapping = _mapping({"value": {"anyOf": [bare, table]}} | provenance, 1)
        return {"anyOf": [bare, mapping, table], "description": self.wanted}


def _mapping(properties: Mapping[str, object], required: int) -> dict[str, Any]:
    """Return the schema of a mapping whose first keys are required."""
    named = {"properties": properties, "required": list(properties)[:required]}
    return {"type": "object", "additionalProperties": False} | named


def _with_article(noun: str) -> str:
    """Return a noun after its indefinite article.

    >>> _with_article("energy per area")
    'an energy per area'
    """
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


def to_internal(text: str, unit: Unit) -> float:
    """A written quantity as a float in the unit used inside.

    >>> to_internal("30 GPa", STRESS)
    30000.0
    >>> to_internal("25 degC", TEMPERATURE)
    298.15

    Raises:
        ValueError: no number, no such unit, another dimension, or not finite.
    """
    match = NUMBER_AND_UNIT.fullmatch(text)
    if unit.inside == RATE.inside and (rate := c_rate(text)) is not None:
        return rate
    if match is None:
        raise ValueError(f"must be {unit.wanted}, not {shown(text)}")
    if not match[2] and unit.bare:
        return to_internal(f"{text} {unit.bare}", unit)
    if not match[2] and unit.inside:
        raise ValueError(f"must be {unit.wanted}, not the bare number {shown(text)}")
    common = factor(unit.inside, match[2])
    if common is not None:
        return _finite(float(match[1]) * common, text)
    try:
        quantity = written_quantity(text)
        if unit.electric and quantity.is_compatible_with(unit.electric):
            quantity = quantity / written_quantity(f"{FARADAY} pC/amol")
        if not quantity.is_compatible_with(unit.inside or "dimensionless"):
            found = f"{shown(text)} is {_with_article(_measures(quantity))}"
            raise ValueError(f"must be {unit.wanted}, but {found}")
        if wrong := misuse(quantity, wants_angle=unit.inside == "rad"):
            raise ValueError(f"must be {unit.wanted}, not {shown(text)}: {wrong}")
        return _finite(float(quantity.to(unit.inside or "dimensionless").magnitude), text)
    except (ArithmeticError, TypeError, RecursionError) as error:
        raise ValueError(f"must be {unit.wanted}, not {shown(text)}") from error


def _measures(quantity: "pint.Quantity[float]") -> str:
    """What a quantity measures, in words where there is a word."""
    for unit in UNIT_LIST:
        if quantity.is_compatible_with(unit.inside or "dimensionless"):
            return unit.measures
    return str(quantity.dimensionality).replace("[", "").replace("]", "")


def _finite(value: float, given: object) -> float:
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ValueError(f"must be a finite number, not {shown(given)}")
    return number


NUMBER = Unit("number", "", "0.3")
LENGTH = Unit("length", "um", "200 nm")
AREA = Unit("area", "um^2", "1 um^2")
TIME = Unit("time", "s", "5 hour")
TEMPERATURE = Unit("temperature", "K", "298 K")
STRESS = Unit("stress", "MPa", "30 GPa")
TOUGHNESS = Unit("energy per area", "J/m^2", "0.5 J/m^2")
STIFFNESS = Unit("stress per length", "MPa/um", "1e18 Pa/m")
RATE = Unit("rate", "1/s", "0.2 /hour")
CONCENTRATION = Unit("concentration", "mol/m^3", "1e4 mol/m^3")
DIFFUSIVITY = Unit("diffusivity", "um^2/s", "1e-15 m^2/s")
MOLAR_VOLUME = Unit("molar volume", "m^3/mol", "16.3 cm^3/mol")
POTENTIAL = Unit("voltage", "V", "0.55 V")
MOLAR_ENERGY = Unit("molar energy", "pJ/amol", "10 kJ/mol")
FLUX = Unit("molar flux", "amol/um^2/s", "1e-6 mol/m^2/s", "A/m^2")
MOLAR_SPECIFIC = Unit("molar current per mass", "mol/kg/s", "100 mA/g", "A/kg")
MOLALITY = Unit("amount per mass", "mol/kg", "50 mAh/g", "A*s/kg")
MOLAR_MASS = Unit("molar mass", "kg/mol", "118.71 g/mol")
MOLAR_RATE = Unit("molar rate per volume", "mol/m^3/s", "2 mol/m^3/s")
SPEED = Unit("speed", "um/s", "1e-9 m/s")
CURRENT = Unit("molar current", "amol/s", "1e-18 mol/s", "A")
ANGLE = Unit("plane angle", "rad", "30 deg", bare="deg")
ENERGY_DENSITY = Unit("energy per volume", "pJ/um^3", "1e6 J/m^3")
GRADIENT_ENERGY = Unit("energy per length", "pJ/um", "1e-10 J/m")
CURRENT_DENSITY = Unit("current density", "pC/s/um^2", "1 A/m^2")
AREA_RESISTANCE = Unit("resistance times area", "V*s*um^2/pC", "0.01 ohm*m^2")
AREA_CONDUCTANCE = Unit("conductance per area", "pC/s/V/um^2", "1e7 S/m^2")
CONDUCTIVITY = Unit("conductivity", "pC/s/V/um", "1.19 S/m")
FORCE_DENSITY = Unit("force per volume", "uN/um^3", "1e9 N/m^3")
VISCOSITY = Unit("viscosity", "MPa*s", "1e9 Pa*s")
EXPANSIVITY = Unit("thermal expansion", "1/K", "2.2e-5 /K")
FRONT_MOBILITY = Unit("mobility of a front", "um^3/pJ/s", "1e-6 m^3/J/s")

Number = Annotated[float, NUMBER]
Metre = Annotated[float, LENGTH]
SquareMetre = Annotated[float, AREA]
Second = Annotated[float, TIME]
Kelvin = Annotated[float, TEMPERATURE]
Pascal = Annotated[float, STRESS]
JoulePerSquareMetre = Annotated[float, TOUGHNESS]
PascalPerMetre = Annotated[float, STIFFNESS]
PerSecond = Annotated[float, RATE]
MolePerCubicMetre = Annotated[float, CONCENTRATION]
SquareMetrePerSecond = Annotated[float, DIFFUSIVITY]
CubicMetrePerMole = Annotated[float, MOLAR_VOLUME]
Volt = Annotated[float, POTENTIAL]
JoulePerMole = Annotated[float, MOLAR_ENERGY]
MolePerSquareMetreSecond = Annotated[float, FLUX]
MetrePerSecond = Annotated[float, SPEED]
MolePerSecond = Annotated[float, CURRENT]
MolePerKilogramSecond = Annotated[float, MOLAR_SPECIFIC]
MolePerKilogram = Annotated[float, MOLALITY]
KilogramPerMole = Annotated[float, MOLAR_MASS]
Angle = Annotated[float, ANGLE]
JoulePerCubicMetre = Annotated[float, ENERGY_DENSITY]
JoulePerMetre = Annotated[float, GRADIENT_ENERGY]
AmperePerSquareMetre = Annotated[float, CURRENT_DENSITY]
OhmSquareMetre = Annotated[float, AREA_RESISTANCE]
SiemensPerSquareMetre = Annotated[float, AREA_CONDUCTANCE]
SiemensPerMetre = Annotated[float, CONDUCTIVITY]
PerKelvin = Annotated[float, EXPANSIVITY]
PascalSecond = Annotated[float, VISCOSITY]
CubicMetrePerJouleSecond = Annotated[float, FRONT_MOBILITY]

T = TypeVar("T")
Positive = Annotated[T, Gt(0)]
NonNegative = Annotated[T, Ge(0)]
PoissonsRatio = Annotated[float, NUMBER, Gt(-1), Lt(0.5)]
Fraction = Annotated[float, NUMBER, Ge(0), Lt(1)]
Whole = Annotated[float, NUMBER, MultipleOf(1)]
"""A whole number, such as a number of elements."""

UNIT_LIST = tuple(value for value in tuple(globals().values()) if isinstance(value, Unit))
UNITS = {unit.measures: unit.inside or "-" for unit in UNIT_LIST}
"""The unit used inside for each thing measured, as tables and pictures print it."""
