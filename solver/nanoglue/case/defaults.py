"""Defaults of a case that change its results, in words."""

from collections.abc import Iterator

from nanoglue.case.schema.case import Case
from nanoglue.case.schema.species import Species
from nanoglue.units.constants import FARADAY

GIGAPASCAL = 1e3
"""In MPa, the unit used inside."""


def volts_per_gigapascal(species: Species) -> float:
    """Return the shift of the potential by pressure, V p/F [V/GPa], V the partial molar volume."""
    slope = float(species.swelling.slope(species.initial)) if species.swelling else 0.0
    return slope * species.molar_volume * GIGAPASCAL / FARADAY


def defaults_that_matter(case: Case) -> list[str]:
    """Return a line for each choice that changes results, marked where the file leaves it out."""
    choices = [*_bodies(case), *_interfaces(case), *_stepping(case)]
    return [
        f"  {path}: {text}{'' if _stated(case, path) else ' (default)'}" for path, text in choices
    ]


def _stated(case: Case, path: str) -> bool:
    return any(one == path or one.startswith(f"{path}.") for one in case.provenance)


def _bodies(case: Case) -> Iterator[tuple[str, str]]:
    for name, body in case.bodies.items():
        if body.plasticity is not None:
            stress = body.plasticity.yield_on
            yield f"bodies.{name}.plasticity.yield_on", f"yield on the {stress.title()} stress"
        if body.species is not None and body.species.film is not None:
            follows = body.species.film.follows_surface
            words = "thins as the surface stretches" if follows else "keeps its resistance"
            yield f"bodies.{name}.species.film.follows_surface", f"the film {words}"
        if body.species is None or body.species.swelling is None:
            continue
        path, shift = f"bodies.{name}.species", volts_per_gigapascal(body.species)
        effect = f"pressure shifts its potential by V p/F = {shift:.2g} V per GPa"
        coupled = body.species.stress_coupling
        yield f"{path}.stress_coupling", f"on, {effect}" if coupled else f"off; with it {effect}"
        start = body.species.swelling_reference
        yield f"{path}.swelling_reference", f"swelling counts from {start} content"
        yield f"{path}.diffusivity_is", f"diffusivity of the kind '{body.species.diffusivity_is}'"


def _interfaces(case: Case) -> Iterator[tuple[str, str]]:
    for name, interface in case.interfaces.items():
        path = f"interfaces.{name}"
        if interface.law is None:
            continue
        if interface.penetration_tolerance is not None:
            depth = f"penetration below {interface.penetration_tolerance:g} um"
            yield f"{path}.penetration_tolerance", f"contact by augmented Lagrangian, {depth}"
        elif interface.contact_stiffness is not None:
            stiffness = f"{interface.contact_stiffness:g} MPa/um"
            yield f"{path}.contact_stiffness", f"contact by a penalty of {stiffness}"
        else:
            contact = "contact by a penalty that the program chooses"
            own = "; an intact bond is compressed with its own stiffness up to its strength"
            yield (
                f"{path}.contact_stiffness",
                contact + own if interface.bears_as_a_layer else contact,
            )
        coefficient = f"{interface.friction:g}" if interface.friction else "none"
        yield f"{path}.friction", f"friction coefficient {coefficient}"
        yield f"{path}.sliding", f"{interface.sliding} sliding"
        yield f"{path}.traction_area", f"the law acts on the {interface.traction_area} area"


def _stepping(case: Case) -> Iterator[tuple[str, str]]:
    stepping = case.stepping
    if stepping.fixed is not None:
        yield "stepping.fixed", f"steps of {stepping.fixed:g} s"
        return
    for key in ("first", "largest", "smallest"):
        yield f"stepping.{key}", f"{key} step {getattr(stepping, key):g} s"
    yield "stepping.expansion", f"volume expansion of a step at most {stepping.expansion:g}"
    yield "stepping.damage", f"increase of damage in a step at most {stepping.damage:g}"
    error = "not controlled" if stepping.error is None else f"at most {stepping.error:g}"
    yield "stepping.error", f"error of the time integration {error}"
