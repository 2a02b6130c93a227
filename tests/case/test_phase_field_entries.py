"""What a case may ask of a phase field, and what it may not."""

import pytest

from nanoglue.case import CaseError, find, read


@pytest.mark.parametrize(
    ("assignment", "told"),
    [
        ("bodies.slab.growth=1.1", "needs? a body that does not swell"),
        ("bodies.slab.phase_field.misfit=-2", "misfit"),
        ("bodies.slab.phase_field.modulus_ratio=0", "modulus_ratio"),
        ("bodies.slab.phase_field.gradient_energy=1 J/m^2", "must be an energy per length"),
        ("bodies.slab.phase_field.deposition={stress_coupling: 1 s}", "stress_coupling"),
        ("boundaries.back.potential=1 V", "no body there has a phase_field with deposition"),
        ("output.fronts=[nowhere]", "no boundary 'nowhere'"),
        ("bodies.slab.phase_field.initial=3", "initial: must be from 0 to 1, not 3"),
        ("boundaries.back={order_parameter: -0.5}", "must be from 0 to 1, not -0.5"),
    ],
)
def test_what_a_front_cannot_have_is_refused(assignment, told):
    with pytest.raises(CaseError, match=told):
        read(find("verification/pulled_front"), [assignment])


def test_a_front_of_a_body_without_a_phase_field_is_refused():
    with pytest.raises(CaseError, match="no body there has a phase_field"):
        read(find("verification/slab_diffusion"), ["boundaries.back={order_parameter: 1}"])


@pytest.mark.parametrize("entry", ["fronts=[back]", "amplitude=[back, front]"])
def test_the_front_along_a_boundary_without_a_phase_field_is_refused(entry):
    with pytest.raises(CaseError, match=r"output\.\w+\.0: no body there has a phase_field"):
        read(find("verification/slab_diffusion"), [f"output.{entry}"])


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("bodies.slab.phase_field.deposition.initial=-0.9", "must be at least 0, not -0.9"),
        ("boundaries.back.ion_fraction={expression: 1 - t/50}", "must be at least 0, not -0.005"),
    ],
)
def test_a_negative_ion_fraction_is_refused(entry, told):
    with pytest.raises(CaseError, match=told):
        read(find("verification/deposition_front"), [entry])


def test_an_expansion_by_the_misfit_of_a_phase_is_no_target_of_a_stage():
    """The phase expands the body, and its species, which the stage carries, does not."""
    diffuses = "potential: {model: ideal}, diffusivity: 1 um^2/s"
    species = f"{{molar_volume: 10 cm^3/mol, max_stoichiometry: 1, {diffuses}}}"
    stage = "{model: galvanostatic, body: slab, through: back, rate: 1 C, until: {LIMIT}}"
    changes = [
        "bodies.slab.phase_field.misfit=0.1",
        f"bodies.slab.species={species}",
        f"protocol=[{stage.replace('LIMIT', 'volume_expansion: 0.05')}]",
    ]
    with pytest.raises(CaseError, match="slab does not swell with its content; give its species"):
        read(find("verification/pulled_front"), changes)
