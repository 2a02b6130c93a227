"""What all parts of a case have in common."""

from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
)


class Section(BaseModel):
    """A mapping of the case: keys are checked, values do not change once read."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("must be printable text on one line")
    return text


Title = Annotated[
    str,
    StringConstraints(strict=True, min_length=1, max_length=1000, strip_whitespace=True),
    AfterValidator(_one_line),
]
Word = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=1000)]
Switch = StrictBool
Count = Annotated[StrictInt, Field(gt=0)]
Component = Literal["r", "z", "x", "y"]
