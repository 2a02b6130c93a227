"""Plausible ranges of the quantities of a case: one table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nanoglue.case.schema.case import Case
from nanoglue.case.text.pattern import matches
from nanoglue.units.common_units import FACTORS
from nanoglue.units.parsing import NUMBER_AND_UNIT, written_quantity

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Plausible:
    """Range of the magnitude of a quantity at a path, with units; zero is always plausible."""

    path: str
    low: str
    high: str

    def excess(self, value: str | float) -> str | None:
        """Return what to say about a value outside the range, or None.

        A parameter of an own recipe may have the name, but another dimension or none, as a text
        has; neither has a formula.
        """
        if self._surely_holds(value):
            return None
        low, high = map(written_quantity, (self.low, self.high))
        try:
            found = written_quantity(value)
        except ValueError:
            return None
        if not found.is_compatible_with(low):
            return None
        if found.magnitude == 0 or low <= abs(found) <= high:
            return None
        shown = f"{found.to(high.units):.6g~C}".replace("**", "^").strip()
        return f"{shown} is outside the plausible range {self.low} to {self.high}"

    def _surely_holds(self, value: str | float) -> bool:
        """Whether common units show that a value is plausible, without the cost of all units."""
        for common in FACTORS.values():
            low, high, found = (_magnitude(one, common) for one in (self.low, self.high, value))
            if low is not None and high is not None and found is not None:
                return found == 0 or low <= abs(found) <= high
        return False


def _magnitude(written: str | float, common: Mapping[str, float]) -> float | None:
    """Return a quantity in the unit of a table of common units, None if that lacks its unit."""
    match = NUMBER_AND_UNIT.fullmatch(str(written))
    if match is None:
        return None
    unit = common.get(match[2])
    return None if unit is None else float(match[1]) * unit


CHEMISTRY, PHASE = "bodies.*.species", "bodies.*.phase_field"
LAW = "interfaces.*.law"

PLAUSIBLE = (
    Plausible("temperature", "200 K", "1500 K"),
    Plausible("thermal_history.value.*", "200 K", "1500 K"),
    Plausible("time.end", "1e-9 s", "1e9 s"),
    Plausible("geometry.particle_diameter", "1 nm", "100 um"),
    Plausible("geometry.fibre_diameter", "1 nm", "1 mm"),
    Plausible("geometry.coating_thickness", "0.1 nm", "10 um"),
    Plausible("geometry.coating_length", "0.1 nm", "1 mm"),
    Plausible("geometry.film_thickness", "0.1 nm", "1 mm"),
    Plausible("geometry.film_height", "0.1 nm", "1 mm"),
    Plausible("geometry.metal_thickness", "0.1 nm", "10 mm"),
    Plausible("geometry.bump_radius", "0.1 nm", "1 mm"),
    Plausible("geometry.patch_radius", "0.1 nm", "1 mm"),
    Plausible("geometry.radius", "1 nm", "10 mm"),
    Plausible("geometry.core_radius", "1 nm", "10 mm"),
    Plausible("geometry.shell_radius", "1 nm", "10 mm"),
    Plausible("geometry.inner_radius", "1 nm", "1 m"),
    Plausible("geometry.outer_radius", "1 nm", "1 m"),
    Plausible("geometry.upper_height", "0.01 nm", "1 m"),
    Plausible("geometry.lower_height", "0.01 nm", "1 m"),
    Plausible("geometry.substrate_height", "0.01 nm", "1 m"),
    Plausible("geometry.arm_thickness", "0.01 nm", "1 m"),
    Plausible("geometry.crack_length", "0.01 nm", "1 m"),
    Plausible("geometry.blister_radius", "0.01 nm", "1 m"),
    Plausible("geometry.width", "0.1 nm", "1 m"),
    Plausible("geometry.height", "0.1 nm", "1 m"),
    Plausible("geometry.thickness", "0.1 nm", "1 m"),
    Plausible("geometry.length", "0.1 nm", "1 m"),
    Plausible("bodies.*.elasticity.youngs_modulus", "1 kPa", "2 TPa"),
    Plausible("bodies.*.elasticity.youngs_modulus.value.*", "1 kPa", "2 TPa"),
    Plausible("bodies.*.elasticity.youngs_modulus_across", "1 kPa", "2 TPa"),
    Plausible("bodies.*.elasticity.shear_modulus", "1 kPa", "1 TPa"),
    Plausible("bodies.*.residual_strain", "1e-9", "0.1"),
    Plausible("bodies.*.growth", "0.05", "20"),
    Plausible("bodies.*.growth.value.*", "0.05", "20"),
    Plausible("bodies.*.thermal_expansion", "1e-8 /K", "3e-4 /K"),
    Plausible("bodies.*.stress_free_temperature", "200 K", "3000 K"),
    Plausible("bodies.*.plasticity.yield_stress", "1 kPa", "50 GPa"),
    Plausible("bodies.*.plasticity.yield_stress.value.*", "1 kPa", "50 GPa"),
    Plausible("bodies.*.plasticity.yield_stress.*", "1 kPa", "50 GPa"),
    Plausible("bodies.*.plasticity.saturation", "1 kPa", "50 GPa"),
    Plausible("bodies.*.plasticity.viscosity", "1 Pa*s", "1e20 Pa*s"),
    Plausible("bodies.*.fracture.stress", "1 kPa", "100 GPa"),
    Plausible("bodies.*.plasticity.hardening", "1 kPa", "1 TPa"),
    Plausible(f"{CHEMISTRY}.molar_volume", "1e-6 m^3/mol", "1e-3 m^3/mol"),
    Plausible(f"{CHEMISTRY}.host_molar_mass", "1 g/mol", "5000 g/mol"),
    Plausible(f"{CHEMISTRY}.max_stoichiometry", "1e-3", "30"),
    Plausible(f"{CHEMISTRY}.diffusivity", "1e-26 m^2/s", "1e-4 m^2/s"),
    Plausible(f"{CHEMISTRY}.diffusivity.value.*", "1e-26 m^2/s", "1e-4 m^2/s"),
    Plausible(f"{CHEMISTRY}.activation_energy", "0.5 kJ/mol", "500 kJ/mol"),
    Plausible(f"{CHEMISTRY}.reference_temperature", "200 K", "1500 K"),
    Plausible(f"{CHEMISTRY}.kinetics.exchange_current_density", "1e-12 A/m^2", "1e6 A/m^2"),
    Plausible(f"{CHEMISTRY}.kinetics.film_resistance", "1e-9 ohm*m^2", "1e4 ohm*m^2"),
    Plausible(f"{CHEMISTRY}.kinetics.activation_energy", "0.5 kJ/mol", "500 kJ/mol"),
    Plausible(f"{CHEMISTRY}.kinetics.reference_temperature", "200 K", "1500 K"),
    Plausible(f"{CHEMISTRY}.swelling.ratios.*", "0.1", "10"),
    Plausible(f"{CHEMISTRY}.swelling.coefficient", "1e-6", "10"),
    Plausible(f"{CHEMISTRY}.potential.voltage.*", "1e-9 V", "10 V"),
    Plausible(f"{CHEMISTRY}.film.thickness", "0.05 nm", "100 um"),
    Plausible(f"{CHEMISTRY}.film.conductivity", "1e-20 S/m", "1e3 S/m"),
    Plausible(f"{CHEMISTRY}.film.activation_energy", "0.5 kJ/mol", "500 kJ/mol"),
    Plausible(f"{CHEMISTRY}.film.reference_temperature", "200 K", "1500 K"),
    Plausible(f"{CHEMISTRY}.film.bound_concentration", "1 mol/m^3", "5e5 mol/m^3"),
    Plausible(f"{CHEMISTRY}.film.growth.rate", "1e-30 m^2/s", "1e-12 m^2/s"),
    Plausible(f"{CHEMISTRY}.film.growth.final_thickness", "0.05 nm", "100 um"),
    Plausible(f"{CHEMISTRY}.film.growth.length", "0.001 nm", "10 um"),
    Plausible("bodies.*.conversion.molar_volume", "1e-6 m^3/mol", "1e-3 m^3/mol"),
    Plausible("bodies.*.conversion.uptake", "1e-3", "30"),
    Plausible("bodies.*.conversion.volume_ratio", "0.1", "10"),
    Plausible("bodies.*.conversion.thickness_ratio", "0.1", "10"),
    Plausible(f"{PHASE}.well_height", "1 J/m^3", "1e12 J/m^3"),
    Plausible(f"{PHASE}.gradient_energy", "1e-16 J/m", "1e-3 J/m"),
    Plausible(f"{PHASE}.mobility", "1e-20 m^3/J/s", "1 m^3/J/s"),
    Plausible(f"{PHASE}.modulus_ratio", "1e-6", "1e6"),
    Plausible(f"{PHASE}.misfit", "1e-6", "10"),
    Plausible(f"{PHASE}.deposition.metal_concentration", "1 mol/m^3", "5e5 mol/m^3"),
    Plausible(f"{PHASE}.deposition.ion_concentration", "1e-3 mol/m^3", "5e4 mol/m^3"),
    Plausible(f"{PHASE}.deposition.diffusivity", "1e-26 m^2/s", "1e-4 m^2/s"),
    Plausible(f"{PHASE}.deposition.metal_diffusivity", "1e-26 m^2/s", "1e-4 m^2/s"),
    Plausible(f"{PHASE}.deposition.conductivity", "1e-14 S/m", "1e9 S/m"),
    Plausible(f"{PHASE}.deposition.metal_conductivity", "1e-14 S/m", "1e9 S/m"),
    Plausible(f"{LAW}.strength", "1 Pa", "100 GPa"),
    Plausible(f"{LAW}.strength_shear", "1 Pa", "100 GPa"),
    Plausible(f"{LAW}.toughness", "1e-6 J/m^2", "1e6 J/m^2"),
    Plausible(f"{LAW}.toughness_shear", "1e-6 J/m^2", "1e6 J/m^2"),
    Plausible(f"{LAW}.stiffness", "1e3 Pa/m", "1e22 Pa/m"),
    Plausible(f"{LAW}.stiffness_shear", "1e3 Pa/m", "1e22 Pa/m"),
    Plausible(f"{LAW}.exponent", "0.2", "20"),
    Plausible("interfaces.*.contact_stiffness", "1e3 Pa/m", "1e22 Pa/m"),
    Plausible("interfaces.*.fatigue.length", "0.01 nm", "1 m"),
    Plausible("interfaces.*.friction", "1e-3", "2"),
    Plausible("interfaces.*.permeability", "1e-20 m/s", "1 m/s"),
    Plausible("boundaries.*.pressure", "1e-3 Pa", "100 GPa"),
    Plausible("boundaries.*.pressure.value.*", "1e-9 Pa", "100 GPa"),
    Plausible("boundaries.*.pressure.overpotential", "1e-9 V", "10 V"),
    Plausible("boundaries.*.pressure.overpotential.value.*", "1e-9 V", "10 V"),
    Plausible("boundaries.*.pressure.molar_volume", "1e-6 m^3/mol", "1e-3 m^3/mol"),
    Plausible("boundaries.*.nucleus.overpotential", "1e-9 V", "10 V"),
    Plausible("boundaries.*.nucleus.molar_volume", "1e-6 m^3/mol", "1e-3 m^3/mol"),
    Plausible("boundaries.*.nucleus.exchange_speed", "1e-18 m/s", "1 m/s"),
    Plausible("boundaries.*.traction.*", "1e-9 Pa", "100 GPa"),
    Plausible("boundaries.*.traction.*.value.*", "1e-9 Pa", "100 GPa"),
    Plausible("boundaries.*.potential", "1e-9 V", "10 V"),
    Plausible("boundaries.*.ion_fraction", "1e-9", "100"),
    Plausible("protocol.*.rate", "1e-9 /hour", "1e4 /hour"),
    Plausible("protocol.*.also.*.rate", "1e-9 /hour", "1e4 /hour"),
    Plausible("protocol.*.until.rate", "1e-9 /hour", "1e4 /hour"),
    Plausible("protocol.*.until.volume_expansion", "1e-6", "10"),
    Plausible("protocol.*.until.stoichiometry", "1e-9", "30"),
    Plausible("protocol.*.until.time", "1e-9 s", "1e9 s"),
)
"""Ranges in which measured values of battery materials and their tests lie, with a margin."""

_PATTERNS: dict[tuple[int, str], list[tuple[list[str], Plausible]]] = {}
for _row in PLAUSIBLE:
    _steps = _row.path.split(".")
    _PATTERNS.setdefault((len(_steps), _steps[-1]), []).append((_steps, _row))


def _candidates(path: Path) -> Iterator[tuple[list[str], Plausible]]:
    """Yield the patterns and rows that have the length and the last step of a path."""
    yield from _PATTERNS.get((len(path), str(path[-1])), ())
    yield from _PATTERNS.get((len(path), "*"), ())


def implausible(case: Case) -> Iterator[tuple[Path, str]]:
    """Yield the path of every value outside its plausible range, and what to say about it."""
    accepted = [tuple(path.split(".")) for path in case.accepted_values]
    for path, value in leaves(case.resolved(), ()):
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            continue
        if any(matches(one, path) for one in accepted):
            continue
        for pattern, row in _candidates(path):
            if matches(pattern, path) and (excess := row.excess(value)):
                yield path, f"{excess}; check the unit, or list the path in accepted_values"


def leaves(tree: object, path: Path) -> Iterator[tuple[Path, object]]:
    """Yield every value of nested mappings and lists with its path."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from leaves(value, (*path, key))
    elif isinstance(tree, list | tuple):
        for i, value in enumerate(tree):
            yield from leaves(value, (*path, i))
    else:
        yield path, tree
