"""The whole book, or a part of it: run, compared, tabulated."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nanoglue.verification import page
from nanoglue.verification.book import problems
from nanoglue.verification.table import markdown, table
from nanoglue.verification.trial import put


def verify(wanted: Sequence[str], quick: bool, comm: Any, directory: Path) -> bool:
    """Run problems one after another, print their table and write ``report.html``.

    Args:
        wanted: names of problems or chapters; none means all.
        quick: leave out those that take longer than a few seconds.
        comm: MPI communicator; every rank calls this alike.
        directory: each problem's results go to a folder of its own in it.

    Returns:
        Whether every check was met.

    Raises:
        NoSuchProblem: there is no problem or chapter of a name.
    """
    from rich.console import Console

    chosen = problems(wanted, quick)
    wide = None if sys.stdout.isatty() else 200  # a file takes whole lines
    console = Console(quiet=comm.rank > 0, width=wide)
    trials = []
    for problem in chosen:
        trials.append(put(problem, comm, directory))
        mark = "met" if trials[-1].passed else "missed"
        console.print(
            f"{problem.name:<40} {mark:<7} {trials[-1].seconds:6.1f} s",
            highlight=False,
            markup=False,
        )
    if comm.rank == 0:
        directory.mkdir(parents=True, exist_ok=True)  # no case may have got as far
        page.write(trials, directory / "report.html")
        (directory / "table.md").write_text(markdown(trials))
    console.print(table(trials))
    return all(trial.passed for trial in trials)
