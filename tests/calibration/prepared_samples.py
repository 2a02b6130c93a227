"""A case with predictions and samples of its posterior that no run has made."""

from pathlib import Path

import numpy as np

CASE = Path(__file__).with_name("case.yaml")
CURVE = Path(__file__).with_name("curve.csv")


def prepared(folder, predictions):
    """A case with predictions, and samples of its posterior."""
    (folder / "case.yaml").write_text(f"{CASE.read_text()}  predictions:\n    {predictions}\n")
    (folder / "curve.csv").write_text(CURVE.read_text())
    other = CASE.read_text().partition("calibration:")[0]
    (folder / "other.yaml").write_text(other.replace("0.3*t", "0.4*t"))
    out = folder / "out"
    out.mkdir()
    values = np.linspace(1000, 1400, 401)
    rows = "\n".join(f"{value},0" for value in values)
    (out / "samples.csv").write_text(f"stiffness [MPa / μm],log_density [-]\n{rows}\n")
    return [str(folder / "case.yaml"), "-o", str(out)]
