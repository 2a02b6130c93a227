"""Contact between bodies of a case that have no interface."""

from typing import Self

from pydantic import model_validator

from nanoglue.case.schema.base import Section, Word
from nanoglue.units.quantities import PascalPerMetre, Positive


class ContactPair(Section):
    """Two bodies without an interface that press on each other where they meet.

    They are held apart by a pressure, ``stiffness`` times the depth by which points of the first
    body are within the second one, without bond and friction. Name the body with the smaller
    elements first.
    """

    bodies: tuple[Word, Word]
    stiffness: Positive[PascalPerMetre]

    @model_validator(mode="after")
    def _two_bodies(self) -> Self:
        if self.bodies[0] == self.bodies[1]:
            raise ValueError("bodies must be two different ones; a body does not touch itself")
        return self
