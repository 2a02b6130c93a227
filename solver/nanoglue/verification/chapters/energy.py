"""Energy accounts of dissipative cases whose steps must be fine for the account to close."""

from nanoglue.verification.problem import Problem, Rate, energy_balance

TRAPEZOID = "trapezoidal rule"
SIMO = "Simo's return keeps the trace of be_bar to first order"


def refined(steps: dict[str, float], order: float = 2.0, why: str = TRAPEZOID) -> Rate:
    """Order at which the account closes; the trapezoidal rule for the outer work is of second."""
    return Rate(
        "order of the energy error [-]",
        energy_balance(tolerance=1.0),
        steps,
        order,
        0.2,
        why,
    )


PROBLEMS = (
    Problem(
        "energy_plastic_bar",
        "Energy of a bar that is stretched and pushed back, Hencky",
        "plastic_bar",
        (energy_balance("fine"), refined({"coarse": 0.1, "fine": 0.005})),
        overrides=("bodies.bar.elasticity.kind=hencky",),
        runs={"coarse": ("stepping.fixed=0.1 s",), "fine": ("stepping.fixed=0.005 s",)},
    ),
    Problem(
        "energy_plastic_bar_neo_hookean",
        "Energy of a bar that is stretched and pushed back, neo-Hookean",
        "plastic_bar",
        (energy_balance("fine"), refined({"coarse": 0.02, "fine": 0.0025}, 1.0, SIMO)),
        runs={"coarse": ("stepping.fixed=0.02 s",), "fine": ("stepping.fixed=0.0025 s",)},
    ),
    Problem(
        "energy_viscous_mode_I",
        "Energy of an interface with viscous regularisation",
        "mode_I",
        (energy_balance(),),
        overrides=("interfaces.top_bottom.viscosity=0.01 s", "stepping.fixed=0.005 s"),
    ),
)
