"""Case, parameters and targets that the samples of a posterior belong to."""

import json
from pathlib import Path
from typing import Any

from nanoglue.case import Case
from nanoglue.output.results_folder import differences, read_json, write_json

NAME = "samples.json"
"""File beside the samples."""

WITHOUT = ("calibration", "output", "title", "source", "published", "accepted_values")
"""Sections of a case that change no sample."""


def record(case: Case, directory: Path) -> None:
    """Write the case of the samples in a folder."""
    write_json(directory / NAME, _content(case))


def changes(case: Case, directory: Path) -> list[str]:
    """Return what differs from the case of the samples; nothing where it is not known."""
    before: Any = read_json(directory / NAME, None)
    return [] if before is None else differences(before, _content(case))


def _content(case: Case) -> dict[str, Any]:
    """Return what the samples depend on; a tolerance of a parameter is no part of it."""
    resolved = json.loads(json.dumps(case.resolved(), default=str))
    section = resolved["calibration"]
    parameters = {
        name: {key: value for key, value in one.items() if key not in ("start", "tolerance")}
        for name, one in section["parameters"].items()
    }
    kept = {key: value for key, value in resolved.items() if key not in WITHOUT}
    own = {"parameters": parameters, "own_code": case.own_code}
    return kept | own | {key: section[key] for key in ("dependent", "targets")}
