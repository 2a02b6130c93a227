"""Command ``nanoglue new``: a commented case to start from."""

from pathlib import Path
from typing import Annotated

import typer

from nanoglue.cli.execution import fail
from nanoglue.runtime.exit_codes import ExitCode

TEMPLATE = """\
# A case of nanoglue. 'nanoglue check FILE' explains every value, 'nanoglue run FILE' computes it.
# Quantities have units; '{value: 30 GPa, basis: assumed, source: ...}' states where one comes from.
title: Particle that takes up a species and debonds from its support
coordinates: axisymmetric  # (r, z); or plane_strain: (x, y)

# 'nanoglue recipes' lists the geometries and 'nanoglue recipes NAME' their keys;
# '{mesh: my.msh, unit: nm}' takes a mesh of your own.
geometry:
  recipe: particle_on_fibre
  particle_diameter: 200 nm
  fibre_diameter: 340 nm
  contact_ratio: 0.79  # radius of the contact over that of the particle
  interface_size: 5 nm  # element sizes; see the element quality in 'nanoglue check'
  bulk_size: 15 nm
  far_size: 80 nm

# One entry for each body of the geometry. 'nanoglue laws' lists the models.
bodies:
  particle:
    elasticity: {model: hencky, youngs_modulus: 30 GPa, poissons_ratio: 0.3}
    plasticity: {model: j2, yield_stress: 2 GPa}  # leave out for an elastic body
    species:  # leave out for a body that takes up nothing
      name: Na
      molar_volume: 16.3 cm^3/mol  # of the host, without the species
      max_stoichiometry: 3.75
      swelling: {model: linear, coefficient: 1.12}  # volume per stoichiometry
      potential:
        model: open_circuit
        stoichiometry: [0, 0.5, 3.75]
        voltage: [0.55001 V, 0.55 V, 0.466475 V]
      diffusivity: 1e-15 m^2/s
      diffusivity_is: mobility
  fibre:
    elasticity: {model: hencky, youngs_modulus: 200 GPa, poissons_ratio: 0.2}

# One entry for each interface; '{bond: perfect}' for one that never fails.
interfaces:
  particle_fibre:
    law: {model: bilinear, strength: 170 MPa, toughness: 0.5 J/m^2, stiffness: 5e17 Pa/m}
    contact_stiffness: 3e18 Pa/m
    viscosity: 0.01 s  # regularises unstable debonding

boundaries:
  axis: {symmetry: true}
  bottom: {displacement: {r: 0 nm, z: 0 nm}}

# Stages in turn; 'rate: 0.2 /hour' is C/5.
protocol:
  - model: galvanostatic
    body: particle
    through: particle_fibre
    rate: 0.2 /hour
    until: {volume_expansion: 0.05}

time: {end: 1 hour}
stepping: {first: 1 s, largest: 20 s}
output:
  fields: {every: 0.01}  # of volume expansion; events are written in any case
"""
"""A complete case with a comment on each section."""


def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Case to write, such as my.yaml.")],
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing file.")] = False,
) -> None:
    """Write a commented case to start from, e.g. nanoglue new my_particle.yaml."""
    if file.exists() and not force:
        fail(f"{file} exists; --force overwrites it", ExitCode.INVALID_INPUT)
    try:
        file.write_text(TEMPLATE, encoding="utf-8")
    except OSError as error:
        fail(f"{file}: error: {error.strerror or error}", ExitCode.INVALID_INPUT)
    typer.echo(f"{file}: check it with 'nanoglue check {file}'")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(new)
