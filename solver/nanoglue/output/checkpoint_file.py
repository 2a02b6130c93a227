"""File of a checkpoint: arrays and a card with a checksum, whole or not at all."""

import hashlib
import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np


def store(file: Path, arrays: Mapping[str, np.ndarray], card: Mapping[str, object]) -> None:
    """Write arrays and card with a checksum, whole or not at all."""
    file.parent.mkdir(exist_ok=True)
    unfinished = file.with_name(f".{file.name}")
    text = json.dumps(card, default=str)
    checksum = np.array(_checksum(arrays, text))
    try:
        with unfinished.open("wb") as opened:
            np.savez(opened, card=np.array(text), checksum=checksum, **arrays)  # type: ignore[arg-type]
            opened.flush()
            os.fsync(opened.fileno())
        unfinished.replace(file)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def load(file: Path) -> tuple[dict[str, np.ndarray], dict[str, Any]] | None:
    """Arrays and card of a checkpoint, None if it is broken."""
    try:
        with np.load(file) as opened:
            arrays = dict(opened)
        text, checksum = str(arrays.pop("card")), str(arrays.pop("checksum"))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
    return (arrays, json.loads(text)) if _checksum(arrays, text) == checksum else None


def _checksum(arrays: Mapping[str, np.ndarray], text: str) -> str:
    digest = hashlib.sha256(text.encode())
    for name in sorted(arrays):
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(arrays[name]).tobytes())
    return digest.hexdigest()
