"""What every law of fatigue of the folder must do, and what fatigue does to an interface."""

import pytest
from tests.case_texts import replaced

from nanoglue.models.registry import load, names

PARAMETERS = {"roe_siegmund": {"length": 0.2, "endurance": 0.25, "threshold": 0.01}}
"""A set for each law; a new law adds its own."""

CYCLED = """\
title: Two stiff blocks are pulled below the strength of their bond, again and again
coordinates: plane_strain
geometry: {recipe: two_blocks, width: 1 um, upper_height: 1 um, lower_height: 1 um}
bodies:
  top: {elasticity: {model: linear, youngs_modulus: 1e8 MPa, poissons_ratio: 0.3}}
  bottom: {elasticity: {model: linear, youngs_modulus: 1e8 MPa, poissons_ratio: 0.3}}
interfaces:
  top_bottom:
    law: {model: bilinear, strength: 50 MPa, toughness: 5 J/m^2, stiffness: 1000 MPa/um}
    fatigue: {model: roe_siegmund, length: 0.2 um, endurance: 0.25}
boundaries:
  bottom_face: {displacement: {x: 0 um, y: 0 um}}
  top_face:
    displacement:
      x: 0 um
      y: {time: [0 s, 1 s, 2 s, 3 s, 4 s], value: [0 um, 0.04 um, 0 um, 0.04 um, 0 um]}
time: {end: 4 s}
stepping: {fixed: 0.05 s}
output: {fields: none, pictures: false}
"""
FATIGUE = "fatigue: {model: roe_siegmund, length: 0.2 um, endurance: 0.25}"
ONE = CYCLED.replace("2 s, 3 s, 4 s", "2 s").replace("0 um, 0.04 um, 0 um]", "0 um]", 1)
ONE = ONE.replace("end: 4 s", "end: 2 s")
PER_CYCLE = 1000 / 50 * (0.04 - 0.25 * 50 / 1000) ** 2 / 0.2
"""Integral of <load - endurance> over both ways of a cycle, over the length."""


def law(name):
    return load("models.fatigue", name)(**PARAMETERS[name])


def test_every_law_has_parameters_here():
    assert set(names("models.fatigue")) == set(PARAMETERS)


@pytest.mark.parametrize("name", sorted(PARAMETERS))
def test_a_jump_that_stays_does_no_harm(name):
    assert law(name).growth(0.0, 0.9, 1.0) == 0.0


@pytest.mark.parametrize("name", sorted(PARAMETERS))
def test_fatigue_never_heals(name):
    loads = [0.0, 0.1, 0.3, 0.9, 1.0]
    growths = [law(name).growth(0.01, share, 1.0) for share in loads]
    assert growths[0] >= 0
    assert growths == sorted(growths)


def test_below_the_endurance_nothing_grows():
    assert law("roe_siegmund").growth(0.01, 0.25, 1.0) == 0.0


def test_before_the_threshold_nothing_grows():
    assert law("roe_siegmund").growth(0.01, 0.9, 0.01) == 0.0


def test_full_load_over_the_length_uses_up_what_exceeds_the_endurance():
    assert law("roe_siegmund").growth(0.2, 1.0, 1.0) == pytest.approx(0.75)


@pytest.fixture(scope="module")
def worn(march_case):
    """The blocks after two cycles."""
    return march_case(CYCLED)


def test_cycles_below_the_strength_wear_the_bond_by_the_integral_of_the_load(worn):
    cohesion = worn.problem.cohesion["top_bottom"]
    # The kinks at the endurance lie within steps of 2 nm; rise and fall cancel elsewhere.
    assert cohesion.damage_old.x.array == pytest.approx(2 * PER_CYCLE, rel=5e-3)


def test_worn_and_static_damage_together_follow_the_scaled_law(march_case):
    computed = march_case(CYCLED.replace("0.04 um, 0 um, 0.04 um", "0.04 um, 0 um, 0.1 um"))
    cohesion = computed.problem.cohesion["top_bottom"]
    static = cohesion.law.damage(0.1, 0.0)
    fatigue = cohesion.fatigue.histories[0].x.array
    # Blocks of 1e8 MPa give way by a hundred-thousandth of the jump.
    assert cohesion.damage_old.x.array == pytest.approx(1 - (1 - static) * (1 - fatigue), rel=1e-4)


def test_a_worn_interface_balances_its_energy(worn):
    # Trapezoids of 40 steps a cycle.
    assert worn.last["energy_error [-]"] < 1e-2


def test_without_fatigue_the_same_cycles_do_nothing(march_case):
    computed = march_case(CYCLED.replace(FATIGUE, "friction: 0"))
    assert computed.last["damage_max:top_bottom [-]"] == 0.0


def test_a_bond_without_strength_cannot_tire(tmp_path):
    from nanoglue.case import CaseError, read

    file = tmp_path / "case.yaml"
    file.write_text(
        CYCLED.replace("strength: 50 MPa, toughness: 5 J/m^2, ", "").replace(
            "model: bilinear", "model: elastic"
        )
    )
    with pytest.raises(CaseError, match="fatigue wears a strength away"):
        read(file)


def test_sliding_wears_as_opening_of_the_same_effective_jump(march_case):
    """Half the weight of sliding halves the shear strength and doubles all lengths."""
    text = replaced(
        ONE,
        (", stiffness: 1000 MPa/um", ", shear_ratio: 0.5"),
        ("bilinear", "exponential"),
        ("0.25}", "0}"),
    )
    slid = replaced(
        text,
        ("      x: 0 um", "      y: 0 um"),
        ("      y: {time", "      x: {time"),
        ("0.04 um", "0.08 um"),
        ("length: 0.2 um", "length: 0.4 um"),
    )
    found = [march_case(each).problem.cohesion["top_bottom"].damage_old for each in (text, slid)]
    # Blocks of 1e8 MPa give way by a ten-thousandth of the jump.
    assert found[1].x.array == pytest.approx(found[0].x.array, rel=1e-4)


def cycles(march_case, growth, text=ONE):
    """Fatigue after 12 cycles, and the numbers of those that were computed."""
    from nanoglue.output.silent import Silent
    from nanoglue.stepping.cycle_jump import Cycle, Jump, run_with_cycle_jumps

    computed = march_case(text, "stepping.fixed=0.1 s")
    problem, cohesion = computed.problem, computed.problem.cohesion["top_bottom"]
    cycle = Cycle(problem, computed.observables, Silent(problem.case))
    numbers = run_with_cycle_jumps(cycle, [cohesion], 12, Jump(growth), problem.domain.mesh.comm)
    return cohesion.damage_old.x.array, numbers


@pytest.fixture(scope="module")
def jumps(march_case):
    """Fatigue and computed cycles with jumps."""
    return cycles(march_case, growth=0.2)


def test_most_cycles_that_wear_alike_are_left_out(jumps):
    _, numbers = jumps
    assert numbers == [1, 2, 5, 6, 9, 10]  # two of 0.0756 fit into 0.2


def test_a_jump_ends_where_all_cycles_end(march_case, jumps):
    jumped, _ = jumps
    whole, numbers = cycles(march_case, growth=0.0)
    assert numbers == list(range(1, 13))
    assert jumped == pytest.approx(whole, rel=1e-3)  # the bond softens, but its opening is given


def test_cycles_before_the_threshold_lead_up_to_it(march_case):
    """Each cycle moves by 0.08 um, so that fatigue begins in the seventh, the sixth counted."""
    text = replaced(ONE, ("endurance: 0.25}", "endurance: 0.25, threshold: 0.5 um}"))
    jumped, numbers = cycles(march_case, 0.2, text)
    assert numbers == [1, 2, 6, 7, 10, 11]
    whole, _ = cycles(march_case, 0.0, text)
    assert jumped == pytest.approx(whole, rel=2e-2)
