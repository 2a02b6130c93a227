"""Materials of the library or of a file: properties of a body, each with basis and source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nanoglue.case.text.document import LARGEST, Node, parse
from nanoglue.case.text.errors import CaseError, CaseIssue, Place, did_you_mean
from nanoglue.units.parsing import NUMBER_AND_UNIT

FOLDER = Path(__file__).resolve().parents[1] / "materials"
BASES = {"measured": "given", "computed": "given", "assumed": "assumed"}
"""Basis of a number of the library, and the basis that it has in a case."""
KEYS = {"title", "sources", "body", "data"}
DOI = re.compile(r"10\.\d{4,9}/\S+")


@dataclass(frozen=True, slots=True)
class Property:
    """A number (or table) of a material, with its basis and what it rests on."""

    path: str
    value: str
    basis: str
    source: str
    doi: str | None


@dataclass(frozen=True, slots=True)
class Material:
    """A material as read: its sections of a body, and all of its properties."""

    name: str
    title: str
    body: Node
    properties: tuple[Property, ...]


def materials() -> dict[str, Path]:
    """Return the materials of the library by name."""
    return {file.stem: file for file in sorted(FOLDER.glob("*.yaml"))}


def load_material(file: Path) -> Material:
    """Read a material and check that every number has its source.

    Raises:
        CaseError: unreadable, no material, or a number without basis or source.
    """
    try:
        with file.open("rb") as opened:
            tree = parse(opened.read(4 * LARGEST).decode("utf-8"), str(file))
    except (OSError, ValueError) as error:
        message = getattr(error, "strerror", None) or str(error)
        raise CaseError([CaseIssue(Place(str(file)), (), f"cannot be read: {message}")]) from error
    issues = list(_wrong_sections(tree))
    if issues:
        raise CaseError(issues)
    found: list[Property] = []
    for section in ("body", "data"):
        if (node := tree.child(section)) is not None:
            _collect(node, (section,), tree.value["sources"], found, issues)
    if issues:
        raise CaseError(issues)
    return Material(file.stem, str(tree.value["title"].value), tree.value["body"], tuple(found))


def apply_materials(tree: Node, folder: Path) -> list[CaseIssue]:
    """Put the materials that bodies name into the document; keys of the case take precedence.

    Args:
        tree: the document with its overrides, changed in place.
        folder: of the case, from which paths of materials count.
    """
    bodies, issues = tree.child("bodies"), []
    if bodies is None or not isinstance(bodies.value, dict):
        return []
    for name, body in bodies.value.items():
        chosen = body.child("material")
        if chosen is None:
            continue
        path = ("bodies", name, "material")
        if not isinstance(chosen.value, str):
            message = "must be the name of a material, such as tin, or the path of a file"
            issues.append(CaseIssue(chosen.place, path, message))
            continue
        try:
            _merge(body, load_material(_file(chosen.value, folder)).body)
        except LookupError as error:
            issues.append(CaseIssue(chosen.place, path, str(error)))
        except CaseError as error:
            issues += error.issues
    return issues


def _file(name: str, folder: Path) -> Path:
    """Return the file of a material.

    Raises:
        LookupError: no material of that name and no such file.
    """
    if "/" in name or name.endswith((".yaml", ".yml")):
        file = folder / name
        if not file.is_file():
            raise LookupError(f"there is no material file {name}")
        return file
    known = materials()
    if name not in known:
        hint = did_you_mean(name, list(known))
        message = f"no material {name!r}{hint}; 'nanoglue materials' lists them, and a file of your"
        raise LookupError(f"{message} own is named by its path, as ./{name}.yaml")
    return known[name]


def _wrong_sections(tree: Node) -> Iterator[CaseIssue]:
    if not isinstance(tree.value, dict):
        yield CaseIssue(tree.place, (), "a material is a mapping with title, sources and body")
        return
    for key in tree.keys.keys() - KEYS:
        message = (
            f"unknown key{did_you_mean(key, list(KEYS))}; there are title, sources, body, data"
        )
        yield CaseIssue(tree.keys[key], (key,), message)
    for key in ("title", "sources", "body"):
        node, section = tree.child(key), key != "title"
        if node is None or (section and not isinstance(node.value, dict)):
            yield CaseIssue(tree.place, (key,), "missing" if node is None else "must be a mapping")
    sources = tree.child("sources")
    if sources is None or not isinstance(sources.value, dict):
        return
    for name, source in sources.value.items():
        given = source.plain()
        if not isinstance(given, dict) or not isinstance(given.get("text"), str):
            yield CaseIssue(source.place, ("sources", name), "must have a text: authors, journal")
        elif "doi" in given and not DOI.fullmatch(str(given["doi"])):
            yield CaseIssue(source.place, ("sources", name, "doi"), "is not a DOI such as 10.1/x")
        elif "doi" not in given and not given.get("no_doi"):
            message = "must have a doi, or no_doi with the reason"
            yield CaseIssue(source.place, ("sources", name), message)


def _collect(
    node: Node,
    path: tuple[str, ...],
    sources: Node,
    found: list[Property],
    issues: list[CaseIssue],
) -> None:
    """List the properties below a node, and write each as a case has it."""
    if isinstance(node.value, dict) and "basis" in node.keys:
        issue = _wrong_property(node, path, sources)
        if issue is not None:
            issues.append(issue)
            return
        given = node.plain()
        said = sources.value.get(str(given.get("source"))) if "source" in given else None
        text = str(said.value["text"].value) if said is not None else str(given["reason"])
        doi = said.plain().get("doi") if said is not None else None
        value = given["value"]
        found.append(Property(".".join(path[1:]), _shown(value), given["basis"], text, doi))
        words = f"{text}, doi:{doi}" if doi else text
        _restate(node, BASES[given["basis"]], words)
    elif isinstance(node.value, dict):
        for key, inner in node.value.items():
            _collect(inner, (*path, key), sources, found, issues)
    elif isinstance(node.value, list) or _is_number(node.value) or path[-1] == "expression":
        message = "a number of a material is written {value, basis, source} or, if it is assumed,"
        issues.append(CaseIssue(node.place, path, f"{message} {{value, basis: assumed, reason}}"))


def _wrong_property(node: Node, path: tuple[str, ...], sources: Node) -> CaseIssue | None:
    given = node.plain()
    if extra := given.keys() - {"value", "basis", "source", "reason"}:
        return CaseIssue(node.place, path, f"unknown key '{sorted(extra)[0]}'")
    if "value" not in given:
        return CaseIssue(node.place, path, "no 'value' in it")
    if not isinstance(given["basis"], str) or given["basis"] not in BASES:
        message = f"basis must be one of {', '.join(BASES)}, not {str(given['basis'])[:40]!r}"
        return CaseIssue(node.place, path, message)
    if given["basis"] == "assumed" and given.get("reason"):
        return None
    if str(given.get("source")) not in sources.value:
        message = f"needs a source out of {', '.join(sources.value) or 'the section sources'}"
        return CaseIssue(node.place, path, f"{message}, or basis: assumed with a reason")
    return None


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or value is None:
        return False
    return isinstance(value, int | float) or NUMBER_AND_UNIT.fullmatch(str(value)) is not None


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key} {_shown(inner)}" for key, inner in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _restate(node: Node, basis: str, source: str) -> None:
    """Replace a property by its value; numbers keep basis and source in the words of a case."""
    inner = node.value["value"]
    if not isinstance(inner.value, dict | list):
        at = node.place
        node.value = {"value": inner, "basis": Node(basis, at), "source": Node(source, at)}
        node.keys = dict.fromkeys(node.value, at)
        return
    node.value, node.keys, node.place = inner.value, inner.keys, inner.place
    lists = node.value.values() if isinstance(node.value, dict) else [node]
    for numbers in lists:
        if isinstance(numbers.value, list):
            for i, item in enumerate(numbers.value):
                stated = {"value": item, "basis": Node(basis, item.place)}
                stated["source"] = Node(source, item.place)
                numbers.value[i] = Node(stated, item.place, dict.fromkeys(stated, item.place))


def _merge(own: Node, base: Node) -> None:
    """Add what a section lacks; sections with the same model are merged key by key."""
    for key, given in base.value.items():
        mine = own.value.get(key)
        if mine is None:
            own.value[key], own.keys[key] = given, base.keys[key]
        elif isinstance(mine.value, dict) and (key == "species" or "model" in given.keys):
            model, base_model = mine.child("model"), given.child("model")
            if model is None or base_model is None or model.value == base_model.value:
                _merge(mine, given)
