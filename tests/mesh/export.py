"""Writes the mesh of a case as a Gmsh or an Abaqus file."""

import meshio
import numpy as np


def names(arrays):
    """Distinct names of cells and of facets."""
    cells, facets = (dict.fromkeys(arrays[f"{kind}_names"].tolist()) for kind in ("cell", "facet"))
    return list(cells), list(facets)


def write_msh(arrays, file, scale):
    """Physical groups in the format 2.2."""
    bodies, sides = names(arrays)
    tags = {name: number for number, name in enumerate([*bodies, *sides], start=1)}
    dims = {name: 2 if name in bodies else 1 for name in tags}
    kinds = [("triangle6", "cell"), ("line3", "facet")]
    marks = [np.array([tags[n] for n in arrays[f"{kind}_names"]]) for _, kind in kinds]
    points = np.column_stack([scale * arrays["points"], np.zeros(len(arrays["points"]))])
    mesh = meshio.Mesh(
        points,
        [(name, arrays[f"{kind}s"]) for name, kind in kinds],
        cell_data={"gmsh:physical": marks, "gmsh:geometrical": marks},
        field_data={name: np.array([tags[name], dims[name]]) for name in tags},
    )
    meshio.gmsh.write(file, mesh, "2.2", binary=False, float_fmt=".17e")


def write_inp(arrays, file, scale):
    """Element sets of the bodies and node sets of the outer sides, interfaces left out."""
    bodies, sides = names(arrays)
    lines = ["*HEADING", "*NODE"]
    lines += [f"{n}, {x!r}, {y!r}" for n, (x, y) in numbered((scale * arrays["points"]).tolist())]
    for body in bodies:
        lines.append(f"*ELEMENT, TYPE=CAX6, ELSET={body}")
        lines += [
            ", ".join(map(str, (n, *(node + 1 for node in cell))))
            for n, cell in numbered(arrays["cells"].tolist())
            if arrays["cell_names"][n - 1] == body
        ]
    for side in sides:
        if side == "particle_fibre":
            continue
        nodes = np.unique(arrays["facets"][arrays["facet_names"] == side]) + 1
        lines += [f"*NSET, NSET={side}"]
        lines += [", ".join(map(str, nodes[i : i + 12].tolist())) for i in range(0, len(nodes), 12)]
    file.write_text("\n".join(lines) + "\n")


def numbered(rows):
    """Rows with numbers from 1."""
    return enumerate(rows, start=1)
