"""A case from its file: parsed, overridden, validated, and held against its geometry."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from nanoglue.case import library
from nanoglue.case.calibration_checks import wrong_calibration
from nanoglue.case.checks import contradictions, unknown_names
from nanoglue.case.doubts import doubts
from nanoglue.case.geometry import OWN, RecipeGeometry, recipe_geometry
from nanoglue.case.material import apply_materials
from nanoglue.case.own_files import law_errors, own_files
from nanoglue.case.renamed import given_twice, rename
from nanoglue.case.schema.case import Case, CaseSource
from nanoglue.case.text.document import LARGEST, Node, parse
from nanoglue.case.text.errors import CaseError, CaseIssue, Place, did_you_mean
from nanoglue.case.text.interpolated import depend
from nanoglue.case.text.messages import explain
from nanoglue.case.text.override import override
from nanoglue.case.text.provenance import provenance
from nanoglue.models import own_code, registry
from nanoglue.runtime.garbage import without_garbage_collection


def find(name: str | Path) -> Path:
    """The file of a case: a path, or the name of a built-in one such as ``nanoglue/bare``.

    Raises:
        CaseError: neither.
    """
    path, beside = Path(name), list[str]()
    built_in = library.case(str(name))
    try:
        if path.is_file() or (path.exists() and built_in is None):
            return path
        beside = [str(file) for file in path.parent.glob("*.y*ml")]
    except (OSError, ValueError):  # a name that no file can have
        pass
    if built_in is not None:
        return built_in
    known = library.cases()
    if same := library.namesakes(str(name).removesuffix(".yaml")):
        several = f"several built-in cases have this name: {', '.join(same)}"
        raise CaseError([CaseIssue(Place(str(name)), (), several)])
    hint = did_you_mean(name, [*beside, *known, *(file.stem for file in known.values())])
    message = f"no such file, and no built-in case of that name{hint}; 'nanoglue cases' lists them"
    raise CaseError([CaseIssue(Place(str(name)[:200]), (), message)])


@without_garbage_collection()
def read(path: str | Path, overrides: Iterable[str] = ()) -> Case:
    """Read a case and check all of it.

    Args:
        path: the YAML file.
        overrides: ``path=value`` each, in place of what the file says.

    Raises:
        CaseError: with every problem that was found.
    """
    path = Path(path)
    text = _text(path)
    tree = parse(text, str(path))
    if not isinstance(tree.value, dict):
        raise CaseError([CaseIssue(tree.place, (), "a case is a mapping of keys such as 'title'")])
    deprecated = rename(tree)
    for assignment in overrides:
        deprecated += [*override(tree, assignment), *rename(tree)]
    unknown = [*given_twice(tree), *apply_materials(tree, path.parent), *depend(tree)]
    if unknown:
        raise CaseError(unknown)
    geometry = recipe_geometry(tree, path.parent)
    case, issues = _validate(tree, geometry, path.parent)
    issues += geometry.issues
    if geometry.names is not None:
        issues += unknown_names(tree, geometry.names)
    if case is not None and geometry.names is not None and not issues:
        issues += list(law_errors(case, tree)) or [
            CaseIssue(tree.locate(p), p, message)
            for p, message in (
                *contradictions(case, geometry.names),
                *wrong_calibration(case, geometry.names, path.parent),
            )
        ]
    if case is None or issues or geometry.recipe is None or geometry.names is None:
        raise CaseError(issues)
    parts = geometry.recipe, geometry.names, provenance(tree), own_files(tree, path.parent)
    case.keep_source(CaseSource(path, text, tree, *parts, tuple(deprecated)))
    case.keep_warnings(
        [CaseIssue(tree.locate(p), p, message, "warning") for p, message in doubts(case)]
    )
    return case


def _validate(
    tree: Node, geometry: RecipeGeometry, folder: Path
) -> tuple[Case | None, list[CaseIssue]]:
    """The case of a document with its geometry's parameters put in, or what is wrong with it."""
    plain: dict[str, Any] = tree.plain()
    section = plain.get("geometry")
    if isinstance(section, dict):
        own = {key: section[key] for key in OWN if key in section}
        plain["geometry"] = own | {"parameters": geometry.parameters}
    try:
        return Case.model_validate(plain, context={"folder": folder}), []
    except ValidationError as error:
        return None, explain(error, tree, _schema())
    except Exception as error:
        if not registry.OWN:
            raise
        message = f"a model of your own cannot be used: {own_code.what_went_wrong(error)}"
        return None, [CaseIssue(tree.place, (), message)]


@cache
def _schema() -> dict[str, Any]:
    """Return the JSON schema of a case; it takes a third of a second to build."""
    return Case.model_json_schema()


def _text(path: Path) -> str:
    """The text of a file.

    Raises:
        CaseError: missing, no file, unreadable, too long or not UTF-8.
    """
    place = Place(str(path))
    try:
        if path.is_dir():
            raise CaseError([CaseIssue(place, (), "this is a folder; name a .yaml file in it")])
        with path.open("rb") as file:
            raw = file.read(4 * LARGEST + 1)
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = f"not UTF-8 text: byte 0x{raw[error.start]:02x} in line {line}"
        raise CaseError([CaseIssue(place, (), message)]) from error
    except (OSError, ValueError) as error:
        message = getattr(error, "strerror", None) or str(error)
        raise CaseError([CaseIssue(place, (), f"cannot be read: {message}")]) from error
    return text
