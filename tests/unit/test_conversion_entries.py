"""What a case may ask of a conversion, and what it may not."""

import pytest

from nanoglue.case import CaseError, find, read

STAGE = "{kind: conversion, body: coating, rate: 1 /hour}"
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
        ("bodies.coating.elasticity.kind=linear", "of finite strain"),
    ],
)
def test_what_cannot_be_is_refused(assignment, told):
    with pytest.raises(CaseError, match=told):
        read(find("nanoglue/coated"), [assignment])
