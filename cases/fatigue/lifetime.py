"""Computes the fatigue of an interface over many cycles, some of which are extrapolated.

``python cases/fatigue/lifetime.py [--cycles N] [--growth W] [--every]`` repeats the thermal cycle
of ``film_on_copper.yaml`` and prints a row for each computed cycle. Cycles are extrapolated while
the fatigue of no point grows by more than ``growth``, and only where the last two cycles were
alike. ``--every`` computes each cycle, for comparison.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nanoglue as ng
from nanoglue.case import Case, columns
from nanoglue.stepping.cycle_jump import Cycle, Jump, run_with_cycle_jumps

CASE = Path(__file__).parent / "film_on_copper.yaml"
INTERFACE = "top_bottom"


@dataclass(frozen=True, slots=True)
class Row:
    """Number of a cycle, and the bonded fraction and the damage [-] at its end."""

    cycle: int
    bonded: float
    damage_max: float
    damage_mean: float


def lifetime(case: Case, count: int, growth: float) -> list[Row]:
    """Return the state of the interface after each computed cycle; collective.

    Args:
        case: one cycle, with a law of fatigue.
        count: number of cycles.
        growth: fatigue [-] that no point may gain by a jump; 0 computes every cycle.
    """
    simulation = ng.Simulation(case)
    cohesion = simulation.problem.cohesion[INTERFACE]
    cycle = Cycle(simulation.problem, simulation.observables, simulation.recorder)
    names = (columns.BONDED_FRACTION, columns.DAMAGE_MAX, columns.DAMAGE_MEAN)
    states: list[list[float]] = []

    def compute() -> None:
        cycle()
        assert cycle.last is not None
        states.append([cycle.last.observed[name.at(INTERFACE)] for name in names])

    numbers = run_with_cycle_jumps(compute, [cohesion], count, Jump(growth), simulation.comm)
    return [Row(number, *state) for number, state in zip(numbers, states, strict=True)]


def table(rows: list[Row]) -> Iterator[str]:
    """Yield the lines of a table."""
    yield "| cycle | bonded [%] | largest damage [%] | mean damage [%] |"
    yield "|---:|---:|---:|---:|"
    for row in rows:
        shares = (100 * row.bonded, 100 * row.damage_max, 100 * row.damage_mean)
        yield f"| {row.cycle} | " + " | ".join(f"{share:.2f}" for share in shares) + " |"


def main() -> None:
    """Print the table of the arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cycles", type=int, default=200)
    parser.add_argument("--growth", type=float, default=0.05)
    parser.add_argument("--every", action="store_true", help="extrapolate no cycle")
    asked = parser.parse_args()
    rows = lifetime(ng.load(CASE), asked.cycles, 0.0 if asked.every else asked.growth)
    print("\n".join(table(rows)))
    print(f"{len(rows)} of {asked.cycles} cycles computed")


if __name__ == "__main__":
    main()
