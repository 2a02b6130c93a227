"""Location of the cache of meshes and compiled forms.

A shared cache runs code: whoever can write to it can run programs as everyone who uses it.
"""

import logging
import os
import stat
import tempfile
from functools import cache
from pathlib import Path

log = logging.getLogger("nanoglue")


def folder(*parts: str) -> Path:
    """Return a subfolder of NANOGLUE_CACHE, else of ``nanoglue`` in the user's cache folder."""
    configured = os.environ.get("NANOGLUE_CACHE")
    default = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "nanoglue"
    return (Path(configured) if configured else default).joinpath(*parts)


def writable_folder(*parts: str) -> Path:
    """Return a subfolder of the cache, made here; a temporary one if it cannot be written to.

    Call it on one rank.
    """
    wanted = folder(*parts)
    if _writable(wanted):
        return wanted
    place = _own_temporary(str(wanted)).joinpath(*parts)
    place.mkdir(parents=True, exist_ok=True)
    return place


def _writable(place: Path) -> bool:
    """Make a folder and return whether files can be created in it."""
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place):
            return True
    except OSError:
        return False


@cache
def _own_temporary(wanted: str) -> Path:
    """Return a temporary folder that only this user can write to, with a warning."""
    place = Path(tempfile.gettempdir()) / f"nanoglue-cache-{os.getuid()}"
    try:
        place.mkdir(mode=0o700, exist_ok=True)
        found = place.lstat()
        owned = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
        safe = owned and not found.st_mode & 0o022
    except OSError:
        safe = False
    if not safe:
        place = Path(tempfile.mkdtemp(prefix="nanoglue-cache-"))
    log.warning("the cache %s cannot be written to; %s is used instead", wanted, place)
    return place
