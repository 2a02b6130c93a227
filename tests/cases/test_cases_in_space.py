"""Built-in cases in three dimensions: contact areas, and first steps on coarser meshes."""

from math import pi, sqrt

import pytest

ON_FIBRE = ("geometry.interface_size=24 nm", "geometry.bulk_size=60 nm")
SEVERAL = ("geometry.interface_size=60 nm", "geometry.bulk_size=90 nm")
COATED = ("protocol.0.rate=1600 /hour",)  # converted in 2 s
FIRST_STEPS = {
    "nanoglue/bare_3d": ON_FIBRE,
    "nanoglue/coated_3d": COATED,
    "nanoglue/two_particles": SEVERAL,
    "nanoglue/fibre_segment": SEVERAL,
    "sei/delamination_3d": (),
}


@pytest.mark.parametrize("name", ["bare_3d", "coated_3d"])
def test_the_contact_area_is_that_of_the_dent_in_a_flat_base(name):
    from nanoglue.case import find, read
    from nanoglue.mesh.domain import Domain
    from nanoglue.runtime.fenics import MPI

    domain = Domain.from_case(read(find(f"nanoglue/{name}")), MPI.COMM_SELF)
    area = domain.integrate(1.0 * domain.dA("particle_fibre"))
    depth = 0.1 * (1 - sqrt(1 - 0.79**2))  # [um]
    assert 4 * area == pytest.approx(2 * pi * 0.1 * depth, rel=5e-3)


@pytest.mark.slow
@pytest.mark.parametrize("name", list(FIRST_STEPS))
def test_the_first_steps_of_a_case_in_space_are_in_balance(march_case, name):
    last = march_case(name, *FIRST_STEPS[name], most=4).last
    errors = [value for column, value in last.items() if "balance_error" in column]
    assert max(errors, default=0.0) < 1e-9
    assert last["energy_error [-]"] < 0.05
    assert max(value for column, value in last.items() if column.startswith("largest_von")) > 0
