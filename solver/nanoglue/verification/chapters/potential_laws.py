"""Cohesive laws with a potential, on a path that opens, slides, unloads and parts."""

from collections.abc import Callable
from functools import partial

import numpy as np

from nanoglue.verification.chapters.traction_curves import (
    BLOCKS,
    NORMAL,
    OPENING,
    SLIDING,
    TANGENTIAL,
)
from nanoglue.verification.history import History
from nanoglue.verification.problem import Problem, Value, energy_balance
from nanoglue.verification.published_laws import (
    PPR_SOURCE,
    XN_SOURCE,
    Tractions,
    park_paulino_roesler,
    xu_needleman,
)
from nanoglue.verification.reference import Formula

TOUGHNESS, STRENGTH = (5.0, 4.0), (50.0, 30.0)
PPR = partial(park_paulino_roesler, TOUGHNESS, STRENGTH, (4.0, 2.5), (0.1, 0.15))
XN = partial(xu_needleman, TOUGHNESS, STRENGTH, 0.2)

Law = Callable[[np.ndarray, np.ndarray], Tractions]


def along_secants(law: Law, mode: int) -> Callable[[History], np.ndarray]:
    """One traction [MPa] of a history: the published one at the largest jumps, less on return.

    The return is a straight line, at zero jump to the traction of that other largest jump alone
    times what the own largest jump has left.
    """

    def traction(history: History) -> np.ndarray:
        jumps = history[OPENING], history[SLIDING]
        largest = [np.maximum.accumulate(jump) for jump in jumps]
        top, share = law(*largest)[mode], jumps[mode] / np.maximum(largest[mode], 1e-12)
        if mode == 1 or law is PPR:
            return top * share
        rest = law(np.zeros_like(largest[0]), largest[1])[0]
        faded = rest * np.exp(-largest[0] * np.exp(1) * STRENGTH[0] / TOUGHNESS[0])
        return faded + (top - faded) * share

    return traction


def problem(name: str, title: str, law: Law, source: str) -> Problem:
    """Both tractions of a law, and the energy balance."""
    checks = [
        Value(f"{word} traction [MPa]", column, Formula(along_secants(law, mode), source), BLOCKS)
        for mode, (word, column) in enumerate((("normal", NORMAL), ("tangential", TANGENTIAL)))
    ]
    return Problem(
        f"mixed_mode_{name}",
        title,
        f"mixed_mode_{name}",
        (*checks, energy_balance()),
        "T = d phi / d jump at the largest jumps; straight return",
        quick=True,
    )


PROBLEMS = (
    problem(
        "xu_needleman",
        "Law of Xu and Needleman: opened, slid, unloaded and parted",
        XN,
        XN_SOURCE,
    ),
    problem(
        "park_paulino_roesler",
        "Law of Park, Paulino and Roesler: opened, slid, unloaded and parted",
        PPR,
        PPR_SOURCE,
    ),
)
