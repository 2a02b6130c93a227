"""Text such as ``30 GPa`` as a quantity of pint, for whatever dimension it has."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pint

NUMBER_AND_UNIT = re.compile(
    r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(.*?)\s*", re.DOTALL
)

FREQUENT = (
    "GPa",
    "MPa",
    "Pa",
    "nm",
    "um",
    "mm",
    "K",
    "V",
    "mV",
    "s",
    "min",
    "hour",
    "N",
    "uN",
    "J",
)
"""Units that are recognised in wrong case, for a hint."""


def written_quantity(written: str | float) -> "pint.Quantity[float]":
    """A number and a unit, or a bare number.

    Raises:
        ValueError: no number, or no such unit.
    """
    match = NUMBER_AND_UNIT.fullmatch(str(written))
    if match is None:
        raise ValueError(f"{shown(written)} is not a quantity such as 30 GPa")
    number, symbol = match.groups()
    return _registry().Quantity(float(number), _unit(symbol))


@cache
def _registry() -> "pint.UnitRegistry":
    import pint

    return pint.UnitRegistry()


@cache
def _unit(symbol: str) -> "pint.Unit":
    """The unit of a symbol; a leading slash is one over what follows."""
    import pint

    plain = f"1{symbol}" if symbol.startswith("/") else symbol
    if len(plain) > 60 or re.search(r"[^\w\s*/^().%°µμ·-]", plain):
        comma = re.match(r",\d", symbol)
        hint = "; a decimal number has a point, not a comma" if comma else ""
        raise ValueError(f"{shown(symbol)} is not a unit{hint}")
    try:
        return _registry().parse_units(plain)
    except (
        Exception
    ) as error:  # pint raises a dozen kinds, AssertionError and TokenError among them
        powers = re.sub(r"([A-Za-zµ])(\d)", r"\1^\2", symbol)
        hint = f"; powers are written with a caret: {powers}" if powers != symbol else ""
        alike = next((unit for unit in FREQUENT if unit.lower() == symbol.lower()), None)
        hint += f"; did you mean {alike}?" if alike else ""
        known = pint.UndefinedUnitError
        reason = (
            "no unit of that name is known" if isinstance(error, known) else "it cannot be read"
        )
        raise ValueError(f"{shown(symbol)} is not a unit ({reason}){hint}") from error


def shown(given: object) -> str:
    """What was given, short enough for an error text."""
    text = "nothing" if given is None else repr(given)
    return text if len(text) <= 40 else f"{text[:37]}..."
