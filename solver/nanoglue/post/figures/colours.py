"""Colours and labels that all figures share."""

from collections.abc import Iterable
from itertools import cycle
from typing import Any

import numpy as np

from nanoglue.case.event_types import EventType

DEBONDED, DAMAGED, BONDED = "#d7191c", "#fdae61", "#111111"
OUTLINE, BEFORE = "#4a4a4a", "#5c5c5c"
NEUTRAL = ("#c9c9c9", "#dcd3c3", "#bcc6c9", "#d5c9d2")
"""Neutral tones of bodies without a coloured field."""

SCALES = {
    "stoichiometry [-]": ("YlGnBu", (0.0, 0.72), "{species} per host atom $x$ [-]"),
    "concentration [mol/m^3]": ("YlGnBu", (0.0, 0.72), "{species} concentration [mol/m³]"),
    "von_mises [MPa]": ("YlOrBr", (0.0, 0.85), "von Mises stress [MPa]"),
    "hydrostatic_stress [MPa]": ("RdBu_r", (0.08, 0.92), "hydrostatic stress [MPa]"),
    **{
        f"{name} [MPa]": ("RdBu_r", (0.08, 0.92), text)
        for name, text in {
            "hoop_stress": "hoop stress [MPa]",
            "mean_stress": "mean Kirchhoff stress [MPa]",
            "principal_stress_1": "largest principal stress [MPa]",
            "principal_stress_2": "second principal stress [MPa]",
            "principal_stress_3": "smallest principal stress [MPa]",
        }.items()
    },
    "plastic_strain [-]": ("PuRd", (0.0, 0.8), "equivalent plastic strain [-]"),
}
"""Colour map, its part on which black and red lines are legible, and label of each field."""

SIGNED = frozenset(field for field, (name, *_) in SCALES.items() if name == "RdBu_r")
"""Fields with a scale symmetric about zero."""

EVENTS: dict[str, str] = {
    EventType.FIRST_DAMAGE: "first damage",
    EventType.ONSET: "onset of debonding",
    EventType.BONDED_50PCT: "half of the area bonded",
    EventType.BONDED_10PCT: "a tenth of the area bonded",
    EventType.LOAD_BEARING_10PCT: "a tenth of the area bearing load",
    EventType.LOAD_BEARING_1PCT: "a hundredth of the area bearing load",
    EventType.FRONT_AT_AXIS: "debonding front at the axis",
    EventType.DETACHED: "full detachment",
    EventType.CURRENT_INTERRUPTED: "interruption of the current",
    EventType.UNSUPPORTED: "loss of support",
    EventType.IONS_DEPLETED: "depletion of ions",
    EventType.REVERSAL: "next stage",
    EventType.END: "end",
}
"""Labels of events in figures."""


def named(event: str) -> str:
    """Return the label of an event."""
    return EVENTS.get(event, event.replace("_", " "))


def colour_map(field: str) -> Any:
    """Return the colour map of a field, limited to its legible part."""
    import matplotlib
    from matplotlib.colors import LinearSegmentedColormap

    name, (low, high), _ = SCALES.get(field, ("viridis", (0.0, 1.0), ""))
    shades = matplotlib.colormaps[name](np.linspace(low, high, 256))
    return LinearSegmentedColormap.from_list(f"{name} in part", shades)


def damage_colours(damage: np.ndarray) -> np.ndarray:
    """Return a colour (s, 4) for each segment between the points of an interface."""
    return segment_colours(np.column_stack([damage[:-1], damage[1:]]))


def segment_colours(damage: np.ndarray) -> np.ndarray:
    """Return a colour (s, 4) for each part of an interface from the damage (s, n) at its points.

    Black turns into orange with the damage; only a part with a point at damage 1 is red.
    """
    from matplotlib.colors import LinearSegmentedColormap, to_rgba

    shades = LinearSegmentedColormap.from_list("damage", [BONDED, DAMAGED])
    colours = np.asarray(shades(damage.mean(axis=1)))
    colours[damage.max(axis=1) >= 1 - 1e-9] = to_rgba(DEBONDED)
    return colours


def label(field: str, species: str) -> str:
    """Return the label of a field's scale with the name of the species."""
    text = SCALES.get(field, ("", (0, 1), field.replace("_", " ")))[2]
    return text.format(species=species)


def titled(field: str, unit: str, species: str) -> str:
    """Return the label of a field's scale in a unit; a number without unit has no brackets."""
    text = label(field, species).partition(" [")[0]
    return text if unit == "-" else f"{text} [{unit}]"


def tones(bodies: Iterable[str]) -> dict[str, str]:
    """Return a neutral tone for each body, in alphabetical order, alike in all figures.

    >>> tones(["particle", "fibre"])
    {'fibre': '#c9c9c9', 'particle': '#dcd3c3'}
    """
    return dict(zip(sorted(bodies), cycle(NEUTRAL), strict=False))
