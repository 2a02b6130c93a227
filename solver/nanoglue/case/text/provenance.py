"""Basis and source of the numbers of a case."""

from collections.abc import Iterator
from dataclasses import dataclass

from nanoglue.case.text.document import Node


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a number came about and who says so."""

    basis: str = "given"
    source: str | None = None

    def __str__(self) -> str:
        """``calibrated (onset of Han 2014)``."""
        return f"{self.basis} ({self.source})" if self.source else self.basis


def provenance(tree: Node) -> dict[str, Provenance]:
    """The provenance of every value that the document states, by dotted path.

    What is not among them is a default of the program.
    """
    return {".".join(path): stated for path, stated in _stated(tree, ())}


def _stated(node: Node, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Provenance]]:
    quantity = "value" in node.keys and node.keys.keys() <= {"value", "basis", "source"}
    if quantity and path[:1] != ("published",):
        said = {key: str(node.value[key].value) for key in node.keys if key != "value"}
        yield path, Provenance(**said)
    elif isinstance(node.value, dict):
        for key, inner in node.value.items():
            yield from _stated(inner, (*path, key))
    elif isinstance(node.value, list):
        for i, inner in enumerate(node.value):
            yield from _stated(inner, (*path, str(i)))
    else:
        yield path, Provenance()
