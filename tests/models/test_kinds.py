"""The folder is the registry of models."""

import sys
from dataclasses import is_dataclass
from pathlib import Path

import pytest

import nanoglue
from nanoglue.models import registry

FOLDERS = (
    "models.materials.elasticity",
    "models.materials.plasticity",
    "models.materials.swelling",
    "models.cohesive",
    "models.chemical_potential",
    "models.fatigue",
    "models.film_growth",
    "models.kinetics",
    "models.protocols",
)
MODELS = [(folder, name) for folder in FOLDERS for name in registry.names(folder)]


def test_every_registry_is_tested_here():
    models = Path(nanoglue.__file__).parent / "models"
    files = models.rglob("*/__init__.py")
    folders = {
        file.parent.relative_to(models.parent).as_posix().replace("/", ".") for file in files
    }
    assert folders - {"models.materials"} == set(FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_of_a_folder_is_a_kind(folder):
    path = Path(nanoglue.__file__).parent / folder.replace(".", "/")
    assert set(registry.names(folder)) == {f.stem for f in path.glob("*.py")} - {"__init__"}


@pytest.mark.parametrize(("folder", "name"), MODELS)
def test_every_kind_is_a_frozen_slotted_dataclass_of_its_name(folder, name):
    model = registry.load(folder, name)
    assert is_dataclass(model)
    assert model.__dataclass_params__.frozen
    assert "__slots__" in vars(model)
    assert model.__name__.lower() == name.replace("_", "")


def test_a_model_knows_its_kind():
    law = registry.load("models.materials.elasticity", "neo_hookean")(1.0, 0.3)
    assert registry.name_of(law) == "neo_hookean"


def test_an_unknown_kind_is_told_which_there_are():
    with pytest.raises(LookupError, match="there are bilinear"):
        registry.load("models.cohesive", "trilinear")


def test_models_are_read_without_dolfinx(tmp_path):
    import subprocess

    code = (
        "import sys; from nanoglue.models import registry as kinds\n"
        f"for folder, name in {MODELS!r}: kinds.load(folder, name)\n"
        "import nanoglue.case\n"
        "assert not {'dolfinx', 'ufl', 'mpi4py', 'gmsh'} & set(sys.modules), 'heavy import'"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path)
