"""The doctor tries what a run needs, and names every missing package in one line."""

import ast
import sys
import tomllib
from pathlib import Path

import nanoglue
from nanoglue.cli import doctor, probes

ROOT = Path(__file__).parents[2]
DISTRIBUTIONS = {"ruamel": "ruamel.yaml", "annotated_types": "annotated-types"}
PICTURES = {"matplotlib", "pyvista", "vtk", "imageio", "imageio_ffmpeg"}
CALIBRATION = {"optuna", "emcee", "SALib", "sklearn"}
OPTIONAL = PICTURES | CALIBRATION | {"cffi", "h5py", "pandas"}
FROM_WHEELS = {"dolfinx", "dolfinx_solver", "basix", "ffcx", "ufl", "mpi4py", "petsc4py", "gmsh"}
ALWAYS = {"pydantic_core", "nanoglue"}


def test_every_probe_succeeds_here():
    assert probes.compile_library() == ""
    assert probes.generate_mesh() == ""


def test_headers_that_are_missing_are_found_by_the_compiler_and_named(tmp_path, monkeypatch):
    monkeypatch.setattr(probes.sysconfig, "get_path", lambda _: str(tmp_path))
    assert "Python.h" in probes.compile_library()
    monkeypatch.setattr(doctor.sys, "base_prefix", "/usr")
    assert "python3-dev" in doctor.remedy()
    found = doctor._compiler()
    assert found.needed
    assert not found.good


def test_a_missing_compiler_is_named_in_the_line(monkeypatch):
    monkeypatch.setattr(doctor.shutil, "which", lambda _: None)
    assert doctor.remedy().startswith("apt install ")
    assert "gcc libc6-dev" in doctor.remedy()
    assert probes.compile_library() == "no C compiler"


def test_every_package_that_a_run_imports_is_a_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {text.split(">")[0].split("=")[0].strip() for text in project["dependencies"]}
    assert "scipy" in declared  # resuming a run needs it
    for file in Path(nanoglue.__file__).parent.rglob("*.py"):
        if "post" in file.parts:  # figures are optional
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [str(node.module)]
            for top in {name.partition(".")[0] for name in names}:
                known = top in sys.stdlib_module_names or top in FROM_WHEELS | ALWAYS | OPTIONAL
                assert known or DISTRIBUTIONS.get(top, top) in declared, f"{file}: {top}"
