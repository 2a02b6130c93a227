"""Observables beside the case add columns; their errors have file and line."""

import re
from pathlib import Path

import polars
import pytest
from tests.command_line import nanoglue

from nanoglue.case import CaseError, find, read

EXAMPLE = (Path(__file__).parents[2] / "docs/examples/mean_pressure.py").read_text()
OUTPUT = "output: {observables: [{model: ./mean_pressure.py, body: top}], pictures: false}\n"


@pytest.fixture
def case(tmp_path):
    text = re.sub(r"^output:.*?(?=^\S|\Z)", "", find("mode_I").read_text(), flags=re.M | re.S)
    (tmp_path / "case.yaml").write_text(text + "\n" + OUTPUT)
    (tmp_path / "mean_pressure.py").write_text(EXAMPLE)
    return tmp_path / "case.yaml"


def history_of(case: Path, folder: Path, *more: str) -> polars.DataFrame:
    done = nanoglue("run", str(case), "-o", str(folder), "--set", "time.end=0.1 s", *more)
    assert done.returncode == 0, done.stderr
    return polars.read_csv(folder / "history.csv")


def test_the_example_adds_its_columns(case, tmp_path):
    assert list(read(case).own_code) == ["./mean_pressure.py"]
    history = history_of(case, tmp_path / "out")
    pressure = history["mean_pressure:top [MPa]"].to_list()
    assert pressure[0] == 0.0
    assert pressure[-1] < -1.0  # the blocks are pulled apart
    energy = history["energy_density:top [pJ/um^3]"].to_list()
    assert energy[-1] > 0.0


@pytest.mark.slow
def test_two_ranks_give_the_columns_of_one(case, tmp_path):
    alone, spread = history_of(case, tmp_path / "1"), history_of(case, tmp_path / "2", "-n", "2")
    for column in ("mean_pressure:top [MPa]", "energy_density:top [pJ/um^3]"):
        assert alone[column][-1] != 0.0
        assert spread[column].to_list() == pytest.approx(alone[column].to_list(), rel=1e-8)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("MeanPressure", "Another", "must define the dataclass MeanPressure"),
        ("def quantities", "def values", "must have a method quantities"),
        ('"""Mean pressure', 'raise KeyError(3)\n"""', r"KeyError: 3 \(.*mean_pressure\.py:1\)"),
    ],
)
def test_a_file_that_is_no_observable_is_refused_at_its_line(case, old, new, told):
    (case.parent / "mean_pressure.py").write_text(EXAMPLE.replace(old, new, 1))
    line = case.read_text()[: case.read_text().index("observables")].count("\n") + 1
    with pytest.raises(CaseError, match=told) as raised:
        read(case)
    assert f"case.yaml:{line}:" in str(raised.value)


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ("", r"observables\.0\.body: missing"),
        ("body: top, boddy: top", r"observables\.0\.boddy: unknown key\n"),
        ("body: [1]", r"observables\.0\.body: must be a text"),
    ],
)
def test_missing_unknown_and_wrong_keys_are_refused(case, keys, told):
    case.write_text(case.read_text().replace("body: top}", f"{keys}}}"))
    with pytest.raises(CaseError, match=told):
        read(case)


def test_a_name_without_a_slash_runs_no_file(case):
    case.write_text(case.read_text().replace("./mean", "mean"))
    with pytest.raises(CaseError, match="named by its path"):
        read(case)


def test_check_reports_errors_with_file_and_line(case):
    case.write_text(case.read_text().replace("body: top}", "body: topp}"))
    done = nanoglue("check", str(case))
    assert done.returncode == 2
    line = EXAMPLE[: EXAMPLE.index("problem.mechanics[")].count("\n") + 1
    assert f"mean_pressure.py:{line}: error: KeyError: 'topp'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("value", ["None", "'high'", "[1.0, 2.0]"])
def test_a_value_that_is_no_number_is_an_error_of_the_case(case, value):
    file = case.with_name("mean_pressure.py")
    text = file.read_text()
    assert "lambda: pressure() / volume" in text
    file.write_text(text.replace("lambda: pressure() / volume", f"lambda: {value}"))
    done = nanoglue("check", str(case))
    assert done.returncode == 2
    assert "must be a number, not" in done.stderr
    assert "Traceback" not in done.stderr


def test_built_in_columns_and_results_that_are_none_are_refused():
    from nanoglue.case.columns import Column
    from nanoglue.observables.own import _wrong

    def zero():
        return 0.0

    good = Column("my_number", "-")
    assert _wrong({good: zero}, {}) == []
    assert "built in" in _wrong({Column("volume_expansion_chemical", "-"): zero}, {})[0]
    assert "twice" in _wrong({good: zero}, {good: zero})[0]
    assert "not NoneType" in _wrong(None, {})[0]
    assert "functions by column" in _wrong({"my_number": zero}, {})[0]
    assert "functions by column" in _wrong({good: 1.0}, {})[0]
    assert "a unit" in _wrong({Column("my number", "m]"): zero}, {})[0]
