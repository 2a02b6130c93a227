"""Writes the mesh of a case as a Gmsh or an Abaqus file."""

import meshio
import numpy as np


def names(arrays):
    """Distinct names of cells and of facets."""
    cells, facets = (dict.fromkeys(arrays[f"{kind}_names"].tolist()) for kind in ("cell", "facet"))
    return list(cells), list(facets)


VTK = [0, 1, 2, 3, 4, 5, 6, 7, 9, 8]
"""Nodes of a tetrahedron of Gmsh in the order of meshio and Abaqus."""


def ordered(cells):
    """Cells with the middle nodes of tetrahedra in the order of meshio and Abaqus."""
    return cells[:, VTK] if cells.shape[1] == 10 else cells


def write_msh(arrays, file, scale):
    """Physical groups in the format 2.2."""
    dim = arrays["points"].shape[1]
    bodies, sides = names(arrays)
    tags = {name: number for number, name in enumerate([*bodies, *sides], start=1)}
    dims = {name: dim if name in bodies else dim - 1 for name in tags}
    quadratic = {1: "line3", 2: "triangle6", 3: "tetra10"}
    kinds = [(quadratic[dim], "cell"), (quadratic[dim - 1], "facet")]
    marks = [np.array([tags[n] for n in arrays[f"{kind}_names"]]) for _, kind in kinds]
    points = np.zeros((len(arrays["points"]), 3))
    points[:, :dim] = scale * arrays["points"]
    mesh = meshio.Mesh(
        points,
        [(name, ordered(arrays[f"{kind}s"])) for name, kind in kinds],
        cell_data={"gmsh:physical": marks, "gmsh:geometrical": marks},
        field_data={name: np.array([tags[name], dims[name]]) for name in tags},
    )
    meshio.gmsh.write(file, mesh, "2.2", binary=False, float_fmt=".17e")


def write_inp(arrays, file, scale):
    """Element sets of the bodies and node sets of the outer sides, interfaces left out."""
    bodies, sides = names(arrays)
    lines = ["*HEADING", "*NODE"]
    lines += [
        ", ".join([str(n), *map(repr, place)])
        for n, place in numbered((scale * arrays["points"]).tolist())
    ]
    kind = {6: "CAX6", 10: "C3D10"}[arrays["cells"].shape[1]]
    for body in bodies:
        lines.append(f"*ELEMENT, TYPE={kind}, ELSET={body}")
        lines += [
            ", ".join(map(str, (n, *(node + 1 for node in cell))))
            for n, cell in numbered(ordered(arrays["cells"]).tolist())
            if arrays["cell_names"][n - 1] == body
        ]
    for side in sides:
        if side in ("particle_fibre", "particle_base", "top_bottom"):
            continue
        nodes = np.unique(arrays["facets"][arrays["facet_names"] == side]) + 1
        lines += [f"*NSET, NSET={side}"]
        lines += [", ".join(map(str, nodes[i : i + 12].tolist())) for i in range(0, len(nodes), 12)]
    file.write_text("\n".join(lines) + "\n")


def numbered(rows):
    """Rows with numbers from 1."""
    return enumerate(rows, start=1)
