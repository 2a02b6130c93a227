"""Capacity that particles of many sizes keep over forty cycles, bare and under two coatings.

``python -m benchmarks.coating.ensemble [-o DIR] [--sizes NM ...] [--coatings NAME ...]`` computes
one size after the other and writes the tables into this folder's README; sizes that are finished
are read and not repeated.
"""

import argparse
import json
from collections.abc import Sequence
from math import inf
from pathlib import Path
from typing import Any

from benchmarks.coating.loss import CYCLES, Fate, retention
from benchmarks.coating.run import HERE, Run, compute, where
from benchmarks.table import lines, rewrite

from nanoglue.runtime.fenics import MPI
from nanoglue.stepping.cycle_jump import Fatigue, Jump, run_with_cycle_jumps

SIZES = (180, 200, 220, 240, 260, 280, 300)
"""Diameters [nm] of the particles (Han et al. 2014); as many of each are assumed."""
MEASURED = {"bare": "32", "elastic": "93", "yields": "93"}
"""Capacity [%] that electrodes kept over 40 cycles (Han et al. 2014)."""

FATIGUE = {"particle_fibre": 23.5, "particle_coating": 40.0, "coating_fibre": 32.0}
"""Length [nm] of the fatigue of each bond: four times the final opening 2 G_c/sigma_c."""
WORN = "interfaces.{}.fatigue={{model: roe_siegmund, length: {} nm, endurance: 0.25}}"
GROWTH, CHANGE = 0.2, 0.3
"""Fatigue [-] that no point may gain by a jump, and how alike the two cycles before it must be."""

MESH = {"interface": 8, "coating": 12, "bulk": 24, "far": 120}
COATED = [
    *(f"geometry.{name}_size={size} nm" for name, size in MESH.items()),
    *(WORN.format(name, length) for name, length in FATIGUE.items()),
    "output={fields: none, pictures: false}",
]
YIELDS = "bodies.coating.plasticity={model: j2, yield_stress: 5 GPa, viscosity: 1e5 GPa*s}"
COATINGS = {"elastic": (), "yields": (YIELDS,)}
"""Settings of each coating; the yield stress is that of ``nanoglue/cycle_free`` (assumed)."""
STAGE = (
    "{{model: galvanostatic, body: particle, through: [particle_coating, particle_fibre], "
    "rate: {} /hour, until: {{volume_expansion: {}}}}}"
)
TURNS = (1.777, 0.8)
"""Chemical expansion [-] between which particles are cycled: 180 to 253 and 219 nm.

Measured are 200 to 205 nm. With a coating that yields, no state of equilibrium is found there.
"""
FIRST = 2
"""Stages before the two that repeat: conversion and the first sodiation."""


class Watch:
    """Stops a march where a body has come loose, or no bond to the fibre is left."""

    def __init__(self) -> None:
        """Begin with all bodies supported."""
        self.loose = False

    def accepted(self, step: Any) -> bool:
        """Whether something has come loose."""
        from nanoglue.case.event_types import EventType
        from nanoglue.output.tables import row

        left = bonds(row(step.observed))
        off = not any(left[name] for name in ("particle_fibre", "coating_fibre"))
        self.loose = off or any(event.event is EventType.UNSUPPORTED for event in step.events)
        return self.loose

    def cut(self, step: Any, last: Any) -> bool:  # noqa: ARG002
        """Go on."""
        return self.loose


class Recorded(Jump):
    """Cycle jump that keeps the numbers of cycles that it left out, one after each computed."""

    left_out: list[int]

    def __init__(self, growth: float, change: float) -> None:
        """Leave out cycles within these limits."""
        super().__init__(growth, change)
        object.__setattr__(self, "left_out", [])

    def cycles(self, comm: MPI.Comm, before: Fatigue, last: Fatigue, left: int) -> int:
        """Number of cycles that may be left out; collective."""
        self.left_out.append(super().cycles(comm, before, last, left))
        return self.left_out[-1]


class Lost(Exception):
    """The particle has come loose, or no equilibrium is left."""


def coated(diameter: float, coating: str, count: int) -> dict[str, Any]:
    """What holds after each cycle computed, and the last one with the first of a jump before it."""
    from nanoglue.case import find, read
    from nanoglue.case.columns import EXPANSION_CHEMICAL
    from nanoglue.mesh.domain import Domain
    from nanoglue.observables import Observables
    from nanoglue.output.tables import row
    from nanoglue.runtime.timers import Timers
    from nanoglue.solvers.outcome import NotConverged
    from nanoglue.stepping.problem import Problem
    from nanoglue.stepping.time_loop import run_time_loop

    high, low = TURNS
    stages = [STAGE.format(0.2, high), STAGE.format(-0.2, low), STAGE.format(0.2, high)]
    conversion = "{model: conversion, body: coating, rate: 1.4 /hour}"
    settings = [
        f"geometry.particle_diameter={diameter} nm",
        f"protocol=[{', '.join([conversion, *stages])}]",
        *COATED,
        *COATINGS[coating],
    ]
    case = read(find("nanoglue/cycle"), settings)
    problem = Problem(case, Domain.from_case(case, MPI.COMM_SELF), Timers())
    observables, watch = Observables(problem), Watch()
    begin = problem.protocol.stages[FIRST].start
    stops = {time: found for time, found in problem.protocol.breakpoints.items() if time > begin}
    rows: list[dict[str, float]] = []
    jump = Recorded(GROWTH, CHANGE)

    def go(start: Any, until: Any) -> None:
        """March, and note what holds at the end."""
        try:
            last = run_time_loop(problem, observables, lambda _: [], watch, start, until)
        except NotConverged as stuck:
            rows.append(row(stuck.last.observed))
            raise Lost(str(stuck)) from stuck
        rows.append(row(last.observed))
        if watch.loose:
            raise Lost("unsupported")

    def cycle() -> None:
        """Out and in again."""
        start = problem.start(observables)
        start.time = begin
        go(start, stops)
        tired = {n: float(c.fatigue.fatigue_old.x.array.max()) for n, c in problem.cohesion.items()}
        print(f"{diameter:g} nm, {len(rows)}: {bonds(rows[-1])}, fatigue {tired}", flush=True)

    ended = ""
    try:
        go(
            problem.start(observables),
            {t: f for t, f in problem.protocol.breakpoints.items() if t <= begin},
        )
        worn = list(problem.cohesion.values())
        run_with_cycle_jumps(cycle, worn, count - 1, jump, MPI.COMM_SELF)
    except Lost as lost:
        ended = str(lost)
    reached = len(rows) + sum(jump.left_out)
    return {
        "held": [bonds(row) for row in rows],
        "ended": ended,
        "first": reached - (jump.left_out[-1] if jump.left_out else 0),
        "cycle": reached,
        "expansion": rows[-1][EXPANSION_CHEMICAL.name],
    }


def bonds(row: dict[str, float]) -> dict[str, float]:
    """Shares [-] of the bonds that are left."""
    return {name: row[f"bonded_fraction:{name} [-]"] for name in FATIGUE}


def fate(found: dict[str, Any]) -> Fate:
    """First and last cycle in which a coated particle may come off; one that stops may hold."""
    if not found["ended"]:
        return inf, inf
    last = found["held"][-1]
    lost = min(last["particle_coating"], last["coating_fibre"]) <= 0
    return found["first"], found["cycle"] if lost else inf


def share_held(fates: Sequence[Fate]) -> str:
    """Share [%] of the particles that are never lost; two values where some stopped."""
    ends = (sum(cycle == inf for cycle in each) / len(fates) for each in zip(*fates, strict=True))
    return " to ".join(dict.fromkeys(f"{100 * end:.0f}" for end in ends))


def once(folder: Path, diameter: float, coating: str, count: int) -> dict[str, Any]:
    """A coated size, computed unless that is done."""
    place = folder / f"ensemble_{coating}_{diameter:g}_{count}.json"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        found = coated(diameter, coating, count)
        place.write_text(json.dumps(found))
    result: dict[str, Any] = json.loads(place.read_text())
    return result


def shown(found: dict[str, Any]) -> list[str]:
    """What became of a coated particle, and the bonds that it has at last."""
    first, last = fate(found)
    cycles = " to ".join(dict.fromkeys(str(found[name]) for name in ("first", "cycle")))
    at = f"at {100 * found['expansion']:.0f} %, cycle {cycles}"
    report = f"lost {at}" if last < inf else f"stopped {at}" if first < inf else "held"
    return [report, *(f"{100 * share:.0f}" for share in found["held"][-1].values())]


def main(given: Sequence[str] | None = None) -> None:
    """Compute all sizes and write both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=Path("results/coating"))
    parser.add_argument("--sizes", type=float, nargs="*", default=SIZES)
    parser.add_argument("--coatings", nargs="*", choices=list(COATINGS), default=list(COATINGS))
    asked = parser.parse_args(given)
    rows: list[list[str]] = []
    fates: dict[str, list[Fate]] = {"bare": [], **{name: [] for name in asked.coatings}}
    for diameter in asked.sizes:
        name = f"bare {diameter:g}"
        compute(
            "nanoglue/bare", name, [f"geometry.particle_diameter={diameter:g} nm"], asked.output
        )
        bare = Run.read(where(asked.output, name))
        off = bare.end["bonded_fraction:particle_fibre [-]"] <= 0
        fates["bare"].append((1, 1) if off else (1, inf))
        rows.append([f"{diameter:g}", "bare", f"off at {bare.at('detached')} %", "0", "-", "-"])
        for coating in asked.coatings:
            found = once(asked.output, diameter, coating, CYCLES)
            fates[coating].append(fate(found))
            rows.append([f"{diameter:g}", coating, *shown(found)])
    head = ["diameter [nm]", "coating", "outcome"]
    head += [f"{name.replace('_', '-')} [%]" for name in FATIGUE]
    kept = [
        [name, share_held(of), str(retention(of)), MEASURED[name]] for name, of in fates.items()
    ]
    shares = ["", "held after 40 cycles [%]", "capacity kept (90 % interval) [%]", "measured [%]"]
    for mark, text in (("ensemble", lines(head, rows)), ("retention", lines(shares, kept))):
        print(text, flush=True)
        rewrite(HERE / "README.md", mark, text)


if __name__ == "__main__":
    main()
