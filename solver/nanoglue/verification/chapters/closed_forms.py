"""Fields and interfaces compared with closed forms: errors and convergence orders."""

from nanoglue.case import columns
from nanoglue.verification.problem import Problem, Rate, Value, energy_balance
from nanoglue.verification.reference import number, zero

FESTIM = "FESTIM V&V book, spherical MMS"
EXACT = "closed form of the case"
SLAB_BALANCE = columns.SPECIES_BALANCE_ERROR.at("slab").name


def order(column: str, sizes: dict[str, float], expected: float, elements: str) -> Rate:
    """Return a check of the convergence order of an error column at the end of the run."""
    title, _, where = column.partition(" ")[0].partition(":")
    quantity = f"{title.removeprefix('error_').replace('_', ' ')}, {where}"
    error = Value(column, column, number(0.0, EXACT), 1.0, scale=1.0)
    return Rate(f"order of {quantity} [-]", error, sizes, expected, 0.1, elements)


def balance(run: str = "") -> Value:
    """Return a check of the species balance of sources and fluxes."""
    source = zero("inflow = growth of the amount")
    return Value("balance of the species [-]", SLAB_BALANCE, source, 1e-10, scale=1.0, run=run)


def refined(*counts: str, along: int, keys: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return runs with increasing numbers of elements, ``along``/8 as many along the arc."""
    return {
        n: (
            *(f"geometry.{key}={n}" for key in keys),
            f"geometry.elements_along={int(n) * along // 8}",
        )
        for n in counts
    }


SQUARE = {n: 1 / int(n) for n in ("16", "32", "64")}
SPHERE = {n: 1 / int(n) for n in ("8", "16", "32")}
BALL = {n: 1 / int(n) for n in ("4", "8", "16")}


def plastic_sphere(name: str, title: str, *overrides: str) -> Problem:
    """Return checks of the orders of displacement and stress in a fully plastic sphere."""
    return Problem(
        name,
        title,
        "plastic_sphere",
        (
            order("error_displacement:shell [um]", SPHERE, 3.0, "P2 elements"),
            order("error_stress:shell [MPa]", SPHERE, 2.0, "P2 elements"),
        ),
        "q = Y + H alpha = q0 + m (3 B/R^3 - C/3)",
        overrides=overrides,
        runs=refined(*SPHERE, along=12, keys=("elements_through",)),
        quick=True,
    )


PROBLEMS = (
    Problem(
        "sphere_source",
        "Hollow sphere in which the species vanishes everywhere",
        "sphere_source",
        (
            Value(
                "difference from the closed form [-]",
                "error_stoichiometry:shell [-]",
                number(0.0, FESTIM),
                1e-6,
                scale=1.0,
            ),
        ),
        "c = 3 + 2 r^2, D = 1, source -12; 1000 P1 cells along the radius",
        quick=True,
    ),
    Problem(
        "manufactured_uptake",
        "Uptake, its potential and the stress between them, on finer and finer meshes",
        "manufactured_uptake",
        (
            order("error_stoichiometry:slab [-]", SQUARE, 2.0, "P1 elements"),
            order("error_chemical_potential:slab [MJ/mol]", SQUARE, 2.0, "P1 elements"),
            order("error_displacement:slab [um]", SQUARE, 2.0, "P2 elements, swelling P1"),
            order("error_stress:slab [MPa]", SQUARE, 2.0, "P2 elements"),
            balance("64"),
        ),
        "dc/dt = div(D c_host/(R T) grad mu) + s, mu = R T x - beta V_m sigma_h, div sigma + b = 0",
        runs={n: (f"geometry.elements_through={n}", f"geometry.elements_up={n}") for n in SQUARE},
        quick=True,
    ),
    plastic_sphere(
        "plastic_sphere",
        "Thick sphere with hardening, plastic throughout, on finer and finer meshes",
    ),
    plastic_sphere(
        "plastic_sphere_three_points",
        "The same with three quadrature points per triangle",
        "bodies.shell.quadrature.degree=2",
    ),
    Problem(
        "curved_interface",
        "Shrinking core held past the strength of its interface, on finer and finer meshes",
        "curved_interface",
        (
            order("error_opening:core_shell [um]", BALL, 3.0, "P2 elements"),
            order("error_sliding:core_shell [um]", BALL, 3.0, "P2 elements"),
            order("error_traction_normal:core_shell [MPa]", BALL, 3.0, "P2 elements"),
            order("error_traction_tangential:core_shell [MPa]", BALL, 3.0, "P2 elements"),
            order("error_displacement:shell [um]", BALL, 3.0, "P2 elements"),
            order("error_stress:shell [MPa]", BALL, 2.0, "P2 elements"),
            energy_balance("16"),
        ),
        "opening + T (u_shell/T + a/(3 K)) = -a eps_0, T = e sigma_c (d/d_c) exp(-d/d_c)",
        runs=refined(*BALL, along=32, keys=("elements_core", "elements_shell")),
        quick=True,
    ),
)
