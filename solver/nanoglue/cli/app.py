"""Command line: ``nanoglue run CASE`` and what goes with it."""

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from nanoglue import __version__
from nanoglue.cli import built_in, calibration, compilation, installation, movie, new, sweep, view
from nanoglue.cli import plot as plotting
from nanoglue.cli import report as reporting
from nanoglue.cli.execution import (
    BAD_CASE,
    MISSED,
    abort_all,
    case_of,
    check_calibration,
    check_observables,
    computed,
    environment,
    fail,
    launch_ranks,
    mesh_size,
    occupied,
    petsc_options,
    refuse_unsafe,
)
from nanoglue.cli.options import AsJson, CaseName, Directory, Force, Overrides
from nanoglue.cli.progress import waiting
from nanoglue.runtime.exit_codes import ExitCode
from nanoglue.runtime.signals import StoppedInSetup, begin_setup

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Simulate swelling, plasticity and debonding of coated battery particles and films.",
)


@app.command()
def run(
    case: CaseName,
    overrides: Overrides = None,
    ranks: Annotated[
        int | None, typer.Option("-n", min=1, help="Number of MPI ranks to start.")
    ] = None,
    output: Directory = None,
    force: Force = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Resume from the last checkpoint.")
    ] = False,
    accept_changes: Annotated[
        bool, typer.Option("--accept-changes", help="Resume although the case has changed.")
    ] = False,
    petsc: Annotated[
        str | None, typer.Option("--petsc", metavar="OPTIONS", help='Such as "-ksp_monitor".')
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 7 if the result is doubtful.")
    ] = False,
    verbose: Annotated[bool, typer.Option("-v", help="Also show Newton's increments.")] = False,
    quiet: Annotated[bool, typer.Option("-q", help="Show warnings and errors only.")] = False,
) -> None:
    """Compute a case."""
    if force and resume:
        fail("--force begins anew and --resume goes on; give one of them", BAD_CASE)
    begin_setup()
    read = case_of(case, [*(overrides or ()), *petsc_options(petsc)], silent=bool(ranks))
    directory = output or Path("results") / read.path.stem
    if ranks:
        launch_ranks(ranks, None if verbose or quiet else directory / "status.json")
    with environment():
        from nanoglue.cli.progress import terminal_log
        from nanoglue.runtime.fenics import MPI
    comm = MPI.COMM_WORLD
    taken = comm.bcast(occupied(directory) and not (force or resume), root=0)
    if taken:
        ways = "--force overwrites, --resume goes on, -o DIR goes elsewhere"
        fail(f"{directory} holds results; {ways}", BAD_CASE)
    comm.Barrier()  # all have looked before anyone writes
    with terminal_log(verbose - quiet, alone=comm.size == 1) if comm.rank == 0 else nullcontext():
        code = computed(read, comm, directory, (force, resume, accept_changes, strict))
    raise typer.Exit(code)


@app.command()
def check(
    case: CaseName,
    overrides: Overrides = None,
    strict: Annotated[bool, typer.Option("--strict", help="Treat warnings as errors.")] = False,
    without_mesh: Annotated[
        bool, typer.Option("--no-mesh", help="Leave out what needs the mesh.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check a case and list its values; run nothing."""
    if as_json:
        import json

        from nanoglue.cli.check_json import findings

        found = findings(case, overrides or (), not without_mesh)
        typer.echo(json.dumps(found, indent=2, default=str))
        bad = found["errors"] or (strict and found["warnings"])
        raise typer.Exit(BAD_CASE if bad else 0)
    read = case_of(case, overrides)
    from nanoglue.case.summary import summary

    check_calibration(read, overrides)
    size = [] if without_mesh else mesh_size(read)
    if not without_mesh:
        check_observables(read)
    doubtful = len(read.warnings)
    verdict = f"{doubtful} warning{'s' * (doubtful != 1)}" if doubtful else "no errors"
    for line in [*summary(read), "", *size, f"{read.path}: {verdict}; nothing was run"]:
        typer.echo(line)
    if strict and doubtful:
        raise typer.Exit(BAD_CASE)


@app.command()
def upgrade(
    case: Annotated[Path, typer.Argument(metavar="CASE", help="A YAML file.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Write this file instead of CASE."),
    ] = None,
) -> None:
    """Rewrite the keys of earlier releases; comments are kept, CASE.bak is the old file."""
    from nanoglue.case import CaseError
    from nanoglue.case.upgrade import upgrade_file

    if output is not None and output.exists():
        fail(f"{output} exists; choose another file", BAD_CASE)
    try:
        replaced = upgrade_file(case, output)
    except CaseError as error:
        fail(str(error), BAD_CASE)
    except OSError as error:
        fail(f"{error.filename or case}: error: {error.strerror or error}", BAD_CASE)
    for one in replaced:
        typer.echo(f"{one.place}: '{one.old}' -> '{one.new}'")
    typer.echo(f"{output or case}: {len(replaced)} replacements")


@app.command()
def mesh(
    case: CaseName, overrides: Overrides = None, output: Directory = None, force: Force = False
) -> None:
    """Mesh a case and draw the mesh."""
    read = case_of(case, overrides)
    directory = output or Path("results") / read.path.stem / "mesh"
    if occupied(directory) and not force:
        fail(f"{directory} is not empty; --force overwrites, -o DIR goes elsewhere", BAD_CASE)
    refuse_unsafe(directory)
    with environment():
        from nanoglue.post.figures import draw_mesh

        with waiting("mesh"):
            draw_mesh(read, directory)
    typer.echo(f"{directory}")


@app.command()
def verify(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Problems or chapters.")
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Only problems that take seconds.")
    ] = False,
    output: Directory = None,
    as_json: AsJson = False,
) -> None:
    """Run problems with known solutions and compare, e.g. nanoglue verify mode_I --json."""
    with environment():
        from nanoglue.runtime import fenics

        fenics.load()
        from nanoglue.runtime.fenics import MPI
        from nanoglue.verification.book import NoSuchProblem
        from nanoglue.verification.verify import verify
    try:
        directory = output or Path("results/verification")
        met = verify(names or (), quick, MPI.COMM_WORLD, directory, as_json)
    except NoSuchProblem as error:
        fail(str(error), BAD_CASE)
    raise typer.Exit(0 if met else MISSED)


reporting.register(app)
built_in.register(app)
plotting.register(app)
calibration.register(app)
sweep.register(app)
new.register(app)
view.register(app)
movie.register(app)


@app.command()
def schema() -> None:
    """Print the JSON Schema of a case, for editors."""
    import json

    from nanoglue.case.json_schema import json_schema

    typer.echo(json.dumps(json_schema(), indent=2))


compilation.register(app)
installation.register(app)


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        typer.echo(f"nanoglue {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line of this process."""
    sys.excepthook = abort_all
    try:
        typer.main.get_command(app)(prog_name="nanoglue")
    except StoppedInSetup as request:  # while libraries are imported
        sys.stderr.write(f"{request}\n")
        sys.exit(ExitCode.STOPPED)
