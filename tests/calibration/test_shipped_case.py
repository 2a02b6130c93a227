"""The shipped calibrations have the physics of the cases that they calibrate."""

import pytest
from typer.testing import CliRunner

from nanoglue.calibration.study import checked_study
from nanoglue.case import find, read
from nanoglue.cli.app import app

OWN = {
    "title",
    "calibration",
    "published",
    "output",
    "stop_at",
    "geometry.contact_ratio",
    "geometry.interface_size",
    "geometry.bulk_size",
    "geometry.axis_size",
    "interfaces.particle_fibre.law.strength",
    "stepping",
    "solver",
}
"""Paths in which the cases differ: mesh, steps, the end, and what is calibrated."""


def differences(left, right, path=""):
    """Dotted paths at which two nested mappings differ."""
    if isinstance(left, dict) and isinstance(right, dict):
        names = left.keys() | right.keys()
        pairs = ((left.get(k), right.get(k), f"{path}.{k}".strip(".")) for k in names)
        return set().union(*(differences(*pair) for pair in pairs))
    return set() if left == right else {path}


def test_the_calibration_differs_from_the_bare_particle_in_mesh_steps_and_parameters_alone():
    bare, coarse = (read(find(f"nanoglue/{name}")) for name in ("bare", "bare_calibration"))
    found = differences(bare.resolved(), coarse.resolved())
    assert {"geometry.interface_size", "calibration"} <= {p.split(".fields")[0] for p in found}
    assert {p for p in found if not any(p == o or p.startswith(f"{o}.") for o in OWN)} == set()


def test_the_targets_are_the_published_values_that_the_bare_particle_states():
    study = checked_study(read(find("nanoglue/bare_calibration")))
    published = read(find("nanoglue/bare")).published
    expected = [published[name] for name in ("onset", "front_at_axis")]
    assert study.observed.tolist() == [one.value for one in expected]
    assert study.tolerance.tolist() == [one.tolerance for one in expected]


CALIBRATIONS = (
    "nanoglue/bare_calibration",
    "nanoglue/coated_calibration",
    "sei/delamination_calibration",
)


@pytest.mark.parametrize("name", CALIBRATIONS)
def test_a_shipped_calibration_is_valid_at_its_bounds_with_all_of_its_cases(name):
    found = CliRunner().invoke(app, ["check", "--no-mesh", name])
    assert found.exit_code == 0, found.output


def test_the_calibration_of_the_coated_particle_differs_from_it_in_mesh_steps_and_end_alone():
    coated, coarse = (read(find(f"nanoglue/{one}")) for one in ("coated", "coated_calibration"))
    own = {"geometry.coating_size", "protocol"} | OWN - {
        "geometry.contact_ratio",
        "interfaces.particle_fibre.law.strength",
    }
    found = differences(coated.resolved(), coarse.resolved())
    assert {p for p in found if not any(p == o or p.startswith(f"{o}.") for o in own)} == set()
    first, second = (one.resolved()["protocol"] for one in (coated, coarse))
    ends = [one[1].pop("until") for one in (first, second)]
    assert first == second
    assert ends[1] != ends[0]


def test_the_targets_of_the_coated_particle_are_the_published_values():
    study = checked_study(read(find("nanoglue/coated_calibration")))
    bare, coated = (read(find(f"nanoglue/{name}")).published for name in ("bare", "coated"))
    expected = [bare["onset"], bare["front_at_axis"], coated["onset:particle_fibre"]]
    assert study.observed.tolist() == [one.value for one in expected]
    assert study.tolerance.tolist() == [one.tolerance for one in expected]


def test_results_of_the_bare_particle_do_not_depend_on_its_coating():
    study = checked_study(read(find("nanoglue/coated_calibration")))
    bare, coated = [True, True, True, False, False], [True] * 5
    assert study.depends.tolist() == [bare, bare, coated]


def test_the_calibration_of_the_film_differs_from_the_case_in_mesh_load_and_steps_alone():
    film, coarse = (
        read(find(f"sei/{one}")) for one in ("delamination", "delamination_calibration")
    )
    own = (
        "title",
        "calibration",
        "output",
        "stepping",
        "geometry.process_zone_size",
        "boundaries.patch",
    )
    found = differences(film.resolved(), coarse.resolved())
    assert {p for p in found if not p.startswith(own)} == set()
