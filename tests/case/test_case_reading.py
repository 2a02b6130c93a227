"""A case is read into the units used inside, with its provenance."""

import json

import pytest
from ruamel.yaml import YAML

from nanoglue.case import CaseError, find, read
from nanoglue.case.json_schema import json_schema
from nanoglue.case.summary import parameters, summary
from nanoglue.models import registry


def test_values_come_out_in_the_units_used_inside(case_file):
    case = read(case_file)
    assert case.bodies["upper"].elasticity.youngs_modulus == 30000.0
    assert case.bodies["upper"].species.molar_volume == pytest.approx(16.3e-6)
    assert case.interfaces["upper_lower"].law.stiffness == pytest.approx(3e6)
    assert case.boundaries["top"].displacement["y"](0.5) == pytest.approx(1.5e-3)
    assert case.geometry.parameters.width == pytest.approx(0.2)
    assert case.protocol[0].rate == pytest.approx(0.2 / 3600)
    assert case.time.end == 18000.0


def test_models_are_those_that_their_kind_names(case_file):
    case = read(case_file)
    assert registry.name_of(case.interfaces["upper_lower"].law) == "bilinear"
    assert registry.name_of(case.bodies["lower"].elasticity) == "linear"


def test_a_case_cannot_be_changed(case_file):
    case = read(case_file)
    with pytest.raises(Exception, match="frozen"):
        case.temperature = 300.0


def test_a_case_keeps_its_text_and_its_path(case_file, case_text):
    case = read(case_file)
    assert case.text == case_text
    assert case.path == case_file


def test_steps_that_are_not_given_follow_from_the_end(case_file):
    stepping = read(case_file).stepping
    assert stepping.smallest < stepping.first <= stepping.largest < 18000.0


def test_a_number_says_where_it_comes_from(case_file):
    said = read(case_file).provenance
    modulus = said["bodies.upper.elasticity.youngs_modulus"]
    assert (modulus.basis, modulus.source) == ("assumed", "a guess")
    assert said["bodies.upper.plasticity.yield_stress"].basis == "given"
    assert "bodies.upper.plasticity.hardening" not in said


def test_the_summary_marks_defaults(case_file):
    rows = {path: (value, said) for path, value, said in parameters(read(case_file))}
    assert rows["bodies.upper.plasticity.hardening"] == ("0 MPa", "default")
    assert rows["bodies.upper.elasticity.youngs_modulus"] == ("30000 MPa", "assumed (a guess)")


def test_the_summary_names_bodies_and_laws(case_file):
    text = "\n".join(summary(read(case_file)))
    assert "body upper: hencky, j2" in text
    assert "interface upper_lower: bilinear" in text


def test_a_resolved_case_reads_back_as_the_same_case(case_file):
    case = read(case_file)
    resolved = case_file.with_name("resolved.yaml")
    YAML().dump(case.resolved(), resolved)
    again = read(resolved)
    assert again.resolved() == case.resolved()
    assert again.bodies == case.bodies


def test_an_override_takes_the_place_of_the_file(case_file):
    case = read(
        case_file, ["bodies.upper.elasticity.youngs_modulus=20 GPa", "protocol.0.rate=1 /s"]
    )
    assert case.bodies["upper"].elasticity.youngs_modulus == 20000.0
    assert case.protocol[0].rate == 1.0


def test_an_override_makes_the_sections_on_its_way(case_file):
    case = read(case_file, ["solver.petsc.mat_mumps_icntl_14=40", "stepping.fixed=1 s"])
    assert case.solver.petsc == {"mat_mumps_icntl_14": 40}
    assert case.stepping.fixed == 1.0


def test_an_override_may_hold_a_mapping(case_file):
    case = read(case_file, ["output.fields={times: [1 s, 2 s]}"])
    assert case.output.fields.times == (1.0, 2.0)


def test_fields_may_be_left_out(case_file):
    fields = read(case_file, ["output.fields=none"]).output.fields
    assert fields.every is None
    assert fields.times == ()


def test_a_recipe_beside_the_case_is_found(case_file):
    assert read(case_file).names.bodies == ("upper", "lower")


def test_a_name_that_is_nowhere_is_told_so():
    with pytest.raises(CaseError, match="no such file, and no built-in case"):
        find("no/such/case")


def test_the_schema_is_json_and_offers_every_kind():
    schema = json.loads(json.dumps(json_schema()))
    laws = json.dumps(schema["$defs"]["Interface"]["properties"]["law"])
    for name in registry.names("models.cohesive"):
        assert f'"const": "{name}"' in laws


def test_a_species_has_the_name_that_the_case_gives_it(case_file):
    assert read(case_file).bodies["upper"].species.name == "species"
    path = "bodies.upper.species.name"
    assert read(case_file, [f"{path}=Na+"]).bodies["upper"].species.name == "Na+"
    for wrong in ("3", "a b", "''", '"a,b"', "x" * 40):
        with pytest.raises(CaseError, match=path):
            read(case_file, [f"{path}={wrong}"])
