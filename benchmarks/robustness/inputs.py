"""New inputs of every class of faults, with independently derived results.

``python benchmarks/robustness/inputs.py [--new] [ROW ...]`` runs the inputs of ``inputs/ROW.yaml``,
with ``--new`` those that do not agree in the table yet, through ``nanoglue check`` and ``nanoglue
run``, compares exit codes, messages, warnings, events and histories with what each input expects,
and writes ``inputs.csv``. A warning that an input does not expect is a difference. ``inputs.md``
holds the same as a table, without what all inputs share. The
exit code is 1 if any result differs.
"""

import csv
import json
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from runner import Runner

HERE = Path(__file__).parent
SECONDS = 300.0
"""Time of the processor [s] after which a run counts as a hang."""
COLUMNS = ["row", "input", "quantity", "expected", "computed", "agrees"]
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Comparison:
    """A quantity with its expected and computed value."""

    quantity: str
    expected: str
    computed: str
    agrees: bool


def compared(quantity: str, expected: object, computed: object) -> Comparison:
    """Return the comparison of two things that must be equal."""
    return Comparison(quantity, str(expected), str(computed), expected == computed)


def close(quantity: str, wanted: Mapping[str, Any], computed: float) -> Comparison:
    """Return the comparison of two numbers within a relative or an absolute tolerance."""
    value = float(wanted["value"])
    allowed = float(wanted.get("by", abs(value) * float(wanted.get("within", TOLERANCE))))
    agrees = abs(computed - value) <= allowed
    return Comparison(quantity, f"{value:.6g} +- {allowed:.2g}", f"{computed:.6g}", agrees)


def history_of(folder: Path) -> list[dict[str, float]]:
    """Return the rows of a history, or none."""
    file = folder / "results" / "history.csv"
    if not file.exists():
        return []
    with file.open(encoding="utf-8") as lines:
        return [{k: float(v) for k, v in row.items() if v} for row in csv.DictReader(lines)]


def value_at(rows: list[dict[str, float]], column: str, time: float | None) -> float:
    """Return a column at a time [s], by default the last; NaN where there is none."""
    if not rows:
        return float("nan")
    if time is None:
        return rows[-1].get(column, float("nan"))
    row = min(rows, key=lambda row: abs(row["time [s]"] - time))
    near = abs(row["time [s]"] - time) <= 1e-6 * max(time, 1.0)
    return row.get(column, float("nan")) if near else float("nan")


def extreme(rows: list[dict[str, float]], wanted: Mapping[str, Any]) -> float:
    """Return the largest or smallest value of a column over the run, or that at a time."""
    column, over = wanted["column"], wanted.get("over")
    if over is None:
        return value_at(rows, column, wanted.get("time"))
    values = [row[column] for row in rows if column in row]
    return {"max": max, "min": min}[over](values) if values else float("nan")


def event_time(folder: Path, event: str, place: str) -> float:
    """Return the time [s] of the first event of a kind, or NaN."""
    file = folder / "results" / "events.csv"
    if not file.exists():
        return float("nan")
    with file.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["event"] == event and place in row["where"]:
                return float(row["time [s]"])
    return float("nan")


def warnings_of(folder: Path) -> list[str]:
    """Return the names of the validity checks that a run violated."""
    file = folder / "results" / "summary.json"
    if not file.exists():
        return []
    return sorted({entry["check"] for entry in json.loads(file.read_text())["warnings"]})


def results(
    folder: Path, wanted: Mapping[str, Any], codes: tuple[int, int]
) -> Iterator[Comparison]:
    """Yield the comparisons of an input that has been checked and run."""
    code = wanted.get("exit", 0)
    yield compared("exit code of check", wanted.get("check", 2 if code == 2 else 0), codes[0])
    yield compared("exit code of run", code, codes[1])
    text = (folder / "check.txt").read_text() + (folder / "run.txt").read_text()
    text = " ".join(text.split())
    yield compared("traceback", False, "Traceback (most recent" in text)
    for pattern in wanted.get("messages", ()):
        found = re.search(pattern, text, re.IGNORECASE) is not None
        yield Comparison("message", pattern, "present" if found else "absent", found)
    if code in (0, 3):
        yield compared("warnings", sorted(wanted.get("warnings", [])), warnings_of(folder))
    rows = history_of(folder)
    for entry in wanted.get("values", ()):
        time = f" at {entry['time']} s" if "time" in entry else ""
        time = f", {entry['over']}" if "over" in entry else time
        yield close(entry["column"] + time, entry, extreme(rows, entry))
    for entry in wanted.get("events", ()):
        time = event_time(folder, entry["event"], entry.get("place", ""))
        yield close(f"time [s] of {entry['event']}", {**entry, "value": entry["time"]}, time)


def rows_of(name: str) -> list[Mapping[str, Any]]:
    """Return the inputs of a row."""
    with (HERE / "inputs" / f"{name}.yaml").open(encoding="utf-8") as file:
        return yaml.safe_load(file)


def kept(table: Path, again: Set[tuple[str, str]]) -> list[list[str]]:
    """Return the lines of a table whose inputs exist and are not run again."""
    if not table.exists():
        return []
    names = sorted(path.stem for path in (HERE / "inputs").glob("*.yaml"))
    known = {(name, entry["input"]) for name in names for entry in rows_of(name)} - again
    with table.open(encoding="utf-8") as file:
        return [line for line in list(csv.reader(file))[1:] if (line[0], line[1]) in known]


def page(lines: Sequence[Sequence[str]]) -> str:
    """Return the table of all inputs in Markdown: one line each for values, events and messages."""
    shown = ["# New inputs of every class of faults", ""]
    shown += ["| row | input | quantity | expected | computed |", "|---|---|---|---|---|"]
    last = ""
    for row, text, quantity, expected, computed, _ in lines:
        if quantity in ("traceback", "exit code of check"):
            continue
        if (quantity, expected) in (("warnings", "[]"), ("exit code of run", "0")):
            continue
        cells = ("", "") if text == last else (row, text)
        last = text
        line = " | ".join((*cells, quantity, expected, computed)).replace("\n", " ")
        shown.append(f"| {line} |")
    return "\n".join(shown) + "\n"


def compare(name: str, number: int, entry: Mapping[str, Any], runner: Runner) -> list[Comparison]:
    """Check and run an input in a folder of its own and return its comparisons."""
    folder = Path(tempfile.mkdtemp(prefix=f"{name}_{number}_"))
    for path, text in {"case.yaml": entry["case"], **entry.get("files", {})}.items():
        (folder / path).write_text(text, encoding="utf-8")
    more = entry.get("options", [])
    check = runner.run(folder, ["check", "case.yaml", *more], "check.txt")
    run = runner.run(folder, ["run", "case.yaml", "-o", "results", *more], "run.txt")
    found = list(results(folder, entry.get("expect", {}), (check, run)))
    for one in found:
        if not one.agrees:
            print(name, number, folder, one, flush=True)
    return found


def main() -> int:
    """Run the inputs of some rows, by default of all, and bring the table up to date."""
    names = [name for name in sys.argv[1:] if name != "--new"]
    names = names or sorted(path.stem for path in (HERE / "inputs").glob("*.yaml"))
    table, runner, differences = HERE / "inputs.csv", Runner(SECONDS), 0
    inputs = {(name, entry["input"]): entry for name in names for entry in rows_of(name)}
    if "--new" in sys.argv[1:]:
        lines = kept(table, set())
        differ = {(line[0], line[1]) for line in lines if line[5] != "yes"}
        done = {(line[0], line[1]) for line in lines} - differ
        inputs = {key: entry for key, entry in inputs.items() if key not in done}
    lines = kept(table, inputs.keys())
    for name in names:
        entries = [entry for (row, _), entry in inputs.items() if row == name]
        for number, entry in enumerate(entries, 1):
            for one in compare(name, number, entry, runner):
                mark = "yes" if one.agrees else "no"
                lines.append([name, entry["input"], one.quantity, one.expected, one.computed, mark])
                differences += not one.agrees
            lines.sort(key=lambda line: (line[0][0], int(line[0][1:])))
            with table.open("w", newline="", encoding="utf-8") as file:
                csv.writer(file, lineterminator="\n").writerows([COLUMNS, *lines])
            (HERE / "inputs.md").write_text(page(lines), encoding="utf-8")
    runner.close()
    print(f"{differences} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    raise SystemExit(main())
