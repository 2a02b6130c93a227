"""Command that compiles the forms of cases before they are run."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from nanoglue.cli.execution import BAD_CASE, case_of, environment, fail, reported
from nanoglue.cli.options import Overrides
from nanoglue.runtime.environment import first_rank
from nanoglue.runtime.signals import begin_setup

if TYPE_CHECKING:
    from nanoglue.case import Case


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("compile")(compile_cases)


def compile_cases(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[CASE]", help="Files or names of cases.")
    ] = None,
    overrides: Overrides = None,
    built_in: Annotated[
        bool,
        typer.Option(
            "--built-in", help="All built-in cases except those of the verification book."
        ),
    ] = False,
) -> None:
    """Compile the forms of cases and store their meshes, for nodes without a compiler."""
    begin_setup()
    chosen = [*(names or ()), *(_built_in() if built_in else ())]
    if not chosen:
        fail("error: no case is given; name one, or use --built-in", BAD_CASE)
    for name in chosen:
        case = case_of(name, overrides, silent=True)
        count = _compiled(case)
        if first_rank():
            typer.echo(f"{name}: {count} forms and expressions are compiled")


def _built_in() -> list[str]:
    from nanoglue.case import library

    return [name for name in library.cases() if not name.startswith("verification/")]


def _compiled(case: "Case") -> int:
    """Compile all that a run needs and return how many forms and expressions that is."""
    with environment():
        from nanoglue.api import Simulation
        from nanoglue.runtime.fenics import MPI
    comm = MPI.COMM_WORLD
    begin_setup()  # again, as MPI has installed handlers of its own
    with reported(case, comm), TemporaryDirectory() as folder:
        simulation = Simulation(case, comm, Path(comm.bcast(folder)) / "run")
        simulation.domain.forms.compile()
        comm.Barrier()  # all have left the folder of the first rank
    return sum(simulation.domain.forms.batches)
