"""Import of DOLFINx, PETSc and MPI, in the order that the wheels need.

Every other module imports these packages from here, so that the order holds without care.
"""

from importlib import import_module
from importlib.util import find_spec

from nanoglue.runtime.environment import EnvironmentProblem, check_launcher, one_thread_a_rank
from nanoglue.runtime.jit import choose_flags

VERSION = "0.11"
"""Release of DOLFINx that this program is written for."""

REMEDY = (
    "  with wheels: pip install '.[wheels]' in a checkout\n"
    "  on a cluster with its own MPI: DOLFINx 0.11 with real numbers from Spack or conda-forge"
)


def load() -> None:
    """Import DOLFINx after the wheel that carries it, if that is the one installed.

    Raises:
        EnvironmentProblem: DOLFINx is missing, does not load, is of another release, or has
            complex numbers; or a launcher of another MPI started this process.
    """
    check_launcher()
    one_thread_a_rank()
    if find_spec("dolfinx_solver") is None and find_spec("dolfinx") is None:
        raise EnvironmentProblem(f"DOLFINx is not installed\n{REMEDY}")
    try:
        if find_spec("dolfinx_solver") is not None:
            import_module("dolfinx_solver")
        dolfinx = import_module("dolfinx")
    except (ImportError, OSError, RuntimeError) as error:
        raise EnvironmentProblem(f"DOLFINx does not load: {error}\n{REMEDY}") from error
    found = str(dolfinx.__version__)
    if not found.startswith(f"{VERSION}."):
        told = f"DOLFINx {VERSION} is needed, and {found} is installed"
        raise EnvironmentProblem(f"{told}\n{REMEDY}")
    if not issubclass(dolfinx.default_scalar_type, float):
        told = "the installed DOLFINx has complex numbers; a build with real ones is needed"
        raise EnvironmentProblem(f"{told}\n{REMEDY}")
    choose_flags()


if True:  # importing dolfinx before the package of its wheel would find no MPI library
    load()
    import dolfinx.fem.petsc as petsc
    from dolfinx import cpp, fem, geometry, graph, io, jit, la, mesh, plot
    from dolfinx.io import gmsh as gmsh_io
    from mpi4py import MPI
    from petsc4py import PETSc

__all__ = [
    "MPI",
    "PETSc",
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
]
