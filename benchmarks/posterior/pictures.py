"""Pictures of ``docs/uncertainty.md``: a tornado plot of surrogates, and smaller corner plots."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np

from nanoglue.calibration import figures
from nanoglue.calibration.local import derivatives
from nanoglue.calibration.study import study
from nanoglue.calibration.surrogate import surrogate
from nanoglue.case import find, read

WIDTH = 1000
"""Width of a corner plot [pixels]."""


def smaller(source: Path, picture: Path) -> None:
    """Write a picture with fewer pixels and colours."""
    from PIL import Image

    with Image.open(source) as image:
        height = round(image.height * WIDTH / image.width)
        small = image.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
        small.quantize(64).save(picture, optimize=True)


def tornado(case: str, folder: Path, medians: dict[str, float], picture: Path) -> None:
    """Draw the change of the targets for a standard deviation of each prior, about the medians.

    The derivatives are those of a surrogate of the runs.
    """
    problem = study(read(find(case)))
    with (folder / "runs.csv").open() as opened:
        rows = list(csv.DictReader(opened))
    positions = np.array(
        [
            [one.position(float(row[heading])) for row in rows]
            for one, heading in zip(problem.parameters, problem.headings, strict=True)
        ]
    ).T
    computed = np.array([[float(row[name] or "nan") for name in problem.labels] for row in rows])
    model = surrogate(positions, computed, 1, problem.depends)
    middle = tuple(replace(one, start=medians[one.name]) for one in problem.parameters)
    local = replace(problem, parameters=middle)
    found = derivatives(local, lambda x: model.predict(x)[0])
    (drawn,) = figures.draw_derivatives(found, local, folder)
    smaller(drawn, picture)
    drawn.unlink()
