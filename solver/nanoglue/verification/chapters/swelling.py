"""Elastic swelling: stress-free expansion of free bodies, and elastic misfit."""

import numpy as np

from nanoglue.verification.problem import Problem, Value
from nanoglue.verification.reference import column, number

LAME = "Lame, sphere in a shell"


def misfit(name: str, factor: float) -> float:
    """Return a reference for the core with a free strain of 0.1 %."""
    return column("misfit_core_shell.csv", name, factor)[0]


PROBLEMS = (
    Problem(
        "free_swelling",
        "Free sphere swollen by 420 %",
        "free_swelling",
        (
            Value(
                "volume expansion [-]",
                "volume_expansion_deformed [-]",
                number(4.2, "stress-free"),
                1e-6,
            ),
            Value(
                "radius grows by [um]",
                "displacement_r:tip [um]",
                number(0.1 * (np.cbrt(5.2) - 1), "stress-free"),
                1e-6,
            ),
            Value(
                "stress over Young's modulus [-]",
                lambda history: history["stress_rr:inside [MPa]"] / 30e3,
                number(0.0, "stress-free"),
                1e-6,
                scale=1.0,
            ),
        ),
        "F = J_c^(1/3) I",
        quick=True,
    ),
    Problem(
        "misfit_core_shell",
        "Core with a free strain of 0.1 % in an elastic shell",
        "misfit_core_shell",
        (
            Value(
                "u(a) [um]",
                "displacement_r:edge [um]",
                number(misfit("core_u/r", 1.0), LAME),
                1e-3,
            ),
            Value(
                "pressure [MPa]",
                lambda history: -history["stress_rr:core [MPa]"],
                number(misfit("interface_pressure", 1e-6), LAME),
                1e-3,
            ),
            Value(
                "hoop stress inside [MPa]",
                "stress_tt:inside [MPa]",
                number(misfit("shell_hoop_inner", 1e-6), LAME),
                1e-3,
            ),
            Value(
                "hoop stress outside [MPa]",
                "stress_tt:outside [MPa]",
                number(misfit("shell_hoop_outer", 1e-6), LAME),
                1e-3,
            ),
        ),
        "eps = 0.1 % in the core, u and traction continuous",
        quick=True,
    ),
)
