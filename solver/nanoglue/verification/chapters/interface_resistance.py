"""Flux of a species through an interface of finite permeability, intact and damaged."""

import numpy as np

from nanoglue.verification.history import TIME, History
from nanoglue.verification.problem import Check, Problem, Value, energy_balance
from nanoglue.verification.reference import Formula, number

SERIES = "resistances in series"


def in_series() -> list[Check]:
    """Return the steady uptakes on both sides of the interface for a unit total drop."""

    def flux(history: History) -> np.ndarray:
        bonded = 1 - history["damage_mean:top_bottom [-]"]
        through: np.ndarray = 1 / (1 / 2 + 1 / (0.5 * bonded) + 1)
        return through

    def steady(history: History) -> np.ndarray:
        return np.asarray(history[TIME] >= history[TIME][-1])

    above = Formula(lambda history: 1 - flux(history) / 2, SERIES, steady)
    return [
        Value("uptake above [-]", "stoichiometry:above [-]", above, 1e-6),
        Value("uptake below [-]", "stoichiometry:below [-]", Formula(flux, SERIES, steady), 1e-6),
    ]


PROBLEMS = (
    Problem(
        "conductance",
        "Steady flux through two blocks and their interface",
        "conductance",
        in_series(),
        "flux = 1 / (L_1/D_1 + 1/k + L_2/D_2)",
        quick=True,
    ),
    Problem(
        "conductance_damaged",
        "The same through an interface that has been opened",
        "conductance",
        [
            Value(
                "damage [-]",
                "damage_mean:top_bottom [-]",
                number(7 / 9, "bilinear law at 0.12 um"),
                1e-4,
            ),
            energy_balance(),
            *in_series(),
        ],
        "flux = 1 / (L_1/D_1 + 1/(k (1 - d)) + L_2/D_2)",
        overrides=("boundaries.top_face.displacement.y.value=[0 um, 0.12 um, 0.12 um]",),
        quick=True,
    ),
)
