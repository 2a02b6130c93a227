"""Two bodies in space with a gap between them, as a recipe and a case."""

APART = '''"""Two bodies with a gap between them: balls, or boxes on top of each other."""

from dataclasses import dataclass

from nanoglue.recipe import PartLabels

BOTH = ("upper", "lower")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Shape, width of the gap and extent of the boxes along x."""

    shape: str = "boxes"
    gap: float = 0.01
    extent: float = 1.0


def describe(parameters):
    """Return the names; there is no interface."""
    faces = {"top": "upper", "bottom": "lower"} if parameters.shape == "boxes" else {}
    return PartLabels(BOTH, {}, {"skin": BOTH, **faces})


def draw(model, parameters):
    """Define and mesh both bodies."""
    occ, gap = model.occ, parameters.gap
    if parameters.shape == "balls":
        bodies = [occ.addSphere(0, 0, 1 + gap, 1), occ.addSphere(0, 0, -1, 1)]
        occ.synchronize()
        faces, size = {"skin": model.getEntities(2)}, 0.9
    else:
        bodies = [occ.addBox(0, 0, z, parameters.extent, 1, 1) for z in (gap, -1)]
        occ.synchronize()
        ends = {"top": 1 + gap, "bottom": -1}
        faces = {name: plane(model, z) for name, z in ends.items()}
        rest = set(model.getEntities(2)) - {one for found in faces.values() for one in found}
        faces["skin"], size = sorted(rest), 0.6
    for name, tag in zip(BOTH, bodies, strict=True):
        model.addPhysicalGroup(3, [tag], name=name)
    for name, found in faces.items():
        model.addPhysicalGroup(2, [tag for _, tag in found], name=name)
    model.mesh.setSize(model.getEntities(0), size)
    model.mesh.generate(3)


def plane(model, z):
    """Return the surfaces in a plane normal to z."""
    return model.getEntitiesInBoundingBox(-99, -9, z - 1e-6, 99, 9, z + 1e-6, 2)
'''

CASE = """\
title: Two bodies meet
coordinates: three_dimensional
geometry: {recipe: ./apart.py}
bodies:
  upper: {elasticity: {model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0}}
  lower: {elasticity: {model: linear, youngs_modulus: 20 GPa, poissons_ratio: 0}}
contact_pairs: {meeting: {bodies: [upper, lower], stiffness: 1e17 Pa/m}}
boundaries:
  top: {displacement: {x: 0 um, y: 0 um, z: {expression: -0.03*t, unit: um}}}
  bottom: {displacement: {x: 0 um, y: 0 um, z: 0 um}}
time: {end: 1 s}
stepping: {fixed: 0.5 s}
output: {fields: none, pictures: false}
"""


def pair_of(file, comm, partitioner=None):
    """Return the contact pair of a case and the displacements of its bodies."""
    from nanoglue.case import read
    from nanoglue.mesh.domain import Domain
    from nanoglue.physics.contact.bodies_in_contact import BodiesInContact
    from nanoglue.physics.mechanics import displacement_field

    case = read(file)
    domain = Domain.from_case(case, comm, partitioner)
    u = {name: displacement_field(domain, name) for name in case.bodies}
    return BodiesInContact(domain, "meeting", case.contact_pairs["meeting"], u, set()), u
