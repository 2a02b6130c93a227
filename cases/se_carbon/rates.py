"""Predicts capacity and hysteresis of a coated selenium electrode from those of the bare one.

``python cases/se_carbon/rates.py`` fits the capacity of selenium in microporous carbon to its five
rates without a coating and predicts the five with 1 nm of Al2O3 from the measured resistances
alone. No finite elements are involved: a particle at constant current, with a surface that runs
ahead of its mean, and a voltage that falls by the ohmic drop, has to first order in the rate C

    Q = Q_0 - k C,    k = Q_t (t_d/15 + R_1/s) ,

with the theoretical capacity Q_t, the diffusion time t_d = r^2/D in hours, and the ohmic drop R_1
at 1 C over the slope s of the open-circuit voltage at its end. Only k is known from the rates, so
that two bounds are given: all of it diffusion, which the coating leaves as it is, and all of it
resistance, which changes as R_s + R_SEI + R_CT do. The difference of charge and discharge voltage
at midpoint is 2 I R, with the current from the bare electrode.

Published: Aboonasr Shiraz et al. 2019, J. Mater. Res., doi:10.1557/jmr.2019.356.
"""

from dataclasses import dataclass

import numpy as np

RATES = (0.1, 0.2, 0.5, 1.0, 2.0)
"""Rates [1/h]."""


@dataclass(frozen=True, slots=True)
class Published:
    """Measured capacities [mAh/g], resistances after 100 cycles [ohm] and hysteresis then [V]."""

    capacities: tuple[float, ...]
    resistances: tuple[float, float, float]
    hysteresis: float

    @property
    def resistance(self) -> float:
        """Sum of R_s, R_SEI and R_CT [ohm]."""
        return sum(self.resistances)


BARE = Published((477.7, 463.3, 370.1, 353.3, 245.7), (6.7, 40.9, 90.6), 0.46)
COATED = Published((544.4, 518.5, 458.3, 422.5, 343.8), (8.4, 20.2, 68.6), 0.24)


def calibrated(capacities: tuple[float, ...]) -> tuple[float, float]:
    """Return Q_0 [mAh/g] and k [mAh/g h], by least squares of the relative errors."""
    measured = np.array(capacities)
    matrix = np.column_stack([np.ones(len(RATES)), -np.array(RATES)]) / measured[:, None]
    start, slope = np.linalg.lstsq(matrix, np.ones(len(RATES)), rcond=None)[0]
    return float(start), float(slope)


def capacities(start: float, slope: float) -> list[float]:
    """Return the capacities [mAh/g] at the five rates."""
    return [start - slope * rate for rate in RATES]


def predicted_hysteresis(bare: Published, coated: Published) -> float:
    """Return the hysteresis [V] of the coated electrode at the current of the bare one."""
    return bare.hysteresis * coated.resistance / bare.resistance


def relative_errors(computed: list[float], measured: tuple[float, ...]) -> list[float]:
    """Return computed over measured values less 1 [-]."""
    return [a / b - 1 for a, b in zip(computed, measured, strict=True)]


def main() -> None:
    """Print the table."""
    start, slope = calibrated(BARE.capacities)
    ratio = COATED.resistance / BARE.resistance
    rows = {
        "bare, calibrated": (BARE, slope),
        "coated, diffusion limits": (COATED, slope),
        "coated, resistance limits": (COATED, slope * ratio),
    }
    print(f"Q_0 = {start:.0f} mAh/g, k = {slope:.0f} mAh/g per C; ratio of resistances {ratio:.2f}")
    print("| | " + " | ".join(f"{rate:g} C" for rate in RATES) + " |")
    print("|---|" + "---:|" * len(RATES))
    for name, (published, k) in rows.items():
        computed = capacities(start, k)
        errors = relative_errors(computed, published.capacities)
        cells = (f"{q:.0f} ({100 * e:+.0f} %)" for q, e in zip(computed, errors, strict=True))
        print(f"| {name} | " + " | ".join(cells) + " |")
    computed = predicted_hysteresis(BARE, COATED)
    print(f"hysteresis after 100 cycles: {computed:.2f} V, published {COATED.hysteresis} V")


if __name__ == "__main__":
    main()
