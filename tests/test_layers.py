"""Modules import from lower layers only, and never in a circle."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

from tests.source_trees import ROOT, tree

LAYERS = (
    "runtime units",
    "models",
    "case",
    "mesh",
    "recipe",
    "physics",
    "solvers observables",
    "stepping",
    "output",
    "post",
    "recorder",
    "api",
    "run",
    "sweep verification",
    "calibration",
    "cli __main__",
)
"""Folders and modules of the root, lowest layer first."""

HEIGHT = {name: height for height, layer in enumerate(LAYERS) for name in layer.split()}


def module(file: Path) -> str:
    """Dotted name below the package: ``case.read``; a package's own file has the package's name."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module(file): file for file in ROOT.rglob("*.py") if module(file)}


@cache
def imports() -> dict[str, tuple[set[str], set[str]]]:
    """Modules of the package that each imports: anywhere in it, and those not for types alone."""
    return {name: imported(file) for name, file in FILES.items()}


def imported(file: Path) -> tuple[set[str], set[str]]:
    """Modules of the package that a file imports, anywhere in it and without those for types."""
    found = list(import_statements(tree(file)))
    names = {name for name, _ in found}, {name for name, for_types in found if not for_types}
    every, needed = (
        {name.removeprefix("nanoglue.") for name in one if name.startswith("nanoglue.")}
        for one in names
    )
    return every & FILES.keys(), needed & FILES.keys()


def import_statements(node: ast.AST, for_types: bool = False) -> Iterator[tuple[str, bool]]:
    """Names that a part of a file imports, and whether for types alone."""
    if isinstance(node, ast.expr):  # has no statements in it
        return
    for_types |= isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
    if isinstance(node, ast.Import):
        yield from ((alias.name, for_types) for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield from ((f"{node.module}.{alias.name}", for_types) for alias in node.names)
        yield node.module, for_types
    for inner in ast.iter_child_nodes(node):
        yield from import_statements(inner, for_types)


def test_every_module_has_a_layer():
    assert {name.partition(".")[0] for name in FILES} <= HEIGHT.keys()


def test_no_module_imports_from_a_layer_above_its_own():
    height = {name: HEIGHT.get(name.partition(".")[0], 0) for name in FILES}
    upward = {(a, b) for a, (below, _) in imports().items() for b in below if height[b] > height[a]}
    assert not upward


def test_no_module_imports_itself_through_others():
    graph = {
        name: {other for other in needed if other != name and not name.startswith(f"{other}.")}
        for name, (_, needed) in imports().items()
    }
    list(TopologicalSorter(graph).static_order())
