"""The duty's settings, as they stand in office.toml below [duties.visitor_welcome]."""

from __future__ import annotations

from officebot.sdk import DutySettings
from pydantic import Field


class Settings(DutySettings):
    """[duties.visitor_welcome]: who is told of the day's visitors."""

    reception: str = Field(
        default="",
        max_length=254,
        pattern=r"^$|^[^@\s,;<>]+@[^@\s,;<>]+$",
        description="The reception’s address: a draft to it names the visitors; without, there is the list alone.",
    )
    account: str = Field(
        default="", max_length=100, description="The mailbox that writes to the reception; else the office’s first."
    )
