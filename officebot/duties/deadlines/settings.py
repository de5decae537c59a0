"""What an office may set for its deadlines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from officebot.core.known import Known, Unfit, among

#: An address of a person of the office.
Somebody: TypeAlias = Annotated[str, Field(pattern=r"^[^@\s,;<>]+@[^@\s,;<>]+$", max_length=254)]


class Settings(BaseModel):
    """[duties.deadlines]: how far ahead they are said, to whom, and where the calendar lies."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    lead_days: int = Field(
        default=1, ge=0, le=30, description="How many working days before a deadline its work is to be begun."
    )
    feed: str = Field(
        default="documents/deadlines.ics",
        pattern=r"^(?:(?:documents|archive)/[^\x00-\x1f\\]{1,200}\.ics)?$",
        description="The calendar file with what the whole office may see; “” for none.",
    )
    own_feeds: bool = Field(
        default=True, description="Whether each person has a calendar file of their own deadlines beside it."
    )
    overseers: Annotated[tuple[Somebody, ...], Field(strict=False, max_length=50)] = Field(
        default=(),
        description="Who sees the deadlines of all their circle may know; without, who answers for the mailbox.",
    )
    morning_list: Literal["none", "document", "draft", "mail"] = Field(
        default="document",
        description="The form of each person's morning list: a page in archive/lists, with a draft or a mail to them.",
    )

    def unfit(self, known: Known) -> Iterator[Unfit]:
        """What of these settings names nobody and nothing of the office."""
        yield from among("overseers", self.overseers, known.person)
