"""Cracks that run along an interface: beams and blisters."""

import numpy as np

from nanoglue.verification.history import History
from nanoglue.verification.problem import Combined, Problem, Runs, Value
from nanoglue.verification.reference import number

BEAM = "corrected beam theory, Williams 1989"
PLATE = "clamped plate; Jensen 1991"


def peak_load(history: History) -> np.ndarray:
    """The largest force so far [N/mm], that of 1 um of depth being 1e-3 of it in uN."""
    largest: np.ndarray = np.maximum.accumulate(history["force_y:upper_end [uN]"]) * 1e-3
    return largest


def beam_load() -> float:
    """Force [N/mm] at which a double cantilever beam splits: G = 12 (a + chi h)^2 P^2 / (h^3 E).

    With ``chi^2 = (3 - 2 (Gamma/(1 + Gamma))^2) E/(11 G)`` and ``Gamma = 1.18 E/G`` (Williams 1989,
    doi:10.1016/0266-3538(89)90085-6), isotropic arms without Poisson's effect: G = E/2.
    """
    modulus, height, crack, toughness = 135.3e3, 1.5, 30.0, 0.28
    gamma = 1.18 * 2
    chi = np.sqrt((3 - 2 * (gamma / (1 + gamma)) ** 2) * 2 / 11)
    return float(np.sqrt(toughness * height**3 * modulus / 12) / (crack + chi * height))


def plate_deflection(radius: float) -> float:
    """Deflection [um] of the middle of a clamped plate: h = 1, E = 100 GPa, nu = 0.3, p = 10 Pa."""
    return 3 * (1 - 0.3**2) * 1e-5 * radius**4 / (16 * 100e3)


def energy_release_rate(radius: float) -> float:
    """G [J/m^2] of the same blister."""
    return 3 * (1 - 0.3**2) * 1e-5**2 * radius**4 / (32 * 100e3)


def growth_of_energy(runs: Runs) -> float:
    """Energy over area [J/m^2] by which two blisters differ, at the same pressure."""
    energies = [runs[name]["energy_external [pJ]"][-1] for name in ("202", "198")]
    return float((energies[0] - energies[1]) / (np.pi * (202**2 - 198**2)))


PROBLEMS = (
    Problem(
        "dcb",
        "Double cantilever beam",
        "dcb",
        (Value("largest force [N/mm]", peak_load, number(beam_load(), BEAM), 0.05),),
        "G = 12 (a + chi h)^2 P^2 / (h^3 E)",
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
)
