"""What the names in the results mean, their published values, and reasons of the priors."""

REASONS = {
    "strength": "strength of the tin/carbon bond; not reported, so that its magnitude is open",
    "ratio": "radius of the contact over that of the particle; the dent is not reported",
    "diameter": "of the particle; 180 to 300 nm measured, not stated for the model",
    "on_particle": "strength of the coating on tin; not reported; the mesh resolves 5 GPa",
    "on_fibre": "strength of the coating on the fibre; likewise",
    "patch": "radius of the film that is not bonded; not reported",
    "toughness": "toughness of the bond of film and metal; not reported",
}
"""Meaning of each parameter and reason of its prior."""

PERCENT, NANOMETRES = 100.0, 1e3

QUANTITIES: dict[str, dict[str, tuple[float, str]]] = {
    "nanoglue": {
        "onset": (PERCENT, "bare: onset [%]"),
        "front": (PERCENT, "bare: front at the axis [%]"),
        "coated_onset": (PERCENT, "coated: onset at the fibre [%]"),
        "bare_half": (PERCENT, "bare: half bonded [%]"),
        "bare_tenth": (PERCENT, "bare: a tenth bonded [%]"),
        "immersed": (PERCENT, "immersed: detached [%]"),
        "coated_half": (PERCENT, "coated: half bonded [%]"),
        "coated_bears_1pct": (PERCENT, "coated: bond bears 1 % [%]"),
        "complete": (PERCENT, "coated: completely debonded [%]"),
        "bonded_at_67": (PERCENT, "coated: tin/carbon bonded at 67 % [% of area]"),
        "bears_at_67": (PERCENT, "coated: tin/carbon bears at 67 % [%]"),
        "coating_on_fibre_at_67": (PERCENT, "coated: coating on fibre at 67 % [% of area]"),
        "coating_on_particle_at_67": (PERCENT, "coated: coating on tin at 67 % [% of area]"),
        "bonded_6nm": (PERCENT, "6 nm: bonded at 56 % [% of area]"),
        "bears_6nm": (PERCENT, "6 nm: bears at 56 % [%]"),
        "bonded_5nm": (PERCENT, "5 nm: bonded at 56 % [% of area]"),
        "bears_5nm": (PERCENT, "5 nm: bears at 56 % [%]"),
        "bonded_10nm": (PERCENT, "10 nm: bonded at 56 % [% of area]"),
        "bears_10nm": (PERCENT, "10 nm: bears at 56 % [%]"),
        "bonded_40nm": (PERCENT, "40 nm: bonded at 56 % [% of area]"),
        "bears_40nm": (PERCENT, "40 nm: bears at 56 % [%]"),
    },
    "sei": {
        "comes_off_lithium": (100.0, "4 nm: pressure of debonding [MPa], at most"),
        "holds_on_sodium": (100.0, "4 nm: pressure of debonding [MPa], at least"),
        "flat_at_10nm": (NANOMETRES, "10 nm: length at 100 MPa [nm], at most"),
        "pressure_4nm": (100.0, "4 nm: pressure of debonding [MPa]"),
        "sodium_4nm": (NANOMETRES, "4 nm: length on sodium [nm]"),
        "lithium_10nm": (NANOMETRES, "10 nm: length on lithium [nm]"),
        "lithium_4nm": (NANOMETRES, "4 nm: length on lithium [nm]"),
        "blister_4nm": (NANOMETRES, "4 nm: radius of the blister on lithium [nm]"),
        "failed_4nm": (PERCENT, "4 nm: debonded on lithium [% of area]"),
        "lithium_5nm": (NANOMETRES, "5 nm: length on lithium [nm]"),
        "lithium_6nm": (NANOMETRES, "6 nm: length on lithium [nm]"),
        "lithium_8nm": (NANOMETRES, "8 nm: length on lithium [nm]"),
        "lithium_20nm": (NANOMETRES, "20 nm: length on lithium [nm]"),
    },
}
"""Factor to the unit of the table, and meaning, of each result."""

PUBLISHED = {
    "nanoglue": {
        "immersed": "33.85",
        "complete": "67",
        "coating_on_fibre_at_67": "holds",
        "coating_on_particle_at_67": "holds",
        "bonded_5nm": "debonded",
        "bonded_10nm": "partly",
        "bonded_40nm": "not debonded",
    },
    "sei": {
        "comes_off_lithium": "< ",
        "holds_on_sodium": "> ",
        "flat_at_10nm": "< ",
        "lithium_4nm": "much longer than on sodium",
    },
}
"""Published value of each result; sign of the bounds among the targets."""

VERDICTS = {
    ("immersed", "within_3_points"): "33.85 %",
    ("complete", "within_56_to_72"): "67 %",
    ("coating_on_fibre_at_67", "held"): "holds",
    ("coating_on_particle_at_67", "held"): "holds",
    ("bonded_5nm", "debonded"): "this",
    ("bonded_10nm", "partly"): "this",
    ("bonded_40nm", "not_debonded"): "this",
    ("failed_4nm", "debonds"): "yes",
}
"""Published counterpart of each range."""

MEASUREMENTS = {
    "ratio": "contact ratio",
    "strength": "strength of the bond",
    "on_particle": "strength on tin",
    "on_fibre": "strength on the fibre",
    "bare_half": "half of the bare bond",
    "bare_tenth": "tenth of the bare bond",
    "immersed": "detachment in electrolyte",
    "coated_half": "half of the bond, coated",
    "coated_bears_1pct": "bond bears 1 %, coated",
    "complete": "completion",
    "coating_on_fibre_at_67": "bond of the coating at 67 %",
    "patch": "patch radius",
    "toughness": "toughness",
    "pressure_4nm": "pressure of debonding, 4 nm",
    "sodium_4nm": "length on sodium, 4 nm",
    "lithium_10nm": "length on lithium, 10 nm",
    "lithium_4nm": "length on lithium, 4 nm",
    "blister_4nm": "radius of the blister",
}
"""Name of each possible measurement in a table."""
