"""Mutate cases in ways that keep them plausible, and run unusual but accepted input.

``python benchmarks/robustness/study.py [CASES] [RUNS]`` writes ``study_check.csv`` and
``study_run.csv``. The exit code is 1 if a result is wrong without a warning, or if any input ends
in a traceback or hangs.

Part one reads thousands of mutated cases. A mutation changes the meaning and keeps the form: a
number is scaled by a power of ten, its sign is changed, a unit is exchanged for another of the
same or of another dimension, a key is moved to another section, bodies are exchanged, and a
quantity is written in an equivalent unit, which must give the same resolved case.

Part two runs small systems with numbers that are far from the usual and compares each result with
the exact solution of ``systems.py``. *Correct* means that the last row of the history is within
the tolerance that the system states. A result outside is *warned* if ``summary.json`` holds a
warning, and *wrong* otherwise.
"""

import csv
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
from systems import SYSTEMS, Trial

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "tests" / "fuzz"))
from answers import Hung, answer  # noqa: E402

NUMBER = re.compile(r"(?<![\w.])(-?\d+\.?\d*(?:e[+-]?\d+)?)(?= ?[A-Za-z/^0-9*]*[,}\]\n])")
UNIT = re.compile(r"(?<=\d )(nm|um|GPa|MPa|s|hour|J/m\^2|Pa/m|m\^2/s|cm\^3/mol)\b")
OTHER = ["nm", "um", "m", "GPa", "Pa", "s", "hour", "J/m^2", "eV", "m^2/s", "K", "degC", "V", "%"]
SAME = {"nm": (1e-3, "um"), "um": (1e3, "nm"), "GPa": (1e3, "MPa"), "MPa": (1e-3, "GPa")}
SECONDS = 180
Mutation = Callable[[str, np.random.Generator], str]


def replaced(pattern: re.Pattern[str], text: str, rng: np.random.Generator, new: str | None) -> str:
    """Replace one match of a pattern, chosen at random."""
    found = list(pattern.finditer(text))
    if not found:
        return text
    match = found[int(rng.integers(len(found)))]
    value = new if new is not None else match[0]
    return text[: match.start()] + value + text[match.end() :]


def scaled(text: str, rng: np.random.Generator) -> str:
    """Scale a number by a power of ten."""
    return _number(text, rng, 10.0 ** int(rng.choice([-9, -6, -3, -1, 1, 3, 6, 9])))


def negated(text: str, rng: np.random.Generator) -> str:
    """Change the sign of a number."""
    return _number(text, rng, -1.0)


def zeroed(text: str, rng: np.random.Generator) -> str:
    """Set a number to zero."""
    return _number(text, rng, 0.0)


def _number(text: str, rng: np.random.Generator, factor: float) -> str:
    found = list(NUMBER.finditer(text))
    if not found:
        return text
    match = found[int(rng.integers(len(found)))]
    value = f"{float(match[1]) * factor:.6g}"
    return text[: match.start()] + value + text[match.end() :]


def other_unit(text: str, rng: np.random.Generator) -> str:
    """Exchange a unit for another one."""
    return replaced(UNIT, text, rng, str(rng.choice(OTHER)))


def exchanged(text: str, rng: np.random.Generator) -> str:
    """Exchange two lines of equal indentation."""
    lines = text.splitlines(keepends=True)
    one = int(rng.integers(len(lines)))
    depth = len(lines[one]) - len(lines[one].lstrip())
    same = [i for i, row in enumerate(lines) if len(row) - len(row.lstrip()) == depth]
    two = same[int(rng.integers(len(same)))]
    lines[one], lines[two] = lines[two], lines[one]
    return "".join(lines)


def removed(text: str, rng: np.random.Generator) -> str:
    """Remove a line."""
    lines = text.splitlines(keepends=True)
    del lines[int(rng.integers(len(lines)))]
    return "".join(lines)


def doubled(text: str, rng: np.random.Generator) -> str:
    """Repeat a line elsewhere."""
    lines = text.splitlines(keepends=True)
    row = lines[int(rng.integers(len(lines)))]
    lines.insert(int(rng.integers(len(lines))), row)
    return "".join(lines)


def formula(text: str, rng: np.random.Generator) -> str:
    """Write a formula where a number stands."""
    formulas = [
        "{expression: t}",
        "{expression: x*t}",
        "{expression: 1/t}",
        "{expression: 2**t**t}",
    ]
    return replaced(NUMBER, text, rng, str(rng.choice(formulas)))


MUTATIONS: tuple[Mutation, ...] = (
    scaled,
    negated,
    zeroed,
    other_unit,
    exchanged,
    removed,
    doubled,
    formula,
)


def check(number: int) -> tuple[dict[str, Counter[str]], int]:
    """Read mutated cases and count the answers by kind of mutation."""
    from nanoglue.case import library

    rng = np.random.default_rng(2)
    texts = [path.read_text(encoding="utf-8") for path in library.cases().values()]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    faults = 0
    file = Path(tempfile.mkdtemp()) / "case.yaml"
    for i in range(number):
        mutation = MUTATIONS[i % len(MUTATIONS)]
        text = mutation(texts[int(rng.integers(len(texts)))], rng)
        try:
            outcome = "accepted" if answer(file, text.encode(), ()) == "accepted" else "rejected"
        except Hung:
            outcome = "hang"
        except Exception as error:
            outcome = "traceback"
            print(f"{mutation.__name__}: {type(error).__name__}: {error}", file=sys.stderr)
        if outcome in ("hang", "traceback"):
            faults += 1
            (HERE / f"study_fault_{faults:03d}.yaml").write_text(text, encoding="utf-8")
        counts[mutation.__name__] += Counter({"cases": 1, outcome: 1})
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


def run(number: int) -> tuple[dict[str, Counter[str]], int]:
    """Run unusual input and count the results by system."""
    rng = np.random.default_rng(3)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    faults = 0
    root = Path(tempfile.mkdtemp())
    for i in range(number):
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
    cases, runs = (int(text) for text in (*sys.argv[1:], *("5000", "200")[len(sys.argv) - 1 :]))
    checked, one = check(cases)
    write("study_check.csv", checked, ["cases", "accepted", "rejected", "traceback", "hang"])
    results, two = run(runs)
    outcomes = ["runs", "correct", "correct, with a warning", "warned", "rejected"]
    outcomes += ["stopped with a reason", "wrong", "traceback", "hang"]
    write("study_run.csv", results, outcomes)
    return 1 if one or two else 0


if __name__ == "__main__":
    raise SystemExit(main())
