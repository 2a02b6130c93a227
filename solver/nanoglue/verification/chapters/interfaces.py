"""Interfaces in yielding bodies: patch tests, non-uniform jumps, friction."""

import numpy as np

from nanoglue.verification.history import TIME, History
from nanoglue.verification.problem import Check, Column, Problem, Rate, Value, energy_balance
from nanoglue.verification.reference import Formula, column, number

PATCH = "code_aster V3.04.001, closed form"
AKANTU = "Akantu test_cohesive_intrinsic_impl, closed form"
ASTER = "code_aster V6.03.128, closed form"
SNAP_BACK = "code_aster V6.03.118 (SSNP118D), closed form"
COULOMB = "Coulomb"
OPENING = "opening_mean:top_bottom [um]"
PLACES = {"low": -np.pi, "middle": 0.0, "high": np.pi}


def patch() -> list[Check]:
    """Return checks of jumps [um], tractions [MPa] and the displacement of the loaded face."""
    expected: dict[str, tuple[Column, float]] = {
        "opening": (OPENING, 0.05),
        "sliding": (lambda h: np.abs(h["sliding_mean:top_bottom [um]"]), 0.025),
        "normal traction": ("traction_normal_mean:top_bottom [MPa]", 1.0),
        "u_x": ("displacement_x:right [um]", 0.119699675256),
    }
    return [
        Value(f"{name} [{'MPa' if 'traction' in name else 'um'}]", ours, number(x, PATCH), 1e-10)
        for name, (ours, x) in expected.items()
    ]


def exponential(history: History) -> np.ndarray:
    """Return the force [uN] on 1 um^2 from the opening [um] of the same step."""
    ratio = history[OPENING] / 0.5
    force: np.ndarray = np.e * ratio * np.exp(-ratio)
    return force


def jump(place: str, tolerance: float) -> Value:
    """Return a check of the opening [um] against the inverse of the law at the local stress."""
    stress = 0.25 / np.pi * PLACES[place] + 0.5
    exact = -0.9 / 1.1 * np.log(stress / 1.1)
    return Value(
        f"opening at y = {PLACES[place]:.4g} [um]",
        lambda h: h[f"displacement_x:{place}_plus [um]"] - h[f"displacement_x:{place}_minus [um]"],
        number(exact, ASTER),
        tolerance,
    )


def slides(history: History) -> np.ndarray:
    """Return the rows after complete failure in which the block still slides."""
    moved = history["time [s]"]
    return np.asarray(
        (history["damage_mean:top_bottom [-]"] > 1 - 1e-12) & (moved > 1) & (moved <= 2)
    )


def falls_back(name: str) -> Formula:
    """Return code_aster's column interpolated at the opening [um], for softening only."""
    jumps, values = (column("ssnp118d_snapback.csv", title) for title in ("jump", name))
    return Formula(
        lambda history: np.interp(history[OPENING], jumps, values),
        SNAP_BACK,
        lambda history: np.asarray(
            (history[OPENING] >= jumps[0]) & (history[OPENING] <= jumps[-1])
        ),
    )


PROBLEMS = (
    Problem(
        "elastic_interface_45",
        "Elastic interface at 45 degrees in uniform tension",
        "elastic_interface_45",
        patch(),
        "jump_n = sigma/2 / k_n, jump_t = sigma/2 / k_t",
        quick=True,
    ),
    Problem(
        "pressed_interface_45",
        "The same interface pressed together",
        "elastic_interface_45",
        (
            Value("opening [um]", OPENING, number(0.0, PATCH), 1e-10, scale=1.0),
            Value("u_x [um]", "displacement_x:right [um]", number(-0.0843443361963, PATCH), 1e-10),
        ),
        "jump_n = 0, jump_t = sigma/2 / k_t",
        overrides=(
            "boundaries.bottom_face.traction.x=-2 MPa",
            "interfaces.top_bottom.contact_stiffness=1e5 MPa/um",
            "interfaces.top_bottom.penetration_tolerance=1e-11 um",
        ),
        quick=True,
    ),
    Problem(
        "exponential_patch",
        "Exponential law in an elastic strip",
        "exponential_patch",
        (
            Value(
                "force [uN]",
                "force_y:top_face [uN]",
                Formula(exponential, AKANTU),
                1e-3,
                against=OPENING,
            ),
            Value(
                "largest force [uN]",
                lambda h: np.full_like(h[OPENING], h["force_y:top_face [uN]"].max()),
                number(1.0, AKANTU),
                1e-3,
            ),
            energy_balance(),
        ),
        "T = e sigma_c (d/d_c) exp(-d/d_c)",
    ),
    Problem(
        "nonuniform_jump",
        "Jump that varies along the interface",
        "nonuniform_jump",
        (
            *(jump(place, 1e-3) for place in PLACES),
            Value(
                "stress xx in the middle [MPa]",
                "stress_xx:middle [MPa]",
                number(0.5, ASTER),
                1e-3,
            ),
            energy_balance(),
        ),
        "jump(y) = -(G_c/sigma_c) ln(sigma(y)/sigma_c)",
        quick=True,
    ),
    Problem(
        "nonuniform_jump_rate",
        "The same jump on finer and finer meshes",
        "nonuniform_jump",
        (
            Rate(
                "order of the opening at y = -pi [-]",
                jump("low", 1.0),
                {"2": 1 / 2, "4": 1 / 4, "8": 1 / 8},
                3.0,
                0.2,
                "P2 elements",
            ),
        ),
        "error ~ h^3",
        runs={
            count: (
                f"geometry.elements_across={count}",
                f"geometry.elements_up={-(-int(count) // 4)}",
            )
            for count in ("2", "4", "8")
        },
    ),
    Problem(
        "snap_back",
        "Joint in a bar that falls back as it softens",
        "snap_back",
        (
            Value(
                "normal traction [MPa]",
                "traction_normal_mean:top_bottom [MPa]",
                falls_back("sigma_n"),
                1e-5,
                against=OPENING,
            ),
            Value(
                "displacement of the end [um]",
                lambda history: 2.5 * history[TIME],
                falls_back("U_imposed_normal"),
                1e-5,
                against=OPENING,
            ),
            energy_balance(),
        ),
        "U = jump + t(jump) L/E, which falls while the jump grows",
        # code_aster's stiff start ends on the softening line, at 0.999 of the strength.
        overrides=(
            "interfaces.top_bottom.law.strength=1.0989 MPa",
            "interfaces.top_bottom.law.toughness=0.8991 J/m^2",
            "interfaces.top_bottom.law.stiffness=671.55 MPa/um",
        ),
        quick=True,
    ),
    Problem(
        "friction",
        "Friction of an interface that was sheared off under pressure",
        "friction",
        (
            Value(
                "tangential traction [MPa]",
                lambda h: np.abs(h["traction_tangential_mean:top_bottom [MPa]"]),
                Formula(
                    lambda h: -0.4 * h["traction_normal_mean:top_bottom [MPa]"], COULOMB, slides
                ),
                1e-6,
            ),
            Value(
                "tangential traction, sliding back [MPa]",
                "traction_tangential_mean:top_bottom [MPa]",
                Formula(
                    lambda h: 0.4 * h["traction_normal_mean:top_bottom [MPa]"],
                    COULOMB,
                    lambda h: np.asarray(h["time [s]"] > 2.4),
                ),
                1e-6,
            ),
            energy_balance(),
        ),
        "|t_s| = mu p once damage is 1",
        quick=True,
    ),
)
