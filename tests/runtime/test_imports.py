"""A run with a stored mesh imports neither Gmsh nor what draws, fits or downloads."""

import subprocess
import sys

import pytest

from nanoglue.runtime import environment

STEP = """
import sys
import nanoglue as ng
sizes = {f"geometry.{name}_size": size for name, size in
         (("interface", "60 nm"), ("axis", "60 nm"), ("bulk", "90 nm"), ("far", "300 nm"))}
ng.Simulation(ng.load("nanoglue/bare", set=sizes | {"output.fields": "none"})).step()
print(*sys.modules)
"""
DRAWS, FITS, DOWNLOADS = (
    {"gmsh", "matplotlib", "pyvista", "vtk"},
    {"scipy", "pandas", "sklearn", "optuna"},
    {"urllib.request", "ssl"},
)


def test_a_step_on_a_stored_mesh_imports_little():
    for _ in range(2):  # the first one stores mesh and forms
        run = subprocess.run([sys.executable, "-c", STEP], capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
    loaded = set(run.stdout.split())
    assert "dolfinx" in loaded
    assert loaded.isdisjoint(DRAWS | FITS | DOWNLOADS)
    if environment.wheel_is_alone():
        assert "dolfinx_solver" not in loaded


@pytest.fixture
def installed(monkeypatch):
    """Names of the distributions that are installed, one build of the wheel among them."""
    names = {"dolfinx-solver-real"}
    monkeypatch.setattr(environment, "_is_installed", names.__contains__)
    return names


@pytest.fixture
def places(monkeypatch, tmp_path):
    """Folder of each package."""
    folders = dict.fromkeys(("dolfinx_solver", "petsc4py"), tmp_path)

    class Spec:
        def __init__(self, name):
            self.origin = str(folders[name] / name / "__init__.py")

    found = lambda name: Spec(name) if name in folders else None  # noqa: E731
    monkeypatch.setattr(environment, "find_spec", found)
    return folders


def test_a_wheel_by_itself_is_recognised(installed, places):
    assert environment.wheel_is_alone()


@pytest.mark.parametrize("other", ["petsc", "petsc4py", "slepc", "slepc4py"])
def test_another_petsc_leaves_the_explanation_to_the_wheel(installed, places, other):
    installed.add(other)
    assert not environment.wheel_is_alone()


def test_two_builds_of_the_wheel_leave_the_explanation_to_it(installed, places):
    installed.add("dolfinx-solver-complex")
    assert not environment.wheel_is_alone()


def test_a_binding_from_elsewhere_leaves_the_explanation_to_the_wheel(installed, places, tmp_path):
    places["petsc4py"] = tmp_path / "elsewhere"
    assert not environment.wheel_is_alone()


@pytest.mark.parametrize("package", ["dolfinx_solver", "petsc4py"])
def test_without_the_wheel_there_is_none(installed, places, package):
    del places[package]
    assert not environment.wheel_is_alone()
