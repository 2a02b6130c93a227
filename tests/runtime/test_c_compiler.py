"""Libraries of forms are compiled by Python's own compiler, or as the user has configured it."""

import ctypes
import sys

import pytest
from cffi import VerificationError, ffiplatform

from nanoglue.runtime import c_compiler
from nanoglue.runtime.c_compiler import (
    CONFIGURED,
    Library,
    called_directly,
    command,
    compile_library,
    is_default,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="others compile by setuptools")


@pytest.fixture(autouse=True)
def plain(monkeypatch, tmp_path):
    """No configuration of setuptools."""
    monkeypatch.setattr(c_compiler, "_settings", lambda: tmp_path / "pydistutils.cfg")
    for name in CONFIGURED:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def source(tmp_path):
    file = tmp_path / "answer.c"
    file.write_text(
        "#include <Python.h>\n#include <math.h>\nint answer(void) {return TWICE(21);}\n"
    )
    return str(file)


def test_a_library_is_compiled_with_flags_and_headers(tmp_path, source):
    flags = ("-std=c17", "-DTWICE(x)=(2*(x))")
    place = compile_library(str(tmp_path), Library(source, "answer", (), flags, ("m",)))
    assert place.startswith(str(tmp_path / "answer."))
    assert ctypes.CDLL(place).answer() == 42


def test_flags_of_a_library_come_after_those_of_python(tmp_path):
    words = command(Library("a.c", "a", ("/here",), ("-O1", "-g0"), ("m",)), tmp_path / "a.so")
    last = [word for word in words if word.startswith(("-O", "-g"))]
    assert last[-2:] == ["-O1", "-g0"]
    assert "-I/here" in words
    assert words[-1] == "-lm"


def test_an_error_of_the_compiler_is_raised(tmp_path, source):
    with pytest.raises(VerificationError, match="CompileError"):
        compile_library(str(tmp_path), Library(source, "answer", (), ("-DTWICE(x)=(",)))


def test_cffi_calls_the_compiler_directly_meanwhile(tmp_path, source):
    before = ffiplatform.get_extension, ffiplatform.compile
    flags = {"extra_compile_args": ["-DTWICE(x)=(2*(x))"]}
    with called_directly():
        library = ffiplatform.get_extension(source, "answer", **flags)
        place = ffiplatform.compile(str(tmp_path), library, 0, None)
    assert isinstance(library, Library)
    assert ctypes.CDLL(place).answer() == 42
    assert (ffiplatform.get_extension, ffiplatform.compile) == before


def test_a_library_with_other_settings_is_left_to_setuptools(tmp_path, source, monkeypatch):
    monkeypatch.chdir(tmp_path)  # setuptools searches the present folder
    flags = {"extra_compile_args": ["-DTWICE(x)=(2*(x))"], "define_macros": [("ANOTHER", "1")]}
    with called_directly():
        library = ffiplatform.get_extension(source, "answer", **flags)
        place = ffiplatform.compile(str(tmp_path), library, 0, None)
    assert not isinstance(library, Library)
    assert ctypes.CDLL(place).answer() == 42


def test_cffi_has_its_own_functions_again_after_an_error():
    before = ffiplatform.get_extension, ffiplatform.compile
    with pytest.raises(VerificationError), called_directly():
        raise VerificationError
    assert (ffiplatform.get_extension, ffiplatform.compile) == before


@pytest.mark.parametrize("name", CONFIGURED)
def test_a_compiler_or_flags_of_the_user_are_left_to_setuptools(monkeypatch, name):
    assert is_default({})
    assert not is_default({name: "other"})
    monkeypatch.setenv(name, "other")
    before = ffiplatform.compile
    with called_directly():
        assert ffiplatform.compile is before


def test_settings_of_setuptools_are_left_to_it(tmp_path):
    (tmp_path / "pydistutils.cfg").touch()
    assert not is_default({})


def test_another_system_is_left_to_setuptools(monkeypatch):
    monkeypatch.setattr(c_compiler.sys, "platform", "darwin")
    assert not is_default({})
