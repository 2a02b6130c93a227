"""Arrhenius dependence of a rate on the temperature."""

from nanoglue.models.expressions import Scalar, exp
from nanoglue.units.constants import GAS_CONSTANT


def arrhenius(activation_energy: Scalar | None, reference: Scalar, temperature: Scalar) -> Scalar:
    """Return the rate at a temperature over that at the reference temperature [-].

    exp(-E/R (1/T - 1/T_ref)); 1 without an activation energy.

    Args:
        activation_energy: E [pJ/amol], or None.
        reference: T_ref [K], at which the rate is given.
        temperature: T [K].

    >>> round(arrhenius(0.05, 298.15, 308.15), 4)  # 50 kJ/mol
    1.9243
    """
    if activation_energy is None:
        return 1.0
    return exp(activation_energy / GAS_CONSTANT * (1 / reference - 1 / temperature))
