"""Where the numbers of a case come from: given, assumed, calibrated or predicted, and by whom."""

from dataclasses import dataclass

from nanoglue.case.document import Node, mappings


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a number came about and who says so."""

    kind: str = "given"
    source: str | None = None

    def __str__(self) -> str:
        """``calibrated (onset of Han 2014)``."""
        return f"{self.kind} ({self.source})" if self.source else self.kind


def provenance(tree: Node) -> dict[str, Provenance]:
    """The provenance of each quantity that states one, by dotted path."""
    found = {}
    for path, node in mappings(tree):
        if "value" not in node.keys or not node.keys.keys() <= {"value", "kind", "source"}:
            continue
        if path[:1] != ("published",):
            stated = {key: str(node.value[key].value) for key in node.keys if key != "value"}
            found[".".join(path)] = Provenance(**stated)
    return found
