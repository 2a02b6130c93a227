"""Where meshes and compiled forms are kept from run to run."""

import os
from pathlib import Path


def folder(*parts: str) -> Path:
    """A part of NANOGLUE_CACHE, else of ``nanoglue`` in the user's cache folder."""
    given = os.environ.get("NANOGLUE_CACHE")
    users = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "nanoglue"
    return (Path(given) if given else users).joinpath(*parts)
