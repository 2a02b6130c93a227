"""A recipe defines exactly the bodies, interfaces and boundaries that it declares."""

from types import SimpleNamespace as Of

import numpy as np
import pytest

pytest.importorskip("dolfinx")

from nanoglue.mesh.array_checks import check_arrays, check_groups
from nanoglue.mesh.gmsh_mesh import generate


def check(body="slab", facet="front", facets=((0, 1),), **names):
    arrays = {
        "points": np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]),
        "cells": np.array([[0, 1, 2]]),
        "cell_names": np.array([body]),
        "facets": np.array(facets),
        "facet_names": np.array([facet]),
    }
    declared = {"bodies": ["slab"], "interfaces": {}, "boundaries": {"front": "slab"}} | names
    check_groups(arrays, Of(names=Of(**declared)))


def test_equal_names_pass():
    check()


def test_a_declared_name_without_elements_is_refused():
    with pytest.raises(
        RuntimeError, match="declares but does not define: back; add physical groups"
    ):
        check(boundaries={"front": "slab", "back": "slab"})


@pytest.mark.parametrize("extra", [{"body": "core"}, {"facet": "core"}])
def test_elements_of_a_name_that_is_not_declared_are_refused(extra):
    declared = {"bodies": ["slab"] if "facet" in extra else []}
    others = {} if "facet" not in extra else {"boundaries": {}}
    with pytest.raises(RuntimeError, match="defines but does not declare: core; declare these"):
        check(**extra, **declared, **others)


def test_facets_that_bound_no_cell_are_refused():
    with pytest.raises(RuntimeError, match="facets of front that bound no cell"):
        check(facets=((0, -1),))


def two_cells(facets, facet_names, bodies=("slab", "slab"), interfaces=None):
    """Check the groups of two triangles with a common edge from 0 to 2."""
    interfaces = interfaces or {}
    arrays = {
        "points": np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]),
        "cells": np.array([[0, 1, 2], [0, 2, 3]]),
        "cell_names": np.array(bodies),
        "facets": np.array(facets),
        "facet_names": np.array(facet_names),
    }
    names = Of(
        bodies=dict.fromkeys(bodies),
        interfaces=interfaces,
        boundaries=dict.fromkeys({*facet_names} - {*interfaces}, "slab"),
    )
    check_groups(arrays, Of(names=names))


def test_boundaries_that_meet_at_a_corner_and_facets_that_are_named_twice_alike_pass():
    two_cells([(0, 1), (1, 2), (2, 1)], ["bottom", "right", "right"])


def test_a_facet_of_two_names_is_refused():
    with pytest.raises(RuntimeError, match="facets of both bottom and top; leave them out"):
        two_cells([(0, 1), (1, 2), (1, 0)], ["bottom", "top", "top"])


def test_a_boundary_inside_a_body_is_refused():
    with pytest.raises(RuntimeError, match="facets of the boundary cut between two cells"):
        two_cells([(0, 1), (2, 0)], ["bottom", "cut"])


def test_a_boundary_of_other_bodies_than_declared_is_refused():
    told = "declares the boundary skin of slab, but its facets bound film and slab"
    with pytest.raises(RuntimeError, match=told):
        two_cells([(0, 1), (2, 3)], ["skin", "skin"], bodies=("slab", "film"))


BOND = {"bond": ("slab", "film")}


def test_an_interface_between_its_bodies_passes():
    two_cells([(0, 1), (2, 0)], ["bottom", "bond"], ("slab", "film"), BOND)


@pytest.mark.parametrize("others", [[(1, 2)], [(2, 0), (1, 2)]])
def test_an_interface_elsewhere_is_refused(others):
    told = "declares the interface bond between film and slab, but some"
    names = ["bottom"] + len(others) * ["bond"]
    with pytest.raises(RuntimeError, match=told):
        two_cells([(0, 1), *others], names, ("slab", "film"), BOND)


def test_a_recipe_that_does_not_mesh_is_told_so():
    with pytest.raises(RuntimeError, match=r"generates no mesh; call model\.mesh\.generate"):
        generate(Of(draw=lambda *_: None), None, order=1, dim=2)


def test_a_section_out_of_its_plane_is_refused():
    """Its third coordinate would be ignored, and its bodies would be shorter than drawn."""

    def draw(model, _):
        model.occ.addRectangle(0, 0, 0, 1, 1)
        model.occ.rotate([(2, 1)], 0, 0, 0, 1, 0, 0, 0.5)
        model.occ.synchronize()
        for dim, tags in ((2, [1]), (1, [1, 2, 3, 4])):
            model.addPhysicalGroup(dim, tags, name="all")
        model.mesh.generate(2)

    with pytest.raises(RuntimeError, match="surfaces that are not in a plane"):
        generate(Of(draw=draw), None, order=1, dim=2)


ARRAYS = {
    "points": np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]),
    "cells": np.array([[0, 1, 2]]),
    "cell_names": np.array(["slab"]),
    "facets": np.array([[0, 1]]),
    "facet_names": np.array(["front"]),
}


@pytest.mark.parametrize(
    ("name", "values", "reason"),
    [
        ("points", np.full((3, 2), np.nan), "points that are not finite"),
        ("cells", np.array([[0, 1, 3]]), "cells with nodes that are not whole numbers from 0 to 2"),
        ("facets", np.array([[0, -1]]), "facets with nodes that are not whole numbers from 0 to 2"),
        ("cells", np.array([[0.0, 1.0, 2.0]]), "cells with nodes that are not whole numbers"),
        ("facet_names", np.array([]), "1 facets, but 0 facet_names"),
        ("cell_names", ["slab"], "cell_names that are no NumPy array"),
    ],
)
def test_arrays_that_are_no_mesh_are_refused(name, values, reason):
    check_arrays(ARRAYS)
    with pytest.raises(RuntimeError, match=reason):
        check_arrays(ARRAYS | {name: values})
    with pytest.raises(RuntimeError, match=f"returns no {name}"):
        check_arrays({key: value for key, value in ARRAYS.items() if key != name})


def test_a_recipe_that_returns_no_arrays_is_refused():
    with pytest.raises(RuntimeError, match="returns NoneType instead of a dictionary"):
        check_arrays(None)


def test_a_group_without_a_name_is_refused_in_words():
    with pytest.raises(RuntimeError, match="not declare: a group without a name; declare these"):
        check(body="", bodies=[])
