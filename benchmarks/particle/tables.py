"""Tables and figure of the bare particle, from stored runs."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.measured import Run
from benchmarks.particle.limit import exponent, limit

from benchmarks import figures, table

PER = ("s / iteration", "assembly", "factors", "solves")
COUNTS = ("unknowns", "ranks", "steps", "iterations", "factorisations")
PHASES = ("assemble", "factor", "solve")
COSTS = (
    *COUNTS,
    *PER,
    "rest",
    "user [s]",
    "kB / unknown",
    "total / limit",
    "efficiency",
    "s outside the time loop",
    "load",
)
SHARED = ("unknowns", "ranks", "threads a rank", "iterations", *PER, "speed-up")
SINGLE = ("unknowns", "assembly [s]", "first factor [s]", "again [s]", "solve [s]", "kB / unknown")
WHOLE = ("factors", "unknowns", *COUNTS[2:], "s", *PER, "user [s]", "off at [%]", "load")


def _each(found: Run) -> list[str]:
    return [table.number(found[name] / found["iterations"]) for name in ("seconds", *PHASES)]


def costs(rows: Sequence[Run], speed: float) -> str:
    """Return the table of costs; the efficiency is relative to the row of one rank before."""
    n, lines, alone = table.number, [], None
    for found in rows:
        alone = found if found["ranks"] == 1 else alone
        pair = found["ranks"] > 1 and alone and alone["unknowns"] == found["unknowns"]
        efficiency = (
            alone["seconds"] / found["seconds"] / found["ranks"] if pair and alone else None
        )
        memory = 1024 * found["memory_all_ranks"] / found["unknowns"]
        lines.append(
            [
                *(f"{found[name]:.0f}" for name in COUNTS),
                *_each(found),
                n(found["rest"] / found["iterations"]),
                n(found["user"]),
                n(memory),
                n(found["seconds"] / limit(found, speed)),
                n(efficiency),
                n(found["wall"] - found["seconds"]),
                n(found["load"], 2),
            ]
        )
    return table.lines(COSTS, lines)


def whole(rows: Sequence[Run]) -> str:
    """Return the table of runs until the particle detaches."""
    lines, n = [], table.number
    for found in rows:
        counts = [f"{found[name]:.0f}" for name in ("unknowns", *COUNTS[2:])]
        end = f"{100 * found['volume_expansion_chemical [-]']:.1f}"
        times = [n(found["seconds"]), *_each(found), n(found["user"])]
        lines.append([found["factors"], *counts, *times, end, n(found["load"], 2)])
    return table.lines(WHOLE, lines)


def factorisations(rows: Sequence[Run]) -> str:
    """Return the table of single factorisations, and the exponents of time and memory."""
    lines, n = [], table.number
    for found in rows:
        times = [n(found[name]) for name in ("assemble", "analysis", "factor", "solve")]
        each = 1024 * found["memory"] / found["unknowns"]
        lines.append([f"{found['unknowns']:.0f}", *times, n(each)])
    text = table.lines(SINGLE, lines)
    if len(rows) < 2:
        return text
    unknowns = [found["unknowns"] for found in rows]
    time, memory = (exponent(unknowns, [d[k] for d in rows]) for k in ("factor", "memory"))
    return f"{text}\n\nExponents: time {time:.2f}, memory {memory:.2f}."


def threads(rows: Sequence[Run]) -> str:
    """Return the table of ranks and threads; the first row of each size has one of each."""
    lines, n = [], table.number
    alone = {found["unknowns"]: found["seconds"] for found in reversed(rows)}
    for found in rows:
        size = [f"{found[name]:.0f}" for name in ("unknowns", "ranks", "threads", "iterations")]
        lines.append([*size, *_each(found), n(alone[found["unknowns"]] / found["seconds"])])
    return table.lines(SHARED, lines)


def iterative(rows: Sequence[Run]) -> str:
    """Return the table of linear solvers."""
    n, columns = table.number, ("seconds", "user", "iterations", "memory")
    lines = [[found["name"], *(n(found[key]) for key in columns)] for found in rows]
    return table.lines(("", "steps [s]", "user, all [s]", "iterations", "memory [MB]"), lines)


def start(found: dict[str, Run]) -> str:
    """Return the time from the start of the program to the end of its first step."""
    times = [f"{found[name]['wall']:.2f} s ({found[name]['user']:.2f} s user)" for name in found]
    words = "From the start of the program to the end of its first step, 6,000 unknowns"
    return f"{words}: {times[0]} with an empty cache, then {times[1]}."


def summary(found: Run) -> str:
    """Return the tables of the documentation: whole runs, and the first steps by size."""
    speed = found["bandwidth"]
    parts = [
        "Until the particle detaches, with reuse of the factorisation (as shipped) and without:",
        whole(found["whole"]),
        "Up to 10 % of volume expansion or the first steps, with the limit of the same run:",
        costs(found["costs"], speed),
        f"{start(found['start'])}",
    ]
    return "\n\n".join(parts)


def write(found: Run, readme: Path, image: Path) -> None:
    """Write all tables and the figure."""
    speed = found["bandwidth"]
    texts = {
        "whole": whole(found["whole"]),
        "costs": f"{start(found['start'])}\n\n{costs(found['costs'], speed)}",
        "fresh": costs(found["fresh"], speed),
        "factorisations": factorisations(found["factorisations"]),
        "threads": threads(found["threads"]),
        "iterative": iterative(found["iterative"]),
    }
    for name, text in texts.items():
        table.rewrite(readme, name, text)
    figures.phases(found["costs"], image)
