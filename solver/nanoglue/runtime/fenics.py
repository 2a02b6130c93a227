"""Import of DOLFINx, PETSc and MPI, in the order that the wheels need.

All other modules import these packages from here, which guarantees the order.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from nanoglue.runtime.environment import (
    WHEEL,
    EnvironmentProblem,
    check_launcher,
    one_thread_a_rank,
    wheel_is_alone,
)
from nanoglue.runtime.garbage import without_garbage_collection
from nanoglue.runtime.jit import choose_flags

VERSION = "0.11"
"""Supported release of DOLFINx."""

REMEDY = (
    "  with wheels: pip install '.[wheels]' in a checkout\n"
    "  on a cluster with its own MPI: DOLFINx 0.11 (real numbers) from Spack or conda-forge"
)

PETSC_ARGUMENTS = ["nanoglue", "-skip_petscrc", "-no_signal_handler"]
"""Options of PETSc itself: none are read from the working folder, and signals are left to us."""


def load() -> None:
    """Import DOLFINx, after the package of its wheel if that is installed.

    Raises:
        EnvironmentProblem: DOLFINx is missing, does not load, has another release or complex
            scalars, or a launcher of another MPI started this process.
    """
    check_launcher()
    one_thread_a_rank()
    if find_spec(WHEEL) is None and find_spec("dolfinx") is None:
        raise EnvironmentProblem(f"DOLFINx is not installed\n{REMEDY}")
    try:
        if wheel_is_alone():
            import_module("mpi4py.MPI")  # which finds the MPI library for all that follow
        elif find_spec(WHEEL) is not None:
            import_module(WHEEL)
        import_module("petsc4py").init(PETSC_ARGUMENTS)
        dolfinx = import_module("dolfinx")
    except (ImportError, OSError, RuntimeError) as error:
        raise EnvironmentProblem(f"DOLFINx does not load: {error}\n{REMEDY}") from error
    installed = str(dolfinx.__version__)
    if not installed.startswith(f"{VERSION}."):
        message = f"DOLFINx {VERSION} is needed, and {installed} is installed"
        raise EnvironmentProblem(f"{message}\n{REMEDY}")
    if not issubclass(dolfinx.default_scalar_type, float):
        message = "the installed DOLFINx uses complex numbers; a build with real numbers is needed"
        raise EnvironmentProblem(f"{message}\n{REMEDY}")
    choose_flags()


with without_garbage_collection():
    load()  # first, as dolfinx alone, before the package of its wheel, would find no MPI library
    import dolfinx.fem.petsc as petsc
    from dolfinx import common, cpp, fem, geometry, graph, io, jit, la, mesh, plot
    from dolfinx.io import gmsh as gmsh_io
    from dolfinx.mesh import EntityMap
    from mpi4py import MPI
    from petsc4py import PETSc


def real_element(cell: Any) -> Any:
    """Return the element of a single number on cells of a type, for unknowns without position."""
    from basix.ufl import real_element as element

    return element(cell, ())


def world() -> MPI.Comm:
    """Return the communicator of all processes, for callers that name none."""
    return MPI.COMM_WORLD


__all__ = [
    "MPI",
    "EntityMap",
    "PETSc",
    "common",
    "cpp",
    "fem",
    "geometry",
    "gmsh_io",
    "graph",
    "io",
    "jit",
    "la",
    "load",
    "mesh",
    "petsc",
    "plot",
    "real_element",
    "world",
]
