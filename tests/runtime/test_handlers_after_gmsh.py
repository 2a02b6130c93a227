"""Gmsh resets signal handlers; those of a run are there again when a mesh is drawn."""

import os
import signal

from nanoglue.mesh.recipe.swept import section_arrays
from nanoglue.runtime.signals import begin_setup, received, restore_handlers


def test_a_signal_is_noted_while_a_mesh_is_drawn(monkeypatch):
    from nanoglue.mesh import gmsh_mesh

    noted = []

    def interrupted(*arguments):
        os.kill(os.getpid(), signal.SIGTERM)
        noted.append(received())
        return original(*arguments)

    original = gmsh_mesh._arrays
    monkeypatch.setattr(gmsh_mesh, "_arrays", interrupted)
    begin_setup()
    try:
        section_arrays("bar", {"width": "1 um", "height": "1 um"}, 1)
    finally:
        restore_handlers()
    assert noted == ["SIGTERM"]
