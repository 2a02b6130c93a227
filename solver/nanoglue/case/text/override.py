"""``--set path=value``: values of the command line that take the place of those in the file."""

import json

import numpy as np

from nanoglue.case.renamed import Deprecation, present_path
from nanoglue.case.text.document import Node, parse
from nanoglue.case.text.errors import CaseError, CaseIssue, Place


def override(tree: Node, assignment: str) -> list[Deprecation]:
    """Put one value into the tree; mappings on the way are made, list items go by their number.

    Args:
        tree: the document, changed in place.
        assignment: ``bodies.particle.elasticity.youngs_modulus=20 GPa``; the value is read as YAML.

    Returns:
        The old keys of the path, which were replaced by the present ones.

    Raises:
        CaseError: no ``=``, no path, or a path through something that has no keys.
    """
    dotted, equals, text = assignment.partition("=")
    source = f"--set {dotted.strip()[:200]}"
    place = Place(source)
    steps = [step.strip() for step in dotted.split(".")]
    if not equals or not all(steps):
        shown = repr(assignment[:200])
        raise CaseError([CaseIssue(Place("--set"), (), f"must be path=value, not {shown}")])
    old, steps = steps, present_path(tree, steps)
    value = parse(text, source) if text.strip() else Node(None, place)
    node = tree
    for i, step in enumerate(steps[:-1]):
        inner = node.child(_index(node, step))
        if inner is None:
            inner = Node({}, place)
            _put(node, step, inner, place, steps[: i + 1])
        node = inner
    _put(node, steps[-1], _moved(value, place), place, steps)
    return [
        Deprecation(place, tuple(steps[:i]), *words)
        for i, words in enumerate(zip(old, steps, strict=True))
        if words[0] != words[1]
    ]


def assignment(path: str, value: object) -> str:
    """Return ``path=value`` for a value of Python; a text is YAML already.

    >>> assignment("stepping.error", None), assignment("output.forces", ("top_face",))
    ('stepping.error=null', 'output.forces=["top_face"]')
    """
    if not isinstance(value, str):
        value = json.dumps(value, default=_plain, ensure_ascii=False)
    return f"{path}={value}"


def _plain(value: object) -> object:
    """Return arrays and numbers of NumPy as lists and numbers, and a quantity as its text."""
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else str(value)


def _index(node: Node, step: str) -> str | int:
    return int(step) if isinstance(node.value, list) and step.isdecimal() else step


def _put(node: Node, step: str, value: Node, place: Place, path: list[str]) -> None:
    if node.value is None:
        node.value = {}
    index = _index(node, step)
    if isinstance(node.value, dict):
        node.value[step] = value
        node.keys[step] = place
    elif isinstance(node.value, list) and isinstance(index, int) and index < len(node.value):
        node.value[index] = value
    elif isinstance(node.value, list):
        last = len(node.value) - 1
        raise CaseError([CaseIssue(place, path, f"no item {step}; the list has 0 to {last}")])
    else:
        above = ".".join(path[:-1])
        raise CaseError([CaseIssue(place, path, f"{above} is {node.value!r}, which has no keys")])


def _moved(node: Node, place: Place) -> Node:
    """Return the value with the command line as its position."""
    if isinstance(node.value, dict):
        inner = {key: _moved(value, place) for key, value in node.value.items()}
        return Node(inner, place, dict.fromkeys(node.keys, place))
    if isinstance(node.value, list):
        return Node([_moved(value, place) for value in node.value], place)
    return Node(node.value, place)
