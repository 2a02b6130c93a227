"""Verification of all or some problems, with a table and a report."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from nanoglue.verification import page
from nanoglue.verification.book import problems
from nanoglue.verification.execution import run_problem
from nanoglue.verification.table import markdown, rows, table

if TYPE_CHECKING:
    from nanoglue.runtime.fenics import MPI


def verify(
    selection: Sequence[str],
    quick: bool,
    comm: "MPI.Comm",
    directory: Path,
    as_json: bool = False,
) -> bool:
    """Run problems one after another, print their table and write ``report.html``.

    Args:
        selection: names of problems or chapters; none means all.
        quick: omit problems that take longer than a few seconds.
        comm: MPI communicator; the call is collective.
        directory: folder for the results of all problems.
        as_json: print the table as JSON alone; progress goes to stderr.

    Returns:
        Whether all checks passed.

    Raises:
        NoSuchProblem: there is no problem or chapter with a name.
    """
    from rich.console import Console

    chosen = problems(selection, quick)
    wide = None if sys.stdout.isatty() else 200  # full lines in a file
    console = Console(quiet=comm.rank > 0, width=wide, stderr=as_json)
    results = []
    for problem in chosen:
        results.append(run_problem(problem, comm, directory))
        mark = "met" if results[-1].passed else "missed"
        console.print(
            f"{problem.name:<40} {mark:<7} {results[-1].seconds:6.1f} s",
            highlight=False,
            markup=False,
        )
    if comm.rank == 0:
        directory.mkdir(parents=True, exist_ok=True)  # even if no case has created it
        page.write(results, directory / "report.html")
        (directory / "table.md").write_text(markdown(results))
    if not as_json:
        console.print(table(results))
    elif comm.rank == 0:
        sys.stdout.write(json.dumps(rows(results), indent=2, default=float) + "\n")
    return all(result.passed for result in results)
