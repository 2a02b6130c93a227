"""Division of the unknowns of a coupled model into block systems that are solved in turn."""

from collections.abc import Sequence

import ufl

from nanoglue.models.chemical_potential.open_circuit import OpenCircuit
from nanoglue.physics.model_parts import ModelParts
from nanoglue.physics.perfect_bond import ties
from nanoglue.runtime.fenics import fem
from nanoglue.runtime.form_blocks import form_blocks
from nanoglue.solvers.block_system import BlockSystem
from nanoglue.solvers.field_roles import FieldRoles
from nanoglue.solvers.system_forms import SystemForms

COUPLED_PASSES = 30
"""Largest number of passes over systems that act on each other within a step."""


def system_forms(parts: ModelParts) -> list[SystemForms]:
    """Declare one system of all fields.

    Or uptake first and then mechanics where nothing couples back within a step.
    """
    fields = parts.fields
    mixed = ufl.MixedFunctionSpace(*[field.function_space for field in fields])
    tests = ufl.TestFunctions(mixed)
    blocks = form_blocks(parts.model.residual(dict(zip(fields, tests, strict=True))), tests)
    coupling = parts.case.solver.coupling
    if coupling == "automatic":
        coupling = "monolithic" if parts.model.mechanics_acts_back else "staggered"
    chemical = sum(len(body.fields) for body in parts.model.chemical)
    divided = [slice(0, None)]
    if coupling == "staggered" and chemical:
        divided = [slice(0, chemical), slice(chemical, None)]
    with parts.watch.phase("compile"):
        return [SystemForms(fields[part], blocks[part], parts.domain.forms) for part in divided]


def block_systems(parts: ModelParts, forms: Sequence[SystemForms]) -> list[BlockSystem]:
    """Return the systems that have been declared; collective."""
    systems = [_system(parts, each, f"nanoglue_{i}_") for i, each in enumerate(forms)]
    if parts.case.solver.petsc:
        for system in systems:
            system.create_solver()
    return systems


def passes(parts: ModelParts, systems: int) -> int:
    """Return the largest number of times that the systems of a step are solved in turn."""
    return COUPLED_PASSES if parts.model.mechanics_acts_back and systems > 1 else 1


def _system(parts: ModelParts, forms: SystemForms, prefix: str) -> BlockSystem:
    fields = forms.fields
    spaces = [field.function_space for field in fields]
    held = fem.bcs_by_block(
        [space._cpp_object for space in spaces],
        [support.condition for support in parts.supports],
    )
    bcs = [condition for block in held for condition in block]
    roles, settings = _roles(parts, fields), parts.case.solver
    return BlockSystem(
        forms,
        bcs,
        prefix,
        settings.model_copy(update={"factor_reuse": 0.0}) if roles.have_kinks else settings,
        parts.watch,
        parts.contacts if set(fields) & set(parts.displacements) else (),
        roles,
        [tie for tie in ties(parts) if tie.equal[0] in fields],
    )


def _have_kinks(parts: ModelParts, fields: Sequence[fem.Function]) -> bool:
    """Return whether fields are those of an uptake whose potential is piecewise linear.

    Old factors move a vertex at a kink across it and far beyond, and new ones back: reusing them
    costs an iteration and saves no factorisation.
    """
    bodies = parts.diffusion.values()
    alone = set(fields) <= {field for body in bodies for field in body.fields}
    return alone and any(isinstance(body.species.potential, OpenCircuit) for body in bodies)


def _roles(parts: ModelParts, fields: Sequence[fem.Function]) -> FieldRoles:
    means = [body.p for body in parts.mechanics.values() if body.p is not None]
    pointwise, kinks = pointwise_potentials(parts, fields), _have_kinks(parts, fields)
    return FieldRoles(parts.displacements, means, pointwise, kinks).of(fields)


def pointwise_potentials(parts: ModelParts, fields: Sequence[fem.Function]) -> list[fem.Function]:
    """Return the potentials that depend only on the stoichiometry of their vertex."""
    bodies = parts.diffusion.values()
    tied = any(tie.equal[0] in fields for tie in ties(parts))
    alone = set(fields) == {field for body in bodies for field in body.fields}
    return (
        [body.mu for body in bodies]
        if alone and all(b.lumps_potential for b in bodies) and not tied
        else []
    )
