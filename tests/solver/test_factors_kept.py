"""Factors serve again where the problem is linear, and change nothing."""

import pytest


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
