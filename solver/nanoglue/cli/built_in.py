"""Commands that list, print, copy and cite what the package contains."""

import json
import shutil
from collections.abc import Iterable
from inspect import getdoc
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from nanoglue.cli.execution import fail
from nanoglue.cli.options import AsJson
from nanoglue.runtime.exit_codes import ExitCode

if TYPE_CHECKING:
    from nanoglue.case.reference import Entry

CaseName = Annotated[str, typer.Argument(metavar="CASE", help="Name of a built-in case.")]


def cases(as_json: AsJson = False) -> None:
    """List the built-in cases."""
    from nanoglue.case import library

    titles = {name: _title(file) for name, file in library.cases().items()}
    if as_json:
        typer.echo(json.dumps(titles, indent=2))
        return
    width = max(map(len, titles))
    for name, title in titles.items():
        typer.echo(f"{name:<{width}} {title}")


def recipes(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="One recipe.")] = None,
) -> None:
    """List the geometry recipes, or the parts and parameters of one."""
    from nanoglue.case import reference

    known = reference.recipes()
    if name is None:
        for one, module in known.items():
            typer.echo(f"{one:<28} {_first_line(module)}")
        return
    if name not in known:
        _refuse_unknown("recipe", name, known, f"there are {', '.join(known)}")
    typer.echo((getdoc(known[name]) or "").replace("``", "'") + "\n")
    _print_entries(reference.entries(known[name].Parameters))


def laws(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="One model.")] = None,
) -> None:
    """List the models of every kind, or the parameters of one."""
    from nanoglue.case import reference

    names: set[str] = set()
    for folder, title in reference.FOLDERS.items():
        known = reference.models(folder)
        chosen = {one: model for one, model in known.items() if name in (None, one)}
        names |= set(known)
        if chosen:
            typer.echo(title)
        for one, model in chosen.items():
            typer.echo(f"  {one:<26} {_first_line(model)}")
            if name is not None:
                _print_entries(reference.entries(model))
    if name is not None and name not in names:
        _refuse_unknown("model", name, names, "'nanoglue laws' lists them")


def materials(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="A material.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the materials of the library, or the properties of one with their sources."""
    from dataclasses import asdict

    from nanoglue.case import material

    known = {one: material.load_material(file) for one, file in material.materials().items()}
    if name is not None and name not in known:
        _refuse_unknown("material", name, known, f"there are {', '.join(known)}")
    if as_json:
        shown = {one: found for one, found in known.items() if name in (None, one)}
        listed = {
            one: {"title": found.title, "properties": [asdict(each) for each in found.properties]}
            for one, found in shown.items()
        }
        typer.echo(json.dumps(listed, indent=2))
    elif name is None:
        for one, found in known.items():
            typer.echo(f"{one:<28} {found.title}")
    else:
        typer.echo(known[name].title)
        for each in known[name].properties:
            source = f"{each.source}, doi:{each.doi}" if each.doi else each.source
            typer.echo(f"  {each.path:<34} {each.value}  [{each.basis}: {source}]")


def show(case: CaseName) -> None:
    """Print the file of a built-in case."""
    typer.echo(_built_in(case).read_text(encoding="utf-8"), nl=False)


def copy(
    case: CaseName,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
) -> None:
    """Copy a built-in case to a file, as a start for a case of your own."""
    source = _built_in(case)
    if (file.exists() or file.is_symlink()) and not force:
        fail(f"error: {file} exists; --force overwrites it", ExitCode.INVALID_INPUT)
    try:
        shutil.copyfile(source, file)
    except OSError as error:
        fail(f"{file}: error: {error.strerror or error}", ExitCode.INVALID_INPUT)
    typer.echo(f"{file}")


def cite(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Results folder.")],
) -> None:
    """Print a BibTeX entry for the program and versions that computed a results folder."""
    try:
        run = json.loads((directory / "run.json").read_text(encoding="utf-8"))
        versions = run["versions"]
    except FileNotFoundError:
        fail(f"{directory}: error: no results of a run (no run.json)", ExitCode.INVALID_INPUT)
    except (OSError, ValueError, KeyError, TypeError) as error:
        fail(f"{directory}: error: run.json cannot be read: {error}", ExitCode.INVALID_INPUT)
    used = ", ".join(f"{name} {version}" for name, version in versions.items() if version)
    typer.echo("@software{nanoglue,")
    typer.echo("  title = {nanoglue: Finite-element simulation of coated battery particles},")
    typer.echo("  author = {{The nanoglue developers}},")
    typer.echo(f"  version = {{{versions.get('nanoglue', 'unknown')}}},")
    if run.get("commit"):
        typer.echo(f"  commit = {{{run['commit']}}},")
    typer.echo(f"  note = {{Computed with {used}}},")
    typer.echo("}")


def register(app: typer.Typer) -> None:
    """Add the commands of this module to an application."""
    for command in (cases, recipes, laws, materials, show, copy, cite):
        app.command()(command)


def _built_in(name: str) -> Path:
    from nanoglue.case import library

    file = library.case(name)
    if file is None:
        same = ", ".join(library.namesakes(name))
        hint = f"with its folder: {same}" if same else "'nanoglue cases' lists them"
        _refuse_unknown("built-in case", name, library.cases(), hint)
    return file


def _refuse_unknown(kind: str, name: str, known: Iterable[str], hint: str) -> NoReturn:
    """End the command: nothing of the kind has this name."""
    from nanoglue.case.text.errors import did_you_mean

    text = f"error: no {kind} {name!r}{did_you_mean(name, sorted(known))}; {hint}"
    fail(text, ExitCode.INVALID_INPUT)


def _title(file: Path) -> str:
    lines = file.read_text(encoding="utf-8").splitlines()
    found = next((line for line in lines if line.startswith("title:")), "")
    return found.removeprefix("title:").strip().strip("'\"")


def _first_line(documented: object) -> str:
    """Return the first line of a docstring without the marks of code."""
    return (documented.__doc__ or "").strip().partition("\n")[0].replace("`", "")


def _print_entries(found: "list[Entry]") -> None:
    for one in found:
        limits = ", ".join(part for part in (one.kind, one.range) if part)
        default = one.default if one.default == "required" else f"default {one.default}"
        typer.echo(f"    {one.key:<28} {one.meaning} [{limits}; {default}]".replace("`", ""))
