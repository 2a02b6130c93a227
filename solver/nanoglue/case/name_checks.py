"""Checks that the names in a case are those of its geometry."""

from collections.abc import Iterable, Iterator

from nanoglue.case.part_names import PartNames
from nanoglue.case.text.errors import did_you_mean, listed


def sides_of(names: PartNames, surface: str) -> tuple[str, ...]:
    """The bodies that a surface belongs to."""
    bodies = names.interfaces.get(surface) or names.boundaries[surface]
    return (bodies,) if isinstance(bodies, str) else tuple(bodies)


def undefined(
    name: str, known: Iterable[str], path: tuple[str | int, ...], word: str
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the path of a name that is not among the known ones, with a hint."""
    offered = list(known)
    if name not in offered:
        hint = did_you_mean(name, offered) or f"; there are {listed(offered)}"
        yield path, f"no {word} {name[:60]!r}{hint}"
