"""Numbers of elements, layers and particles of the recipes are whole numbers."""

import pytest

from nanoglue.case import find, read
from nanoglue.case.text.errors import CaseError


@pytest.mark.parametrize(
    ("case", "key"),
    [
        ("verification/plastic_bar", "elements_across"),
        ("verification/mode_I", "elements_up"),
        ("verification/blister", "elements_film"),
        ("nanoglue/bare_3d", "coating_layers"),
    ],
)
def test_a_part_of_an_element_is_refused(case, key):
    with pytest.raises(CaseError, match=f"{key}: must be a whole number, not 2.5"):
        read(find(case), [f"geometry.{key}=2.5"])
    assert read(find(case), [f"geometry.{key}=3"]).geometry.parameters
