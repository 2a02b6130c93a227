"""Job array for SLURM, with one job for each point of a sweep."""

import re
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from nanoglue.case.text.errors import CaseError, CaseIssue, Place
from nanoglue.output import results_folder as results
from nanoglue.sweep.plan import Plan


def write_job_array(
    plan: Plan, over: Sequence[str], jobs: int | None, ranks: int | None, force: bool
) -> Path:
    """Write the script for ``sbatch`` into the folder of a sweep.

    Args:
        plan: the sweep.
        over: axes of the sweep, ``path=value,value,...`` each.
        jobs: number of points that run at the same time, or None for no limit.
        ranks: ranks of each point.
        force: repeat points whose folders contain results of another case.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    templates = Environment(
        loader=PackageLoader("nanoglue.sweep", "."),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    said = [f"--over={text}" for text in over] + [f"--set={text}" for text in plan.overrides]
    directory = plan.directory.resolve()
    for text in (*said, str(directory), str(plan.case)):
        if not text.isprintable():
            problem = f"a job script needs text without control characters, not {text[:80]!r}"
            raise CaseError([CaseIssue(Place("--slurm"), (), problem)])
    if '"' in str(directory) or "\\" in str(directory):
        problem = f"the results folder must have no quotes or backslashes: {str(directory)!r}"
        raise CaseError([CaseIssue(Place("-o"), (), problem)])
    sweep = [sys.executable, "-P", "-m", "nanoglue", "sweep", str(plan.case.resolve()), *said]
    script = templates.get_template("job_array.sh.jinja").render(
        name=job_name(plan.case.stem),
        last=len(plan.points) - 1,
        at_once=jobs,
        ranks=ranks or 1,
        script=shlex.quote(str(directory / "job_array.sh")),
        wrapped=shlex.quote(shlex.quote(str(directory / "job_array.sh"))),
        output=f'"{str(directory).replace("%", "%%")}/slurm_%A_%a.out"',
        sweep=shlex.join([*sweep, "-o", str(directory)]),
        options=shlex.join([*(["-n", str(ranks)] if ranks else []), *(["--force"] * force)]),
    )
    directory.mkdir(parents=True, exist_ok=True)
    file = directory / "job_array.sh"
    results.write_text(file, script)
    file.chmod(0o755)
    return file


def job_name(name: str) -> str:
    """Return the name of a case with letters, digits, dots, hyphens and underscores alone.

    >>> job_name("two blocks; rm -rf ~")
    'two_blocks_rm_-rf'
    """
    return re.sub(r"[^A-Za-z0-9._-]+", "_", name).strip("_-.")[:60] or "sweep"
