"""A recipe defines exactly the bodies, interfaces and boundaries that it declares."""

from types import SimpleNamespace as Of

import numpy as np
import pytest

pytest.importorskip("dolfinx")

from nanoglue.mesh.array_checks import check_groups


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
