"""Energy of the elastic deformation of a body, what drives it, and what plastic flow dissipates.

The functions take the mechanics of a body and its displacement gradient (3, 3) [-], which may lie
on the mesh of the body or, in a form, on that of all bodies.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import ufl

from nanoglue.models.expressions import Expr
from nanoglue.models.tensors import inverse

if TYPE_CHECKING:
    from nanoglue.physics.mechanics import Mechanics


def energy(solid: "Mechanics", gradient: Expr) -> Expr:
    """Elastic energy [pJ/um^3] per swollen volume.

    Mixed: the volume part is U - (dU/d ln J - p)^2/(2K), for Hencky p theta - p^2/(2K).
    """
    ratio = solid.volume_ratio(gradient)
    volumetric = solid.elasticity.volumetric_energy(ratio)
    if solid.p is not None:
        mismatch = solid.elasticity.pressure(ratio) - solid.p
        volumetric -= mismatch**2 / (2 * solid.elasticity.bulk)
    metric = solid.left_cauchy_green(gradient)
    return volumetric + solid.elasticity.deviatoric_energy(metric, ratio)


def stored_energy(solid: "Mechanics", gradient: Expr) -> Expr:
    """Elastic energy density per undeformed volume [pJ/um^3]."""
    return solid.kinematics.reference_volume(solid.swelling) * energy(solid, gradient)


def swelling_force(solid: "Mechanics", gradient: Expr) -> Expr:
    """d(Jc psi)/dJc [MPa] at fixed deformation: what a further unit of swelling costs."""
    mean = solid.mean_stress(gradient)
    return energy(solid, gradient) - mean if solid.elasticity.finite_strain else -mean


def stretch_force(solid: "Mechanics", axis: int, gradient: Expr) -> Expr:
    """d(Jc psi)/d(stretch) [MPa] at fixed deformation, along an axis 0, 1 or 2.

    Jc (psi - M)/stretch with the entry M of the Mandel stress Fe^T tau Fe^-T.
    """
    assert solid.shape is not None
    assert solid.stretches is not None
    elastic = (ufl.Identity(3) + gradient) * inverse(solid.shape)
    mandel = elastic.T * solid.kirchhoff_stress(gradient) * inverse(elastic).T
    return solid.swelling * (energy(solid, gradient) - mandel[axis, axis]) / solid.stretches[axis]


def swelling_changes(solid: "Mechanics") -> list[tuple[Callable[[Expr], Expr], Expr]]:
    """Driving stress [MPa] and variable [-] of each part of the swelling."""
    if solid.stretches is None:
        return [(partial(swelling_force, solid), solid.swelling)]
    forces = (partial(stretch_force, solid, axis) for axis in range(3))
    return list(zip(forces, solid.stretches, strict=True))


def stiffness_force(solid: "Mechanics", gradient: Expr) -> Expr:
    """d(Jc psi)/dE [-] at fixed deformation and plastic flow; the energy is linear in E.

    Mixed: with U - m^2/(2K), m = dU/d ln J - p, at fixed p: (psi - m p/K)/E.
    """
    density = energy(solid, gradient)
    if solid.p is not None:
        mismatch = solid.elasticity.pressure(solid.volume_ratio(gradient)) - solid.p
        density -= mismatch * solid.p / solid.elasticity.bulk
    volume = solid.kinematics.reference_volume(solid.swelling)
    return volume * density / solid.elasticity.youngs_modulus


def flow_resistance(solid: "Mechanics", gradient: Expr) -> Expr:
    """Yield stress with its viscous part [MPa] at the end of the step, times the volume ratio.

    The volume is that to which the yield stress refers, over the undeformed one: J for the Cauchy
    stress, Jc for the Kirchhoff stress without swelling, 1 with it.
    """
    volume = solid.kinematics.reference_volume(solid.swelling) * solid.yield_measure(gradient)
    if solid.plasticity is None or solid.alpha is None:
        return 0.0 * volume
    increment = solid.plastic_increment(gradient)
    resistance = solid.plasticity.yield_strength(solid.alpha.old + increment)
    return volume * (resistance + solid.plasticity.viscosity * increment / solid.dt)


def flow(solid: "Mechanics", gradient: Expr) -> Expr:
    """Plastic flow of the step [-] on which the flow resistance works."""
    if solid.plasticity is None or solid.alpha is None:
        return 0.0 * solid.swelling
    ratio = solid.volume_ratio(gradient)
    metric, stress = solid.left_cauchy_green(gradient), solid.deviatoric_stress(gradient)
    return solid.elasticity.dissipation(metric, ratio, stress) * solid.plastic_increment(gradient)
