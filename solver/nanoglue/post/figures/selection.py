"""Fields, times and units that a publication figure is asked for."""

import difflib
from dataclasses import dataclass

import numpy as np

from nanoglue.post.figures.results import NotAvailable, Results
from nanoglue.post.figures.triangulation import Planes

GIGA = 1e3
"""Stress [MPa] from which a scale is in GPa."""

ON_PLANE = 1e-7
"""Distance [-] from a plane of symmetry, over the size of the bodies, that is rounding."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A field as it is shown: name in the files, factor to the unit, and unit."""

    field: str
    factor: float
    unit: str

    @property
    def quantity(self) -> str:
        """Name without its unit."""
        return self.field.partition(" [")[0]


def fields_of(results: Results) -> list[str]:
    """Return the scalar fields of the bodies.

    Raises:
        NotAvailable: no fields were written.
    """
    _refuse_without_fields(results)
    found: dict[str, None] = {}
    for name in results.bodies:
        grid = results.grid(name, results.times[-1])
        for field, values in {**grid.nodal, **grid.inside}.items():
            if values.ndim == 1:
                found[field] = None
    return list(found)


def field_named(results: Results, name: str) -> str:
    """Return the field of a name or of the beginning of one, such as ``hoop``.

    Raises:
        NotAvailable: none or several, with those that exist.
    """
    known = {field.partition(" [")[0]: field for field in fields_of(results)}
    starting = [field for short, field in known.items() if short.startswith(name)]
    if name in known:
        return known[name]
    if name and len(starting) == 1:
        return starting[0]
    close = difflib.get_close_matches(name, known, 1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    count = "no" if not starting or not name else "more than one"
    raise NotAvailable(f"{count} field {name!r}{hint}; there are {', '.join(known)}")


def time_of(results: Results, at: str) -> tuple[float, str]:
    """Return the written time [s] of an event, ``last`` or ``20 s``, and a word for file names.

    Where an event happened several times, as at two interfaces, it is the first one with fields.

    Raises:
        NotAvailable: no fields were written at it.
    """
    _refuse_without_fields(results)
    if at == "last":
        return results.times[-1], "last"
    events: dict[str, float] = {}
    for record, written in results.events_with_fields():
        events.setdefault(record.event, written)
    if at in events:
        return events[at], at
    number = at.removesuffix("s").strip()
    try:
        wanted = float(number)
    except ValueError:
        known = ", ".join(["last", *events])
        raise NotAvailable(
            f"no fields at {at!r}; there are {known}, or a time such as '20 s'"
        ) from None
    time = min(results.times, key=lambda one: abs(one - wanted))
    return time, f"{time:g}s"


def _refuse_without_fields(results: Results) -> None:
    if not results.times:
        raise NotAvailable("the run has written no fields (output.fields)")


def shown(results: Results, field: str, time: float) -> Shown:
    """Return a field in a unit that suits its values at a time."""
    grids = (results.grid(name, time).values(field) for name in results.bodies)
    largest = max(
        (float(np.abs(values).max()) for values in grids if values is not None), default=0
    )
    return in_suitable_unit(field, largest)


def in_suitable_unit(field: str, largest: float) -> Shown:
    """Return a field in a unit that suits its largest magnitude.

    Large stresses are in GPa, concentrations in kmol/m³ and potentials in kJ/mol.
    """
    _, _, unit = field.partition(" [")
    unit = unit.removesuffix("]")
    if unit == "MPa" and largest >= GIGA:
        return Shown(field, 1e-3, "GPa")
    if unit == "mol/m^3":
        return Shown(field, 1e-3, "kmol/m³")
    if unit == "MJ/mol":
        return Shown(field, 1e3, "kJ/mol")
    return Shown(field, 1.0, unit)


def planes_of(results: Results) -> Planes:
    """Return the mirror planes of a section, those of its last fields."""
    return mirrors(results, results.times[-1])


def mirrors(results: Results, time: float) -> Planes:
    """Return whether a section is mirrored at the planes 0 of the two coordinates.

    The axis is always a mirror plane.
    """
    if results.has_axis:
        found, _ = _sides(results, time)
        if (axes := _axes(results)) is not None:
            return True, found[1] and 1 in axes
        return True, found[1] and _symmetries(results) > ("axis" in _boundaries(results))
    first, second = _mirrors(results, time)
    return first, second


def mirrors_in_space(results: Results) -> tuple[bool, bool, bool]:
    """Return whether bodies in space are mirrored at the planes 0 of x, y and z."""
    first, second, third = _mirrors(results, results.times[-1])
    return first, second, third


def _mirrors(results: Results, time: float) -> list[bool]:
    """Return for each coordinate whether its plane 0 is a plane of symmetry.

    Planes of symmetry contain a side of the bodies that has not moved out of it, and run.json lists
    them. Where it does not, there are at most as many as the case has boundaries with ``symmetry``;
    if more sides fit, those that slide in their plane are chosen, since the others are clamped.
    """
    found, sliding = _sides(results, time)
    if (axes := _axes(results)) is not None:
        return [side and axis in axes for axis, side in enumerate(found)]
    count = _symmetries(results)
    chosen = found if sum(found) <= count else sliding
    return chosen if sum(chosen) <= count else [False] * len(chosen)


def _sides(results: Results, time: float) -> tuple[list[bool], list[bool]]:
    """Return for each coordinate if a side has stayed in the plane 0, and if it slides there."""
    grids = [results.grid(name, time) for name in results.bodies]
    points = np.concatenate([grid.points for grid in grids])
    moved = np.concatenate([grid.deformed for grid in grids])
    size = ON_PLANE * np.ptp(points, axis=0).max()
    found, sliding = [], []
    for axis in range(points.shape[1]):
        on = np.abs(points[:, axis]) < size
        one_side = points[:, axis].min() > -size or points[:, axis].max() < size
        found.append(bool(on.sum() > 2 and one_side and (np.abs(moved[on, axis]) < size).all()))
        way = np.delete(np.abs(moved - points)[on], axis, axis=1)
        sliding.append(found[-1] and bool(way.max() > size))
    return found, sliding


def _boundaries(results: Results) -> dict[str, dict[str, object] | None]:
    return results.case.get("boundaries") or {}


def _axes(results: Results) -> list[int] | None:
    """Return the axes whose planes 0 are planes of symmetry; None where the run does not tell."""
    found: list[int] | None = results.json("run.json").get("symmetry_axes")
    return found


def _symmetries(results: Results) -> int:
    """Return the number of boundaries with symmetry."""
    return sum(bool((one or {}).get("symmetry")) for one in _boundaries(results).values())
