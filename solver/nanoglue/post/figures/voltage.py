"""Voltage of a body over the charge of its half cycles."""

from collections.abc import Iterator
from pathlib import Path

from nanoglue.post.figures.layout import figure
from nanoglue.post.figures.results import Results
from nanoglue.post.half_cycles import bodies, half_cycles

COLOURS = {True: "#1f4e79", False: "#d7191c"}
"""Of insertion and of extraction."""


def draw_voltage(results: Results, directory: Path) -> Iterator[Path]:
    """Draw ``voltage.png`` for a run in which a voltage is recorded."""
    names = [name for name in bodies(results) if half_cycles(results, name)]
    if not names:
        return
    picture = figure(6.0 * len(names), 4.4)
    for axes, name in zip(picture.subplots(1, len(names), squeeze=False)[0], names, strict=True):
        cycles = half_cycles(results, name)
        labelled = set()
        for number, half in enumerate(cycles):
            label = "insertion" if half.inserts else "extraction"
            share = 0.35 + 0.65 * (number + 1) / len(cycles)  # later cycles are darker
            text = label if label not in labelled else None
            labelled.add(label)
            axes.plot(
                half.charge, half.voltage, color=COLOURS[half.inserts], alpha=share, label=text
            )
        axes.set(
            xlabel=f"charge of the half cycle [{cycles[0].unit}]", ylabel="voltage [V]", title=name
        )
        axes.grid(color="#e6e6e6")
        axes.legend(frameon=False, fontsize=9)
        axes.spines[["top", "right"]].set_visible(False)
    picture.savefig(directory / "voltage.png")
    yield directory / "voltage.png"
