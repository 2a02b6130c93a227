"""Facets of a contact pair that each rank holds, on two long bars that lie on each other.

``mpiexec -n 4 python -m benchmarks.space.held_facets [LENGTH]`` divides bars of 1 um x 1 um x
LENGTH um into slices along their length, presses them on each other by 20 nm and prints for every
rank its own facets of both surfaces, the foreign ones that the search gives it, and the size [kB]
of the values of these beside that of both whole surfaces.
"""

import sys
import tempfile
from pathlib import Path

import numpy as np

from benchmarks import table

RECIPE = '''"""Two bars on top of each other."""

from dataclasses import dataclass

from nanoglue.recipe import PartLabels

BOTH = ("upper", "lower")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Extent along x."""

    extent: float = 8.0


def describe(parameters):
    """Return the names; there is no interface."""
    return PartLabels(BOTH, {}, {"skin": BOTH})


def draw(model, parameters):
    """Define and mesh both bars."""
    occ = model.occ
    bars = [occ.addBox(0, 0, z, parameters.extent, 1, 1) for z in (0.01, -1)]
    occ.synchronize()
    for name, tag in zip(BOTH, bars, strict=True):
        model.addPhysicalGroup(3, [tag], name=name)
    model.addPhysicalGroup(2, [tag for _, tag in model.getEntities(2)], name="skin")
    model.mesh.setSize(model.getEntities(0), 0.3)
    model.mesh.generate(3)
'''

CASE = """\
title: Two bars
coordinates: three_dimensional
geometry: {{recipe: ./bars.py, extent: {extent}}}
bodies:
  upper: {{elasticity: {{model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0}}}}
  lower: {{elasticity: {{model: linear, youngs_modulus: 10 GPa, poissons_ratio: 0}}}}
contact_pairs: {{meeting: {{bodies: [upper, lower], stiffness: 1e17 Pa/m}}}}
boundaries: {{}}
time: {{end: 1 s}}
point_supports:
  - {{body: upper, near: [0 um, 0 um, 1 um], displacement: {{x: 0 um, y: 0 um, z: 0 um}}}}
  - {{body: upper, near: [0 um, 1 um, 1 um], displacement: {{x: 0 um, z: 0 um}}}}
  - {{body: upper, near: [{extent} um, 0 um, 1 um], displacement: {{z: 0 um}}}}
  - {{body: lower, near: [0 um, 0 um, -1 um], displacement: {{x: 0 um, y: 0 um, z: 0 um}}}}
  - {{body: lower, near: [0 um, 1 um, -1 um], displacement: {{x: 0 um, z: 0 um}}}}
  - {{body: lower, near: [{extent} um, 0 um, -1 um], displacement: {{z: 0 um}}}}
"""

NUMBERS = 6 * 3 + 3 + 1 + 3 + 6 * 3
"""Values of a facet that are exchanged: nodes, midpoint, side, rim and rows."""


def slices(midpoints: np.ndarray, ranks: int) -> np.ndarray:
    """Return the rank of each cell: equal lengths along x in the order of the ranks."""
    share = midpoints[:, 0] / midpoints[:, 0].max()
    return np.minimum(share * ranks, ranks - 1).astype(np.int32)


def measure(extent: float) -> tuple[int, int]:
    """Return the own and the foreign facets of this rank; collective."""
    from nanoglue.case import read
    from nanoglue.mesh.domain import Domain
    from nanoglue.physics.contact.bodies_in_contact import BodiesInContact
    from nanoglue.physics.mechanics import displacement_field
    from nanoglue.runtime.fenics import MPI

    comm = MPI.COMM_WORLD
    with tempfile.TemporaryDirectory() as folder:
        place = Path(comm.bcast(folder))
        if comm.rank == 0:
            (place / "bars.py").write_text(RECIPE)
            (place / "case.yaml").write_text(CASE.format(extent=extent))
        comm.barrier()
        case = read(place / "case.yaml")
        domain = Domain.from_case(case, comm, slices)
        comm.barrier()
    u = {name: displacement_field(domain, name) for name in case.bodies}
    pair = BodiesInContact(domain, "meeting", case.contact_pairs["meeting"], u, set())
    u["upper"].x.array[2::3] = -0.03
    near = pair.now()[0].exchange
    return len(pair.plus.nodes) + len(pair.minus.nodes), int((near.sources != comm.rank).sum())


def main() -> None:
    """Measure on all ranks and print the table on rank 0."""
    from nanoglue.runtime.fenics import MPI

    found = MPI.COMM_WORLD.gather(measure(float(sys.argv[1]) if sys.argv[1:] else 8.0))
    if found is None:
        return
    total = sum(own for own, _ in found)
    head = ["rank", "own facets", "foreign facets", "held [kB]", "both surfaces [kB]"]
    rows = [
        [
            str(rank),
            str(own),
            str(foreign),
            *(table.number(8 * NUMBERS * count / 1000) for count in (own + foreign, total)),
        ]
        for rank, (own, foreign) in enumerate(found)
    ]
    print(table.lines(head, rows), flush=True)


if __name__ == "__main__":
    main()
