"""What an office may set for the documents that it gathers contributions for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from officebot.core.gathering.asking import read_ask
from officebot.core.gathering.following import Plan
from officebot.core.known import Known, Unfit, alone
from officebot.core.problems import UserError
from officebot.core.schedule import Kind, parse

Name: TypeAlias = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
_ADDRESS = r"^$|^[^@\s,;<>]+@[^@\s,;<>]+$"


class DocumentTable(BaseModel):
    """[duties.gathering.documents.NAME]: a document that is gathered for again and again."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    title: Annotated[str, Field(min_length=1, max_length=120)] = Field(
        default="", description="What the document is called in requests and on the page."
    )
    ask_on: Annotated[str, Field(max_length=80)] = Field(
        default="first working day 09:00", description="When the contributors are asked."
    )
    due_days: int = Field(default=5, ge=1, le=120, description="How many working days they have.")
    ask: Annotated[tuple[Annotated[str, Field(max_length=800)], ...], Field(strict=False, max_length=100)] = Field(
        default=(),
        description='Whom and what: `"marie@office.example=the sales figures [staff, budget] (xlsx)"`: fields of the '
        "template in square brackets, the kind of file in round ones.",
    )
    collector: Annotated[str, Field(pattern=_ADDRESS, max_length=254)] = Field(
        default="", description="Who collects; without, who answers for the mailbox."
    )
    template: Annotated[str, Field(max_length=200)] = Field(
        default="", description="The template of the document, whose fields are asked for."
    )
    circle: Annotated[str, Field(max_length=60)] = Field(
        default="", description="The circle that alone may see it; without, everybody of the office."
    )


class Settings(BaseModel):
    """[duties.gathering]: how contributors are asked and reminded, and the documents of every month."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    mode: Literal["draft", "send"] = Field(
        default="draft", description="“draft” puts requests into Drafts; “send” sends them, once policy agrees."
    )
    ask_first: bool = Field(
        default=False, description="Whether a person sees each request and reminder before anything is done with it."
    )
    remind_before: int = Field(
        default=2, ge=0, le=30, description="How many working days before the day a first reminder is due; 0: none."
    )
    remind_every: int = Field(
        default=2, ge=1, le=30, description="How many working days lie between reminders once the day is over."
    )
    most_reminders: int = Field(
        default=3, ge=0, le=9, description="How many reminders are written; then a person is told to call."
    )
    close_days: int = Field(
        default=10, ge=1, le=250, description="How many working days after its day a complete gathering is closed."
    )
    documents: dict[Name, DocumentTable] = Field(
        default_factory=dict, description="The documents that are gathered for again and again, by their names."
    )

    @property
    def plan(self) -> Plan:
        """When reminders are due."""
        return Plan(before=self.remind_before, every=self.remind_every, most=self.most_reminders)

    def unfit(self, known: Known) -> Iterator[Unfit]:
        """Collectors whom nobody knows, asks and times that cannot be read."""
        for name, document in self.documents.items():
            for (key,), what in alone("collector", known.person(document.collector)):
                yield ("documents", name, key), what
            for number, one in enumerate(document.ask):
                try:
                    read_ask(one)
                except UserError as error:
                    yield ("documents", name, "ask", number), error.problems[0].what
            try:
                if parse(document.ask_on).kind is not Kind.CALENDAR:
                    parse("")
            except UserError as error:
                yield ("documents", name, "ask_on"), error.problems[0].what
