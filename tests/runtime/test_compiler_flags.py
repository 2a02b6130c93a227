"""Forms use vector instructions where all processors of a run have them."""

import pytest

FLAGS = ["-mavx2", "-mfma"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("processor : 0\nflags\t\t: fpu sse2 fma avx avx2 bmi2\n", True),
        ("processor : 0\nflags\t\t: fpu sse2 avx\nbugs\t: avx2 fma\n", False),
        ("processor : 0\nFeatures : fp asimd\n", False),
        ("", False),
    ],
)
def test_the_description_of_the_processor_decides(tmp_path, text, expected):
    from nanoglue.runtime.jit import has_vector_instructions

    description = tmp_path / "cpuinfo"
    description.write_text(text)
    assert has_vector_instructions(description) is expected


def test_an_unknown_processor_has_none(tmp_path):
    from nanoglue.runtime.jit import has_vector_instructions

    assert not has_vector_instructions(tmp_path / "none")


@pytest.fixture
def options():
    """Returns the compiler flags; those from before are restored."""
    from dolfinx import jit

    kept = dict(jit.DOLFINX_DEFAULT_JIT_OPTIONS)
    yield lambda: jit.DOLFINX_DEFAULT_JIT_OPTIONS["cffi_extra_compile_args"][0]
    jit.DOLFINX_DEFAULT_JIT_OPTIONS.update(kept)


@pytest.mark.parallel([1, 2])
@pytest.mark.parametrize("without", [None, 0, 1])
def test_one_processor_without_them_is_enough(options, monkeypatch, without):
    from nanoglue.runtime import jit
    from nanoglue.runtime.fenics import MPI

    comm = MPI.COMM_WORLD
    monkeypatch.setattr(jit, "has_vector_instructions", lambda: comm.rank != without)
    jit.prepare(comm, "rectangle")
    everywhere = without is None or without >= comm.size
    assert (options()[-2:] == FLAGS) is everywhere
