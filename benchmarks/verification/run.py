"""The verification book on this machine, and its table in the documentation.

``python -m benchmarks.verification.run [--table]``; with ``--table`` from the stored results.
"""

import json
import subprocess
import sys
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TypedDict

from benchmarks import table

STORED = Path(__file__).with_name("results.json")
REPORT = Path("results", "verify")
PAGE = Path(__file__).parents[2] / "docs" / "verification.md"
HEAD = ("problem", "checks", "worst: quantity", "error", "tolerance")


class Check(TypedDict):
    """One check of a problem, as ``nanoglue verify --json`` prints it."""

    problem: str
    quantity: str
    error: float
    tolerance: float


def worst_checks(checks: list[Check]) -> str:
    """Return a table of the check of each problem that comes closest to its tolerance.

    >>> one, other = (
    ...     Check(problem="bar", quantity=name, error=error, tolerance=1e-3)
    ...     for name, error in (("force", 1e-4), ("stress", 2e-4))
    ... )
    >>> print(worst_checks([one, other]).splitlines()[2])
    | bar | 2 | stress | 2.0e-04 | 1.0e-03 |
    """
    rows = []
    for problem, found in groupby(checks, itemgetter("problem")):
        of_problem = list(found)
        worst = max(of_problem, key=lambda each: each["error"] / each["tolerance"])
        numbers = f"{worst['error']:.1e}", f"{worst['tolerance']:.1e}"
        rows.append([problem, str(len(of_problem)), worst["quantity"], *numbers])
    return table.lines(HEAD, rows).replace("---:|---:|---:|---:|", "---:|---|---:|---:|", 1)


def main() -> None:
    """Run the book unless its stored results are asked for, and write the table."""
    if "--table" not in sys.argv[1:]:
        command = [Path(sys.executable).with_name("nanoglue"), "verify", "--json", "-o", REPORT]
        found = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
        if found.returncode:
            print(found.stdout)
            sys.exit(found.returncode)
        STORED.write_text(json.dumps(json.loads(found.stdout), indent=1) + "\n")
    table.rewrite(PAGE, "worst checks", worst_checks(json.loads(STORED.read_text())))


if __name__ == "__main__":
    main()
