"""What an office may set for following its action points."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from officebot.core.known import Known, Unfit, alone


class Settings(BaseModel):
    """[duties.action_points]: when their owners are reminded, how, and what happens with answers."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    before_days: int = Field(
        default=2, ge=0, le=30, description="How many working days before its day a point is recalled; 0: not before."
    )
    late_days: int = Field(
        default=3, ge=1, le=30, description="Every so many working days a late point is reminded of again."
    )
    most_reminders: int = Field(
        default=3, ge=0, le=10, description="How many reminders a late point gets; then the secretary is told."
    )
    mode: Literal["draft", "send"] = Field(
        default="draft", description="“draft” puts reminders into Drafts; “send” sends them, once policy agrees."
    )
    ask_first: bool = Field(
        default=True, description="Whether a person sees each reminder before anything is done with it."
    )
    close_alone: bool = Field(
        default=True, description="Whether an owner’s proven and clear mail closes a point without a person’s yes."
    )
    move_alone: bool = Field(
        default=False, description="Whether such a mail moves a point to another day without a person’s yes."
    )
    secretary: str = Field(
        default="", max_length=254,
        description="Who is told where a meeting names no secretary; without, who answers for the mailbox.",
    )  # fmt: skip
    unsettled: Literal["none", "mon", "tue", "wed", "thu", "fri"] = Field(
        default="mon", description="On which day the secretary gets the list of points without owner or day."
    )

    def unfit(self, known: Known) -> Iterator[Unfit]:
        """What of these settings names nobody of the office."""
        yield from alone("secretary", known.person(self.secretary) if self.secretary else None)
