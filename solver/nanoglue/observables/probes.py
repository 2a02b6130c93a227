"""Stress, stretch, plastic strain and uptake at points."""

import numpy as np
import ufl

from nanoglue.case import columns
from nanoglue.case.columns import Column
from nanoglue.mesh.point_search import Location, locate
from nanoglue.mesh.quadrature_state import quadrature_points
from nanoglue.models.invariants import largest_stretch, von_mises
from nanoglue.models.tensors import components
from nanoglue.observables import Values
from nanoglue.physics.model_parts import ModelParts


class Probes:
    """Cauchy stress (components and von Mises) and stretch at the points of ``output.probes``.

    Stresses live at the quadrature points; at a point they are those of the plane fitted through
    the quadrature points of its cell.
    """

    order = 7

    def __init__(self, problem: ModelParts) -> None:
        """Find the points and compile what is evaluated there.

        Raises:
            CaseError: on every rank, if one is outside its body.
        """
        self.comm = problem.domain.mesh.comm
        self.probes = {}
        for name, probe in problem.case.output.probes.items():
            found = locate(problem.domain.bodies[probe.body].mesh, probe.at)
            if found is None:
                raise problem.case.wrong(
                    ("output", "probes", name, "at"), f"lies outside {probe.body}"
                )
            self.probes[name] = _Probe(problem, probe.body, found)

    def __call__(self) -> Values:
        """Return the columns ``stress_rr:NAME [MPa]`` and so on."""
        found: Values = {}
        for name, probe in self.probes.items():
            values = self.comm.allreduce(probe())
            for column, value in zip(probe.columns, values, strict=True):
                found[column.at(name)] = float(value)
        return found

    def accept(self) -> None:
        """Do nothing; there is no state."""


class _Probe:
    """Everything that is evaluated at one point of one body."""

    def __init__(self, problem: ModelParts, body: str, found: Location) -> None:
        mechanics, self.found = problem.mechanics[body], found
        self.diffusion = problem.diffusion.get(body)
        self.mesh = mechanics.u.function_space.mesh
        gradient = mechanics.gradient(mechanics.u, self.mesh)
        ratio = mechanics.kinematics.elastic_volume_ratio(gradient, mechanics.swelling)
        stress = mechanics.kinematics.cauchy(mechanics.kirchhoff_stress(gradient), ratio)
        strain = mechanics.plastic_strain(gradient)
        more = [strain, von_mises(stress), largest_stretch(gradient)]
        values = ufl.as_vector([*components(stress), *more])
        points = quadrature_points(self.mesh, mechanics.degree)
        forms = problem.domain.forms
        self.expression = forms.expression(values, points)
        self.position = forms.expression(ufl.SpatialCoordinate(self.mesh), points)
        self.columns: list[Column] = [
            *(columns.stress(axes) for axes in problem.domain.coordinates.stresses),
            columns.PLASTIC_STRAIN,
            columns.VON_MISES,
            columns.LARGEST_STRETCH,
        ]
        if self.diffusion is not None:
            self.columns += [columns.STOICHIOMETRY, columns.CHEMICAL_POTENTIAL]
        self.phase = problem.phases.get(body)
        if self.phase is not None:
            self.columns += [columns.ORDER_PARAMETER]

    def __call__(self) -> np.ndarray:
        """Values on the rank that has the point, zeros elsewhere."""
        if self.found.cell is None:
            return np.zeros(len(self.columns))
        cell = np.array([self.found.cell], dtype=np.int32)
        where = self.position().eval(self.mesh, cell).reshape(-1, self.mesh.geometry.dim)
        values = self.expression().eval(self.mesh, cell).reshape(len(where), -1)
        plane = np.column_stack(
            [np.ones(len(where)), where - self.found.point[: self.mesh.geometry.dim]]
        )
        at_point = np.linalg.lstsq(plane, values, rcond=None)[0][0]
        fields = [] if self.diffusion is None else [self.diffusion.x, self.diffusion.mu]
        fields += [] if self.phase is None else [self.phase.xi]
        more = [float(np.asarray(f.eval(self.found.point, cell)).item()) for f in fields]
        return np.array([*at_point, *more])
