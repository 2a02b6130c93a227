"""Validity checks: every rule has a value that violates it, and each is kept once."""

import json

import numpy as np
import pytest

from nanoglue.models.composition import StoichiometryTable, at_stoichiometry
from nanoglue.models.materials.elasticity.hencky import Hencky
from nanoglue.stepping.body_strains import elastic_strains, principal_stresses, volume_ratio
from nanoglue.stepping.validity_rules import Rule, Violation, sentence


@pytest.mark.parametrize("rule", Rule)
def test_every_rule_separates_values_at_its_threshold(rule):
    beyond = 0.01 if rule.upper else -0.01
    assert rule.is_violated(rule.threshold + beyond)
    assert not rule.is_violated(rule.threshold - beyond)
    assert rule.remedy


@pytest.mark.parametrize("rule", Rule)
def test_what_is_not_a_number_violates_every_rule(rule):
    assert rule.is_violated(float("nan"))


def test_a_violation_keeps_the_worst_value_and_its_first_time():
    found = Violation(Rule.ELASTIC_STRAIN, "shell", 2.0, 0.2)
    for value in (0.15, 0.3, 0.25):
        found.worsen(value)
    assert (found.time, found.value) == (2.0, 0.3)


def test_a_violation_is_stored_and_read_back():
    found = Violation(Rule.BELOW_EMPTY, "particle", 2.0, float("nan"))
    stored = json.loads(json.dumps(found.entry()))
    assert Violation.of_entry(stored).entry() == found.entry()
    assert "not a number" in sentence(stored)


def test_elastic_strains_are_those_of_a_rotated_stretch():
    angle, stretches = 0.7, np.array([1.2, 0.9, 1.1])
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    plane = turn @ np.diag(stretches[:2] ** 2) @ turn.T
    be = np.array([[plane[0, 0], plane[1, 1], plane[0, 1], stretches[2] ** 2]])
    assert elastic_strains(be, True)[0] == pytest.approx(np.log(stretches))


def test_uniaxial_strain_gives_hookes_stress():
    young, bulk = 10.0, 10.0 / (3 * (1 - 0.6))
    strains = np.array([[0.1, -0.03, -0.03]])
    assert principal_stresses(strains, young, bulk)[0] == pytest.approx([1.0, 0.0, 0.0])


@pytest.mark.parametrize("x", [0.0, 0.5, 1.0])
def test_a_stress_over_a_modulus_is_the_same_at_any_stoichiometry(x):
    """So that the check is right where Young's modulus falls with uptake, at whatever x it is."""
    law = Hencky(StoichiometryTable((0.0, 1.0), (90e3, 30e3)), 0.3)
    strains = np.array([[0.1, -0.02, 0.03]])
    first, present = at_stoichiometry(law, 0.0), at_stoichiometry(law, x)
    ratios = [
        principal_stresses(strains, each.youngs_modulus, each.bulk) / each.youngs_modulus
        for each in (first, present)
    ]
    assert ratios[1] == pytest.approx(ratios[0], rel=1e-12)


def test_an_inverted_element_has_a_negative_volume_ratio():
    assert volume_ratio(np.array([[0.0, 0.0, 0.0, -1.5, 0.0]]))[0] == pytest.approx(-0.5)


CRUSHED = "boundaries.top_face={displacement: {x: 0 um, y: {expression: -0.5*t, unit: um}}}"

SOFT = [f"bodies.{name}.elasticity.youngs_modulus=100 MPa" for name in ("top", "bottom")]

STRAINED = {"small_strain", "elastic_strain", "elastic_stress"}


@pytest.mark.parametrize(
    ("case", "settings", "expected"),
    [
        (
            "verification/mode_I",
            ("interfaces.top_bottom.viscosity=10 s",),
            {"overstress", "viscous_share"},
        ),
        ("verification/mode_I", (), set()),
        (
            "verification/mode_I",
            (CRUSHED, *SOFT),
            {"small_strain", "elastic_strain", "elastic_stress"},
        ),
    ],
)
def test_doubtful_runs_say_so(tmp_path, case, settings, expected):
    from nanoglue.case import find, read
    from nanoglue.run import run
    from nanoglue.runtime.exit_codes import ExitCode
    from nanoglue.runtime.fenics import MPI

    folder = tmp_path / "out"
    code = run(read(find(case), settings), MPI.COMM_SELF, folder, strict=True)
    stored = json.loads((folder / "summary.json").read_text())["warnings"]
    assert json.loads((folder / "run.json").read_text())["exit"] == code
    assert expected <= {entry["check"] for entry in stored}
    assert all({"time", "location", "value", "threshold", "remedy"} <= set(one) for one in stored)
    if expected:
        assert code == ExitCode.DOUBTFUL
    else:
        assert (stored, code) == ([], ExitCode.DONE)


STRETCHED = """
title: Two blocks are stretched along their interface and pulled apart
coordinates: plane_strain
geometry: {recipe: two_blocks, width: 1 um, upper_height: 1 um, lower_height: 1 um}
bodies:
  top: {elasticity: {model: hencky, youngs_modulus: 1 TPa, poissons_ratio: 0}}
  bottom: {elasticity: {model: hencky, youngs_modulus: 1 TPa, poissons_ratio: 0}}
interfaces:
  top_bottom: {law: {model: bilinear, strength: 5 MPa, toughness: 0.5 J/m^2, stiffness: 100 MPa/um}}
boundaries:
  left: {symmetry: true}
  right: {displacement: {x: {time: [0 s, 1 s], value: [0 um, 0.5 um]}}}
  bottom_face: {displacement: {y: 0 um}}
  top_face: {displacement: {y: {time: [0 s, 1 s, 2 s], value: [0 um, 0 um, 0.05 um]}}}
time: {end: 2 s}
stepping: {fixed: 0.5 s}
output: {fields: none, pictures: false}
"""


def test_a_stretched_bond_at_its_strength_is_not_overstressed(tmp_path):
    """The law acts on the present area, so that the nominal traction is 1.5 times the strength."""
    from nanoglue.case import read
    from nanoglue.run import run
    from nanoglue.runtime.fenics import MPI

    case, folder = tmp_path / "case.yaml", tmp_path / "out"
    case.write_text(STRETCHED)
    run(read(case), MPI.COMM_SELF, folder)
    found = json.loads((folder / "summary.json").read_text())
    nominal = found["final:traction_normal_mean:top_bottom"]["value"]
    assert nominal == pytest.approx(7.5, rel=1e-3)
    assert "overstress" not in {entry["check"] for entry in found["warnings"]}
