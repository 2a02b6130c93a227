"""Paths and files of the section ``calibration`` held against the case."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nanoglue.case.schema.case import Case
from nanoglue.case.text.errors import did_you_mean, listed


def wrong_calibration(case: Case, folder: Path) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Report paths without a place in the case and files that do not exist.

    Args:
        case: validated case.
        folder: folder of its file, to which files are relative.
    """
    section = case.calibration
    if section is None:
        return
    tree = case.resolved()
    owners: list[tuple[tuple[str | int, ...], tuple[str, ...]]] = [
        *((("parameters", name), one.paths) for name, one in section.parameters.items()),
        *((("dependent", i), one.paths) for i, one in enumerate(section.dependent)),
    ]
    for under, paths in owners:
        for i, path in enumerate(paths):
            if message := misplaced(tree, path):
                yield ("calibration", *under, "paths", i), message
    for name, target in section.targets.items():
        for key in ("curve", "case"):
            file = getattr(target, key)
            if file is not None and not (folder / file).is_file():
                yield ("calibration", "targets", name, key), f"there is no file '{file}'"


def misplaced(tree: Any, path: str) -> str:
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


def _child(node: Any, step: str) -> Any:
    if isinstance(node, list):
        return node[int(step)] if step.isdecimal() and int(step) < len(node) else None
    return node.get(step) if isinstance(node, dict) else None
