"""Coverage and rank statistics of the posterior on an analytic case.

``python -m benchmarks.calibration.run [-o DIR] [--repetitions 100]``

In each repetition true parameters are drawn from the prior, measurements from the model with
normally distributed errors, and the posterior is sampled from scratch: design, surrogate,
refinement and chains. A correct posterior has the true value inside its 90 % interval in 90 % of
the repetitions, and evenly distributed ranks of the true value among independent samples
(Talts et al. 2018, arXiv:1804.06788).
"""

import argparse
import csv
from pathlib import Path

import numpy as np
from scipy import stats

from nanoglue.calibration.adaptive import sample_posterior
from nanoglue.calibration.measurement import Measurement
from nanoglue.calibration.study import Parameter, Study
from nanoglue.case.schema.calibration import Posterior as Settings
from nanoglue.case.schema.calibration import Target

PARAMETERS = (
    Parameter("strength", 100.0, 250.0, "MPa"),
    Parameter("toughness", 0.1, 10.0, "J / m ** 2", logarithmic=True),
)
TOLERANCES = np.array([0.06, 0.08, 0.05])
"""Standard deviations of the measurements; the values range over about 1."""

INTERVAL, INDEPENDENT, BINS = 0.9, 99, 10
"""Credible interval, samples among which the true value is ranked, and bins of the ranks."""

COVERED, FIRST = 15, 20
"""Least number of the first repetitions whose intervals contain the true value."""

SETTINGS = Settings(runs=16, refinements=2, effective_samples=400, max_steps=1500)


def model(positions: np.ndarray) -> np.ndarray:
    """Return three smooth results at points of the unit cube, shape (n, 3)."""
    x, y = positions.T
    return np.stack([np.sin(1.5 * x) + 0.2 * y, y**2 + 0.3 * x, x / (1 + y)], axis=1)


def repetition(number: int) -> tuple[np.ndarray, np.ndarray, float, bool]:
    """Return ranks and coverage of the true parameters, R-hat, and whether the chains converged."""
    rng = np.random.default_rng([2026, number])
    true = rng.random(len(PARAMETERS))
    observed = model(true[None])[0] + TOLERANCES * rng.normal(size=len(TOLERANCES))
    measured = tuple(
        Measurement(
            f"y{i}",
            0,
            Target(column="y [-]", tolerance=float(tolerance), event="end", value=0.0),
            np.zeros(1),
            np.array([value]),
        )
        for i, (value, tolerance) in enumerate(zip(observed, TOLERANCES, strict=True))
    )
    settings = SETTINGS.model_copy(update={"seed": number})
    found = sample_posterior(Study(PARAMETERS, (), measured), model, settings)
    samples, _ = found.chains.samples()
    low, high = np.quantile(samples, [(1 - INTERVAL) / 2, (1 + INTERVAL) / 2], axis=0)
    part = samples[np.linspace(0, len(samples) - 1, INDEPENDENT).astype(int)]
    ranks = np.sum(part < true, axis=0)
    converged = not found.chains.doubts(settings.effective_samples)
    return ranks, (low <= true) & (true <= high), float(found.chains.r_hat.max()), converged


def main() -> None:
    """Run the repetitions, write the ranks, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=Path("results/coverage"))
    parser.add_argument("--repetitions", type=int, default=100)
    given = parser.parse_args()
    given.output.mkdir(parents=True, exist_ok=True)
    ranks, covered = [], []
    with (given.output / "ranks.csv").open("w", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        names = [one.name for one in PARAMETERS]
        both = [f"{what} {name}" for what in ("rank", "inside") for name in names]
        writer.writerow(["repetition", *both, "R-hat", "converged"])
        for number in range(given.repetitions):
            rank, inside, r_hat, converged = repetition(number)
            ranks.append(rank)
            covered.append(inside)
            writer.writerow([number, *rank, *inside.astype(int), f"{r_hat:.4f}", int(converged)])
            opened.flush()
    print(table(np.array(ranks), np.array(covered)))


def table(ranks: np.ndarray, covered: np.ndarray) -> str:
    """Return the results in Markdown."""
    rows = [
        f"| parameter | inside of first {FIRST} | inside of {len(covered)} | counts of ranks in "
        f"{BINS} bins | p, chi-squared | p, Kolmogorov-Smirnov | verdict |",
        "|---|---:|---:|---|---:|---:|---|",
    ]
    for i, one in enumerate(PARAMETERS):
        counts = np.histogram(ranks[:, i], BINS, (0, INDEPENDENT + 1))[0]
        even = stats.chisquare(counts).pvalue
        smooth = stats.kstest((ranks[:, i] + 0.5) / (INDEPENDENT + 1), "uniform").pvalue
        first = int(covered[:FIRST, i].sum())
        met = first >= COVERED and min(even, smooth) > 0.01
        rows.append(
            f"| {one.name} | {first} | {int(covered[:, i].sum())} | {' '.join(map(str, counts))} | "
            f"{even:.2f} | {smooth:.2f} | {'met' if met else 'missed'} |"
        )
    return "\n".join(rows)


if __name__ == "__main__":
    main()
