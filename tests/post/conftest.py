"""A results folder made by hand: two blocks on the axis, one swelling and coming off the other."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

meshio = pytest.importorskip("meshio", reason="pictures are an extra")
pytest.importorskip("matplotlib", reason="pictures are an extra")

TIMES = (0.0, 10.0, 20.0, 30.0)
DAMAGE = (0.0, 0.5, 1.0, 1.0)  # at the outer point
CELLS = np.array([[0, 1, 2, 4, 5, 6], [0, 2, 3, 6, 7, 8]])
SQUARE = np.array(
    [[0, 0], [1, 0], [1, 1], [0, 1], [0.5, 0], [1, 0.5], [0.5, 0.5], [0.5, 1], [0, 0.5]]
)


def write_fields(folder: Path, name: str, time: float, index: int) -> None:
    """One body, or the interface, at one time."""
    above = name != "fibre"
    points = 0.1 * (SQUARE + np.array([0, 0 if above else -1]))
    if name == "particle_fibre":
        points = np.array([[0.01, 0.0], [0.05, 0.0], [0.09, 0.0]])
    upward = 0.002 * index if above else 0.0
    moved = np.tile([0.0, upward, 0.0], (len(points), 1))
    nodal = {"displacement [um]": moved}
    cells, inside = [("triangle6", CELLS)], {"von_mises [MPa]": [np.array([1.0, 2.0]) * index]}
    inside["hydrostatic_stress [MPa]"] = [np.array([-1.0, 1.0]) * index]
    if name == "particle":
        nodal["stoichiometry [-]"] = 0.1 * index * points[:, 1] / 0.1
        nodal["concentration [mol/m^3]"] = 1e4 * nodal["stoichiometry [-]"]
        inside["plastic_strain [-]"] = [np.array([0.0, 0.01]) * index]
    if name == "particle_fibre":
        damage = np.array([0.0, 0.0, DAMAGE[index]])
        nodal |= {"damage_envelope [-]": damage, "damage [-]": damage}
        for field in ("opening [um]", "traction_normal [MPa]", "traction_tangential [MPa]"):
            nodal[field] = damage * index
        cells, inside = [("line", np.array([[0, 1], [1, 2]]))], {}
    places = np.column_stack([points, np.zeros(len(points))])
    mesh = meshio.Mesh(places, cells, nodal, inside)
    mesh.write(folder / f"{name}_{index:06d}.vtu")


def table(file: Path, rows: list[dict[str, object]]) -> None:
    with file.open("w", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Results of a run that ended, with an onset at 20 s."""
    directory = tmp_path / "results"
    fields = directory / "fields"
    fields.mkdir(parents=True)
    for name in ("particle", "fibre", "particle_fibre"):
        for index, time in enumerate(TIMES):
            write_fields(fields, name, time, index)
        sets = "".join(
            f'<DataSet timestep="{time!r}" part="0" file="{name}_{index:06d}.vtu"/>'
            for index, time in enumerate(TIMES)
        )
        text = f'<VTKFile type="Collection" version="0.1"><Collection>{sets}</Collection></VTKFile>'
        (fields / f"{name}.pvd").write_text(text)
    swollen = "volume_expansion_chemical [-]", "volume_expansion_deformed [-]"
    rows = [
        {
            "step": index,
            "time [s]": time,
            swollen[0]: 0.01 * index,
            swollen[1]: 0.01 * index,
            "bonded_fraction:particle_fibre [-]": 1.0 if index < 2 else 0.6,
            "debonding_front:particle_fibre [um]": 0.09 if index < 2 else 0.05,
            "energy_stored [pJ]": 0.1 * index,
            "energy_error [-]": 1e-3,
            "species_balance_error:particle [-]": 1e-15,
        }
        for index, time in enumerate(TIMES)
    ]
    table(directory / "history.csv", rows)
    happened = [("onset", "particle_fibre", 20, 0.02), ("end", "", 30, 0.03)]
    names = ("event", "where", "time [s]", *swollen)
    told = [dict(zip(names, (*row, row[-1]), strict=True)) for row in happened]
    table(directory / "events.csv", told)
    case = {
        "title": "Two blocks <on> the axis",
        "coordinates": "axisymmetric",
        "bodies": {"particle": {"youngs_modulus": "30000.0 MPa"}, "fibre": {}},
        "interfaces": {"particle_fibre": {"strength": "160.0 MPa", "friction": 0.0}},
    }
    card = {
        "case": case,
        "provenance": {"interfaces.particle_fibre.strength": {"kind": "calibrated", "source": "A"}},
        "finished": "2026-01-01T00:00:00+00:00",
        "versions": {"nanoglue": "0.1.0"},
        "commit": None,
        "ranks": 1,
        "steps": 3,
        "cuts": 1,
        "seconds": {"solve": 1.0, "total": 2.0},
        "facets_in_cohesive_length": {"particle_fibre": 1.5},
        "exit": 0,
        "case_warnings": ["a.yaml:3:1: warning: temperature: 25 K is outside the plausible range"],
    }
    (directory / "run.json").write_text(json.dumps(card))
    onset = {"value": 0.02, "unit": "-", "kind": "calibrated", "published": 0.016}
    summary = {"onset": {**onset, "tolerance": 0.002, "source": "nobody"}}
    (directory / "summary.json").write_text(json.dumps(summary))
    names = "step", "attempt", "time [s]", "dt [s]", "newton_iterations [-]", "reason", "detail"
    attempts = [
        (1, 1, 10, 10.0, 4, "converged", ""),
        (2, 2, 25, 15.0, 9, "increments_grow", ""),
        (2, 3, 20, 10.0, 5, "converged", ""),
    ]
    tried = [dict(zip(names, row, strict=True)) for row in attempts]
    table(directory / "attempts.csv", tried)
    return directory


@pytest.fixture
def quarter(folder: Path) -> Path:
    """Results of a quarter of two boxes in space with planes of symmetry x = 0 and y = 0."""
    from tests.post.boxes_in_space import write_box, write_interface

    for index in range(len(TIMES)):
        for name in ("particle", "fibre"):
            write_box(folder / "fields" / f"{name}_{index:06d}.vtu", name, index)
        write_interface(folder / "fields" / f"particle_fibre_{index:06d}.vtu")
    card = json.loads((folder / "run.json").read_text())
    card["case"]["coordinates"] = "three_dimensional"
    card["case"]["boundaries"] = {name: {"symmetry": True} for name in ("plane_x", "plane_y")}
    (folder / "run.json").write_text(json.dumps(card))
    return folder
