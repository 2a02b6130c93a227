"""Columns of ``history.csv`` and ``events.csv``: every quantity with its unit, defined once.

Observables, tables, figures, reports and the verification book take their columns from here.
"""

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Column:
    """A scalar quantity with its unit and, if there are several, the place where it holds.

    >>> BONDED_FRACTION.at("particle_fibre").name
    'bonded_fraction:particle_fibre [-]'
    >>> TIME.name
    'time [s]'
    """

    quantity: str
    unit: str
    place: str = ""

    def at(self, place: str) -> "Column":
        """Return the column of this quantity at a body, interface, boundary or point."""
        return _placed(self.quantity, self.unit, place)

    @property
    def key(self) -> str:
        """Return quantity and place, as ``published`` and ``summary.json`` name them."""
        return f"{self.quantity}:{self.place}" if self.place else self.quantity

    @property
    def name(self) -> str:
        """Return the heading of the column."""
        return f"{self.key} [{self.unit}]"

    @classmethod
    def parse(cls, name: str) -> "Column":
        """Return the column with a heading.

        >>> Column.parse("damage_mean:a [-]") == DAMAGE_MEAN.at("a")
        True
        """
        key, _, unit = name.rpartition(" [")
        quantity, _, place = key.partition(":")
        return cls(quantity, unit.removesuffix("]"), place)


_placed = cache(Column)
"""Return a column; a run asks for the same ones after each step."""


STEP = "step"
ATTEMPT = "attempt"
REASON = "reason"
DETAIL = "detail"
"""Headings of columns without a unit."""

TIME = Column("time", "s")
STEP_SIZE = Column("dt", "s")
NEWTON_ITERATIONS = Column("newton_iterations", "-")
EXPANSION_CHEMICAL = Column("volume_expansion_chemical", "-")
EXPANSION_DEFORMED = Column("volume_expansion_deformed", "-")

BONDED_FRACTION = Column("bonded_fraction", "-")
FAILED_FRACTION = Column("failed_fraction", "-")
OPEN_FRACTION = Column("open_fraction", "-")
PRESSED_FRACTION = Column("pressed_fraction", "-")
DEBONDING_FRONT = Column("debonding_front", "um")
DEBONDED_RADIUS = Column("debonded_radius", "um")
BONDED_AREA = Column("bonded_area", "um^2")
FRONT_LENGTH = Column("front_length", "um")
BONDED_PATCHES = Column("bonded_patches", "-")
ONSET_ANGLE = Column("onset_angle", "deg")
DAMAGE_MAX = Column("damage_max", "-")
LOAD_BEARING = Column("load_bearing", "-")
DAMAGE_GROWTH = Column("damage_growth", "-")
PENETRATION_MAX = Column("penetration_max", "um")
CONTACT_FORCE = Column("contact_force", "uN")
CONTACT_AREA = Column("contact_area", "um^2")

OPENING_MEAN = Column("opening_mean", "um")
OPENING_AT_AXIS = Column("opening_at_axis", "um")
SLIDING_MEAN = Column("sliding_mean", "um")
TRACTION_NORMAL_MEAN = Column("traction_normal_mean", "MPa")
TRACTION_TANGENTIAL_MEAN = Column("traction_tangential_mean", "MPa")
CAUCHY_TRACTION_NORMAL_MEAN = Column("cauchy_traction_normal_mean", "MPa")
CAUCHY_TRACTION_TANGENTIAL_MEAN = Column("cauchy_traction_tangential_mean", "MPa")
CONTACT_PRESSURE_MAX = Column("contact_pressure_max", "MPa")
AREA_RATIO_MEAN = Column("area_ratio_mean", "-")
DAMAGE_MEAN = Column("damage_mean", "-")
ENERGY_RELEASE_RATE = Column("energy_release_rate", "J/m^2")
CRACK_TIP_FACETS = Column("crack_tip_facets", "-")

NORMAL_MEAN_OF_LAW = {
    "current": CAUCHY_TRACTION_NORMAL_MEAN,
    "reference": TRACTION_NORMAL_MEAN,
}
"""Mean normal traction on the area on which a law acts, by ``traction_area``."""

SHARES = (
    BONDED_FRACTION,
    FAILED_FRACTION,
    OPEN_FRACTION,
    PRESSED_FRACTION,
    LOAD_BEARING,
    DAMAGE_MAX,
    DAMAGE_MEAN,
)
"""Quantities of an interface between 0 and 1."""

STOICHIOMETRY = Column("stoichiometry", "-")
STOICHIOMETRY_MIN = Column("stoichiometry_min", "-")
STOICHIOMETRY_MAX = Column("stoichiometry_max", "-")
CHEMICAL_POTENTIAL = Column("chemical_potential", "MJ/mol")
SPECIES_BALANCE_ERROR = Column("species_balance_error", "-")
CHARGE_BALANCE_ERROR = Column("charge_balance_error", "-")
SPECIES_INFLOW = Column("species_inflow", "amol")
ION_FRACTION_MIN = Column("ion_fraction_min", "-")
BOUND_AMOUNT = Column("bound_amount", "amol")
FIRST_CYCLE_EFFICIENCY = Column("first_cycle_efficiency", "-")
VOLTAGE = Column("voltage", "V")
OVERPOTENTIAL = Column("overpotential", "V")
FILM_DROP = Column("film_drop", "V")
FILM_THICKNESS = Column("film_thickness", "um")
FILM_BOUND_AMOUNT = Column("film_bound_amount", "amol")
CURRENT = Column("current", "A")
CAPACITY = Column("capacity", "mAh/g")
STATE_OF_CHARGE = Column("state_of_charge", "-")
COULOMBIC_EFFICIENCY = Column("coulombic_efficiency", "-")

ORDER_PARAMETER = Column("order_parameter", "-")
FRONT_ENERGY = Column("front_energy", "pJ")
FRONT_STRESS = Column("front_stress", "MPa")
FRONT_POSITION = Column("front_position", "um")
PHASE_VOLUME = Column("phase_volume", "um^3")
AMPLITUDE = Column("amplitude", "um")

ENERGY_STORED = Column("energy_stored", "pJ")
ENERGY_ERROR = Column("energy_error", "-")

DIAMETER = Column("diameter", "um")
DISTANCE = Column("distance", "um")
PLASTIC_STRAIN = Column("plastic_strain", "-")
VON_MISES = Column("von_mises", "MPa")
VON_MISES_P90 = Column("von_mises_p90", "MPa")
LARGEST_VON_MISES = Column("largest_von_mises", "MPa")
LARGEST_HOOP_STRESS = Column("largest_hoop_stress", "MPa")
LARGEST_PRINCIPAL_STRESS = Column("largest_principal_stress", "MPa")
LARGEST_STRETCH = Column("largest_stretch", "-")
FRACTURE_RATIO = Column("fracture_ratio", "-")


def front(component: str) -> Column:
    """Return the position of the front along a coordinate, such as ``front_x [um]``."""
    return Column(f"front_{component}", "um")


def displacement(component: str) -> Column:
    """Return the displacement along a coordinate, such as ``displacement_z [um]``."""
    return Column(f"displacement_{component}", "um")


def force(component: str) -> Column:
    """Return the resultant force along a coordinate, such as ``force_z [uN]``."""
    return Column(f"force_{component}", "uN")


def stress(axes: str) -> Column:
    """Return a Cauchy stress component, such as ``stress_rr [MPa]``."""
    return Column(f"stress_{axes}", "MPa")


def energy(term: str) -> Column:
    """Return a term of the energy balance, such as ``energy_plastic [pJ]``."""
    return Column(f"energy_{term}", "pJ")


def error(quantity: str, unit: str) -> Column:
    """Return the error against a closed form, such as ``error_stress [MPa]``."""
    return Column(f"error_{quantity}", unit)
