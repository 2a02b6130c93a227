"""Thickness of the films on bodies, and the amount of the species that their growth has bound."""

from nanoglue.case import columns
from nanoglue.observables import Values
from nanoglue.physics.model_parts import ModelParts


class Films:
    """Undeformed thickness of each film that a current crosses, and the amount that it has bound.

    A film thickens with time; it binds the species while a stage drives a current through it.
    """

    order = 9

    def __init__(self, problem: ModelParts) -> None:
        """Select the bodies with a film."""
        self.problem = problem
        self.films = {
            supply.diffusion.name: supply.film for supply in problem.supplies if supply.film
        }
        self.totals = {f"{name}:{key}": 0.0 for name in self.films for key in ("amount", "rate")}

    def _present(self) -> dict[str, float]:
        """The account [amol] at the end of the present step."""
        account, integration = dict(self.totals), self.problem.model.integration
        if self.problem.time == 0:
            return account
        dt = float(self.problem.dt.value)
        for name in self.films:
            supplies = [one for one in self.problem.supplies if one.diffusion.name == name]
            before = account[f"{name}:rate"]
            mean = integration.mean(sum(one.bound for one in supplies), before)
            account[f"{name}:amount"] += dt * mean
            account[f"{name}:rate"] = integration.carried(mean, before)
        return account

    def __call__(self) -> Values:
        """Return the thicknesses [um] and the bound amounts [amol]."""
        account, found = self._present(), Values()
        for name, film in self.films.items():
            found[columns.FILM_THICKNESS.at(name)] = film.thickness
            if film.film.bound_concentration:
                found[columns.FILM_BOUND_AMOUNT.at(name)] = account[f"{name}:amount"]
        return found

    def accept(self) -> None:
        """Carry the account over."""
        self.totals = self._present()
