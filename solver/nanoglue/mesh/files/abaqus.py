"""Abaqus input files: nodes, triangles or tetrahedra, cohesive elements, sets and surfaces."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from nanoglue.mesh.files.facets import ELEMENTS, FACETS, swap_last_middles
from nanoglue.mesh.files.grid import NEEDED, BadMesh, Grid

PAIRS = {2: ((0, 3), (1, 2)), 3: ((0, 3), (1, 4), (2, 5))}
"""Opposite nodes of cohesive elements by the dimension of the bodies."""

GENERATING = ("NGEN", "NFILL", "NCOPY", "NMAP", "ELGEN", "ELCOPY", "INCLUDE")
"""Keywords that add nodes or elements other than by listing them."""

Block = tuple[str, dict[str, str], list[list[str]]]


def read(path: Path) -> Grid:
    """Read an input file of one part.

    Raises:
        BadMesh: a keyword or element that cannot be read, with its line.
    """
    reader = _Reader()
    for keyword, options, lines in _blocks(path):
        _is_listed(keyword, options, lines)
        if handler := reader.handlers.get(keyword):
            try:
                handler(options, lines)
            except (ValueError, IndexError, KeyError) as error:
                if isinstance(error, BadMesh):
                    raise
                raise BadMesh(f"has a *{keyword} that cannot be read: {error}") from error
    return reader.grid()


def _is_listed(keyword: str, options: dict[str, str], lines: list[list[str]]) -> None:
    """Raise an error for nodes or elements that are not listed in their final coordinates.

    Raises:
        BadMesh: with the keyword.
    """
    external = keyword in ("NODE", "ELEMENT", "NSET", "ELSET", "SURFACE") and "INPUT" in options
    moved = keyword == "NODE" and options.get("SYSTEM", "R").upper() != "R"
    if keyword in GENERATING or external or moved or (keyword == "SYSTEM" and lines):
        raise BadMesh(
            f"uses *{keyword} to generate, include or transform nodes or elements; export a flat "
            "input file that lists all of them in Cartesian coordinates"
        )


def _blocks(path: Path) -> Iterator[Block]:
    """Yield keyword, options and data lines of each keyword of a file."""
    block: Block | None = None
    for text in path.read_text(encoding="utf-8", errors="replace").splitlines():
        line = text.strip()
        if not line or line.startswith("**"):
            continue
        if line.startswith("*"):
            if block is not None:
                yield block
            head, *rest = (part.strip() for part in line[1:].split(","))
            pairs = (part.partition("=") for part in rest)
            options = {key.strip().upper(): value.strip() for key, _, value in pairs}
            block = (head.upper(), options, [])
        elif block is not None:
            block[2].append([part.strip() for part in line.rstrip(",").split(",")])
    if block is not None:
        yield block


class _Reader:
    """Collects what the keywords of a file define."""

    def __init__(self) -> None:
        self.nodes: dict[int, tuple[float, ...]] = {}
        self.by_dim: dict[int, dict[int, list[int]]] = {1: {}, 2: {}, 3: {}}
        self.cohesive: dict[int, list[int]] = {}
        self.elsets: dict[str, list[int]] = defaultdict(list)
        self.nsets: dict[str, list[int]] = defaultdict(list)
        self.surfaces: dict[str, list[tuple[str, str]]] = {}
        self.handlers = {
            "NODE": self.node,
            "ELEMENT": self.element,
            "ELSET": self.elset,
            "NSET": self.nset,
            "SURFACE": self.surface,
            "INSTANCE": self.instance,
        }
        self.instances = 0

    def instance(self, _: dict[str, str], lines: list[list[str]]) -> None:
        self.instances += 1
        if self.instances > 1 or lines:
            raise BadMesh("has several or moved instances; export a flat input file")

    def node(self, options: dict[str, str], lines: list[list[str]]) -> None:
        for number, *place in lines:
            if int(number) in self.nodes:
                raise BadMesh(f"defines the node {number} twice")
            self.nodes[int(number)] = tuple(float(x or 0) for x in (*place, "", "")[:3])
            if "NSET" in options:
                self.nsets[options["NSET"]].append(int(number))

    def element(self, options: dict[str, str], lines: list[list[str]]) -> None:
        kind = options["TYPE"].upper()
        size, store = self._store(kind)
        flat = [int(x) for line in lines for x in line if x]
        rows = np.array(flat, dtype=np.int64).reshape(-1, size + 1)
        for number, *nodes in rows.tolist():
            if any(number in known for known in (*self.by_dim.values(), self.cohesive)):
                raise BadMesh(f"defines the element {number} twice")
            store[number] = nodes
            if "ELSET" in options:
                self.elsets[options["ELSET"]].append(number)

    def _store(self, kind: str) -> tuple[int, dict[int, list[int]]]:
        """Return the number of nodes of a type of element, and where such elements are kept."""
        if kind in ("COH2D4", "COHAX4", "COH3D6"):
            return int(kind[-1]), self.cohesive
        if re.match("[A-Z]{0,2}C3D(4|10)(?!\\d)", kind):
            return 10 if "C3D10" in kind else 4, self.by_dim[3]
        digits = re.search(r"(\d+)[A-Z]*$", kind)
        size = int(digits[1]) if digits else 0
        if size not in (2, 3, 6) or kind.startswith(("COH", "C3D")):
            raise BadMesh(f"has elements of type {kind}; {NEEDED}")
        return size, self.by_dim[1 if size == 2 else 2]

    def elset(self, options: dict[str, str], lines: list[list[str]]) -> None:
        self.elsets[options["ELSET"]] += _members(options, lines, self.elsets)

    def nset(self, options: dict[str, str], lines: list[list[str]]) -> None:
        self.nsets[options["NSET"]] += _members(options, lines, self.nsets)

    def surface(self, options: dict[str, str], lines: list[list[str]]) -> None:
        if options.get("TYPE", "ELEMENT").upper() == "ELEMENT":
            self.surfaces[options["NAME"]] = [(line[0], line[1].upper()) for line in lines]

    def grid(self) -> Grid:
        """Return everything with nodes and cells numbered from 0."""
        dim = 3 if self.by_dim[3] else 2
        solid, faces = self.by_dim[dim], self.by_dim[dim - 1]
        if not self.nodes or not solid:
            raise BadMesh("has no *NODE, or no triangles or tetrahedra")
        place = {number: row for row, number in enumerate(self.nodes)}
        if len({len(nodes) for nodes in solid.values()}) > 1:
            raise BadMesh(f"mixes {ELEMENTS[dim]} of first and second order")
        if any(len(nodes) != 2 * dim for nodes in self.cohesive.values()):
            raise BadMesh(f"has cohesive elements that do not fit between {ELEMENTS[dim]}")
        faces = {**faces, **self.cohesive}
        try:
            cells = np.array([[place[n] for n in nodes] for nodes in solid.values()])
            pairs = [
                [nodes[i] for i in two] for nodes in self.cohesive.values() for two in PAIRS[dim]
            ]
            joined = np.array([[place[n] for n in pair] for pair in pairs], dtype=np.int64)
            facets = {name: self._facets(name, place, dim) for name in self.surfaces}
            facets |= {
                name: np.array([[place[n] for n in faces[e][:dim]] for e in members])
                for name, members in self.elsets.items()
                if members and all(e in faces for e in members)
            }
            nodes = {name: np.array([place[n] for n in ns]) for name, ns in self.nsets.items()}
        except KeyError as error:
            raise BadMesh(
                f"refers to the node or element {error}, which it does not hold"
            ) from error
        elements = {*self.cohesive}.union(*self.by_dim.values())
        for name, members in self.elsets.items():
            if absent := [e for e in members if e not in elements]:
                raise BadMesh(f"has a set {name!r} with the element {absent[0]}, which is missing")
        row = {number: index for index, number in enumerate(solid)}
        sets = {
            name: np.array([row[e] for e in es if e in row]) for name, es in self.elsets.items()
        }
        points = np.array(list(self.nodes.values()))
        sets = {name: rows for name, rows in sets.items() if len(rows)}
        return Grid(points, swap_last_middles(cells), sets, facets, nodes, joined.reshape(-1, 2))

    def _facets(self, name: str, place: dict[int, int], dim: int) -> np.ndarray:
        """Return the corners of the facets of a surface.

        Raises:
            BadMesh: a face that the elements do not have.
        """
        faces = {f"S{number}": facet for number, facet in enumerate(FACETS[dim], start=1)}
        found = []
        for members, face in self.surfaces[name]:
            if face not in faces:
                raise BadMesh(
                    f"has a surface {name!r} with the face {face}; {ELEMENTS[dim]} have the faces "
                    f"{', '.join(faces)}"
                )
            for element in _entry(members, self.elsets):
                nodes = self.by_dim[dim][element]
                found.append([place[nodes[i]] for i in faces[face]])
        return np.array(found, dtype=np.int64).reshape(-1, dim)


def _members(
    options: dict[str, str], lines: list[list[str]], known: dict[str, list[int]]
) -> list[int]:
    """Return the numbers of a set, which may hold other sets or ranges."""
    if "GENERATE" in options:
        ranges = [[int(x) for x in line] for line in lines]
        return [n for low, high, *step in ranges for n in range(low, high + 1, *(step or [1]))]
    found: list[int] = []
    for entry in (entry for line in lines for entry in line if entry):
        found += _entry(entry, known)
    return found


def _entry(entry: str, known: dict[str, list[int]]) -> list[int]:
    """Return a number, or the numbers of the set of a name."""
    if entry.isdigit():
        return [int(entry)]
    if entry not in known:
        raise BadMesh(f"refers to the set {entry!r}, which is not defined")
    return known[entry]
