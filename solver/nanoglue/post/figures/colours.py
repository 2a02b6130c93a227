"""Colours and words that all pictures share."""

from typing import Any

DEBONDED, BONDED = "#d7191c", "#111111"
OUTLINE, BEFORE = "#4a4a4a", "#5c5c5c"
NEUTRAL = ("#c9c9c9", "#dcd3c3", "#bcc6c9", "#d5c9d2")
"""Tones of bodies that carry no colour: the first for a fibre, the next for a coating."""

SCALES = {
    "stoichiometry [-]": ("YlGnBu", (0.0, 0.72), "Na per host atom $x$ [-]"),
    "concentration [mol/m^3]": ("YlGnBu", (0.0, 0.72), "Na concentration [mol/m³]"),
    "von_mises [MPa]": ("YlOrBr", (0.0, 0.85), "von Mises stress [MPa]"),
    "hydrostatic_stress [MPa]": ("RdBu_r", (0.08, 0.92), "hydrostatic stress [MPa]"),
    "plastic_strain [-]": ("PuRd", (0.0, 0.8), "equivalent plastic strain [-]"),
}
"""Colour map, the part of it that leaves black and red lines legible, and label of each field."""

SIGNED = frozenset({"hydrostatic_stress [MPa]"})
"""Fields whose scale has zero in its middle."""

EVENTS = {
    "first_damage": "first damage",
    "onset": "onset of debonding",
    "bonded_half": "half still bonded",
    "bonded_tenth": "a tenth still bonded",
    "front_at_axis": "debonding front at the axis",
    "detached": "fully detached",
    "loose": "loose",
    "turn": "protocol reverses",
    "end": "end",
}
"""What an event is called in a picture."""


def named(event: str) -> str:
    """An event in words."""
    return EVENTS.get(event, event.replace("_", " "))


def colour_map(field: str) -> Any:
    """The colour map of a field, cut to its legible part."""
    import matplotlib
    import numpy as np
    from matplotlib.colors import LinearSegmentedColormap

    name, (low, high), _ = SCALES.get(field, ("viridis", (0.0, 1.0), ""))
    shades = matplotlib.colormaps[name](np.linspace(low, high, 256))
    return LinearSegmentedColormap.from_list(f"{name} in part", shades)


def label(field: str) -> str:
    """Label of a field's scale."""
    return SCALES.get(field, ("", (0, 1), field.replace("_", " ")))[2]


def tones(bodies: list[str]) -> dict[str, str]:
    """A neutral tone for each body; fibres and substrates come first, particles last."""
    first = sorted(bodies, key=lambda name: ("fib" not in name, "coat" not in name))
    return {name: NEUTRAL[i % len(NEUTRAL)] for i, name in enumerate(first)}
