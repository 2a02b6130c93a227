"""What chemical potentials, protocols and observables must do."""

from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanoglue.models.protocols import Extent
from nanoglue.models.registry import load, names
from nanoglue.models.termination import Termination

POTENTIALS = {
    "ideal": {},
    "open_circuit": {"stoichiometry": (0.0, 0.5, 3.75), "voltage": (0.56, 0.55, 0.2)},
}
STAGES = {
    "conversion": {"body": "coating", "rate": 0.2},
    "galvanostatic": {"body": "particle", "through": "surface", "rate": 0.2},
    "potentiostatic": {"body": "particle", "through": "surface", "voltage": 0.2},
}
ROOM = 298.15
stoichiometries = st.floats(-0.5, 5.0)


def potential(name):
    return load("models.chemical_potential", name)(**POTENTIALS[name])


def stage(name):
    return load("models.protocols", name)(**STAGES[name])


def test_every_model_has_parameters_here():
    assert set(names("models.chemical_potential")) == set(POTENTIALS)
    assert set(names("models.protocols")) == set(STAGES)


@given(st.sampled_from(sorted(POTENTIALS)), stoichiometries, st.floats(1e-6, 2.0))
def test_the_potential_rises_with_the_stoichiometry(name, stoichiometry, more):
    law = potential(name)
    low, high = (law.chemical_potential(x, ROOM) for x in (stoichiometry, stoichiometry + more))
    assert isfinite(low)
    assert low < high


@given(st.sampled_from(sorted(POTENTIALS)), stoichiometries)
def test_a_potential_belongs_to_one_stoichiometry(name, stoichiometry):
    law, low, high = potential(name), -1.0, 6.0
    wanted = law.chemical_potential(stoichiometry, ROOM)
    for _ in range(60):
        middle = (low + high) / 2
        below = law.chemical_potential(middle, ROOM) < wanted
        low, high = (middle, high) if below else (low, middle)
    assert high == pytest.approx(stoichiometry, abs=1e-9)


@pytest.mark.parametrize("name", sorted(POTENTIALS))
def test_the_form_has_the_slope_of_the_numbers(name):
    ufl = pytest.importorskip("ufl")
    from ufl.algorithms.apply_algebra_lowering import apply_algebra_lowering
    from ufl.algorithms.apply_derivatives import apply_derivatives

    law, x, step = potential(name), 1.3, 1e-6
    variable = ufl.variable(ufl.as_ufl(x))
    found = ufl.diff(law.chemical_potential(variable, ROOM), variable)
    slope = float(apply_derivatives(apply_algebra_lowering(found))(()))
    ahead, behind = (law.chemical_potential(x + s, ROOM) for s in (step, -step))
    assert slope == pytest.approx((ahead - behind) / (2 * step), rel=1e-6)


@pytest.mark.parametrize("x", POTENTIALS["open_circuit"]["stoichiometry"])
def test_the_slope_of_a_table_is_negative_at_its_points(x):
    ufl = pytest.importorskip("ufl")
    from ufl.algorithms.apply_algebra_lowering import apply_algebra_lowering
    from ufl.algorithms.apply_derivatives import apply_derivatives

    variable = ufl.variable(ufl.as_ufl(x))
    found = ufl.diff(potential("open_circuit").open_circuit_voltage(variable), variable)
    assert float(apply_derivatives(apply_algebra_lowering(found))(())) < -0.01


@pytest.mark.parametrize("name", sorted(STAGES))
def test_a_rate_fills_the_capacity_in_its_time(name):
    held = stage(name).held_voltage is not None  # the inflow is then unknown beforehand
    assert stage(name).inflow(Extent(capacity=10.0)) == pytest.approx(0.0 if held else 2.0)


@pytest.mark.parametrize("name", sorted(STAGES))
def test_a_stage_states_its_body_its_entries_and_its_end(name):
    this = stage(name)
    assert this.body
    assert isinstance(this.entries, tuple)
    assert isinstance(this.until, Termination)
    assert isinstance(this.converts, bool)
    assert isinstance(this.needs_mass, bool)
    assert this.converts or this.entries  # what enters a host enters through something


@pytest.mark.parametrize("name", names("observables"))
def test_an_observer_has_an_order_and_is_called_and_accepted(name):
    observer = load("observables", name)
    assert isinstance(observer.order, int)
    assert callable(observer.__call__)
    assert callable(observer.accept)
