"""Command line: ``nanoglue run CASE`` and what goes with it."""

import sys
from contextlib import nullcontext
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from nanoglue import __version__
from nanoglue.environment import EnvironmentProblem, first_rank, one_thread_a_rank

if TYPE_CHECKING:
    from nanoglue.case import Case

BAD_CASE, MISSED, ENVIRONMENT = 2, 5, 6
"""Exit codes of this file; 0 done, 1 bug, 3 no convergence, 4 stopped early."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="How coated battery particles swell, yield and come off what they sit on.",
)

CaseName = Annotated[str, typer.Argument(metavar="CASE", help="A YAML file or a built-in case.")]
Overrides = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Takes the place of a value of the case."),
]
Directory = Annotated[
    Path | None, typer.Option("-o", "--output", help="Results folder; default results/<case>.")
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite results that are there.")]


@app.command()
def run(
    case: CaseName,
    overrides: Overrides = None,
    ranks: Annotated[int | None, typer.Option("-n", min=1, help="Start so many ranks.")] = None,
    output: Directory = None,
    force: Force = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where it stopped.")] = False,
    petsc: Annotated[
        str | None, typer.Option("--petsc", metavar="OPTIONS", help='Such as "-ksp_monitor".')
    ] = None,
    verbose: Annotated[bool, typer.Option("-v", help="Show Newton's increments too.")] = False,
    quiet: Annotated[bool, typer.Option("-q", help="Show warnings and errors alone.")] = False,
) -> None:
    """Compute a case."""
    read = _case(case, [*(overrides or ()), *_petsc_options(petsc)])
    directory = output or Path("results") / read.path.stem
    if ranks:
        _launch(ranks, None if verbose or quiet else directory / "status.json")
    with _environment():
        from nanoglue import stack  # noqa: F401  before mpi4py
        from nanoglue.terminal import telling
        from mpi4py import MPI  # isort: skip
    comm = MPI.COMM_WORLD
    occupied = comm.bcast(_occupied(directory) and not (force or resume), root=0)
    if occupied:
        _fail(f"{directory} holds results; --force overwrites, --resume goes on, -o DIR", BAD_CASE)
    comm.Barrier()  # all have looked before anyone writes
    with telling(verbose - quiet, alone=comm.size == 1) if comm.rank == 0 else nullcontext():
        code = _told(read, comm, directory, force, resume)
    raise typer.Exit(code)


@app.command()
def check(case: CaseName, overrides: Overrides = None) -> None:
    """Check a case and print what would run."""
    read = _case(case, overrides)
    from nanoglue.case.summary import summary

    for line in [*summary(read), "", f"{read.path}: no errors; nothing was run"]:
        typer.echo(line)


@app.command()
def mesh(
    case: CaseName, overrides: Overrides = None, output: Directory = None, force: Force = False
) -> None:
    """Mesh a case and draw the mesh."""
    read = _case(case, overrides)
    directory = output or Path("results") / read.path.stem / "mesh"
    if _occupied(directory) and not force:
        _fail(f"{directory} is not empty; --force overwrites, -o DIR goes elsewhere", BAD_CASE)
    with _environment():
        from nanoglue.pictures import draw_mesh

        draw_mesh(read, directory)
    typer.echo(f"{directory}")


@app.command()
def sweep(
    case: CaseName,
    over: Annotated[
        list[str], typer.Option("--over", metavar="PATH=V1,V2,...", help="Values to run it with.")
    ],
    overrides: Overrides = None,
    jobs: Annotated[int | None, typer.Option("-j", min=1, help="Runs at a time.")] = None,
    ranks: Annotated[int | None, typer.Option("-n", min=1, help="Ranks of each run.")] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Default results/<case>_sweep.")
    ] = None,
    force: Force = False,
    slurm: Annotated[bool, typer.Option("--slurm", help="Write a job array instead.")] = False,
    point: Annotated[int | None, typer.Option("--point", help="Run this point alone.")] = None,
    collect: Annotated[bool, typer.Option("--collect", help="Write the table alone.")] = False,
) -> None:
    """Compute a case for every combination of some values; go on where an earlier sweep ended."""
    from nanoglue import sweep as sweeping
    from nanoglue.case import CaseError, find

    try:
        grid = sweeping.points(over)
        path = find(case)
        directory = output or Path("results") / f"{path.stem}_sweep"
        plan = sweeping.Plan(path, overrides or (), grid, directory)
        plan.check(force)
    except (CaseError, sweeping.OtherResults) as error:
        _fail(str(error), BAD_CASE)
    if slurm:
        typer.echo(sweeping.write_job_array(plan, over, jobs, ranks, force))
        return
    if not collect:
        wanted = [one for one in plan.waiting() if point is None or one.number == point]
        told = f"{len(wanted)} of {len(grid)} points to run, {jobs or 1} at a time, in {directory}"
        typer.echo(told, err=True)
        workers = sweeping.Workers(plan, jobs or 1, ranks, lambda line: typer.echo(line, err=True))
        workers.run(wanted)
    if point is None:
        typer.echo(sweeping.write_table(plan))


@app.command()
def verify(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Problems or chapters.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Only what takes seconds.")] = False,
    output: Directory = None,
) -> None:
    """Run problems whose results are known and compare."""
    with _environment():
        from nanoglue import stack

        stack.load()
        from mpi4py import MPI

        from nanoglue.verification.book import NoSuchProblem
        from nanoglue.verification.verify import verify
    try:
        met = verify(names or (), quick, MPI.COMM_WORLD, output or Path("results/verification"))
    except NoSuchProblem as error:
        _fail(str(error), BAD_CASE)
    raise typer.Exit(0 if met else MISSED)


@app.command()
def report(
    directories: Annotated[
        list[Path], typer.Argument(metavar="DIR...", help="Results folders.", exists=True)
    ],
    compare: Annotated[bool, typer.Option("--compare", help="Overlay their histories.")] = False,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="The page to write."),
    ] = None,
) -> None:
    """Draw finished runs on a page of their own, or several on one."""
    from nanoglue.report import compare as side_by_side
    from nanoglue.report import write

    if output and len(directories) > 1 and not compare:
        _fail("-o names one page: give one folder, or --compare", BAD_CASE)
    try:
        if compare:
            typer.echo(side_by_side(directories, output or Path("comparison.html")))
            return
        for directory in directories:
            page, skipped = write(directory, output)
            for told in (*skipped, page):
                typer.echo(told)
    except FileNotFoundError as error:
        _fail(f"error: {error}", BAD_CASE)


@app.command()
def cases() -> None:
    """List the built-in cases."""
    from nanoglue import library

    for name, file in library.cases().items():
        lines = file.read_text(encoding="utf-8").splitlines()
        titles = (line for line in lines if line.startswith("title:"))
        typer.echo(f"{name:<32} {next(titles, '').removeprefix('title:').strip()}")


@app.command()
def schema() -> None:
    """Print the JSON Schema of a case, for editors."""
    import json

    from nanoglue.case.json_schema import json_schema

    typer.echo(json.dumps(json_schema(), indent=2))


@app.command()
def doctor() -> None:
    """Look at Python, DOLFINx, MPI, Gmsh and rendering; say what is missing."""
    from nanoglue.doctor import examine, remedy

    findings = examine()
    for finding in findings:
        mark = "ok" if finding.good else "missing" if finding.needed else "without"
        typer.echo(f"{mark:<8} {finding.name:<11} {finding.told}")
    typer.echo(remedy(), nl=bool(remedy()))
    if any(finding.needed and not finding.good for finding in findings):
        raise typer.Exit(ENVIRONMENT)


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        typer.echo(f"nanoglue {__version__}")
        raise typer.Exit


def _case(name: str, overrides: list[str] | None) -> "Case":
    """The case of a path or a name; its errors are printed by the first rank."""
    from nanoglue.case import CaseError, find, read

    try:
        return read(find(name), overrides or ())
    except CaseError as error:
        _fail(str(error), BAD_CASE)


def _told(case: "Case", comm: Any, directory: Path, force: bool, resume: bool) -> int:
    """Run; what the user can mend is told without a traceback."""
    from nanoglue.case import CaseError
    from nanoglue.distribution import NotMeshed
    from nanoglue.petsc_options import refusal
    from nanoglue.results import NoCheckpoint, ResultsExist

    try:
        return _run(case, comm, directory, force, resume)
    except (CaseError, NotMeshed, ResultsExist, NoCheckpoint) as error:
        _fail(str(error), BAD_CASE)
    except OSError as error:
        begun = (directory / "history.csv").exists()
        kept = "; what was written before is kept, and --resume goes on" * begun
        _fail(f"error[files]: {error}{kept}", ENVIRONMENT)
    except RuntimeError as error:
        refused = refusal(error)
        if refused is None or not case.solver.petsc:
            raise
        _fail(f"{case.path}: error: solver.petsc: {refused}", BAD_CASE)


def _run(case: "Case", comm: Any, directory: Path, force: bool, resume: bool) -> int:
    """Run; once more, if a compilation that was killed in an earlier run is in the way."""
    from nanoglue import compiled_forms
    from nanoglue.run import run

    compiled_forms.wait_for_others()
    compiled_forms.clean(comm)
    try:
        return run(case, comm, directory, force=force, resume=resume)
    except (TimeoutError, RuntimeError) as error:
        if not compiled_forms.interrupted(error):
            raise
        compiled_forms.clean(comm)  # only what is old: a younger one may be another run's
    return run(case, comm, directory, force=True, resume=resume)


def _launch(ranks: int, status: Path | None) -> NoReturn:
    """Hand the same command line, without ``-n``, to mpiexec; draw a bar on a terminal."""
    from nanoglue.launcher import launch, launch_below_a_bar, without_ranks

    arguments = without_ranks(sys.argv[1:])
    with _environment():
        if status and sys.stderr.isatty():
            raise typer.Exit(launch_below_a_bar(ranks, arguments, status))
        launch(ranks, arguments)
    raise AssertionError("mpiexec has taken the place of this process")


def _petsc_options(text: str | None) -> list[str]:
    from nanoglue.petsc_options import overrides

    try:
        return overrides(text or "")
    except ValueError as error:
        _fail(f"--petsc: error: {error}", BAD_CASE)


def _occupied(directory: Path) -> bool:
    return directory.exists() and (not directory.is_dir() or any(directory.iterdir()))


def _fail(message: str, code: int) -> NoReturn:
    if first_rank():
        typer.echo(message, err=True)
    raise typer.Exit(code)


class _environment:
    """Turns an ``EnvironmentProblem`` into its message and exit code."""

    def __enter__(self) -> None:
        """Keep threads at one a rank, before libraries start them."""
        one_thread_a_rank()

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        """Say what is wrong."""
        if isinstance(error, EnvironmentProblem):
            _fail(f"error[environment]: {error}", ENVIRONMENT)


def _abort_all(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """End every rank when one of them fails: the others would wait for it for ever."""
    sys.__excepthook__(kind, error, trace)
    sys.stderr.flush()
    mpi = sys.modules.get("mpi4py.MPI")
    if mpi is not None and mpi.Is_initialized() and mpi.COMM_WORLD.size > 1:
        mpi.COMM_WORLD.Abort(1)


def main() -> None:
    """Run the command line of this process."""
    sys.excepthook = _abort_all
    typer.main.get_command(app)(prog_name="nanoglue")


if __name__ == "__main__":
    main()
