"""Expansion of shells at finite plastic strain, with and without hardening."""

import numpy as np

from nanoglue.verification.history import TIME, History
from nanoglue.verification.problem import Problem, Value
from nanoglue.verification.reference import Formula, column, number

SHELL = "p = 2 Y ln(b/a), incompressible"
HARDENING = "p = 2 int (Y + 2 H ln(r/R)) dr/r, incompressible"
YIELD = 100.0  # [MPa]
SLOPE = 500.0  # of the hardening [MPa]
ELASTIC_SHARE = 0.02  # of E = 500 Y, where the closed form has rigid bodies


def shell_pressure(history: History) -> np.ndarray:
    """Pressure [MPa] that opens the shell (1, 1.2) to a = 1 + t/2."""
    a = 1 + history[TIME] / 2
    b = np.cbrt(1.2**3 + a**3 - 1)
    pressure: np.ndarray = 2 * YIELD * np.log(b / a)
    return pressure


def shell_work(history: History) -> np.ndarray:
    """Work [pJ] of that pressure on half a sphere, by the trapezoidal rule on fine steps."""
    times = np.linspace(0, 1, 4001)
    fine = History({TIME: times})
    power = shell_pressure(fine) * 2 * np.pi * (1 + times / 2) ** 2 * 0.5
    steps = np.diff(times) * (power[1:] + power[:-1]) / 2
    return np.interp(history[TIME], times, np.concatenate([[0.0], np.cumsum(steps)]))


def core_pressure(history: History) -> np.ndarray:
    """Pressure [MPa] of the shell (1, 1.2) on a core swollen to J = 1 + 4.2 t."""
    ratio = 1 + 4.2 * history[TIME]
    pressure: np.ndarray = 2 * YIELD * np.log(np.cbrt(1.2**3 + ratio - 1) / np.cbrt(ratio))
    return pressure


def shell_thickness(history: History) -> np.ndarray:
    """Thickness [um] on the equator."""
    outside, inside = (history[f"displacement_r:{p} [um]"] for p in ("outside", "inside"))
    return 0.2 + outside - inside


def hardening_pressure(history: History) -> np.ndarray:
    """Return the pressure for a hardening shell, plastic strain 2 ln(r/R), by Simpson's rule."""
    depth = np.linspace(0, 1, 2001)[:, None]
    weights = np.where(np.arange(2001) % 2, 4.0, 2.0)[:, None] / 6000
    weights[[0, -1]] /= 2
    grown = 4.2 * history[TIME]
    inside, outside = np.cbrt(1 + grown), np.cbrt(1.2**3 + grown)
    radius = inside + depth * (outside - inside)
    strength = YIELD + 2 * SLOPE * np.log(radius / np.cbrt(radius**3 - grown))
    pressure: np.ndarray = (weights * 2 * strength / radius).sum(axis=0) * (outside - inside)
    return pressure


def yields(history: History) -> np.ndarray:
    """Return the rows after full yield, where the closed form applies (after one tenth)."""
    return np.asarray(history[TIME] > 0.1)


PROBLEMS = (
    Problem(
        "plastic_shell",
        "Thick plastic shell opened to 1.5 times its inner radius",
        "plastic_shell",
        (
            Value(
                "pressure on the inside [MPa]",
                lambda history: -history["stress_rr:inside [MPa]"],
                Formula(shell_pressure, SHELL, yields),
                ELASTIC_SHARE,
            ),
            Value("work [pJ]", "energy_external [pJ]", Formula(shell_work, SHELL), ELASTIC_SHARE),
            Value(
                "u(b) [um]",
                "displacement_r:outside [um]",
                number(np.cbrt(1.2**3 + 1.5**3 - 1) - 1.2, "constant volume"),
                ELASTIC_SHARE,
            ),
        ),
        "p = 2 Y ln(b/a), b^3 = B^3 + a^3 - A^3",
    ),
    Problem(
        "swelling_core",
        "Core swollen by 420 % in a plastic shell",
        "swelling_core",
        (
            Value(
                "pressure [MPa]",
                lambda history: -history["stress_rr:core [MPa]"],
                Formula(core_pressure, SHELL, yields),
                ELASTIC_SHARE,
            ),
            Value(
                "pressure at J = 5.2 [MPa]",
                lambda history: -history["stress_rr:core [MPa]"],
                number(
                    column("swelling_core_rigid_plastic_shell.csv", "p/sy", YIELD, J_core="5.2")[0],
                    SHELL,
                ),
                ELASTIC_SHARE,
            ),
            Value(
                "thickness at J = 5.2 [um]",
                shell_thickness,
                number(0.0773446, "constant volume"),
                ELASTIC_SHARE,
            ),
        ),
        "p = 2 Y ln(b/a), a^3 = J, b^3 = B^3 + J - 1",
    ),
    Problem(
        "swelling_core_hardening",
        "Core swollen by 420 % in a shell that hardens",
        "swelling_core",
        (
            Value(
                "pressure [MPa]",
                lambda history: -history["stress_rr:core [MPa]"],
                Formula(hardening_pressure, HARDENING, yields),
                1e-3,
            ),
        ),
        "p = 2 int (Y + 2 H ln(r/R)) dr/r, b^3 = B^3 + J - 1",
        overrides=(
            f"bodies.shell.plasticity.hardening={SLOPE:g} MPa",
            "bodies.shell.elasticity.youngs_modulus=5 TPa",
            "bodies.core.elasticity.youngs_modulus=5 TPa",
        ),
    ),
)
