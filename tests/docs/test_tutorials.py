"""Every command of the tutorials runs as it is written, and leaves figures that are not empty."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from nanoglue.case import read

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "docs/examples").glob("*.yaml"))
PAGES = sorted(
    page for page in (ROOT / "docs/tutorials").glob("*.md") if "```sh\n" in page.read_text()
)


def commands(page: Path) -> str:
    """Return the shell commands of a page as one script that ends at the first failure."""
    blocks = re.findall(r"^```sh\n(.*?)^```", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    return "\n".join(["set -euo pipefail", *blocks])


def named_figures(page: Path) -> set[str]:
    """Return the figures in results folders that a page names."""
    return set(re.findall(r"`(results/[\w/]+\.(?:png|pdf|svg))`", page.read_text()))


def test_the_first_tutorials_have_commands_and_figures():
    expected = {"silicon_shell", "silicon_on_collector", "thickness_study", "own_law", "own_recipe"}
    pages = {page.stem: page for page in PAGES}
    assert expected <= set(pages)
    assert [name for name in expected if not named_figures(pages[name])] == []


@pytest.mark.parametrize("case", EXAMPLES, ids=lambda file: file.stem)
def test_the_cases_of_the_tutorials_are_valid(case):
    assert read(case).names.bodies


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda file: file.stem)
def test_the_commands_of_a_tutorial_leave_figures(page, tmp_path):
    image = pytest.importorskip("matplotlib.image")
    for file in (ROOT / "docs/examples").iterdir():
        shutil.copy(file, tmp_path)
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, line in {"python": '"$@"', "nanoglue": '-P -m nanoglue "$@"'}.items():
        (programs / name).write_text(f'#!/bin/bash\nexec "{sys.executable}" {line}\n')
        (programs / name).chmod(0o755)
    environment = os.environ | {"PATH": f"{programs}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", commands(page)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=580,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    missing = [name for name in named_figures(page) if not (tmp_path / name).is_file()]
    assert missing == []
    pictures = list((tmp_path / "results").rglob("*.png"))
    assert pictures
    for picture in pictures:
        assert np.ptp(image.imread(picture)[..., :3]) > 0.5, f"{picture} is empty"
