"""Exodus files of the user, in both netCDF formats."""

import numpy as np
import pytest
from scipy.io import netcdf_file

from nanoglue.case import CaseError, read
from nanoglue.mesh import gmsh_mesh
from nanoglue.mesh.files import exodus
from nanoglue.mesh.files.grid import BadMesh
from nanoglue.mesh.files.parts import parts_of

POINTS = np.array([[0, 0], [1, 0], [2, 0], [0, 1], [1, 1], [2, 1]], dtype=float)
BLOCKS = {"left": [[1, 2, 5], [1, 5, 4]], "right": [[2, 3, 6], [2, 6, 5]]}
SIDES = {"loaded": ([3], [2])}
NODES = {"foot": [1, 2, 3]}


def characters(texts, width=33):
    return np.array([list(text.ljust(width, "\0")) for text in texts], dtype="S1")


def content(named=True, kind="TRI3", sides=SIDES):
    """Variables of the plate of two squares, with the dimensions of each, and element types."""
    found = {"coordx": POINTS[:, 0], "coordy": POINTS[:, 1]}
    for i, nodes in enumerate(BLOCKS.values(), start=1):
        found[f"connect{i}"] = np.array(nodes, dtype=np.int32)
    found["eb_prop1"] = np.array([10, 20], dtype=np.int32)
    if named:
        found["eb_names"] = characters(BLOCKS)
        found["ss_names"], found["ns_names"] = characters(sides), characters(NODES)
    for elements, numbers in sides.values():
        found["elem_ss1"] = np.array(elements, dtype=np.int32)
        found["side_ss1"] = np.array(numbers, dtype=np.int32)
    found["node_ns1"] = np.array(NODES["foot"], dtype=np.int32)
    return found, {"connect1": kind, "connect2": kind}


def write_classic(path, variables, types):
    with netcdf_file(path, "w", version=2) as file:
        for name, values in variables.items():
            dims = []
            for axis, size in enumerate(values.shape):
                dims.append(f"{name}_{axis}")
                file.createDimension(dims[-1], size)
            kind = "c" if values.dtype.kind == "S" else values.dtype
            variable = file.createVariable(name, kind, tuple(dims))
            variable[:] = values
            if name in types:
                variable.elem_type = types[name]


def write_hdf5(path, variables, types):
    h5py = pytest.importorskip("h5py")
    with h5py.File(path, "w") as file:
        for name, values in variables.items():
            file[name] = values
            if name in types:
                file[name].attrs["elem_type"] = np.bytes_(types[name])


WRITERS = [write_classic, write_hdf5]


@pytest.mark.parametrize("write", WRITERS)
def test_blocks_and_sets_are_those_of_the_same_abaqus_file(plate, write):
    expected = gmsh_mesh.draw(read(plate / "case.yaml"))
    write(plate / "plate.e", *content())
    case = (plate / "case.yaml").read_text().replace("plate.inp", "plate.e")
    (plate / "case.yaml").write_text(case)
    labels = read(plate / "case.yaml").names
    assert labels.bodies == ("left", "right")
    assert labels.interfaces == {"left_right": ("left", "right")}
    assert {"foot", "loaded"} <= set(labels.boundaries)
    arrays = gmsh_mesh.draw(read(plate / "case.yaml"))
    assert set(arrays) == set(expected)
    for name, values in expected.items():
        assert np.array_equal(arrays[name], values), name


def test_unnamed_blocks_and_sets_are_called_by_their_number(tmp_path):
    write_classic(tmp_path / "plate.e", *content(named=False))
    grid = exodus.read(tmp_path / "plate.e")
    assert list(grid.cell_sets) == ["block_10", "block_20"]
    assert list(grid.facet_sets) == ["sideset_1"]
    assert list(grid.node_sets) == ["nodeset_1"]
    assert grid.facet_sets["sideset_1"].tolist() == [[2, 5]]


def test_sides_of_triangles_in_space_are_counted_after_their_faces(tmp_path):
    variables, types = content(sides={"loaded": ([3], [4])})
    variables["coordz"] = np.zeros(len(POINTS))
    write_classic(tmp_path / "plate.e", variables, types)
    assert exodus.read(tmp_path / "plate.e").facet_sets["loaded"].tolist() == [[2, 5]]


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"kind": "QUAD4"}, "elements of type QUAD4"),
        ({"sides": {"loaded": ([3], [4])}}, "no edges of triangles"),
        ({"sides": {"loaded": ([9], [1])}}, "garbles"),
    ],
)
def test_files_that_cannot_be_used_are_refused_with_a_reason(tmp_path, write, change, reason):
    write(tmp_path / "plate.e", *content(**change))
    with pytest.raises(BadMesh, match=reason):
        exodus.read(tmp_path / "plate.e")


def test_two_blocks_of_one_name_are_refused(tmp_path):
    variables, types = content()
    variables["eb_names"] = characters(["left", "left"])
    write_classic(tmp_path / "plate.e", variables, types)
    with pytest.raises(BadMesh, match="several blocks with the name 'left'"):
        exodus.read(tmp_path / "plate.e")


def test_a_missing_variable_is_named(tmp_path):
    variables, types = content()
    write_classic(
        tmp_path / "plate.e", {k: v for k, v in variables.items() if k != "side_ss1"}, types
    )
    with pytest.raises(BadMesh, match="side_ss1"):
        exodus.read(tmp_path / "plate.e")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"no mesh", "nccopy -k nc4"),
        (b"CDF\x05 64-bit data", "nccopy -k nc4"),
        (b"CDF\x02", "cannot be read"),
        (b"\x89HDF\r\n\x1a\n and nothing", "cannot be read"),
    ],
)
def test_a_damaged_file_is_refused_by_check_with_its_reason(plate, raw, reason):
    (plate / "plate.e").write_bytes(raw)
    case = (plate / "case.yaml").read_text().replace("plate.inp", "plate.e")
    (plate / "case.yaml").write_text(case)
    with pytest.raises(CaseError, match=reason):
        read(plate / "case.yaml")


def test_netcdf4_without_h5py_names_the_remedy(tmp_path, monkeypatch):
    (tmp_path / "plate.e").write_bytes(b"\x89HDF")
    monkeypatch.setitem(__import__("sys").modules, "h5py", None)
    with pytest.raises(BadMesh, match="pip install h5py; or convert it with 'nccopy -k classic"):
        exodus.read(tmp_path / "plate.e")


CORNER = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]], dtype=float)


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize(
    ("side", "nodes"), [(1, [1, 2, 4]), (2, [2, 3, 4]), (3, [1, 4, 3]), (4, [1, 3, 2])]
)
def test_sides_of_tetrahedra_are_those_of_exodus(tmp_path, write, side, nodes):
    variables = {f"coord{axis}": CORNER[:, i] for i, axis in enumerate("xyz")}
    variables["connect1"] = np.array([[1, 2, 3, 4]], dtype=np.int32)
    variables["connect2"] = np.array([[2, 3, 4, 5]], dtype=np.int32)
    variables["elem_ss1"] = np.array([2], dtype=np.int32)
    variables["side_ss1"] = np.array([side], dtype=np.int32)
    write(tmp_path / "corner.e", variables, {"connect1": "TETRA", "connect2": "TET4"})
    assert exodus.read(tmp_path / "corner.e").facet_sets["sideset_1"].tolist() == [nodes]
    labels = parts_of(str(tmp_path / "corner.e"), f"{write.__name__} {side}").labels
    shared = {"sideset_1" if side == 4 else "block_1_block_2": ("block_1", "block_2")}
    assert labels.interfaces == shared
    assert labels.dim == 3


def test_triangles_beside_tetrahedra_are_refused(tmp_path):
    variables, types = content()
    variables["coordz"] = np.zeros(len(POINTS))
    variables["connect2"] = np.array([[2, 3, 6, 1]], dtype=np.int32)
    write_classic(tmp_path / "plate.e", variables, {**types, "connect2": "TETRA4"})
    with pytest.raises(BadMesh, match="mixes elements of both orders, or triangles and tetra"):
        exodus.read(tmp_path / "plate.e")
