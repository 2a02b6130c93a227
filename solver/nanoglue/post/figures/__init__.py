"""Figures of completed runs and of meshes."""

from pathlib import Path

from nanoglue.case.schema.case import Case


def draw(directory: Path) -> list[str]:
    """Draw the events of a completed run into its ``figures``; call on one rank.

    A separate process draws them; its errors are returned as messages and never raised.

    Returns:
        The files, relative to the folder, and a line for each skipped figure with the reason.
    """
    from nanoglue.post.figures.rendering import in_own_process

    return in_own_process(directory)


def draw_all(directory: Path) -> list[str]:
    """Draw every figure of a report in a separate process; see ``draw``."""
    from nanoglue.post.figures.rendering import in_own_process

    return in_own_process(directory, "--all", timeout=3600.0)


def draw_mesh(case: Case, directory: Path) -> None:
    """Mesh a case and write ``mesh.vtu`` and, of a section, ``mesh.png``; call on one rank."""
    from nanoglue.mesh.gmsh_mesh import dimension
    from nanoglue.post.figures.mesh import picture, save

    save(case, directory)
    if dimension(case) == 2:
        picture(case, directory)
