"""What an office may set for its signs of life."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """[duties.self_check]: who is told how the office itself is, and how."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    to: str = Field(default="", description="Who is told, an address of people.csv; “”: who answers for the mailbox.")
    by: Literal["draft", "mail", "medium"] = Field(
        default="draft",
        description="As a draft, as a mail, or by the person's medium of [alerts], which also comes when mail does not.",
    )
    morning: bool = Field(default=True, description="Whether there is a sign of life each working morning.")
