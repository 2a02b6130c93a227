"""Capacity that particles of many sizes keep over forty cycles, coated and bare.

``python -m benchmarks.coating.ensemble [-o DIR] [--sizes NM ...] [--cycles N]`` computes one size
after the other and writes the table into this folder's README; sizes that are finished are read
and not repeated.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.coating.run import HERE, Run, compute, where
from benchmarks.table import lines, rewrite

SIZES = (180, 200, 220, 240, 260, 280, 300)
"""Diameters [nm] of the particles (Han et al. 2014); as many of each are assumed."""
MEASURED = {"coated": 93, "bare": 32}
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
STAGE = (
    "{{model: galvanostatic, body: particle, through: [particle_coating, particle_fibre], "
    "rate: {} /hour, until: {{volume_expansion: {}}}}}"
)
TURNS = (1.777, 0.4)
"""Chemical expansion [-] between which particles are cycled: 180 to 253 and 200 nm."""
FIRST = 2
"""Stages before the two that repeat: conversion and the first sodiation."""


class Watch:
    """Stops a march where a body has come loose."""

    def __init__(self, problem: Any) -> None:
        """Watch a problem."""
        self.problem, self.loose = problem, False

    def accepted(self, step: Any) -> bool:  # noqa: ARG002
        """Whether something has come loose."""
        from nanoglue.solvers.rigid_body_modes import newly_unsupported

        self.loose = bool(newly_unsupported(self.problem))
        return self.loose

    def cut(self, step: Any, last: Any) -> bool:  # noqa: ARG002
        """Go on."""
        return self.loose


class Lost(Exception):
    """The particle has come loose, or no equilibrium is left."""


def coated(diameter: float, count: int) -> dict[str, Any]:
    """What holds after the cycles that were computed, and the last cycle that was reached."""
    from nanoglue.case import find, read
    from nanoglue.case.columns import EXPANSION_CHEMICAL
    from nanoglue.mesh.domain import Domain
    from nanoglue.observables import Observables
    from nanoglue.output.tables import row
    from nanoglue.runtime.fenics import MPI
    from nanoglue.runtime.timers import Timers
    from nanoglue.solvers.outcome import NotConverged
    from nanoglue.stepping.cycle_jump import Jump, run_with_cycle_jumps
    from nanoglue.stepping.problem import Problem
    from nanoglue.stepping.time_loop import run_time_loop

    high, low = TURNS
    stages = [STAGE.format(0.2, high), STAGE.format(-0.2, low), STAGE.format(0.2, high)]
    conversion = "{model: conversion, body: coating, rate: 1.4 /hour}"
    settings = [
        f"geometry.particle_diameter={diameter} nm",
        f"protocol=[{', '.join([conversion, *stages])}]",
        *COATED,
    ]
    case = read(find("nanoglue/cycle"), settings)
    problem = Problem(case, Domain.from_case(case, MPI.COMM_SELF), Timers())
    observables, watch = Observables(problem), Watch(problem)
    begin = problem.protocol.stages[FIRST].start
    stops = {time: found for time, found in problem.protocol.breakpoints.items() if time > begin}
    rows: list[dict[str, float]] = []

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
        print(f"{diameter:g} nm, {len(rows)}: {held(rows[-1])}, fatigue {tired}", flush=True)

    ended = ""
    try:
        go(
            problem.start(observables),
            {t: f for t, f in problem.protocol.breakpoints.items() if t <= begin},
        )
        computed = run_with_cycle_jumps(
            cycle, list(problem.cohesion.values()), count, Jump(GROWTH, CHANGE), MPI.COMM_SELF
        )
    except Lost as lost:
        computed, ended = [], str(lost)
    return {
        "held": [held(row) for row in rows],
        "computed": computed,
        "ended": ended,
        "cycle": len(rows),
        "expansion": rows[-1][EXPANSION_CHEMICAL.name],
    }


def held(row: dict[str, float]) -> dict[str, float]:
    """Shares [-] of the bonds that are left."""
    return {name: row[f"bonded_fraction:{name} [-]"] for name in FATIGUE}


def kept(found: dict[str, Any]) -> bool:
    """Whether the coating still holds the particle and itself on the fibre."""
    last = found["held"][-1] if found["held"] else dict.fromkeys(FATIGUE, 0.0)
    return not found["ended"] and min(last["particle_coating"], last["coating_fibre"]) > 0


def once(folder: Path, diameter: float, count: int) -> dict[str, Any]:
    """A coated size, computed unless that is done."""
    place = folder / f"ensemble_{diameter:g}_{count}.json"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        found = coated(diameter, count)
        place.write_text(json.dumps(found))
    result: dict[str, Any] = json.loads(place.read_text())
    return result


def row(diameter: float, found: dict[str, Any], bare: Run) -> list[str]:
    """One size, coated and bare."""
    last = found["held"][-1]
    shares = [f"{100 * share:.0f}" for share in last.values()]
    told = f"{100 * found['expansion']:.0f} %, cycle {found['cycle']}"
    computed = f"lost at {told}" if found["ended"] else f"held, {len(found['computed'])} computed"
    return [f"{diameter:g}", computed, *shares, bare.at("detached", "particle_fibre")]


def main(given: Sequence[str] | None = None) -> None:
    """Compute all sizes and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=Path("results/coating"))
    parser.add_argument("--sizes", type=float, nargs="*", default=SIZES)
    parser.add_argument("--cycles", type=int, default=40)
    asked = parser.parse_args(given)
    rows, holding = [], {"coated": 0, "bare": 0}
    for diameter in asked.sizes:
        name = f"bare {diameter:g}"
        compute(
            "nanoglue/bare", name, [f"geometry.particle_diameter={diameter:g} nm"], asked.output
        )
        bare = Run.read(where(asked.output, name))
        found = once(asked.output, diameter, asked.cycles)
        rows.append(row(diameter, found, bare))
        holding["coated"] += kept(found)
        holding["bare"] += bare.end["bonded_fraction:particle_fibre [-]"] > 0
    head = ["diameter [nm]", "coated", *(f"{name.replace('_', '-')} [%]" for name in FATIGUE)]
    head += ["bare: off at [%]"]
    shares = {name: round(100 * number / len(rows)) for name, number in holding.items()}
    told = "; ".join(f"{name}: {shares[name]} % (measured {MEASURED[name]} %)" for name in shares)
    text = f"{lines(head, rows)}\n\nStill connected after {asked.cycles} cycles, {told}."
    print(text, flush=True)
    rewrite(HERE / "README.md", "ensemble", text)


if __name__ == "__main__":
    main()
