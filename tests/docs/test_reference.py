"""The generated reference holds every key, column, recipe, model and material."""

import importlib.util
import re
from pathlib import Path

import pytest

from nanoglue.case import columns, reference
from nanoglue.case.material import materials
from nanoglue.case.meanings import meanings
from nanoglue.case.schema.base import Section
from nanoglue.models.coordinates import KINDS as SYSTEMS
from nanoglue.observables import closed_forms, energy

ROOT = Path(__file__).parents[2]
MEANINGS = meanings()["columns"]

COMPONENTS = sorted({one for system in SYSTEMS.values() for one in system.components})
STRESSES = sorted({one for system in SYSTEMS.values() for one in system.stresses})
FAMILIES = [
    *(columns.displacement(one) for one in COMPONENTS),
    *(columns.force(one) for one in COMPONENTS),
    *(columns.front(one) for one in "xyz"),
    *(columns.stress(one) for one in STRESSES),
    *(columns.energy(one) for one in energy.KINDS),
    *(columns.error(one, unit) for one, unit in closed_forms.UNITS.items()),
]
"""Columns that functions make for components, terms and quantities."""


@pytest.mark.parametrize("column", FAMILIES, ids=lambda column: column.name)
def test_a_column_of_a_family_has_a_meaning(column):
    assert MEANINGS.get(column.name)


def test_the_families_are_all_functions_that_make_columns():
    made = {
        name
        for name, function in vars(columns).items()
        if getattr(function, "__annotations__", {}).get("return") is columns.Column
    }
    assert made == {"displacement", "force", "front", "stress", "energy", "error"}


def test_columns_are_defined_in_one_place():
    package = ROOT / "solver/nanoglue"
    defining = {
        file.relative_to(package).as_posix()
        for file in package.rglob("*.py")
        if re.search(r"(?<![A-Za-z])Column\(", file.read_text(encoding="utf-8"))
    }
    assert defining == {"case/columns.py"}


def below(section: type) -> set[type]:
    return {one for child in section.__subclasses__() for one in {child, *below(child)}}


def test_every_section_of_the_schema_is_reached_by_the_reference():
    reached = {section for _, section in reference.sections()}
    ours = {one for one in below(Section) if one.__module__.startswith("nanoglue.")}
    assert ours - reached == set()


@pytest.fixture(scope="module")
def pages():
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs/generate.py")
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    return {name: text for name, (_, text) in generate.pages().items()}


def test_pages_have_a_section_for_each_model_recipe_and_material(pages):
    models = [name for folder in reference.FOLDERS for name in reference.models(folder)]
    for page, names in {
        "models": models,
        "recipes": reference.recipes(),
        "materials": materials(),
    }.items():
        titles = re.findall(r"^#{2,3} (.+)$", pages[page], re.MULTILINE)
        assert set(names) - set(titles) == set(), page


def test_pages_have_a_row_for_each_key_and_column(pages):
    keys = set(re.findall(r"^\| `(\w+)` \|", pages["keys"], re.MULTILINE))
    every = {
        entry.key for _, section in reference.sections() for entry in reference.entries(section)
    }
    assert every - keys == set()
    listed = set(re.findall(r"^\| `(.+?)` \|", pages["columns"], re.MULTILINE))
    assert set(MEANINGS) == listed


@pytest.mark.parametrize("folder", ["models", "models/materials"])
def test_every_registry_of_models_is_in_the_reference(folder):
    package = ROOT / "solver/nanoglue"
    found = {
        ".".join(inner.relative_to(package).parts)
        for inner in (package / folder).iterdir()
        if inner.is_dir() and inner.name not in ("__pycache__", "materials")
    }
    assert found <= set(reference.FOLDERS)
