"""An equipotential particle: its tangent, its couplings, and stages at constant voltage."""

import numpy as np
import pytest

from nanoglue.case import columns
from nanoglue.case.event_types import EventType
from nanoglue.models.expressions import sinh
from nanoglue.models.kinetics.butler_volmer import ButlerVolmer, _behind_film
from nanoglue.observables.charge_balance import ChargeBalance

VOLTAGE, CURRENT = columns.VOLTAGE.at("particle"), columns.CURRENT.at("particle")
ERROR = columns.SPECIES_BALANCE_ERROR.at("particle")

CASE = """\
title: A particle is charged at constant current and then at constant voltage
coordinates: axisymmetric
geometry: {recipe: sphere, radius: 1 um, surface_size: 300 nm, centre_size: 300 nm}
bodies:
  particle:
    elasticity: {model: hencky, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    species:
      molar_volume: 10 cm^3/mol
      max_stoichiometry: 1
      initial: 0.2
      swelling: {model: linear, coefficient: 0.05}
      stress_coupling: true
      potential: {model: open_circuit, stoichiometry: [0, 1], voltage: [1 V, 0.5 V]}
      diffusivity: 1e-14 m^2/s
      kinetics: {model: butler_volmer, exchange_current_density: 0.5 A/m^2,
                 depends_on_occupancy: true, film_resistance: 0.02 ohm*m^2}
boundaries:
  axis: {symmetry: true}
  equator: {symmetry: true}
protocol:
  - {model: galvanostatic, body: particle, through: surface, rate: 2 C, until: {voltage: 0.75 V}}
  - {model: potentiostatic, body: particle, through: surface, voltage: 0.75 V,
     until: {rate: C/2}}
  - {model: galvanostatic, body: particle, through: surface, rate: -2 C,
     until: {stoichiometry: 0.4}}
time: {end: 1 hour}
stepping: {first: 5 s, largest: 100 s, expansion: 1}
output: {fields: none, pictures: false}
"""


@pytest.fixture(scope="module")
def problem():
    """A problem on a coarse sphere whose fields can be disturbed."""
    from nanoglue.case import read
    from nanoglue.mesh.domain import Domain
    from nanoglue.runtime.fenics import MPI
    from nanoglue.runtime.timers import Timers
    from nanoglue.stepping.problem import Problem

    def make(folder, *overrides):
        file = folder / "case.yaml"
        file.write_text(CASE)
        case = read(file, overrides)
        return Problem(case, Domain.from_case(case, MPI.COMM_SELF), Timers())

    return make


@pytest.mark.parametrize("control", ["current", "voltage"])
def test_tangent_is_the_derivative_of_the_residual(problem, tangent_error, tmp_path, control):
    from nanoglue.units.constants import FARADAY

    made = problem(tmp_path, "solver.coupling=monolithic")
    rng = np.random.default_rng(5)
    made.dt.value = 10.0
    (surface,) = made.supplies
    for name, size in (("x", 0.1), ("mu", 0.02 * FARADAY)):
        field = getattr(made.diffusion["particle"], name)
        field.x.array[:] += size * rng.uniform(-1, 1, field.x.array.shape)
    if control == "current":
        surface.set_current(2e4)
        surface.guess()
    else:
        surface.set_voltage(0.85)
        surface.voltage.x.array[:] = 0.83
    assert tangent_error(made.systems[0], rng) < 1e-6


def ends(run):
    """Types and times [s] of the ends of stages."""
    return [(e.event, e.time) for s in run.steps for e in s.events if e.event.ends_stage]


def test_constant_current_and_constant_voltage_follow_each_other(march_case):
    result = march_case(CASE)
    (voltage_limit, turned), (current_limit, ended) = ends(result)
    assert (voltage_limit, current_limit) == (EventType.VOLTAGE_LIMIT, EventType.CURRENT_LIMIT)
    times = np.array([step.time for step in result.steps])
    voltages, currents = (np.array(result.column(c.name)) for c in (VOLTAGE, CURRENT))
    held = (times > turned) & (times <= ended)
    assert voltages[held] == pytest.approx(0.75, abs=1e-9)
    assert np.all(np.diff(currents[held]) < 0)
    one_c = currents[0] / 2
    assert currents[held][-1] == pytest.approx(one_c / 2, rel=1e-3)
    assert result.last["stoichiometry:particle [-]"] == pytest.approx(0.4, abs=1e-9)
    assert max(result.column(ERROR.name)) < 1e-10
    assert max(result.column(columns.CHARGE_BALANCE_ERROR.name)) < 1e-10
    (account,) = (o for o in result.observables.observers if isinstance(o, ChargeBalance))
    account.totals["transferred:amount"] *= 1.01
    account.totals["moved:amount"] *= 1.01
    assert account()[columns.CHARGE_BALANCE_ERROR] > 1e-3


def test_staggered_and_monolithic_agree(march_case):
    steps = "stepping.fixed=40 s"  # on either side of the end of the first stage, at 466 s
    one, other = (
        march_case(CASE, steps, f"solver.coupling={coupling}", most=14)
        for coupling in ("monolithic", "staggered")
    )
    for column in (VOLTAGE, CURRENT):
        ours, theirs = np.array(one.column(column.name)), np.array(other.column(column.name))
        assert ours == pytest.approx(theirs, rel=1e-7)
    assert one.column(VOLTAGE.name)[-1] == pytest.approx(0.75, abs=1e-9)


def test_the_current_is_the_prescribed_one_where_the_flux_varies(problem, tmp_path):
    made = problem(tmp_path)
    body, (surface,) = made.diffusion["particle"], made.supplies
    coordinates = body.x.function_space.tabulate_dof_coordinates()
    body.evolution.old.x.array[:] = body.x.x.array[:] = 0.4 + 0.2 * coordinates[:, 1]
    outcome = made.advance(5.0, 5.0)
    assert outcome.converged
    total = made.domain.integrate(sum(entry.flow(surface.flux()) for entry in surface.entries))
    assert total == pytest.approx(made.protocol.stages[0].inflow, rel=1e-9)
    square = made.domain.integrate(sum(e.flow(surface.flux() ** 2) for e in surface.entries))
    area = surface.inflow_area()
    assert square / area > 1.02 * (total / area) ** 2  # the poles take up less, or give back


@pytest.mark.parametrize("y", [-30.0, -1.0, 0.0, 0.3, 5.0, 40.0])
@pytest.mark.parametrize("r", [0.0, 1e-6, 0.1, 1.0, 1e4])
def test_the_film_equation_is_solved_to_rounding(y, r):
    w = _behind_film(y, r)
    assert w + r * sinh(w) == pytest.approx(y, abs=1e-11)


def test_current_and_polarisation_are_inverse():
    law = ButlerVolmer(0.3, depends_on_occupancy=True, film_resistance=0.05)
    for current in (-7.0, -0.01, 0.4, 20.0):
        polarisation = law.overpotential(current, 0.3, 298.0) + law.film_drop(current)
        assert law.anodic_current_density(polarisation, 0.3, 298.0) == pytest.approx(current)


def test_the_capacity_is_that_of_the_half_cycle(march_case):
    molar_mass = "bodies.particle.species.host_molar_mass=100 g/mol"
    run = march_case(CASE, molar_mass)
    x, capacity = (
        run.column("state_of_charge:particle [-]"),
        run.column("capacity:particle [mAh/g]"),
    )
    full = 96485.33212 / 3.6 / 100  # mAh/g
    top = int(np.argmax(x))
    assert capacity[top] == pytest.approx((x[top] - 0.2) * full, rel=1e-9)
    assert capacity[-1] == pytest.approx((x[top] - x[-1]) * full, rel=1e-9)
    efficiency = run.last["coulombic_efficiency:particle [-]"]
    assert efficiency == pytest.approx((x[top] - x[-1]) / (x[top] - 0.2), rel=1e-9)


BONDED = (
    "geometry.interface_size=30 nm",
    "geometry.axis_size=30 nm",
    "geometry.bulk_size=40 nm",
    "geometry.far_size=200 nm",
    "stepping.fixed=5 s",
    "bodies.particle.species.kinetics="
    "{model: butler_volmer, exchange_current_density: 0.5 A/m^2, film_resistance: 0.02 ohm*m^2}",
    "protocol.0.through=[particle_fibre, free_surface]",
)


def test_current_through_a_damaged_bond_follows_one_voltage(march_case, tangent_error):
    run = march_case("nanoglue/bare", *BONDED, most=2)
    (surface,), domain = run.problem.supplies, run.problem.domain
    forecast = run.problem.model.forecasts["particle_fibre"]
    forecast.damage.x.array[:] = forecast.cohesion.damage_old.x.array[:] = 0.5
    run.problem.restart_rates(run.steps[-1].time)
    assert run.problem.advance(15.0, 5.0).converged
    bond, free = (domain.integrate(entry.flow(surface.flux())) for entry in surface.entries)
    assert bond + free == pytest.approx(run.problem.protocol.stages[0].inflow, rel=1e-8)
    areas = [domain.integrate(1.0 * entry.area()) for entry in surface.entries]
    whole = domain.integrate(1.0 * surface.entries[0].dA)
    assert areas[0] == pytest.approx(0.5 * whole)
    assert 0 < bond < areas[0] / sum(areas) * run.problem.protocol.stages[0].inflow * 1.2
    assert tangent_error(run.problem.systems[0], np.random.default_rng(2)) < 1e-6


@pytest.mark.parametrize(("end", "near"), [(0, 1e-6), (1, 0.999999)])
def test_a_held_voltage_charges_an_empty_and_discharges_a_full_particle(march_case, end, near):
    """The exchange current of an end of the occupancy is small, but not zero."""
    hold = "model: potentiostatic, body: particle, through: surface, voltage: 0.75 V"
    changes = "geometry.surface_size=1 um", f"protocol=[{{{hold}, until: {{time: 200 s}}}}]"
    runs = [march_case(CASE, f"bodies.particle.species.initial={x}", *changes) for x in (end, near)]
    first, second = (run.last["state_of_charge:particle [-]"] for run in runs)
    assert abs(first - end) > 0.2
    assert first == pytest.approx(second, abs=1e-3)
