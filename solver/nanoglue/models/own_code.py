"""Python files of the user: recipes and models that a case names by their path.

A file runs only if the case names it with a slash, as ``./my_law.py``. A bare name is built in.
"""

import hashlib
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import FrameType, ModuleType

LARGEST_BYTES = 1_000_000
"""Size of a file above which it is refused unread."""

LONGEST_SECONDS = 30.0
"""Time [s] after which code of the user is ended, such as an infinite loop."""

PREFIX = "nanoglue_recipe_"
"""Beginning of the names of the modules made from files of the user and from recipes."""


class CannotBeUsed(ValueError):
    """A file of the user is missing, is no Python file, or does not define what is needed."""


def is_path(name: object) -> bool:
    """Return whether a name in a case is the path of a file.

    >>> is_path("./two_blocks.py"), is_path("two_blocks"), is_path("two_blocks.py")
    (True, False, False)
    """
    return isinstance(name, str) and "/" in name


def file_of(name: str, folder: Path) -> Path:
    """Return the file of a path in a case; relative paths start from the folder of the case.

    Raises:
        CannotBeUsed: no such regular file, not a ``.py`` file, or too large.
    """
    if "\0" in name:
        raise CannotBeUsed("a path has no null character")
    file = folder / name
    if file.suffix != ".py" or not file.stem.isidentifier():
        raise CannotBeUsed("must be a Python file such as ./my_model.py")
    if not file.is_file():
        raise CannotBeUsed(f"no file {file}")
    if file.stat().st_size > LARGEST_BYTES:
        raise CannotBeUsed(f"{file} is larger than {LARGEST_BYTES} bytes")
    return file


def digest(file: Path) -> str:
    """Return the SHA-256 of a file's content."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


@contextmanager
def limited() -> Iterator[None]:
    """Raise a TimeoutError in code that takes longer; calls of Gmsh may take as long as they need.

    It holds in the main thread, where Python handles signals.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    seconds = LONGEST_SECONDS

    def end(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        if frame is not None and Path(frame.f_code.co_filename).name == "gmsh.py":
            signal.setitimer(signal.ITIMER_REAL, seconds / 10)
            return
        raise TimeoutError(f"has not ended within {seconds:g} s")

    handler = signal.signal(signal.SIGALRM, end)
    left, interval = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        signal.setitimer(signal.ITIMER_REAL, left, interval)


def module(file: Path) -> ModuleType:
    """Import a file once for each content; this runs it.

    Raises:
        Exception: whatever the file raises when it is imported.
    """
    name = f"{PREFIX}{file.stem}_{digest(file)[:12]}"
    if name in sys.modules:
        return sys.modules[name]
    spec = spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} is not a Python module")
    loaded = module_from_spec(spec)
    sys.modules[name] = loaded  # dataclasses look their module up by name
    try:
        with limited():
            spec.loader.exec_module(loaded)
    except BaseException:
        del sys.modules[name]
        raise
    return loaded


def what_went_wrong(error: BaseException) -> str:
    """Return an exception of the user's code on one line, without its place."""
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    return f"{type(error).__name__}: {' '.join(text.split())[:200]}"


def explained(error: BaseException) -> str:
    """Return the message of an exception, with its type unless the message is meant to stand alone.

    >>> explained(ValueError("a width of 0")), explained(KeyError("width"))
    ('a width of 0', "KeyError: 'width'")
    """
    alone = type(error) is Exception or isinstance(error, (ValueError, RuntimeError, OSError))
    return str(error) if alone and str(error) else what_went_wrong(error)


def raised_in(error: BaseException) -> str | None:
    """Return the file and line of the user's code in which an exception arose, if it was there."""
    if isinstance(error, SyntaxError) and error.filename is not None:
        return f"{error.filename}:{error.lineno}"
    trace, place = error.__traceback__, None
    while trace is not None:
        code = trace.tb_frame
        if str(code.f_globals.get("__name__", "")).startswith(PREFIX):
            place = f"{code.f_code.co_filename}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
