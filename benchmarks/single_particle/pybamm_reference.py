"""Reference of a single particle by PyBaMM: rates, constant voltage, and surface stress.

Needs PyBaMM (written with 26.10.1) in an environment of its own:

    python pybamm_reference.py > reference.csv

The cell is a half cell, in which the metal electrode has a negligible overpotential and a
single-particle model has no drop in the electrolyte. Parameters are those of
``cases/verification/single_particle.yaml``.
"""

import csv
import sys

import numpy as np
import pybamm

RADIUS, DIFFUSIVITY, C_MAX, X0 = 3e-6, 1e-14, 5e4, 0.2
X = np.linspace(0, 1, 11)
U = np.array([4.6, 4.35, 4.2, 4.1, 4.02, 3.96, 3.92, 3.89, 3.86, 3.8, 3.5])
I_REF, VOLUME, YOUNG, POISSON = 0.5, 1e-7, 1e11, 0.3
SHARE, THICKNESS, AREA = 0.5, 1e-4, 1e-2
"""Volume share of the active material, thickness [m] and area [m^2] of the electrode."""

CAPACITY = pybamm.constants.F.value * C_MAX * SHARE * THICKNESS * AREA / 3600
"""Capacity [A h] from stoichiometry 0 to 1."""

RATES = {"0.1": 24, "0.5": 24, "1": 24, "2": 24, "5": 24}
"""Number of rows that are written for each C-rate."""

LIMIT, CUT = 3.85, 0.05
"""Voltage [V] at which a rate of 1 C turns to constant voltage, and C-rate that ends it."""


def exchange_current_density(c_e, c_s, c_max, temperature):  # noqa: ARG001
    """Return 2 i_ref sqrt(x (1 - x)) [A/m^2]."""
    x = c_s / c_max
    return 2 * I_REF * (x * (1 - x)) ** 0.5


def parameters(rate):
    """Return the parameters at a C-rate; everything that does not enter is from Xu et al. 2019."""
    values = pybamm.ParameterValues("Xu2019")
    positive = "Positive electrode "
    values.update(
        {
            "Positive particle radius [m]": RADIUS,
            "Positive particle diffusivity [m2.s-1]": DIFFUSIVITY,
            "Maximum concentration in positive electrode [mol.m-3]": C_MAX,
            "Initial concentration in positive electrode [mol.m-3]": X0 * C_MAX,
            positive + "active material volume fraction": SHARE,
            positive + "thickness [m]": THICKNESS,
            "Electrode width [m]": AREA / 0.1,
            "Electrode height [m]": 0.1,
            positive + "OCP [V]": lambda x: pybamm.Interpolant(X, U, x),
            positive + "OCP entropic change [V.K-1]": 0.0,
            positive + "exchange-current density [A.m-2]": exchange_current_density,
            "Exchange-current density for lithium metal electrode [A.m-2]": 1e12,
            "Nominal cell capacity [A.h]": CAPACITY,
            "Current function [A]": rate * CAPACITY,
            "Lower voltage cut-off [V]": 2.0,
            "Upper voltage cut-off [V]": 5.0,
            "Ambient temperature [K]": 298.15,
            "Reference temperature [K]": 298.15,
            "Initial temperature [K]": 298.15,
            positive + "Young's modulus [Pa]": YOUNG,
            positive + "Poisson's ratio": POISSON,
            positive + "partial molar volume [m3.mol-1]": VOLUME,
            positive + "reference concentration for free of deformation [mol.m-3]": X0 * C_MAX,
            positive + "volume change": lambda x: 0 * x,
        },
        check_already_exists=False,
    )
    return values


def model():
    """Return the single-particle model of a half cell; its stress does not act on diffusion."""
    options = {
        "working electrode": "positive",
        "particle mechanics": "swelling only",
        "stress-induced diffusion": "false",
    }
    return pybamm.lithium_ion.SPM(options)


def points():
    """Return a mesh of the particle that is fine at the surface."""
    spm = model()
    return {var: (400 if var == "r_p" else n) for var, n in spm.default_var_pts.items()}


def rows_at_rate(rate, count):
    """Yield time [s], voltage [V], surface stoichiometry and hoop stress [MPa] at a C-rate."""
    end = 0.7 / rate * 3600
    times = np.linspace(0, end, count + 1)[1:]
    simulation = pybamm.Simulation(
        model(),
        parameter_values=parameters(rate),
        var_pts=points(),
        solver=pybamm.IDAKLUSolver(rtol=1e-9, atol=1e-9),
    )
    solution = simulation.solve([0, end], t_interp=times)
    found = [
        solution["Voltage [V]"](times),
        solution["X-averaged positive particle surface stoichiometry"](times),
        solution["X-averaged positive particle surface tangential stress [Pa]"](times) / 1e6,
    ]
    yield from zip(times, *found, strict=True)


def times_of_charge():
    """Return the ends [s] of constant current and of constant voltage, and the final content."""
    steps = [f"Discharge at 1C until {LIMIT} V", f"Hold at {LIMIT} V until {CUT}C"]
    simulation = pybamm.Simulation(
        model(),
        parameter_values=parameters(1),
        experiment=pybamm.Experiment([tuple(steps)], period="1 second"),
        var_pts=points(),
        solver=pybamm.IDAKLUSolver(rtol=1e-9, atol=1e-9),
    )
    solution = simulation.solve()
    first, second = solution.cycles[0].steps
    content = second["Average positive particle stoichiometry"].entries[-1]
    return float(first.t[-1]), float(second.t[-1]), float(content)


def main():
    """Write the reference."""
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["run", "quantity", "time [s]", "value"])
    for rate, count in RATES.items():
        for time, *values in rows_at_rate(float(rate), count):
            for name, value in zip(("voltage [V]", "x", "stress [MPa]"), values, strict=True):
                out.writerow([f"{rate} C", name, f"{time:.9g}", f"{value:.9g}"])
    turned, ended, content = times_of_charge()
    out.writerow(["cc-cv", "turned [s]", "", f"{turned:.9g}"])
    out.writerow(["cc-cv", "ended [s]", "", f"{ended:.9g}"])
    out.writerow(["cc-cv", "content [-]", "", f"{content:.9g}"])


if __name__ == "__main__":
    main()
