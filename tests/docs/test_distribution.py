"""Version, changelog, environment files and the table of features agree."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import nanoglue

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
OTHER_NAMES = {"matplotlib": "matplotlib-base", "gmsh": "python-gmsh"}
"""Names of packages on conda-forge, where they differ."""


def test_version_and_changelog_agree():
    newest = re.search(r"^## (\S+)$", (ROOT / "docs/changelog.md").read_text(), re.MULTILINE)
    citation = YAML(typ="safe").load(ROOT / "CITATION.cff")
    assert newest is not None
    assert newest[1] == nanoglue.__version__ == citation["version"]
    assert citation["license"] == PROJECT["license"]


def packages(requirements):
    return {re.match(r"[\w.-]+", one)[0]: one for one in requirements if "nanoglue" not in one}


def test_the_conda_environment_has_all_dependencies():
    listed = YAML(typ="safe").load(ROOT / "deployment/environment.yml")["dependencies"]
    extras = PROJECT["optional-dependencies"]
    wanted = packages([*PROJECT["dependencies"], *extras["pictures"], *extras["meshes"]])
    conda = [OTHER_NAMES.get(name, name) + one[len(name) :] for name, one in wanted.items()]
    assert [one for one in conda if one not in listed] == []
    assert "python-gmsh" in listed
    (solver,) = (one for one in extras["wheels"] if one.startswith("dolfinx"))
    assert f"fenics-dolfinx={re.search(r'==(\d+\.\d+)', solver)[1]}" in listed


def test_the_lock_pins_every_dependency():
    pinned = {line.partition("==")[0].lower() for line in (ROOT / "requirements.lock").open()}
    extras = PROJECT["optional-dependencies"].values()
    wanted = packages([*PROJECT["dependencies"], *(one for extra in extras for one in extra)])
    optional = {"pre-commit"}
    assert {name.lower() for name in wanted} - pinned - optional == set()


SCRIPTS = [
    ".ci/run",
    ".ci/wheel",
    ".ci/tutorials",
    ".ci/chroot",
    "deployment/slurm.sh",
    "deployment/pbs.sh",
    "deployment/weak_scaling.sh",
]


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_are_valid(script):
    subprocess.run(["bash", "-n", str(ROOT / script)], check=True)


def test_every_gap_in_the_table_of_features_has_a_reason():
    text = (ROOT / "docs/comparison.md").read_text(encoding="utf-8")
    tables, _, reasons = text.partition("## Reasons for the gaps")
    rows = [row.split("|")[2].strip() for row in tables.splitlines() if row.count("|") == 7]
    gaps = [cell for cell in rows if re.match(r"no\b|partly\b|–", cell)]
    cited = [int(number) for cell in gaps for number in re.findall(r"\[(\d+)\]", cell)]
    assert len(cited) == len(gaps) > 5
    assert cited == [int(number) for number in re.findall(r"^(\d+)\. ", reasons, re.MULTILINE)]
