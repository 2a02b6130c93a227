"""Modules import from lower layers only, and never in a circle."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import nanoglue

ROOT = Path(nanoglue.__file__).parent

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


def imported(file: Path, types: bool = True) -> set[str]:
    """Modules of the package that a file imports, anywhere in it or without those for types."""
    found, tree = set(), ast.parse(file.read_text(encoding="utf-8"))
    checking = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in checking and not types:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    below = {name.removeprefix("nanoglue.") for name in found if name.startswith("nanoglue.")}
    return below & FILES.keys()


IMPORTS = {name: imported(file) for name, file in FILES.items()}


def test_every_module_has_a_layer():
    assert {name.partition(".")[0] for name in FILES} <= HEIGHT.keys()


def test_no_module_imports_from_a_layer_above_its_own():
    height = {name: HEIGHT.get(name.partition(".")[0], 0) for name in FILES}
    upward = {(a, b) for a, below in IMPORTS.items() for b in below if height[b] > height[a]}
    assert not upward


def test_no_module_imports_itself_through_others():
    graph = {
        name: {
            other
            for other in imported(file, types=False)
            if other != name and not name.startswith(f"{other}.")
        }
        for name, file in FILES.items()
    }
    list(TopologicalSorter(graph).static_order())
