"""A number that depends on another of the same case: ``{of: path, at: [...], is: [...]}``.

The table is linear between its points and constant beyond them. What depends is replaced by its
value before the case is validated, so that a sweep over the one carries the other along.
"""

from collections.abc import Iterator

from nanoglue.case.linear_table import increases, interpolate
from nanoglue.case.text.document import Node
from nanoglue.case.text.errors import CaseIssue
from nanoglue.units.parsing import written_quantity

KEYS = {"of", "at", "is"}


def depend(tree: Node) -> list[CaseIssue]:
    """Replace every table of another number by the value that it gives.

    Args:
        tree: the document with its overrides, changed in place.

    Returns:
        What is wrong with those tables; they stay as they are.
    """
    issues = []
    for path, node in list(_tables(tree, ())):
        try:
            node.value = _interpolated(tree, node)
            node.keys = {}
        except (ValueError, TypeError, ArithmeticError, RecursionError) as error:
            issues.append(CaseIssue(node.place, path, str(error)))
    return issues


def _tables(node: Node, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Node]]:
    if not isinstance(node.value, dict | list):
        return
    if isinstance(node.value, dict) and "of" in node.value and "is" in node.value:
        yield path, node
        return
    inside = node.value.items() if isinstance(node.value, dict) else enumerate(node.value)
    for key, inner in inside:
        yield from _tables(inner, (*path, str(key)))


def _interpolated(tree: Node, table: Node) -> str | float:
    """The value of a table at the number it depends on, in the unit of its first value."""
    given = table.plain()
    if set(given) != KEYS:
        raise ValueError("must have exactly the keys of, at and is")
    at, values = given["at"], given["is"]
    if not (isinstance(at, list) and isinstance(values, list) and len(at) == len(values) > 1):
        raise ValueError("at and is must be lists of the same length, two values at least")
    place = written_quantity(_value(tree, str(given["of"])))
    points = [written_quantity(point).to(place.units).magnitude for point in at]
    if not increases(points):
        raise ValueError("the values of 'at' must increase")
    unit = written_quantity(values[0]).units
    heights = [written_quantity(value).to(unit).magnitude for value in values]
    value = interpolate(points, heights, place.magnitude)
    symbol = f"{unit:~}"  # of a share or an angle too, which have no dimension
    return f"{value!r} {symbol}" if symbol else value


def _value(tree: Node, dotted: str) -> str | float:
    """What stands at a dotted path, its provenance aside."""
    found = tree
    for step in dotted.split("."):
        inner = found.child(
            int(step) if isinstance(found.value, list) and step.isdecimal() else step
        )
        if inner is None:
            raise ValueError(f"there is no '{dotted}' to depend on")
        found = inner
    plain = found.plain()
    if isinstance(plain, dict):
        plain = plain.get("value")
    if isinstance(plain, bool) or not isinstance(plain, str | int | float):
        raise ValueError(f"'{dotted}' is not a number to depend on")
    return plain
