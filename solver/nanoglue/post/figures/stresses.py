"""Concentration, stresses and plastic strain at every event, on common scales."""

from collections.abc import Iterator
from pathlib import Path

from nanoglue.post.figures.colours import titled
from nanoglue.post.figures.events import file_names, heading
from nanoglue.post.figures.layout import figure, keys, scale, section
from nanoglue.post.figures.results import Results
from nanoglue.post.figures.section import limits_of, view_of
from nanoglue.post.figures.selection import in_suitable_unit

FIELDS = (
    "concentration [mol/m^3]",
    "hydrostatic_stress [MPa]",
    "von_mises [MPa]",
    "plastic_strain [-]",
)


def draw_fields(results: Results, directory: Path) -> Iterator[Path]:
    """Draw ``fields_NAME.png`` for each event at whose time fields were written."""
    found = list(results.events_with_fields())
    if not found:
        return
    times = [time for _, time in found]
    view = view_of(results, times)
    known = {field: limits_of(results, times, field) for field in FIELDS}
    scales = {field: limits for field, limits in known.items() if limits is not None}
    width, height = (5.0 * side / max(view.size) for side in view.size)
    columns = min(len(scales), 2 if height > width / 3 else 1)
    rows, height = -(-len(scales) // columns), max(height, 1.6)
    names = file_names([record for record, _ in found], "fields")
    for (record, time), name in zip(found, names, strict=True):
        drawn = figure(columns * (max(width, 3.5) + 1.1), rows * (height + 0.25) + 0.9)
        panels = drawn.subplots(rows, columns, squeeze=False).ravel()
        for axes, (field, limits) in zip(panels, scales.items(), strict=False):
            one = in_suitable_unit(field, max(abs(limit) for limit in limits))
            mapped = section(axes, results, time, view, field, limits)
            mapped.set_clim(*(one.factor * limit for limit in limits))
            scale(drawn, axes, mapped, titled(field, one.unit, results.species))
        for empty in panels[len(scales) :]:
            empty.set_axis_off()
        drawn.suptitle(heading(results, record), fontsize=13)
        entries = keys(results, list(scales)[-1])
        drawn.legend(handles=entries, loc="outside lower center", ncols=6, frameon=False)
        drawn.savefig(directory / name, dpi=110)
        yield directory / name
