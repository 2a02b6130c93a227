"""Factors of common units, with which most cases are read without importing pint.

Importing pint and its definitions takes a quarter of the start of a run. A unit that is missing
here is read by pint, with the same result.
"""

from nanoglue.units.constants import FARADAY

_PER_CHARGE = 1 / FARADAY
"""Amount [amol] of a species per charge [pC]."""

FACTORS: dict[str, dict[str, float]] = {
    "": {"": 1.0},
    "um": {"um": 1.0, "nm": 1e-3, "mm": 1e3, "m": 1e6, "cm": 1e4},
    "um^2": {"um^2": 1.0, "nm^2": 1e-6, "mm^2": 1e6, "m^2": 1e12},
    "s": {"s": 1.0, "ms": 1e-3, "min": 60.0, "hour": 3600.0, "h": 3600.0, "day": 86400.0},
    "K": {"K": 1.0},
    "MPa": {"MPa": 1.0, "Pa": 1e-6, "kPa": 1e-3, "GPa": 1e3, "TPa": 1e6},
    "J/m^2": {"J/m^2": 1.0, "mJ/m^2": 1e-3, "N/m": 1.0},
    "MPa/um": {"MPa/um": 1.0, "Pa/m": 1e-12, "GPa/m": 1e-3},
    "1/s": {"1/s": 1.0, "/s": 1.0, "/hour": 1 / 3600, "1/hour": 1 / 3600},
    "mol/m^3": {"mol/m^3": 1.0, "mol/L": 1e3, "mol/cm^3": 1e6},
    "um^2/s": {"um^2/s": 1.0, "m^2/s": 1e12, "cm^2/s": 1e8},
    "m^3/mol": {"m^3/mol": 1.0, "cm^3/mol": 1e-6},
    "V": {"V": 1.0, "mV": 1e-3},
    "pJ/amol": {"pJ/amol": 1.0, "J/mol": 1e-6, "kJ/mol": 1e-3, "MJ/mol": 1.0},
    "amol/um^2/s": {
        "amol/um^2/s": 1.0,
        "mol/m^2/s": 1e6,
        "A/m^2": _PER_CHARGE,
        "mA/m^2": 1e-3 * _PER_CHARGE,
    },
    "mol/kg/s": {"mol/kg/s": 1.0, "mA/g": 1e-6 * _PER_CHARGE, "A/kg": 1e-6 * _PER_CHARGE},
    "mol/kg": {"mol/kg": 1.0, "mAh/g": 3.6e-3 * _PER_CHARGE, "A*s/kg": 1e-6 * _PER_CHARGE},
    "kg/mol": {"kg/mol": 1.0, "g/mol": 1e-3},
    "mol/m^3/s": {"mol/m^3/s": 1.0},
    "um/s": {"um/s": 1.0, "m/s": 1e6, "nm/s": 1e-3},
    "amol/s": {"amol/s": 1.0, "mol/s": 1e18, "A": 1e12 * _PER_CHARGE},
    "rad": {"rad": 1.0, "deg": 0.017453292519943295},
    "pJ/um^3": {"pJ/um^3": 1.0, "J/m^3": 1e-6, "J/cm^3": 1.0},
    "pJ/um": {"pJ/um": 1.0, "J/m": 1e6},
    "pC/s/um^2": {"pC/s/um^2": 1.0, "A/m^2": 1.0},
    "V*s*um^2/pC": {"V*s*um^2/pC": 1.0, "ohm*m^2": 1.0},
    "pC/s/V/um^2": {"pC/s/V/um^2": 1.0, "S/m^2": 1.0},
    "pC/s/V/um": {"pC/s/V/um": 1.0, "S/m": 1e6},
    "uN/um^3": {"uN/um^3": 1.0, "N/m^3": 1e-12, "MPa/um": 1.0},
    "MPa*s": {"MPa*s": 1.0, "Pa*s": 1e-6, "GPa*s": 1e3},
    "1/K": {"1/K": 1.0, "/K": 1.0},
    "um^3/pJ/s": {"um^3/pJ/s": 1.0, "m^3/J/s": 1e6},
}
"""Factor from each written unit to the unit used inside, by the latter."""


def factor(inside: str, written: str) -> float | None:
    """Return the factor from a written unit to the one used inside, None if it is not common.

    >>> factor("MPa", "GPa")
    1000.0
    """
    return FACTORS.get(inside, {}).get(written)
