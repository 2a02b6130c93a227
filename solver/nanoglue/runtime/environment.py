"""What must hold around the program: its launcher, compiled libraries and their memory."""

import ctypes
import os
from collections.abc import Mapping
from importlib.util import find_spec

FOREIGN = {
    "OMPI_COMM_WORLD_SIZE": "Open MPI's mpirun",
    "PMIX_RANK": "a PMIx launcher (Open MPI's mpirun, or srun --mpi=pmix)",
    "I_MPI_MPIRUN": "Intel MPI's mpirun",
}
"""Variables that launchers set for their ranks and that the MPICH of the wheel cannot join."""

M_TRIM_THRESHOLD, M_MMAP_MAX = -1, -4
"""Names of limits in glibc's ``malloc.h``."""


class EnvironmentProblem(Exception):
    """Something around the program is missing or does not fit; the text says what to do."""


def foreign_launcher(environ: Mapping[str, str]) -> str | None:
    """The launcher that started this process, if it does not belong to the wheel's MPICH.

    >>> foreign_launcher({"PMI_RANK": "0"}) is None
    True
    """
    if "PMI_FD" in environ:  # MPICH's own launcher
        return None
    return next((name for variable, name in FOREIGN.items() if variable in environ), None)


def check_launcher(environ: Mapping[str, str] = os.environ) -> None:
    """Refuse to start MPI under a launcher it cannot talk to: it would abort inside MPI_Init.

    Raises:
        EnvironmentProblem: the wheel's MPICH is installed and something else started this process.
    """
    launcher = foreign_launcher(environ)
    if launcher and find_spec("dolfinx_solver") is not None:
        raise EnvironmentProblem(
            f"this process was started by {launcher}, but the installed DOLFINx comes with MPICH\n"
            "  use: nanoglue run -n N CASE   (it starts the mpiexec that belongs to this Python)"
        )


def first_rank(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether this process is rank 0 or alone, as far as its launcher says."""
    variables = ("PMI_RANK", "OMPI_COMM_WORLD_RANK", "PMIX_RANK")
    return all(environ.get(name, "0") == "0" for name in variables)


def one_thread_a_rank() -> None:
    """Keep NumPy and PETSc from starting threads in every rank, unless the user asked for them."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")


def keep_freed_memory(environ: Mapping[str, str] = os.environ) -> None:
    """Have glibc keep what is freed for the next of its size, unless the user set its limits.

    Factors and arrays of elements come and go with every iteration of Newton; fresh pages, which
    the kernel clears, took a fifth of the time of factors. Other C libraries are left alone.
    """
    library = ctypes.CDLL(None)
    told = any(name.startswith("MALLOC_") for name in environ)
    told = told or "glibc.malloc" in environ.get("GLIBC_TUNABLES", "")
    if hasattr(library, "mallopt") and not told:
        library.mallopt(M_MMAP_MAX, 0)
        library.mallopt(M_TRIM_THRESHOLD, -1)


def hand_back_freed_memory() -> None:
    """Have glibc give back what it keeps, so that the system counts it as free."""
    library = ctypes.CDLL(None)
    if hasattr(library, "malloc_trim"):
        library.malloc_trim(0)
