"""What has been found out about forms, kept beside the compiled forms under their signatures."""

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import ufl

from nanoglue.runtime.fenics import jit
from nanoglue.runtime.form_libraries import signature


def noted[T](form: ufl.Form, name: str, find_out: Callable[[], T]) -> T:
    """Return what is known about a form, found out now if no run has noted it.

    The signature stands for the whole expression with its coefficients and constants by number, so
    that changed code, which makes other forms, finds nothing. A note with another checksum or of
    another release of UFL counts as none.

    Args:
        form: must not be empty.
        name: what is noted, part of the name of the file.
        find_out: returns it as JSON has it, a function of the form alone, with coefficients and
            constants by their positions in it.
    """
    file = Path(str(jit.get_options()["cache_dir"])) / f"{signature(form)}.{name}"
    with suppress(OSError, UnicodeDecodeError):
        checksum, _, text = file.read_text().partition(" ")
        if checksum == _checksum(name, text):
            known: T = json.loads(text)
            return known
    found = find_out()
    text = json.dumps(found)
    with suppress(OSError):  # a cache that cannot be written to
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_name(f"{file.name}.{os.getpid()}")
        unfinished.write_text(f"{_checksum(name, text)} {text}")
        unfinished.replace(file)
    return found


def _checksum(name: str, text: str) -> str:
    return hashlib.sha256(f"{ufl.__version__} {name} {text}".encode()).hexdigest()
