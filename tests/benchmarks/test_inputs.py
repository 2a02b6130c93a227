"""The table of new inputs belongs to the inputs, and every result agrees."""

import csv
from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).parents[2] / "benchmarks" / "robustness"
ROWS = sorted((FOLDER / "inputs").glob("*.yaml"))


@pytest.mark.parametrize("file", ROWS, ids=lambda file: file.stem)
def test_every_result_of_the_table_is_that_of_an_input_and_agrees(file):
    inputs = {entry["input"]: entry for entry in yaml.safe_load(file.read_text(encoding="utf-8"))}
    with (FOLDER / "inputs.csv").open(encoding="utf-8") as table:
        lines = [line for line in csv.DictReader(table) if line["row"] == file.stem]
    assert {line["input"] for line in lines} == inputs.keys()
    assert all(line["agrees"] == "yes" for line in lines)
    for entry in inputs.values():
        assert entry["because"]
        assert entry.keys() <= {"input", "because", "case", "files", "options", "expect"}
