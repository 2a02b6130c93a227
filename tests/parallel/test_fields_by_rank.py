"""Fields of several ranks: every rank writes its own part, and readers join them."""

import numpy as np
import pytest


@pytest.mark.parallel(2)
def test_the_parts_of_the_ranks_make_up_the_body(march_case, blocks_in_space, tmp_path):
    import pyvista

    from nanoglue.output.fields import Fields
    from nanoglue.post.figures.grids import collection, read_grid
    from nanoglue.runtime.fenics import MPI

    comm = MPI.COMM_WORLD
    folder = comm.bcast(tmp_path)
    finer = ("geometry.elements_across=2", "geometry.elements_deep=2")
    computed = march_case(blocks_in_space, *finer, comm=comm, most=1)
    Fields(folder / "fields", computed.problem).write(computed.steps[-1])
    comm.barrier()
    space = computed.problem.mechanics["top"].u.function_space
    total = space.mesh.topology.index_map(3).size_global
    top = space.tabulate_dof_coordinates()[:, 1].max(initial=-np.inf)
    height = comm.allreduce(float(top), op=MPI.MAX)
    ((time, file),) = collection(folder / "fields" / "top.pvd")
    assert file.suffix == ".pvtu"
    assert time == computed.steps[-1].time
    grid = read_grid(file)
    assert grid.cells.shape == (total, 10)
    assert grid.cells.max() < len(grid.points)
    assert len(grid.inside["von_mises [MPa]"]) == total
    seen = pyvista.read(str(file))
    assert (seen.n_cells, seen.bounds[3]) == (total, pytest.approx(height))
    assert seen.point_data["displacement [um]"].shape == (seen.n_points, 3)
    assert seen.point_data["displacement [um]"] == pytest.approx(grid.nodal["displacement [um]"])
    assert len(np.unique(grid.cells)) == len(grid.points)
    ((_, file),) = collection(folder / "fields" / "top_bottom.pvd")
    cohesion = computed.problem.cohesion["top_bottom"]
    assert len(read_grid(file).points) == cohesion.space.dofmap.index_map.size_global
    pieces = sorted((folder / "fields").glob("top_0*.vtu"))
    assert 1 <= len(pieces) <= comm.size
    comm.barrier()


def test_an_error_of_any_rank_is_raised():
    from nanoglue.output.rank_errors import raise_from_any_rank
    from nanoglue.runtime.fenics import MPI

    with pytest.raises(OSError, match="no space left"), raise_from_any_rank(MPI.COMM_SELF):
        raise OSError("no space left")
