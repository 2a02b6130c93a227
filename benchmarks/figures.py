"""Figures of the benchmarks, drawn from stored numbers."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.measured import Run

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, DPI = 7.0, 100
COLOURS = {"with": "#9a9a9a", "without": "#2b6cb0"}


def _pyplot() -> Any:
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    return plt


def bars(
    rows: Sequence[tuple[str, int, float | None, float | None]],
    size_name: str,
    title: str,
    path: Path,
) -> None:
    """Draw the user time per unknown of each code over nanoglue's, with and without meshing.

    Args:
        rows: code, size, and the two ratios, of which one may be missing.
        size_name: what the size counts.
        title: of the figure.
        path: the image.
    """
    plt = _pyplot()
    sizes = sorted({size for _, size, _, _ in rows})
    ratios: dict[tuple[str, int], list[float]] = {}
    for code, size, *both in rows:
        pair = ratios.setdefault((code.split(",")[0], size), [0.0, 0.0])
        for place, ratio in enumerate(both):
            pair[place] = ratio or pair[place]
    most = max(sum(each == size for _, each in ratios) for size in sizes)
    figure, axes = plt.subplots(
        1,
        len(sizes),
        figsize=(WIDTH, 1.2 + 0.42 * most),
        sharex=True,
        squeeze=False,
        layout="constrained",
    )
    for axis, size in zip(axes[0], sizes, strict=True):
        codes = [code for code, each in ratios if each == size]
        for place, (name, shift) in enumerate((("with", -0.19), ("without", 0.19))):
            lengths = [ratios[code, size][place] for code in codes]
            levels = [level + shift for level in range(len(codes))]
            drawn = axis.barh(levels, lengths, 0.36, color=COLOURS[name], label=f"{name} meshing")
            axis.bar_label(drawn, fmt="%.2g", padding=2, fontsize=8)
        axis.set_yticks(range(len(codes)), codes)
        axis.invert_yaxis()
        axis.margins(x=0.12)
        axis.set_title(f"{size:,} {size_name}", fontsize=8)
        axis.axvline(1, color="black", linewidth=0.6)
    axes[0][-1].legend(loc="upper right", fontsize=8, frameon=False)  # beside the bars of nanoglue
    figure.suptitle(title, fontsize=10)
    figure.supxlabel("user time per unknown, relative to nanoglue", fontsize=8)
    save(figure, path)


def save(figure: "Figure", path: Path) -> None:
    """Write an image with a palette, which is a fourth of the size of one without."""
    import io

    from PIL import Image

    with io.BytesIO() as buffer:
        figure.savefig(buffer, dpi=DPI, format="png")
        Image.open(buffer).convert("RGB").quantize(64).save(path, optimize=True)
    _pyplot().close(figure)


PHASES = {"assemble": "assembly", "factor": "factorisation", "solve": "solution", "rest": "rest"}
PHASE_COLOURS = ("#2b6cb0", "#c05621", "#718096", "#cbd5e0")


def phases(rows: Sequence[Run], path: Path) -> None:
    """Draw the time of an iteration by phase against the unknowns, on one rank and on two.

    Args:
        rows: runs with ``unknowns``, ``ranks``, ``iterations`` and seconds by phase.
        path: the image.
    """
    plt = _pyplot()
    figure, axis = plt.subplots(figsize=(WIDTH, 2.8), layout="constrained")
    labels, base = [], [0.0] * len(rows)
    for (name, label), colour in zip(PHASES.items(), PHASE_COLOURS, strict=True):
        each = [1e6 * row[name] / row["iterations"] / row["unknowns"] for row in rows]
        axis.bar(range(len(rows)), each, 0.6, base, color=colour, label=label)
        base = [a + b for a, b in zip(base, each, strict=True)]
    for row in rows:
        ranks = "1 rank" if row["ranks"] == 1 else f"{row['ranks']:.0f} ranks"
        labels.append(f"{row['unknowns']:,.0f}\n{ranks}")
    axis.set_xticks(range(len(rows)), labels, fontsize=8)
    axis.set_ylabel("µs per unknown and iteration", fontsize=8)
    axis.set_title("Bare particle", fontsize=10)
    axis.legend(fontsize=8, frameon=False, ncols=4, loc="upper center")
    axis.margins(y=0.2)
    save(figure, path)
