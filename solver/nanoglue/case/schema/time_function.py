"""Values that follow time: a constant, a table or an expression in t (and place)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from nanoglue.case.linear_table import increases, interpolate
from nanoglue.models import formula
from nanoglue.units import quantities
from nanoglue.units.quantities import Unit

if TYPE_CHECKING:
    from pydantic_core import CoreSchema


@dataclass(frozen=True, slots=True)
class Constant:
    """The same value at all times."""

    value: float

    def __call__(self, t: float) -> float:  # noqa: ARG002  does not follow time
        """The value, in the unit used inside, at a time t [s]."""
        return self.value

    def written(self, unit: Unit) -> Any:
        """As a case would have it."""
        return unit.written(self.value)


@dataclass(frozen=True, slots=True)
class Table:
    """Linear between points, constant before the first and after the last."""

    time: tuple[float, ...]
    value: tuple[float, ...]

    def __call__(self, t: float) -> float:
        """The value, in the unit used inside, at a time t [s].

        >>> Table((0.0, 2.0), (0.0, 3.0))(1.0)
        1.5
        """
        return interpolate(self.time, self.value, t)

    def written(self, unit: Unit) -> Any:
        """As a case would have it."""
        times = [quantities.TIME.written(time) for time in self.time]
        return {"time": times, "value": [unit.written(value) for value in self.value]}


@dataclass(frozen=True, slots=True)
class Expression:
    """Formula in t [s] and, where supported, the position (x, y), (r, z) or (x, y, z) [um].

    Its value has its own unit, which is ``factor`` times the internal unit, with its zero at
    ``offset``.
    """

    text: str
    unit: str
    factor: float
    offset: float = 0.0

    @property
    def depends_on_position(self) -> bool:
        """Whether the formula names a coordinate."""
        return bool(formula.POSITION & formula.names(self.text))

    def __call__(self, t: float, *place: float) -> float:
        """The value, in the unit used inside, at a time t [s] and a place [um].

        Raises:
            ValueError: the formula has no finite value there.
        """
        return formula.number(self.text, t, *place) * self.factor + self.offset

    def written(self, unit: Unit) -> Any:
        """As a case would have it."""
        return {"expression": self.text} | ({"unit": self.unit} if unit.inside else {})


TimeFunction = Constant | Table | Expression


@dataclass(frozen=True, slots=True)
class InTime:
    """Annotation of a quantity that may follow time."""

    unit: Unit
    above: float = -math.inf

    def read(self, given: object) -> TimeFunction:
        """A constant, ``{time: [...], value: [...]}`` or ``{expression: ..., unit: ...}``.

        Raises:
            ValueError: none of these, or values out of range.
        """
        if isinstance(given, TimeFunction):
            return given
        if isinstance(given, dict) and "time" in given:
            return self._table(given)
        if isinstance(given, dict) and "expression" in given:
            return self._expression(given)
        return Constant(self._within(self.unit.read(given)))

    def _within(self, value: float) -> float:
        if value <= self.above:
            raise ValueError(f"must be greater than {self.above:g}, not {value:g}")
        return value

    def _table(self, given: dict[str, object]) -> Table:
        _only(given, "time", "value")
        if not isinstance(given["time"], list) or not isinstance(given["value"], list):
            raise ValueError("time and value must be lists")
        times = tuple(quantities.TIME.read(time) for time in given["time"])
        values = tuple(self._within(self.unit.read(value)) for value in given["value"])
        if len(times) != len(values) or len(times) < 2:
            found = f"not {len(times)} and {len(values)}"
            raise ValueError(f"time and value must have the same length, two at least, {found}")
        if not increases(times):
            raise ValueError("time must increase from point to point")
        return Table(times, values)

    def _expression(self, given: dict[str, object]) -> Expression:
        _only(given, "expression", *(["unit"] if self.unit.inside else []))
        symbol, text = given.get("unit", ""), given["expression"]
        if not isinstance(text, str | int | float) or isinstance(text, bool):
            raise ValueError("expression must be a formula in t such as 0.3*t")
        if not isinstance(symbol, str):
            raise ValueError(f"unit must be a text, not {symbol!r}")
        zero, one = (quantities.to_internal(f"{n} {symbol}", self.unit) for n in (0, 1))
        function = Expression(str(text), symbol, one - zero, zero)
        if not function.depends_on_position:
            self._within(function(0.0))
        return function

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> "CoreSchema":
        """Validate by ``read`` and write as a case would have it."""
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(
            self.read,
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda function: function.written(self.unit), when_used="json"
            ),
        )

    def __get_pydantic_json_schema__(self, schema: object, handler: object) -> dict[str, Any]:
        """The three ways to write it."""
        constant = self.unit.json_schema()
        times, values = quantities.TIME.json_schema(), constant
        table = {
            "time": {"type": "array", "items": times},
            "value": {"type": "array", "items": values},
        }
        formula: dict[str, Any] = {"expression": {"type": ["string", "number"]}}
        if self.unit.inside:
            formula["unit"] = {"type": "string"}
        return {"anyOf": [constant, _object(table), _object(formula)]}


def _object(properties: Mapping[str, object]) -> dict[str, Any]:
    named = {"properties": properties, "required": list(properties)}
    return {"type": "object", "additionalProperties": False} | named


def _only(given: dict[str, object], *wanted: str) -> None:
    if set(given) != set(wanted):
        raise ValueError(f"must have exactly the keys {' and '.join(wanted)}")


TemperatureInTime = Annotated[TimeFunction, InTime(quantities.TEMPERATURE, above=0.0)]
LengthInTime = Annotated[TimeFunction, InTime(quantities.LENGTH)]
StressInTime = Annotated[TimeFunction, InTime(quantities.STRESS)]
NumberInTime = Annotated[TimeFunction, InTime(quantities.NUMBER)]
RatioInTime = Annotated[TimeFunction, InTime(quantities.NUMBER, above=0.0)]
FluxInTime = Annotated[TimeFunction, InTime(quantities.FLUX)]
CurrentInTime = Annotated[TimeFunction, InTime(quantities.CURRENT)]
EnergyDensityInTime = Annotated[TimeFunction, InTime(quantities.ENERGY_DENSITY)]
VoltageInTime = Annotated[TimeFunction, InTime(quantities.POTENTIAL)]
RateInTime = Annotated[TimeFunction, InTime(quantities.RATE)]
MolarRateInTime = Annotated[TimeFunction, InTime(quantities.MOLAR_RATE)]
ForceDensityInTime = Annotated[TimeFunction, InTime(quantities.FORCE_DENSITY)]
MolarEnergyInTime = Annotated[TimeFunction, InTime(quantities.MOLAR_ENERGY)]
