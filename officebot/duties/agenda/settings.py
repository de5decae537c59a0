"""What an office may set for the morning's agenda."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from officebot.core.known import Known, Unfit, alone, among
from officebot.travel_settings import Travel

Address: TypeAlias = Annotated[str, Field(pattern=r"^[^@\s,;<>]+@[^@\s,;<>]+$", max_length=254)]


class Settings(BaseModel):
    """[duties.agenda]: whose days are told, in which form, and how long ways take."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    people: Annotated[tuple[Address, ...], Field(strict=False, max_length=200)] = Field(
        default=(), description="Who gets the page; without, everybody with a calendar."
    )
    form: Literal["document", "draft", "mail"] = Field(
        default="document",
        description="A page in archive/agendas; with “draft” or “mail” as a mail to the person, too.",
    )
    pdf: bool = Field(default=False, description="Whether the page is written as a PDF, too; needs officebot[pdf].")
    account: str = Field(default="", max_length=100, description="The account of those mails; “”: the first one.")
    days_ahead: int = Field(default=5, ge=1, le=30, description="How many days ahead conflicts are looked for.")
    travel: Annotated[tuple[Travel, ...], Field(strict=False, max_length=1000)] = Field(
        default=(), description="Ways between places; another way is taken to last half an hour."
    )

    def unfit(self, known: Known) -> Iterator[Unfit]:
        """What of these settings names nobody and nothing of the office."""
        yield from among("people", self.people, known.person)
        yield from alone("account", known.account(self.account))
