"""What an office may set for the evening's brief."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from officebot.core.known import Known, Unfit, alone

#: An address of a person of the office, or "".
Somebody: TypeAlias = Annotated[str, Field(pattern=r"^(?:[^@\s,;<>]+@[^@\s,;<>]+)?$", max_length=254)]


class Settings(BaseModel):
    """[duties.daily_brief]: who reads the brief, and in which forms it is made."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    reader: Somebody = Field(
        default="",
        description="Whose report and list these are; “”: the person who answers for the mailbox, else the first one.",
    )
    manager: Somebody = Field(
        default="",
        description="To whom the draft is addressed; “”: the first other person of the reader's circle.",
    )
    report: bool = Field(default=True, description="Whether the page archive/reports/DATE-brief.html is written.")
    todo_list: bool = Field(default=True, description="Whether the list archive/lists/DATE-to-do.xlsx is written.")
    draft: bool = Field(
        default=True, description="Whether the manager's mail is put into Drafts and kept in archive/drafts."
    )
    most_urgent: int = Field(default=12, ge=1, le=100, description="How many urgent mails stand at the top.")

    def unfit(self, known: Known) -> Iterator[Unfit]:
        """What of these settings names nobody and nothing of the office."""
        yield from alone("reader", known.person(self.reader))
        yield from alone("manager", known.person(self.manager))
