"""YAML document as a tree of values with their positions in the file."""

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from io import StringIO
from itertools import accumulate
from typing import TYPE_CHECKING, Any
from unicodedata import category

from nanoglue.case.text.errors import CaseError, CaseIssue, Place

if TYPE_CHECKING:
    from ruamel.yaml.error import StreamMark
    from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

    ComposedNode = MappingNode | ScalarNode | SequenceNode

LARGEST = 200_000
"""Characters that a case file may have."""

DEEPEST = 40
"""Brackets inside brackets; the parser would take seconds over hundreds."""

PLAIN = ("null", "bool", "int", "float", "str", "timestamp", "seq", "map")
"""Sorts of YAML values that a case is made of."""


@dataclass(slots=True)
class Node:
    """A value of the document: a scalar, a list of nodes or a mapping from keys to nodes."""

    value: Any
    place: Place
    keys: dict[str, Place] = field(default_factory=dict)

    def plain(self) -> Any:
        """The value without places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def copy(self) -> "Node":
        """Return a tree that can be changed without a change of this one."""
        value = self.value
        if isinstance(value, dict):
            value = {key: node.copy() for key, node in value.items()}
        elif isinstance(value, list):
            value = [node.copy() for node in value]
        return Node(value, self.place, self.keys.copy())

    def child(self, step: str | int) -> "Node | None":
        """The node under a key or at an index."""
        if isinstance(self.value, dict):
            return self.value.get(str(step))
        if isinstance(self.value, list) and isinstance(step, int) and step < len(self.value):
            node: Node = self.value[step]
            return node
        return None

    def locate(self, path: Sequence[str | int], key: bool = False) -> Place:
        """Where the value of a path stands (or its key), or else the nearest thing above it."""
        node, place = self, self.place
        for i, step in enumerate(path):
            inner = node.child(step)
            if inner is None:
                return node.keys.get(str(step), place)
            at_key = node.keys.get(str(step), inner.place)
            compound = isinstance(inner.value, dict | list)
            place = at_key if compound or (key and i == len(path) - 1) else inner.place
            node = inner
        return place


REMEDIES = {
    "'\\t'": "indent with spaces",
    "cannot start any token": "put the text into quotes",
    "expected ',' or '}'": "separate the entries by commas, and close the brace",
    "expected ',' or ']'": "separate the items by commas, and close the bracket",
    "mapping values are not allowed": "one key a line, indented alike; or quote the text",
    "could not find expected ':'": "write 'key: value', with a blank after the colon",
    "quoted scalar": "close the quotes",
    "expected <block end>": "indent all keys of a section alike",
}
"""What to do about a fault of YAML, by a part of the parser's message."""


def parse(text: str, source: str) -> Node:
    """Read one YAML document; the last ones are kept, as sweeps read the same text many times.

    Args:
        text: the document.
        source: what errors call it.

    Raises:
        CaseError: no YAML, or YAML with anchors, tags, duplicate keys or several documents.
    """
    return _parsed(text, source).copy()


@lru_cache(maxsize=128)
def _parsed(text: str, source: str) -> Node:
    """Read one YAML document; the tree must not be changed."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if len(text) > LARGEST:
        long = f"{len(text)} characters long; a case has at most {LARGEST}"
        raise CaseError([CaseIssue(Place(source), (), long)])
    if _depth(text) > DEEPEST:
        raise CaseError([CaseIssue(Place(source), (), "nested too deeply for a case")])
    lines = [line.rstrip("\r\n") for line in yaml_lines(text)]
    try:
        with warnings.catch_warnings(action="ignore"):  # errors say all there is to say
            root = YAML(typ="safe", pure=True).compose(text)
        issues: list[CaseIssue] = []
        tree = None if root is None else _node(root, lines, source, (), issues)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = _place(mark, lines, source) if mark else Place(source)
        message = " ".join(f"{error.context or ''} {error.problem or ''}".split())
        remedy = next((f"; {text}" for part, text in REMEDIES.items() if part in message), "")
        raise CaseError([CaseIssue(place, (), f"this is not YAML: {message}{remedy}")]) from error
    except (YAMLError, ValueError, AttributeError, TypeError, LookupError, AssertionError) as error:
        message = " ".join(str(error).split())[:200]
        raise CaseError([CaseIssue(Place(source), (), f"this is not YAML: {message}")]) from error
    except RecursionError as error:
        raise CaseError([CaseIssue(Place(source), (), "nested too deeply for a case")]) from error
    if tree is None:
        raise CaseError([CaseIssue(Place(source), (), "the file is empty; it must hold a case")])
    if issues:
        raise CaseError(issues)
    return tree


def yaml_lines(text: str) -> list[str]:
    r"""Return the lines of a text with their ends, counted as YAML counts them.

    >>> yaml_lines("title: a\u2028b\r\ntime: {}")
    ['title: a\u2028b\r\n', 'time: {}']
    """
    return list(StringIO(text, newline=""))


def _depth(text: str) -> int:
    """Brackets that are open at a time, at the most.

    >>> _depth("{a: [1, 2], b: 3}")
    2
    """
    return max(accumulate((c in "[{") - (c in "]}") for c in text if c in "[]{}"), default=0)


def _place(mark: "StreamMark", lines: list[str], source: str) -> Place:
    text = lines[mark.line] if mark.line < len(lines) else ""
    return Place(source, mark.line + 1, mark.column + 1, text)


def _node(
    yaml: "ComposedNode",
    lines: list[str],
    source: str,
    path: tuple[str | int, ...],
    issues: list[CaseIssue],
) -> Node:
    """A composed YAML node as a node of the tree; what a case may not hold goes to the issues."""
    place = _place(yaml.start_mark, lines, source)
    refused = _refused(yaml)
    if refused:
        issues.append(CaseIssue(place, path, refused))
        return Node(None, place)
    if yaml.id == "scalar":
        value = _scalar(yaml)
        if isinstance(value, str) and (found := control_character(value)):
            issues.append(CaseIssue(place, path, f"control character {found}; remove it"))
        return Node(value, place)
    if yaml.id == "sequence":
        items = [_node(y, lines, source, (*path, i), issues) for i, y in enumerate(yaml.value)]
        return Node(items, place)
    node = Node({}, place)
    for key, value in yaml.value:
        at, name = _place(key.start_mark, lines, source), str(key.value)
        if found := control_character(name):
            issues.append(CaseIssue(at, path, f"control character {found} in a key; remove it"))
        elif key.id != "scalar" or key.anchor:
            issues.append(CaseIssue(at, path, "a key must be a plain word"))
        elif name in node.keys:
            first = node.keys[name].line
            issues.append(CaseIssue(at, (*path, name), f"given twice; first in line {first}"))
        else:
            node.keys[name] = at
            node.value[name] = _node(value, lines, source, (*path, name), issues)
            if value.start_mark.index == value.end_mark.index:  # nothing stands there
                node.value[name].place = at
    return node


def control_character(text: str) -> str | None:
    r"""Return the code of the first character that controls a terminal or hides text, or None.

    >>> control_character("\x1b[2J")
    'U+001B'
    """
    hidden = (c for c in text if c not in "\n\t" and category(c) in ("Cc", "Cf", "Cs"))
    return next((f"U+{ord(c):04X}" for c in hidden), None)


def _refused(yaml: "ComposedNode") -> str:
    if yaml.anchor:
        return "anchors and aliases (& and *) have no place in a case; write the value out"
    tag = str(yaml.tag or "").removeprefix("tag:yaml.org,2002:")
    if tag and tag not in PLAIN:
        return f"the tag {tag[:40]} has no place in a case; write a plain value"
    return ""


def _scalar(yaml: "ComposedNode") -> Any:
    """A YAML scalar as None, bool, int, float or str; what cannot be read stays a text."""
    text, tag = str(yaml.value), str(yaml.tag).rpartition(":")[2]
    if tag == "null":
        return None
    if tag == "bool":
        return text.lower() in ("true", "yes", "on")
    try:
        if tag == "int":
            return int(text, 0) if "." not in text else float(text)
        if tag == "float":
            special = {".inf": math.inf, "+.inf": math.inf, "-.inf": -math.inf, ".nan": math.nan}
            return special.get(text.lower()) or float(text)
    except ValueError:
        return text
    return text
