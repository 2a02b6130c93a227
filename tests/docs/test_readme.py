"""The README is true: its commands and options exist, and its example computes what it shows."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from nanoglue.cli.app import app

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "deployment/README.md"]


def commands(text: str) -> list[str]:
    """Return the commands of nanoglue in a text, in backticks or code blocks."""
    text = text.replace("\\\n", " ")
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = re.findall(r"^(?:\$ )?(nanoglue [a-z].*)$", "\n".join(blocks), re.MULTILINE)
    return [*re.findall(r"`(nanoglue [a-z][^`]*)`", text), *lines]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_and_their_options_exist(page):
    known = typer.main.get_command(app).commands
    for line in commands(page.read_text(encoding="utf-8")):
        _, name, *rest = re.sub(r'"[^"]*"|\'[^\']*\'', " ", line).split("#")[0].split()
        assert name in known, line
        options = {option for one in known[name].params for option in one.opts} | {"--help"}
        used = [re.match(r"-{1,2}[A-Za-z-]+", word) for word in rest]
        unknown = [one[0] for one in used if one and one[0] not in options]
        assert unknown == [], line


@pytest.mark.slow
def test_the_example_of_the_readme_computes_its_table(tmp_path):
    shown = dict(re.findall(r"^(\w+) +([\d.]+) +- +- +blind$", README, re.MULTILINE))
    assert len(shown) == 5
    command = [sys.executable, "-m", "nanoglue", "run", "docs/examples/particle.yaml", "-q"]
    command += ["-o", str(tmp_path / "out"), "--set", "output.pictures=false"]
    subprocess.run(command, cwd=ROOT, check=True, timeout=550, capture_output=True)
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    computed = {name: summary[name]["value"] for name in shown}
    assert computed == pytest.approx({name: float(text) for name, text in shown.items()}, rel=1e-2)
