"""Reference pages generated from the code: keys, models, recipes, columns, events, commands."""

import inspect
import re
from collections.abc import Iterator

from nanoglue.case import reference
from nanoglue.case.meanings import meanings
from nanoglue.case.reference import Entry
from nanoglue.models.inflow_surface import InflowSurface
from nanoglue.models.simultaneous_current import SimultaneousCurrent
from nanoglue.models.termination import Termination

HEADER = "| key | meaning | unit or type | default | range |\n|---|---|---|---|---|"


def pages() -> dict[str, tuple[str, str]]:
    """Return title and Markdown text of each reference page, by the name of the page."""
    return {
        "keys": ("Keys of a case", "\n".join(_keys())),
        "models": ("Models", "\n".join(_models())),
        "materials": ("Materials", "\n".join(_materials())),
        "recipes": ("Geometry recipes", "\n".join(_recipes())),
        "columns": ("Columns of history.csv", _columns()),
        "events": ("Events", _list("event", "events")),
        "commands": ("Commands", "\n".join(_commands())),
        "validity": ("Validity checks", _validity()),
        "python": ("Python names", "\n".join(_python())),
        "exit_codes": ("Exit codes", _list("code", "exit_codes")),
    }


def table(entries: list[Entry]) -> str:
    """Return a Markdown table of keys."""
    rows = [
        f"| `{e.key}` | {cell(e.meaning)} | {cell(e.kind)} | {cell(e.default)} | {cell(e.range)} |"
        for e in entries
    ]
    return "\n".join([HEADER, *rows]) if rows else "No parameters."


def cell(text: str) -> str:
    """Return a text that fits into a cell of a Markdown table."""
    parts = re.split(r"(`[^`]*`)", " ".join(text.split()).replace("|", "\\|").replace("$", "\\$"))
    return "".join(part if part.startswith("`") else part.replace("<", "&lt;") for part in parts)


def _keys() -> Iterator[str]:
    yield (
        "Every key of a case file. A quantity is a number with a unit, or a mapping "
        "`{value, basis, source}`. Values that may vary in time are constants, tables "
        "`{time: [...], value: [...]}` or formulas `{expression: ..., unit: ...}`.\n"
    )
    for path, section in reference.sections():
        yield f"## {path or 'Top level'}\n\n{table(reference.entries(section))}\n"


def _models() -> Iterator[str]:
    yield "Models that a case selects with `model: NAME`.\n"
    for folder, title in reference.FOLDERS.items():
        yield f"## {title}\n"
        for name, model in reference.models(folder).items():
            keys = table(reference.entries(model))
            yield f"### {name}\n\n{_docstring(model.__doc__)}\n\n{keys}\n"
    keys = table(reference.entries(InflowSurface))
    yield f"## Surface of inflow\n\nKeys of an entry of `through`.\n\n{keys}"
    keys = table(reference.entries(SimultaneousCurrent))
    yield f"## Simultaneous current\n\nKeys of an entry of `also`.\n\n{keys}"
    keys = table(reference.entries(Termination))
    yield f"## Termination of a stage\n\nKeys of `until`.\n\n{keys}"


def _materials() -> Iterator[str]:
    from nanoglue.case.material import load_material, materials

    yield (
        "Materials that a body of a case selects with `material: NAME`. Keys of the case take "
        "precedence, e.g. `material: tin` with `elasticity: {youngs_modulus: 40 GPa}`. A file of "
        "your own is named by its path, `material: ./my_tin.yaml`. Each number is measured, "
        "computed or assumed; assumed numbers state the reason, or the source that assumes them.\n"
    )
    for name, file in materials().items():
        material = load_material(file)
        yield f"## {name}\n\n{material.title}\n"
        yield "| property | value | basis | source or reason |\n|---|---|---|---|"
        for one in material.properties:
            link = f" [doi:{one.doi}](https://doi.org/{one.doi})" if one.doi else ""
            yield f"| `{one.path}` | {cell(one.value)} | {one.basis} | {cell(one.source)}{link} |"
        yield ""


def _recipes() -> Iterator[str]:
    yield "Geometry recipes that a case selects with `geometry: {recipe: NAME}`.\n"
    for name, module in reference.recipes().items():
        text = _docstring(module.__doc__)
        yield f"## {name}\n\n{text}\n\n{table(reference.entries(module.Parameters))}\n"


def _docstring(text: str | None) -> str:
    """Return a docstring as Markdown; what follows a double colon stays a code block."""
    lines = inspect.cleandoc(text or "").replace("``", "`").splitlines()
    return "\n".join(line[:-1] if line.endswith("::") else line for line in lines)


def _python() -> Iterator[str]:
    """Yield a section for each public name with its docstring and public members."""
    import nanoglue

    for name in nanoglue.PUBLIC:
        public = getattr(nanoglue, name)
        yield f"## {name}\n\n{_signature(name, public)}{_indented(public.__doc__)}\n"
        for key, member in vars(public).items() if inspect.isclass(public) else ():
            text = getattr(member, "__doc__", None)
            if (
                not key.startswith(("_", "model_"))
                and text
                and (callable(member) or hasattr(member, "func"))
            ):
                yield f"### {name}.{key}\n\n{_signature(key, member)}{_indented(text)}\n"


def _signature(name: str, public: object) -> str:
    """Return the call of a function or of ``Simulation`` as a block of code."""
    if not inspect.isfunction(public) and name != "Simulation":
        return ""
    assert callable(public)
    call = str(inspect.signature(public)).replace("(self, ", "(").replace("(self)", "()")
    call = re.sub(r"\b(?:\w+\.)+(?=\w)", "", call)
    return f"```python\n{name}{call}\n```\n\n"


def _indented(text: str | None) -> str:
    """Return a docstring with its sections and examples as blocks of code."""
    blocks = inspect.cleandoc(text or "").replace("``", "`").split("\n\n")
    code = [bool(re.match(r"(Args|Returns|Raises|Yields|Example\w*):\n|>>>", b)) for b in blocks]
    fence = "```text\n{}\n```"
    return "\n\n".join(fence.format(b) if c else b for b, c in zip(blocks, code, strict=True))


def _validity() -> str:
    from nanoglue.stepping.validity_rules import Rule

    rows = [
        f"| {cell(rule.quantity)} | {'>' if rule.upper else '<'} {rule.threshold:g} "
        f"| {cell(rule.remedy)} |"
        for rule in Rule
    ]
    return "\n".join(
        [
            "Checked after each step. A violation is logged once, stored in `summary.json` with "
            "time, location, value, threshold and remedy, and shown in the report. `nanoglue run "
            "--strict` then ends with exit code 7.\n",
            "| quantity | doubtful if | remedy |",
            "|---|---|---|",
            *rows,
        ]
    )


def _columns() -> str:
    return (
        "Most columns are followed by a colon and the name of a body, interface, boundary or "
        "point, as in `bonded_fraction:particle_fibre [-]`. The unit is in brackets.\n\n"
        + _list("column", "columns")
    )


def _list(head: str, section: str) -> str:
    """Return a table of two columns from a section of the meanings."""
    rows = [f"| `{name}` | {cell(text)} |" for name, text in meanings()[section].items()]
    return "\n".join([f"| {head} | meaning |", "|---|---|", *rows])


def _commands() -> Iterator[str]:
    """Yield a section for each command, with its arguments and options."""
    import click
    import typer

    from nanoglue.cli.app import app

    group = typer.main.get_command(app)
    for name, command in sorted(group.commands.items()):  # type: ignore[attr-defined]
        usage = " ".join(command.collect_usage_pieces(click.Context(command)))
        yield f"## nanoglue {name}\n\n{command.help}\n\n```\nnanoglue {name} {usage}\n```\n"
        rows = [
            f"| {', '.join(f'`{name}`' for name in option.opts)} | {cell(option.help or '')} |"
            for option in command.params
            if option.param_type_name == "option" and option.name != "help"
        ]
        if rows:
            yield "\n".join(["| option | meaning |", "|---|---|", *rows, ""])
