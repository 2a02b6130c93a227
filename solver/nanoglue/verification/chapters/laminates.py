"""Delamination of laminate beams: DCB, ENF and mixed-mode bending."""

import numpy as np

from nanoglue.verification.history import TIME, History
from nanoglue.verification.problem import Problem, Value, energy_balance
from nanoglue.verification.reference import column, number

SOURCE = "corrected beam theory (Williams; Reeder), AS4/PEEK of NASA/TM-2002-211737"
TABLE = "mmb_as4peek_lefm.csv"
WIDTH = 25.4
"""Width of the specimens [mm]; a case models 1 um of it."""

LEVERS = {"20": (33.7, 109.4, 5), "50": (34.1, 44.4, 12), "80": (31.4, 28.4, 24)}
"""Crack [mm], lever [mm] and load at t = 1 s [N/mm] by the share of mode II [%]."""

ALFANO = "corrected beam theory, specimen of Alfano & Crisfield 2001, Table I"


def arms(along: float, across: float, shear: float) -> tuple[str, ...]:
    """Return overrides for laminate arms with moduli [GPa]."""
    law = (
        f"{{model: fibrous, youngs_modulus: {along} GPa, youngs_modulus_across: {across} GPa, "
        f"shear_modulus: {shear} GPa, poissons_ratio: 0}}"
    )
    return tuple(f"bodies.{body}.elasticity={law}" for body in ("upper", "lower"))


def opened(width: float, expected: float, source: str, run: str) -> Value:
    """Return the largest load [N] on a double cantilever beam of a width [mm]."""

    def reached(history: History) -> np.ndarray:
        return np.maximum.accumulate(history["force_y:upper_end [uN]"]) * 1e-3 * width

    return Value(f"largest load [N], {run}", reached, number(expected, source), 0.05, run=run)


def lever(crack: float, arm: float, load: float) -> tuple[str, ...]:
    """Return overrides for a lever: P c/L at the end, P (1 + c/L) in the middle."""
    pull = f"{{expression: {load}*{arm}/51/1.56*t, unit: MPa}}"
    pressure = f"{{expression: -{load}*(1 + {arm}/51)*t, unit: MPa}}"
    return (
        f"geometry.crack_length={crack} mm",
        f"boundaries.upper_end.traction.y={pull}",
        f"boundaries.upper_pad.traction.y={pressure}",
    )


def peak(test: str, load: float, run: str = "") -> Value:
    """Return the largest load [N]; it is ``load`` [N/mm] times the time."""

    def reached(history: History) -> np.ndarray:
        return load * WIDTH * np.maximum.accumulate(history[TIME])

    expected = column(TABLE, "P_LEFM_CBT_N", test=test)[0]
    return Value(f"largest load [N], {test}", reached, number(expected, SOURCE), 0.05, run=run)


PROBLEMS = (
    Problem(
        "dcb_laminate",
        "Double cantilever beams of two laminates",
        "dcb",
        (
            opened(20.0, 63.2, ALFANO, "Alfano"),
            energy_balance("Alfano"),
            opened(WIDTH, column(TABLE, "P_LEFM_CBT_N", test="DCB (0%)")[0], SOURCE, "Camanho"),
            energy_balance("Camanho"),
        ),
        "G = 12 (a + chi h)^2 P^2 / (b^2 h^3 E)",
        runs={
            "Alfano": arms(135.3, 9.0, 5.2),
            "Camanho": (
                *arms(122.7, 10.1, 5.5),
                "geometry.arm_thickness=1.56 mm",
                "geometry.crack_length=32.9 mm",
                "interfaces.upper_lower.law.strength=80 MPa",
                "interfaces.upper_lower.law.toughness=969 J/m^2",
                "boundaries.upper_end.displacement.y={expression: 3*t, unit: mm}",
                "boundaries.lower_end.displacement.y={expression: -3*t, unit: mm}",
            ),
        },
    ),
    Problem(
        "mixed_mode_bending",
        "Mixed-mode bending of a laminate, followed past the largest load",
        "mixed_mode_bending",
        [
            check
            for share, (_, _, load) in LEVERS.items()
            for check in (peak(f"MMB {share}%", load, share), energy_balance(share))
        ],
        "G = G_Ic + (G_IIc - G_Ic) (G_II/G)^eta",
        runs={share: lever(*sizes) for share, sizes in LEVERS.items()},
    ),
    Problem(
        "end_notched_flexure",
        "End-notched flexure of a laminate, followed past the largest load",
        "end_notched_flexure",
        (peak("ENF (100%)", 40.0), energy_balance()),
        "G = 9 (a + 0.42 chi h)^2 P^2 / (16 b^2 h^3 E)",
    ),
)
