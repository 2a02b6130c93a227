"""Check of the installation: Python, libraries, MPI, compiler, cache, Gmsh and figures."""

import os
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from nanoglue.cli import probes
from nanoglue.post.figures.rendering import RENDERING_LIBRARIES, loads
from nanoglue.runtime.cache import folder
from nanoglue.runtime.environment import EnvironmentProblem, check_launcher

GMSH_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libGLU.so.1": "libglu1-mesa",
    "libXrender.so.1": "libxrender1",
    "libXcursor.so.1": "libxcursor1",
    "libXft.so.2": "libxft2",
    "libXinerama.so.1": "libxinerama1",
    "libgomp.so.1": "libgomp1",
}
"""System libraries that Gmsh's wheel loads, with Debian's packages."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is as it must be, and what to do if not."""

    name: str
    good: bool
    detail: str
    needed: bool = True


def missing(libraries: dict[str, str], loads: Callable[[str], bool] = loads) -> list[str]:
    """Debian packages of the libraries that do not load."""
    return [package for library, package in libraries.items() if not loads(library)]


def examine() -> list[Finding]:
    """Everything that a run, a mesh and a picture need."""
    return [
        _python(),
        _stack(),
        _launcher(),
        _compiler(),
        cache(folder("forms")),
        cache(folder("meshes")),
        _gmsh(),
        _pictures(),
    ]


def remedy() -> str:
    """Return the one line that installs every missing system package, or nothing."""
    packages = missing(GMSH_LIBRARIES)
    if len(missing(RENDERING_LIBRARIES)) == len(RENDERING_LIBRARIES):
        packages.append("libegl1")
    if not shutil.which("cc") and not shutil.which("gcc"):
        packages += ["gcc", "libc6-dev"]
    if probes.headers_missing() and sys.base_prefix == "/usr":
        packages.append("python3-dev")
    return f"apt install {' '.join(packages)}" if packages else ""


def _python() -> Finding:
    good = sys.version_info >= (3, 12)
    return Finding("Python", good, f"{platform.python_version()} at {sys.executable}")


def _stack() -> Finding:
    try:
        from nanoglue.runtime.fenics import PETSc
    except EnvironmentProblem as problem:
        return Finding("DOLFINx", False, str(problem))
    petsc = ".".join(map(str, PETSc.Sys.getVersion()))
    return Finding("DOLFINx", True, f"{_version('fenics-dolfinx', 'dolfinx')}, PETSc {petsc}, real")


def _launcher() -> Finding:
    from nanoglue.cli.mpiexec import mpiexec

    try:
        check_launcher()
        return Finding("MPI", True, str(mpiexec()))
    except EnvironmentProblem as problem:
        return Finding("MPI", False, str(problem))


def _compiler() -> Finding:
    found = shutil.which("cc") or shutil.which("gcc")
    failure = probes.compile_library()
    detail = f"{failure}; forms are compiled when first used" if failure else f"{found}, tried"
    return Finding("C compiler", not failure, detail)


def cache(place: Path) -> Finding:
    """Whether something can be kept in a folder, which need not exist yet."""
    there = next(above for above in (place, *place.parents) if os.path.exists(above))
    good = os.path.isdir(there) and os.access(there, os.W_OK | os.X_OK)
    detail = "" if good else " cannot be written: set NANOGLUE_CACHE"
    return Finding("Cache", good, f"{place}{detail}")


def _gmsh() -> Finding:
    failure = probes.generate_mesh()
    if failure:
        packages = f" ({' '.join(names)} missing)" if (names := missing(GMSH_LIBRARIES)) else ""
        detail = f"meshes can only come from the cache: {failure}{packages}"
        return Finding("Gmsh", False, detail)
    return Finding("Gmsh", True, f"{_version('gmsh', 'gmsh')}, tried")


def _pictures() -> Finding:
    failure = probes.render_picture()
    if failure:
        return Finding("Pictures", False, f"will be skipped: {failure}", needed=False)
    return Finding("Pictures", True, f"PyVista {_version('pyvista', 'pyvista')}, tried", False)


def _version(distribution: str, module: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        loaded = sys.modules.get(module)
        return str(getattr(loaded, "__version__", "not installed"))
