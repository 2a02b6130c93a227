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


SOURCE, MARK, LIBRARY = ".c", ".c.cached", ".so"
"""Ends of the names of an entry's files."""

_CHECKED: set[tuple[str, int, int]] = set()
"""Path, size and time of the libraries that this process has found intact."""


def repair(place: Path) -> list[str]:
    """Remove damaged and incomplete entries of a cache folder and return their names."""
    removed = []
    for name, files in _entries(place).items():
        libraries = [file for file in files if file.name.endswith(LIBRARY)]
        complete = place / f"{name}{SOURCE}" in files and len(libraries) == 1
        if not complete or not _known_intact(libraries[0]):
            for file in files:
                with suppress(OSError):  # the file belongs to another user
                    file.unlink()
            removed.append(name)
    return removed


def sign(place: Path) -> None:
    """Write the SHA-256 of every library that has none."""
    for files in _entries(place).values():
        for library in files:
            if not library.name.endswith(LIBRARY) or _signature(library) in files:
                continue
            if _has_whole_length(library):
                with suppress(OSError):
                    unfinished = library.with_name(f"{library.name}.tmp")
                    unfinished.write_text(_digest(library))
                    unfinished.replace(_signature(library))


def _entries(place: Path) -> dict[str, set[Path]]:
    """Return the files of every entry with a mark by its name, from one listing of the folder."""
    files: dict[str, set[Path]] = {}
    marked = []
    for file in place.iterdir() if place.is_dir() else ():
        name = file.name.partition(".")[0]
        files.setdefault(name, set()).add(file)
        if name.startswith("libffcx_") and file.name == f"{name}{MARK}":
            marked.append(name)
    return {name: files[name] for name in marked}


def _known_intact(library: Path) -> bool:
    """Return whether a library is intact; it is read again only if it has changed since."""
    try:
        state = library.stat()
    except OSError:
        return False
    checked = str(library), state.st_size, state.st_mtime_ns
    if checked not in _CHECKED and _intact(library):
        _CHECKED.add(checked)
    return checked in _CHECKED


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
