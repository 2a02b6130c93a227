"""A thick plastic shell opened at finite strain: nanoglue, NGSolve, CalculiX and fedoo.

``python -m benchmarks.shell.run [--quick | --ours | --tables]``; it writes the README's table.
"""

from pathlib import Path

from benchmarks.comparison import CACHED, OURS, Command, Comparison, Run, main
from benchmarks.nanoglue_run import command
from benchmarks.shell.problem import error, spacing

from benchmarks import environments

HERE = Path(__file__).resolve().parent
CODES = (OURS, CACHED, "ngsolve", "calculix", "fedoo")
SMALL, LARGE, QUICK = 10_000, 25_000, 800


def nanoglue(unknowns: int, mesh_anew: bool, steps: int = 0) -> list[str]:
    """Return the command of nanoglue."""
    through, along = spacing(unknowns, 9.0)
    sizes = (f"geometry.elements_through={through}", f"geometry.elements_along={along}")
    return command(HERE / "case.yaml", *sizes, steps=steps, mesh_anew=mesh_anew)


def program(name: str, unknowns: int, quick: bool) -> Command | None:
    """Return the command of a code if it is installed."""
    if name in (OURS, CACHED):
        return nanoglue(unknowns, name == OURS)
    python = environments.python_of(name, make=not quick)
    if python is None or (name == "calculix" and environments.program("ccx") is None):
        return None
    return [python, HERE / f"{name}_shell.py", str(unknowns)]


def derive(found: Run) -> Run:
    """Add the error: nanoglue reports a force."""
    force = found.get("force_z:equator [uN]")
    return found if force is None else {**found, "error": error(force)}


COMPARISON = Comparison(
    folder=HERE,
    title="Thick plastic shell",
    size_name="unknowns wanted",
    repetitions={SMALL: dict.fromkeys(CODES, 3), LARGE: dict.fromkeys(CODES, 1)},
    quick={QUICK: dict.fromkeys(CODES, 1)},
    command=program,
    derive=derive,
    warm=lambda size: nanoglue(size, mesh_anew=False, steps=1),
)

if __name__ == "__main__":
    main(COMPARISON)
