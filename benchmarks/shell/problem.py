"""Definition of the problem for all codes: shell, steps and exact pressure."""

import math

INNER, OUTER, OPENED = 1.0, 2.0, 1.5
YOUNG, POISSON, YIELD = 1000.0, 0.3, 1.0
STEPS = 20
SHEAR = YOUNG / (2 * (1 + POISSON))
BULK = YOUNG / (3 * (1 - 2 * POISSON))


def exact() -> float:
    """2 Y ln(b/a) of an incompressible rigid-plastic shell with b^3 = B^3 + a^3 - A^3."""
    outer = (OUTER**3 + OPENED**3 - INNER**3) ** (1 / 3)
    return 2 * YIELD * math.log(outer / OPENED)


def error(force: float) -> float:
    """Relative error of the pressure that balances the force across the equator's plane."""
    return abs(abs(force) / (math.pi * OPENED**2) / exact() - 1)


def spacing(unknowns: float, each: float) -> tuple[int, int]:
    """Elements through and along, for so many unknowns with ``each`` of them an element."""
    through = max(round((unknowns / each / 1.5) ** 0.5), 2)
    return through, round(1.5 * through)
