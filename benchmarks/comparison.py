"""A problem solved by nanoglue and other codes: measured, stored, tabulated and drawn.

Each problem has a module ``run`` with a ``Comparison``. ``results.json`` in its folder has every
run; the table of its README and its figure are made from it.
"""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measured import Run

from benchmarks import environments, figures, measured, table

HERE = Path(__file__).resolve().parent
IMAGES = HERE.parent / "docs" / "images"
OURS, CACHED = "nanoglue", "nanoglue, mesh cached"
"""Names of nanoglue with its mesh made anew and with its mesh from the cache."""

NAMES = {
    "ngsolve": "NGSolve",
    "calculix": "CalculiX",
    "felupe": "FElupe",
    "akantu": "Akantu",
    "scikit_fem": "scikit-fem",
    "sfepy": "SfePy",
}
"""Names of codes that are written in another way."""

NEEDS = {"calculix": "ccx"}
"""System programs that codes need besides their environments."""

Command = Sequence[str | Path]

HEAD = (
    "unknowns",
    "wall [s]",
    "user [s]",
    "user without meshing [s]",
    "steps alone [s]",
    "iterations",
    "factorisations",
    "to nanoglue",
    "to nanoglue without meshing",
    "memory [MB]",
    "error",
)


@dataclass(frozen=True)
class Comparison:
    """What is run, and how the table names it.

    ``repetitions`` are by size and code. ``nanoglue`` returns its command at a size, with a mesh
    made anew or not, and with a number of steps, 0 for all. ``arguments`` are those of the script
    of another code at a size; the last one says whether the run is quick, of ``quick_steps``.
    ``derive`` adds ``error`` to what a run reports.
    """

    folder: Path
    title: str
    size_name: str
    repetitions: Mapping[int, Mapping[str, int]]
    quick: Mapping[int, Mapping[str, int]]
    nanoglue: Callable[[int, bool, int], Command]
    arguments: Callable[[int, bool], Command]
    derive: Callable[[Run], Run]
    quick_steps: int = 0
    prepare: Callable[[int], object] = lambda _: None
    counts: tuple[str, ...] = ()

    @property
    def stored(self) -> Path:
        """The file of all runs."""
        return self.folder / "results.json"

    def command(self, code: str, size: int, quick: bool) -> Command | None:
        """Return the command of a code at a size, or None where it is not installed."""
        if code in (OURS, CACHED):
            return self.nanoglue(size, code == OURS, self.quick_steps if quick else 0)
        python = environments.python_of(code, make=not quick)
        if python is None or (code in NEEDS and environments.program(NEEDS[code]) is None):
            return None
        script = self.folder / f"{code}_{self.folder.name}.py"
        return [python, script, *self.arguments(size, quick)]


def run_all(comparison: Comparison, quick: bool, only: Sequence[str] = ()) -> list[Run]:
    """Return a row of each installed code at each size, with its runs; ``only`` some of them.

    Each code runs once before any runs again, as the load of the machine changes.
    """
    rows: list[Run] = []
    sizes = comparison.quick if quick else comparison.repetitions
    for size in sizes:
        comparison.prepare(size)
        measured.median(comparison.nanoglue(size, False, 1), 1)  # compiles, and stores the mesh
    for size, codes in sizes.items():
        print(f"  {comparison.folder.name}, {size} {comparison.size_name}", flush=True)
        wanted = [code for code in codes if not only or code in only]
        commands = {code: comparison.command(code, size, quick) for code in wanted}
        runs: dict[str, list[Run]] = {code: [] for code, command in commands.items() if command}
        for number in range(max(codes.values())):
            for code in runs:
                if number == len(runs[code]) < codes[code]:
                    print(f"   {code}", flush=True)
                    runs[code] += measured.repeated(commands[code] or (), 1)
        rows += [{"size": size, "code": code, "runs": found} for code, found in runs.items()]
    return rows


def medians(row: Run, derive: Callable[[Run], Run]) -> Run | None:
    """Return the medians of the runs of a row, or None if one failed."""
    if not row["runs"]:
        return None
    found = derive(measured.medians(row["runs"]))
    found["seconds"] = found.get("cpu", found["seconds"])
    found.setdefault("factorisations", found["iterations"])  # the other codes factor each time
    found["without"] = found["user"] - found.get("mesh", 0.0)
    return {"size": row["size"], "code": row["code"], **found}


def relative(found: Run, rows: Sequence[Run]) -> tuple[float | None, float | None]:
    """Return user time per unknown over nanoglue's, with meshing and without.

    With: over that of nanoglue with its mesh made anew; without: of the process without its
    meshing, over the whole process of nanoglue with its mesh cached.
    """
    ratios = []
    for code, part in ((OURS, "user"), (CACHED, "without")):
        ours = [r for r in rows if (r["size"], r["code"]) == (found["size"], code)]
        each = found[part] / found["unknowns"]
        ratios.append(each / (ours[0][part] / ours[0]["unknowns"]) if ours else None)
    return None if found["code"] == CACHED else ratios[0], (
        None if found["code"] == OURS else ratios[1]
    )


def lines(comparison: Comparison, rows: Sequence[Run]) -> str:
    """Return the table of stored rows."""
    n, made = table.number, [medians(row, comparison.derive) for row in rows]
    done = [found for found in made if found]
    body = []
    for row, found in zip(rows, made, strict=True):
        name = [NAMES.get(row["code"], row["code"]), str(row["size"])]
        if found is None:
            body.append([*name, *["-"] * (len(HEAD) + len(comparison.counts))])
            continue
        anew = found["code"] == OURS
        times = [n(found[part]) for part in ("wall", "user")]
        times += ["-" if anew else n(found["without"]), n(found["seconds"])]
        counts = [
            f"{found[count]:.0f}" for count in (*comparison.counts, "iterations", "factorisations")
        ]
        ratios = [n(ratio) for ratio in relative(found, done)]
        end = [n(found["memory"]), f"{found['error']:.1e}"]
        body.append([*name, f"{found['unknowns']:.0f}", *times, *counts, *ratios, *end])
    place = HEAD.index("iterations")
    head = ("", comparison.size_name, *HEAD[:place], *comparison.counts, *HEAD[place:])
    loads = [run["load"] for row in rows for run in row["runs"]]
    between = f"{min(loads):.1f} and {max(loads):.1f}"
    runs = sorted({len(row["runs"]) for row in rows})
    note = f"Runs of each code: {' or '.join(map(str, runs))} (medians). Load of the machine, "
    note += f"two cores, before the runs: between {between}."
    return f"{table.lines(head, body)}\n\n{note}"


def publish(comparison: Comparison) -> None:
    """Write the table of the README and the figure from the stored runs."""
    rows = json.loads(comparison.stored.read_text())
    table.rewrite(comparison.folder / "README.md", "table", lines(comparison, rows))
    found = [each for each in (medians(row, comparison.derive) for row in rows) if each]
    bars = [
        (NAMES.get(each["code"], each["code"]), each["size"], *relative(each, found))
        for each in found
    ]
    place = IMAGES / f"benchmark_{comparison.folder.name}.png"
    figures.bars(bars, comparison.size_name.split()[0], comparison.title, place)


def main(comparison: Comparison) -> None:
    """Run what is asked on the command line."""
    parser = argparse.ArgumentParser(description=comparison.title)
    parser.add_argument("--quick", action="store_true", help="small, once, nothing rewritten")
    parser.add_argument("--ours", action="store_true", help="nanoglue anew, others as stored")
    parser.add_argument("--tables", action="store_true", help="from stored runs, nothing is run")
    given = parser.parse_args()
    if given.quick:
        print(lines(comparison, run_all(comparison, quick=True)))
        return
    if given.ours:
        stored = json.loads(comparison.stored.read_text())
        anew = run_all(comparison, quick=False, only=(OURS, CACHED))
        fresh = {(row["size"], row["code"]): row for row in anew}
        rows = [fresh.get((row["size"], row["code"]), row) for row in stored]
        comparison.stored.write_text(json.dumps(rows, indent=1) + "\n")
    elif not given.tables:
        rows = run_all(comparison, quick=False)
        comparison.stored.write_text(json.dumps(rows, indent=1) + "\n")
    publish(comparison)
    print((comparison.folder / "README.md").read_text())
