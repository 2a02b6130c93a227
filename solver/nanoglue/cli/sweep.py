"""Command ``nanoglue sweep``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nanoglue.cli.execution import BAD_CASE, fail
from nanoglue.cli.options import AsJson, CaseName, Force, Overrides
from nanoglue.runtime.environment import EnvironmentProblem

if TYPE_CHECKING:
    from nanoglue.sweep import JobRequest, Plan


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(sweep)


def sweep(
    case: CaseName,
    over: Annotated[
        list[str], typer.Option("--over", metavar="PATH=V1,V2,...", help="Values of a key.")
    ],
    overrides: Overrides = None,
    jobs: Annotated[
        int | None, typer.Option("-j", min=1, help="Number of runs at the same time.")
    ] = None,
    ranks: Annotated[int | None, typer.Option("-n", min=1, help="MPI ranks of each run.")] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Default results/<case>_sweep.")
    ] = None,
    force: Force = False,
    slurm: Annotated[
        bool, typer.Option("--slurm", help="Write a SLURM job array instead; -j limits it.")
    ] = False,
    pbs: Annotated[
        bool, typer.Option("--pbs", help="Write a PBS job array instead; -j limits it.")
    ] = False,
    slurm_options: Annotated[
        list[str] | None,
        typer.Option("--slurm-opt", metavar="OPTION", help="Such as --slurm-opt=--time=1:00:00."),
    ] = None,
    pbs_options: Annotated[
        list[str] | None,
        typer.Option("--pbs-opt", metavar="OPTION", help="Such as --pbs-opt='-q short'."),
    ] = None,
    point: Annotated[int | None, typer.Option("--point", help="Run this point only.")] = None,
    collect: Annotated[bool, typer.Option("--collect", help="Write the table only.")] = False,
    as_json: AsJson = False,
) -> None:
    """Compute a case for every combination of values, or continue an earlier sweep."""
    from nanoglue import sweep as sweeping
    from nanoglue.case import CaseError, find

    try:
        grid = sweeping.points(over)
        path = find(case)
        directory = output or Path("results") / f"{path.stem}_sweep"
        plan = sweeping.Plan(path, overrides or (), grid, directory)
        plan.check(force)
        for number, problem in plan.problems.items():
            typer.echo(f"{grid[number].name}  bad case: {problem.issues[0].lines()[0]}", err=True)
    except (CaseError, sweeping.OtherResults) as error:
        fail(str(error), BAD_CASE)
    if point is not None and not 0 <= point < len(grid):
        fail(f"--point: error: the sweep has the points 0 to {len(grid) - 1}", BAD_CASE)
    if slurm or pbs:
        if slurm and pbs:
            fail("--pbs: error: choose one batch system, --slurm or --pbs", BAD_CASE)
        queue = sweeping.Queue.PBS if pbs else sweeping.Queue.SLURM
        options = tuple((pbs_options if pbs else slurm_options) or ())
        try:
            request = estimate(plan, ranks or 1)
            array = sweeping.Jobs(queue, jobs, ranks, force, options, request)
            typer.echo(sweeping.write_job_array(plan, over, array))
        except CaseError as error:
            fail(str(error), BAD_CASE)
        return
    if not collect:
        wanted = [one for one in plan.waiting() if point is None or one.number == point]
        text = f"{len(wanted)} of {len(grid)} points to run, {jobs or 1} at a time, in {directory}"
        typer.echo(text, err=True)
        workers = sweeping.Workers(plan, jobs or 1, ranks, lambda line: typer.echo(line, err=True))
        workers.run(wanted)
    if point is None:
        table = sweeping.write_table(plan)
        typer.echo(sweeping.json_table(plan) if as_json else table)
    if not collect:
        raise typer.Exit(sweeping.exit_code(plan, point))


def estimate(plan: "Plan", ranks: int) -> "JobRequest":
    """Return memory and time of the largest point; without Gmsh the usual ones, with a warning."""
    from nanoglue import sweep as sweeping

    try:
        return sweeping.estimate(plan, ranks)
    except EnvironmentProblem as problem:
        typer.echo(f"memory and time are not estimated: {problem}", err=True)
        return sweeping.JobRequest()
