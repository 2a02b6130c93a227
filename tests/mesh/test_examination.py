"""What check finds once the mesh of a case is there: size, points, supports, axis."""

import time

import numpy as np
import pytest
from tests.mesh.examined import issues

from nanoglue.case import find, library, read
from nanoglue.case.defaults import defaults_that_matter, volts_per_gigapascal
from nanoglue.mesh import gmsh_mesh
from nanoglue.mesh.element_limit import TooManyElements
from nanoglue.mesh.examination import examine


@pytest.mark.parametrize(
    ("name", "elements", "unknowns"),
    [
        ("nanoglue/bare", 1750, 8570),
        ("film_4nm", 1102, 11425),
        ("sei/delamination", 2050, 9864),
        ("mode_I", 4, 36),
    ],
)
def test_the_expected_size_is_that_of_the_run(name, elements, unknowns):
    found = examine(read(find(name)))
    assert (found.elements, found.unknowns, found.issues) == (elements, unknowns, ())


@pytest.mark.parametrize("name", library.cases())
def test_every_built_in_case_is_supported_and_its_points_lie_inside(name):
    assert not examine(read(find(name))).issues


@pytest.mark.parametrize(
    "overrides",
    [
        ("nanoglue/bare", "geometry.fibre_diameter=1 mm"),
        ("nanoglue/bare", "geometry.interface_size=1e-5 nm"),
        ("mode_I", "geometry.elements_across=1e6"),
        ("mode_I", "geometry.elements_across=1000", "geometry.elements_up=600"),
        ("slab_diffusion", "geometry.elements_through=1e9"),
        ("sphere_diffusion", "geometry.surface_size=0.1 nm", "geometry.centre_size=0.1 nm"),
        ("sphere_diffusion", "geometry.max_elements=3000"),
    ],
)
def test_a_mesh_above_the_limit_is_refused_before_it_is_generated(overrides):
    begin = time.process_time()
    (text,) = issues(*overrides)
    assert "more than geometry.max_elements" in text
    assert time.process_time() - begin < 10


def test_the_limit_can_be_raised():
    assert not issues("mode_I", "geometry.elements_across=200", "geometry.max_elements=800")
    with pytest.raises(TooManyElements, match="about 8e"):
        gmsh_mesh.draw(
            read(find("mode_I"), ["geometry.elements_across=200", "geometry.max_elements=799"])
        )


@pytest.mark.parametrize("name", ["nanoglue/cycle", "film_4nm", "blister"])
def test_the_estimate_does_not_change_the_mesh(name, monkeypatch):
    case = read(find(name))
    limited = gmsh_mesh._draw(case)
    monkeypatch.setattr(gmsh_mesh, "LimitedModel", lambda model, *_: model)
    free = gmsh_mesh._draw(case)
    assert all(np.array_equal(limited[key], free[key]) for key in free)


def test_an_axisymmetric_mesh_across_the_axis_is_refused_with_the_place():
    overrides = ("coordinates=axisymmetric", "boundaries={bottom_face: {displacement: {z: 0 um}}}")
    (text,) = issues("mode_I", *overrides, "geometry.left=-0.4 um")
    assert "must have r >= 0 but reaches (r, z) = (-0.4, 0) um" in text
    assert not issues("mode_I", *overrides)


def test_an_interface_too_coarse_for_its_law_is_refused():
    """Facets of 0.1 um; the cohesive length is 36 GPa 0.5 J/m^2/(300 MPa)^2 = 0.2 um."""
    coarse = (
        "geometry.elements_across=10",
        "bodies.top.elasticity.youngs_modulus=36 GPa",
        "interfaces.top_bottom.law.strength=300 MPa",
        "interfaces.top_bottom.law.toughness=0.5 J/m^2",
        "interfaces.top_bottom.law.stiffness=1e18 Pa/m",
    )
    (text,) = issues("mode_I", *coarse)
    assert "2.0 facets in the cohesive length E G_c/strength^2 of top_bottom; 3 at least" in text
    assert not issues("mode_I", *coarse, "interfaces.top_bottom.initial_damage=1")


@pytest.mark.parametrize("key", ["probes", "points"])
def test_a_point_outside_its_body_is_refused_and_one_on_its_surface_is_not(key):
    point = f"output.{key}={{p: {{body: particle, at: [0.8 um, X um]}}}}"
    (text,) = issues("sphere_diffusion", point.replace("X", "0.7"))
    assert f"output.{key}.p.at: (0.8, 0.7) um lies outside particle; the nearest element" in text
    assert not issues("sphere_diffusion", point.replace("X", "0.6"))


def test_a_point_in_another_body_is_refused():
    (text,) = issues("mode_I", "output.probes={p: {body: bottom, at: [0.5 um, 1.5 um]}}")
    assert "lies outside bottom" in text


def test_stress_coupling_is_listed_with_the_shift_of_the_potential():
    case = read(find("nanoglue/bare"))
    # 1.12 x 16.3 cm^3/mol x 1 GPa / 96485 C/mol
    assert volts_per_gigapascal(case.bodies["particle"].species) == pytest.approx(0.1892, abs=1e-4)
    lines = defaults_that_matter(case)
    listed = [line for line in lines if "stress_coupling" in line]
    assert listed == [
        "  bodies.particle.species.stress_coupling: off; with it pressure shifts its potential by "
        "V p/F = 0.19 V per GPa (default)"
    ]
    assert any(
        "interfaces.particle_fibre.contact_stiffness: contact by a penalty" in line
        for line in lines
    )
    assert any("yield on the" in line for line in lines)
    assert any(line.startswith("  stepping.first: first step 1 s") for line in lines)


def test_an_error_while_a_recipe_draws_is_reported_with_its_line(case_file):
    recipe = case_file.with_name("blocks_of_a_test.py")
    text = recipe.read_text()
    recipe.write_text(text + "    return 1 / 0\n")
    (found,) = examine(read(case_file)).issues
    assert found.lines()[0].startswith(f"{case_file}:4:1: error: geometry: cannot be meshed: ")
    assert (
        f"ZeroDivisionError: division by zero ({recipe}:{len(text.splitlines()) + 1})"
        in found.message
    )


def test_a_recipe_that_ends_the_process_while_it_draws_is_an_error(case_file):
    recipe = case_file.with_name("blocks_of_a_test.py")
    recipe.write_text(recipe.read_text() + "    raise SystemExit(0)\n")
    (found,) = examine(read(case_file)).issues
    assert "cannot be meshed: SystemExit: 0 (" in found.message


@pytest.mark.parametrize(
    ("override", "reason"),
    [
        ("boundaries.top_face.displacement.y={expression: log(x), unit: um}", "at (0, 2) um"),
        ("boundaries.top_face.displacement.y={expression: t/(x - 1), unit: um}", "at (1, 2) um"),
        ("bodies.top.body_force.x={expression: sqrt(1.5 - y), unit: N/m^3}", "um"),
        ("bodies.top.growth={expression: 1 + t/sqrt(0.5 - x)}", "um"),
        ("bodies.top.growth={expression: 1/(x - 0.5)**2}", "at (0.5, "),  # between two corners
    ],
)
def test_a_formula_without_a_value_somewhere_on_the_mesh_is_refused(override, reason):
    (text,) = issues("mode_I", override, "time.end=1 s")
    path = override.partition("=")[0]
    assert f"--set {path}: error: {path}: " in text
    assert "cannot be evaluated" in text
    assert reason in text


@pytest.mark.parametrize("formula", ["1 - 2*(y - 1)*t", "x", "abs(y) - 1.5", "3 - y - 2*t"])
def test_a_volume_ratio_that_is_not_positive_everywhere_is_found_by_the_mesh(formula):
    (text,) = issues("mode_I", f"bodies.top.growth={{expression: {formula}}}", "time.end=1 s")
    assert "bodies.top.growth: must be greater than 0, not " in text


def test_a_prescribed_content_outside_the_limits_somewhere_is_found_by_the_mesh():
    overrides = ("boundaries.front.concentration={expression: 1 + 20*y}", "time.end=1 s")
    (text,) = issues("slab_diffusion", *overrides)
    assert "must be from 0 to max_stoichiometry (2), not " in text


def test_a_formula_that_is_singular_at_nodes_alone_may_be_a_coefficient():
    force = "bodies.top.body_force.x={expression: 1/(x*(x - 1)), unit: N/m^3}"
    assert not issues("mode_I", force)
