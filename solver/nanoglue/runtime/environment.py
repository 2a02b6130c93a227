"""Requirements on the environment: MPI launcher, compiled libraries and memory allocation."""

import ctypes
import os
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

FOREIGN = {
    "OMPI_COMM_WORLD_SIZE": "Open MPI's mpirun",
    "PMIX_RANK": "a PMIx launcher (Open MPI's mpirun, or srun --mpi=pmix)",
    "I_MPI_MPIRUN": "Intel MPI's mpirun",
}
"""Variables set by MPI launchers that are incompatible with the MPICH of the wheel."""

WHEEL = "dolfinx_solver"
"""Package that comes with the wheel of DOLFINx."""

M_TRIM_THRESHOLD, M_MMAP_MAX = -1, -4
"""Parameter numbers from glibc's ``malloc.h``."""


class EnvironmentProblem(Exception):
    """The environment is incomplete or incompatible; the message states the remedy."""


def foreign_launcher(environ: Mapping[str, str]) -> str | None:
    """Return the incompatible launcher that started this process, if there is one.

    >>> foreign_launcher({"PMI_RANK": "0"}) is None
    True
    """
    if "PMI_FD" in environ:  # MPICH's own launcher
        return None
    return next((name for variable, name in FOREIGN.items() if variable in environ), None)


def check_launcher(environ: Mapping[str, str] = os.environ) -> None:
    """Raise an error for an incompatible launcher, which would abort in MPI_Init.

    Raises:
        EnvironmentProblem: the wheel's MPICH is installed and another MPI started this process.
    """
    launcher = foreign_launcher(environ)
    if launcher and find_spec(WHEEL) is not None:
        raise EnvironmentProblem(
            f"this process was started by {launcher}, but the installed DOLFINx comes with MPICH\n"
            "  use: nanoglue run -n N CASE   (it starts the mpiexec that belongs to this Python)"
        )


def wheel_is_alone() -> bool:
    """Return whether the wheel of DOLFINx is installed once and no other PETSc is in its way.

    Otherwise importing its package says what to do. That package reads the metadata of everything
    that is installed to find out, which takes 0.1 s.
    """
    package, binding = find_spec(WHEEL), find_spec("petsc4py")
    if package is None or package.origin is None or binding is None or binding.origin is None:
        return False
    beside = Path(package.origin).parent.parent == Path(binding.origin).parent.parent
    builds = sum(_is_installed(f"dolfinx-solver-{scalars}") for scalars in ("real", "complex"))
    others = ("petsc", "petsc4py", "slepc", "slepc4py")
    return beside and builds == 1 and not any(map(_is_installed, others))


def _is_installed(distribution: str) -> bool:
    try:
        return bool(version(distribution))
    except PackageNotFoundError:
        return False


def first_rank(environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether this process is rank 0 or serial, from the launcher's variables."""
    variables = ("PMI_RANK", "OMPI_COMM_WORLD_RANK", "PMIX_RANK")
    return all(environ.get(name, "0") == "0" for name in variables)


def one_thread_a_rank() -> None:
    """Limit every rank to one thread, unless the user has set OMP_NUM_THREADS."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")


def keep_freed_memory(environ: Mapping[str, str] = os.environ) -> None:
    """Configure glibc to retain freed memory, unless the user has set its limits.

    Factors are allocated in every Newton iteration. Clearing fresh pages in the kernel took a fifth
    of the factorisation time. Other C libraries are not changed.
    """
    library = ctypes.CDLL(None)
    set_by_user = any(name.startswith("MALLOC_") for name in environ)
    set_by_user = set_by_user or "glibc.malloc" in environ.get("GLIBC_TUNABLES", "")
    if hasattr(library, "mallopt") and not set_by_user:
        library.mallopt(M_MMAP_MAX, 0)
        library.mallopt(M_TRIM_THRESHOLD, -1)


def hand_back_freed_memory() -> None:
    """Return memory retained by glibc to the system."""
    library = ctypes.CDLL(None)
    if hasattr(library, "malloc_trim"):
        library.malloc_trim(0)
