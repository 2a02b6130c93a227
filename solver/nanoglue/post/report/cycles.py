"""Table of the half cycles of a run."""

from collections.abc import Iterator
from dataclasses import dataclass

from nanoglue.post.figures.results import Results
from nanoglue.post.half_cycles import bodies, half_cycles


@dataclass(frozen=True, slots=True)
class Cycle:
    """Half cycle of a body, as text."""

    body: str
    number: str
    direction: str
    charge: str
    mean_voltage: str
    end_voltage: str
    efficiency: str


def cycles(results: Results) -> Iterator[Cycle]:
    """Yield the half cycles of each body; the second of each cycle has its efficiency."""
    for body in bodies(results):
        for index, half in enumerate(half_cycles(results, body)):
            unit = "" if half.unit == "-" else f" {half.unit}"
            yield Cycle(
                body,
                f"{index // 2 + 1}",
                "insertion" if half.inserts else "extraction",
                f"{half.charge[-1]:.4g}{unit}",
                f"{half.mean_voltage:.4f} V",
                f"{half.voltage[-1]:.4f} V",
                f"{half.efficiency:.4f}" if index % 2 else "",
            )
