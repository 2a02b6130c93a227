"""Pictures of finished runs and of meshes."""

from pathlib import Path
from typing import Any


def draw(directory: Path) -> list[str]:
    """Draw the events of a finished run into its ``figures``; call on one rank.

    A process of its own draws them, and nothing that goes wrong there is raised here.

    Returns:
        The files drawn, relative to the folder, and a line for what had to be skipped and why.
    """
    from nanoglue.post.figures.rendering import in_own_process

    return in_own_process(directory)


def draw_all(directory: Path) -> list[str]:
    """Draw every figure of a report; like ``draw`` otherwise."""
    from nanoglue.post.figures.rendering import in_own_process

    return in_own_process(directory, "--all", longest=3600.0)


def draw_mesh(case: Any, directory: Path) -> None:
    """Mesh a case; save ``mesh.vtu`` and a picture of it, ``mesh.png``. Call on one rank."""
    from nanoglue.post.figures.mesh import picture, save

    save(case, directory)
    picture(case, directory)
