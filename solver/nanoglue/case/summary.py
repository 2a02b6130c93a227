"""A case in words: what would run, and where each of its numbers comes from."""

from collections.abc import Iterator
from pathlib import Path

from nanoglue.case.defaults import defaults_that_matter
from nanoglue.case.geometry import MESH_FILE
from nanoglue.case.schema.case import Case
from nanoglue.models import registry

SECTIONS = ("geometry", "bodies", "interfaces", "boundaries", "protocol", "temperature", "time")
"""Parts of a case that hold numbers of the physics."""


def summary(case: Case) -> list[str]:
    """Return lines with title, geometry, bodies, interfaces, protocol and parameters."""
    return [
        case.title,
        *([f"  source: {case.source}"] if case.source else []),
        f"  {case.coordinates}, {_geometry(case)}, ends at {case.time.end:g} s",
        *(f"  runs the Python file {n} (SHA-256 {h[:12]})" for n, h in case.own_code.items()),
        "",
        *_bodies(case),
        *_interfaces(case),
        *(f"stage {i}: {_model(stage)}" for i, stage in enumerate(case.protocol)),
        "",
        "choices that change the results:",
        *defaults_that_matter(case),
        "",
        *_table(list(parameters(case))),
    ]


def _geometry(case: Case) -> str:
    """Return where the mesh comes from."""
    if case.geometry.recipe == MESH_FILE:
        return f"mesh from {Path(case.geometry.parameters.mesh.path).name}"
    return f"recipe {case.geometry.recipe}"


def parameters(case: Case) -> Iterator[tuple[str, str, str]]:
    """Path, value and provenance of every number; ``default`` where the file does not state it."""
    resolved = case.resolved()
    for section in SECTIONS:
        for path, value in _leaves(resolved.get(section, {}), section):
            shown = _number(value)
            if shown:
                yield path, shown, str(case.provenance.get(path, "default"))


def _bodies(case: Case) -> list[str]:
    lines = []
    for name, body in case.bodies.items():
        parts = [_model(body.elasticity), *([_model(body.plasticity)] if body.plasticity else [])]
        if body.species is not None:
            parts.append(f"takes up {body.species.name} ({_model(body.species.potential)})")
        if body.growth is not None:
            parts.append("grows as prescribed")
        lines.append(f"body {name}: {', '.join(parts)}")
    return lines


def _interfaces(case: Case) -> list[str]:
    return [
        f"interface {name}: {_model(interface.law) if interface.law else 'perfect bond'}"
        for name, interface in case.interfaces.items()
    ]


def _model(model: object) -> str:
    return registry.name_of(model).replace("_", " ")


def _leaves(tree: object, path: str) -> Iterator[tuple[str, object]]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _leaves(value, f"{path}.{key}")
    elif isinstance(tree, list):
        for i, value in enumerate(tree):
            yield from _leaves(value, f"{path}.{i}")
    else:
        yield path, tree


def _number(value: object) -> str:
    """A resolved number, with its unit if it has one, to six digits; nothing for anything else."""
    number, space, unit = str(value).partition(" ")
    try:
        return f"{float(number):.6g}{space}{unit}" if not isinstance(value, bool) else ""
    except ValueError:
        return ""


def _table(rows: list[tuple[str, str, str]]) -> list[str]:
    """Rows with their columns under each other."""
    if not rows:
        return []
    widths = [max(len(row[i]) for row in rows) for i in range(2)]
    return [f"{path:<{widths[0]}}  {value:<{widths[1]}}  {said}" for path, value, said in rows]
