"""Command ``doctor``: what is installed, and what is missing."""

import typer

from nanoglue.cli.execution import ENVIRONMENT
from nanoglue.cli.options import AsJson


def doctor(as_json: AsJson = False) -> None:
    """Check the installation and print the remedy for missing parts."""
    import json
    from dataclasses import asdict

    from nanoglue.cli.doctor import examine, remedy

    findings = examine()
    if as_json:
        found = {"findings": [asdict(finding) for finding in findings], "remedy": remedy()}
        typer.echo(json.dumps(found, indent=2))
        if any(finding.needed and not finding.good for finding in findings):
            raise typer.Exit(ENVIRONMENT)
        return
    for finding in findings:
        mark = "ok" if finding.good else "missing" if finding.needed else "without"
        typer.echo(f"{mark:<8} {finding.name:<11} {finding.detail}")
    if line := remedy():
        typer.echo(f"to do: {line}")
    if any(finding.needed and not finding.good for finding in findings):
        raise typer.Exit(ENVIRONMENT)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(doctor)
