"""The folders of the tests are those of the package, and a few about the whole program."""

from pathlib import Path

import nanoglue

TESTS, PACKAGE = Path(__file__).parent, Path(nanoglue.__file__).parent

WHOLE_PROGRAM = {
    "benchmarks",
    "cases",
    "docs",
    "failure",
    "fuzz",
    "parallel",
    "restart",
    "security",
}
"""Folders about several layers at once, or about what lies beside the package."""

DATA = {"case/old_cases"}


def test_every_folder_of_tests_is_one_of_the_package_or_about_the_whole_program():
    files = [*TESTS.rglob("*.py"), *TESTS.rglob("*.yaml")]
    folders = {str(file.parent.relative_to(TESTS)) for file in files} - DATA - {"."}
    assert {"models", "physics/contact"} <= folders
    assert [folder for folder in folders - WHOLE_PROGRAM if not (PACKAGE / folder).is_dir()] == []
    assert folders >= WHOLE_PROGRAM


def test_every_layer_has_tests():
    layers = {file.parent.name for file in PACKAGE.glob("*/__init__.py")}
    assert layers - {folder.name for folder in TESTS.iterdir()} == set()
