"""Job arrays for SLURM and PBS, with one job for each point of a sweep."""

import re
import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from nanoglue.case.text.errors import CaseError, CaseIssue, Place
from nanoglue.output import results_folder as results
from nanoglue.runtime import cache
from nanoglue.sweep.job_request import JobRequest
from nanoglue.sweep.plan import Plan


class Queue(StrEnum):
    """Batch systems, by the names of their templates."""

    SLURM = "slurm"
    PBS = "pbs"


@dataclass(frozen=True, slots=True)
class Jobs:
    """How the points of a sweep run in a batch system."""

    queue: Queue = Queue.SLURM
    at_once: int | None = None
    """Number of points that run at the same time, or None for no limit."""
    ranks: int | None = None
    force: bool = False
    """Repeat points whose folders contain results of another case."""
    options: Sequence[str] = ()
    """Further options of the batch system, such as ``--partition=short``."""
    request: JobRequest = field(default_factory=JobRequest)


def write_job_array(plan: Plan, over: Sequence[str], jobs: Jobs) -> Path:
    """Write the script for ``sbatch`` or ``qsub`` into the folder of a sweep.

    Args:
        plan: the sweep.
        over: axes of the sweep, ``path=value,value,...`` each.
        jobs: batch system and resources.

    Raises:
        CaseError: a text cannot be part of a script, or an option is none.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    templates = Environment(
        loader=PackageLoader("nanoglue.sweep", "."),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    given = [f"--over={text}" for text in over] + [f"--set={text}" for text in plan.overrides]
    directory, ranks = plan.directory.resolve(), jobs.ranks or 1
    request, further = with_time_limit(jobs.request, jobs.options)
    kept = str(cache.folder().resolve())
    _refuse_unprintable(f"--{jobs.queue}", (*given, str(directory), str(plan.case), kept))
    _refuse_bad_options(f"--{jobs.queue}-opt", jobs.options)
    for place, text in (("-o", str(directory)), ("NANOGLUE_CACHE", kept)):
        if '"' in text or "\\" in text:
            problem = f"the folder must have no quotes or backslashes: {text!r}"
            raise CaseError([CaseIssue(Place(place), (), problem)])
    sweep = [sys.executable, "-P", "-m", "nanoglue", "sweep", str(plan.case.resolve()), *given]
    options = (["-n", str(jobs.ranks)] if jobs.ranks else []) + ["--force"] * jobs.force
    script = shlex.quote(str(directory / "job_array.sh"))
    logs = {
        Queue.SLURM: f'"{str(directory).replace("%", "%%")}/slurm_%A_%a.out"',
        Queue.PBS: f'"{directory}/"',
    }
    memory = f"mem={request.megabytes * ranks}mb"
    text = templates.get_template(f"{jobs.queue}.sh.jinja").render(
        name=job_name(plan.case.stem),
        last=len(plan.points) - 1,
        at_once=jobs.at_once,
        ranks=ranks,
        expected=f" The largest has {request.expected}." if request.expected else "",
        megabytes=request.megabytes,
        select=f"select=1:ncpus={ranks}:mpiprocs={ranks}:{memory}",
        time=request.time,
        seconds=request.seconds,
        queue_options=further,
        submit_options=" ".join(further),
        script=script,
        wrapped=shlex.quote(script),
        output=logs[jobs.queue],
        log_folder=shlex.quote(f"{directory}/"),
        cache=shlex.quote(kept),
        sweep=shlex.join([*sweep, "-o", str(directory)]),
        options=shlex.join(options),
    )
    directory.mkdir(parents=True, exist_ok=True)
    file = directory / "job_array.sh"
    results.write_text(file, text)
    file.chmod(0o755)
    return file


def _refuse_unprintable(place: str, texts: Sequence[str]) -> None:
    for text in texts:
        if not text.isprintable():
            problem = f"a job script needs text without control characters, not {text[:80]!r}"
            raise CaseError([CaseIssue(Place(place), (), problem)])


OPTION = re.compile(r"-{1,2}[A-Za-z][\w-]*([= ][\w.,:/@%+=^-]+)?")
"""An option of a batch system with its value, which needs no quotes in a shell."""


def _refuse_bad_options(place: str, options: Sequence[str]) -> None:
    for option in options:
        if not OPTION.fullmatch(option):
            problem = f"must be an option such as --partition=short or '-q short', not {option!r}"
            raise CaseError([CaseIssue(Place(place), (), problem)])


LIMIT = re.compile(r"(?:--time[= ]|-t ?|-l walltime=)(\d+):(\d\d):(\d\d)")
"""Time limit of a job, in hours, minutes and seconds."""


def with_time_limit(
    request: JobRequest, options: Sequence[str]
) -> tuple[JobRequest, tuple[str, ...]]:
    """Return the request with the time limit of the options, and the other options.

    >>> with_time_limit(JobRequest(), ["-q short", "-l walltime=1:00:00"])[0].seconds
    3600
    """
    further = []
    for option in options:
        if found := LIMIT.fullmatch(option):
            hours, minutes, seconds = map(int, found.groups())
            request = replace(request, seconds=3600 * hours + 60 * minutes + seconds)
        else:
            further.append(option)
    if request.seconds <= SHORTEST_S:
        problem = f"the time limit must exceed {SHORTEST_S} s, of which 300 s serve to stop"
        raise CaseError([CaseIssue(Place("time limit of the job"), (), problem)])
    return request, tuple(further)


SHORTEST_S = 600
"""Time limit [s] of a job above which there is time for steps before it is stopped."""


def job_name(name: str) -> str:
    """Return the name of a case with letters, digits, dots, hyphens and underscores alone.

    >>> job_name("two blocks; rm -rf ~")
    'two_blocks_rm_-rf'
    """
    return re.sub(r"[^A-Za-z0-9._-]+", "_", name).strip("_-.")[:60] or "sweep"
