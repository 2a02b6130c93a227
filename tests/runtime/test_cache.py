"""A damaged cache repairs itself, and an unwritable one is replaced by a temporary folder."""

import os
import shutil
import subprocess
import sys

import pytest

from nanoglue.case import find, read
from nanoglue.mesh import gmsh_mesh
from nanoglue.runtime import cache
from nanoglue.runtime.form_cache import repair, sign

SO = "cpython-312-x86_64-linux-gnu.so"


@pytest.fixture
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("NANOGLUE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def forms(tmp_path):
    """Three entries that are shared libraries of this Python."""
    from numpy.linalg import _umath_linalg

    for name in "abc":
        stem = tmp_path / f"libffcx_forms_{name}"
        shutil.copy(_umath_linalg.__file__, f"{stem}.{SO}")
        for suffix in (".c", ".c.cached", ".o"):
            stem.with_suffix(suffix).write_text("")
    return tmp_path


def test_whole_entries_are_kept(forms):
    assert repair(forms) == []
    sign(forms)
    assert repair(forms) == []
    assert len(list(forms.iterdir())) == 15


@pytest.mark.parametrize("damage", ["empty", "truncated", "missing", "no source"])
@pytest.mark.parametrize("signed", [True, False])
def test_a_damaged_library_is_removed_before_it_is_loaded(forms, damage, signed):
    if signed:
        sign(forms)
    library = forms / f"libffcx_forms_b.{SO}"
    if damage == "missing":
        library.unlink()
    elif damage == "no source":
        (forms / "libffcx_forms_b.c").unlink()
    else:
        os.truncate(library, 0 if damage == "empty" else library.stat().st_size // 2)
    assert repair(forms) == ["libffcx_forms_b"]
    assert not list(forms.glob("libffcx_forms_b*"))
    assert repair(forms) == []


def test_a_flipped_byte_is_found_by_the_checksum(forms):
    sign(forms)
    library = forms / f"libffcx_forms_a.{SO}"
    content = bytearray(library.read_bytes())
    content[len(content) // 2] ^= 0xFF
    library.write_bytes(content)
    assert repair(forms) == ["libffcx_forms_a"]


def test_the_folder_is_listed_once_however_many_entries_it_has(forms, monkeypatch):
    listed = []
    listing = type(forms).iterdir
    monkeypatch.setattr(
        type(forms), "iterdir", lambda place: listed.append(place) or listing(place)
    )
    monkeypatch.setattr(type(forms), "glob", None)
    assert repair(forms) == []
    assert listed == [forms]


def test_a_library_is_read_again_only_once_it_has_changed(forms, monkeypatch):
    assert repair(forms) == []
    read = []
    whole = type(forms).read_bytes
    monkeypatch.setattr(type(forms), "read_bytes", lambda file: read.append(file) or whole(file))
    assert repair(forms) == []
    assert not read
    library = forms / f"libffcx_forms_c.{SO}"
    os.utime(library, (0, 0))
    assert repair(forms) == []
    assert read == [library]


def test_a_compilation_in_progress_is_left_alone(forms):
    (forms / "libffcx_forms_d.c").write_text("")
    assert repair(forms) == []
    assert (forms / "libffcx_forms_d.c").exists()


@pytest.mark.parametrize("damage", [0, 0.5, "flip", "text"])
def test_a_damaged_mesh_is_made_again(own_cache, damage):
    case = read(find("mode_I"))
    whole = gmsh_mesh.draw(case)
    stored = next((own_cache / "meshes").glob("*.npz"))
    content = bytearray(stored.read_bytes())
    if damage == "flip":
        content[len(content) // 2] ^= 0xFF
    elif damage == "text":
        content = bytearray(b"not a mesh")
    else:
        del content[int(len(content) * damage) :]
    stored.write_bytes(content)
    again = gmsh_mesh.draw(case)
    assert (again["points"] == whole["points"]).all()
    assert stored.stat().st_size > 100


def test_a_cache_that_is_a_file_is_replaced_by_a_temporary_folder(own_cache, tmp_path, monkeypatch):
    own_cache.write_text("a file")
    monkeypatch.setattr(cache.tempfile, "gettempdir", lambda: str(tmp_path))
    cache._own_temporary.cache_clear()
    place = cache.writable_folder("meshes")
    assert place.is_dir()
    assert place.parent.stat().st_mode & 0o077 == 0
    cache._own_temporary.cache_clear()
    shutil.rmtree(place.parent)
    place.parent.symlink_to(own_cache)  # planted by another user
    assert cache.writable_folder("meshes").parent != place.parent
    cache._own_temporary.cache_clear()


@pytest.mark.slow
def test_a_run_survives_a_truncated_form(own_cache, tmp_path):
    line = [sys.executable, "-m", "nanoglue", "run", "mode_I", "--force", "-o", str(tmp_path / "o")]
    line += ["--set", "output.pictures=false", "--set", "time.end=0.02 s"]
    subprocess.run(line, check=True, capture_output=True)
    for library in (own_cache / "forms" / "two_blocks").glob("*.so"):
        os.truncate(library, 100)
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "damaged entries of the cache" in done.stderr
