"""Order parameter, ions and potential are in a checkpoint, histories and all."""

import pytest


def test_a_metal_front_resumes_to_the_same_step(march_case, tmp_path):
    from nanoglue.output.checkpoint import Checkpoints
    from nanoglue.output.tables import row

    coarse = ("geometry.elements_through=20", "stepping.fixed=2 s")
    case = "verification/deposition_front"
    half = march_case(case, *coarse, "time.end=6 s")
    Checkpoints(tmp_path, half.problem, half.observables).write(half.steps[-1])
    whole = march_case(case, *coarse, "time.end=8 s")

    other = march_case(case, *coarse, "time.end=2 s")
    resumed = Checkpoints(tmp_path, other.problem, other.observables).resume()
    assert other.problem.advance(8.0, 2.0).converged
    found = row(other.observables())
    assert resumed.number == half.steps[-1].number
    for name in (
        "front_position:bottom [um]",
        "species_inflow:slab [amol]",
        "phase_volume:slab [um^3]",
    ):
        assert found[name] == pytest.approx(whole.last[name], rel=1e-9), name


def test_fields_of_another_version_are_not_taken(march_case, tmp_path):
    from nanoglue.output.checkpoint import Checkpoints, NoCheckpoint

    run = march_case("verification/deposition_front", "geometry.elements_through=20", most=1)
    checkpoints = Checkpoints(tmp_path, run.problem, run.observables)
    checkpoints.names[-1] = "of_old"
    checkpoints.write(run.steps[-1])
    with pytest.raises(NoCheckpoint, match="other fields"):
        Checkpoints(tmp_path, run.problem, run.observables).resume()


def test_a_checkpoint_of_another_layout_is_not_taken(march_case, tmp_path, monkeypatch):
    from nanoglue.output import checkpoint

    run = march_case("verification/deposition_front", "geometry.elements_through=20", most=1)
    checkpoints = checkpoint.Checkpoints(tmp_path, run.problem, run.observables)
    checkpoints.write(run.steps[-1])
    monkeypatch.setattr(checkpoint, "FORMAT", checkpoint.FORMAT + 1)
    with pytest.raises(checkpoint.NoCheckpoint, match="another version"):
        checkpoints.resume()
