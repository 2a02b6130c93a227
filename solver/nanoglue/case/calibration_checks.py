"""Paths and files of the section ``calibration`` held against the case."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from nanoglue.case.calibration_targets import unreachable
from nanoglue.case.part_names import PartNames
from nanoglue.case.schema.calibration import Calibration
from nanoglue.case.schema.case import Case
from nanoglue.case.text.errors import CaseIssue, did_you_mean, listed
from nanoglue.models import formula

ConfigPath = tuple[str | int, ...]


def wrong_calibration(
    case: Case, names: PartNames, folder: Path
) -> Iterator[tuple[ConfigPath, str]]:
    """Report paths without a place, formulas of other names, and targets that cannot be reached.

    Args:
        case: validated case.
        names: parts of its geometry.
        folder: folder of its file, to which files are relative.
    """
    section = case.calibration
    if section is None:
        return
    tree = case.resolved()
    for place, path in stated_paths(section):
        if message := misplaced(tree, path):
            yield place, message
    yield from _within_another(section)
    allowed = section.parameters.keys() | formula.FUNCTIONS.keys() | {"pi"}
    for i, one in enumerate(section.dependent):
        if foreign := one.names - allowed:
            message = f"may depend on the parameters alone, not on {', '.join(sorted(foreign))}"
            yield ("calibration", "dependent", i, "formula"), message
    yield from _wrong_targets(case, section, names, folder)


def _wrong_targets(
    case: Case, section: Calibration, names: PartNames, folder: Path
) -> Iterator[tuple[ConfigPath, str]]:
    """Yield what is wrong with targets and predictions, save those of other cases."""
    for place, target in section.entries:
        under = ("calibration", *place)
        for key, file in (("curve", target.curve), ("case", target.case)):
            if file is not None and not (folder / file).is_file():
                yield (*under, key), f"there is no file '{file}'"
        if target.run == (None, ()):
            for key, message in unreachable(case, names, target):
                yield (*under, entry_key(place, key)), message


def entry_key(place: tuple[str, str], key: str) -> str:
    """Return the key of a target or prediction that corresponds to a key of a target."""
    return "times" if place[0] == "predictions" and key == "time" else key


def stated_paths(section: Calibration) -> list[tuple[ConfigPath, str]]:
    """Return every path that parameters and formulas set, after its place in the case."""
    owners: list[tuple[ConfigPath, tuple[str, ...]]] = [
        *((("parameters", name), one.paths) for name, one in section.parameters.items()),
        *((("dependent", i), one.paths) for i, one in enumerate(section.dependent)),
    ]
    return [
        (("calibration", *under, "paths", i), path)
        for under, paths in owners
        for i, path in enumerate(paths)
    ]


def _within_another(section: Calibration) -> Iterator[tuple[ConfigPath, str]]:
    """Yield every path that lies within what another path replaces."""
    stated = stated_paths(section)
    for place, path in stated:
        for _, other in stated:
            if path.startswith(f"{other}."):
                yield place, f"lies within '{other}', which is set too; leave one of them out"


def at_path(case: Case, issue: CaseIssue, settings: Mapping[str, str]) -> CaseIssue:
    """Return an issue of a trial at the path of the section that causes it."""
    assert case.calibration is not None
    steps = [str(step) for step in issue.path]
    for place, path in stated_paths(case.calibration):
        own = path.split(".")
        shared = min(len(own), len(steps))
        if path in settings and shared and own[:shared] == steps[:shared]:
            message = f"{path} = {settings[path]}: {issue.message}"
            return case.wrong(place, message).issues[0]
    message = f"{'.'.join(steps)}: {issue.message}"
    return case.wrong(("calibration", "parameters"), message).issues[0]


def misplaced(tree: object, path: str) -> str:
    """Return why a resolved case has no section for the last key of a path, or an empty text.

    >>> misplaced({"time": {"end": "1 s"}}, "tome.end")
    "'tome.end' is not in the case: no 'tome' (did you mean 'time'?)"
    """
    sections = path.split(".")[:-1]
    node = tree
    for step in sections:
        inner = _child(node, step)
        if inner is None:
            offered = list(node) if isinstance(node, dict) else []
            hint = did_you_mean(step, offered) or f"; there are {listed(offered)}"
            return f"'{path}' is not in the case: no '{step}'{hint}"
        node = inner
    return "" if isinstance(node, dict | list) else f"'{path}' leads through a number"


def _child(node: object, step: str) -> object:
    if isinstance(node, list):
        return node[int(step)] if step.isdecimal() and int(step) < len(node) else None
    return node.get(step) if isinstance(node, dict) else None
