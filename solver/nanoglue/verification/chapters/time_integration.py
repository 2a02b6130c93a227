"""Order of the time integration for smooth uptake and order parameters."""

from nanoglue.verification.problem import Problem, Rate, Value
from nanoglue.verification.reference import number

LENGTHS = {"0.05": 0.05, "0.025": 0.025, "0.0125": 0.0125}
"""Fixed steps [s], by run."""

BDF2 = 2.0, 0.1
BACKWARD_EULER = 1.0, 0.1
"""Order in the step and its tolerance [-]."""


def missed(field: str, tolerance: float) -> Value:
    """Return the check of the error [-] of a field at the shortest step."""
    return Value(
        "difference from the closed form [-]",
        f"error_{field}:slab [-]",
        number(0.0, "manufactured"),
        tolerance,
        scale=1.0,
        run="0.0125",
    )


def runs(method: str) -> dict[str, tuple[str, ...]]:
    """Return the settings of the runs with each step by a method."""
    return {n: (f"stepping.method={method}", f"stepping.fixed={n} s") for n in LENGTHS}


def uptake(name: str, method: str, order: tuple[float, float], tolerance: float) -> Problem:
    """Return the problem of uptake by a method, with its order and its error [-]."""
    error = missed("stoichiometry", tolerance)
    return Problem(
        name,
        f"Uptake that rises and falls, with shorter and shorter steps of {method}",
        "order_in_time",
        (error, Rate("order in the step [-]", error, LENGTHS, *order)),
        "dc/dt = D lap c + s, c = c_host (0.5 + 0.4 sin(3 t))",
        runs=runs(method),
        quick=True,
    )


def phase(name: str, method: str, order: tuple[float, float], tolerance: float) -> Problem:
    """Return the problem of an order parameter by a method, with its order and its error [-]."""
    error = missed("order_parameter", tolerance)
    return Problem(
        name,
        f"An order parameter that rises and falls, with shorter and shorter steps of {method}",
        "phase_order_in_time",
        (error, Rate("order in the step [-]", error, LENGTHS, *order)),
        "d xi/dt = -L d psi/d xi + s, xi = 0.5 + 0.4 sin(3 t)",
        runs=runs(method),
        quick=True,
    )


PROBLEMS = (
    uptake("order_in_time", "bdf2", BDF2, 5e-5),
    uptake("order_in_time_backward_euler", "backward_euler", BACKWARD_EULER, 2e-2),
    phase("phase_order_in_time", "bdf2", BDF2, 5e-4),
    phase("phase_order_in_time_backward_euler", "backward_euler", BACKWARD_EULER, 2e-2),
)
