"""Estimate of larger runs from the measured rows of GAMG and LU: powers through two sizes.

``python -m benchmarks.space.model`` prints the table of the documentation.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from pathlib import Path

Row = Mapping[str, float]
SIZES = (180_000.0, 1e6, 1e7, 1e8)
"""Unknowns that are estimated."""

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


def power(one: Row, other: Row, key: str) -> float:
    """Return the power of the unknowns with which a quantity grows between two rows.

    >>> power({"unknowns": 10, "solve": 1}, {"unknowns": 1000, "solve": 100}, "solve")
    1.0
    """
    return log(other[key] / one[key]) / log(other["unknowns"] / one["unknowns"])


def estimate(rows: Mapping[str, Row], unknowns: float) -> Cost:
    """Return the cost at a number of unknowns.

    Linear iterations, factors and their memory grow with the powers between the two measured
    sizes; what a linear iteration, the assembly and the memory of GAMG cost per unknown is that of
    the larger one.
    """
    (small, large), (lu, larger) = (
        (rows[f"10 nm, {name}"], rows[f"4 nm, {name}"]) for name in ("GAMG", "LU")
    )
    ratio, count = unknowns / large["unknowns"], large["iterations"]
    linear = large["linear"] * ratio ** power(small, large, "linear")
    solve = large["solve"] / count * ratio * linear / large["linear"]
    rest = (large["seconds"] - large["solve"]) / count * ratio
    by_lu = unknowns / larger["unknowns"]
    kilobytes = larger["solver"] * by_lu ** power(lu, larger, "solver")
    return Cost(
        unknowns,
        linear,
        solve + rest,
        large["solver"] * unknowns / 1e6,
        larger["factor"] / count * by_lu ** power(lu, larger, "factor"),
        kilobytes * unknowns / 1e6,
    )


def table(rows: Mapping[str, Row]) -> list[str]:
    """Return the lines of the table in the documentation."""
    measured = rows["4 nm, GAMG"]["unknowns"]
    return [_line(estimate(rows, size), size == measured) for size in (measured, *SIZES)]


def _line(cost: Cost, measured: bool) -> str:
    size = f"{cost.unknowns:,.0f}" + (" (measured)" if measured else "")
    entries = [size, *map(_rounded, (cost.iterations, cost.seconds, cost.memory))]
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
