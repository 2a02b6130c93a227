"""How forms are compiled, their cache, and what a run killed while compiling left in it."""

import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from nanoglue.runtime.cache import folder

OLD = 120.0
"""Age [s] from which a source without a finished library is taken for abandoned."""

FLAGS = (
    "-O3",
    "-g0",
    "-fno-math-errno",
    "-fno-trapping-math",
    "-fassociative-math",
    "-freciprocal-math",
    "-fno-signed-zeros",
)
"""Sums may be reordered; infinities and NaN stay what they are, and any CPU runs the result."""


def stale(place: Path, older: float = OLD) -> list[Path]:
    """Sources in a cache folder whose compilation never ended.

    Args:
        place: the cache; it need not exist.
        older: age [s]; a younger source may be a compilation that is under way.
    """
    return [
        source
        for source in place.glob("libffcx_*.c")
        if not source.with_suffix(".c.cached").exists() and _age(source) >= older
    ]


def _age(file: Path) -> float:
    """Seconds since a file was written; none for one that another run has just removed."""
    try:
        return time.time() - file.stat().st_mtime
    except OSError:
        return -1.0


def choose_flags() -> None:
    """Have forms compiled with ``FLAGS``; a user's ``dolfinx_jit_options.json`` still wins."""
    from dolfinx import jit

    jit.DOLFINX_DEFAULT_JIT_OPTIONS["cffi_extra_compile_args"] = (list(FLAGS), "of the C compiler")


def prepare(comm: Any, geometry: str) -> None:
    """Set where the forms of a case are kept and how long to wait for them; every rank calls this.

    Each geometry has a folder of its own, as the whole folder is listed for every form that is
    taken from it. Another run that compiles a form is waited for as long as it takes to call it
    abandoned: DOLFINx gives up after 10 s, which jobs that start together on busy machines exceed.
    It holds for the process, and a user's ``dolfinx_jit_options.json`` still wins.

    Args:
        comm: MPI communicator.
        geometry: name of the recipe.
    """
    from dolfinx import jit

    for name, value, told in (
        ("cache_dir", str(folder("forms", geometry)), "of the compiled forms of a geometry"),
        ("timeout", int(OLD), "seconds to wait for a compilation that another process has begun"),
    ):
        jit.DOLFINX_DEFAULT_JIT_OPTIONS[name] = (value, told)
    clean(comm)


def clean(comm: Any, older: float = OLD) -> int:
    """Remove abandoned sources, which would make a run wait and fail; every rank calls this.

    Args:
        comm: MPI communicator.
        older: age [s] that they must have.

    Returns:
        How many were removed.
    """
    removed = 0
    if comm.rank == 0:
        for source in stale(_cache(), older):
            with suppress(OSError):  # of another user, who will remove it
                source.unlink(missing_ok=True)
                removed += 1
    count: int = comm.bcast(removed, root=0)
    return count


def interrupted(error: BaseException) -> bool:
    """Whether an exception is DOLFINx giving up on a compilation, raised on all ranks alike."""
    words = ("JIT compilation timed out", "Failed JIT compilation", "JIT compilation failed")
    return isinstance(error, TimeoutError | RuntimeError) and any(w in str(error) for w in words)


def _cache() -> Path:
    from dolfinx.jit import get_options

    return Path(str(get_options()["cache_dir"])).expanduser()
