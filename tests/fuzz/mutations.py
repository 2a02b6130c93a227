"""Mistakes that a case file can hold, as Hypothesis draws them."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from ruamel.yaml import YAML

from nanoglue import library

NUMBERS = [
    *(0, -1, 1, 1e300, -1e300, 1e-300, 10**400, 5e-324, 2**63, 0.5, 1e999),
    *(float("nan"), float("-inf")),
]
QUANTITIES = [
    *("1 m", "-1 nm", "0 nm", "1e300 nm", "1e-300 nm", "nan nm", "inf GPa", "1 parsec", "3 GPa/nm"),
    *(
        "30 Gpa",
        "1e400 GPa",
        "C/5",
        "0.2 /hour",
        "1 hour",
        "-5 s",
        "1 s**1e9",
        "2 GPa GPa",
        "1e9 K",
    ),
    *("9**9**9 nm", "1 nm nm^-1", "1 m^(1/0)", "[nm]", "1 J/m2", "1 degC", "1 %", "1 eV", "1 nm +"),
    *("(((((((1 nm)))))))", "1 nm; import os", "__import__('os')", "1 nm # x", "1_0 nm", "１ nm"),
    "7" * 5000 + " nm",
]
TEXTS = [
    *("", " ", "yes", "null", "~", "\t", "\x07", "\u202e", "𝔘", "none", "automatic", "a" * 10_000),
    *("../../../etc/passwd", "/etc/passwd", "..", ".", "os", "subprocess", "os.path", "__main__"),
    *(
        "particle_on_fibre.py",
        "two_blocks/../two_blocks",
        "a/b",
        "CON",
        "-",
        "%s%n",
        "{}",
        "sphere",
    ),
    *("bilinear", "j2", "linear", "ideal", "hencky", "symmetry", "particle", "bottom", "r", "x"),
]
EXPRESSIONS = [
    *(
        "t",
        "1/0",
        "1/t",
        "t**t**t",
        "9**9**9**9",
        "exp(1e9)",
        "log(-1)",
        "sqrt(-t)",
        "().__class__",
    ),
    *("__import__('os').system('true')", "open('x')", "[1]*10**9", "'a'*10**9", "lambda: 1"),
    *(
        "while 1: pass",
        "t if t else 1",
        "(" * 300 + "t" + ")" * 300,
        "1e400*t",
        "1 +",
        "x",
        "t.real",
    ),
    *(
        "[t for t in range(10**9)]",
        "0**-1",
        "1<<10**9",
        "-" * 5000 + "1",
        "t+" * 3000 + "t",
        "1j*t",
    ),
    *(
        "sin",
        "max()",
        "True",
        "",
        "int('1'*9999)",
        "not t",
        "t == t",
        "min(t)",
        "abs(t, 1)",
        "10**10000",
    ),
]
LINES = [
    *("x: !!python/object/apply:os.system ['true']", "x: !!python/name:os.system", "!!set {a, b}"),
    *("x: !!binary aGVsbG8=", "x: !!timestamp 2001-01-01", "x: 2001-01-01", "x: !<tag:a,1:b> c"),
    *("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", "<<: {title: x}", "<<: *x", "x: &x *x", "&x"),
    *("%YAML 3.0\n---", "---", "...", "? [1, 2]\n: 3", "? {a: 1}", "- 1", ":", "x: |\n", "'", '"'),
    *("\tx: 1", "x: 0o17", "x: 0x", "x: 1:2:3", "x: 1_000", "x: .inf", "=: 1", "x: @a", "x: `a`"),
    *("[" * 3000, "{" * 3000, "{a: " * 500 + "1" + "}" * 500, "- " * 900 + "1", "#" * 20_000),
    *(
        "\x00",
        "\x85",
        "\u2028x: 1",
        "\ufeffx: 1",
        "x: \x1b[31m",
        "\r",
        "x: 1\r\ny: 2",
        "x: \\ud800",
    ),
]
LEVELS = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 12))
BOMB = f"l0: &l0 [x]\n{LEVELS}\n"
Mutation = Callable[[Any, Any, tuple], None]
KEYS = [
    "kind",
    "value",
    "source",
    "unit",
    "expression",
    "time",
    "",
    "0",
    "título",
    "a" * 3000,
    "<<",
]


@cache
def cases() -> tuple[Path, ...]:
    """Files of the cases that nanoglue comes with."""
    return tuple(library.cases().values())


@cache
def source(file: Path) -> bytes:
    """What stands in a file."""
    return file.read_bytes()


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


def copy(value: Any) -> Any:
    return json.loads(json.dumps(value, default=str))


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
