"""Fits what is not reported of the bare particle: contact radius and strength of its bond.

``python cases/nanoglue/calibrate.py [-o DIR] [SETTING ...]`` runs ``nanoglue/bare`` until its onset
and its front at the axis meet the published 1.6 % and 61 %, and prints what it found with the
sensitivity of both numbers. Nothing is written into the case: that is the reader's decision.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import least_squares

PUBLISHED = np.array([0.016, 0.61])
TOLERANCE = np.array([0.002, 0.05])
START = np.array([200.0, 0.78])  # strength [MPa], contact radius over particle radius [-]
SCALE = np.array([100.0, 0.5])


def events(strength: float, ratio: float, folder: Path, settings: list[str]) -> np.ndarray:
    """Volume expansion [-] at the onset and at the front's arrival at the axis."""
    name = folder / f"{strength:.2f}_{ratio:.4f}"
    if not (name / "summary.json").exists():
        sets = [
            f"interfaces.particle_fibre.law.strength={strength} MPa",
            f"geometry.contact_ratio={ratio}",
            "output.fields=none",
            "output.pictures=false",
            *settings,
        ]
        flags = [part for setting in sets for part in ("--set", setting)]
        command = [sys.executable, "-m", "nanoglue", "run", "nanoglue/bare", "-o", str(name)]
        subprocess.run([*command, "--force", *flags], check=True, stderr=subprocess.DEVNULL)
    summary = json.loads((name / "summary.json").read_text())
    return np.array([summary[event]["value"] for event in ("onset", "front_at_axis")])


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=Path("results/calibration"))
    parser.add_argument("settings", nargs="*", help="path=value, as in nanoglue run --set")
    given = parser.parse_args()

    def misfit(scaled: np.ndarray) -> np.ndarray:
        strength, ratio = scaled * SCALE
        found = events(strength, ratio, given.output, given.settings)
        print(f"{strength:8.2f} MPa  {ratio:.4f}  onset {found[0]:.4f}  axis {found[1]:.4f}")
        return (found - PUBLISHED) / TOLERANCE

    fit = least_squares(
        misfit, START / SCALE, diff_step=0.03, max_nfev=5, xtol=1e-3, ftol=1e-2, gtol=1e-3
    )
    strength, ratio = fit.x * SCALE
    slopes = fit.jac * TOLERANCE[:, None] / SCALE
    print(f"strength {strength:.1f} MPa, contact ratio {ratio:.3f}")
    for name, (by_strength, by_ratio) in zip(("onset", "front at axis"), slopes, strict=True):
        print(f"{name}: {by_strength * 10:+.4f} per 10 MPa, {by_ratio * 0.01:+.4f} per 0.01")


if __name__ == "__main__":
    main()
