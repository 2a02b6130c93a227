"""What is noted about a form is found again for the same form alone, and only if it is intact."""

import pytest
import ufl

from nanoglue.runtime import form_notes
from nanoglue.runtime.fenics import MPI, fem, jit, mesh
from nanoglue.runtime.form_notes import noted


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache of forms."""
    monkeypatch.setitem(jit.DOLFINX_DEFAULT_JIT_OPTIONS, "cache_dir", (str(tmp_path), "of a test"))
    return tmp_path


def form(power=1):
    domain = mesh.create_unit_square(MPI.COMM_SELF, 1, 1)
    space = fem.functionspace(domain, ("Lagrange", 1))
    return fem.Function(space) ** power * ufl.TestFunction(space) * ufl.dx


def never():
    raise AssertionError("it is known")


def test_a_note_is_found_for_an_equal_form_of_another_mesh(cache):
    assert noted(form(), "size", lambda: [3, None]) == [3, None]
    assert noted(form(), "size", never) == [3, None]


def test_another_form_and_another_name_have_notes_of_their_own(cache):
    noted(form(), "size", lambda: 3)
    assert noted(form(2), "size", lambda: 4) == 4
    assert noted(form(), "rank", lambda: 5) == 5
    assert noted(form(), "size", never) == 3


@pytest.mark.parametrize("damage", ["", "3", "[3", "0 3", "\0\0\0\0"])
def test_a_damaged_note_is_found_out_again(cache, damage):
    noted(form(), "size", lambda: 3)
    (file,) = cache.glob("*.size")
    file.write_text(damage)
    assert noted(form(), "size", lambda: 7) == 7
    assert noted(form(), "size", never) == 7


def test_a_note_with_one_changed_digit_is_damaged(cache):
    noted(form(), "size", lambda: [3, 4])
    (file,) = cache.glob("*.size")
    file.write_text(file.read_text().replace("[3, 4]", "[3, 5]"))
    assert noted(form(), "size", lambda: [3, 4]) == [3, 4]


def test_a_note_under_the_name_of_another_form_or_note_counts_as_none(cache):
    noted(form(), "size", lambda: 3)
    (file,) = cache.glob("*.size")
    file.rename(file.with_suffix(".rank"))
    assert noted(form(), "rank", lambda: 7) == 7


def test_another_release_of_ufl_finds_nothing(cache, monkeypatch):
    noted(form(), "size", lambda: 3)
    monkeypatch.setattr(form_notes.ufl, "__version__", "0")
    assert noted(form(), "size", lambda: 7) == 7


def test_without_a_cache_folder_it_is_found_out_each_time(cache, monkeypatch):
    file = cache / "file"
    file.touch()
    options = (str(file / "below"), "of a test")
    monkeypatch.setitem(jit.DOLFINX_DEFAULT_JIT_OPTIONS, "cache_dir", options)
    assert noted(form(), "size", lambda: 3) == 3
    assert noted(form(), "size", lambda: 4) == 4
