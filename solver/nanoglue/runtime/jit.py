"""Compiler flags and cache of forms, and removal of abandoned compilations."""

import atexit
import logging
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from nanoglue.runtime.cache import folder, writable_folder
from nanoglue.runtime.form_cache import repair, sign

log = logging.getLogger("nanoglue")

_SIGNED_AT_EXIT: set[str] = set()
"""Cache folders whose new libraries get a checksum when the process ends."""

if TYPE_CHECKING:
    from nanoglue.runtime.fenics import MPI

ABANDONED_AGE_S = 120.0
"""Age [s] after which a source file without a compiled library counts as abandoned."""

FLAGS = (
    "-O3",
    "-g0",
    "-fno-math-errno",
    "-fno-trapping-math",
    "-fassociative-math",
    "-freciprocal-math",
    "-fno-signed-zeros",
)
"""Compiler flags: sums may be reordered; infinities and NaN are preserved; code is portable."""


def stale(place: Path, older: float = ABANDONED_AGE_S) -> list[Path]:
    """Return source files in a cache folder whose compilation did not finish.

    A date as far in the future counts as well: the clock has been set back since.

    Args:
        place: cache folder, which need not exist.
        older: minimum age [s]; a more recent source may still be compiling.
    """
    return [
        source
        for source in place.glob("libffcx_*.c")
        if not source.with_suffix(".c.cached").exists() and abs(_age(source)) >= older
    ]


def _age(file: Path) -> float:
    """Return the age [s] of a file, or -1 if another run has removed it."""
    try:
        return time.time() - file.stat().st_mtime
    except OSError:
        return -1.0


def choose_flags() -> None:
    """Set the default compiler flags; a user's ``dolfinx_jit_options.json`` has precedence."""
    from dolfinx import jit

    jit.DOLFINX_DEFAULT_JIT_OPTIONS["cffi_extra_compile_args"] = (list(FLAGS), "of the C compiler")


def prepare(comm: "MPI.Comm", geometry: str) -> None:
    """Set the cache folder of a case's forms and the waiting time; collective.

    Each geometry has its own folder, because DOLFINx lists the whole folder for every form. The
    waiting time for another run's compilation equals the age of an abandoned one; the default of
    10 s is too short for jobs that start together on busy machines. The settings apply to the
    process, and a user's ``dolfinx_jit_options.json`` has precedence.

    Args:
        comm: MPI communicator.
        geometry: name of the recipe.
    """
    from dolfinx import jit

    place = comm.bcast(_prepared_folder(Path(geometry).stem) if comm.rank == 0 else None)
    for name, value, description in (
        (
            "cache_dir",
            place,
            "cache folder of the compiled forms of a geometry",
        ),
        (
            "timeout",
            int(ABANDONED_AGE_S),
            "seconds to wait for a compilation that another process has begun",
        ),
    ):
        jit.DOLFINX_DEFAULT_JIT_OPTIONS[name] = (value, description)
    clean(comm)


def _prepared_folder(geometry: str) -> str:
    """Return the cache folder of a geometry without damaged entries; call on one rank."""
    wanted, place = folder("forms", geometry), writable_folder("forms", geometry)
    if place != wanted and wanted.is_dir():
        with suppress(OSError, shutil.Error):
            shutil.copytree(wanted, place, dirs_exist_ok=True)
    removed = repair(place)
    if removed:
        log.warning("removed %d damaged entries of the cache %s", len(removed), place)
    if str(place) not in _SIGNED_AT_EXIT:
        _SIGNED_AT_EXIT.add(str(place))
        atexit.register(sign, place)
    return str(place)


def clean(comm: "MPI.Comm", older: float = ABANDONED_AGE_S) -> int:
    """Remove abandoned source files, for which a run would wait in vain; collective.

    Args:
        comm: MPI communicator.
        older: minimum age [s].

    Returns:
        The number of removed files.
    """
    removed = 0
    if comm.rank == 0:
        for source in stale(_cache(), older):
            with suppress(OSError):  # the file belongs to another user
                source.unlink(missing_ok=True)
                removed += 1
    count: int = comm.bcast(removed, root=0)
    return count


def _cache() -> Path:
    from dolfinx.jit import get_options

    return Path(str(get_options()["cache_dir"])).expanduser()
