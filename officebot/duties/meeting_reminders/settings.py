"""What an office may set for reminding those who have not answered an invitation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from officebot.core.known import Known, Unfit, alone


class Settings(BaseModel):
    """[duties.meeting_reminders]: how long before a meeting the silent are asked once more, and how."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    days: int = Field(default=2, ge=1, le=30, description="How many working days before a meeting they are asked.")
    mode: Literal["draft", "send"] = Field(
        default="draft", description="“draft” puts reminders into Drafts; “send” sends them, once policy agrees."
    )
    colleagues: bool = Field(default=True, description="Whether colleagues are asked, too.")
    account: str = Field(default="", max_length=100, description="The account that writes; “”: the first one.")
    never: Annotated[tuple[str, ...], Field(strict=False, max_length=500)] = Field(
        default=(), description="Addresses, or domains as “@bank.example”, that are never reminded."
    )

    def unfit(self, known: Known) -> Iterator[Unfit]:
        """What of these settings names nobody and nothing of the office."""
        yield from alone("account", known.account(self.account))
