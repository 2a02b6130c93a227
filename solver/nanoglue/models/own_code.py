"""Python files of the user: recipes and models that a case names by their path.

A file runs only if the case names it with a slash, as ``./my_law.py``. A bare name is built in.
"""

import hashlib
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

LARGEST_BYTES = 1_000_000
"""Size of a file above which it is refused unread."""

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
        spec.loader.exec_module(loaded)
    except BaseException:
        del sys.modules[name]
        raise
    return loaded


def what_went_wrong(error: BaseException) -> str:
    """Return an exception of the user's code on one line, without its place."""
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    return f"{type(error).__name__}: {' '.join(text.split())[:200]}"


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
