"""Properties that depend on the stoichiometry x of a body: tables and formulas in x.

A field annotated with ``StressOfStoichiometry`` takes a number, a table ``{stoichiometry: [...],
value: [...]}`` or a formula ``{expression: 60 - 12*x, unit: GPa}``. ``at_stoichiometry`` returns
the model that holds at a value of x, which may be a float or an expression of UFL.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any

from nanoglue.models import formula
from nanoglue.models.expressions import Scalar, maximum
from nanoglue.models.piecewise import piecewise_linear
from nanoglue.units import quantities
from nanoglue.units.quantities import Unit

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

SAMPLES = 201
"""Stoichiometries [number] at which a property is checked over its range."""


@dataclass(frozen=True, slots=True)
class StoichiometryTable:
    """Values at stoichiometries, linear between them and constant outside."""

    stoichiometry: tuple[float, ...]
    value: tuple[float, ...]

    def at(self, x: Scalar) -> Scalar:
        """Value, in the unit used inside, at a stoichiometry [-].

        Its slope at a point is that on the left, at the first point that on the right.
        """
        inside = maximum(self.stoichiometry[0], x)
        return piecewise_linear(self.stoichiometry, self.value, inside, after=0.0)

    def written(self, unit: Unit) -> Any:
        """As a case would have it."""
        values = [unit.written(value) for value in self.value]
        return {"stoichiometry": list(self.stoichiometry), "value": values}


@dataclass(frozen=True, slots=True)
class StoichiometryFormula:
    """Formula in the stoichiometry x; its value has its own unit, ``factor`` times that inside."""

    expression: str
    unit: str
    factor: float

    def at(self, x: Scalar) -> Scalar:
        """Value, in the unit used inside, at a stoichiometry [-]."""
        number = isinstance(x, int | float)
        functions = formula.FUNCTIONS if number else formula.ufl_functions()
        names = {"x": float(x) if number else x, "pi": 3.141592653589793}
        return formula.evaluate(self.expression, names, functions) * self.factor

    def written(self, unit: Unit) -> Any:
        """As a case would have it."""
        return {"expression": self.expression} | ({"unit": self.unit} if unit.inside else {})


FunctionOfStoichiometry = StoichiometryTable | StoichiometryFormula


@dataclass(frozen=True, slots=True)
class InStoichiometry:
    """Annotation of a quantity that may depend on the stoichiometry of its body."""

    unit: Unit
    above: float = 0.0
    varies: str = "with the stoichiometry"

    def read(self, given: object) -> float | FunctionOfStoichiometry:
        """Return a number, a table or a formula.

        Raises:
            ValueError: none of these, or values out of range.
        """
        if isinstance(given, FunctionOfStoichiometry):
            return given
        if isinstance(given, dict) and "stoichiometry" in given:
            return self._table(given)
        if isinstance(given, dict) and "expression" in given:
            return self._formula(given)
        return self._within(self.unit.read(given))

    def _within(self, value: float) -> float:
        if value <= self.above:
            raise ValueError(f"must be greater than {self.above:g}, not {value:g}")
        return value

    def _table(self, given: dict[str, object]) -> StoichiometryTable:
        _only(given, {"stoichiometry", "value"})
        if not isinstance(given["stoichiometry"], list) or not isinstance(given["value"], list):
            raise ValueError("stoichiometry and value must be lists")
        points = tuple(quantities.NUMBER.read(point) for point in given["stoichiometry"])
        values = tuple(self._within(self.unit.read(value)) for value in given["value"])
        check_table(points, values)
        return StoichiometryTable(points, values)

    def _formula(self, given: dict[str, object]) -> StoichiometryFormula:
        _only(given, {"expression", "unit"} if self.unit.inside else {"expression"})
        symbol, text = given.get("unit", ""), given["expression"]
        if not isinstance(text, str | int | float) or isinstance(text, bool):
            raise ValueError("expression must be a formula in x such as 60 - 12*x")
        if not isinstance(symbol, str):
            raise ValueError(f"unit must be a text, not {symbol!r}")
        factor = quantities.to_internal(f"1 {symbol}", self.unit)
        text = str(text)
        if foreign := formula.names(text) - formula.SMOOTH - {"x", "pi"}:
            message = f"{text!r} may depend on the stoichiometry x alone, not on"
            raise ValueError(f"{message} {', '.join(sorted(foreign))}")
        if (wrong := formula.not_smooth(text)) is not None:
            raise ValueError(f"{text!r} may not depend on the stoichiometry: {wrong}")
        return StoichiometryFormula(text, symbol, factor)

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> "CoreSchema":
        """Validate by ``read`` and write as a case would have it."""
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(
            self.read,
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda value: (
                    self.unit.written(value)
                    if isinstance(value, float | int)
                    else value.written(self.unit)
                ),
                when_used="json",
            ),
        )

    def __get_pydantic_json_schema__(self, schema: object, handler: object) -> dict[str, Any]:
        """The three ways to write it."""
        constant, plain = self.unit.json_schema(), quantities.NUMBER.json_schema()
        points = {"type": "array", "items": plain, "minItems": 2}
        values = {"type": "array", "items": constant, "minItems": 2}
        words: dict[str, Any] = {"expression": {"type": ["string", "number"]}}
        if self.unit.inside:
            words["unit"] = {"type": "string"}
        ways = [_object({"stoichiometry": points, "value": values}), _object(words)]
        return {"anyOf": [constant, *ways], "description": self.unit.wanted}


def _object(properties: Mapping[str, object]) -> dict[str, Any]:
    named = {"properties": properties, "required": list(properties)}
    return {"type": "object", "additionalProperties": False} | named


def check_table(points: Sequence[float], values: Sequence[float]) -> None:
    """Refuse a table whose lists differ in length or whose stoichiometries do not increase.

    Raises:
        ValueError: either, or fewer than two points.
    """
    if len(points) != len(values) or len(points) < 2:
        found = f"not {len(points)} and {len(values)}"
        raise ValueError(f"stoichiometry and value need the same length, two at least, {found}")
    if any(right <= left for left, right in pairwise(points)):
        raise ValueError("stoichiometry must increase from point to point")


def no_overlap(points: Sequence[float], largest: float) -> Iterator[str]:
    """Yield the message for a table without a point between x = 0 and the largest stoichiometry."""
    if points[0] >= largest or points[-1] <= 0:
        yield (
            f"the table covers {points[0]:g} to {points[-1]:g}, outside the stoichiometries 0 to "
            f"{largest:g}; state it in atoms per formula unit of the host"
        )


def uncovered(points: Sequence[float], largest: float, beyond: str) -> Iterator[str]:
    """Yield a message for each end of the range 0 to the largest stoichiometry beyond a table.

    Args:
        points: stoichiometries [-] of the table, increasing.
        largest: maximum stoichiometry [-] of the body.
        beyond: what the property does outside of the table.
    """
    slack = 1e-9 * largest
    if points[0] > slack:
        yield f"the table starts at {points[0]:g} and the stoichiometry at 0; {beyond} below"
    if points[-1] < largest - slack:
        range_of_body = f"the maximum stoichiometry is {largest:g}"
        yield f"the table ends at {points[-1]:g} and {range_of_body}; {beyond} beyond"


def _only(given: dict[str, object], wanted: set[str]) -> None:
    if set(given) != wanted:
        raise ValueError(f"must have exactly the keys {' and '.join(sorted(wanted))}")


def functions_of_stoichiometry(model: object) -> dict[str, FunctionOfStoichiometry]:
    """Return the fields of a model that are tables or formulas in x, by name."""
    if model is None or not is_dataclass(model):
        return {}
    values = {field.name: getattr(model, field.name) for field in fields(model)}
    return {k: v for k, v in values.items() if isinstance(v, FunctionOfStoichiometry)}


def at_stoichiometry[M](model: M, x: Scalar) -> M:
    """Return a copy of a model in which every function of the stoichiometry has its value at x.

    Args:
        model: a frozen dataclass, or None.
        x: stoichiometry [-], a float or an expression of UFL.
    """
    functions = functions_of_stoichiometry(model)
    if not functions:
        return model
    given: Any = model
    twin: Any = object.__new__(type(model))
    for field in fields(given):
        value = getattr(model, field.name)
        value = functions[field.name].at(x) if field.name in functions else value
        object.__setattr__(twin, field.name, value)
    return twin


def knots_of(model: object) -> set[float]:
    """Return the stoichiometries [-] of the points of all tables of a model."""
    functions = functions_of_stoichiometry(model).values()
    return {x for f in functions if isinstance(f, StoichiometryTable) for x in f.stoichiometry}


def wrong_values(function: object, largest: float) -> Iterator[str]:
    """Yield what is wrong with a property between x = 0 and the largest stoichiometry."""
    if isinstance(function, StoichiometryTable):
        yield from no_overlap(function.stoichiometry, largest)
    if not isinstance(function, StoichiometryFormula):
        return
    for i in range(SAMPLES):
        x = largest * i / (SAMPLES - 1)
        try:
            value = float(function.at(x))
        except (ArithmeticError, ValueError, TypeError) as error:
            yield f"{function.expression!r} has no value at x = {x:g}: {error}"
            return
        if not 0 < value < float("inf"):
            yield f"{function.expression!r} must be greater than 0, not {value:g} at x = {x:g}"
            return


StressOfStoichiometry = Annotated[Any, InStoichiometry(quantities.STRESS)]
DiffusivityOfStoichiometry = Annotated[Any, InStoichiometry(quantities.DIFFUSIVITY)]
