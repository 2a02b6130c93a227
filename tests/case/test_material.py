"""Materials of the library and of files: sources, precedence and errors with their places."""

import json

import pytest
from typer.testing import CliRunner

from nanoglue.case import read
from nanoglue.case.json_schema import json_schema
from nanoglue.case.material import load_material, materials
from nanoglue.case.text.errors import CaseError
from nanoglue.cli.app import app

CASE = """\
title: A sphere
coordinates: axisymmetric
geometry: {recipe: sphere, radius: 100 nm, surface_size: 20 nm, centre_size: 20 nm}
bodies:
  particle:
    material: MATERIALOVERRIDES
time: {end: 1 s}
"""
OWN = """\
title: My metal
sources:
  paper: {text: Somebody 2020, doi: 10.1000/xyz}
body:
  elasticity:
    model: hencky
    youngs_modulus: {value: 40 GPa, basis: measured, source: paper}
    poissons_ratio: {value: 0.3, basis: assumed, reason: usual value}
"""


def case(folder, material, overrides="", settings=()):
    file = folder / "case.yaml"
    file.write_text(CASE.replace("MATERIAL", material).replace("OVERRIDES", overrides))
    return read(file, settings)


def particle(*arguments, **more):
    return case(*arguments, **more).bodies["particle"]


@pytest.mark.parametrize("name", sorted(materials()))
def test_every_number_of_the_library_has_a_source_and_makes_a_body(name, tmp_path):
    found = load_material(materials()[name])
    assert found.properties
    assert all(one.source for one in found.properties)
    assert all(one.doi or one.basis == "assumed" or "20" in one.source for one in found.properties)
    assert particle(tmp_path, name).material == name


@pytest.mark.parametrize("name", sorted(materials()))
def test_a_number_without_its_basis_is_found_in_every_file(name, tmp_path):
    text = materials()[name].read_text(encoding="utf-8")
    i = text.index("youngs_modulus:")
    number = text.index("poissons_ratio:", i)
    file = tmp_path / "bare.yaml"
    file.write_text(text[:number] + "poissons_ratio: 0.3" + text[text.index("\n", number) :])
    with pytest.raises(CaseError, match="a number of a material is written") as caught:
        load_material(file)
    line = text[:number].count("\n") + 1
    assert f"bare.yaml:{line}:21" in str(caught.value)


def test_properties_keep_their_basis_and_source_in_the_case(tmp_path):
    said = case(tmp_path, "sodium").provenance["bodies.particle.elasticity.youngs_modulus"]
    assert said.basis == "given"
    assert "10.1016/j.mtla.2020.100792" in str(said.source)


def test_a_table_of_a_material_is_read(tmp_path):
    law = particle(tmp_path, "silicon").elasticity
    assert law.youngs_modulus.at(3.75) == pytest.approx(40e3)


def test_keys_of_the_case_take_precedence(tmp_path):
    text = "\n    elasticity: {youngs_modulus: 20 GPa}\n    species: {diffusivity: 1e-14 m^2/s}"
    body = particle(tmp_path, "tin", text)
    assert body.elasticity.youngs_modulus == pytest.approx(20e3)
    assert body.elasticity.poissons_ratio == pytest.approx(0.3)
    assert body.species.diffusivity == pytest.approx(1e-2)
    assert body.species.swelling.coefficient == pytest.approx(1.12)


def test_a_setting_of_the_command_line_takes_precedence(tmp_path):
    settings = ["bodies.particle.elasticity.youngs_modulus=33 GPa"]
    body = particle(tmp_path, "silicon", settings=settings)
    assert body.elasticity.youngs_modulus == pytest.approx(33e3)


def test_another_model_replaces_that_of_the_material(tmp_path):
    text = "\n    elasticity: {model: linear, youngs_modulus: 1 GPa, poissons_ratio: 0.2}"
    assert particle(tmp_path, "copper", text).elasticity.poissons_ratio == 0.2


def test_a_section_may_be_left_out(tmp_path):
    assert particle(tmp_path, "tin", "\n    species: null").species is None


def test_a_file_of_the_user_is_named_by_its_path(tmp_path):
    (tmp_path / "my_metal.yaml").write_text(OWN)
    body = particle(tmp_path, "./my_metal.yaml")
    assert body.elasticity.youngs_modulus == pytest.approx(40e3)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("basis: measured", "basis: guessed", "my_metal.yaml:7:21: error"),
        ("source: paper", "source: other", "needs a source out of paper"),
        ("doi: 10.1000/xyz", "doi: xyz", "is not a DOI"),
        (", doi: 10.1000/xyz", "", "must have a doi, or no_doi with the reason"),
        (", reason: usual value", "", "or basis: assumed with a reason"),
        ("title: My metal", "titel: My metal", "did you mean 'title'"),
        ("40 GPa", "40 m", "is a length"),
        ("youngs_modulus", "youngs_module", "did you mean 'youngs_modulus'"),
        ("basis: measured", "basis: [a]", "basis must be one of measured, computed, assumed"),
    ],
)
def test_an_error_of_a_file_is_reported_at_its_place(tmp_path, old, new, message):
    (tmp_path / "my_metal.yaml").write_text(OWN.replace(old, new))
    with pytest.raises(CaseError) as caught:
        case(tmp_path, "./my_metal.yaml")
    assert message in str(caught.value)
    assert "my_metal.yaml" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "message"),
    [("tinn", "did you mean 'tin'"), ("./none.yaml", "there is no material file ./none.yaml")],
)
def test_an_unknown_material_is_refused(tmp_path, name, message):
    with pytest.raises(CaseError, match=r"case\.yaml:6:15") as caught:
        case(tmp_path, name)
    assert message in str(caught.value)


@pytest.mark.parametrize("chosen", ["{a: b}", "[tin]", "3"])
def test_a_material_that_is_not_a_name_is_refused(tmp_path, chosen):
    with pytest.raises(CaseError) as caught:
        case(tmp_path, chosen)
    (issue,) = caught.value.issues
    assert issue.path == ("bodies", "particle", "material")
    assert issue.place.line == 6
    assert issue.message.startswith("must be the name of a material, such as tin")


def test_a_model_in_a_section_that_has_none_is_an_unknown_key(tmp_path):
    with pytest.raises(CaseError, match=r"species\.model: unknown key") as caught:
        case(tmp_path, "tin", "\n    species: {model: x}")
    assert "case.yaml:7:15" in str(caught.value)


def test_the_resolved_case_has_the_properties_of_the_material(tmp_path):
    resolved = case(tmp_path, "sodium").resolved()["bodies"]["particle"]
    assert resolved["elasticity"]["youngs_modulus"] == "4600.0 MPa"
    assert "material" not in resolved


@pytest.mark.parametrize(
    ("body", "valid"),
    [
        ({"material": "tin"}, True),
        ({"material": "tin", "elasticity": {"youngs_modulus": "40 GPa"}}, True),
        ({"elasticity": {"youngs_modulus": "40 GPa"}}, False),
        ({}, False),
    ],
)
def test_the_schema_accepts_parts_of_a_body_beside_its_material_only(body, valid):
    jsonschema = pytest.importorskip("jsonschema")
    schema = {"$defs": json_schema()["$defs"], "$ref": "#/$defs/Body"}
    assert jsonschema.Draft202012Validator(schema).is_valid(body) == valid


def test_the_command_lists_materials_and_sources():
    listed = json.loads(CliRunner().invoke(app, ["materials", "--json"]).stdout)
    assert set(listed) == set(materials())
    printed = CliRunner().invoke(app, ["materials", "sodium"]).stdout
    assert "4.6 GPa" in printed
    assert "doi:10.1016/j.mtla.2020.100792" in printed
    assert CliRunner().invoke(app, ["materials", "unobtainium"]).exit_code == 2
