"""Displacements and loads of a case that act in full from its start."""

from collections.abc import Callable, Iterator, Mapping

from nanoglue.case.schema.case import Case
from nanoglue.case.schema.loads import Boundary
from nanoglue.case.schema.time_function import Expression

InTime = Callable[[float], float]


def sudden_loads(case: Case) -> list[str]:
    """Return the keys of displacements, loads and growth with an effect at time 0.

    However short the first step is, it bears them in full. Formulas in the position are left out.
    """
    found = [
        f"boundaries.{name}.{key}"
        for name, boundary in case.boundaries.items()
        for key, value in _conditions(boundary)
        if _at_start(value)
    ]
    for i, support in enumerate(case.point_supports):
        held = _components("displacement", support.displacement)
        found += [f"point_supports.{i}.{key}" for key, value in held if _at_start(value)]
    for name, body in case.bodies.items():
        forces = _components("body_force", body.body_force)
        found += [f"bodies.{name}.{key}" for key, value in forces if _at_start(value)]
        if body.growth is not None and _at_start(body.growth, neutral=1.0):
            found.append(f"bodies.{name}.growth")
    return found


def _conditions(boundary: Boundary) -> Iterator[tuple[str, InTime]]:
    """Yield the mechanical conditions on a boundary with their keys."""
    yield from _components("displacement", boundary.displacement or {})
    yield from _components("traction", boundary.traction or {})
    if boundary.pressure is not None:
        yield "pressure", boundary.pressure


def _components[K: str](key: str, values: Mapping[K, InTime]) -> Iterator[tuple[str, InTime]]:
    yield from ((f"{key}.{component}", value) for component, value in values.items())


def _at_start(value: InTime, neutral: float = 0.0) -> bool:
    """Return whether a value differs from the neutral one at time 0."""
    if isinstance(value, Expression) and value.depends_on_position:
        return False
    return value(0.0) != neutral
