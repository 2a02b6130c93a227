"""Phase-field fronts: equilibrium profile, driven, prescribed and curvature-driven."""

import numpy as np

from nanoglue.units.constants import FARADAY, GAS_CONSTANT
from nanoglue.verification.history import TIME, History
from nanoglue.verification.problem import Combined, Problem, Rate, Runs, Value, energy_balance
from nanoglue.verification.reference import column, number, zero

TANH = "closed form, W = 1, kappa = 0.5"
PLACES = {"a": -2, "b": -1, "c": -0.5, "d": 0, "e": 0.5, "f": 1, "g": 2}
PROFILE = "phasefield_profile.csv"
ENERGY = "front_energy:slab [pJ]"


def profile() -> list[Value]:
    """Return checks of the order parameter across the front."""
    return [
        Value(
            f"order parameter at x = {x:g} um [-]",
            f"order_parameter:{name} [-]",
            number(column(PROFILE, "xi_eq", x=f"{x:g}")[0], TANH),
            1e-2,
            scale=1.0,
        )
        for name, x in PLACES.items()
    ]


def speed(runs: Runs, run: str = "") -> float:
    """Return the speed of the front [um/s] over the last four fifths of the run."""
    front, time = runs[run]["front_position:bottom [um]"], runs[run][TIME]
    late = time >= time[-1] / 5
    return float(np.polyfit(time[late], front[late], 1)[0])


def reaction(shift: float = 0.0) -> float:
    """Return the speed [um/s] of a wide front at -0.1 V and a shift [V]: 6 R sqrt(kappa/(2 W))."""
    theta = (shift - 0.1) * FARADAY / (GAS_CONSTANT * 298.15)
    return 3 * 0.003 * float(np.exp(-0.4 * theta) - np.exp(0.6 * theta))


def pulled(pull: float) -> Combined:
    """Speed of a front under an all-round pull in the plane [MPa]; the mean stress is 2/3 of it."""
    return Combined(
        f"speed [um/s] at {pull:g} MPa",
        lambda runs: speed(runs, f"{pull:g}"),
        3 * 0.01 * 2 / 3 * pull,
        "6 L f sqrt(kappa/(2 W)), f = mean stress x misfit",
        1e-2,
    )


METAL = 764.0
"""Of the stressed deposit [amol/um^3], a hundredth of lithium's: its misfit is one too."""


def pulled_reaction(pull: float) -> Combined:
    """Speed of a growing front under an all-round pull in the plane [MPa]."""
    shift = -0.01 * 2 / 3 * pull / (FARADAY * METAL)
    return Combined(
        f"speed [um/s] at {pull:g} MPa",
        lambda runs: speed(runs, f"{pull:g}"),
        reaction(shift),
        "Butler-Volmer at phi - mean stress x misfit/(F c_s)",
        1e-2,
    )


def shrinkage(runs: Runs) -> float:
    """Return the rate of the grain's area [um^2/s] after the front has equilibrated."""
    area, time = runs[""]["phase_volume:slab [um^3]"], runs[""][TIME]
    late = time >= time[-1] / 4
    return float(np.polyfit(time[late], area[late], 1)[0])


def rise(history: History) -> np.ndarray:
    """Return the increase of the free energy in each step [pJ], 0 if it decreases."""
    return np.maximum(np.diff(history[ENERGY], prepend=history[ENERGY][0]), 0.0)


NEVER_RISES = Value(
    "rise of the free energy [pJ]",
    rise,
    zero("dF/dt = -L |dF/dxi|^2"),
    1e-12,
    scale=1.0,
)

ERROR = Value(
    "difference from the closed form [-]",
    "error_order_parameter:slab [-]",
    number(0.0, "PFHub benchmark 7a"),
    1.0,
    scale=1.0,
)

PROBLEMS = (
    Problem(
        "phase_profile",
        "A front at rest",
        "phase_profile",
        [
            *profile(),
            Value(
                "energy of the front [J/m^2]",
                lambda h: h[ENERGY] / 0.5,
                number(1 / 6, "sqrt(2 W kappa)/6"),
                1e-2,
            ),
            NEVER_RISES,
        ],
        "psi = W xi^2 (1 - xi)^2 + kappa/2 |grad xi|^2",
        quick=True,
    ),
    Problem(
        "driven_front",
        "A planar front driven by a force",
        "driven_front",
        [Combined("speed [um/s]", speed, 0.06, "6 L f sqrt(kappa/(2 W)), f << W", 1e-2)],
        "v = 6 L f sqrt(kappa/(2 W))",
        quick=True,
    ),
    Problem(
        "pulled_front",
        "A planar front that adds volume, under tension and under pressure",
        "pulled_front",
        [pulled(3), pulled(-3), *(energy_balance(run) for run in ("3", "-3"))],
        "v = 6 L f sqrt(kappa/(2 W)), f = (J - 1) tr(sigma)/3",
        runs={
            f"{pull}": (
                f"boundaries.back.traction.x={pull} MPa",
                f"boundaries.top.traction.y={pull} MPa",
            )
            for pull in (3, -3)
        },
    ),
    Problem(
        "softer_front",
        "A planar front of a softer phase under a dead load",
        "pulled_front",
        [
            Combined(
                "speed [um/s]",
                speed,
                3 * (0.4**2 + 0.4**2) / (2 * 10) * (1 / 0.5 - 1),
                "6 L f sqrt(kappa/(2 W)), f = gain of compliance x stress^2/2, f << W",
                2e-2,
            )
        ],
        "v = 6 L f sqrt(kappa/(2 W)), f = (sigma_x^2 + sigma_y^2)/2 (1/E_phase - 1/E)",
        overrides=(
            "bodies.slab.phase_field.misfit=0",
            "bodies.slab.phase_field.modulus_ratio=0.5",
            "boundaries.back.traction.x=0.4 MPa",
            "boundaries.top.traction.y=0.4 MPa",
        ),
    ),
    Problem(
        "deposition_front",
        "A metal front that grows by its reaction",
        "deposition_front",
        [
            Combined("speed [um/s]", speed, reaction(), "Butler-Volmer, R << L W", 1e-2),
            Value(
                "balance of the ions [-]",
                "species_balance_error:slab [-]",
                zero("inflow = ions and metal gained"),
                1e-8,
                scale=1.0,
            ),
        ],
        "v = 6 R sqrt(kappa/(2 W)), R = k (c exp(-a theta) - exp((1 - a) theta))",
    ),
    Problem(
        "stressed_deposition",
        "A metal front that grows by its reaction, under tension and under pressure",
        "deposition_front",
        [pulled_reaction(100), pulled_reaction(-100)],
        "v = 6 R sqrt(kappa/(2 W)), theta = F (phi + f/(F c_s))/(R T), f = -misfit tr(sigma)/3",
        overrides=(
            "bodies.slab.elasticity={model: linear, youngs_modulus: 300 MPa, poissons_ratio: 0}",
            "bodies.slab.phase_field.misfit=0.01",
            "bodies.slab.phase_field.deposition.stress_coupling=true",
            f"bodies.slab.phase_field.deposition.metal_concentration={METAL} mol/m^3",
        ),
        runs={
            f"{pull}": (
                f"boundaries.back.traction.x={pull} MPa",
                f"boundaries.top.traction.y={pull} MPa",
            )
            for pull in (100, -100)
        },
    ),
    Problem(
        "shrinking_grain",
        "A round grain shrinks by the energy of its front",
        "shrinking_grain",
        [
            Combined(
                "growth of its area [um^2/s]",
                shrinkage,
                -np.pi * 0.02 / 2,
                "-pi L kappa/2",
                2e-2,
            ),
            NEVER_RISES,
        ],
        "d xi/dt = -L dF/dxi, r dr/dt = -L kappa",
        quick=True,
    ),
    Problem(
        "allen_cahn",
        "A manufactured front, on finer and finer meshes",
        "allen_cahn",
        [
            Rate(
                "order of the error [-]",
                ERROR,
                {"64": 1 / 64, "128": 1 / 128, "256": 1 / 256},
                2.0,
                0.1,
                "P1 elements; PFHub benchmark 7a",
            )
        ],
        "d xi/dt = -4 xi (xi - 1)(xi - 1/2) + kappa lap xi + S(x, y, t)",
        runs={
            n: (f"geometry.elements_through={n}", f"geometry.elements_up={int(n) // 2}")
            for n in ("64", "128", "256")
        },
    ),
)
