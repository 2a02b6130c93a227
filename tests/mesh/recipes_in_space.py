"""Sizes of recipes in space, their meshes, and volumes and areas of the parts."""

from math import pi

import numpy as np

FLAT = {
    "particle_diameter": "200 nm",
    "contact_ratio": 0.6,
    "interface_size": "15 nm",
    "bulk_size": "30 nm",
    "far_size": "100 nm",
}
SEVERAL = {
    "particles": 2,
    "smallest_diameter": "180 nm",
    "largest_diameter": "300 nm",
    "contact_ratio": 0.6,
    "fibre_diameter": "340 nm",
    "fibre_length": "900 nm",
    "interface_size": "30 nm",
    "bulk_size": "60 nm",
    "far_size": "150 nm",
    "largest_angle": "90 deg",
}
FILM = {
    "film_length": "200 nm",
    "film_width": "100 nm",
    "film_thickness": "20 nm",
    "sheet_length": "400 nm",
    "sheet_width": "300 nm",
    "sheet_thickness": "50 nm",
    "edge_size": "20 nm",
    "bulk_size": "50 nm",
}
BLISTER = {
    "patch_radius_x": "30 nm",
    "patch_radius_y": "20 nm",
    "film_thickness": "4 nm",
    "outer_radius": "100 nm",
    "metal_depth": "4 nm",
    "process_zone": "5 nm",
    "process_zone_size": "5 nm",
    "bulk_size": "20 nm",
}
COATED = {
    "particle_diameter": "200 nm",
    "contact_ratio": 0.79,
    "fibre_diameter": "340 nm",
    "interface_size": "20 nm",
    "bulk_size": "40 nm",
    "far_size": "150 nm",
    "coating_thickness": "25 nm",
    "coating_reach": "30 nm",
}


def mesh(recipe, sizes):
    """Return the arrays of a recipe and its labels, all of which are there."""
    from nanoglue.case import library
    from nanoglue.mesh.gmsh_mesh import generate
    from nanoglue.models import registry

    module = library.recipe(library.recipes()[recipe])
    parameters = registry.adapter(module.Parameters).validate_python(sizes)
    if hasattr(module, "arrays"):
        arrays = module.arrays(parameters, 2)
    else:
        arrays = generate(module, parameters, 2, 3)
    labels = module.describe(parameters)
    defined = {*arrays["cell_names"].tolist(), *arrays["facet_names"].tolist()}
    assert defined == {*labels.bodies, *labels.interfaces, *labels.boundaries}
    return arrays, parameters, module


def volume(arrays, name):
    corners = arrays["points"][arrays["cells"][arrays["cell_names"] == name, :4]]
    return np.abs(np.linalg.det(corners[:, 1:] - corners[:, :1])).sum() / 6


def area(arrays, name):
    """Return the area [um^2] of quadratic triangles of a name, each as four flat ones."""
    nodes = arrays["facets"][arrays["facet_names"] == name]
    a, b, c, ab, bc, ca = nodes.T
    parts = np.concatenate([np.column_stack(p) for p in ((a, ab, ca), (ab, b, bc), (ca, bc, c))])
    corners = arrays["points"][np.concatenate([parts, np.column_stack((ab, bc, ca))])]
    sides = corners[:, 1:] - corners[:, :1]
    return np.linalg.norm(np.cross(sides[:, 0], sides[:, 1]), axis=1).sum() / 2


def normals(count=1000):
    """Return the normals (3, 2 n, n) at points of equal area on a sphere."""
    level = (np.arange(count) + 0.5) / count * 2 - 1
    around = (np.arange(2 * count) + 0.5) / count * pi
    level, around = np.meshgrid(level, around)
    side = np.sqrt(1 - level**2)
    return np.stack([side * np.cos(around), side * np.sin(around), level])
