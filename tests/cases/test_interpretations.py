"""The figure of the interpretations is that of the table on their page."""

import pytest


@pytest.fixture
def drawn(script):
    return script("nanoglue", "interpretations_map")


def test_the_table_is_read_with_the_events_that_came(drawn):
    page = """
| interpretation | onset | tenth | complete | end | immersed off |
| --- | --- | --- | --- | --- | --- |
| one | 41.0 | 57.0 | 60.0 | 80.0 | |
| other | 43.0 | - | - | 62.5 | 33.1 |
| published | 39 | | 67 | | 33.85 |

Text.
"""
    one, other = drawn.interpretations(page)
    assert one.events == {"onset": 41.0, "tenth": 57.0, "complete": 60.0}
    assert other.events == {"onset": 43.0, "immersed off": 33.1}
    assert (one.meets, other.meets, other.end) == (True, False, 62.5)
    with pytest.raises(ValueError, match="no table"):
        list(drawn.interpretations("| 5 nm | of another table |"))


def test_no_interpretation_of_the_page_has_both_published_events(drawn):
    """The page states that no row has its onset and its completion in the ranges asked for."""
    found = list(drawn.interpretations(drawn.PAGE.read_text()))
    assert len(found) <= 40
    assert [one.name for one in found if one.meets] == []


def test_every_interpretation_is_drawn(drawn, tmp_path):
    found = list(drawn.interpretations(drawn.PAGE.read_text()))
    drawn.draw(found, tmp_path / "map.png")
    assert (tmp_path / "map.png").stat().st_size > 1000
