"""Crack growth along an interface: beams and blisters."""

import numpy as np

from nanoglue.units.constants import FARADAY, GAS_CONSTANT
from nanoglue.verification.history import History
from nanoglue.verification.problem import Combined, Problem, Runs, Value, energy_balance
from nanoglue.verification.reference import Formula, number

BEAM = "corrected beam theory, Williams 1989"
PLATE = "clamped plate; Jensen 1991"


MODULUS, HEIGHT, TOUGHNESS = 135.3e3, 1.5, 0.28  # [MPa], [mm], [N/mm] of both beams
SHARE = 1.18 * 2  # Gamma = 1.18 E/G, with G = E/2 as Poisson's ratio is 0
CHI = np.sqrt((3 - 2 * (SHARE / (1 + SHARE)) ** 2) * 2 / 11)
"""Effective increase of the crack length in arm heights (Williams 1989,
doi:10.1016/0266-3538(89)90085-6)."""


def largest(history: History, *ends: str) -> np.ndarray:
    """Return the largest force so far [N/mm]; a depth of 1 um carries 1e-3 of it in uN."""
    force = np.sum([history[f"force_y:{end} [uN]"] for end in ends], axis=0)
    highest: np.ndarray = np.maximum.accumulate(force) * 1e-3
    return highest


def opening_load(crack: float) -> float:
    """Return the force [N/mm] at which G = 12 (a + chi h)^2 P^2 / (h^3 E) is the toughness."""
    return float(np.sqrt(TOUGHNESS * HEIGHT**3 * MODULUS / 12) / (crack + CHI * HEIGHT))


def sliding_load(crack: float) -> float:
    """Return the force [N/mm] with G = 9 (a + 0.42 chi h)^2 P^2 / (4 h^3 E) at the toughness."""
    reach = crack + 0.42 * CHI * HEIGHT
    return float(np.sqrt(4 * TOUGHNESS * HEIGHT**3 * MODULUS / 9) / reach)


def thick_plate_deflection(slender: float) -> float:
    """Deflection [um] of a clamped plate, h = 1, E = 100 GPa, nu = 0.3, p = 1 MPa, by a / h."""
    bending = 3 * (1 - 0.3**2) * slender**4 / (16 * 100e3)
    shear = slender**2 / 4 / (5 / 6 * 100e3 / 2.6)
    return bending + shear


def stalled_height(time: np.ndarray) -> np.ndarray:
    """Return the height [um] grown under a 1 um column of 1 GPa; y = (F phi - p V_m)/(2 R T)."""
    thermal = 2 * GAS_CONSTANT * 298.15
    start = FARADAY * 0.08 / thermal
    rate = 2 * 0.01 * 1e3 * 13.0e-6 / thermal
    left = 2 * np.arctanh(np.tanh(start / 2) * np.exp(-rate * time))
    height: np.ndarray = (start - left) * thermal / 13.0e-6 / 1e3
    return height


def plate_deflection(radius: float) -> float:
    """Deflection [um] of the middle of a clamped plate: h = 1, E = 100 GPa, nu = 0.3, p = 10 Pa."""
    return 3 * (1 - 0.3**2) * 1e-5 * radius**4 / (16 * 100e3)


def energy_release_rate(radius: float) -> float:
    """G [J/m^2] of the same blister."""
    return 3 * (1 - 0.3**2) * 1e-5**2 * radius**4 / (32 * 100e3)


def critical_pressure(radius: float) -> float:
    """Pressure [kPa] at which that G reaches 0.1 J/m^2; G grows with the square of the pressure."""
    return float(np.sqrt(0.1 / energy_release_rate(radius))) * 1e-2


def growth_of_energy(runs: Runs) -> float:
    """Energy over area [J/m^2] by which two blisters differ, at the same pressure."""
    energies = [runs[name]["energy_external [pJ]"][-1] for name in ("202", "198")]
    return float((energies[0] - energies[1]) / (np.pi * (202**2 - 198**2)))


PROBLEMS = (
    Problem(
        "dcb",
        "Double cantilever beam",
        "dcb",
        (
            Value(
                "largest force [N/mm]",
                lambda history: largest(history, "upper_end"),
                number(opening_load(30.0), BEAM),
                0.05,
            ),
            energy_balance(),
        ),
        "G = 12 (a + chi h)^2 P^2 / (h^3 E)",
    ),
    Problem(
        "end_loaded_split",
        "End-loaded split",
        "end_loaded_split",
        (
            Value(
                "largest force [N/mm]",
                lambda history: largest(history, "upper_end", "lower_end"),
                number(sliding_load(50.0), BEAM),
                0.05,
            ),
            energy_balance(),
        ),
        "G = 9 (a + 0.42 chi h)^2 P^2 / (4 h^3 E)",
    ),
    Problem(
        "clamped_plate",
        "Bending and shear of a thick clamped plate under pressure",
        "clamped_plate",
        (
            Value(
                "deflection [um]",
                "displacement_z:middle [um]",
                number(thick_plate_deflection(5.0), "Timoshenko & Woinowsky-Krieger 1959"),
                0.02,
            ),
        ),
        "w = p a^4 / (64 D) + p a^2 / (4 kappa G h)",
        quick=True,
    ),
    Problem(
        "stalled_growth",
        "Metal grows against an elastic column until its stress stalls it",
        "stalled_growth",
        (
            Value(
                "compression [um]",
                lambda history: -history["displacement_z:top [um]"],
                Formula(lambda history: stalled_height(history["time [s]"]), "closed form"),
                2e-3,
            ),
        ),
        "tanh(y / 2) = tanh(y0 / 2) exp(-2 v0 E V_m t / (2 R T L))",
        quick=True,
    ),
    Problem(
        "blister",
        "Compliance and energy-release rate of a pressurised blister",
        "blister",
        (
            Value(
                "deflection [um]",
                "displacement_z:middle [um]",
                number(plate_deflection(198.0), PLATE),
                0.02,
                run="198",
            ),
            Combined(
                "energy-release rate [J/m^2]",
                growth_of_energy,
                energy_release_rate(200.0),
                PLATE,
                0.02,
            ),
        ),
        "w = 3 (1 - nu^2) p a^4 / (16 E h^3), G = 3 (1 - nu^2) p^2 a^4 / (32 E h^3)",
        runs={radius: (f"geometry.blister_radius={radius} um",) for radius in ("198", "202")},
        quick=True,
    ),
    Problem(
        "blister_critical",
        "A pressurised blister runs away; its pressure falls back along the path",
        "blister_critical",
        (
            Value(
                "largest pressure [kPa]",
                lambda history: np.maximum.accumulate(10 * history["time [s]"]),
                number(critical_pressure(200.0), PLATE),
                0.05,
            ),
            energy_balance(),
        ),
        "p_c = sqrt(32 E h^3 G_c / (3 (1 - nu^2) a^4))",
    ),
)
