"""Coverage and rank statistics of the posterior on an analytic case.

``python -m benchmarks.calibration.run [-o DIR] [--repetitions 100] [--others 2000]``

In each repetition true parameters are drawn from the prior, measurements from the model with
normally distributed errors, and the posterior is sampled from scratch: design, surrogate,
refinement and chains. A correct posterior has the true value inside its 90 % interval in 90 % of
the repetitions, and evenly distributed ranks of the true value among independent samples
(Talts et al. 2018, arXiv:1804.06788). The same is done with few runs and no refinement, where the
error of the surrogate is not small. Completed repetitions in DIR are read and not repeated; the
tables of this folder's README are rewritten.
"""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
from benchmarks.calibration.synthetic import (
    INDEPENDENT,
    PARAMETERS,
    Repetition,
    exact,
    repetition,
)
from benchmarks.table import lines, rewrite
from scipy import stats

from nanoglue.case.schema.calibration import Posterior as Settings

HERE = Path(__file__).parent

BINS = 10
"""Bins of the ranks."""

COVERED, FIRST = 15, 20
"""Least number of the first repetitions whose intervals contain the true value."""

SETTINGS = Settings(runs=16, refinements=2, effective_samples=400, max_steps=1500)

FEW = (4, 8)
"""Numbers of runs of a posterior without refinement; four is the least for two parameters."""


def main() -> None:
    """Run the repetitions that are not done, and rewrite the tables of the README."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=Path("results/coverage"))
    parser.add_argument("--repetitions", type=int, default=100)
    parser.add_argument("--others", type=int, default=2000, help="exact posteriors besides")
    given = parser.parse_args()
    given.output.mkdir(parents=True, exist_ok=True)
    found = repetitions(given.output / "refined.jsonl", SETTINGS, given.repetitions)
    rewrite(HERE / "README.md", "coverage", table(found, given.others))
    few = {}
    for runs in FEW:
        settings = SETTINGS.model_copy(update={"runs": runs, "refinements": 0})
        few[runs] = repetitions(given.output / f"{runs}.jsonl", settings, given.repetitions)
    rewrite(HERE / "README.md", "few runs", few_table(few))


def repetitions(file: Path, settings: Settings, count: int) -> list[Repetition]:
    """Return repetitions, of which those in a file are read and the others appended to it."""
    rows = file.read_text().splitlines() if file.exists() else []
    found = [Repetition(**json.loads(row)) for row in rows[:count]]
    with file.open("a") as opened:
        for number in range(len(found), count):
            found.append(repetition(number, settings))
            opened.write(json.dumps(asdict(found[-1])) + "\n")
            opened.flush()
    return found


def table(found: list[Repetition], others: int) -> str:
    """Return coverage and rank statistics in Markdown."""
    count = len(found)
    inside = np.array([one.inside for one in found])
    ranks = np.array([one.ranks for one in found])
    exactly, _ = exact(range(count))
    further, _ = exact(range(count, count + others))
    head = [
        "parameter",
        f"inside of first {FIRST}",
        f"inside of {count}",
        "same, exact posterior",
        f"exact, {others} others",
        f"ranks in {BINS} bins",
        "p, chi-squared",
        "p, Kolmogorov-Smirnov",
        "verdict",
    ]
    rows = []
    for i, one in enumerate(PARAMETERS):
        counts = np.histogram(ranks[:, i], BINS, (0, INDEPENDENT + 1))[0]
        even = stats.chisquare(counts).pvalue
        smooth = stats.kstest((ranks[:, i] + 0.5) / (INDEPENDENT + 1), "uniform").pvalue
        first = int(inside[:FIRST, i].sum())
        met = first >= COVERED and min(even, smooth) > 0.01
        sums = map(str, (first, inside[:, i].sum(), exactly[:, i].sum()))
        shares = f"{further[:, i].mean():.1%}", " ".join(map(str, counts))
        tests = f"{even:.2f}", f"{smooth:.2f}", "met" if met else "missed"
        rows.append([one.name, *sums, *shares, *tests])
    note = (
        f"\n\n{sum(one.converged for one in found)} of {count} repetitions converged. The sampled "
        f"and the exact interval agree on {np.mean(exactly == inside):.1%} of the true values."
    )
    return lines(head, rows) + note


def few_table(few: dict[int, list[Repetition]]) -> str:
    """Return coverage and width of intervals from few runs in Markdown."""
    names = [one.name for one in PARAMETERS]
    head = ["runs", *(f"inside, {name}" for name in names), *(f"width, {name}" for name in names)]
    rows = []
    for runs, found in few.items():
        inside = np.array([one.inside for one in found])
        ratio = np.array([one.widths for one in found]) / exact(range(len(found)))[1]
        shares = [f"{share:.0%}" for share in inside.mean(axis=0)]
        rows.append([str(runs), *shares, *(f"{one:.2f}" for one in np.median(ratio, axis=0))])
    inside, _ = exact(range(len(next(iter(few.values())))))
    rows.append(["exact", *(f"{share:.0%}" for share in inside.mean(axis=0)), "1", "1"])
    return lines(head, rows)


if __name__ == "__main__":
    main()
