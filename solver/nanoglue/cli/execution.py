"""What every command has in common: its case, its exit code, and how it ends in trouble."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from traceback import format_exception
from types import TracebackType
from typing import TYPE_CHECKING, NoReturn

import typer

from nanoglue.cli.progress import waiting
from nanoglue.runtime.environment import EnvironmentProblem, first_rank, one_thread_a_rank
from nanoglue.runtime.exit_codes import ExitCode
from nanoglue.runtime.signals import StoppedInSetup, begin_setup, received, restore_handlers

if TYPE_CHECKING:
    from nanoglue.case import Case
    from nanoglue.runtime.fenics import MPI

BAD_CASE, MISSED = ExitCode.INVALID_INPUT, ExitCode.MISSED
ENVIRONMENT = ExitCode.ENVIRONMENT

ABORT_DELAY = 0.5
"""Delay [s] before MPI_Abort, in which the launcher can forward the error message."""


def case_of(name: str, overrides: list[str] | None, silent: bool = False) -> "Case":
    """Return the case of a path or a name; the first rank prints errors and warnings.

    With ``silent`` no warnings are printed, since the ranks to be launched print them.
    """
    from nanoglue.case import CaseError, find, read
    from nanoglue.case.renamed import CHANGED_DEFAULTS

    try:
        case = read(find(name), overrides or ())
    except CaseError as error:
        fail(str(error), BAD_CASE)
    if silent or not first_rank():
        return case
    if case.deprecated:
        for one in case.deprecated:
            typer.echo(one, err=True)
        typer.echo(f"'nanoglue upgrade {name}' rewrites these keys; {CHANGED_DEFAULTS}", err=True)
    if case.warnings:
        typer.echo("\n".join(line for one in case.warnings for line in one.lines()), err=True)
    return case


def check_calibration(case: "Case", overrides: Sequence[str] | None) -> None:
    """Check the section ``calibration`` of a case and end the command at errors."""
    from nanoglue.case import CaseError

    if case.calibration is None:
        return
    from nanoglue.calibration.prediction import check_section

    try:
        check_section(case, tuple(overrides or ()))
    except CaseError as error:
        fail(str(error), BAD_CASE)


def check_observables(case: "Case") -> None:
    """Compile the observables of the user, evaluate them, and end the command at errors."""
    if not case.output.observables:
        return
    from nanoglue.case import CaseError
    from nanoglue.models import own_code

    with environment():
        from nanoglue.api import Simulation
    try:
        with environment():
            Simulation(case)
    except CaseError as error:
        fail(str(error), BAD_CASE)
    except Exception as error:
        place = own_code.raised_in(error)
        if place is None:
            raise
        fail(f"{place}: error: {own_code.what_went_wrong(error)}", BAD_CASE)


def mesh_size(case: "Case") -> list[str]:
    """Mesh a case, end the command at errors, and return its expected size in words."""
    from nanoglue.case import CaseError
    from nanoglue.mesh.examination import examine

    with environment(), waiting("mesh"):
        found = examine(case)
    if found.issues:
        fail(str(CaseError(found.issues)), BAD_CASE)
    return found.lines(case)


def computed(
    case: "Case", comm: "MPI.Comm", directory: Path, modes: tuple[bool, bool, bool, bool]
) -> int:
    """Run a case; errors that the user can correct are reported without a traceback."""
    with reported(case, comm, directory):
        return _run(case, comm, directory, modes)


@contextmanager
def reported(case: "Case", comm: "MPI.Comm", directory: Path | None = None) -> Iterator[None]:
    """Report errors that the user can correct without a traceback, and exit.

    Args:
        case: what is run.
        comm: all ranks.
        directory: results folder, if there is one.
    """
    from nanoglue.case import CaseError
    from nanoglue.models import own_code
    from nanoglue.output.results_folder import NoCheckpoint, ResultsExist
    from nanoglue.solvers.petsc_options import refusal

    try:
        yield
    except StoppedInSetup as request:
        abandon(str(request), comm)
    except (CaseError, ResultsExist, NoCheckpoint) as error:
        fail(str(error), BAD_CASE)
    except EnvironmentProblem as error:
        fail(f"error[environment]: {error}", ENVIRONMENT)
    except OSError as error:
        begun = directory is not None and (directory / "history.csv").exists()
        kept = "; what was written before is kept, and --resume goes on" * begun
        fail(f"error[files]: {error}{kept}", ENVIRONMENT)
    except RuntimeError as error:
        refused, place = refusal(error), own_code.raised_in(error) if case.own_code else None
        if place is not None:
            fail(f"{place}: error: {own_code.what_went_wrong(error)}", BAD_CASE)
        if refused is None or not case.solver.petsc:
            raise
        fail(f"{case.path}: error: solver.petsc: {refused}", BAD_CASE)
    except (Exception, SystemExit) as error:
        place = own_code.raised_in(error) if case.own_code else None
        if place is None:
            raise
        fail(f"{place}: error: {own_code.what_went_wrong(error)}", BAD_CASE)


def _run(
    case: "Case", comm: "MPI.Comm", directory: Path, modes: tuple[bool, bool, bool, bool]
) -> int:
    """Run; once more, if a compilation that was killed in an earlier run is in the way."""
    from nanoglue.run import run
    from nanoglue.runtime.form_libraries import NotCompiled

    begin_setup()  # again, as MPI has installed handlers of its own
    try:
        return run(case, comm, directory, *modes)
    except NotCompiled as error:
        if not error.abandoned:
            raise
    # what stands in the way is removed when the geometry is made
    return run(case, comm, directory, True, *modes[1:])


def launch_ranks(ranks: int, status: Path | None) -> NoReturn:
    """Hand the same command line, without ``-n``, to mpiexec; draw a bar on a terminal."""
    if signal := received():
        fail(f"stopped by {signal} before the run began", ExitCode.STOPPED)
    restore_handlers()
    from nanoglue.cli.mpiexec import launch, launch_below_a_bar, without_ranks

    arguments = without_ranks(sys.argv[1:])
    with environment():
        if status and sys.stderr.isatty():
            raise typer.Exit(launch_below_a_bar(ranks, arguments, status))
        launch(ranks, arguments)
    raise AssertionError("mpiexec has taken the place of this process")


def petsc_options(text: str | None) -> list[str]:
    """PETSc options of the command line as settings of the case; refused ones end the command."""
    from nanoglue.solvers.petsc_options import overrides

    try:
        return overrides(text or "")
    except ValueError as error:
        fail(f"--petsc: error: {error}", BAD_CASE)


def occupied(directory: Path) -> bool:
    """Whether there is something that a run would overwrite; the mesh alone is not."""
    if not directory.is_dir():
        return directory.exists()
    return any(file.name != "mesh" for file in directory.iterdir())


def refuse_unsafe(directory: Path) -> None:
    """End the command if a folder holds links or devices, through which it would write."""
    from nanoglue.output.results_folder import UnsafeFolder, refuse_links

    try:
        refuse_links(directory)
    except UnsafeFolder as error:
        fail(str(error), BAD_CASE)


def fail(message: str, code: int) -> NoReturn:
    """End the command: the first rank prints the message, all exit with the code."""
    if first_rank():
        typer.echo(message, err=True)
    raise typer.Exit(code)


def abandon(message: str, comm: "MPI.Comm") -> NoReturn:
    """End all ranks before the first step, also those that wait for this one."""
    typer.echo(message, err=True)
    sys.stderr.flush()
    if comm.size > 1:
        time.sleep(ABORT_DELAY)
        comm.Abort(ExitCode.STOPPED)
    raise typer.Exit(ExitCode.STOPPED)


class environment:
    """Turns an ``EnvironmentProblem`` into its message and exit code."""

    def __enter__(self) -> None:
        """Keep threads at one a rank, before libraries start them."""
        one_thread_a_rank()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Say what is wrong."""
        if isinstance(error, EnvironmentProblem):
            fail(f"error[environment]: {error}", ENVIRONMENT)


def abort_all(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """End every rank when one of them fails: the others would wait for it for ever."""
    sys.stderr.write("".join(format_exception(kind, error, trace)))
    sys.stderr.flush()
    mpi = sys.modules.get("mpi4py.MPI")
    if mpi is not None and mpi.Is_initialized() and mpi.COMM_WORLD.size > 1:
        time.sleep(ABORT_DELAY)
        mpi.COMM_WORLD.Abort(1)
