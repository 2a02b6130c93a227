"""Errors that the mesh of a case reveals."""

from nanoglue.case import find, read
from nanoglue.mesh.examination import examine


def issues(name, *overrides):
    """The texts of the errors."""
    return [one.lines()[0] for one in examine(read(find(name), overrides)).issues]
