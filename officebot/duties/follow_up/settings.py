"""What an office may set for its follow-ups."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """[duties.follow_up]: when a reminder is due, how often, and whether it leaves by itself."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    days: int = Field(
        default=3, ge=1, le=60, description="After how many working days without an answer a reminder is due."
    )
    most_reminders: int = Field(
        default=3, ge=0, le=3, description="How many reminders are written; then a person is told to call."
    )
    mode: Literal["draft", "send"] = Field(
        default="draft", description="“draft” puts reminders into Drafts; “send” sends them, once policy agrees."
    )
    ask_first: bool = Field(
        default=False, description="Whether a person sees each reminder before anything is done with it."
    )
    owed_days: int = Field(
        default=2, ge=1, le=60, description="Within how many working days we answer, where nobody named a date."
    )
    colleagues: bool = Field(
        default=True, description="Whether colleagues are reminded, too; they are always asked kindly."
    )
    most_recipients: int = Field(
        default=4, ge=1, le=50, description="A mail to more people than this waits for nobody's answer."
    )
    never: Annotated[tuple[str, ...], Field(strict=False, max_length=500)] = Field(
        default=(), description="Addresses, or domains as “@bank.example”, that are never reminded."
    )
