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


HISTORY = """\
volume_expansion_chemical [-],bonded_fraction:particle_fibre [-],energy_error [-],\
species_balance_error:particle [-]
0,1,0,0
0.5,0.4,2e-3,-3e-15
0.6,0.2,nan,1e-15
"""


@pytest.fixture
def rows(script):
    return script("nanoglue", "interpretations")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "history.csv").write_text(HISTORY)
    (tmp_path / "events.csv").write_text(
        "event,where,volume_expansion_chemical [-]\n"
        "onset,coating_fibre,0.3\nonset,particle_fibre,0.4\n"
    )
    (tmp_path / "run.json").write_text('{"exit": 3, "steps": 2, "seconds": {"total": 12.3}}')
    return tmp_path


def test_a_finished_run_is_read_with_its_cost_and_its_largest_errors(rows, folder):
    found = rows.Run(folder)
    assert rows.finished(folder)
    assert (found.event("onset"), found.event("detached")) == (40, None)
    assert found.at(rows.BONDED, 0.55) == pytest.approx(30)
    assert found.at(rows.BONDED, 0.67) == ""  # the run ended before
    assert dict(found.cost) == {
        "time [s]": "12",
        "steps": 2,
        "exit code": 3,
        "energy": "2.0e-03*",  # not a number at the end
        "sodium": "3.0e-15",
    }


def test_an_immersed_particle_is_run_once_for_choices_that_do_not_concern_it(rows):
    name = "tin_viscous_1e4+coating_8GPa_viscous+diameter_300+foot_1.7GPa"
    assert rows.bare_name(name) == "tin_viscous_1e4+diameter_300"
    assert rows.bare_name("foot_1.7GPa") == rows.bare_name("set_A") == "set_A"
    assert rows.tin_name("entry_coating+diameter_260") == "diameter_260"
    assert rows.tin_name("entry_coating") == "set_A"
    assert rows.settings(name)[1] == rows.settings(rows.bare_name(name))[1]


def test_a_table_has_a_dash_for_what_never_came(rows):
    row = {"a": 1.26, "b": None, "c": "", "d": -1e-17}
    assert rows.table([row]).splitlines()[-1] == "| 1.3 | - |  | 0.0 |"


def test_every_row_of_the_page_is_an_interpretation_of_the_script(rows, drawn):
    page = [one.name for one in drawn.interpretations(drawn.PAGE.read_text())]
    assert page == list(rows.ROWS.values())
    changed = [rows.settings(name) for name in rows.ROWS]
    assert all(one not in changed[:place] for place, one in enumerate(changed))
