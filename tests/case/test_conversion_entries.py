"""What a case may ask of a conversion, and what it may not."""

import pytest

from nanoglue.case import CaseError, find, read

STAGE = "{model: conversion, body: coating, rate: 1 /hour}"
THICKENS = "bodies.coating.conversion.thickness_ratio=1.887"
AGAIN = f"protocol=[{STAGE}, {STAGE}]"


@pytest.mark.parametrize(
    ("assignment", "told"),
    [
        ("bodies.coating.conversion.volume_ratio=2", "give only one"),
        ("protocol.0.body=fibre", "fibre has no conversion"),
        ("protocol.0.rate=-1 /hour", "must be greater than 0"),
        ("protocol.0.through=free_surface", "through"),
        (AGAIN, "coating is converted before"),
        ("bodies.coating.growth={expression: 1 + t}", "does not swell otherwise"),
        ("bodies.coating.elasticity.model=linear", "of finite strain"),
    ],
)
def test_what_cannot_be_is_refused(assignment, told):
    with pytest.raises(CaseError, match=told):
        read(find("nanoglue/coated"), [THICKENS, assignment])


def test_a_body_that_holds_to_nothing_cannot_thicken_away_from_it():
    conversion = "{molar_volume: 34 cm^3/mol, uptake: 3.4, thickness_ratio: 2}"
    elasticity = "{model: hencky, youngs_modulus: 1 GPa, poissons_ratio: 0.3}"
    body = f"bodies.bar={{elasticity: {elasticity}, conversion: {conversion}}}"
    with pytest.raises(CaseError, match="give volume_ratio in its place"):
        read(find("verification/plastic_bar"), [body])
