"""Plasticity: return mapping, strain paths and pressurised spheres."""

import numpy as np

from nanoglue.verification.history import History
from nanoglue.verification.problem import Combined, Problem, Rate, Value
from nanoglue.verification.reference import Known, column, number

HILL = "Hill 1950, section V.2"
JAXFEM = "Simo & Hughes 1998, box 9.1, problem of JAX-FEM"
NAFEMS = "NAFEMS NL1 (MOOSE nafems_nl1_lim.i), integrated rates"
YIELD = 100.0  # [MPa] of the spheres
LAWS = ("hencky", "neo_hookean")


def stresses(values: dict[str, float], source: str, tolerance: float) -> list[Value]:
    """Return checks of the final stress components [MPa] at the point ``middle``."""
    return [
        Value(
            f"stress {axes} [MPa]", f"stress_{axes}:middle [MPa]", number(value, source), tolerance
        )
        for axes, value in values.items()
    ]


def nafems() -> list[Value]:
    """Return checks of stresses and plastic strain at the ends of the eight segments."""
    times = column("nafems_nl1.csv", "step")
    tolerance = 0.005
    checks = [
        Value(
            f"stress {axes} [MPa]",
            f"stress_{axes}:middle [MPa]",
            Known(column("nafems_nl1.csv", f"s{axes}", 1e-6), NAFEMS, times),
            tolerance,
        )
        for axes in ("xx", "yy", "zz")
    ]
    strain = Known(column("nafems_nl1.csv", "eff_plastic_strain"), NAFEMS, times)
    return [*checks, Value("plastic strain [-]", "plastic_strain:middle [-]", strain, tolerance)]


def turning_stress(history: History) -> float:
    """Return the Cauchy stress [MPa] of the bar at the largest stretch."""
    return float(history["stress_zz:middle [MPa]"][10])


PROBLEMS = (
    Problem(
        "j2_return_uniaxial",
        "Return to the yield surface, one component",
        "j2_return",
        stresses({"xx": -3, "yy": -1, "zz": -1}, "MOOSE j2_plasticity hard1", 1e-6),
        "s = s_trial (1 - 3 G d_alpha / q_trial)",
        quick=True,
    ),
    Problem(
        "j2_return_softer",
        "Return to the yield surface, a lower yield stress",
        "j2_return",
        stresses({"xx": -3, "yy": -2, "zz": -2}, "MOOSE j2_plasticity small_deform3", 1e-6),
        overrides=(
            "bodies.bar.plasticity.yield_stress=1 MPa",
            'boundaries.right.displacement.x={expression: "-3.5e-6*t", unit: um}',
        ),
        quick=True,
    ),
    Problem(
        "finite_strain_plastic_bar",
        "Finite-strain plasticity with hardening, there and back",
        "plastic_bar",
        (
            Value(
                "Cauchy stress [MPa]",
                "stress_zz:middle [MPa]",
                Known(
                    np.delete(column("jaxfem_fefp_single_cell.csv", "cauchy_zz"), 11).tolist(),
                    JAXFEM,
                    range(21),
                ),
                1e-5,
            ),
            Value(
                "Cauchy stress at the turn and the end [MPa]",
                "stress_zz:middle [MPa]",
                Known((399.8195, -400.5797), JAXFEM, (10, 20)),
                1e-6,
            ),
            Value(
                "plastic strain [-]",
                "plastic_strain:middle [-]",
                Known((0.008031, 0.014091), "JAX-FEM README", (10, 20)),
                1e-4,
            ),
        ),
        "tau = G dev(be_bar) + K (J^2 - 1)/2",
        quick=True,
    ),
    Problem(
        "hencky_and_neo_hookean",
        "Two finite-strain laws at metallic strains",
        "plastic_bar",
        (
            Combined(
                "Cauchy stress of Hencky over that of neo-Hookean [-]",
                lambda runs: turning_stress(runs[LAWS[0]]) / turning_stress(runs[LAWS[1]]),
                1.0,
                "both tend to linear elasticity",
                1e-3,
            ),
        ),
        runs={kind: (f"bodies.bar.elasticity.model={kind}",) for kind in LAWS},
        quick=True,
    ),
    Problem(
        "nafems_strain_path",
        "Strain path of eight stretches, perfect plasticity",
        "nafems_strain_path",
        nafems(),
        "ds = C (de - de_p), |dev s| <= sqrt(2/3) Y",
        quick=True,
    ),
    Problem(
        "hill_sphere",
        "Thick sphere under inner pressure, small strain",
        "hill_sphere",
        (
            Value(
                "u(b) [um]",
                "displacement_r:outside [um]",
                Known(
                    column("hill_sphere_elastoplastic.csv", "u(b)*E/(sy)", 1e-3)[:5],
                    HILL,
                    (1, 2, 3, 4, 5),
                ),
                0.005,
            ),
        ),
        "p = 2 Y (ln(c/a) + (1 - c^3/b^3)/3), u(b) = Y c^3 (1 - nu) / (E b^2)",
        quick=True,
    ),
    Problem(
        "elastic_sphere_rate",
        "Thick sphere under inner pressure while elastic, on finer and finer meshes",
        "hill_sphere",
        (
            Rate(
                "order of u(b) [-]",
                Value(
                    "u(b) [um]",
                    "displacement_r:outside [um]",
                    number(1.75e-4, "Lame", at=1),
                    1.0,
                ),
                {"4": 1 / 4, "8": 1 / 8, "16": 1 / 16},
                3.0,
                0.2,
                "P2 elements",
            ),
        ),
        "u(b) = 3 p a^3 b (1 - nu) / (2 E (b^3 - a^3))",
        overrides=("bodies.shell.plasticity=", "time.end=1 s"),
        runs={
            n: (f"geometry.elements_through={n}", f"geometry.elements_along={n}")
            for n in ("4", "8", "16")
        },
        quick=True,
    ),
    Problem(
        "tube",
        "Tube opened until it is plastic throughout, small strain",
        "tube",
        (
            Value(
                "pressure at the limit [MPa]",
                lambda history: history["force_r:inner [uN]"] / (2 * np.pi * 0.2),
                number(YIELD * 0.800377422569, "Hill 1950, section V.3"),
                0.005,
            ),
            Value(
                "u(b)/u(a) while elastic [-]",
                lambda history: history["displacement_r:outside [um]"] / 0.0002,
                number(2 * (1 - 0.3) * 2 / ((1 - 0.6) * 1 + 4), "Lame", at=0.01),
                1e-4,
            ),
        ),
        "p = 2/sqrt(3) Y ln(b/a)",
        quick=True,
    ),
)
