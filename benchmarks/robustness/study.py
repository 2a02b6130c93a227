"""Mutate cases in ways that keep them plausible, and run unusual but accepted input.

``python benchmarks/robustness/study.py [CASES] [RUNS] [--minutes M]`` writes ``study_check.csv``
and ``study_run.csv``, which state how many inputs were tried; each part ends after M minutes. The
exit code is 1 if a result is wrong without a warning, if an equivalent unit changes a case, or if
any input ends in a traceback or hangs.

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
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from plausible_mutations import MUTATIONS, equivalent
from systems import SYSTEMS, Trial

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "tests" / "fuzz"))
from answers import PATIENCE, Hung, patience, readable  # noqa: E402

SECONDS = 180
MINUTES = 60.0
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
        number = re.match(r"-?\d+\.?\d*(?:e[+-]?\d+)?(?= |$)", resolved)
        return f"{float(number[0]):.9g}{resolved[number.end() :]}" if number else resolved
    return float(f"{resolved:.9g}") if isinstance(resolved, float) else resolved


def check(number: int, end: float) -> tuple[dict[str, Counter[str]], int]:
    """Read mutated cases and count the answers by kind of mutation."""
    from nanoglue.case import library

    rng = np.random.default_rng(2)
    texts = [path.read_text(encoding="utf-8") for path in library.cases().values()]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    faults = 0
    file = Path(tempfile.mkdtemp()) / "case.yaml"
    for i in range(number):
        if time.monotonic() > end:
            break
        mutation = MUTATIONS[i % len(MUTATIONS)]
        original = texts[int(rng.integers(len(texts)))]
        text = mutation(original, rng)
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


def ran(trial: Trial, folder: Path) -> tuple[str, float]:
    """Run a trial and classify its result."""
    folder.mkdir(parents=True)
    (folder / "case.yaml").write_text(trial.text, encoding="utf-8")
    command = [sys.executable, "-P", "-m", "nanoglue", "run", "case.yaml", "-o", "results"]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return "hang", np.nan
    if done.returncode == 1 or "Traceback" in done.stderr:
        print(done.stderr[-2000:], file=sys.stderr)
        return "traceback", np.nan
    if done.returncode == 2:
        return "rejected", np.nan
    summary = json.loads((folder / "results" / "summary.json").read_text(encoding="utf-8"))
    warned = bool(isinstance(summary, dict) and summary.get("warnings"))
    if done.returncode in (3, 4):
        return "stopped with a reason", np.nan
    with (folder / "results" / "history.csv").open(encoding="utf-8") as file:
        *_, last = csv.DictReader(file)
    error = trial.error({name: float(value) for name, value in last.items() if value})
    if error <= trial.tolerance:
        return ("correct, with a warning" if warned else "correct"), error
    return ("warned" if warned else "wrong"), error


def run(number: int, end: float) -> tuple[dict[str, Counter[str]], int]:
    """Run unusual input and count the results by system."""
    rng = np.random.default_rng(3)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    faults = 0
    root = Path(tempfile.mkdtemp())
    for i in range(number):
        if time.monotonic() > end:
            break
        trial = SYSTEMS[i % len(SYSTEMS)](rng)
        outcome, error = ran(trial, root / f"{i:04d}")
        if outcome in ("wrong", "traceback", "hang"):
            faults += 1
            print(f"{outcome}: {trial.title}, {root / f'{i:04d}'}, {error:.3g}", file=sys.stderr)
        counts[trial.title] += Counter({"runs": 1, outcome: 1})
    return counts, faults


def write(name: str, counts: dict[str, Counter[str]], columns: list[str]) -> None:
    """Write a table with a last row that sums the others."""
    counts = counts | {"all": sum(counts.values(), Counter())}
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
    asked = parser.parse_args()
    one = two = 0
    if asked.cases:
        checked, one = check(asked.cases, time.monotonic() + 60 * asked.minutes)
        answers = ["cases", "accepted", "warned", "rejected", "changed", "traceback", "hang"]
        write("study_check.csv", checked, answers)
    if asked.runs:
        results, two = run(asked.runs, time.monotonic() + 60 * asked.minutes)
        outcomes = ["runs", "correct", "correct, with a warning", "warned", "rejected"]
        outcomes += ["stopped with a reason", "wrong", "traceback", "hang"]
        write("study_run.csv", results, outcomes)
    return 1 if one or two else 0


if __name__ == "__main__":
    raise SystemExit(main())
