"""The contributions as the mails of a run change them, and the actions that write them down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from officebot.core.gathering.asking import read_asks
from officebot.core.gathering.model import Ask, Contribution, Gathering, mark_in
from officebot.core.gathering.page import state_of, summary_of
from officebot.core.proposals import Item
from officebot.duties.gathering.observe import CONTRIBUTED, GATHERING, Event, Facts, is_about
from officebot.duties.gathering.settings import DocumentTable
from officebot.sdk import AmendItem, NoteItem, OfficeFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """Whose contribution a mail is about; not `is_sure` where somebody else wrote, or nothing but its author tells."""

    contribution: Contribution
    is_sure: bool = True


@dataclass(slots=True)
class Book:
    """The open gatherings by name, and their contributions by key."""

    gatherings: dict[str, Gathering] = field(default_factory=dict)
    contributions: dict[str, Contribution] = field(default_factory=dict)

    @staticmethod
    def of(gatherings: Iterable[Gathering], contributions: Iterable[Contribution]) -> Book:
        """The book of these; a contribution without its gathering is left out."""
        named = {one.name: one for one in gatherings}
        return Book(named, {one.key: one for one in contributions if one.gathering in named})

    def put(self, one: Contribution) -> None:
        """Write a contribution anew."""
        self.contributions[one.key] = one

    def of_gathering(self, name: str) -> list[Contribution]:
        """The contributions of a gathering, in the order of their addresses."""
        return sorted((one for one in self.contributions.values() if one.gathering == name), key=lambda one: one.key)

    def meant(self, event: Event, office: OfficeFacts) -> Iterator[Meant]:
        """Whose contribution a mail is about: by its mark, its conversation, or its author and what it calls itself."""
        mail = event.mail
        mark = mark_in(mail.subject)
        ids = {mail.in_reply_to, mail.thread} - {""}
        named = [one for one in self.contributions.values() if one.mark == mark or ids & set(one.sent)]
        if named:
            for one in named:
                yield Meant(contribution=one, is_sure=is_same(mail.sender.address, one.address, office))
            return
        theirs = [one for one in self.contributions.values() if is_same(mail.sender.address, one.address, office)]
        titled = [one for one in theirs if is_about(mail.subject, one.title)]
        if len(titled) == 1:
            yield Meant(contribution=titled[0])
        elif len(theirs) == 1 and event.files and not theirs[0].is_here:
            yield Meant(contribution=theirs[0], is_sure=False)


def is_same(sender: str, address: str, office: OfficeFacts) -> bool:
    """Whether a mail comes from whoever has this address, under any address that the office knows of them."""
    if sender == address:
        return True
    people, contacts = office.people, office.contacts
    return (people.at(address) is not None and people.at(sender) is people.at(address)) or (
        contacts.at(address) is not None and contacts.at(sender) is contacts.at(address)
    )


# ── new gatherings ────────────────────────────────────────────────────────────────────────────────────────


def begun(name: str, document: DocumentTable, day: date, office: OfficeFacts) -> tuple[Gathering, list[Contribution]]:
    """The gathering of a document of the settings that is asked for on a day. Raises UserError for asks that are wrong."""
    gathering = Gathering(
        name=f"{name}-{day.isoformat()}",
        title=document.title or name,
        due=office.working_time.add_working_days(day, document.due_days),
        collector=document.collector or collector_of(office),
        template=document.template,
        circle=document.circle,
    )
    return gathering, contributions_of(gathering, read_asks(document.ask), office)


def collector_of(office: OfficeFacts) -> str:
    """Who collects where nobody is named: whoever answers for the mailbox."""
    return next((person.address for person in office.people.mailbox_owners), office.owner)


def contributions_of(
    gathering: Gathering, asks: Iterable[tuple[str, Ask]], office: OfficeFacts
) -> list[Contribution]:
    """What each is asked for, in their language and by their name."""
    return [
        Contribution(
            gathering=gathering.name, address=address, name=_name(address, office), title=gathering.title, ask=ask,
            due=gathering.due, language=office.language_of(address),
        )
        for address, ask in asks
    ]  # fmt: skip


def _name(address: str, office: OfficeFacts) -> str:
    known = office.people.at(address) or office.contacts.at(address)
    return known.name if known is not None else ""


# ── items ─────────────────────────────────────────────────────────────────────────────────────────────────


def contribution_item(one: Contribution, gathering: Gathering, today: date, office: OfficeFacts) -> Item:
    """The item of a contribution."""
    title = f"{gathering.title} · {one.called} · {state_of(one, today).render(office.language)}"
    return Item(kind=CONTRIBUTED, key=one.key, title=title[:500], owner=gathering.collector,
                due=office.working_time.end_of(one.due), source=one.to_json(), circle=gathering.circle)  # fmt: skip


def gathering_item(
    gathering: Gathering, contributions: Iterable[Contribution], today: date, office: OfficeFacts
) -> Item:
    """The item of a gathering."""
    title = summary_of(gathering, list(contributions), today).render(office.language)
    return Item(kind=GATHERING, key=gathering.key, title=title[:500], owner=gathering.collector,
                due=office.working_time.end_of(gathering.due), source=gathering.to_json(), circle=gathering.circle)  # fmt: skip


def note_of(item: Item) -> NoteItem:
    """The action that writes an item."""
    return NoteItem(item_kind=item.kind, key=item.key, title=item.title, owner=item.owner, due=item.due,
                    source=item.source, circle=item.circle)  # fmt: skip


def note_contribution(one: Contribution, book: Book, facts: Facts) -> AmendItem:
    """The action that writes a contribution, unless a mail was followed since that it knows nothing of."""
    item = contribution_item(one, book.gatherings[one.gathering], facts.today, facts.office)
    return AmendItem(item_kind=item.kind, key=item.key, title=item.title, owner=item.owner, due=item.due,
                     source=item.source, circle=item.circle, keeps=("seen", "sent"))  # fmt: skip
