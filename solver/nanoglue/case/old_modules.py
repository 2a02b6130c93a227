"""Import paths that recipes used before release 0.2; accepted for one release."""

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType

MOVED = {
    "nanoglue.names": "nanoglue.mesh.recipe.labels",
    "nanoglue.quantities": "nanoglue.units.quantities",
    "nanoglue.grading": "nanoglue.mesh.recipe.size_fields",
    "nanoglue.sketch": "nanoglue.mesh.recipe.sketch",
    "nanoglue.layered": "nanoglue.mesh.recipe.layers",
}
"""Old module to the module that holds its content now; recipes import ``nanoglue.recipe``."""


class MovedModules:
    """Finder and loader of the old paths: each has the content of the new module."""

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        """Return a specification for an old path, or None for any other."""
        return ModuleSpec(name, self) if name in MOVED else None  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return a module with the content of the new one, and warn."""
        warnings.warn(
            f"the module {spec.name} has moved: import from nanoglue.recipe instead",
            FutureWarning,
            stacklevel=2,
        )
        module = ModuleType(spec.name)
        module.__dict__.update(vars(import_module(MOVED[spec.name])))
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing, since the content is complete."""


@contextmanager
def old_module_names() -> Iterator[None]:
    """Accept the old import paths while a recipe is imported."""
    finder = MovedModules()
    sys.meta_path.append(finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in MOVED:
            sys.modules.pop(name, None)
