"""Built-in cases and recipes, of a checkout or inside an installed package."""

from pathlib import Path
from types import ModuleType

from nanoglue.case.old_modules import old_module_names
from nanoglue.models import own_code


def folder(name: str) -> Path:
    """The folder ``cases`` or ``meshes``, of the installed package or of the checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / name
    return installed if installed.is_dir() else package.parents[1] / name


def cases() -> dict[str, Path]:
    """The built-in cases: name such as ``nanoglue/bare`` to file."""
    files = sorted(folder("cases").glob("*/*.yaml"))
    return {f"{file.parent.name}/{file.stem}": file for file in files}


def case(name: str) -> Path | None:
    """The built-in case of a name, with or without its folder and ``.yaml``, or None."""
    wanted, known = name.removesuffix(".yaml"), cases()
    same = _of_name(wanted, known)
    return known[same[0]] if len(same) == 1 else known.get(wanted)


def namesakes(name: str) -> list[str]:
    """The built-in cases of a name with or without its folder; several may share it without."""
    return _of_name(name, cases())


def _of_name(name: str, known: dict[str, Path]) -> list[str]:
    return [full for full, file in known.items() if name in (full, file.stem)]


def recipes() -> dict[str, Path]:
    """The built-in geometry recipes by name."""
    return {file.stem: file for file in sorted(folder("meshes").glob("[a-z]*.py"))}


def recipe(file: Path) -> ModuleType:
    """Import a recipe from its file.

    Raises:
        Exception: whatever the file raises when it is imported.
    """
    with old_module_names():
        return own_code.module(file)
