"""Python's search for unreachable cycles of objects, which set-up triggers again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Keep unreachable cycles of objects meanwhile; counted references are freed as always.

    The search looks at all objects that have been made so far. Where many are made and few are
    dropped, as by forms and imports, it takes a sixth of the time and finds little.
    """
    searches = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searches:
            gc.enable()
