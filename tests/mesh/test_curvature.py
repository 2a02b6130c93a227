"""Curved elements whose edges cross are straightened, or refused."""

import numpy as np
import pytest

from nanoglue.case import find, read
from nanoglue.mesh import gmsh_mesh
from nanoglue.mesh.curvature import most_inverted, smallest_jacobians
from nanoglue.mesh.recipe.swept import revolved, section_arrays

SKIN = {
    "core_radius": "998 nm",
    "shell_radius": "1000 nm",
    "elements_core": 2,
    "elements_shell": 1,
    "elements_along": 12,
}


def test_a_skin_thinner_than_the_rise_of_its_elements_is_not_inverted():
    arrays = section_arrays("core_shell", SKIN, 2)
    assert smallest_jacobians(arrays["points"], arrays["cells"]).min() > 0.9


def test_jacobians_of_tetrahedra_are_those_of_their_nodes():
    section = section_arrays(
        "sphere", {"radius": "1 um", "surface_size": "0.5 um", "centre_size": "0.5 um"}, 2
    )
    solid = revolved(section, np.pi / 2, sectors=4)
    jacobians = smallest_jacobians(solid["points"], solid["cells"])
    assert 0.3 < jacobians.min() < jacobians.max() < 1.05
    middle = solid["cells"][0, 4]
    solid["points"][middle] += 10.0
    assert most_inverted(solid["points"], solid["cells"]) is not None


def test_an_element_that_stays_inverted_is_refused_with_its_place(monkeypatch):
    case = read(find("verification/uniform_particle"))
    arrays = dict(gmsh_mesh.draw(case))
    points = arrays["points"].copy()
    corner, middle = arrays["cells"][0, [2, 3]]
    points[middle] = 1.2 * points[corner] - 0.2 * points[middle]
    monkeypatch.setattr(gmsh_mesh, "_cached", lambda _: arrays | {"points": points})
    with pytest.raises(RuntimeError, match=r"the element at .* um is inverted"):
        gmsh_mesh.draw(case)
