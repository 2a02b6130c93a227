"""Meshing of a geometry recipe with Gmsh.

Rank 0 generates the mesh once and stores it on disk under a hash of all inputs.
"""

import hashlib
import json
import logging
import os
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import nullcontext, suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nanoglue.case.schema.case import Case
from nanoglue.mesh.array_checks import check_arrays, check_groups, check_sizes
from nanoglue.mesh.curvature import most_inverted
from nanoglue.mesh.element_limit import LimitedModel, TooManyElements, smallest_size
from nanoglue.mesh.simplices import is_plane
from nanoglue.models.coordinates import ON_AXIS
from nanoglue.models.own_code import is_path, limited
from nanoglue.runtime.cache import folder, writable_folder
from nanoglue.runtime.signals import reinstall_handlers

log = logging.getLogger("nanoglue")

if TYPE_CHECKING:
    import gmsh

FORMAT = 2  # version of the stored files; increment it when their content changes


def dimension(case: Case) -> int:
    """Return the dimension of the mesh of a case."""
    return 3 if case.coordinates == "three_dimensional" else 2


def key(case: Case) -> str:
    """Return the hash of the recipe's source, its parameters and the geometric order."""
    recipe = Path(str(case.recipe.__file__)).read_text()
    parameters = json.dumps(asdict(case.geometry.parameters), sort_keys=True)
    text = f"{FORMAT}\n{case.geometry.order}\n{parameters}\n{recipe}"
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def draw(case: Case) -> dict[str, np.ndarray]:
    """Return the mesh of a case as arrays, cached or generated; call on one rank.

    Returns:
        ``points`` (n, dim) [um], ``cells`` (m, nodes) in Gmsh's order, ``cell_names`` (m,),
        ``facets`` (k, nodes) and ``facet_names`` (k,).

    Raises:
        TooManyElements: the mesh has more elements than the case allows.
        RuntimeError: Gmsh failed, cells are degenerate or inverted, names are not those that are
            declared, facets bound no cell, or an axisymmetric mesh reaches across the axis.
    """
    arrays = _cached(case)
    if len(arrays["cells"]) > case.geometry.max_elements:
        raise TooManyElements(len(arrays["cells"]), case.geometry.max_elements)
    check_groups(arrays, case)
    _check_axis(arrays["points"], case)
    _check_inverted(arrays)
    return arrays


def _cached(case: Case) -> dict[str, np.ndarray]:
    """Return the mesh of a case from the cache, or generate and store it."""
    name = f"{key(case)}.npz"
    place = writable_folder("meshes")
    for stored in dict.fromkeys((folder("meshes") / name, place / name)):
        found = _load(stored)
        if found is not None and most_inverted(found["points"], found["cells"]) is None:
            return found
    arrays = _draw(case)
    temporary = place / f"{key(case)}.{os.getpid()}.tmp.npz"
    checksum = np.array(_checksum(arrays))
    np.savez_compressed(temporary, checksum=checksum, **arrays)  # type: ignore[arg-type]
    temporary.replace(place / name)
    return arrays


def _load(stored: Path) -> dict[str, np.ndarray] | None:
    """Return a stored mesh, or None; a damaged file is removed."""
    if not os.path.lexists(stored):
        return None
    try:
        with np.load(stored) as file:
            arrays = dict(file)
        if str(arrays.pop("checksum")) == _checksum(arrays):
            return arrays
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        pass
    log.warning("removed a damaged or old mesh from the cache: %s", stored)
    with suppress(OSError):
        stored.unlink()
    return None


def _checksum(arrays: Mapping[str, np.ndarray]) -> str:
    """Return the SHA-256 of named arrays."""
    digest = hashlib.sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"{name} {array.dtype.str} {array.shape}".encode())
        digest.update(array.tobytes())
    return digest.hexdigest()


def _draw(case: Case) -> dict[str, np.ndarray]:
    read = getattr(case.recipe, "arrays", None)
    if read is not None:
        arrays: dict[str, np.ndarray] = read(case.geometry.parameters, case.geometry.order)
        check_arrays(arrays)
        check_sizes(arrays)
        return arrays
    given = case.geometry
    settings = given.order, dimension(case), given.max_elements, is_path(given.recipe)
    arrays = generate(case.recipe, given.parameters, *settings)
    check_sizes(arrays)
    return arrays


def generate(
    recipe: Any,
    parameters: Any,
    order: int,
    dim: int,
    most: int | None = None,
    own: bool = False,
) -> dict[str, np.ndarray]:
    """Return the mesh that a recipe draws with Gmsh, as arrays.

    Args:
        recipe: module with a function ``draw``.
        parameters: its parameters.
        order: polynomial order of the geometry.
        dim: dimension of the cells.
        most: largest number of elements, None without a limit.
        own: whether the recipe is of the user and is ended if it does not end by itself.
    """
    import gmsh

    started = not gmsh.isInitialized()
    if started:
        gmsh.initialize(readConfigFiles=False, interruptible=False)
        reinstall_handlers()  # Gmsh resets those of SIGTERM and SIGHUP
    try:
        gmsh.option.setNumber("General.Terminal", 0)
        gmsh.model.add("nanoglue")
        gmsh.model.setCurrent("nanoglue")
        model: Any = gmsh.model
        if most is not None:
            model = LimitedModel(gmsh.model, most, smallest_size(parameters))
        with limited() if own else nullcontext():
            recipe.draw(model, parameters)
        gmsh.model.mesh.setOrder(order)
        arrays = _arrays(gmsh.model, dim)
        if most_inverted(arrays["points"], arrays["cells"]) is not None:
            gmsh.model.mesh.optimize("HighOrderElastic")
            arrays = _arrays(gmsh.model, dim)
        gmsh.model.remove()
    finally:
        if started:
            gmsh.finalize()
    return arrays


def _arrays(model: "gmsh.model", whole: int) -> dict[str, np.ndarray]:
    """Return points, cells and facets of the physical groups of a Gmsh model."""
    tags, coordinates, _ = model.mesh.getNodes()
    if not len(tags):
        raise RuntimeError("the recipe generates no mesh; call model.mesh.generate in 'draw'")
    points = coordinates.reshape(-1, 3)
    place = np.full(int(tags.max()) + 1, -1, dtype=np.int64)
    parts = {dim: _elements(model, dim) for dim in (whole, whole - 1)}
    used = np.unique(parts[whole][0])
    place[used] = np.arange(len(used))
    row = np.zeros(int(tags.max()) + 1, dtype=np.int64)
    row[tags.astype(np.int64)] = np.arange(len(tags))
    if whole == 2 and not is_plane(points[row[used]]):
        raise RuntimeError("the recipe draws surfaces that are not in a plane z = constant")
    return {
        "points": points[row[used], :whole],
        "cells": place[parts[whole][0]],
        "cell_names": parts[whole][1],
        "facets": place[parts[whole - 1][0]],
        "facet_names": parts[whole - 1][1],
    }


def _elements(model: "gmsh.model", dim: int) -> tuple[np.ndarray, np.ndarray]:
    """Return node tags and group name of every element of a dimension in a physical group."""
    nodes, names = [], []
    for _, group in model.getPhysicalGroups(dim):
        name = model.getPhysicalName(dim, group)
        for entity in model.getEntitiesForPhysicalGroup(dim, group):
            for element_type, _, tags_of_type in zip(
                *model.mesh.getElements(dim, int(entity)), strict=True
            ):
                size = model.mesh.getElementProperties(int(element_type))[3]
                nodes.append(tags_of_type.reshape(-1, size).astype(np.int64))
                names += [name] * len(nodes[-1])
    if not nodes:
        raise RuntimeError(
            f"the recipe defines no physical group of {('curves', 'surfaces', 'volumes')[dim - 1]}"
        )
    return np.vstack(nodes), np.array(names)


def _check_inverted(arrays: Mapping[str, np.ndarray]) -> None:
    """Raise an error for a curved element whose edges cross."""
    place = most_inverted(arrays["points"], arrays["cells"])
    if place is not None:
        where = ", ".join(f"{coordinate:.4g}" for coordinate in place)
        raise RuntimeError(
            f"the element at ({where}) um is inverted, since its curved edges cross; use more "
            "elements along curved surfaces, fewer through thin layers, or 'geometry.order: 1'"
        )


def _check_axis(points: np.ndarray, case: Case) -> None:
    """Raise an error for points at negative radii of an axisymmetric case."""
    if case.coordinates != "axisymmetric":
        return
    r, z = points[np.argmin(points[:, 0])]
    if r < -ON_AXIS * np.ptp(points, axis=0).max():
        raise RuntimeError(
            f"an axisymmetric mesh must have r >= 0 but reaches (r, z) = ({r:.4g}, {z:.4g}) um; "
            "move the geometry, or use 'coordinates: plane_strain'"
        )
