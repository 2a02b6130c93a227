"""A thick plastic shell opened at finite strain: nanoglue, NGSolve, CalculiX and fedoo.

``python -m benchmarks.shell.run [--quick | --ours | --tables]``; it writes the README's table.
"""

from pathlib import Path

from benchmarks.comparison import CACHED, OURS, Comparison, Run, main
from benchmarks.nanoglue_run import command
from benchmarks.shell.problem import error, spacing

HERE = Path(__file__).resolve().parent
CODES = (OURS, CACHED, "ngsolve", "calculix", "fedoo")
SMALL, LARGE, QUICK = 10_000, 25_000, 800


def nanoglue(unknowns: int, mesh_anew: bool, steps: int) -> list[str]:
    """Return the command of nanoglue."""
    through, along = spacing(unknowns, 9.0)
    sizes = (f"geometry.elements_through={through}", f"geometry.elements_along={along}")
    return command(HERE / "case.yaml", *sizes, steps=steps, mesh_anew=mesh_anew)


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
    nanoglue=nanoglue,
    arguments=lambda unknowns, _: [str(unknowns)],
    derive=derive,
)

if __name__ == "__main__":
    main(COMPARISON)
