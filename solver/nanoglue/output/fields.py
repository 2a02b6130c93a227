"""Fields on disk: a grid of each body and interface at each written step, listed in .pvd files."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np

from nanoglue.models import stress_measures as measures
from nanoglue.models.stress_measures import symmetric_entries
from nanoglue.output.grids import Arrays, Grid, write_grid
from nanoglue.output.rank_errors import raise_on_all_ranks
from nanoglue.output.results_folder import write_text
from nanoglue.physics.interface_area import area_ratio
from nanoglue.physics.interface_outputs import traction_vector
from nanoglue.physics.interface_quadrature import InterfaceQuadrature
from nanoglue.physics.model_parts import ModelParts
from nanoglue.physics.stress_points import StressPoints
from nanoglue.runtime.fenics import fem, plot
from nanoglue.stepping.step import Step

Written = tuple[float, int, str]
"""Time [s], number of the step and ending of the files."""


class BodyFields:
    """Grid of quadratic elements of one body with its fields."""

    def __init__(self, name: str, problem: ModelParts) -> None:
        """Compile the stresses at the quadrature points."""
        self.mechanics, self.diffusion = problem.mechanics[name], problem.diffusion.get(name)
        self.laws = [law for law in problem.model.laws if law.name == name]
        space = self.mechanics.u.function_space
        self.dim = space.mesh.geometry.dim
        self.owned = space.mesh.topology.index_map(self.dim).size_local
        cells, _, self.points = plot.vtk_mesh(space)  # type: ignore[arg-type]
        self.cells = cells.reshape(-1, {2: 7, 3: 11}[self.dim])[: self.owned, 1:]
        self.scalar, place = space.sub(0).collapse()
        self.place = np.asarray(place) // self.dim
        self.points_of_stress = StressPoints(self.mechanics)

    def _cell_mean(self, values: np.ndarray) -> np.ndarray:
        """Return the mean over the points (cells, points, ...) of each owned cell."""
        means: np.ndarray = values[: self.owned].mean(axis=1)
        return means

    def _stresses(self) -> Arrays:
        """Return stress and strain of each owned cell: means over its quadrature points."""
        stresses, gradients = self.points_of_stress()
        mean = self._cell_mean(stresses)
        strain = self._cell_mean(measures.logarithmic_strain(gradients))
        largest = measures.principal(mean)
        return {
            "cauchy_stress [MPa]": np.column_stack(symmetric_entries(np.moveaxis(mean, 0, -1))),
            "strain [-]": np.column_stack(symmetric_entries(np.moveaxis(strain, 0, -1))),
            "von_mises [MPa]": self._cell_mean(measures.von_mises(stresses)),
            "hydrostatic_stress [MPa]": measures.hydrostatic(mean),
            **({} if self.dim == 3 else {"hoop_stress [MPa]": mean[:, 2, 2]}),
            **{f"principal_stress_{i + 1} [MPa]": largest[:, i] for i in range(3)},
        }

    def _nodal(self, function: fem.Function) -> np.ndarray:
        """A P1 function at the nodes of the grid."""
        spread = fem.Function(self.scalar)
        spread.interpolate(function)
        values = np.empty(len(self.points))
        values[self.place] = spread.x.array
        return values

    def __call__(self) -> Grid:
        """Points (n, 3) [um], cells (m, nodes), point data and cell data of this rank."""
        nodal = {"displacement [um]": _in_space(self.mechanics.u.x.array.reshape(-1, self.dim))}
        if self.mechanics.p is not None:
            nodal["mean_stress [MPa]"] = self._nodal(self.mechanics.p)
        if self.diffusion is not None:
            x = nodal["stoichiometry [-]"] = self._nodal(self.diffusion.x)
            nodal["concentration [mol/m^3]"] = self.diffusion.host_density * x
            nodal["chemical_potential [MJ/mol]"] = self._nodal(self.diffusion.mu)
        laws = (law for law in self.laws if law not in (self.mechanics, self.diffusion))
        for law in laws:
            nodal |= {title: self._nodal(field) for title, field in law.outputs().items()}
        inside = self._stresses()
        if self.mechanics.alpha is not None:
            inside["plastic_strain [-]"] = self._cell_mean(self.mechanics.alpha.values)[:, 0]
        return self.points, self.cells, nodal, inside


class InterfaceFields:
    """Quadrature points of an interface with jump, traction and history.

    In a section they are joined along each facet.
    """

    def __init__(self, name: str, problem: ModelParts) -> None:
        """Compile what is written of an interface."""
        self.cohesion = problem.cohesion[name]
        cohesion, position = self.cohesion, problem.domain.position
        self.dim = problem.domain.dim
        opening, sliding = cohesion.jump.present()
        normal, tangent = cohesion.jump.frame()
        tractions = cohesion.tractions(opening, sliding, cohesion.damage_old("+"))
        ratio = area_ratio(problem, cohesion)
        along, across = cohesion.jump.raw()
        jump = along * normal + across * tangent
        pull = traction_vector(cohesion, opening, sliding, cohesion.damage_old("+"))
        self.shown = {
            "opening [um]": opening,
            "sliding [um]": sliding,
            "traction_normal [MPa]": tractions[0],
            "traction_tangential [MPa]": tractions[1],
            "cauchy_traction_normal [MPa]": tractions[0] / ratio,
            "cauchy_traction_tangential [MPa]": tractions[1] / ratio,
        }
        if cohesion.contact is not None:
            self.shown["gap [um]"] = cohesion.contact.gap("+")
        vectors = {
            "jump [um]": jump,
            "traction [MPa]": pull,
            "displacement [um]": cohesion.u_plus("+"),
        }
        parts = [vector[i] for vector in vectors.values() for i in range(self.dim)]
        self.vectors = list(vectors)
        self.values = InterfaceQuadrature(cohesion, [*self.shown.values(), *parts])
        self.points = _in_space(np.column_stack(InterfaceQuadrature(cohesion, list(position))()))
        owned = cohesion.interface.mesh.topology.index_map(self.dim - 1).size_local
        dofs = cohesion.space.dofmap.list[:owned]
        if self.dim == 3:
            self.cells = dofs.reshape(-1, 1)
            return
        self.cells = np.stack([dofs[:, :-1], dofs[:, 1:]], axis=-1).reshape(-1, 2)

    def __call__(self) -> Grid:
        """Return the grid of the facets of this rank: points (n, 3) [um] and point data.

        Its cells are lines (m, 2) or single points (m, 1), without cell data.
        """
        values = self.values()
        data = dict(zip(self.shown, values, strict=False))
        rest = values[len(self.shown) :]
        for index, name in enumerate(self.vectors):
            flat = rest[self.dim * index : self.dim * (index + 1)]
            data[name] = _in_space(np.column_stack(flat))
        for function, name in (
            (self.cohesion.damage_old, "damage [-]"),
            (self.cohesion.envelope_old, "damage_envelope [-]"),
            (self.cohesion.largest_old, "largest_opening [um]"),
        ):
            data[name] = function.x.array.copy()
        return self.points, self.cells, data, {}


class Fields:
    """Writes every body and interface of a problem; collective."""

    def __init__(self, directory: Path, problem: ModelParts, resumed: Step | None = None) -> None:
        """Compile once what is written many times; a resumed run keeps what was written before."""
        self.directory, self.comm = directory, problem.domain.mesh.comm
        self.parts: dict[str, Callable[[], Grid]] = {
            name: BodyFields(name, problem) for name in problem.mechanics
        }
        if problem.case.output.interface:
            self.parts |= {name: InterfaceFields(name, problem) for name in problem.cohesion}
        self.written: list[Written] = []
        if resumed is not None and self.comm.rank == 0:
            collection = directory / f"{next(iter(self.parts))}.pvd"
            self.written = [one for one in _listed(collection) if one[1] <= resumed.number]
        self.written = self.comm.bcast(self.written)

    def write(self, step: Step) -> None:
        """Write the fields of an accepted step, unless it has been written already."""
        if self.written and self.written[-1][1] == step.number:
            return
        for name, part in self.parts.items():
            points, cells, nodal, inside = part()
            nodal["volume_expansion [-]"] = np.full(len(points), step.observed.chemical)
            grid = points, cells, nodal, inside
            file = write_grid(self.comm, self.directory, f"{name}_{step.number:06d}", grid)
        self.written.append((step.time, step.number, Path(file).suffix))
        with raise_on_all_ranks(self.comm) as root:
            if root:
                for name in self.parts:
                    write_text(self.directory / f"{name}.pvd", _collection(name, self.written))


def _in_space(vectors: np.ndarray) -> np.ndarray:
    """Return vectors (n, 2 or 3) with three components; VTK has no others."""
    return np.pad(vectors, ((0, 0), (0, 3 - vectors.shape[1])))


def _listed(collection: Path) -> list[Written]:
    """Times [s], step numbers and endings of files in a .pvd file; none if it is not there."""
    text = collection.read_text(errors="replace") if collection.exists() else ""
    found = re.findall(r'timestep="([^"]+)".*_(\d+)(\.p?vtu)"', text)
    return [(float(time), int(number), ending) for time, number, ending in found]


def _collection(name: str, written: list[Written]) -> str:
    """The .pvd file of a body or interface."""
    sets = "\n".join(
        f'    <DataSet timestep="{time!r}" part="0" file="{name}_{number:06d}{ending}"/>'
        for time, number, ending in written
    )
    head = '<?xml version="1.0"?>\n<VTKFile type="Collection" version="0.1">\n  <Collection>\n'
    return f"{head}{sets}\n  </Collection>\n</VTKFile>\n"
