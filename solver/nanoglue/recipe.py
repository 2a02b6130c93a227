"""Public names for geometry recipes: part labels, units, sketches, layers and size fields.

A recipe is a module with a dataclass ``Parameters`` and the functions ``describe(parameters)`` and
``draw(model, parameters)``, or, without Gmsh, ``arrays(parameters, order)``. It imports from here
only, so that it keeps working when the package is rearranged.
"""

from nanoglue.case.case_file import CaseFile
from nanoglue.mesh.files.outlines import named_edges, outlines_of
from nanoglue.mesh.files.parts import parts_of, scale_of
from nanoglue.mesh.recipe import size_fields
from nanoglue.mesh.recipe.labels import BOX_MARGIN, PartLabels
from nanoglue.mesh.recipe.layers import Curves, Layer, draw_layers, name_curves
from nanoglue.mesh.recipe.sketch import Sketch
from nanoglue.mesh.recipe.stacked import Sheet, heights, plan_arrays, stacked
from nanoglue.mesh.recipe.swept import extruded, revolved, section_arrays
from nanoglue.units.quantities import (
    Angle,
    Fraction,
    Metre,
    NonNegative,
    Number,
    Positive,
    SquareMetre,
    Whole,
)

__all__ = [
    "BOX_MARGIN",
    "Angle",
    "CaseFile",
    "Curves",
    "Fraction",
    "Layer",
    "Metre",
    "NonNegative",
    "Number",
    "PartLabels",
    "Positive",
    "Sheet",
    "Sketch",
    "SquareMetre",
    "Whole",
    "draw_layers",
    "extruded",
    "heights",
    "name_curves",
    "named_edges",
    "outlines_of",
    "parts_of",
    "plan_arrays",
    "revolved",
    "scale_of",
    "section_arrays",
    "size_fields",
    "stacked",
]
