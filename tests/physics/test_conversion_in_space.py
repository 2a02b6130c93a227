"""A coating that is converted in three dimensions thickens along the normal of its surfaces."""

import numpy as np
import pytest
from tests.command_line import nanoglue
from tests.parallel.agreement import assert_agree, history_alone, history_spread, scattered
from tests.restart.test_restart import assert_equal

BLOCKS = """\
title: A layer thickens towards a face that moves less
coordinates: three_dimensional
geometry:
  {recipe: two_blocks_3d, width: 1 um, upper_height: 1 um, lower_height: 1 um, depth: 1 um}
bodies:
  top:
    elasticity: {model: neo_hookean, youngs_modulus: 10 GPa, poissons_ratio: 0.3}
    plasticity: {model: j2, yield_stress: 500 MPa}
    conversion: {molar_volume: 34 cm^3/mol, uptake: 3.4, thickness_ratio: 2}
  bottom: {elasticity: {model: hencky, youngs_modulus: 20 GPa, poissons_ratio: 0.25}}
interfaces: {top_bottom: {bond: perfect}}
boundaries:
  bottom_face: {displacement: {y: 0 um}}
  left: {displacement: {x: 0 um}}
  right: {displacement: {x: 0 um}}
  front: {displacement: {z: 0 um}}
  back: {displacement: {z: 0 um}}
  top_face: {displacement: {y: {expression: -0.5 + 0.4*t, unit: um}}}
protocol: [{model: conversion, body: top, rate: 1 /s}]
time: {end: 1 s}
stepping: {fixed: 0.25 s}
output: {fields: none, pictures: false}
"""

SHELL = """\
title: A shell is converted on its core in space
coordinates: three_dimensional
geometry: {recipe: ./octant.py}
bodies:
  core:
    elasticity: {model: hencky, youngs_modulus: 30 GPa, poissons_ratio: 0.3}
    growth: {expression: 1 + GROWTH*t}
  shell:
    elasticity: {model: neo_hookean, youngs_modulus: 100 GPa, poissons_ratio: 0.24}
    conversion: {molar_volume: 34 cm^3/mol, uptake: 3.4, thickness_ratio: RATIO}
interfaces: {core_shell: {bond: perfect}}
boundaries: {start: {symmetry: true}, end: {symmetry: true}, equator: {symmetry: true}}
protocol: [{model: conversion, body: shell, rate: 1 /s}]
time: {end: 1 s}
stepping: {fixed: 0.25 s}
output:
  fields: none
  pictures: false
  maxima: [shell]
  points:
    inside: {body: shell, at: [90 nm, 0 nm, 0 nm]}
    outside: {body: shell, at: [101.7 nm, 0 nm, 0 nm]}
  distances: {thickness: [inside, outside]}
"""
RATIO = 11.7 / 6.2

OCTANT = '''"""An octant of the body of revolution of core_shell."""

from dataclasses import dataclass
from math import pi

from nanoglue.recipe import PartLabels, revolved, section_arrays

BOTH = ("core", "shell")
SIZES = {"core_radius": "90 nm", "shell_radius": "101.7 nm", "elements_core": 1}
SIZES |= {"elements_shell": 1, "elements_along": 6}


@dataclass(frozen=True, slots=True)
class Parameters:
    """Elements around the axis."""

    sectors: int = 4


def describe(parameters):
    """Return the names; nothing is left of the axis."""
    faces = {"equator": BOTH, "outer": "shell", "start": BOTH, "end": BOTH}
    return PartLabels(BOTH, {"core_shell": ("shell", "core")}, faces)


def arrays(parameters, order):
    """Revolve the section."""
    return revolved(section_arrays("core_shell", SIZES, order), pi / 2, parameters.sectors, order)
'''


@pytest.fixture
def shell(tmp_path):
    """The file of a shell that is converted on a core that grows by a rate [1/s]."""

    def written(growth):
        file = tmp_path / "case.yaml"
        text = SHELL.replace("GROWTH", str(growth)).replace("RATIO", str(RATIO))
        file.write_text(text)
        (tmp_path / "octant.py").write_text(OCTANT)
        return str(file)

    return written


def section(text):
    """Return the same case in plane strain."""
    lines = [line for line in text.splitlines() if "front:" not in line and "back:" not in line]
    text = "\n".join(lines).replace("three_dimensional", "plane_strain")
    return text.replace("two_blocks_3d", "two_blocks").replace(", depth: 1 um", "")


def ways(file, name):
    """Return the nodes [um] of a body and their way to its surfaces, by planes of symmetry."""
    from nanoglue.case import read
    from nanoglue.mesh.domain import Domain
    from nanoglue.physics.mechanics import displacement_field
    from nanoglue.physics.virgin_shape import way_to_surfaces
    from nanoglue.runtime.fenics import MPI

    case = read(file)
    domain = Domain.from_case(case, MPI.COMM_SELF)
    u = displacement_field(domain, name)
    symmetric = [name for name, boundary in case.boundaries.items() if boundary.symmetry]
    return u.function_space.tabulate_dof_coordinates(), way_to_surfaces(domain, name, u, symmetric)


def test_the_way_from_a_layer_leads_along_the_normal_of_its_interface(tmp_path):
    (tmp_path / "case.yaml").write_text(BLOCKS)
    points, way = ways(tmp_path / "case.yaml", "top")
    height = points[:, 1] - 1.0
    assert np.ptp(height) == pytest.approx(1.0)
    assert way == pytest.approx(-height[:, None] * [[0, 1, 0]], abs=1e-12)


def test_the_way_from_a_shell_is_radial(shell):
    points, way = ways(shell(0.0), "shell")
    radius = np.linalg.norm(points, axis=1)
    expected = points * (0.09 / radius - 1)[:, None]
    # Quadratic facets of 24 nm miss the sphere and its normal.
    assert np.abs(way - expected).max() < 2e-4
    for axis in range(3):
        assert np.abs(way[points[:, axis] < 1e-9, axis]).max() == 0.0  # planes of symmetry


@pytest.mark.slow
def test_a_layer_that_thickens_equals_that_of_plane_strain(march_case, assert_of_section):
    space, plane = march_case(BLOCKS), march_case(section(BLOCKS))
    assert_of_section(space, plane)
    assert max(np.abs(plane.column("traction_normal_mean:top_bottom [MPa]"))) > 100
    assert max(plane.column("energy_plastic [pJ]")) > 0
    assert plane.last["bound_amount:top [amol]"] > 0


@pytest.mark.slow
def test_a_shell_thickens_along_its_normal_without_stress(march_case, shell):
    computed = march_case(shell(0.0))
    thickness = computed.column("distance:thickness [um]")
    assert thickness == pytest.approx(6.2e-3 + np.array([1, 2, 3, 4]) / 4 * 5.5e-3, rel=2e-3)
    assert max(np.abs(computed.column("displacement_x:inside [um]"))) < 1e-12
    assert max(computed.column("largest_von_mises:shell [MPa]")) < 1e-9 * 100e3
    virgin = 1 / 6 * np.pi * (0.0962**3 - 0.09**3)  # of an octant [um^3]
    assert computed.last["bound_amount:shell [amol]"] == pytest.approx(
        3.4 * virgin * 1e-12 / 34 * 1e18, rel=1e-2
    )
    assert max(computed.column("charge_balance_error [-]")) < 1e-10


@pytest.mark.slow
def test_the_tangent_in_space_is_exact_on_a_core_that_grows(march_case, tangent_error, shell):
    computed = march_case(shell(0.03), most=2)
    (system,) = computed.problem.systems
    assert max(computed.column("largest_von_mises:shell [MPa]")) > 100
    assert tangent_error(system, np.random.default_rng(7)) < 1e-6


@pytest.mark.slow
@pytest.mark.parallel(2)
def test_two_ranks_agree_on_a_shell_that_thickens(march_case, shell):
    case = shell(0.03)
    alone = history_alone(march_case, case, most=3)
    spread = history_spread(march_case, case, partitioner=scattered, most=3)
    assert_agree(alone, spread, 1e-8, smallest=1e-12)


@pytest.mark.slow
def test_a_layer_half_converted_goes_on_to_the_same_history(tmp_path):
    case, whole, folder = tmp_path / "case.yaml", tmp_path / "whole", tmp_path / "results"
    text = BLOCKS.replace("pictures: false", "pictures: false, checkpoint: {every: 1}")
    for wall in ("right", "back"):  # free, so that the state differs from point to point
        axis = {"right": "x", "back": "z"}[wall]
        text = text.replace(f"  {wall}: {{displacement: {{{axis}: 0 um}}}}\n", "")
    case.write_text(text)
    sizes = ("--set", "geometry.elements_across=2", "--set", "geometry.elements_deep=2")
    assert nanoglue("run", case, "-o", whole, *sizes).returncode == 0
    first = nanoglue("run", case, "-o", folder, *sizes, "--set", "time.end=0.5 s", "-n", "2")
    assert first.returncode == 0, first.stderr[-2000:]
    resumed = nanoglue("run", case, "-o", folder, *sizes, "--resume", "--accept-changes")
    assert resumed.returncode == 0, resumed.stderr[-2000:]
    assert_equal(folder, whole, 1e-8)
