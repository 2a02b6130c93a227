"""What a source and a flux bring is counted."""

import pytest

SOURCE = 'bodies.slab.species.source={expression: "t*x", unit: mol/m^3/s}'


@pytest.mark.parallel([2])
def test_sources_and_fluxes_are_in_the_balance(march_case):
    found = march_case(
        "verification/slab_diffusion",
        SOURCE,
        "boundaries.front={symmetry: true, flux: 1e-6 mol/m^2/s}",
        "stepping.fixed=0.1 s",
        most=3,
    )
    assert found.last["stoichiometry:slab [-]"] > 0
    assert max(found.column("species_balance_error:slab [-]")) < 1e-12
