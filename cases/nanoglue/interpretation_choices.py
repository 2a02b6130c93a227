"""Names the choices that the paper on the coated particle leaves open, with their settings.

A name of an interpretation is ``set_A``, that of a choice, or several choices joined by ``+``.
"""

from itertools import chain

type Settings = tuple[list[str], list[str]]
"""What the coated and the immersed case of an interpretation set."""

ENTRIES = {  # of the coated particle, then of the immersed one
    "coating": ("particle_coating", "free_surface"),
    "share": (
        "[particle_coating, {surface: particle_fibre, share: 0.3}]",
        "[free_surface, {surface: particle_fibre, share: 0.3}]",
    ),
}


def entry(name: str) -> Settings:
    """Return the settings of both cases for the surfaces through which sodium enters."""
    coated, immersed = ENTRIES[name]
    return [f"protocol.1.through={coated}"], [f"protocol.0.through={immersed}"]


def bond(strength: float) -> list[str]:
    """Return the settings for a strength [MPa] of the tin/carbon bond of the same toughness."""
    return [
        f"interfaces.particle_fibre.law.strength={strength:g} MPa",
        f"interfaces.particle_fibre.law.stiffness={5e17 * (strength / 170) ** 2:g} Pa/m",
    ]


def diameter(value: float) -> Settings:
    """Return the settings for a particle [nm] whose bond has the same toughness.

    The strength scales with the inverse diameter, so that the bare particle debonds alike.
    """
    both = [f"geometry.particle_diameter={value:g} nm", *bond(170 * 200 / value)]
    return both, both


def contact(ratio: float, strength: float) -> Settings:
    """Return the settings for a contact ratio [-] and a strength [MPa] of its bond."""
    both = [f"geometry.contact_ratio={ratio:g}", *bond(strength)]
    return both, both


def particle(**changes: str) -> Settings:
    """Return the settings for another plasticity of the tin."""
    both = [f"bodies.particle.plasticity.{key}={value}" for key, value in changes.items()]
    return both, both


def particle_is(key: str, before: str, after: str) -> Settings:
    """Return the settings for a property of the tin that changes as it takes up sodium."""
    table = f"{{stoichiometry: [0, 0.5], value: [{before}, {after}]}}"
    return [f"bodies.particle.{key}={table}"], [f"bodies.particle.{key}={table}"]


def species(setting: str) -> Settings:
    """Return a setting of the uptake of both particles."""
    return [f"bodies.particle.species.{setting}"], [f"bodies.particle.species.{setting}"]


def coated_only(*settings: str) -> Settings:
    """Return settings that the immersed particle does not have."""
    return list(settings), []


def coating_yields(value: float, viscosity: str = "0 GPa*s") -> Settings:
    """Return the settings for a coating that yields at a stress [GPa], with a viscosity."""
    plasticity = f"{{model: j2, yield_stress: {value:g} GPa, viscosity: {viscosity}}}"
    return coated_only(f"bodies.coating.plasticity={plasticity}")


def foot(strength: float) -> Settings:
    """Return the setting for the strength [GPa] of the bond between coating and fibre."""
    return coated_only(f"interfaces.coating_fibre.law.strength={strength:g} GPa")


def mesh(size: float) -> Settings:
    """Return the settings for a size [nm] along the interface; the cases have 4 nm."""
    sizes = {"interface": size, "coating": 1.5 * size, "bulk": 3 * size, "far": 15 * size}
    both = [f"geometry.{name}_size={value:g} nm" for name, value in sizes.items()]
    return both, both


CHOICES: dict[str, Settings] = {
    "entry_coating": entry("coating"),
    "entry_share_0.3": entry("share"),
    "thickness_11.7": coated_only("geometry.coating_thickness=11.7 nm"),
    **{f"diameter_{value}": diameter(value) for value in (220, 260, 300)},
    "tin_hardening": particle(hardening="2 GPa"),
    **{f"tin_{value}GPa": particle(yield_stress=f"{value} GPa") for value in (2.5, 3)},
    **{
        f"tin_viscous_{value}": particle(viscosity=f"{value} GPa*s")
        for value in ("1e3", "2e3", "3e3", "1e4", "3e4")
    },
    "tin_stiff_before": particle_is("elasticity.youngs_modulus", "50 GPa", "30 GPa"),
    "tin_soft_before": particle_is("plasticity.yield_stress", "0.5 GPa", "2 GPa"),
    "tin_strong_before": particle_is("plasticity.yield_stress", "4 GPa", "2 GPa"),
    "front_wider": species("potential.voltage=[0.55002 V, 0.55 V, 0.466475 V]"),
    **{f"coating_{value}GPa": coating_yields(value) for value in (3, 5, 8)},
    **{f"coating_{value}GPa_viscous": coating_yields(value, "1e4 GPa*s") for value in (3, 5, 8)},
    **{f"foot_{value}GPa": foot(value) for value in (1.7, 2.5, 8)},
    "calibrated_again": contact(0.735, 139),
    **{f"mesh_{value}nm": mesh(value) for value in (3, 4)},
}
"""Each changes one thing of set A: 6 nm, sodium through coating and bond, 200 nm, one law."""

SET_C = "tin_viscous_1e4+diameter_220+foot_8GPa"
ALL = "coating_8GPa_viscous+diameter_300"

ROWS = {
    "set_A": "set A",
    "entry_coating": "sodium through the coating alone (set B)",
    "entry_share_0.3": "bond takes 0.3 of the flux density",
    "thickness_11.7": "coating drawn as converted, 11.7 nm",
    "diameter_260": "particle of 260 nm, same toughness, strength x 200/260",
    "diameter_300": "particle of 300 nm, likewise",
    "tin_hardening": "tin hardens by 2 GPa",
    "tin_2.5GPa": "tin yields at 2.5 GPa",
    "tin_3GPa": "tin yields at 3 GPa",
    "tin_viscous_1e3": "tin with a viscosity of 1e3 GPa s",
    "tin_viscous_2e3": "tin with 2e3 GPa s",
    "tin_viscous_3e3": "tin with 3e3 GPa s",
    "tin_viscous_1e4": "tin with 1e4 GPa s",
    "tin_viscous_3e4": "tin with 3e4 GPa s",
    "tin_stiff_before": "tin of 50 GPa before it takes up sodium",
    "tin_soft_before": "tin yields at 0.5 GPa before",
    "tin_strong_before": "tin yields at 4 GPa before",
    "front_wider": "wider front (20 uV instead of 2 uV across it)",
    "coating_3GPa": "coating yields at 3 GPa",
    "coating_5GPa": "coating yields at 5 GPa",
    "coating_8GPa": "coating yields at 8 GPa",
    "coating_3GPa_viscous": "coating yields at 3 GPa, viscosity 1e4 GPa s",
    "coating_5GPa_viscous": "coating yields at 5 GPa, likewise",
    "coating_8GPa_viscous": "coating yields at 8 GPa, likewise",
    "foot_1.7GPa": "bond of coating and fibre of 1.7 GPa",
    "entry_coating+diameter_260": "set B, particle of 260 nm",
    "entry_coating+foot_1.7GPa": "set B, bond of coating and fibre of 1.7 GPa",
    "entry_coating+tin_3GPa": "set B, tin yields at 3 GPa",
    "diameter_260+tin_3GPa": "particle of 260 nm, tin yields at 3 GPa",
    "tin_viscous_1e4+diameter_260": "particle of 260 nm, tin with 1e4 GPa s",
    "tin_viscous_1e4+coating_8GPa_viscous": "coating at 8 GPa, coating and tin with 1e4 GPa s",
    "tin_viscous_1e4+coating_8GPa_viscous+diameter_260": (
        "coating at 8 GPa, both with 1e4 GPa s, 260 nm"
    ),
    "tin_viscous_1e4+foot_1.7GPa": "bond of coating and fibre of 1.7 GPa, tin with 1e4 GPa s",
    SET_C: "bond of coating and fibre of 8 GPa, 220 nm, tin with 1e4 GPa s (set C)",
    "tin_viscous_3e3+tin_hardening": "tin hardens by 2 GPa, with 3e3 GPa s",
    f"{ALL}+foot_1.7GPa": "bond of 1.7 GPa, 300 nm, coating at 8 GPa with 1e4 GPa s",
    f"tin_viscous_1e3+{ALL}+foot_2.5GPa": "the same, bond of 2.5 GPa, tin with 1e3 GPa s",
    f"tin_viscous_2e3+{ALL}+foot_1.7GPa": "the same, bond of 1.7 GPa, tin with 2e3 GPa s",
    f"tin_viscous_3e3+{ALL}+foot_1.7GPa": "the same, bond of 1.7 GPa, tin with 3e3 GPa s",
    f"tin_viscous_1e4+{ALL}+foot_1.7GPa": "the same, bond of 1.7 GPa, tin with 1e4 GPa s",
}
"""Interpretations of the table, with what they change."""


def settings(name: str) -> Settings:
    """Return the settings of an interpretation.

    Raises:
        KeyError: there is no such choice.
    """
    made = [] if name == "set_A" else [CHOICES[choice] for choice in name.split("+")]
    return [*chain(*(coated for coated, _ in made))], [*chain(*(bare for _, bare in made))]
