"""A sphere filled at a constant flux: nanoglue, NGSolve, scikit-fem and SfePy.

``python -m benchmarks.sphere.run [--quick | --ours | --tables]``; it writes the README's table.
"""

import sys
from pathlib import Path

from benchmarks.comparison import CACHED, OURS, Command, Comparison, Run, main
from benchmarks.sphere.problem import STEPS

from benchmarks import environments

HERE = Path(__file__).resolve().parent
CODES = (OURS, CACHED, "ngsolve", "scikit_fem", "sfepy")
SIZE, QUICK, SHORT = 50_000, 2_000, 5
"""Unknowns, those of a quick run, and steps of nanoglue there."""


def nanoglue(unknowns: int, mesh_anew: bool, steps: int = STEPS) -> list[str]:
    """Return the command of nanoglue."""
    module = [sys.executable, "-m", "benchmarks.sphere.nanoglue_sphere"]
    return [*module, str(unknowns), str(steps), *(["--mesh-anew"] if mesh_anew else [])]


def program(name: str, unknowns: int, quick: bool) -> Command | None:
    """Return the command of a code if it is installed."""
    if name in (OURS, CACHED):
        return nanoglue(unknowns, name == OURS, SHORT if quick else STEPS)
    python = environments.python_of(name, make=not quick)
    return [python, HERE / f"{name}_sphere.py", str(unknowns)] if python else None


def derive(found: Run) -> Run:
    """Add the one factorisation that every code makes."""
    return {**found, "factorisations": 1}


COMPARISON = Comparison(
    folder=HERE,
    title="Sphere at a constant flux",
    size_name="unknowns wanted",
    repetitions={SIZE: dict.fromkeys(CODES, 3)},
    quick={QUICK: dict.fromkeys(CODES, 1)},
    command=program,
    derive=derive,
    warm=lambda unknowns: nanoglue(unknowns, mesh_anew=False, steps=1),
)

if __name__ == "__main__":
    main(COMPARISON)
