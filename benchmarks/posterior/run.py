"""Posteriors and predictive intervals of the published systems.

``python -m benchmarks.posterior.run [-o DIR] [-j JOBS]`` runs ``nanoglue calibrate --method
posterior`` and ``nanoglue predict --information`` for each case, keeps the small results in this
folder and rewrites the tables of ``docs/uncertainty.md``. Completed runs are read and not repeated.
``--tables`` rewrites the tables from the kept results.
"""

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.posterior import pictures, tables
from benchmarks.table import rewrite

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "uncertainty.md"
CASES = {"nanoglue": "nanoglue/coated_calibration", "sei": "sei/delamination_calibration"}
RUNS = {"nanoglue": 13, "sei": 5}
"""Runs of each prediction at samples of the posterior."""

KEPT = (*("posterior.json", "runs.csv", "predictions.json", "predictions.csv", "information.csv"),)
"""Results of a calibration that are kept."""

SAMPLES = 1000
"""Samples of the posterior that are kept."""


def command(*arguments: str) -> None:
    """Run a command of the program; it may end without convergence of the chains (3)."""
    ended = subprocess.run([sys.executable, "-m", "nanoglue", *arguments], check=False)
    if ended.returncode not in (0, 3):
        raise SystemExit(ended.returncode)


def compute(name: str, folder: Path, jobs: int) -> None:
    """Calibrate and predict a case in a folder, where completed runs are reused."""
    case, where = CASES[name], ["-o", str(folder), "-j", str(jobs)]
    command("calibrate", case, "--method", "posterior", *where)
    command("predict", case, "--runs", str(RUNS[name]), "--information", *where)


def keep(folder: Path, place: Path) -> None:
    """Copy the small results of a calibration and draw its pictures."""
    place.mkdir(exist_ok=True)
    thinned(folder / "samples.csv", place / "samples.csv")
    for one in KEPT:
        shutil.copy(folder / one, place / one)
    pictures.smaller(folder / "figures/corner.png", HERE / f"{place.name}_corner.png")
    if place.name == "nanoglue":
        found = json.loads((place / "posterior.json").read_text())["parameters"]
        medians = {name: one["median"] for name, one in found.items()}
        pictures.tornado(CASES[place.name], place, medians, HERE / f"{place.name}_tornado.png")


def thinned(source: Path, kept: Path) -> None:
    """Keep ``SAMPLES`` samples of the posterior, evenly along the chains."""
    heading, *rows = source.read_text().splitlines()
    step = max(1, len(rows) // SAMPLES)
    kept.write_text("\n".join([heading, *rows[::step][:SAMPLES]]) + "\n")


def write(page: Path = PAGE) -> None:
    """Rewrite the tables of the page from the kept results."""
    for name in CASES:
        for mark, table in tables.of(name, CASES[name], HERE / name).items():
            rewrite(page, f"{name} {mark}", table)


def main() -> None:
    """Compute what is missing and rewrite the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=Path("results/posterior"))
    parser.add_argument("-j", "--jobs", type=int, default=1, help="runs at a time")
    parser.add_argument("--tables", action="store_true", help="rewrite the tables alone")
    parser.add_argument("names", nargs="*", help="cases to be computed; all if none is given")
    given = parser.parse_args()
    for name in [] if given.tables else given.names or CASES:
        compute(name, given.output / name, given.jobs)
        keep(given.output / name, HERE / name)
    write()


if __name__ == "__main__":
    main()
