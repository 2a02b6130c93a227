"""Factors serve again while they shrink increments fast, and change nothing."""

import pytest

COARSE = (
    "geometry.interface_size=14 nm",
    "geometry.bulk_size=40 nm",
    "geometry.axis_size=7 nm",
    "geometry.far_size=120 nm",
)


@pytest.fixture
def factorisations(monkeypatch):
    from nanoglue.system import BlockSystem

    made = []
    factor = BlockSystem.factor
    monkeypatch.setattr(BlockSystem, "factor", lambda system: made.append(1) or factor(system))
    return made


def test_a_linear_transient_is_factored_once(march_case, factorisations, monkeypatch):
    case = ("verification/slab_diffusion", "time.end=1 s", "stepping.fixed=0.05 s")
    kept = march_case(*case)
    assert len(kept.steps) == 20
    assert len(factorisations) <= 3
    monkeypatch.setattr("nanoglue.system.BlockSystem.keeps_factors", lambda _: False)
    fresh = march_case(*case)
    assert len(factorisations) >= 20
    for name, value in fresh.last.items():
        assert kept.last[name] == pytest.approx(value, rel=1e-9, abs=1e-12), name


def test_factors_serve_on_within_a_step_and_the_result_is_the_same(
    march_case, factorisations, monkeypatch
):
    case = ("nanoglue/bare", *COARSE, "time.end=30 s")
    kept = march_case(*case)
    few = len(factorisations)
    monkeypatch.setattr("nanoglue.newton.REUSE", 0.0)
    fresh = march_case(*case)
    assert len(factorisations) - few > 1.3 * few
    for name, value in fresh.last.items():
        assert kept.last[name] == pytest.approx(value, rel=1e-7, abs=1e-9), name
