"""What an office may set for its rooms."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """[duties.rooms]: whether free rooms are given at once, and how far ahead unused ones are looked for."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    ask: bool = Field(
        default=False, description="Whether a person says yes also to rooms that have no approver of their own."
    )
    release_days: int = Field(
        default=5, ge=0, le=60, description="How many days ahead bookings that nobody needs are given back; 0: none."
    )
