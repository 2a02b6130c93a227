"""Built-in cases and recipes, of a checkout or inside an installed package."""

import hashlib
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from nanoglue.case.old_modules import old_module_names


def folder(name: str) -> Path:
    """The folder ``cases`` or ``meshes``, of the installed package or of the checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / name
    return installed if installed.is_dir() else package.parents[1] / name


def cases() -> dict[str, Path]:
    """The built-in cases: name such as ``nanoglue/bare`` to file."""
    root = folder("cases")
    files = sorted(root.glob("*/*.yaml"))
    return {file.relative_to(root).with_suffix("").as_posix(): file for file in files}


def case(name: str) -> Path | None:
    """The built-in case of a name, with or without its folder and ``.yaml``, or None."""
    wanted = name.removesuffix(".yaml")
    matches = [file for known, file in cases().items() if wanted in (known, file.stem)]
    return matches[0] if len(matches) == 1 else cases().get(wanted)


def recipes(beside: Path | None = None) -> dict[str, Path]:
    """Geometry recipes by name; those beside the user's case win over the built-in ones."""
    files = sorted(folder("meshes").glob("[a-z]*.py"))
    if beside is not None and beside.is_dir():
        files += sorted(beside.glob("[a-z]*.py"))
    return {file.stem: file for file in files}


def recipe(file: Path) -> ModuleType:
    """Import a recipe from its file.

    Raises:
        Exception: whatever the file raises when it is imported.
    """
    text = file.read_bytes()
    name = f"nanoglue_recipe_{file.stem}_{hashlib.sha256(text).hexdigest()[:12]}"
    if name in sys.modules:
        return sys.modules[name]
    spec = spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} is not a Python module")
    module = module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up by name
    try:
        with old_module_names():
            spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module
