"""Table of a sweep: one row per point, with its status and summary."""

import json
from pathlib import Path
from typing import Any

from nanoglue.sweep.grid import Point
from nanoglue.sweep.plan import Plan


def write_table(plan: Plan) -> Path:
    """Write ``sweep.csv`` and ``sweep.parquet``, and return the path of the first.

    Columns: point, varied keys, status, seconds, then every number of the summaries; cells without
    a value are empty.
    """
    import polars

    rows = [row(plan, point) for point in plan.points]
    table = polars.DataFrame(rows, infer_schema_length=None)
    plan.directory.mkdir(parents=True, exist_ok=True)
    table.write_parquet(plan.directory / "sweep.parquet")
    table.write_csv(plan.directory / "sweep.csv")
    return plan.directory / "sweep.csv"


def json_table(plan: Plan) -> str:
    """Return the rows of the table as JSON."""
    return json.dumps([row(plan, point) for point in plan.points], indent=2, default=str)


def row(plan: Plan, point: Point) -> dict[str, Any]:
    """Return the row of a point."""
    card = plan.card(point)
    begun: dict[str, Any] = {"point": point.name, **point.values, "status": plan.status(point)}
    begun["exit"] = plan.exit_code(point)
    begun["seconds"] = float(card["seconds"]["total"]) if card else None
    numbers = {
        f"{name} [{entry['unit']}]": None if entry["value"] is None else float(entry["value"])
        for name, entry in (plan.summary(point) if card else {}).items()
    }
    return begun | numbers
