"""Ways between places as the settings of several duties tell them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from officebot.core.availability import places

Place: TypeAlias = Annotated[str, Field(min_length=1, max_length=100)]


class Travel(BaseModel):
    """[[duties.DUTY.travel]]: how long the way takes between two places."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    one: Place = Field(description="A place, as calendars write it.")
    other: Place = Field(description="Another one.")
    minutes: int = Field(ge=0, le=1440, description="The way between them, in minutes.")


def ways(table: Iterable[Travel]) -> places.Travel:
    """The table as ways are looked up in it, both ways."""
    return places.Travel.of((one.one, one.other, one.minutes) for one in table)
