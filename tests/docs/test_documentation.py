"""The documentation agrees with the code: keys, schema, examples, README and site."""

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML

from nanoglue.case import columns, library, read, reference
from nanoglue.case.event_types import EventType
from nanoglue.case.json_schema import json_schema
from nanoglue.case.meanings import meanings
from nanoglue.runtime.exit_codes import ExitCode

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_key_model_and_recipe_has_a_meaning():
    assert reference.missing() == [], "add the keys to solver/nanoglue/case/meanings.yaml"


def test_every_model_and_recipe_has_a_docstring():
    owners = [m for folder in reference.FOLDERS for m in reference.models(folder).values()]
    assert all(owner.__doc__ for owner in [*owners, *reference.recipes().values()])


def test_every_folder_of_models_is_in_the_reference():
    text = (ROOT / "solver/nanoglue/case/schema").rglob("*.py")
    used = {
        folder
        for file in text
        for folder in re.findall(r'RegisteredModel\("([\w.]+)"\)', file.read_text())
    }
    assert used <= set(reference.FOLDERS)


def test_every_key_of_the_schema_is_described():
    schema = json_schema()
    sections = {"Case": schema} | schema["$defs"]
    for case in schema["$defs"]["Geometry"]["allOf"]:
        sections[case["if"]["properties"]["recipe"]["const"]] = case["then"]
    bare = [
        f"{name}.{key}"
        for name, section in sections.items()
        for key, value in section.get("properties", {}).items()
        if key != "model" and not value.get("description")
    ]
    assert bare == []


@pytest.fixture(scope="module")
def validator():
    jsonschema = pytest.importorskip("jsonschema")
    return jsonschema.Draft202012Validator(json_schema())


@pytest.mark.parametrize("name", library.cases())
def test_the_schema_accepts_every_built_in_case(name, validator):
    case = YAML(typ="safe").load(library.cases()[name])
    errors = validator.iter_errors(json.loads(json.dumps(case)))
    assert [error.message[:200] for error in errors] == []


def test_the_schema_refuses_an_unknown_key(validator):
    case = YAML(typ="safe").load(library.cases()["verification/mode_I"])
    case["bodies"]["top"]["elasticity"]["youngs_modulos"] = "1 GPa"
    assert list(validator.iter_errors(case))


def test_the_readme_is_short_and_holds_the_example():
    assert len(README.splitlines()) <= 120
    assert (ROOT / "docs/examples/particle.yaml").read_text().strip() in README


def test_the_example_is_a_valid_case():
    assert read(ROOT / "docs/examples/particle.yaml").names.bodies == ("particle", "fibre")


def test_links_of_the_readme_exist():
    links = re.findall(r"\]\((?!http)([^)#]+)", README)
    assert links
    assert all((ROOT / link).exists() for link in links)


def test_every_command_is_in_the_readme():
    import typer

    from nanoglue.cli.app import app

    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert [name for name in commands if f"nanoglue {name}" not in README] == []


def test_every_test_named_in_the_documentation_exists():
    text = (ROOT / "docs/robustness.md").read_text(encoding="utf-8")
    sources = (file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("*.py"))
    existing = {name for source in sources for name in re.findall(r"def (test_\w+)", source)}
    assert set(re.findall(r"`(test_\w+)`", text)) - existing == set()


def test_every_column_has_a_meaning():
    named = {
        f"{column.quantity} [{column.unit}]"
        for column in vars(columns).values()
        if isinstance(column, columns.Column)
    }
    described = {re.sub(r" \[.*", "", name) for name in meanings()["columns"]}
    assert {re.sub(r" \[.*", "", name) for name in named} - described == set()


def test_every_event_has_a_meaning():
    assert {event.value for event in EventType} == set(meanings()["events"])


def test_the_readme_lists_every_exit_code():
    codes = meanings()["exit_codes"]
    assert {int(code) for code in codes} == {code.value for code in ExitCode}
    assert [code for code in codes if f"| {code} |" not in README] == []


def test_the_example_law_is_read_by_its_path_and_has_its_toughness(tmp_path):
    for name in ("polynomial.py", "particle.yaml"):
        (tmp_path / name).write_text((ROOT / "docs/examples" / name).read_text())
    text = (tmp_path / "particle.yaml").read_text()
    own = "law: {model: ./polynomial.py, strength: 170 MPa, toughness: 0.5 J/m^2}"
    (tmp_path / "particle.yaml").write_text(re.sub(r"law: \{.*\}", own, text))
    law = read(tmp_path / "particle.yaml").interfaces["particle_fibre"].law
    jump = np.linspace(0.0, law.final_jump, 2001)
    traction = np.array([(1 - law.damage(d, 0.0)) * law.normal_stiffness * d for d in jump])
    assert traction.max() == pytest.approx(170.0, rel=1e-6)
    assert np.trapezoid(traction, jump) == pytest.approx(0.5, rel=1e-6)


def test_the_example_recipe_draws_its_parts():
    gmsh = pytest.importorskip("gmsh")
    recipe = library.recipe(ROOT / "docs/examples/rectangle.py")
    parameters = recipe.Parameters(2.0, 1.0, 0.5)
    gmsh.initialize(interruptible=False)
    try:
        gmsh.option.setNumber("General.Terminal", 0)
        recipe.draw(gmsh.model, parameters)
        groups = gmsh.model.getPhysicalGroups()
        drawn = {gmsh.model.getPhysicalName(*group) for group in groups}
    finally:
        gmsh.finalize()
    names = recipe.describe(parameters)
    assert drawn == {*names.bodies, *names.boundaries}


def test_the_site_builds_without_warnings(tmp_path):
    pytest.importorskip("material")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    text = (tmp_path / "reference" / "keys.html").read_text(encoding="utf-8")
    assert "max_stoichiometry" in text
    pages = [page.read_text(encoding="utf-8") for page in tmp_path.rglob("*.html")]
    assert not any('src="http' in page or "fonts.googleapis" in page for page in pages)
    theory = (tmp_path / "theory.html").read_text(encoding="utf-8")
    plain = [re.sub(r"<(pre|code|script).*?</\1>", "", page, flags=re.DOTALL) for page in pages]
    assert [found for page in plain for found in re.findall(r"\$.{,40}", page)] == []
    assert re.search(r"</div>\s*<math|<p><math|</p>\s*<math", theory) is None


def test_the_spelling_is_right():
    pytest.importorskip("codespell_lib")
    checked = ("docs", "README.md", "CONTRIBUTING.md", "solver/nanoglue", "meshes", "cases")
    done = subprocess.run(
        [sys.executable, "-m", "codespell_lib", *checked],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ""
    assert done.returncode == 0
