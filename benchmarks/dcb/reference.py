"""The force on the opened beam with 1,080 facets, by scikit-fem: the reference of all codes.

``python -m benchmarks.dcb.reference`` writes ``reference.json`` (some minutes). With half as many
facets the force is computed too; their difference is that of the mesh.
"""

import json

from benchmarks.dcb.problem import REFERENCE, STEPS, branch
from benchmarks.dcb.run import HERE

from benchmarks import environments, measured

FACETS = 540, 1_080


def main() -> None:
    """Run and write."""
    python = environments.python_of("scikit_fem")
    if python is None:
        raise SystemExit("scikit-fem is needed")
    if not REFERENCE.exists():
        REFERENCE.write_text(json.dumps({"force": branch()}))
    script = HERE / "scikit_fem_dcb.py"
    coarse, fine = (
        measured.run([python, script, str(facets), str(STEPS)])["force"] for facets in FACETS
    )
    found = {
        "facets": FACETS[-1],
        "force": fine,
        "relative_difference_with_half_the_facets": abs(coarse / fine - 1),
        "relative_difference_from_the_beam_whose_crack_grows": abs(branch() / fine - 1),
    }
    REFERENCE.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
