"""Scripts of the cases as modules."""

import importlib.util
import sys
from pathlib import Path

import pytest

CASES = Path(__file__).parents[2] / "cases"


@pytest.fixture
def script(monkeypatch):
    """Imports a script of a folder of cases, which may import others of that folder."""

    def imported(folder, name):
        monkeypatch.syspath_prepend(str(CASES / folder))
        spec = importlib.util.spec_from_file_location(name, CASES / folder / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, name, module)
        spec.loader.exec_module(module)
        return module

    return imported
