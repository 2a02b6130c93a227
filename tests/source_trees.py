"""Syntax trees of the package, which several tests of its structure share."""

import ast
from functools import cache
from pathlib import Path

import nanoglue

ROOT = Path(nanoglue.__file__).parent


@cache
def tree(file: Path) -> ast.Module:
    """Syntax tree of a file; not to be changed."""
    return ast.parse(file.read_text(encoding="utf-8"))
