"""A mesh of tetrahedra that is written to a file and read again gives the history of its recipe."""

import importlib.util
from pathlib import Path

import pytest
from tests.case_texts import worst_difference

from nanoglue.case import read
from nanoglue.mesh import gmsh_mesh

spec = importlib.util.spec_from_file_location("export", Path(__file__).with_name("export.py"))
export = importlib.util.module_from_spec(spec)
spec.loader.exec_module(export)

PARTICLE = {
    "bottom_face": "foot",
    "bottom": "base",
    "top_base": "particle_base",
    "foot": "bottom",
    "top_face": "free_surface",
    "top": "particle",
}
"""Names of the parts of ``two_blocks_3d`` and then of ``particle_on_flat``, in their order."""

SMALL = """geometry:
  {recipe: particle_on_flat, particle_diameter: 1 um, contact_ratio: 0.6, base_radius: 0.7 um,
   base_depth: 0.4 um, interface_size: 0.25 um, bulk_size: 0.4 um, far_size: 0.5 um}
"""


def on_flat(text):
    """The case of two blocks with a curved particle on a base in place of the blocks."""
    start, stop = text.index("geometry:"), text.index("bodies:")
    rest = text[stop:]
    for one, other in PARTICLE.items():
        rest = rest.replace(one, other)
    return text[:start] + SMALL + rest


def with_file(text, name, unit):
    """The case with a mesh file in place of its recipe."""
    start, stop = text.index("geometry:"), text.index("bodies:")
    return f"{text[:start]}geometry: {{mesh: {name}, unit: {unit}}}\n{text[stop:]}"


@pytest.mark.parametrize(
    ("change", "write", "name", "unit", "scale"),
    [
        (str, export.write_msh, "blocks.msh", "nm", 1e3),
        (on_flat, export.write_msh, "particle.msh", "nm", 1e3),
        pytest.param(on_flat, export.write_inp, "particle.inp", "um", 1.0, marks=pytest.mark.slow),
    ],
    ids=["blocks", "particle", "particle_of_abaqus"],
)
def test_exported_tetrahedra_have_the_history_of_their_recipe(
    blocks_in_space, march_case, tmp_path, change, write, name, unit, scale
):
    from nanoglue.output.tables import row

    text = change(blocks_in_space)
    (tmp_path / "recipe.yaml").write_text(text)
    arrays = gmsh_mesh.draw(read(tmp_path / "recipe.yaml"))
    write(arrays, tmp_path / name, scale)
    own = with_file(text, tmp_path / name, unit)
    expected, found = (
        [row(step.observed) for step in march_case(each).steps] for each in (text, own)
    )
    assert len(found) == len(expected) > 3
    assert max(row[key] for row in expected for key in row if key.startswith("damage")) > 0.5
    worst = worst_difference(found, expected)
    assert worst < 1e-8, worst
