"""A results folder as pictures read it."""

from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from nanoglue.post.figures.bonding import draw_bonding
from nanoglue.post.figures.events import file_names
from nanoglue.post.figures.layout import interface_lines
from nanoglue.post.figures.results import EventRecord, Results
from nanoglue.post.figures.space_time import course, finer, stacked
from nanoglue.post.figures.three_dimensional import seen_from, turned


def test_events_are_found_at_their_written_times(folder: Path) -> None:
    found = [(event.event, time) for event, time in Results(folder).events_with_fields()]
    assert found == [("onset", 20.0), ("end", 30.0)]


def test_an_event_without_fields_is_left_out(folder: Path) -> None:
    assert Results(folder).written(21.0) is None


def test_deformed_points_are_where_the_body_has_moved_to(folder: Path) -> None:
    grid = Results(folder).grid("particle", 20.0)
    assert np.allclose(grid.deformed - grid.points, [0.0, 0.004])


def test_a_folder_without_history_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="results folder"):
        Results(tmp_path)


def test_attempts_are_accepted_or_cut(folder: Path) -> None:
    attempts = Results(folder).attempts
    assert [attempt.iterations for attempt in attempts if attempt.accepted] == [4, 5]
    assert [attempt.dt for attempt in attempts if not attempt.accepted] == [15.0]


def test_events_of_one_name_get_files_of_their_own() -> None:
    happened = [EventRecord("onset", where, 1.0, 0.1) for where in ("a", "b")]
    assert file_names(happened) == ["event_onset.png", "event_onset_b.png"]


def test_damage_along_the_interface_is_stacked_over_the_run(folder: Path) -> None:
    course, distance, fields = stacked(Results(folder), "particle_fibre")
    assert np.allclose(course, [0, 1, 2, 3])  # per cent
    assert np.allclose(distance, [0, 40, 80])
    assert fields["damage_envelope [-]"][-1].tolist() == [0.0, 0.5, 1.0, 1.0]


def test_damage_is_shown_over_time_where_the_expansion_goes_back(folder: Path) -> None:
    results = Results(folder)
    results.history["volume_expansion_chemical [-]"][:] = [0.0, 0.02, 0.01, 0.0]
    assert course(results)[1] == "time [s]"
    times, _, fields = finer(*stacked(results, "particle_fibre"))
    assert (times[0], times[-1]) == (0.0, 30.0)
    expected = np.interp(times, [0.0, 10.0, 20.0, 30.0], [0.0, 0.5, 1.0, 1.0])
    assert np.allclose(fields["damage_envelope [-]"][-1], expected)


def test_bonding_shows_every_interface_shrinkage_and_fronts_left_of_the_origin(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures: list[Figure] = []
    save = Figure.savefig
    monkeypatch.setattr(Figure, "savefig", lambda *args: (figures.append(args[0]), save(*args)))
    results = Results(folder)
    results.history["volume_expansion_chemical [-]"][:] *= -1
    results.history["debonding_front:particle_fibre [um]"][:] = -0.05
    for number in range(4):
        results.history[f"bonded_fraction:other_{number} [-]"] = np.ones(4)
    assert list(draw_bonding(results, folder)) == [folder / "bonding.png"]
    upper, lower = figures[0].axes
    names = {line.get_label() for line in upper.lines}
    assert names >= {"particle_fibre", *(f"other_{number}" for number in range(4))}
    assert lower.get_xlim() == pytest.approx((-3.06, 0.09))
    assert lower.get_ylim()[0] < -50


@pytest.mark.parametrize("size", [1e-3, 0.1, 100.0])
def test_the_camera_of_the_view_in_space_sees_bodies_of_any_size(size: float) -> None:
    half_plane = size * np.array([[0.0, -1.0], [1.0, 0.0], [0.3, 3.0]])
    position, (near, far) = seen_from(half_plane, 0.5 * size)
    towards = np.array([0.0, 0.0, 0.5 * size]) - position
    towards /= np.linalg.norm(towards)
    angles = np.linspace(0, 2 * np.pi, 73)
    depth = np.stack([(turned(half_plane, angle) - position) @ towards for angle in angles])
    assert near <= depth.min() < depth.max() <= far
    assert far == pytest.approx(3 * near)


def test_a_point_that_its_law_counts_as_debonded_is_shown_so(folder: Path) -> None:
    """The exponential law only tends to damage 1."""
    for limit, broken in ((0.5, 1), (0.6, 0)):
        results = Results(folder)
        interface = results.case["interfaces"]["particle_fibre"]
        interface["law"] = {"model": "exponential", "failed": limit}
        _, debonded = interface_lines(results.grid("particle_fibre", 10.0), (False, False))
        assert debonded.sum() == broken
