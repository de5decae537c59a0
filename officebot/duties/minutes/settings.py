"""What an office may set for the agendas and minutes of its recurring meetings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from officebot.core.known import Known, Unfit, alone, among
from officebot.core.text import say

_ADDRESS = r"[^@\s,;<>]+@[^@\s,;<>]+"
Address: TypeAlias = Annotated[str, Field(pattern=rf"^{_ADDRESS}$", max_length=254)]
MaybeAddress: TypeAlias = Annotated[str, Field(pattern=rf"^$|^{_ADDRESS}$", max_length=254)]
Line: TypeAlias = Annotated[str, Field(min_length=1, max_length=200)]
#: A meeting's name in keys and paths.
Key: TypeAlias = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
Addresses: TypeAlias = Annotated[tuple[Address, ...], Field(strict=False, max_length=200)]


class MeetingTable(BaseModel):
    """[duties.minutes.meetings.NAME]: one meeting that is held again and again."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    title: Line = Field(description="What the meeting is called in agendas and minutes.")
    words: Annotated[tuple[Line, ...], Field(strict=False, max_length=20)] = Field(
        default=(),
        description="Words by which its events in calendars and mails about it are known, beside its title.",
    )
    uid: Annotated[str, Field(max_length=500)] = Field(
        default="", description="The UID of its series in the calendar, where words are not enough."
    )
    chair: Address = Field(description="Who chairs it, and says that the minutes are right.")
    secretary: MaybeAddress = Field(
        default="", description="Who keeps its minutes; “”: who answers for the office’s mailbox."
    )
    members: Addresses = Field(default=(), description="Who belongs to it, beside chair and secretary.")
    recipients: Addresses = Field(
        default=(), description="Who of the office gets the validated minutes; without, all who belong to it."
    )
    outside: Addresses = Field(
        default=(), description="Who outside the office gets the validated minutes: nobody but these."
    )
    standing: Annotated[tuple[Line, ...], Field(strict=False, max_length=40)] = Field(
        default=(), description="The points that stand on every agenda."
    )
    language: Annotated[str, Field(pattern=r"^(?:fr|en)?$")] = Field(
        default="", description="Its language, “fr” or “en”; “”: the office’s."
    )
    template: Annotated[str, Field(pattern=r"^[^\\:]+\.docx$", max_length=200)] = Field(
        default="minutes/minutes.docx", description="The template of its minutes, below templates/."
    )
    agenda_template: Annotated[str, Field(pattern=r"^$|^[^\\:]+\.(typ|docx)$", max_length=200)] = Field(
        default="minutes/agenda.typ",
        description="The template of its agenda: .typ makes a PDF, .docx a Word document; “”: in the mail alone.",
    )
    agenda_days: int = Field(
        default=3, ge=0, le=30, description="How many working days before it the agenda goes out; 0: no agenda."
    )
    validation_days: int = Field(
        default=3, ge=1, le=60, description="After how many working days without an answer the chair is reminded."
    )
    folder: Annotated[str, Field(pattern=r"^$|^(archive|documents)/[^\\:]+$", max_length=200)] = Field(
        default="", description="Where its minutes are filed; “”: archive/minutes/NAME."
    )
    circle: Annotated[str, Field(max_length=60)] = Field(
        default="",
        description="Of a confidential meeting, the circle of people.csv that alone sees what is noted of it.",
    )


class Settings(BaseModel):
    """[duties.minutes]: how agendas, drafts and minutes leave, and who may validate."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    meetings: dict[Key, MeetingTable] = Field(
        default_factory=dict, description="The meetings, each as [duties.minutes.meetings.NAME]."
    )
    mode: Literal["draft", "send"] = Field(
        default="draft",
        description="“draft” puts what goes to members and chair into Drafts; “send” sends it, once policy agrees.",
    )
    distribute: Literal["draft", "send"] = Field(
        default="send", description="How validated minutes leave: sent, once policy agrees, or as a draft."
    )
    pdf: bool = Field(default=True, description="Whether validated minutes go out as a PDF beside the Word document.")
    secretary_validates: bool = Field(
        default=False, description="Whether the secretary’s OK by mail counts as the chair’s."
    )
    corrected_goes_out: bool = Field(
        default=False,
        description="Whether minutes that the chair approved and corrected at once go out without being shown again.",
    )
    look_back_days: int = Field(
        default=10, ge=1, le=60, description="How many days after a meeting its notes are waited for."
    )
    most_reminders: int = Field(
        default=2, ge=0, le=5, description="How often the chair is reminded; then the secretary is told."
    )
    account: str = Field(default="", max_length=100, description="The account that writes; “”: the first one.")

    def unfit(self, known: Known) -> Iterator[Unfit]:
        """People whom nobody knows, outsiders who are of the office, circles without anybody, an unknown account."""
        yield from alone("account", known.account(self.account))
        for key, meeting in self.meetings.items():
            for where, what in _unfit(meeting, known):
                yield ("meetings", key, *where), what


def _unfit(meeting: MeetingTable, known: Known) -> Iterator[Unfit]:
    yield from alone("chair", known.person(meeting.chair))
    yield from alone("secretary", known.person(meeting.secretary))
    yield from among("members", meeting.members, known.person)
    yield from among("recipients", meeting.recipients, known.person)
    people = known.people
    if people is None:
        return
    for number, address in enumerate(meeting.outside):
        if people.at(address) is not None:
            yield ("outside", number), say("{address} is of the office: name them under recipients.", address=address)
    if meeting.circle and all(person.circle != meeting.circle for person in people.all):
        circles = sorted({person.circle for person in people.all})
        what = say("Nobody of people.csv is in the circle “{name}”: write one of {known}.", name=meeting.circle,
                   known=circles)  # fmt: skip
        yield ("circle",), what
