"""Angles, shares and temperature differences where a unit must not contain them.

They have no dimension, or that of another quantity, so that a check of dimensions passes them:
``200 nm%`` would be 2 nm and ``friction: 20 deg`` a coefficient of 0.349.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pint

SHARES = frozenset({"percent", "permille", "ppm"})
"""Units of a share, which may stand alone beside a plain number."""


def misuse(quantity: "pint.Quantity[float]", wants_angle: bool) -> str:
    """Return what is wrong with the unit of a quantity, or an empty text.

    Args:
        quantity: a number with its unit.
        wants_angle: whether a plane angle is asked for.
    """
    registry, parts = quantity._REGISTRY, dict(quantity._units)
    alone = len(parts) == 1 and set(parts.values()) == {1}
    has_angle = False
    for name in parts:
        base = registry.get_root_units(name)[1]
        if name.startswith("delta_"):
            return "a temperature difference is written in K"
        if "radian" in base._units:
            has_angle = True
            plain = alone and dict(base._units) == {"radian": 1}
            if not plain or not wants_angle:
                return _angle(plain)
        elif name in SHARES and not alone:
            return f"{name} cannot be part of a product of units; write the number itself"
        elif base.dimensionless and name not in SHARES:
            return f"{name} is not a unit that this program takes"
    if wants_angle and not has_angle:
        return "a plane angle is written in deg or rad"
    return ""


def _angle(alone: bool) -> str:
    if alone:
        return "an angle is not a plain number; of a slope or a friction write the tangent itself"
    return "an angle cannot be part of a product of units"
