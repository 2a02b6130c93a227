"""Format and node numbers of Gmsh files, which meshio does not check."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from nanoglue.mesh.files.grid import BadMesh


def check_numbers(path: Path) -> None:
    """Raise an error for the format 4.0, and a node that is defined twice, or used and not defined.

    Numbers in binary files, and in formats other than 2.2 and 4.1, are not examined.

    Raises:
        BadMesh: with the number of the node, for incomplete sections, or for the format 4.0.
    """
    try:
        _check(path)
    except BadMesh:
        raise
    except (ValueError, IndexError) as error:
        raise BadMesh("cannot be read: its nodes or elements are incomplete") from error


def _check(path: Path) -> None:
    sections = _sections(path.read_text(encoding="utf-8", errors="replace"))
    version, kind = sections.get("MeshFormat", "0 1").split()[:2]
    if version in ("4", "4.0"):
        raise BadMesh(
            "has the format 4.0 of Gmsh, which is not supported; save it as 4.1 or 2.2 "
            "(Mesh.MshFileVersion)"
        )
    if kind != "0" or version not in ("2.2", "4.1"):
        return
    old = version == "2.2"
    nodes = (_nodes_22 if old else _nodes_41)(sections.get("Nodes", "0 0").split())
    number, times = Counter(nodes).most_common(1)[0] if nodes else ("", 0)
    if times > 1:
        raise BadMesh(f"defines the node {number} twice")
    defined = set(nodes)
    rows = [line.split() for line in sections.get("Elements", "0").strip().splitlines()]
    for element, used in (_elements_22 if old else _elements_41)(rows):
        if absent := [n for n in used if n not in defined]:
            raise BadMesh(f"has an element {element} with the node {absent[0]}, which is missing")


def _sections(text: str) -> dict[str, str]:
    """Return the text between ``$NAME`` and ``$EndNAME`` by name."""
    found = {}
    for part in text.split("$End")[:-1]:
        name, _, content = part[part.find("$") + 1 :].partition("\n")
        found[name.strip()] = content
    return found


def _nodes_22(words: list[str]) -> list[str]:
    return words[1 : 1 + 4 * int(words[0]) : 4]


def _nodes_41(words: list[str]) -> list[str]:
    found: list[str] = []
    at = 4
    for _ in range(int(words[0])):
        count = int(words[at + 3])
        found += words[at + 4 : at + 4 + count]
        at += 4 + 4 * count
    return found


def _elements_22(rows: list[list[str]]) -> Iterator[tuple[str, list[str]]]:
    for row in rows[1:]:
        yield row[0], row[3 + int(row[2]) :]


def _elements_41(rows: list[list[str]]) -> Iterator[tuple[str, list[str]]]:
    at = 1
    for _ in range(int(rows[0][0])):
        count = int(rows[at][3])
        for number, *nodes in rows[at + 1 : at + 1 + count]:
            yield number, nodes
        at += 1 + count
