"""A results folder that is resumed: the same case, and whole rows."""

import json
from pathlib import Path

import pytest

from nanoglue.output.results_folder import NoCheckpoint
from nanoglue.output.stored_rows import cut_to, lengths


def whole(folder: Path, rows: int = 101) -> bool:
    lines = (folder / "history.csv").read_text().splitlines()[1:]
    return [int(line.split(",")[0]) for line in lines] == list(range(rows))


@pytest.mark.parametrize(
    "change",
    [
        "interfaces.top_bottom.law.strength=40 MPa",
        "bodies.top.elasticity.youngs_modulus=2e8 MPa",
        "geometry.width=2 um",
        "bodies.top.elasticity.model=neo_hookean",
    ],
)
def test_another_case_is_not_resumed_unless_changes_are_accepted(run, folder, change):
    before = (folder / "history.csv").read_bytes()
    resumed = run(folder, "--resume", "--set", change)
    assert resumed.exit_code == 2
    assert change.partition("=")[0] in resumed.output
    assert "--accept-changes" in resumed.output
    assert (folder / "history.csv").read_bytes() == before
    assert (folder / "run.json").exists()


def test_a_run_begins_anew_or_goes_on(run, folder):
    refused = run(folder, "--resume", "--force")
    assert refused.exit_code == 2
    assert "give one of them" in refused.output


def test_accepted_changes_are_kept(run, folder):
    weaker = ("--set", "interfaces.top_bottom.law.strength=40 MPa")
    resumed = run(folder, "--resume", "--accept-changes", *weaker)
    assert resumed.exit_code == 0, resumed.output
    changes = json.loads((folder / "run.json").read_text())["changes"]
    assert "interfaces.top_bottom.law.strength: 50.0 MPa -> 40.0 MPa" in changes


def test_time_and_output_may_change(run, folder):
    resumed = run(folder, "--resume", "--set", "output.forces=[bottom_face]")
    assert resumed.exit_code == 0, resumed.output
    assert whole(folder)


def test_half_a_row_after_the_checkpoint_is_removed(run, folder):
    for name in ("history.csv", "events.csv", "attempts.csv"):
        with (folder / name).open("ab") as opened:
            opened.write(b"51,0.51,0.0\0")
    resumed = run(folder, "--resume")
    assert resumed.exit_code == 0, resumed.output
    assert whole(folder)


@pytest.mark.parametrize("name", ["history.csv", "events.csv"])
@pytest.mark.parametrize("damage", [b"", b"garbage\xff\0\n" * 99, None])
def test_rows_that_were_lost_or_damaged_are_told(run, folder, name, damage):
    if damage is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(damage)
    resumed = run(folder, "--resume")
    assert resumed.exit_code == 2
    assert f"{name} does not hold the rows that it had at the checkpoint" in resumed.output
    assert "Traceback" not in resumed.output


def test_a_damaged_resolved_case_is_written_anew(run, folder):
    (folder / "resolved.yaml").write_bytes(b"\xff: [")
    resumed = run(folder, "--resume")
    assert resumed.exit_code == 0, resumed.output
    assert (folder / "resolved.yaml").read_text().startswith("title:")


def test_rows_are_cut_to_their_length_at_the_checkpoint(tmp_path):
    file = tmp_path / "history.csv"
    with file.open("w") as opened:
        opened.write("a\n1\n")
        stored = lengths({"history.csv": opened})
        opened.write("2\n3")
    cut_to(tmp_path, stored)
    assert file.read_text() == "a\n1\n"
    file.write_text("a\n2\n")
    with pytest.raises(NoCheckpoint, match="does not hold the rows"):
        cut_to(tmp_path, stored)


def test_what_is_not_finite_is_null_in_json(tmp_path):
    from nanoglue.output.results_folder import write_json

    file = tmp_path / "warnings.json"
    write_json(file, [{"value": float("inf"), "limit": 0.1}, float("nan")])
    assert json.loads(file.read_text(), parse_constant=pytest.fail) == [
        {"value": None, "limit": 0.1},
        None,
    ]
