"""The page on a calibration has its results, figures and warnings."""

import base64
import json

from typer.testing import CliRunner

from nanoglue.cli.app import app

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
END = {"converged": True, "runs": 10, "failed": 1}
STRENGTH = {"deviation": 17.28, "unit": "MPa"}


def test_a_page_holds_the_tables_and_figures_of_a_calibration(tmp_path):
    target = {"computed": 0.016, "measured": 0.0161, "tolerance": 0.002}
    (tmp_path / "calibration.json").write_text(
        json.dumps(
            END
            | {
                "parameters": {"strength": STRENGTH | {"value": 157.88}},
                "targets": {"onset": target},
                "warnings": ["<narrow> bounds"],
            }
        )
    )
    predicted = {"median": 0.33, "low": 0.27, "high": 0.4, "completed": 13}
    missing = {"median": None, "low": None, "high": None, "completed": 2}
    content = {"interval": 0.9, "runs": 13, "failed": 6}
    (tmp_path / "predictions.json").write_text(
        json.dumps(content | {"predictions": {"immersed": predicted, "complete": missing}})
    )
    (tmp_path / "sensitivity.csv").write_text("target,derivative,reason\nhalf,,counted\n")
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures/corner.png").write_bytes(PIXEL)
    result = CliRunner().invoke(app, ["report", str(tmp_path)])
    assert result.exit_code == 0, result.output
    page = (tmp_path / "report.html").read_text()
    shown = ("157.9", "17.28", "0.0161", "13 runs, 6 of them failed", "counted", "none")
    assert all(text in page for text in shown)
    assert "Warning: &lt;narrow&gt; bounds." in page
    assert base64.b64encode(PIXEL).decode() in page


def test_a_page_holds_the_posterior(tmp_path):
    marginal = STRENGTH | {"mean": 157.88, "median": 158.02, "interval": [128.0, 184.0]}
    measured = {"measured": 0.016, "tolerance": 0.002, "median": 0.0158, "interval": [0.01, 0.02]}
    content = {"parameters": {"strength": marginal}, "targets": {"onset": measured}}
    (tmp_path / "posterior.json").write_text(
        json.dumps(END | content | {"interval": 0.9, "warnings": []})
    )
    assert CliRunner().invoke(app, ["report", str(tmp_path)]).exit_code == 0
    page = (tmp_path / "report.html").read_text()
    assert all(text in page for text in ("90% interval", "128 to 184", "0.01 to 0.02"))
