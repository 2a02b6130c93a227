"""Cases, parameters and targets that the samples of a posterior belong to."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nanoglue.calibration.study import study
from nanoglue.case import Case, read
from nanoglue.case.case_file import digests
from nanoglue.output.results_folder import differences, read_json, write_json

NAME = "samples.json"
"""File beside the samples."""

WITHOUT = ("calibration", "output", "title", "source", "published", "accepted_values")
"""Sections of a case that change no sample."""


def record(case: Case, directory: Path, overrides: tuple[str, ...] = ()) -> None:
    """Write what the samples in a folder depend on."""
    write_json(directory / NAME, _content(case, overrides))


def changes(case: Case, directory: Path, overrides: tuple[str, ...] = ()) -> list[str]:
    """Return what differs from the case of the samples; nothing where it is not known."""
    before: Any = read_json(directory / NAME, None)
    return [] if before is None else differences(before, _content(case, overrides))


def _content(case: Case, overrides: tuple[str, ...]) -> dict[str, Any]:
    """Return cases, parameters and targets of the samples.

    The numbers that parameters replace are those in the middle of the bounds, whatever the case
    states. Where a fit begins and the tolerance of a parameter change no sample.
    """
    made, section = study(case, overrides), _plain(case)["calibration"]
    middle = {one.name: one.value(0.5) for one in made.parameters}
    cases = {}
    for number, runs in enumerate(made.cases):
        settings = made.settings(runs, middle)
        replaced = [f"{path}={value}" for path, value in settings.items()]
        cases[str(number)] = _physics(read(runs.path, [*runs.overrides, *replaced]))
    parameters = {
        name: {key: value for key, value in one.items() if key not in ("start", "tolerance")}
        for name, one in section["parameters"].items()
    }
    measured = {one.name: [list(one.at), list(one.values)] for one in made.measurements}
    kept = {key: section[key] for key in ("dependent", "targets")}
    return {"cases": cases, "parameters": parameters, "measured": measured} | kept


def _physics(case: Case) -> Mapping[str, Any]:
    """Return what the results of a case depend on."""
    kept = {key: value for key, value in _plain(case).items() if key not in WITHOUT}
    return kept | {"own_code": case.own_code, "files": digests(case.geometry.parameters)}


def _plain(case: Case) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(case.resolved(), default=str))
    return plain
