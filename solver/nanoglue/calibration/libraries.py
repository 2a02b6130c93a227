"""Optional libraries of calibration, required when they are used first."""

from importlib.util import find_spec

from nanoglue.runtime.environment import EnvironmentProblem

PACKAGES = {
    "sklearn": "scikit-learn",
    "emcee": "emcee",
    "SALib": "SALib",
    "optuna": "optuna",
}
"""Names of the packages by the modules that they contain."""


def require(*modules: str) -> None:
    """Check that libraries are installed before the first run.

    Raises:
        EnvironmentProblem: one is missing; the message states the remedy.
    """
    missing = [PACKAGES[module] for module in modules if find_spec(module) is None]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise EnvironmentProblem(
            f"{' and '.join(missing)} {verb} not installed\n"
            "  use: pip install '.[calibration]' in a checkout"
        )
