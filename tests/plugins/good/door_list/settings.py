"""The settings of the door list."""

from __future__ import annotations

from pydantic import Field

from officebot.sdk import DutySettings


class Settings(DutySettings):
    """[duties.door_list]"""

    days: int = Field(default=3, ge=1, le=60, description="For so many days a visit stays announced.")
