"""Description of every key of a case: meaning, unit, default and range."""

import re
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields, is_dataclass
from types import ModuleType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from annotated_types import Ge, Gt, Le, Lt, MultipleOf
from pydantic.fields import FieldInfo

from nanoglue.case import library
from nanoglue.case.meanings import meaning
from nanoglue.case.schema.base import Section
from nanoglue.models import registry
from nanoglue.models.inflow_surface import InflowSurface
from nanoglue.models.registry import RegisteredModel
from nanoglue.models.simultaneous_current import SimultaneousCurrent
from nanoglue.models.termination import Termination
from nanoglue.units.quantities import Unit

FOLDERS = {
    "models.materials.elasticity": "Elasticity",
    "models.materials.plasticity": "Plasticity",
    "models.materials.swelling": "Swelling",
    "models.chemical_potential": "Chemical potentials",
    "models.kinetics": "Interface kinetics",
    "models.film_growth": "Growth of films",
    "models.cohesive": "Cohesive laws",
    "models.fatigue": "Fatigue laws",
    "models.protocols": "Protocol stages",
}
"""Folders of models, with the title of each."""

SYMBOLS = {Gt: ">", Ge: ">=", Lt: "<", Le: "<="}


@dataclass(frozen=True, slots=True)
class Entry:
    """One key with its meaning, unit or type, default and range, as text."""

    key: str
    meaning: str
    kind: str
    default: str
    range: str


def entries(owner: type) -> list[Entry]:
    """Return all keys of a section, a model or the parameters of a recipe."""
    hints = get_type_hints(owner, include_extras=True)
    found = []
    for key, default in _defaults(owner).items():
        parts = list(_parts(hints[key]))
        text = _with_unit(default, parts)
        found.append(Entry(key, meaning(_name(owner), key), _kind(parts), text, _range(parts)))
    return found


def sections(section: type | None = None, path: str = "") -> Iterator[tuple[str, type]]:
    """Yield the path and class of every section of a case, outermost first."""
    from nanoglue.case.schema.case import Case

    section = section or Case
    yield path, section
    for key, hint in get_type_hints(section, include_extras=True).items():
        if key not in _defaults(section):
            continue
        parts = list(_parts(hint))
        step = f"{path}.{key}" if path else key
        named = ".NAME" if dict in parts else "[]" if tuple in parts else ""
        for part in parts:
            if isinstance(part, type) and issubclass(part, Section):
                yield from sections(part, step + named)


def models(folder: str) -> dict[str, type]:
    """Return the models of a folder by name."""
    return {name: registry.load(folder, name) for name in registry.names(folder)}


def recipes() -> dict[str, ModuleType]:
    """Return the built-in recipes by name."""
    return {name: library.recipe(file) for name, file in library.recipes().items()}


def missing() -> list[str]:
    """Return every key without a meaning, as ``OWNER.key``."""
    owners = [section for _, section in sections()]
    owners += [model for folder in FOLDERS for model in models(folder).values()]
    owners += [module.Parameters for module in recipes().values()]
    owners += [InflowSurface, SimultaneousCurrent, Termination]
    return [
        f"{_name(owner)}.{entry.key}"
        for owner in dict.fromkeys(owners)
        for entry in entries(owner)
        if not entry.meaning
    ]


def _name(owner: type) -> str:
    """Return the name of a class, for parameters of a recipe that of the recipe."""
    recipe = re.fullmatch(r"nanoglue_recipe_(\w+)_[0-9a-f]+", owner.__module__)
    return recipe[1] if recipe else owner.__name__


def _defaults(owner: type) -> dict[str, str]:
    """Return the default of each key as text; required keys have none."""
    if is_dataclass(owner):
        return {f.name: _text(f.default) for f in fields(owner) if f.init}
    columns: dict[str, FieldInfo] = getattr(owner, "model_fields")  # noqa: B009
    return {
        key: "required"
        if info.is_required()
        else _text(info.get_default(call_default_factory=True))
        for key, info in columns.items()
        if not info.exclude
    }


def _text(value: object) -> str:
    if value is MISSING:
        return "required"
    if value is None or value in ({}, ()):
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Section):
        return "see its keys"
    return f"{value.value:g}" if hasattr(value, "value") else str(value)


def _with_unit(default: str, parts: list[object]) -> str:
    """Return a default in at most six digits, with the unit that it has inside."""
    unit = _unit(parts)
    try:
        return f"{float(default):g} {unit.inside}".rstrip() if unit else default
    except ValueError:
        return default


def _unit(parts: list[object]) -> Unit | None:
    """Return the unit of a key, also of one that may vary."""
    found = [part for part in parts if isinstance(part, Unit)][-1:]
    found += [p.unit for p in parts if hasattr(p, "unit") and isinstance(p.unit, Unit)][:1]
    return found[0] if found else None


def _parts(hint: object) -> Iterator[Any]:
    """Yield types and annotations of a hint, outermost first."""
    if isinstance(hint, FieldInfo):
        yield from hint.metadata
        return
    origin = get_origin(hint)
    if origin is Annotated:
        base, *notes = get_args(hint)
        for note in notes:
            yield from _parts(note) if isinstance(note, FieldInfo) else (note,)
        yield from _parts(base)
    elif origin is Literal:
        yield hint
    elif origin is not None:
        yield origin
        for argument in get_args(hint):
            yield from _parts(argument)
    else:
        yield hint


def _kind(parts: list[object]) -> str:
    """Return the unit, the options or the type of a key."""
    timed = [part for part in parts if hasattr(part, "unit") and isinstance(part.unit, Unit)]
    if unit := _unit(parts):
        varies = "; may vary " + getattr(timed[0], "varies", "in time") if timed else ""
        example = f", e.g. `{unit.example}`" if unit.inside else ""
        whole = any(isinstance(part, MultipleOf) for part in parts)
        text = f"{'whole ' * whole}{unit.measures}{example}{varies}"
        return f"list of {text}" if tuple in parts else text
    for part in parts:
        if isinstance(part, RegisteredModel):
            return f"model: {', '.join(registry.names(part.folder))}"
        if get_origin(part) is Literal:
            return ", ".join(f"`{option}`" for option in get_args(part))
    simple = {bool: "true or false", int: "whole number", str: "text", float: "number"}
    if dict in parts or any(isinstance(p, type) and issubclass(p, Section) for p in parts):
        return "mapping"
    text = next((simple[part] for part in parts if part in simple), "value")
    return f"list of {text}s" if tuple in parts else text


def _range(parts: list[object]) -> str:
    """Return the limits of a number."""
    found = []
    for part in parts:
        for limit, symbol in SYMBOLS.items():
            if isinstance(part, limit):
                found.append(f"{symbol} {getattr(part, limit.__name__.lower()):g}")
    return ", ".join(found)
