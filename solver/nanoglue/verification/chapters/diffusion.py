"""Uptake and transport of a species, and diffusion-induced stress."""

from dataclasses import replace

import numpy as np

from nanoglue.units.constants import GAS_CONSTANT
from nanoglue.verification.problem import Check, Problem, Rate, Value, energy_balance
from nanoglue.verification.reference import Known, column, number

CRANK = "Crank 1975; Cheng & Verbrugge 2009"
TMAP = "TMAP7 Val-1c, exact"
SCALE = 1000.0 * 0.01 / (1 - 0.3)  # E beta / (1 - nu) [MPa] of the sphere
PLACES = {"centre": "0", "middle": "0.5", "surface": "1"}
SPHERE = "sphere_diffusion_stress.csv"
FLUX, FIXED = "galvanostatic", "potentiostatic"
TIMES = ("0.0575", "0.1")


def uptake_and_stress(place: str, mode: str) -> list[Check]:
    """Return checks of uptake and hoop stress at a point, relative to the sphere's maximum."""
    checks: list[Check] = []
    for name, ours, factor in (
        ("C", f"stoichiometry:{place} [-]", 1.0),
        ("sig_t*(1-nu)/(E*Omega*Cs)", f"stress_tt:{place} [MPa]", SCALE),
    ):
        values = [_entry(mode, name, factor, time, PLACES[place]) for time in TIMES]
        everywhere = [(time, x) for time in TIMES for x in PLACES.values()]
        largest = max(abs(_entry(mode, name, factor, *where)) for where in everywhere)
        title = "uptake [-]" if name == "C" else "hoop stress [MPa]"
        known = Known(values, CRANK, [float(time) for time in TIMES])
        checks.append(Value(f"{title}, {place}", ours, known, 1e-3, scale=largest))
    return checks


def _entry(mode: str, name: str, factor: float, time: str, place: str) -> float:
    where = {"mode": mode, "tau=Dt/R2": time, "x=r/R": place}
    return column(SPHERE, name, factor, **where)[0]


def gathered() -> float:
    """Return the difference of uptakes [-] across the bent bar: beta V_m E kappa/(3 (1 - nu) R T).

    With kappa = 1e-2 1/um over 1 um, and the elastic energy the same on both sides.
    """
    return 0.01 * 1e-5 * 1e9 * 1e-2 / (3 * (1 - 0.3)) / (GAS_CONSTANT * 1e6 * 298.15)


def gathered_by_modulus() -> float:
    """Return the difference of uptakes [-], V_m E' (kappa h/2)^2/(2 (1 - nu^2) R T), of half a bar.

    With E' = 10 GPa per unit of x, kappa = 8e-2 1/um and h = 1 um.
    """
    return 1e-5 * 1e10 * 0.04**2 / (2 * (1 - 0.3**2)) / (GAS_CONSTANT * 1e6 * 298.15)


STIFFNESS = 1000 * 0.7 / (1.3 * 0.4)
"""Modulus [MPa] of uniaxial strain, E (1 - nu)/((1 + nu) (1 - 2 nu)), of the slab at x = 0."""

MIDDLE = Value(
    "uptake halfway [-]",
    "stoichiometry:middle [-]",
    number(np.log(2) / np.log(3), "steady state"),
    1.0,
)

PROBLEMS = (
    Problem(
        "sphere_diffusion",
        "Sphere at a constant flux: uptake and stress",
        "sphere_diffusion",
        [check for place in PLACES for check in uptake_and_stress(place, FLUX)],
        "dc/dt = D lap c, sigma_t = E Omega/(9 (1 - nu)) (2 c_av(R) + c_av(r) - 3 c)",
    ),
    Problem(
        "slab_diffusion",
        "Deep slab with a fixed concentration at its face",
        "slab_diffusion",
        (
            Value(
                "uptake at x = 0.45 [-]",
                "stoichiometry:inside [-]",
                Known((0.75033, 0.82198, 0.88684, 0.91985), TMAP, (1, 2, 5, 10)),
                1e-3,
            ),
        ),
        "c = erfc(x / (2 sqrt(D t)))",
    ),
    Problem(
        "sphere_step",
        "Sphere with a fixed concentration at its surface: uptake and stress",
        "sphere_diffusion",
        [check for place in ("centre", "middle") for check in uptake_and_stress(place, FIXED)],
        "dc/dt = D lap c, c(R) = 1",
        # The first steps after the jump at the surface cost most accuracy: shorter ones.
        overrides=(
            "boundaries.surface={concentration: 1}",
            "geometry.surface_size=20 nm",
            "geometry.centre_size=35 nm",
            "stepping.fixed=0.05 ms",
        ),
    ),
    Problem(
        "cylinder_diffusion",
        "Steady diffusion through the wall of a tube, on finer and finer meshes",
        "cylinder_diffusion",
        (
            replace(MIDDLE, tolerance=1e-3, run="16"),
            Rate(
                "order of the uptake [-]",
                MIDDLE,
                {"4": 1 / 4, "8": 1 / 8, "16": 1 / 16},
                2.0,
                0.1,
                "P1 elements",
            ),
        ),
        "c = ln(r/a) / ln(b/a)",
        runs={
            n: (f"geometry.elements_through={n}", f"geometry.elements_up={int(n) // 4}")
            for n in ("4", "8", "16")
        },
        quick=True,
    ),
    Problem(
        "bent_bar",
        "Species in a bent bar at equilibrium",
        "bent_bar",
        (
            Value(
                "difference of uptake over half the bar [-]",
                lambda h: h["stoichiometry:above [-]"] - h["stoichiometry:below [-]"],
                number(gathered() / 2, "mu uniform"),
                1e-3,
            ),
            Value(
                "difference of uptake over the bar [-]",
                lambda h: h["stoichiometry:high [-]"] - h["stoichiometry:low [-]"],
                number(gathered(), "mu uniform"),
                1e-3,
            ),
        ),
        "mu = R T x - beta V_m sigma_h",
        quick=True,
    ),
    Problem(
        "slab_properties",
        "Slab whose diffusivity and modulus depend on the stoichiometry",
        "slab_properties",
        (
            Value(
                "uptake halfway [-]",
                "stoichiometry:middle [-]",
                number(np.sqrt(2.5) - 1, "Kirchhoff's transformation"),
                1e-4,
            ),
            Value(
                "displacement of the end [um]",
                "displacement_x:end [um]",
                number(3 * 2 / 3 / STIFFNESS, "integral of the compliance"),
                1e-4,
            ),
        ),
        "(1 + x)^2 linear in position; u = (sigma/M_0) int ds/(1 + x) = 2 sigma/(3 M_0)",
        quick=True,
    ),
    Problem(
        "bent_bar_modulus",
        "Species in a bent bar whose modulus depends on the stoichiometry",
        "bent_bar_modulus",
        (
            Value(
                "difference of uptake between axis and edge [-]",
                lambda h: h["stoichiometry:middle [-]"] - h["stoichiometry:edge [-]"],
                number(gathered_by_modulus(), "mu uniform"),
                1e-3,
            ),
            energy_balance(tolerance=1e-3),
        ),
        "mu = R T x + V_m (dE/dx) d(psi)/dE",
        quick=True,
    ),
)
