"""Traction-separation curves of blocks so stiff that the jump is prescribed."""

from collections.abc import Sequence

import numpy as np

from nanoglue.verification.history import History
from nanoglue.verification.problem import Problem, Value, energy_balance
from nanoglue.verification.reference import Formula, Known, column, number

MOOSE = "MOOSE contact/cohesive_zone_model"
NORMAL = "traction_normal_mean:top_bottom [MPa]"
TANGENTIAL = "traction_tangential_mean:top_bottom [MPa]"
OPENING = "opening_mean:top_bottom [um]"
SLIDING = "sliding_mean:top_bottom [um]"
DAMAGE = "damage_mean:top_bottom [-]"
BLOCKS = 1e-4
"""Tolerance for the compliance of the blocks: MOOSE's differ in width, these are equal."""


def curves(file: str, traction: str, name: str, sign: float = 1.0) -> Sequence[Value]:
    """Return checks of traction and damage over time from a MOOSE table."""
    times = column(file, "time")
    source = f"{MOOSE}, {file}"
    return (
        Value(
            f"{name} traction [MPa]",
            traction,
            Known(column(file, f"traction_{name[0]}", sign), source, times),
            BLOCKS,
        ),
        Value("damage [-]", DAMAGE, Known(column(file, "cohesive_damage"), source, times), BLOCKS),
    )


def mixed_mode(toughness: float) -> Formula:
    """Normal traction [MPa] of equal opening and sliding for a mixed toughness [J/m^2].

    With one strength N for both modes the onset is at N/K and the end at 2 G/N in the length
    sqrt(opening^2 + sliding^2).
    """
    stiffness, strength = 1000.0, 50.0
    onset, final = strength / stiffness, 2 * toughness / strength

    def traction(history: History) -> np.ndarray:
        jump = np.hypot(history[OPENING], history[SLIDING])
        softened = np.clip(final - jump, 0, None) / (final - onset) / np.maximum(jump, onset)
        secant = np.where(jump < onset, 1.0, onset * softened)
        return stiffness * secant * history[OPENING]

    return Formula(traction, "Camanho & Davila 2002, NASA/TM-2002-211737, closed form")


PROBLEMS = (
    Problem(
        "mode_I",
        "Bilinear law, mode I",
        "mode_I",
        (
            *curves("traction_curve_modeI.csv", NORMAL, "normal", -1),
            energy_balance(),
            Value(
                "work to failure [J/m^2]",
                "energy_external [pJ]",
                number(4.999, f"{MOOSE}, trapezoidal rule at the same steps", at=0.7),
                BLOCKS,
            ),
        ),
        "t = K jump up to N, then linear to 0 at 2 G / N",
        quick=True,
    ),
    Problem(
        "mode_II",
        "Bilinear law, mode II",
        "mode_II",
        # The tangent is the normal turned right: +x where the normal points up.
        (*curves("traction_curve_modeII.csv", TANGENTIAL, "tangential", 1), energy_balance()),
        "t = K jump up to S, then linear to 0 at 2 G_II / S",
        quick=True,
    ),
    Problem(
        "mixed_mode_benzeggagh_kenane",
        "Bilinear law, equal opening and sliding, Benzeggagh-Kenane",
        "mixed_mode",
        (
            Value("normal traction [MPa]", NORMAL, mixed_mode(5 + (2 - 5) * 0.5**2), BLOCKS),
            energy_balance(),
        ),
        "G = G_I + (G_II - G_I) (1/2)^2",
        quick=True,
    ),
    Problem(
        "mixed_mode_power_law",
        "Bilinear law, equal opening and sliding, power law",
        "mixed_mode",
        (
            Value("normal traction [MPa]", NORMAL, mixed_mode(2 / np.hypot(1 / 5, 1 / 2)), BLOCKS),
            energy_balance(),
        ),
        "(G/2 / G_I)^2 + (G/2 / G_II)^2 = 1",
        overrides=("interfaces.top_bottom.law.mixed_mode=power_law",),
        quick=True,
    ),
    Problem(
        "cyclic_mode_I",
        "Bilinear law, unloading along the secant and reloading",
        "cyclic_mode_I",
        (*curves("traction_cycle_modeI.csv", NORMAL, "normal", -1), energy_balance()),
        "t = (1 - max d) K jump",
        quick=True,
    ),
    Problem(
        "viscous_mode_I",
        "Bilinear law with viscous regularisation",
        "mode_I",
        (*curves("traction_curve_modeI_viscous.csv", NORMAL, "normal", -1), energy_balance()),
        "d_v = (d + (mu/dt) d_v,old) / (1 + mu/dt)",
        overrides=("interfaces.top_bottom.viscosity=0.01 s",),
        quick=True,
    ),
)
