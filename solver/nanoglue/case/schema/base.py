"""What all parts of a case have in common."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StringConstraints


class Section(BaseModel):
    """A mapping of the case: keys are checked, values do not change once read."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Word = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=1000)]
Switch = StrictBool
Count = Annotated[StrictInt, Field(gt=0)]
Component = Literal["r", "z", "x", "y"]
