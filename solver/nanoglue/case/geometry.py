"""The geometry of a case: its recipe found and imported, its parameters and names checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from traceback import extract_tb
from types import ModuleType
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from nanoglue.case import library
from nanoglue.case.part_names import PartNames
from nanoglue.case.text.document import Node
from nanoglue.case.text.errors import CaseIssue, did_you_mean, listed
from nanoglue.case.text.messages import explain
from nanoglue.models import own_code, registry
from nanoglue.models.own_code import what_went_wrong

if TYPE_CHECKING:
    from pydantic import TypeAdapter

OWN = ("recipe", "order", "max_elements")
"""Keys of the section that are not the recipe's."""

OWN_FOLDER = Path(__file__).parent

MESH_FILE = "mesh_file"
"""Recipe of a geometry that is a mesh file."""

RECIPE = ("geometry", "recipe")


@dataclass(slots=True)
class RecipeGeometry:
    """Recipe, parameters and part labels of a case before it is meshed."""

    recipe: ModuleType | None = None
    parameters: Any = None
    names: PartNames | None = None
    issues: list[CaseIssue] = field(default_factory=list)


def recipe_geometry(tree: Node, beside: Path) -> RecipeGeometry:
    """Find the recipe of a document and read its parameters.

    Args:
        tree: the whole document; a section that is no mapping is left to the schema.
        beside: folder of the case file, from which the path of a recipe starts.
    """
    found, section = RecipeGeometry(), tree.child("geometry")
    _name_of_mesh_file(section)
    name = section.child("recipe") if section else None
    if section is None or name is None or not isinstance(name.value, str):
        return found
    try:
        file = own_code.file_of(name.value, beside) if own_code.is_path(name.value) else None
    except own_code.CannotBeUsed as error:
        _add(found, tree, RECIPE, str(error))
        return found
    files = library.recipes()
    if file is None and name.value not in files:
        _add(found, tree, RECIPE, _unknown(name.value, files, beside))
        return found
    try:
        found.recipe = library.recipe(file or files[name.value])
        drawn = "draw" if getattr(found.recipe, "arrays", None) is None else "arrays"
        for function in ("describe", drawn):
            if not callable(getattr(found.recipe, function, None)):
                raise TypeError(f"{file or files[name.value]} has no function '{function}'")
        adapter = registry.adapter(found.recipe.Parameters)
        schema = registry.json_schema(found.recipe.Parameters)
        _read(found, tree, section, adapter, schema, beside)
    except (Exception, SystemExit) as error:  # of the recipe's author, of any sort
        _add(found, tree, RECIPE, f"cannot be used: {_fault(error)}")
    return found


def _name_of_mesh_file(section: Node | None) -> None:
    """Add the recipe of mesh files to a section that has a mesh and no recipe."""
    if section is None or not isinstance(section.value, dict):
        return
    if "mesh" in section.value and "recipe" not in section.value:
        place = section.keys.get("mesh", section.place)
        section.value["recipe"] = Node(MESH_FILE, place)
        section.keys["recipe"] = place


def _unknown(name: str, files: Mapping[str, Path], beside: Path) -> str:
    """What to write in place of a name that is no recipe."""
    own = f"{name.removesuffix('.py')}.py"
    if own.removesuffix(".py").isidentifier() and (beside / own).is_file():
        return f"a recipe of your own is named by its path: write './{own}' to run that file"
    message = f"no recipe {name[:60]!r}{did_you_mean(name, files)}"
    return f"{message}; there are {listed(files)}, or the path of your own such as './my_recipe.py'"


def _read(
    found: RecipeGeometry,
    tree: Node,
    section: Node,
    adapter: "TypeAdapter[object]",
    schema: dict[str, Any],
    folder: Path,
) -> None:
    given = {key: value for key, value in section.plain().items() if key not in OWN}
    try:
        with own_code.limited():
            found.parameters = adapter.validate_python(given, context={"folder": folder})
    except ValidationError as error:
        found.issues += explain(error, tree, schema, ("geometry",))
        return
    except Exception as error:  # of the recipe's author, of any sort
        _add(found, tree, ("geometry",), f"the recipe's Parameters failed: {_fault(error)}")
        return
    try:
        assert found.recipe is not None
        with own_code.limited():
            labels = found.recipe.describe(found.parameters)
    except ValueError as error:
        _add(found, tree, ("geometry",), str(error))
        return
    except Exception as error:  # of the recipe's author, of any sort
        _add(found, tree, ("geometry", "recipe"), f"cannot describe itself: {_fault(error)}")
        return
    wrong = _wrong_labels(labels)
    if wrong:
        _add(found, tree, ("geometry", "recipe"), f"describe returned {wrong}")
    else:
        found.names = labels


def _wrong_labels(labels: PartNames) -> str | None:
    """Return what is wrong with the part labels of a recipe, or None."""
    try:
        bodies, interfaces, boundaries = labels.bodies, labels.interfaces, labels.boundaries
        sides = {**interfaces, **boundaries}
    except (AttributeError, TypeError):
        return f"no PartLabels but {type(labels).__name__}"
    if not isinstance(bodies, tuple) or not all(isinstance(one, str) for one in bodies):
        return f"bodies that are not a tuple of names: {bodies!r}"
    if not bodies:
        return "no bodies"
    if getattr(labels, "dim", None) not in (None, 2, 3):
        return "a dimension other than 2 and 3"
    for name, side in sides.items():
        own = (side,) if isinstance(side, str) else tuple(side)
        if name in interfaces and (isinstance(side, str) or len(own) != 2):
            return f"interface {name!r} without a pair of bodies"
        if unknown := [body for body in own if body not in bodies]:
            return f"{name!r} with the unknown body {unknown[0]!r}"
    return None


def _fault(error: BaseException) -> str:
    """Return type, message and origin of an error of a recipe."""
    message = what_went_wrong(error)
    if isinstance(error, SyntaxError) and error.filename is not None:
        return f"{message} ({error.filename}:{error.lineno})"
    frames = [f for f in extract_tb(error.__traceback__) if Path(f.filename).parent != OWN_FOLDER]
    outside = ("site-packages", "<string>", "<frozen")
    recipe = [f for f in frames if not any(part in f.filename for part in outside)]
    return f"{message} ({recipe[-1].filename}:{recipe[-1].lineno})" if recipe else message


def _add(found: RecipeGeometry, tree: Node, path: tuple[str, ...], message: str) -> None:
    found.issues.append(CaseIssue(tree.locate(path), path, " ".join(message.split())))
