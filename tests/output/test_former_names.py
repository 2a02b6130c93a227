"""Columns and events of earlier releases are still read under their present names."""

import json
from pathlib import Path
from typing import get_args

import pytest

from nanoglue.case import columns, former_names, read
from nanoglue.case.columns import Column
from nanoglue.case.event_types import EventType
from nanoglue.case.schema.settings import Event
from nanoglue.output.renamed import present_row
from nanoglue.post.figures.results import Results

PRESENT = {value.quantity for value in vars(columns).values() if isinstance(value, Column)}


def test_every_former_quantity_has_a_present_one():
    assert set(former_names.QUANTITIES.values()) <= PRESENT
    assert not PRESENT & former_names.QUANTITIES.keys()


def test_every_former_event_has_a_present_one():
    assert set(former_names.EVENTS.values()) <= set(EventType)
    assert not set(EventType) & former_names.EVENTS.keys()


def test_events_at_which_a_case_may_stop_are_events():
    assert set(get_args(Event)) <= set(EventType)


@pytest.mark.parametrize(("old", "new"), former_names.QUANTITIES.items())
def test_a_former_column_is_read_under_its_present_name(old, new):
    assert present_row({f"{old}:body [-]": "1"}) == {f"{new}:body [-]": "1"}
    assert present_row({f"{old} [-]": "1"}) == {f"{new} [-]": "1"}


def test_a_folder_of_the_earlier_release_is_read(tmp_path: Path):
    expansions = "volume_expansion_chemical [-],volume_expansion_deformed [-]"
    history = f"step,time [s],{expansions},largest_damage:a [-],na_balance_error [-]\n0,0,0,0,1,2\n"
    (tmp_path / "history.csv").write_text(history)
    events = f"event,where,time [s],{expansions}\nbonded_half,a,0,0,0\n"
    (tmp_path / "events.csv").write_text(events)
    entry = {"value": 0.1, "unit": "-"}
    summary = {"bonded_half:a": entry, "final:largest_damage:a": entry}
    (tmp_path / "summary.json").write_text(json.dumps(summary))
    found = Results(tmp_path)
    assert found.columns(columns.DAMAGE_MAX)["a"].tolist() == [1.0]
    assert found.largest(columns.SPECIES_BALANCE_ERROR) == 2.0
    assert [event.event for event in found.events] == ["bonded_50pct"]
    assert list(found.summary) == ["bonded_50pct:a", "final:damage_max:a"]


def test_a_balance_that_is_not_a_number_counts_as_missed(tmp_path: Path):
    (tmp_path / "history.csv").write_text("step,energy_error [-]\n0,1e-9\n1,nan\n")
    assert Results(tmp_path).largest(columns.ENERGY_ERROR) == float("inf")


def test_a_case_with_former_events_is_read_with_a_warning(case_file: Path):
    text = case_file.read_text().replace("  onset: {", "  bonded_half:upper_lower: {")
    rest = "{model: galvanostatic, body: upper, through: upper_lower, rate: 0 /hour}"
    text = text.replace("time: {end", f"  - {rest}\ntime: {{end")
    case_file.write_text(f"{text}stop_at: [turn]\n")
    case = read(case_file)
    assert case.stop_at == ("reversal",)
    assert list(case.published) == ["bonded_50pct:upper_lower"]
    replaced = {(one.old, one.new) for one in case.deprecated}
    assert ("turn", "reversal") in replaced
    assert ("bonded_half:upper_lower", "bonded_50pct:upper_lower") in replaced
