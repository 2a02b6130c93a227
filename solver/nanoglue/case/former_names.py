"""Names of columns and events in earlier releases, each with the present name."""

QUANTITIES = {
    "na_balance_error": "species_balance_error",
    "li_balance_error": "species_balance_error",
    "li_inflow": "species_inflow",
    "debonded_to": "debonded_radius",
    "largest_damage": "damage_max",
    "von_mises_tenth": "von_mises_p90",
    "front": "front_position",
    "phase": "phase_volume",
    "bound": "bound_amount",
}
"""Quantities of the history."""

EVENTS = {
    "bonded_half": "bonded_50pct",
    "bonded_tenth": "bonded_10pct",
    "turn": "reversal",
    "loose": "unsupported",
}
"""Types of events."""


def present_heading(heading: str) -> str:
    """Return the present heading of a column of the history.

    >>> present_heading("largest_damage:particle_fibre [-]")
    'damage_max:particle_fibre [-]'
    """
    key, bracket, unit = heading.partition(" [")
    quantity, colon, place = key.partition(":")
    return f"{QUANTITIES.get(quantity, quantity)}{colon}{place}{bracket}{unit}"


def present_key(key: str) -> str:
    """Return the present name of a number in ``published`` or ``summary.json``.

    >>> present_key("bonded_half:particle_fibre"), present_key("final:bound:shell")
    ('bonded_50pct:particle_fibre', 'final:bound_amount:shell')
    """
    prefix, colon, rest = key.partition(":")
    if prefix == "final":
        return f"final:{present_heading(rest)}"
    return f"{EVENTS.get(prefix, prefix)}{colon}{rest}"
