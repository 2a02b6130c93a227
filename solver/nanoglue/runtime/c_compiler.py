"""Python's own C compiler, called for a library of forms without a search for build commands.

cffi leaves this to setuptools, which reads the metadata of every installed distribution for each
library. With the 5 libraries of a particle that took a twelfth of the time of a first start.
"""

import os
import shlex
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cffi import VerificationError, ffiplatform

CONFIGURED = ("CC", "CFLAGS", "CPP", "CPPFLAGS", "CXX", "DIST_EXTRA_CONFIG", "LDFLAGS", "LDSHARED")
"""Environment variables with which setuptools takes another compiler or other flags."""


@dataclass(frozen=True, slots=True)
class Library:
    """Source of a library, its name, folders of headers, flags, and libraries that it needs."""

    source: str
    name: str
    include_dirs: Sequence[str] = ()
    extra_compile_args: Sequence[str] = ()
    libraries: Sequence[str] = ()


@contextmanager
def called_directly() -> Iterator[None]:
    """Let cffi call the compiler directly meanwhile, unless the user has configured another."""
    if not is_default(os.environ):
        yield
        return
    kept = describe, compile_described = ffiplatform.get_extension, ffiplatform.compile

    def described(*given: Any, **settings: Any) -> object:
        """Return a library, or what setuptools compiles if it has other settings."""
        try:
            return Library(*given, **settings)
        except TypeError:
            return describe(*given, **settings)

    def compiled(folder: str, library: object, *reports: object) -> str:
        """Compile a library and return its path."""
        if isinstance(library, Library):
            return compile_library(folder, library)
        return str(compile_described(folder, library, *reports))

    ffiplatform.get_extension, ffiplatform.compile = described, compiled
    try:
        yield
    finally:
        ffiplatform.get_extension, ffiplatform.compile = kept


def is_default(environ: Mapping[str, str]) -> bool:
    """Return whether setuptools would call the compiler that built Python, as on Linux."""
    known = all(sysconfig.get_config_var(name) for name in ("LDSHARED", "EXT_SUFFIX"))
    own = any(environ.get(name) for name in CONFIGURED)
    return sys.platform == "linux" and known and not own and not _settings().exists()


def _settings() -> Path:
    """Return the file in which a user configures setuptools."""
    return Path.home() / ".pydistutils.cfg"


def compile_library(folder: str, library: Library) -> str:
    """Compile and link a library in a folder and return its path.

    Args:
        folder: where the library is written.
        library: what is compiled.

    Raises:
        VerificationError: the compiler failed.
    """
    target = Path(folder, f"{library.name}{sysconfig.get_config_var('EXT_SUFFIX')}").resolve()
    try:
        subprocess.run(command(library, target), check=True)
    except subprocess.CalledProcessError as error:
        raise VerificationError(f"CompileError: {error}") from error
    return str(target)


def command(library: Library, target: Path) -> list[str]:
    """Return the command that compiles and links a library."""
    headers = (*library.include_dirs, sysconfig.get_path("include"))
    return [
        *_words("LDSHARED"),
        *_words("CFLAGS"),
        *_words("CCSHARED"),
        *(f"-I{folder}" for folder in headers),
        *library.extra_compile_args,
        library.source,
        "-o",
        str(target),
        *(f"-l{name}" for name in library.libraries),
    ]


def _words(variable: str) -> list[str]:
    """Return the words of a variable with which Python was built."""
    return shlex.split(str(sysconfig.get_config_var(variable) or ""))
