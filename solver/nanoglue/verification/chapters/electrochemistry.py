"""Voltage of a particle: kinetics, film, stress, held voltages, and a single-particle model."""

from collections.abc import Sequence

import numpy as np

from nanoglue.units.constants import FARADAY, GAS_CONSTANT
from nanoglue.verification.history import TIME, History
from nanoglue.verification.problem import Check, Combined, Problem, Runs, Value
from nanoglue.verification.reference import Formula, Known, column, number, zero

VOLTAGE, CONTENT = "voltage:particle [V]", "stoichiometry:particle [-]"
CURRENT = "current:particle [A]"
THERMAL = 2 * GAS_CONSTANT * 298.15 / FARADAY
NEWMAN, CRANK, PYBAMM = "Newman & Thomas-Alyea 2004", "Crank 1975, eq. 6.20", "PyBaMM 26.10.1"
REFERENCE = "single_particle_pybamm.csv"

BALANCE = Value(
    "charge balance [-]", "species_balance_error:particle [-]", zero("exact"), 1e-10, scale=1.0
)


def uniform_voltage(history: History) -> np.ndarray:
    """Return U(x) - (2 R T/F) asinh(i/2 i_0) - i R of the stages of ``uniform_particle`` [V]."""
    time = history[TIME]
    ends, densities = [600.0, 1200.0, 1500.0], [0.2, -0.05, 1e-4, 0.0]
    i = np.array(densities)[np.searchsorted(ends, time)]
    voltage: np.ndarray = (
        1 - 0.25 * history[CONTENT] - THERMAL * np.arcsinh(i / (2 * 0.05)) - 0.3 * i
    )
    return voltage


def film_thickness(time: np.ndarray) -> np.ndarray:
    """Return sqrt(h0^2 + 2 k t) of ``growing_film`` [m]."""
    thickness: np.ndarray = np.sqrt(5e-9**2 + 2 * 2e-20 * time)
    return thickness


def voltage_behind_film(history: History) -> np.ndarray:
    """Return the voltage of ``growing_film`` with the current that its film leaves [V]."""
    time = history[TIME]
    i = np.array([0.2, -0.1, 0.0])[np.searchsorted([600.0, 1200.0], time)]
    grown = np.diff(film_thickness(time), prepend=film_thickness(np.zeros(1)))
    binding = FARADAY * 20e3 * 1e6 * grown / np.diff(time, prepend=-1.0)
    i = i - np.where(time > 0, binding, 0.0)
    voltage: np.ndarray = (
        1
        - 0.25 * history[CONTENT]
        - THERMAL * np.arcsinh(i / (2 * 0.05))
        - i * film_thickness(time) / 2e-8
    )
    return voltage


def resistance(runs: Runs) -> float:
    """Return the change of voltage when a small current stops, over the current [ohm m^2]."""
    history = runs[""]
    loaded, rest = history.rows_at(np.array([1500.0, 1800.0]))
    return float((history[VOLTAGE][rest] - history[VOLTAGE][loaded]) / 1e-4)


def step_uptake(history: History) -> np.ndarray:
    """Return the mean stoichiometry after a step of the surface from 0.2 to 0.8 [-]."""
    n, tau = np.arange(1, 500)[:, None], 0.01 * history[TIME]
    left: np.ndarray = 6 / np.pi**2 * np.sum(np.exp(-((n * np.pi) ** 2) * tau) / n**2, axis=0)
    return 0.2 + 0.6 * (1 - left)


def early_current(history: History) -> np.ndarray:
    """Return the current into half a sphere after a step of its surface [A].

    F c D (x_s - x_0) A (1/sqrt(pi D t) - 1/R), exact up to terms of exp(-R^2/(D t)).
    """
    time = np.maximum(history[TIME], 1e-12)
    density = FARADAY * 1e5 * 0.01 * 0.6 * (1 / np.sqrt(np.pi * 0.01 * time) - 1)
    return 2 * np.pi * density * 1e-12


def pressure(history: History) -> np.ndarray:
    """Return the pressure on ``pressed_particle`` [MPa]."""
    return np.interp(history[TIME], [0, 1, 3], [0, 100, -100])


def shifted_voltage(history: History) -> np.ndarray:
    """Return U + V_m sigma_h/F [V] with V_m = V_host dJc/dx at the initial content."""
    molar_volume = 16.3e-6 * 1.12 / (1 + 1.12)  # over the drawn volume, at x = 1
    start = 0.6 - 0.4 / 3.75
    voltage: np.ndarray = start - molar_volume * pressure(history) / FARADAY
    return voltage


def known(run: str, quantity: str) -> Known:
    """Return the reference by PyBaMM of a quantity in a run."""
    values, times = (
        column(REFERENCE, name, run=run, quantity=quantity) for name in ("value", "time [s]")
    )
    return Known(values, PYBAMM, times)


def at_rate(rate: str) -> Sequence[Check]:
    """Return the checks of voltage and surface stress at a C-rate."""
    run = f"{rate} C"
    stress = known(run, "stress [MPa]")
    voltage = known(run, "voltage [V]")
    return (
        Value(f"voltage at {run} [V]", VOLTAGE, voltage, 1e-3, scale=1.0, run=run),
        Value(f"surface stress at {run} [MPa]", "stress_tt:surface [MPa]", stress, 1e-2, run=run),
    )


RATES = {"0.1": 210, "0.5": 42, "1": 21, "2": 10.5, "5": 2.1}
"""Fixed step [s] at each C-rate."""

FINE = ("geometry.surface_size=60 nm",)
"""Mesh of the highest rate, at whose end the potential is steep."""


def turned(runs: Runs) -> float:
    """Return the time [s] at which constant current turns to constant voltage."""
    history = runs[""]
    constant = history[CURRENT] > (1 - 1e-9) * history[CURRENT].max()
    return float(history[TIME][constant][-1])


def _number(quantity: str) -> float:
    return column(REFERENCE, "value", run="cc-cv", quantity=quantity)[0]


STAGES = (
    "{model: galvanostatic, body: particle, through: surface, rate: 1 C, until: {voltage: 3.85 V}}",
    "{model: potentiostatic, body: particle, through: surface, voltage: 3.85 V, "
    "until: {rate: C/20}}",
)

PROBLEMS = (
    Problem(
        "uniform_particle",
        "Voltage of a uniform particle with a film",
        "uniform_particle",
        (
            Value("voltage [V]", VOLTAGE, Formula(uniform_voltage, NEWMAN), 1e-8, scale=1.0),
            Combined(
                "resistance at a small current [ohm m^2]",
                resistance,
                0.3 + THERMAL / (2 * 0.05),
                "R_film + R T/(F i_0)",
                1e-2,
            ),
            BALANCE,
        ),
        "V = U(x) - (2 R T/F) asinh(i/(2 i_0)) - i R",
        quick=True,
    ),
    Problem(
        "growing_film",
        "Voltage of a uniform particle whose film grows",
        "growing_film",
        (
            Value("voltage [V]", VOLTAGE, Formula(voltage_behind_film, NEWMAN), 1e-8, scale=1.0),
            Value(
                "charge balance with the film [-]",
                "charge_balance_error [-]",
                zero("exact"),
                1e-10,
                scale=1.0,
            ),
        ),
        "V = U(x) - (2 R T/F) asinh(i/(2 i_0)) - i h/kappa, i less the part that the film binds",
        quick=True,
    ),
    Problem(
        "voltage_step",
        "Current after a step of the voltage",
        "voltage_step",
        (
            Value(
                "content [-]",
                CONTENT,
                Formula(step_uptake, CRANK, lambda h: np.asarray(h[TIME] > 1.0)),
                1e-3,
            ),
            Value(
                "current from 2 to 6 s [A]",
                lambda h: h[CURRENT] / early_current(h),
                Formula(
                    lambda h: np.ones_like(h[TIME]),
                    "1/sqrt(t)",
                    lambda h: np.asarray((h[TIME] > 2) & (h[TIME] < 6)),
                ),
                1e-2,
            ),
            BALANCE,
        ),
        "x(R) = 0.8",
    ),
    Problem(
        "pressed_particle",
        "Voltage of a particle under pressure",
        "pressed_particle",
        (
            Value(
                "shift of the voltage [mV]",
                lambda h: 1e3 * (h[VOLTAGE] - (0.6 - 0.4 / 3.75)),
                Formula(lambda h: 1e3 * (shifted_voltage(h) - (0.6 - 0.4 / 3.75)), "V_m sigma_h/F"),
                5e-3,
            ),
        ),
        "V = U + V_m sigma_h/F",
        quick=True,
    ),
    Problem(
        "single_particle",
        "Voltage and surface stress of a single particle from C/10 to 5 C",
        "single_particle",
        [check for rate in RATES for check in at_rate(rate)],
        "dc/dt = D lap c, i = 2 i_0 sinh(F eta/(2 R T)), i_0 = 2 i_ref sqrt(x (1 - x))",
        runs={
            f"{rate} C": (
                f"protocol.0.rate={rate} C",
                f"stepping.fixed={step} s",
                *(FINE if rate == "5" else ()),
            )
            for rate, step in RATES.items()
        },
    ),
    Problem(
        "constant_current_constant_voltage",
        "Times of a charge at constant current and constant voltage",
        "single_particle",
        (
            Combined("end of constant current [s]", turned, _number("turned [s]"), PYBAMM, 5e-3),
            Combined(
                "end of constant voltage [s]",
                lambda runs: float(runs[""][TIME][-1]),
                _number("ended [s]"),
                PYBAMM,
                5e-3,
            ),
            Value("content at the end [-]", CONTENT, number(_number("content [-]"), PYBAMM), 1e-3),
            BALANCE,
        ),
        "V = 3.85 V until i = C/20",
        overrides=(
            f"protocol=[{', '.join(STAGES)}]",
            "stepping={method: bdf2, first: 2 s, largest: 60 s, expansion: 1}",
        ),
    ),
)
