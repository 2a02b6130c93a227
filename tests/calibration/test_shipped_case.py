"""The shipped calibration of the bare particle has the physics of ``nanoglue/bare``."""

from nanoglue.calibration.study import checked_study
from nanoglue.case import find, read

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
}
"""Paths in which the cases differ: mesh, the end, and what is calibrated."""


def differences(left, right, path=""):
    """Dotted paths at which two nested mappings differ."""
    if isinstance(left, dict) and isinstance(right, dict):
        names = left.keys() | right.keys()
        pairs = ((left.get(k), right.get(k), f"{path}.{k}".strip(".")) for k in names)
        return set().union(*(differences(*pair) for pair in pairs))
    return set() if left == right else {path}


def test_the_calibration_differs_from_the_bare_particle_in_mesh_and_parameters_alone():
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
