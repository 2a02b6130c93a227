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
KINETICS = {
    "butler_volmer": {"exchange_current_density": 0.7, "film_resistance": 0.02},
    "reversible": {},
}
ROOM = 298.15
stoichiometries = st.floats(-0.5, 5.0)
currents, occupied = st.floats(-50.0, 50.0), st.floats(0.05, 0.95)


def potential(name):
    return load("models.chemical_potential", name)(**POTENTIALS[name])


def stage(name):
    return load("models.protocols", name)(**STAGES[name])


def test_every_model_has_parameters_here():
    assert set(names("models.chemical_potential")) == set(POTENTIALS)
    assert set(names("models.protocols")) == set(STAGES)
    assert set(names("models.kinetics")) == set(KINETICS)


def polarisation(law, current, share):
    """Voltage over the surface and its film [V]."""
    return law.overpotential(current, share, ROOM) + law.film_drop(current)


@given(st.sampled_from(sorted(KINETICS)), currents, occupied)
def test_the_current_of_a_polarisation_is_that_which_causes_it(name, current, share):
    law = load("models.kinetics", name)(**KINETICS[name])
    found = law.anodic_current_density(polarisation(law, current, share), share, ROOM)
    assert found == pytest.approx(current, rel=1e-9, abs=1e-9)


@given(st.sampled_from(sorted(KINETICS)), currents, st.floats(1e-3, 10.0), occupied)
def test_a_larger_current_needs_a_larger_polarisation(name, current, more, share):
    law = load("models.kinetics", name)(**KINETICS[name])
    assert polarisation(law, current, share) < polarisation(law, current + more, share)


@pytest.mark.parametrize("name", sorted(KINETICS))
def test_at_equilibrium_no_current_flows(name):
    assert load("models.kinetics", name)(**KINETICS[name]).anodic_current_density(0, 0.5, ROOM) == 0


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


FATIGUE_OF_ONES_OWN = """
from dataclasses import dataclass

@dataclass(frozen=True, slots=True)
class MyModel:
    length: float = 1.0
"""
YIELD_OF_ONES_OWN = """
from dataclasses import dataclass

@dataclass(frozen=True, slots=True)
class MyModel:
    yield_on: str = "cauchy"

    def yield_strength(self, plastic_strain):
        return 1.0

    def increment(self, trial, modulus, plastic_strain, measure):
        return 0.0
"""


@pytest.mark.parametrize(
    ("code", "key", "missing"),
    [
        (FATIGUE_OF_ONES_OWN, "interfaces.top_bottom.fatigue", "growth"),
        (YIELD_OF_ONES_OWN, "bodies.top.plasticity", "viscosity"),
    ],
)
def test_a_model_of_ones_own_that_lacks_a_member_is_refused(tmp_path, code, key, missing):
    from nanoglue.case import CaseError, find, read

    (tmp_path / "my_model.py").write_text(code)
    case = tmp_path / "case.yaml"
    case.write_text(find("mode_I").read_text())
    with pytest.raises(CaseError, match=rf"my_model.py cannot be used: .* attribute '{missing}'"):
        read(case, [f"{key}={{model: ./my_model.py}}"])


BY_MATH = """
    def growth(self, change, load, accumulated):
        import math
        return math.exp(load) * change
"""
FLOW_BY_MATH = """
    viscosity: float = 0.0

    def yield_strength(self, plastic_strain):
        import math
        return math.exp(plastic_strain)
"""


@pytest.mark.parametrize(
    ("code", "key", "of"),
    [
        (FATIGUE_OF_ONES_OWN + BY_MATH, "interfaces.top_bottom.fatigue", "change, load"),
        (YIELD_OF_ONES_OWN + FLOW_BY_MATH, "bodies.top.plasticity", "stress and plastic"),
    ],
)
def test_a_law_of_ones_own_with_functions_of_numbers_is_refused(tmp_path, code, key, of):
    from nanoglue.case import CaseError, find, read

    (tmp_path / "my_model.py").write_text(code)
    case = tmp_path / "case.yaml"
    case.write_text(find("mode_I").read_text())
    with pytest.raises(CaseError, match=f"no expression of {of}.*in place of math"):
        read(case, [f"{key}={{model: ./my_model.py}}"])
