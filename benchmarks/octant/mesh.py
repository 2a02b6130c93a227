"""The octant in quadratic tetrahedra, one Gmsh file for all codes.

``python -m benchmarks.octant.mesh UNKNOWNS FILE``
"""

import json
import sys
import time
from pathlib import Path

from benchmarks.octant.problem import INNER, OUTER

SIDES = {"x": 0, "y": 1, "z": 2}


def element_size(unknowns: float) -> float:
    """Return the edge of the tetrahedra [um] that gives about so many unknowns."""
    return float(0.475 * (1e3 / unknowns) ** (1 / 3))


def write(unknowns: float, file: Path) -> None:
    """Generate and write the mesh in the format 2.2 of Gmsh, which all codes read."""
    import gmsh

    gmsh.initialize(["", "-v", "1"])
    gmsh.option.setNumber("General.NumThreads", 1)
    occ, model = gmsh.model.occ, gmsh.model
    balls = [
        occ.addSphere(0, 0, 0, radius, angle1=0, angle3=1.5707963267948966)
        for radius in (OUTER, INNER)
    ]
    occ.cut([(3, balls[0])], [(3, balls[1])])
    occ.synchronize()
    body = [tag for _, tag in model.getEntities(3)]
    model.addPhysicalGroup(3, body, name="shell")
    found: dict[str, int] = {}
    for _, tag in model.getEntities(2):
        box = model.getBoundingBox(2, tag)
        flat = [axis for axis, k in SIDES.items() if abs(box[k]) < 1e-6 > abs(box[k + 3])]
        inner = max(box[3:]) < (INNER + OUTER) / 2
        found[f"plane_{flat[0]}" if flat else "inner" if inner else "outer"] = tag
    for name, tag in found.items():
        model.addPhysicalGroup(2, [tag], name=name)
    gmsh.option.setNumber("Mesh.MeshSizeMax", element_size(unknowns))
    gmsh.option.setNumber("Mesh.MeshSizeMin", element_size(unknowns))
    gmsh.option.setNumber("Mesh.MshFileVersion", 2.2)
    model.mesh.generate(3)
    gmsh.write(str(file.with_suffix(".straight.msh")))  # for NGSolve, which bends it itself
    model.mesh.setOrder(2)
    gmsh.write(str(file))
    gmsh.finalize()


def main(unknowns: float, file: Path) -> None:
    """Write the mesh and print the time [s] that this takes."""
    file.parent.mkdir(parents=True, exist_ok=True)
    begin = time.process_time()
    write(unknowns, file)
    print(json.dumps({"mesh": time.process_time() - begin}))


if __name__ == "__main__":
    main(float(sys.argv[1]), Path(sys.argv[2]))
