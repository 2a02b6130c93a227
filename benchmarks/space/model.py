"""Estimate of larger runs from the measured rows of multigrid and LU.

``python -m benchmarks.space.model`` prints the table of the documentation.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from pathlib import Path
from statistics import linear_regression

Row = Mapping[str, float]
SIZES = (1e6, 1e7, 1e8)
"""Unknowns that are estimated."""

MEGABYTE = 2**20
"""Bytes of a unit of the measured memory."""

MONTH = 30 * 86_400.0
"""Time [s] of a factor on one core above which LU counts as not possible."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Cost of one Newton iteration on one core; times in s, memory in GB."""

    unknowns: float
    iterations: float
    seconds: float
    memory: float
    factor: float
    factor_memory: float


@dataclass(frozen=True, slots=True)
class Law:
    """A quantity that grows with a power of the unknowns."""

    factor: float
    power: float

    def __call__(self, unknowns: float) -> float:
        """Return the quantity at a number of unknowns."""
        return self.factor * unknowns**self.power


def law(rows: Sequence[Row], key: str) -> Law:
    """Return the power law of a quantity by least squares of the logarithms.

    >>> round(law([{"unknowns": 10, "solve": 1}, {"unknowns": 1000, "solve": 100}], "solve").power)
    1
    """
    sizes, values = ([log(row[name]) for row in rows] for name in ("unknowns", key))
    power, begin = linear_regression(sizes, values)
    return Law(exp(begin), power)


def measured(rows: Mapping[str, Row], solver: str) -> list[Row]:
    """Return the rows of a solver on one rank that were measured, the smallest first."""
    found = [row for name, row in rows.items() if name.partition(", ")[2] == solver]
    return sorted(
        (row for row in found if "seconds" in row and row.get("ranks", 1) == 1),
        key=lambda row: row["unknowns"],
    )


def estimate(rows: Mapping[str, Row], unknowns: float) -> Cost:
    """Return the cost at a number of unknowns.

    Linear iterations (of the first increment, which takes the most), factors and their memory
    follow power laws through all measured sizes; what
    a linear iteration costs per unknown, with the share of assembly, and the memory of the run
    with multigrid per unknown are those of the largest one.
    """
    multigrid, lu = (measured(rows, name) for name in ("multigrid", "LU"))
    largest = multigrid[-1]
    linear = law(multigrid, "first")(unknowns)
    each = largest["seconds"] / largest["unknowns"] / largest["linear"]
    return Cost(
        unknowns,
        linear,
        each * unknowns * linear,
        largest["memory"] * MEGABYTE * unknowns / largest["unknowns"] / 1e9,
        law(lu, "factor")(unknowns),
        law(lu, "solver")(unknowns) * unknowns / 1e6,
    )


def table(rows: Mapping[str, Row]) -> list[str]:
    """Return the lines of the table in the documentation."""
    return [_line(estimate(rows, size)) for size in SIZES]


def _line(cost: Cost) -> str:
    entries = [
        f"{cost.unknowns:,.0f}",
        *map(_rounded, (cost.iterations, cost.seconds, cost.memory)),
    ]
    if cost.factor > MONTH:
        entries += ["not possible", "not possible"]
    else:
        entries += [_rounded(cost.factor), _rounded(cost.factor_memory)]
    return f"| {' | '.join(entries)} |"


def _rounded(value: float) -> str:
    """Return two digits.

    >>> _rounded(6957.4), _rounded(0.5007)
    ('7,000', '0.50')
    """
    rough = float(f"{value:.1e}")
    return f"{rough:,.0f}" if rough >= 10 else f"{rough:.2g}" if rough >= 1 else f"{rough:.2f}"


if __name__ == "__main__":
    print("\n".join(table(json.loads((Path(__file__).parent / "rows.json").read_text()))))
