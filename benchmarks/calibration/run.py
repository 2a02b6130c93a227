"""Coverage and rank statistics of the posterior on an analytic case.

``python -m benchmarks.calibration.run [-o DIR] [--repetitions 100]``

In each repetition true parameters are drawn from the prior, measurements from the model with
normally distributed errors, and the posterior is sampled from scratch: design, surrogate,
refinement and chains. A correct posterior has the true value inside its 90 % interval in 90 % of
the repetitions, and evenly distributed ranks of the true value among independent samples
(Talts et al. 2018, arXiv:1804.06788). Completed repetitions in DIR are read and not repeated; the
table of this folder's README is rewritten.
"""

import argparse
import csv
from pathlib import Path

import numpy as np
from benchmarks.table import lines, rewrite
from scipy import stats

from nanoglue.calibration.adaptive import sample_posterior
from nanoglue.calibration.measurement import Measurement
from nanoglue.calibration.study import Parameter, Study
from nanoglue.case.schema.calibration import Posterior as Settings
from nanoglue.case.schema.calibration import Target

HERE = Path(__file__).parent
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


def data(number: int) -> tuple[np.ndarray, np.ndarray]:
    """Return true position and measured values of a repetition."""
    rng = np.random.default_rng([2026, number])
    true = rng.random(len(PARAMETERS))
    return true, model(true[None])[0] + TOLERANCES * rng.normal(size=len(TOLERANCES))


def repetition(number: int) -> list[float]:
    """Return ranks and coverage of the true parameters, R-hat, and whether the chains converged."""
    true, observed = data(number)
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
    inside = (low <= true) & (true <= high)
    converged = not found.chains.doubts(settings.effective_samples)
    r_hat = round(float(found.chains.r_hat.max()), 4)
    return [*np.sum(part < true, axis=0), *inside.astype(int), r_hat, int(converged)]


def exactly_inside(count: int, cells: int = 400) -> np.ndarray:
    """Return which true parameters are inside the intervals of the exact posterior, (count, 2).

    It is integrated on a grid, with the model itself in place of the surrogate.
    """
    middles = (np.arange(cells) + 0.5) / cells
    points = np.stack(np.meshgrid(middles, middles, indexing="ij"), axis=-1).reshape(-1, 2)
    results, inside = model(points), []
    for number in range(count):
        true, observed = data(number)
        misfit = 0.5 * np.sum(((results - observed) / TOLERANCES) ** 2, axis=1)
        weights = np.exp(misfit.min() - misfit).reshape(cells, cells)
        shares = [
            np.interp(x, middles + 0.5 / cells, np.cumsum(weights.sum(axis=other)) / weights.sum())
            for x, other in zip(true, (1, 0), strict=True)
        ]
        inside.append(np.abs(np.array(shares) - 0.5) <= INTERVAL / 2)
    return np.array(inside)


def main() -> None:
    """Run the repetitions that are not done, and rewrite the table of the README."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=Path("results/coverage"))
    parser.add_argument("--repetitions", type=int, default=100)
    given = parser.parse_args()
    given.output.mkdir(parents=True, exist_ok=True)
    file = given.output / "ranks.csv"
    names = [one.name for one in PARAMETERS]
    if not file.exists():
        both = [f"{what} {name}" for what in ("rank", "inside") for name in names]
        file.write_text(",".join(["repetition", *both, "R-hat", "converged"]) + "\n")
    with file.open("r+", newline="") as opened:
        rows = [[float(cell) for cell in row] for row in list(csv.reader(opened))[1:]]
        writer = csv.writer(opened, lineterminator="\n")
        for number in range(len(rows), given.repetitions):
            rows.append([number, *repetition(number)])
            writer.writerow([f"{cell:g}" for cell in rows[-1]])
            opened.flush()
    found = np.array(rows)
    rewrite(HERE / "README.md", "coverage", table(found[:, 1:3], found[:, 3:5], found[:, 6]))


def table(ranks: np.ndarray, covered: np.ndarray, converged: np.ndarray) -> str:
    """Return the results in Markdown."""
    exact = exactly_inside(len(covered))
    head = [
        "parameter",
        f"inside of first {FIRST}",
        f"inside of {len(covered)}",
        "same, exact posterior",
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
        first = int(covered[:FIRST, i].sum())
        met = first >= COVERED and min(even, smooth) > 0.01
        inside = (first, int(covered[:, i].sum()), int(exact[:, i].sum()))
        cells = [*map(str, inside), " ".join(map(str, counts))]
        verdict = "met" if met else "missed"
        rows.append([one.name, *cells, f"{even:.2f}", f"{smooth:.2f}", verdict])
    same = np.mean(exact == covered)
    note = (
        f"\n\n{int(converged.sum())} of {len(ranks)} repetitions converged. The sampled and the "
        f"exact interval agree on {same:.1%} of the true values."
    )
    return lines(head, rows) + note


if __name__ == "__main__":
    main()
