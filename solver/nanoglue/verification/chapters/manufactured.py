"""Fields that sources and body forces were made for: their errors, and how fast they fall."""

from nanoglue.verification.problem import Problem, Rate, Value
from nanoglue.verification.reference import nothing, number

FESTIM = "FESTIM V&V book, spherical MMS"
MADE = "manufactured"


def order(column: str, sizes: dict[str, float], expected: float, elements: str) -> Rate:
    """Order at which a column of ``output.exact`` falls at the end of the run."""
    quantity = column.partition(":")[0].removeprefix("error_").replace("_", " ")
    error = Value(column, column, number(0.0, MADE), 1.0, scale=1.0)
    return Rate(f"order of {quantity} [-]", error, sizes, expected, 0.1, elements)


def balance(run: str = "") -> Value:
    """What came in by sources and fluxes is there."""
    source = nothing("inflow = growth of the amount")
    return Value("balance of Na [-]", "na_balance_error [-]", source, 1e-10, scale=1.0, run=run)


SQUARE = {n: 1 / int(n) for n in ("16", "32", "64")}

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
)
