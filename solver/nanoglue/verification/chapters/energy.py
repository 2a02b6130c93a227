"""Energy balances of dissipative cases that need fine time steps."""

from nanoglue.verification.problem import Problem, Rate, energy_balance

TRAPEZOID = "trapezoidal rule"
SIMO = "Simo's return keeps the trace of be_bar to first order"


def refined(steps: dict[str, float], order: float = 2.0, why: str = TRAPEZOID) -> Rate:
    """Return a check of the order of the energy error; the trapezoidal rule is of second order."""
    return Rate(
        "order of the energy error [-]",
        energy_balance(tolerance=1.0),
        steps,
        order,
        0.2,
        why,
    )


def closes(case: str, title: str, step: str, *overrides: str) -> Problem:
    """Return a case of another chapter with fixed fine steps on a coarse mesh."""
    return Problem(
        f"energy_{case}",
        title,
        case,
        (energy_balance(),),
        overrides=(f"stepping.fixed={step}", *overrides),
    )


def coarse(*keys: str, count: int = 4) -> tuple[str, ...]:
    """Return overrides for a coarse mesh."""
    return tuple(f"geometry.elements_{key}={count}" for key in keys)


PROBLEMS = (
    Problem(
        "energy_plastic_bar",
        "Energy of a bar that is stretched and pushed back, Hencky",
        "plastic_bar",
        (energy_balance("fine"), refined({"coarse": 0.1, "fine": 0.005})),
        overrides=("bodies.bar.elasticity.model=hencky",),
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
    closes("j2_return", "Energy of a bar that yields under one component of strain", "1 ms"),
    closes(
        "hill_sphere",
        "Energy of a sphere that yields from within",
        "0.005 s",
        *coarse("through", "along"),
    ),
    closes("tube", "Energy of a tube that yields from within", "0.5 ms", *coarse("through")),
    closes(
        "plastic_sphere",
        "Energy of a sphere that hardens",
        "0.5 ms",
        *coarse("through", "along"),
    ),
    closes(
        "plastic_shell",
        "Energy of a plastic shell, which is opened slowly at first",
        "1 ms",
        *coarse("through", count=2),
        *coarse("along"),
        "boundaries.inner.displacement.r={expression: 0.5*t**3*r, unit: um}",
        "boundaries.inner.displacement.z={expression: 0.5*t**3*z, unit: um}",
    ),
    closes(
        "swelling_core",
        "Energy of a core in a plastic shell, which swells slowly at first",
        "1 ms",
        *coarse("core", "shell", count=2),
        *coarse("along", count=6),
        "bodies.core.growth={expression: 1 + 4.2*t**3}",
    ),
    closes("nafems_strain_path", "Energy along the strain path of eight stretches", "2 ms"),
)
