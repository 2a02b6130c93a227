"""What every elastic law, flow rule and swelling law must do."""

import numpy as np
import pytest
import ufl
from hypothesis import given, settings
from hypothesis import strategies as st

from nanoglue.models.kinematics import FiniteStrain, SmallStrain
from nanoglue.models.registry import load, names

ELASTIC = {
    "hencky": {"youngs_modulus": 30e3, "poissons_ratio": 0.3},
    "linear": {"youngs_modulus": 30e3, "poissons_ratio": 0.3},
    "neo_hookean": {"youngs_modulus": 30e3, "poissons_ratio": 0.3},
    "fibrous": {
        "youngs_modulus": 200e3,
        "youngs_modulus_across": 20e3,
        "shear_modulus": 8e3,
        "poissons_ratio": 0.25,
        "poissons_ratio_across": 0.3,
    },
}
PLASTIC = {
    "j2": {"yield_stress": 200.0, "hardening": 1000.0},
    "tabulated": {
        "plastic_strain": (0.0, 0.01, 0.1, 0.5),
        "yield_stress": (200.0, 260.0, 400.0, 500.0),
    },
    "voce": {"yield_stress": 200.0, "saturation": 300.0, "rate": 20.0, "hardening": 100.0},
}
SWELLING = {
    "linear": {"coefficient": 1.12},
    "per_axis": {
        "points": (0.0, 0.5, 5.0),
        "first": (1.0, 1.1, 1.6),
        "second": (1.0, 1.0, 1.0),
        "third": (1.0, 0.99, 1.2),
    },
    "piecewise_linear": {"points": (0.0, 0.5, 2.0), "ratios": (1.0, 1.6, 2.5)},
}
ISOTROPIC = sorted(set(ELASTIC) - {"fibrous"})
FINITE = ["hencky", "neo_hookean"]


def elastic(name):
    return load("models.materials.elasticity", name)(**ELASTIC[name])


def block(a, b, c, d, hoop):
    return np.array([[a, b, 0.0], [c, d, 0.0], [0.0, 0.0, hoop]])


entry = st.floats(-0.15, 0.15)
gradients = st.builds(block, entry, entry, entry, entry, entry)


def tensor(values):
    return ufl.as_matrix(np.asarray(values).tolist())


def numbers(expression):
    return np.array([[float(expression[i, j](())) for j in range(3)] for i in range(3)])


def number(expression):
    return float(ufl.as_ufl(expression)(()))


def state(law, gradient, swelling=1.0):
    """Elastic left Cauchy-Green tensor and volume ratio of a displacement gradient."""
    kinematics = FiniteStrain() if law.finite_strain else SmallStrain()
    be = kinematics.left_cauchy_green(tensor(gradient), swelling, ufl.Identity(3))
    ratio = kinematics.elastic_volume_ratio(tensor(gradient), swelling)
    return tensor(numbers(be)), number(ratio)


def kirchhoff(law, gradient, swelling=1.0):
    be, ratio = state(law, gradient, swelling)
    return numbers(law.deviatoric_stress(be, ratio)) + law.pressure(ratio) * np.eye(3)


def energy(law, gradient, swelling=1.0):
    """Elastic energy per undeformed volume [pJ/um^3]."""
    be, ratio = state(law, gradient, swelling)
    density = law.volumetric_energy(ratio) + number(law.deviatoric_energy(be, ratio))
    return density * (swelling if law.finite_strain else 1.0)


def nominal(law, gradient, swelling=1.0):
    """First Piola-Kirchhoff stress [MPa]."""
    stress = kirchhoff(law, gradient, swelling)
    if not law.finite_strain:
        return stress
    return swelling * stress @ np.linalg.inv(np.eye(3) + gradient).T


def swelling_force(law, gradient, swelling):
    """Derivative of the energy by the swelling [MPa], as mechanics computes it."""
    be, ratio = state(law, gradient, swelling)
    mean = law.pressure(ratio)
    if not law.finite_strain:
        return -mean
    density = law.volumetric_energy(ratio) + number(law.deviatoric_energy(be, ratio))
    return density - mean


def test_every_model_has_parameters_here():
    for folder, known in (("elasticity", ELASTIC), ("plasticity", PLASTIC), ("swelling", SWELLING)):
        assert set(names(f"models.materials.{folder}")) == set(known)


@pytest.mark.parametrize("name", ELASTIC)
def test_an_undeformed_body_has_neither_stress_nor_energy(name):
    rest = np.zeros((3, 3))
    assert np.abs(kirchhoff(elastic(name), rest)).max() < 1e-9
    assert abs(energy(elastic(name), rest)) < 1e-9


@settings(deadline=None, max_examples=25)
@given(st.sampled_from(sorted(ELASTIC)), gradients)
def test_energy_is_never_negative(name, gradient):
    assert energy(elastic(name), gradient) >= -1e-9


@settings(deadline=None, max_examples=25)
@given(st.sampled_from(sorted(ELASTIC)), gradients, gradients)
def test_stress_is_the_slope_of_the_energy(name, gradient, direction):
    law, step = elastic(name), 1e-5
    ahead, behind = (energy(law, gradient + s * direction) for s in (step, -step))
    power = float(np.sum(nominal(law, gradient) * direction))
    assert power == pytest.approx((ahead - behind) / (2 * step), rel=1e-5, abs=1e-2)


@settings(deadline=None, max_examples=25)
@given(st.sampled_from(FINITE), gradients, st.floats(-3.0, 3.0))
def test_a_rotation_turns_the_stress_and_keeps_the_energy(name, gradient, angle):
    law = elastic(name)
    turn = block(np.cos(angle), -np.sin(angle), np.sin(angle), np.cos(angle), 1.0)
    turned = turn @ (np.eye(3) + gradient) - np.eye(3)
    expected = turn @ kirchhoff(law, gradient) @ turn.T
    assert kirchhoff(law, turned) == pytest.approx(expected, abs=1e-6)
    assert energy(law, turned) == pytest.approx(energy(law, gradient), abs=1e-7)


@settings(deadline=None, max_examples=20)
@given(st.sampled_from(ISOTROPIC), gradients, st.floats(1.0, 2.0))
def test_the_swelling_force_is_the_slope_of_the_energy_by_swelling(name, gradient, swelling):
    law, step = elastic(name), 1e-5
    ahead, behind = (energy(law, gradient, swelling + s) for s in (step, -step))
    slope = (ahead - behind) / (2 * step)
    assert swelling_force(law, gradient, swelling) == pytest.approx(slope, rel=1e-5, abs=1e-2)


@settings(deadline=None, max_examples=20)
@given(st.sampled_from(ISOTROPIC), gradients, gradients, st.floats(1.0, 2.0))
def test_maxwell_relation_of_stress_and_swelling(name, gradient, direction, swelling):
    """The stress changes with the swelling as the swelling force does with the deformation."""
    law, step = elastic(name), 1e-5
    stresses = [nominal(law, gradient, swelling + s) for s in (step, -step)]
    forces = [swelling_force(law, gradient + s * direction, swelling) for s in (step, -step)]
    by_swelling = float(np.sum((stresses[0] - stresses[1]) * direction)) / (2 * step)
    by_strain = (forces[0] - forces[1]) / (2 * step)
    assert by_swelling == pytest.approx(by_strain, rel=1e-5, abs=1e-1)


@pytest.mark.parametrize("name", ISOTROPIC)
def test_small_strains_have_the_moduli_of_linear_elasticity(name):
    law, size = elastic(name), 1e-7
    shear = kirchhoff(law, block(0, size, size, 0, 0))[0, 1] / (2 * size)
    bulk = np.trace(kirchhoff(law, size * np.eye(3))) / (9 * size)
    assert shear == pytest.approx(30e3 / 2.6, rel=1e-5)
    assert bulk == pytest.approx(30e3 / 1.2, rel=1e-5)


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(sorted(PLASTIC)),
    st.sampled_from(ISOTROPIC),
    gradients,
    st.floats(0.0, 1.0),
    st.floats(0.7, 1.3),
)
def test_the_returned_state_lies_on_the_yield_surface(rule, name, gradient, strain, measure):
    law, flow = elastic(name), load("models.materials.plasticity", rule)(**PLASTIC[rule])
    be, ratio = state(law, gradient)
    stress = numbers(law.deviatoric_stress(be, ratio))
    trial = np.sqrt(1.5) * np.linalg.norm(stress)
    modulus = number(law.shear_modulus_of_return(be, ratio))
    grown = float(flow.increment(trial, modulus, strain, measure))
    strength = measure * flow.yield_strength(strain + grown)
    assert grown >= 0
    if grown == 0:
        assert trial <= strength + 1e-9
        return
    returned = (1 - 3 * modulus * grown / trial) * stress
    assert np.sqrt(1.5) * np.linalg.norm(returned) == pytest.approx(strength, rel=1e-10)
    relaxed = law.be_of_stress(be, ratio, tensor(returned))
    found = numbers(law.deviatoric_stress(tensor(numbers(relaxed)), ratio))
    assert found == pytest.approx(returned, abs=1e-6)


@given(
    st.sampled_from(sorted(PLASTIC)),
    st.floats(0.0, 1e5),
    st.floats(100.0, 1e5),
    st.floats(0.0, 2.0),
    st.floats(0.5, 2.0),
)
def test_the_increment_meets_the_yield_stress_for_any_step(rule, trial, modulus, strain, measure):
    flow = load("models.materials.plasticity", rule)(**PLASTIC[rule])
    grown = flow.increment(trial, modulus, strain, measure)
    left = trial - 3 * modulus * grown - measure * flow.yield_strength(strain + grown)
    assert grown >= 0
    assert left <= 1e-9 * max(trial, 1.0)
    assert grown == 0 or abs(left) <= 1e-9 * trial


@pytest.mark.parametrize(
    ("strains", "stresses", "message"),
    [
        ((0.0, 0.1), (200.0,), "the same number of points"),
        ((0.1, 0.2), (200.0, 300.0), "must begin at 0"),
        ((0.0, 0.2, 0.1), (200.0, 300.0, 310.0), "must begin at 0 and increase"),
        ((0.0, 0.1), (200.0, 100.0), "must not fall"),
        ((0.0, 0.1, 0.2), (200.0, 210.0, 300.0), "must not rise from segment"),
    ],
)
def test_a_hardening_curve_is_concave_and_begins_at_zero(strains, stresses, message):
    with pytest.raises(ValueError, match=message):
        load("models.materials.plasticity", "tabulated")(strains, stresses)


@given(st.sampled_from(sorted(PLASTIC)), st.floats(0.0, 3.0), st.floats(0.0, 1.0))
def test_hardening_never_softens(rule, strain, more):
    flow = load("models.materials.plasticity", rule)(**PLASTIC[rule])
    assert flow.yield_strength(strain + more) >= flow.yield_strength(strain) - 1e-9


@given(st.sampled_from(sorted(SWELLING)), st.floats(0.0, 5.0))
def test_uptake_follows_from_the_swelling(name, stoichiometry):
    law = load("models.materials.swelling", name)(**SWELLING[name])
    ratio, step = law.volume_ratio(stoichiometry), 1e-6
    assert law.stoichiometry(ratio) == pytest.approx(stoichiometry, abs=1e-12)
    slope = (ratio - law.volume_ratio(stoichiometry - step)) / step  # on the left of a bend
    assert law.slope(stoichiometry) == pytest.approx(slope, rel=1e-6)
    assert law.volume_ratio(0.0) == 1.0
    if (stretches := law.stretches(stoichiometry)) is not None:
        assert np.prod(stretches) == pytest.approx(ratio, rel=1e-14)
