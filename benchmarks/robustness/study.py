"""Mutate cases in ways that keep them plausible, and run unusual but accepted input.

``python benchmarks/robustness/study.py [CASES] [RUNS] [--minutes M] [--seeds S T]`` writes
``study_check.csv`` and ``study_run.csv``, which state how many inputs were tried; each part ends
after M minutes. The exit code is 1 if a result is wrong without a warning, if an equivalent unit
changes a case, or if any input ends in a traceback or hangs.

Part one reads thousands of cases with the mutations of ``plausible_mutations.py``.

Part two runs small systems with numbers that are far from the usual and compares each result with
the exact solution of ``systems.py``. *Correct* means that the last row of the history is within
the tolerance that the system states. A result outside is *warned* if ``summary.json`` holds a
warning, and *wrong* otherwise.
"""

import argparse
import csv
import json
import re
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import numpy as np
from plausible_mutations import MUTATIONS, equivalent
from runner import HUNG, Runner
from systems import SYSTEMS, Row, Trial

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "tests" / "fuzz"))
from answers import PATIENCE, Hung, patience, readable  # noqa: E402

SECONDS = 180
ANSWERS = {0: "", 2: "rejected", 3: "stopped with a reason", 4: "stopped with a reason"}
"""Class of a run by its exit code; empty where the result is compared."""
MINUTES = 60.0
SEEDS = (12, 13)
"""Seeds of the mutated cases and of the runs."""
PROSE = ("title", "description", "source")
"""Keys whose text may name quantities without being one."""


def answered(file: Path, text: str) -> str:
    """Return what the reader answers to the text of a case; other exceptions go on."""
    from nanoglue.case import CaseError, read

    file.write_text(text, encoding="utf-8")
    try:
        with patience(PATIENCE):
            case = read(file)
            case.resolved()
    except CaseError as error:
        readable(str(error))
        return "rejected"
    return "warned" if case.warnings else "accepted"


def unlike(file: Path, original: str) -> bool:
    """Return whether a file and a text resolve to cases with different numbers."""
    from nanoglue.case import read

    changed = numbers_of(read(file).resolved())
    file.write_text(original, encoding="utf-8")
    return changed != numbers_of(read(file).resolved())


def numbers_of(resolved: object) -> object:
    """Return resolved settings with numbers rounded to 9 digits, so that rounding is no change."""
    if isinstance(resolved, dict):
        return {key: numbers_of(value) for key, value in resolved.items() if key not in PROSE}
    if isinstance(resolved, (list, tuple)):
        return [numbers_of(value) for value in resolved]
    if isinstance(resolved, str):
        return _quantity(resolved)
    return float(f"{resolved:.9g}") if isinstance(resolved, float) else resolved


@cache
def _quantity(text: str) -> str:
    """Return a text, or the value in SI units if it is a quantity."""
    from nanoglue.units.parsing import written_quantity

    if not re.match(r"-?\d+\.?\d*(?:e[+-]?\d+)?(?= |$)", text):
        return text
    try:
        base = written_quantity(text).to_base_units()
    except ValueError:
        return text
    return f"{base.magnitude:.9g} {base.units}"


def copied_cases(folder: Path) -> list[Path]:
    """Copy the cases with the files that they name, since a mutation reads them too."""
    from nanoglue.case import library

    originals = list(library.cases().values())
    for place in {path.parent for path in originals}:
        shutil.copytree(place, folder / place.name, dirs_exist_ok=True)
    return [folder / path.parent.name / path.name for path in originals]


def check(number: int, end: float, after: int, seed: int) -> tuple[dict[str, Counter[str]], int]:
    """Read mutated cases and count the answers by kind of mutation."""
    rng = np.random.default_rng(seed)
    paths = copied_cases(Path(tempfile.mkdtemp()))
    texts = [path.read_text(encoding="utf-8") for path in paths]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    faults = 0
    for i in range(number):
        if time.monotonic() > end:
            break
        mutation = MUTATIONS[i % len(MUTATIONS)]
        which = int(rng.integers(len(texts)))
        original, file = texts[which], paths[which].with_name("mutated.yaml")
        text = mutation(original, rng)
        if i < after:
            continue
        try:
            outcome = answered(file, text)
            if mutation is equivalent and (outcome == "rejected" or unlike(file, original)):
                outcome = "changed"
        except Hung:
            outcome = "hang"
        except Exception as error:
            outcome = "traceback"
            print(f"{mutation.__name__}: {type(error).__name__}: {error}", file=sys.stderr)
        if outcome in ("changed", "hang", "traceback"):
            faults += 1
            (HERE / f"study_fault_{faults:03d}.yaml").write_text(text, encoding="utf-8")
        counts[mutation.__name__] += Counter({"cases": 1, outcome: 1})
        if i % 100 == 99:
            print(f"{i + 1} cases read, {faults} faults", file=sys.stderr, flush=True)
    return counts, faults


def ran(trial: Trial, folder: Path, runner: Runner) -> tuple[str, float, Row]:
    """Run a trial and return its class, its error and the last row of its history."""
    folder.mkdir(parents=True)
    (folder / "case.yaml").write_text(trial.text, encoding="utf-8")
    code = runner.run(folder)
    output = (folder / "output.txt").read_text(encoding="utf-8", errors="replace")
    if code == HUNG:
        return "hang", np.nan, {}
    if code not in ANSWERS or "Traceback" in output:
        print(output[-2000:], file=sys.stderr)
        return "traceback", np.nan, {}
    if ANSWERS[code]:
        return ANSWERS[code], np.nan, {}
    summary = json.loads((folder / "results" / "summary.json").read_text(encoding="utf-8"))
    with (folder / "results" / "history.csv").open(encoding="utf-8") as file:
        *_, last = csv.DictReader(file)
    row = {name: float(value) for name, value in last.items() if value}
    error = trial.error(row)
    if error <= trial.tolerance:
        return ("correct, with a warning" if summary["warnings"] else "correct"), error, row
    return ("warned" if summary["warnings"] else "wrong"), error, row


def run(number: int, end: float, after: int, seed: int) -> tuple[dict[str, Counter[str]], int]:
    """Run unusual input and count the results by system.

    The result of the trial before, of the same system, is compared with the exact solution too.
    It counts as *distinguished* if it is outside the tolerance, which shows that the comparison can
    fail.
    """
    rng = np.random.default_rng(seed)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    before: dict[str, Row] = {}
    faults, root, runner = 0, Path(tempfile.mkdtemp()), Runner(SECONDS)
    for i in range(number):
        if time.monotonic() > end:
            break
        trial = SYSTEMS[i % len(SYSTEMS)](rng)
        if i < after:
            continue
        outcome, error, row = ran(trial, root / f"{i:04d}", runner)
        if outcome in ("wrong", "traceback", "hang"):
            faults += 1
            print(f"{outcome}: {trial.title}, {root / f'{i:04d}'}, {error:.3g}", file=sys.stderr)
        counts[trial.title] += Counter({"runs": 1, outcome: 1})
        if row and (other := before.get(trial.title)):
            counts[trial.title]["compared"] += 1
            counts[trial.title]["distinguished"] += not trial.error(other) <= trial.tolerance
        before[trial.title] = row or before.get(trial.title, {})
        if i % 10 == 9:
            print(f"{i + 1} runs, {faults} faults", file=sys.stderr, flush=True)
    runner.close()
    return counts, faults


def add(counts: dict[str, Counter[str]], name: str, after: int) -> None:
    """Add the stored counts to those of a study that went on after so many inputs."""
    if not after:
        return
    with (HERE / name).open(encoding="utf-8") as file:
        stored = {row.pop("input"): row for row in csv.DictReader(file)}
    columns = ("cases", "runs")
    held = sum(int(stored["all"].get(column, 0)) for column in columns)
    if held != after:
        raise SystemExit(f"{name} holds {held} inputs, not {after}")
    for kind, row in stored.items():
        if kind != "all":
            counts[kind] += Counter({column: int(value) for column, value in row.items()})


def write(name: str, counts: dict[str, Counter[str]], columns: list[str]) -> None:
    """Write a table with a last row that sums the others."""
    counts = dict(counts) | {"all": sum(counts.values(), Counter())}
    with (HERE / name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["input", *columns])
        for kind, count in counts.items():
            writer.writerow([kind, *(count[column] for column in columns)])
            print(kind, *(f"{column} {count[column]}" for column in columns), sep="  ")


def main() -> int:
    """Run both parts with the numbers of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("cases", type=int, nargs="?", default=5000, help="mutated cases to read")
    parser.add_argument("runs", type=int, nargs="?", default=200, help="unusual inputs to run")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="at most for each part")
    report = "inputs that the stored tables hold; go on with the next one"
    parser.add_argument("--after", type=int, nargs=2, default=(0, 0), help=report)
    parser.add_argument("--seeds", type=int, nargs=2, default=SEEDS, help="of cases and runs")
    asked = parser.parse_args()
    one = two = 0
    if asked.cases:
        end = time.monotonic() + 60 * asked.minutes
        checked, one = check(asked.cases, end, asked.after[0], asked.seeds[0])
        add(checked, "study_check.csv", asked.after[0])
        answers = ["cases", "accepted", "warned", "rejected", "changed", "traceback", "hang"]
        write("study_check.csv", checked, answers)
    if asked.runs:
        end = time.monotonic() + 60 * asked.minutes
        results, two = run(asked.runs, end, asked.after[1], asked.seeds[1])
        add(results, "study_run.csv", asked.after[1])
        outcomes = ["runs", "correct", "correct, with a warning", "warned", "rejected"]
        outcomes += ["stopped with a reason", "wrong", "traceback", "hang"]
        outcomes += ["compared", "distinguished"]
        write("study_run.csv", results, outcomes)
    return 1 if one or two else 0


if __name__ == "__main__":
    raise SystemExit(main())
