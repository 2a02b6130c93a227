"""Parameters are annotated, and with real types."""

import ast
from collections.abc import Iterator

from tests.source_trees import ROOT, tree

LARGEST_SHARE = 0.03
"""Share [-] of parameters whose annotation contains ``Any``; it belongs at untyped libraries."""


def annotations() -> Iterator[str]:
    """Annotation of every parameter in the package, empty if there is none."""
    for file in ROOT.rglob("*.py"):
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.FunctionDef):
                every = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
                for parameter in every:
                    if parameter.arg not in ("self", "cls"):
                        yield ast.unparse(parameter.annotation) if parameter.annotation else ""


def test_few_parameters_take_anything():
    found = list(annotations())
    untyped = [text for text in found if not text or "Any" in text]
    assert len(untyped) < LARGEST_SHARE * len(found), f"{len(untyped)} of {len(found)}"
