"""A particle whose stages and stopping events are given, and the errors of its case."""

from tests.case_texts import SPHERE

from nanoglue.case import read
from nanoglue.case.text.errors import CaseError

PARTICLE = (
    """\
title: A particle
"""
    + SPHERE
    + """\
protocol:
  - STAGE
time: {end: 2000 s}
stop_at: [STOP]
"""
)
CURRENT = "model: galvanostatic, body: particle, through: surface"
VOLTAGE = "model: potentiostatic, body: particle, through: surface"


def read_text(folder, text):
    file = folder / "case.yaml"
    file.write_text(text)
    return read(file)


def particle(folder, stage, stop=""):
    return read_text(folder, PARTICLE.replace("STAGE", f"{{{stage}}}").replace("STOP", stop))


def issues(call, *given):
    """Lines and messages of the errors."""
    try:
        call(*given)
    except CaseError as error:
        return [(one.place.line, one.message) for one in error.issues]
    return []
