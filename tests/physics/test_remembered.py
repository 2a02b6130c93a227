"""Expressions are built once for each gradient."""

import gc
import weakref

import pytest
import ufl

from nanoglue.api import Simulation
from nanoglue.case import find, read
from nanoglue.models.materials.elasticity.hencky import Hencky
from nanoglue.physics.remembered import remembered
from nanoglue.runtime.fenics import MPI, fem, mesh


class Law:
    """A law that counts what it builds."""

    def __init__(self, factor):
        self.factor, self.built = factor, 0

    @remembered
    def stress(self, gradient):
        self.built += 1
        return self.factor, gradient


@pytest.fixture
def gradient():
    domain = mesh.create_unit_square(MPI.COMM_SELF, 1, 1)
    u = fem.Function(fem.functionspace(domain, ("Lagrange", 1, (2,))))
    return lambda: ufl.grad(u)


def test_equal_gradients_give_the_same_expression(gradient):
    law = Law(2)
    assert law.stress(gradient()) is law.stress(gradient())
    assert law.built == 1


def test_other_gradients_and_other_laws_give_others(gradient):
    one, other = Law(2), Law(3)
    transposed = gradient().T
    assert one.stress(gradient()) == (2, gradient())
    assert one.stress(transposed) == (2, transposed)
    assert other.stress(gradient()) == (3, gradient())


def test_what_is_remembered_ends_with_its_law(gradient):
    law = Law(2)
    law.stress(gradient())
    ended = weakref.ref(law)
    del law
    gc.collect()
    assert ended() is None


def test_a_run_builds_few_deviatoric_stresses(monkeypatch):
    build, count = Hencky.deviatoric_stress, []
    monkeypatch.setattr(Hencky, "deviatoric_stress", lambda *a: count.append(1) or build(*a))
    Simulation(read(find("nanoglue/bare"), COARSE), MPI.COMM_SELF)
    assert len(count) <= 8  # in forms and at points of the metal and the fibre; 30 if not kept


COARSE = (
    "geometry.interface_size=60 nm",
    "geometry.axis_size=60 nm",
    "geometry.bulk_size=90 nm",
    "geometry.far_size=300 nm",
    "output.fields=none",
)
