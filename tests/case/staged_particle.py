"""A particle whose stages and stopping events are given, and the errors of its case."""

from nanoglue.case import read
from nanoglue.case.text.errors import CaseError

PARTICLE = """\
title: A particle
coordinates: axisymmetric
geometry: {recipe: sphere, radius: 1 um, surface_size: 200 nm, centre_size: 300 nm}
bodies:
  particle:
    elasticity: {model: hencky, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    species:
      molar_volume: 10 cm^3/mol
      max_stoichiometry: 1
      initial: 0.2
      swelling: {model: linear, coefficient: 1}
      potential: {model: open_circuit, stoichiometry: [0, 1], voltage: [1 V, 0.5 V]}
      diffusivity: 1e-14 m^2/s
boundaries: {axis: {symmetry: true}, equator: {symmetry: true}}
protocol:
  - STAGE
time: {end: 2000 s}
stop_at: [STOP]
"""
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
