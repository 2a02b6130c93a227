"""Integrity of the cache of compiled forms: damaged or incomplete entries are removed.

An entry is a source ``.c``, its mark ``.c.cached`` and a library ``.so``. Loading a truncated
library ends the process, so every library is checked before it is loaded: against its SHA-256, or
without one against the sizes in its header.
"""

import hashlib
import struct
from contextlib import suppress
from pathlib import Path

ELF64_HEADER = struct.Struct("<16sHHIQQQIHHHHHH")


def repair(place: Path) -> list[str]:
    """Remove damaged and incomplete entries of a cache folder and return their names."""
    removed = []
    for mark in place.glob("libffcx_*.c.cached"):
        name = mark.name.removesuffix(".c.cached")
        libraries = list(place.glob(f"{name}.*.so"))
        complete = (place / f"{name}.c").is_file() and len(libraries) == 1
        if not complete or not _intact(libraries[0]):
            for file in place.glob(f"{name}.*"):
                with suppress(OSError):  # the file belongs to another user
                    file.unlink()
            removed.append(name)
    return removed


def sign(place: Path) -> None:
    """Write the SHA-256 of every library that has none."""
    for mark in place.glob("libffcx_*.c.cached"):
        for library in place.glob(f"{mark.name.removesuffix('.c.cached')}.*.so"):
            if not _signature(library).exists() and _has_whole_length(library):
                with suppress(OSError):
                    unfinished = library.with_name(f"{library.name}.tmp")
                    unfinished.write_text(_digest(library))
                    unfinished.replace(_signature(library))


def _signature(library: Path) -> Path:
    return library.with_name(f"{library.name}.sha256")


def _digest(library: Path) -> str:
    return hashlib.sha256(library.read_bytes()).hexdigest()


def _intact(library: Path) -> bool:
    """Return whether a library has its checksum or, without one, its whole length."""
    try:
        signature = _signature(library)
        if signature.exists():
            return signature.read_text() == _digest(library)
        return _has_whole_length(library)
    except (OSError, UnicodeDecodeError):
        return False


def _has_whole_length(library: Path) -> bool:
    """Return whether a file reaches to the end of the section table in its ELF header."""
    content = library.read_bytes()
    if len(content) < ELF64_HEADER.size:
        return False
    identity, *numbers = ELF64_HEADER.unpack_from(content)
    if not identity.startswith(b"\x7fELF"):
        return not content.startswith(b"\0")  # other systems have other formats
    offset, size, count = numbers[5], numbers[10], numbers[11]
    return bool(offset + size * count <= len(content))
