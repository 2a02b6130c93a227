"""Mutations of the text of a case that keep it plausible.

A mutation changes the meaning and keeps the form: a number is scaled by a power of ten, its sign
is changed, a unit is exchanged for another of the same or of another dimension, lines are
exchanged, removed or repeated, a formula stands for a number, and a quantity is written in an
equivalent unit, which must give the same resolved case.
"""

import re
from collections.abc import Callable

import numpy as np

NUMBER = re.compile(r"(?<![\w.])(-?\d+\.?\d*(?:e[+-]?\d+)?)(?= ?[A-Za-z/^0-9*]*[,}\]\n])")
UNIT = re.compile(r"(?<=\d )(nm|um|GPa|MPa|s|hour|J/m\^2|Pa/m|m\^2/s|cm\^3/mol)\b")
OTHER = ["nm", "um", "m", "GPa", "Pa", "s", "hour", "J/m^2", "eV", "m^2/s", "K", "degC", "V", "%"]
SAME = {"nm": (1e-3, "um"), "um": (1e3, "nm"), "GPa": (1e3, "MPa"), "MPa": (1e-3, "GPa")}
Mutation = Callable[[str, np.random.Generator], str]


def replaced(pattern: re.Pattern[str], text: str, rng: np.random.Generator, new: str | None) -> str:
    """Replace one match of a pattern, chosen at random."""
    found = list(pattern.finditer(text))
    if not found:
        return text
    match = found[int(rng.integers(len(found)))]
    value = new if new is not None else match[0]
    return text[: match.start()] + value + text[match.end() :]


def scaled(text: str, rng: np.random.Generator) -> str:
    """Scale a number by a power of ten."""
    return _number(text, rng, 10.0 ** int(rng.choice([-9, -6, -3, -1, 1, 3, 6, 9])))


def negated(text: str, rng: np.random.Generator) -> str:
    """Change the sign of a number."""
    return _number(text, rng, -1.0)


def zeroed(text: str, rng: np.random.Generator) -> str:
    """Set a number to zero."""
    return _number(text, rng, 0.0)


def _number(text: str, rng: np.random.Generator, factor: float) -> str:
    found = list(NUMBER.finditer(text))
    if not found:
        return text
    match = found[int(rng.integers(len(found)))]
    value = f"{float(match[1]) * factor:.6g}"
    return text[: match.start()] + value + text[match.end() :]


def other_unit(text: str, rng: np.random.Generator) -> str:
    """Exchange a unit for another one."""
    return replaced(UNIT, text, rng, str(rng.choice(OTHER)))


def exchanged(text: str, rng: np.random.Generator) -> str:
    """Exchange two lines of equal indentation."""
    lines = text.splitlines(keepends=True)
    one = int(rng.integers(len(lines)))
    depth = len(lines[one]) - len(lines[one].lstrip())
    same = [i for i, row in enumerate(lines) if len(row) - len(row.lstrip()) == depth]
    two = same[int(rng.integers(len(same)))]
    lines[one], lines[two] = lines[two], lines[one]
    return "".join(lines)


def removed(text: str, rng: np.random.Generator) -> str:
    """Remove a line."""
    lines = text.splitlines(keepends=True)
    del lines[int(rng.integers(len(lines)))]
    return "".join(lines)


def doubled(text: str, rng: np.random.Generator) -> str:
    """Repeat a line elsewhere."""
    lines = text.splitlines(keepends=True)
    row = lines[int(rng.integers(len(lines)))]
    lines.insert(int(rng.integers(len(lines))), row)
    return "".join(lines)


def formula(text: str, rng: np.random.Generator) -> str:
    """Write a formula where a number stands."""
    formulas = [
        "{expression: t}",
        "{expression: x*t}",
        "{expression: 1/t}",
        "{expression: 2**t**t}",
    ]
    return replaced(NUMBER, text, rng, str(rng.choice(formulas)))


def equivalent(text: str, rng: np.random.Generator) -> str:
    """Write a quantity in an equivalent unit."""
    found = list(re.finditer(r"(?<![\w.+-])(\d+\.?\d*) (nm|um|GPa|MPa)(?=[,}\]\n])", text))
    if not found:
        return text
    match = found[int(rng.integers(len(found)))]
    factor, unit = SAME[match[2]]
    value = f"{float(match[1]) * factor:.15g} {unit}"
    return text[: match.start()] + value + text[match.end() :]


MUTATIONS: tuple[Mutation, ...] = (
    scaled,
    negated,
    zeroed,
    other_unit,
    exchanged,
    removed,
    doubled,
    formula,
    equivalent,
)
