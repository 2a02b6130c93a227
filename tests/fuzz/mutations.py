"""Mistakes that a case file can hold, as Hypothesis draws them."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from ruamel.yaml import YAML
from strange import BOMB, DEPENDENT, EXPRESSIONS, KEYS, LINES, NUMBERS, QUANTITIES, TEXTS

from nanoglue.case import library

Mutation = Callable[[Any, Any, tuple], None]


@cache
def cases() -> tuple[Path, ...]:
    """Files of the cases that nanoglue comes with."""
    return tuple(library.cases().values())


@cache
def source(file: Path) -> bytes:
    """What stands in a file."""
    return file.read_bytes()


def copy(value: Any) -> Any:
    return json.loads(json.dumps(value, default=str))


def wild() -> st.SearchStrategy[Any]:
    """A value that fits nowhere in particular."""
    leaf = (
        st.sampled_from(NUMBERS)
        | st.sampled_from(QUANTITIES + TEXTS + EXPRESSIONS)
        | st.none()
        | st.booleans()
        | st.floats()
        | st.integers()
        | st.text(max_size=20)
        | st.builds(lambda x: {"expression": x}, st.sampled_from(EXPRESSIONS))
        | st.builds(lambda x: {"value": x, "source": "s"}, st.sampled_from(QUANTITIES))
        | st.sampled_from(DEPENDENT).map(copy)
    )
    return st.recursive(
        leaf,
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=9), inner, max_size=3)
        ),
        max_leaves=6,
    )


def branches(tree: Any, path: tuple = ()) -> list[tuple]:
    """Paths of every value of a tree below its root."""
    steps = tree.items() if isinstance(tree, dict) else enumerate(tree)
    found = []
    for step, value in steps:
        found.append((*path, step))
        if isinstance(value, dict | list):
            found += branches(value, (*path, step))
    return found


def parent(tree: Any, path: tuple) -> Any:
    for step in path[:-1]:
        tree = tree[step]
    return tree


def deep(value: Any, depth: int) -> Any:
    for _ in range(depth):
        value = [value]
    return value


def swap(draw: Any, tree: Any, path: tuple) -> None:
    other = draw(st.sampled_from(branches(tree)))
    owner, its_owner = parent(tree, path), parent(tree, other)
    mine, its = copy(owner[path[-1]]), copy(its_owner[other[-1]])
    owner[path[-1]] = its
    if other[: len(path)] != path and path[: len(other)] != other:
        its_owner[other[-1]] = mine


def graft(draw: Any, tree: Any, path: tuple) -> None:
    """Put a key of any shipped case, with what stands there or something wild, into a mapping."""
    other = YAML(typ="safe").load(source(draw(st.sampled_from(cases()))))
    found = draw(st.sampled_from([b for b in branches(other) if isinstance(b[-1], str)]))
    owner = parent(tree, path)
    if isinstance(owner, dict):
        owner[found[-1]] = draw(st.just(copy(parent(other, found)[found[-1]])) | wild())


def rename(draw: Any, tree: Any, path: tuple) -> None:
    owner, step = parent(tree, path), path[-1]
    if isinstance(owner, dict):
        owner[draw(st.sampled_from([f"{step}s", str(step)[1:], *KEYS]))] = owner.pop(step)


def leave(draw: Any, tree: Any, path: tuple) -> None:
    geometry = tree.get("geometry")
    if isinstance(geometry, dict):
        geometry["recipe"] = draw(st.sampled_from(TEXTS))


def nest(draw: Any, tree: Any, path: tuple) -> None:
    parent(tree, path)[path[-1]] = deep(parent(tree, path)[path[-1]], draw(DEPTHS))


def delete(draw: Any, tree: Any, path: tuple) -> None:
    del parent(tree, path)[path[-1]]


def replace(values: st.SearchStrategy[Any]) -> Mutation:
    """A mutation that puts one of some values in place of another."""

    def mutate(draw: Any, tree: Any, path: tuple) -> None:
        parent(tree, path)[path[-1]] = draw(values)

    return mutate


DEPTHS = st.sampled_from([1, 30, 900])
TREES: dict[str, Mutation] = {
    "deleted key": delete,
    "other value": replace(wild()),
    "other number": replace(st.sampled_from(NUMBERS)),
    "other quantity": replace(st.sampled_from(QUANTITIES)),
    "other expression": replace(st.sampled_from(EXPRESSIONS).map(lambda x: {"expression": x})),
    "swapped values": swap,
    "other key": rename,
    "key of another case": graft,
    "number that follows another": replace(st.sampled_from(DEPENDENT).map(copy)),
    "deep nesting": nest,
    "leaving path": leave,
}


@st.composite
def trees(draw: Any, kind: str, file: Path) -> bytes:
    """A shipped case with one to three values of its tree changed."""
    tree = YAML(typ="safe").load(source(file))
    for _ in range(1 if kind == "deep nesting" else draw(st.integers(1, 3))):
        paths = branches(tree)
        if paths:
            TREES[kind](draw, tree, draw(st.sampled_from(paths)))
    return text(tree).encode("utf-8", "surrogatepass")


def text(tree: Any) -> str:
    """A tree as YAML: what JSON is, but for its special numbers."""
    special = {"NaN": ".nan", "Infinity": ".inf", "-Infinity": "-.inf"}
    shown = json.dumps(tree, default=str, ensure_ascii=False)
    for json_name, yaml_name in special.items():
        shown = shown.replace(f": {json_name}", f": {yaml_name}")
    return shown


@st.composite
def texts(draw: Any, kind: str, file: Path) -> bytes:
    """A shipped case whose text was damaged."""
    raw = source(file)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(raw)))
        if kind == "binary":
            raw = raw[:at] + draw(st.binary(min_size=1, max_size=30)) + raw[at:]
        elif kind == "truncated":
            raw = raw[:at]
        elif kind == "lost span":
            raw = raw[:at] + raw[at + draw(st.integers(1, 40)) :]
        elif kind == "strange YAML":
            at = raw.rfind(b"\n", 0, at) + 1
            raw = raw[:at] + draw(st.sampled_from(LINES)).encode() + b"\n" + raw[at:]
        elif kind == "anchor bomb":
            raw = draw(st.sampled_from([BOMB.encode() + raw, raw + BOMB.encode(), BOMB.encode()]))
        elif kind == "lost units":
            units = (b" nm", b" GPa", b" MPa", b" um", b" s}", b" hour", b" K", b" J/m^2")
            raw = raw.replace(draw(st.sampled_from(units)), draw(st.sampled_from((b"", b" s"))), 3)
    return raw


TEXTUAL = ("binary", "truncated", "lost span", "strange YAML", "anchor bomb", "lost units")
KINDS = (*TREES, *TEXTUAL)


def mutated(kind: str) -> st.SearchStrategy[tuple[str, bytes]]:
    """Name of a shipped case and its text after mutations of a kind."""
    make = trees if kind in TREES else texts
    return st.sampled_from(cases()).flatmap(
        lambda file: st.tuples(st.just(file.stem), make(kind, file))
    )


def overrides() -> st.SearchStrategy[str]:
    """A text for ``--set``."""
    paths = [".".join(map(str, path)) for path in branches(YAML(typ="safe").load(cases()[0]))]
    values = st.sampled_from([str(n) for n in NUMBERS] + QUANTITIES + TEXTS + EXPRESSIONS + LINES)
    path = st.sampled_from([*paths, *KEYS, "..", "geometry.", ".x"]) | st.text(max_size=9)
    return st.builds(lambda p, v: f"{p}={v}", path, values) | st.text(max_size=20)
