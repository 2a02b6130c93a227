"""Energy accounts of dissipative cases whose steps must be fine for the account to close."""

from nanoglue.verification.problem import Problem, Rate, energy_balance


def refined(steps: dict[str, float]) -> Rate:
    """The trapezoidal rule for the work of the supports is of second order."""
    return Rate(
        "order of the energy error [-]",
        energy_balance(tolerance=1.0),
        steps,
        2.0,
        0.2,
        "trapezoidal rule",
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
        # Simo's return keeps the trace of be_bar and so its determinant and energy only nearly.
        (energy_balance(tolerance=2e-3),),
        overrides=("stepping.fixed=0.005 s",),
    ),
    Problem(
        "energy_viscous_mode_I",
        "Energy of an interface with viscous regularisation",
        "mode_I",
        (energy_balance(),),
        overrides=("interfaces.top_bottom.viscosity=0.01 s", "stepping.fixed=0.005 s"),
    ),
)
