"""Numeric parameters of models as constants of the forms, so that a new value compiles nothing."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from pydantic import BaseModel

from nanoglue.models.expressions import Expr
from nanoglue.runtime.fenics import fem, mesh


def constant(domain: mesh.Mesh, value: float) -> fem.Constant:
    """Return a number as a constant of the forms on a mesh."""
    return fem.Constant(domain, float(value))


def in_forms[M](model: M, domain: mesh.Mesh) -> M:
    """Return a copy of a model in which every number is a constant of the forms on a mesh.

    Numbers within tuples and within models inside the model are replaced too. Integers, switches
    and the fields that a model names in ``literal`` stay: exponents, whose value decides how an
    expression is differentiated, and numbers that are needed as floats, such as the damage that
    counts as debonded. Where a model is evaluated on floats or arrays, the model itself is used.

    Args:
        model: a frozen dataclass or a section of a case; None gives None.
        domain: the parent mesh.
    """
    if is_dataclass(model) and not isinstance(model, type):
        twin: Any = object.__new__(type(model))
        for field in fields(model):
            value = getattr(model, field.name)
            kept = field.name in getattr(model, "literal", ())
            object.__setattr__(twin, field.name, value if kept else _bound(value, domain))
        return twin
    if isinstance(model, BaseModel):
        values = {name: getattr(model, name) for name in type(model).model_fields}
        return model.model_copy(update={name: _bound(v, domain) for name, v in values.items()})
    return model


def _bound(value: Expr, domain: mesh.Mesh) -> Expr:
    """Return a number as a constant, and the parts of a compound value likewise."""
    if isinstance(value, float):
        return constant(domain, value)
    if isinstance(value, tuple):
        return tuple(_bound(part, domain) for part in value)
    if isinstance(value, Mapping):
        return {key: _bound(part, domain) for key, part in value.items()}
    return value if callable(value) else in_forms(value, domain)
