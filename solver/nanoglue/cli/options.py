"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

CaseName = Annotated[str, typer.Argument(metavar="CASE", help="A YAML file or a built-in case.")]
Overrides = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Replace a value of the case."),
]
Directory = Annotated[
    Path | None, typer.Option("-o", "--output", help="Results folder; default results/<case>.")
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite existing results.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
ResultsFolder = Annotated[
    Path, typer.Argument(metavar="DIR", help="Results folder.", exists=True, file_okay=False)
]
At = Annotated[str, typer.Option("--at", help="An event, 'last', or a time such as '20 s'.")]
Limits = Annotated[
    tuple[float, float] | None,
    typer.Option("--clim", metavar="LO HI", help="Limits of the scale, in its unit."),
]
NoMirror = Annotated[bool, typer.Option("--no-mirror", help="Do not mirror at planes of symmetry.")]
Cut = Annotated[
    str | None,
    typer.Option(
        "--cut", help="In 3D: normal of the cut, x, y or z, a place such as x=80nm, or none."
    ),
]
