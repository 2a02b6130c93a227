"""The geometry of a case: its recipe found and imported, its parameters and names checked."""

from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from pydantic import ValidationError

from nanoglue.case import library
from nanoglue.case.text.document import Node
from nanoglue.case.text.errors import CaseIssue, did_you_mean, listed
from nanoglue.case.text.messages import explain
from nanoglue.models import registry

OWN = ("recipe", "order")
"""Keys of the section that are not the recipe's."""


@dataclass(slots=True)
class Drawing:
    """What is known of the geometry before anything is drawn."""

    recipe: ModuleType | None = None
    parameters: Any = None
    names: Any = None
    issues: list[CaseIssue] = field(default_factory=list)


def recipe_drawing(tree: Node, beside: Path) -> Drawing:
    """Find the recipe of a document and read its parameters.

    Args:
        tree: the whole document; a section that is no mapping is left to the schema.
        beside: folder of the case file, whose own recipes win.
    """
    found, section = Drawing(), tree.child("geometry")
    name = section.child("recipe") if section else None
    if section is None or name is None or not isinstance(name.value, str):
        return found
    files = library.recipes(beside)
    if name.value not in files:
        told = f"no recipe {name.value[:60]!r}{did_you_mean(name.value, files)}"
        _add(found, tree, ("geometry", "recipe"), f"{told}; there are {listed(files)}")
        return found
    try:
        found.recipe = library.recipe(files[name.value])
        parameters: type = found.recipe.Parameters
    except Exception as error:  # of the recipe's author, of any sort
        _add(found, tree, ("geometry", "recipe"), f"cannot be used: {_told(error)}")
        return found
    _read(found, tree, section, parameters)
    return found


def _read(found: Drawing, tree: Node, section: Node, parameters: type) -> None:
    given = {key: value for key, value in section.plain().items() if key not in OWN}
    adapter = registry.adapter(parameters)
    try:
        found.parameters = adapter.validate_python(given)
    except ValidationError as error:
        found.issues += explain(error, tree, adapter.json_schema(), ("geometry",))
        return
    try:
        assert found.recipe is not None
        found.names = found.recipe.describe(found.parameters)
    except ValueError as error:
        _add(found, tree, ("geometry",), str(error))
    except Exception as error:  # of the recipe's author, of any sort
        _add(found, tree, ("geometry", "recipe"), f"cannot describe itself: {_told(error)}")


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"


def _add(found: Drawing, tree: Node, path: tuple[str, ...], message: str) -> None:
    found.issues.append(CaseIssue(tree.locate(path), path, " ".join(message.split())))
