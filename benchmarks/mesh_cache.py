"""A cache without meshes beside the compiled forms, for runs whose mesh is to be made anew."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def without_meshes(wanted: bool) -> Iterator[None]:
    """Use a temporary cache that has the compiled forms but no meshes, if wanted."""
    if not wanted:
        yield
        return
    from nanoglue.runtime.cache import writable_folder

    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "forms").symlink_to(writable_folder("forms").absolute())
        os.environ["NANOGLUE_CACHE"] = place
        yield
