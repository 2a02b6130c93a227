"""Length and checksum of the tables at a checkpoint, by which a resumed run finds its rows."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from nanoglue.output.results_folder import NoCheckpoint

Lengths = dict[str, dict[str, Any]]
"""Of each table by its file name: ``bytes`` and ``sha256``."""


def lengths(files: Mapping[str, TextIO]) -> Lengths:
    """Return the length and checksum of open tables, whose rows reach the disk first."""
    stored: Lengths = {}
    for name, opened in files.items():
        opened.flush()
        os.fsync(opened.fileno())
        content = Path(opened.name).read_bytes()
        stored[name] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    return stored


def cut_to(directory: Path, stored: Lengths) -> None:
    """Remove what was written to the tables after a checkpoint.

    Raises:
        NoCheckpoint: a table lost rows or was changed since.
    """
    for name, wanted in stored.items():
        file = directory / name
        content = file.read_bytes()[: wanted["bytes"]] if file.is_file() else b""
        if hashlib.sha256(content).hexdigest() != wanted["sha256"]:
            raise NoCheckpoint(
                f"{file} does not hold the rows that it had at the checkpoint: it was changed, or "
                "rows were lost; restore it, or use --force in place of --resume to begin anew"
            )
    for name, wanted in stored.items():
        os.truncate(directory / name, wanted["bytes"])
