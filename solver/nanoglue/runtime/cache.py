"""Location of the cache of meshes and compiled forms."""

import os
from pathlib import Path


def folder(*parts: str) -> Path:
    """Return a subfolder of NANOGLUE_CACHE, else of ``nanoglue`` in the user's cache folder."""
    configured = os.environ.get("NANOGLUE_CACHE")
    default = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "nanoglue"
    return (Path(configured) if configured else default).joinpath(*parts)
