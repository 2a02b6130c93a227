"""The mesh of a particle on a fibre has all parts and the volume of the particle."""

from math import pi

import numpy as np
import pytest


@pytest.mark.parametrize(("part", "share"), [("quarter", 0.25), ("half", 0.5)])
def test_the_particle_has_its_share_of_the_volume(part, share):
    import gmsh

    from nanoglue.case import library
    from nanoglue.mesh.gmsh_mesh import _arrays

    recipe = library.recipe(library.recipes()["particle_on_fibre_3d"])
    sizes = {"interface_size": 0.02, "bulk_size": 0.03, "far_size": 0.15}
    form = {"particle_diameter": 0.2, "contact_ratio": 0.79, "fibre_diameter": 0.34}
    parameters = recipe.Parameters(part=part, **form, **sizes)
    gmsh.initialize(readConfigFiles=False, interruptible=False)
    try:
        gmsh.option.setNumber("General.Terminal", 0)
        recipe.draw(gmsh.model, parameters)
        arrays = _arrays(gmsh.model, 3)
    finally:
        gmsh.finalize()
    labels = recipe.describe(parameters)
    defined = {*arrays["cell_names"].tolist(), *arrays["facet_names"].tolist()}
    assert defined == {*labels.bodies, *labels.interfaces, *labels.boundaries}
    corners = arrays["points"][arrays["cells"][arrays["cell_names"] == "particle"]]
    volume = np.abs(np.linalg.det(corners[:, 1:] - corners[:, :1])).sum() / 6
    # Chords of h on a sphere of radius R cut a share of about (h/R)^2 / 4 of the volume off.
    assert volume == pytest.approx(share * 4 / 3 * pi * 0.1**3, rel=0.05)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"deeper": -0.0387}, "deeper must be above -38.69 nm"),
        ({"deeper": 0.132}, "reaches 170.7 nm deep, but the base ends 170 nm below its crest"),
        ({"half_length": 0.079}, "half_length must exceed the radius of the contact$"),
        ({"base": "block", "half_length": 1.0}, "half_length is that of a fibre; leave it out"),
        ({"base": "block", "fibre_diameter": 0.079}, "fibre_diameter must exceed the radius"),
        ({"coating_thickness": 0.02, "coating_reach": 0.262}, "of the contact and coating_reach"),
    ],
)
def test_a_dent_beyond_the_base_is_refused(change, reason):
    from nanoglue.case import library

    recipe = library.recipe(library.recipes()["particle_on_fibre_3d"])
    form = {"particle_diameter": 0.2, "contact_ratio": 0.79, "fibre_diameter": 0.34}
    sizes = {"interface_size": 0.02, "bulk_size": 0.03, "far_size": 0.15}
    recipe.Parameters(**form, **sizes, coating_thickness=0.02, coating_reach=0.26)
    with pytest.raises(ValueError, match=reason):
        recipe.Parameters(**form | change, **sizes)
