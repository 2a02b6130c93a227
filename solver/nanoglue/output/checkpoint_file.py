"""Files of a checkpoint: one per rank, whole or not at all, read in blocks.

``ckpt_000012.npz`` holds the values of the points of rank 0 and a card. With N ranks the others
write ``part_000012_1_of_N.npz`` and so on. The card has the checksums of the parts and is written
after them, so that a checkpoint exists only if it is complete.
"""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

BLOCK = 65536
"""Rows of an array that are read at once."""

BROKEN = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)
"""What reading a damaged file may raise."""


def name(step: int) -> str:
    """Return the name of the file with the card of a step."""
    return f"ckpt_{step:06d}.npz"


def parts(card_file: Path, ranks: int) -> list[Path]:
    """Return the files of a checkpoint of so many ranks, that with the card first.

    >>> [file.name for file in parts(Path("ckpt_000012.npz"), 2)]
    ['ckpt_000012.npz', 'part_000012_1_of_2.npz']
    """
    step = card_file.stem.removeprefix("ckpt_")
    return [
        card_file,
        *(card_file.with_name(f"part_{step}_{rank}_of_{ranks}.npz") for rank in range(1, ranks)),
    ]


def store(file: Path, arrays: Mapping[str, np.ndarray], card: Mapping[str, object]) -> str:
    """Write arrays and card with a checksum, whole or not at all, and return the checksum."""
    unfinished = file.with_name(f".{file.name}")
    text = json.dumps(card, default=str)
    digest = hashlib.sha256(text.encode())
    for key in sorted(arrays):
        digest.update(key.encode())
        digest.update(np.ascontiguousarray(arrays[key]).data)
    checksum = digest.hexdigest()
    ends: dict[str, Any] = {"card": np.array(text), "checksum": np.array(checksum)}
    try:
        with unfinished.open("wb") as opened:
            np.savez(opened, **ends, **arrays)  # type: ignore[arg-type]
            opened.flush()
            os.fsync(opened.fileno())
        unfinished.replace(file)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    return checksum


def card_of(file: Path) -> dict[str, Any] | None:
    """Return the card of a checkpoint, None if any of its files is missing or broken."""
    verified = _verified(file)
    if verified is None:
        return None
    card: dict[str, Any] = json.loads(verified[0])
    expected = card.get("checksums", [])
    others = parts(file, 1 + len(expected))[1:]
    for other, checksum in zip(others, expected, strict=True):
        found = _verified(other)
        if found is None or found[1] != checksum:
            return None
    return card


def _verified(file: Path) -> tuple[str, str] | None:
    """Return the text of a card and the checksum of a file, None if it is broken."""
    try:
        with np.load(file) as opened:
            names = [key for key in opened.files if key not in ("card", "checksum")]
            text, checksum = str(opened["card"]), str(opened["checksum"])
        digest = hashlib.sha256(text.encode())
        with zipfile.ZipFile(file) as members:
            for key in sorted(names):
                digest.update(key.encode())
                for rows in _rows(members, key):
                    digest.update(rows.data)
    except BROKEN:
        return None
    return (text, checksum) if digest.hexdigest() == checksum else None


def blocks(files: Sequence[Path], names: Sequence[str]) -> Iterator[tuple[np.ndarray, ...]]:
    """Yield arrays of the same length together, file by file and block by block.

    Nothing is yielded if any of the names is missing.
    """
    for file in files:
        with zipfile.ZipFile(file) as members:
            if all(f"{key}.npy" in members.namelist() for key in names):
                yield from zip(*(_rows(members, key) for key in names), strict=True)


def _rows(members: zipfile.ZipFile, key: str) -> Iterator[np.ndarray]:
    """Yield the rows of a stored array in blocks, of which the last checks the member's CRC."""
    with members.open(f"{key}.npy") as stream:
        np.lib.format.read_magic(stream)
        shape, column_major, dtype = np.lib.format.read_array_header_1_0(stream)
        if column_major or dtype.hasobject or not shape:
            raise ValueError(f"{key} is no array of rows")
        width = int(np.prod(shape[1:], dtype=int)) * dtype.itemsize
        for start in range(0, shape[0], BLOCK):
            count = min(BLOCK, shape[0] - start)
            content = stream.read(count * width)
            if len(content) != count * width:
                raise ValueError(f"{key} ends early")
            yield np.frombuffer(content, dtype).reshape(count, *shape[1:])
        if stream.read(1):
            raise ValueError(f"{key} has bytes after its end")
