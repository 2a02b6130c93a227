"""A sphere filled at a constant flux: nanoglue, NGSolve, scikit-fem and SfePy.

``python -m benchmarks.sphere.run [--quick | --ours | --tables]``; it writes the README's table.
"""

import sys
from pathlib import Path

from benchmarks.comparison import CACHED, OURS, Comparison, Run, main
from benchmarks.sphere.problem import STEPS

HERE = Path(__file__).resolve().parent
CODES = (OURS, CACHED, "ngsolve", "scikit_fem", "sfepy")
SIZE, QUICK, SHORT = 50_000, 2_000, 5
"""Unknowns, those of a quick run, and steps of nanoglue there."""


def nanoglue(unknowns: int, mesh_anew: bool, steps: int) -> list[str]:
    """Return the command of nanoglue."""
    module = [sys.executable, "-m", "benchmarks.sphere.nanoglue_sphere"]
    return [*module, str(unknowns), str(steps or STEPS), *(["--mesh-anew"] if mesh_anew else [])]


def derive(found: Run) -> Run:
    """Add the one factorisation that every code makes."""
    return {**found, "factorisations": 1}


COMPARISON = Comparison(
    folder=HERE,
    title="Sphere at a constant flux",
    size_name="unknowns wanted",
    repetitions={SIZE: dict.fromkeys(CODES, 3)},
    quick={QUICK: dict.fromkeys(CODES, 1)},
    nanoglue=nanoglue,
    arguments=lambda unknowns, _: [str(unknowns)],
    derive=derive,
    quick_steps=SHORT,
)

if __name__ == "__main__":
    main(COMPARISON)
