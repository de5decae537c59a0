"""What an office may set for the meetings that are agreed on by mail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from officebot.core.known import Known, Unfit, among
from officebot.travel_settings import Travel


class Settings(BaseModel):
    """[duties.calendar_coordination]: how many times are offered, how long they are held, who is asked first."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    offers: int = Field(default=3, ge=1, le=5, description="How many times a letter offers.")
    minutes: int = Field(
        default=45, ge=10, le=480, description="How many minutes a meeting lasts where nobody says so."
    )
    notice: int = Field(
        default=1,
        ge=0,
        le=30,
        description="How many working days lie at least between the letter and the first offer.",
    )
    horizon: int = Field(
        default=10,
        ge=1,
        le=60,
        description="How many working days ahead times are looked for where nobody says when.",
    )
    mode: Literal["draft", "send"] = Field(
        default="send",
        description="“send” sends letters and invitations, once a person agrees; “draft” puts letters that offer times "
        "into Drafts.",
    )
    ask_before_confirming: bool = Field(
        default=False,
        description="Whether a person is asked once more when a guest takes one of the offered times. Without, the yes to the "
        "offer counts, where the guest's mail is proven to be theirs and says nothing else.",
    )
    holds: bool = Field(default=True, description="Whether offered times are kept free in the calendars.")
    hold_days: int = Field(
        default=5,
        ge=1,
        le=60,
        description="For how many working days offered times are kept free where nobody answers.",
    )
    hosts: Annotated[tuple[str, ...], Field(strict=False, max_length=50)] = Field(
        default=(),
        description="Whom guests meet where a mail names nobody: addresses or names of people of the office.",
    )
    rooms: Annotated[tuple[str, ...], Field(strict=False, max_length=100)] = Field(
        default=(), description="The rooms in which guests are received; none means that no room is looked for."
    )
    lunch: str = Field(
        default="",
        pattern=r"^(([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d)?$",
        description="When no time is offered, as “12:30-13:30”; without, also over lunch.",
    )
    buffer: int = Field(
        default=0,
        ge=0,
        le=120,
        description="How many minutes lie at least between an offered time and another meeting.",
    )
    site: str = Field(
        default="",
        max_length=100,
        description="Where guests are received, as calendars write it: the way there from another place, and back, is kept "
        "free. Without, ways are not looked at.",
    )
    travel: Annotated[tuple[Travel, ...], Field(strict=False, max_length=1000)] = Field(
        default=(), description="Ways between places; another way is taken to last half an hour."
    )
    colleagues: bool = Field(
        default=False, description="Whether colleagues, too, are offered times by mail when they ask for a meeting."
    )

    def unfit(self, known: Known) -> Iterator[Unfit]:
        """What of these settings names nobody and nothing of the office."""
        yield from among("hosts", self.hosts, known.somebody)
        yield from among("rooms", self.rooms, known.room)
