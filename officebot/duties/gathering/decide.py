"""Begins what is due, follows the mails, asks and reminds, and shows each gathering on one page whenever it changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from officebot.core.actions import Action, CloseItem, WriteDocument
from officebot.core.gathering.model import Gathering
from officebot.core.gathering.page import count_of, data_text, digest_of, page_of, summary_of
from officebot.core.problems import UserError
from officebot.core.proposals import Proposal
from officebot.core.text import Language, say
from officebot.duties.gathering.book import Book, begun, contribution_item, gathering_item, note_of
from officebot.duties.gathering.incoming import Teller
from officebot.duties.gathering.observe import CONTRIBUTED, GATHERING, NOTICE, Facts
from officebot.duties.gathering.reminding import call_keys, reminders, requests
from officebot.duties.gathering.settings import Settings
from officebot.sdk import NoteItem

#: One run proposes no more than this; the next one takes up the rest.
_MOST = 900


def decide(facts: Facts, settings: Settings) -> Iterable[Proposal]:
    """What is begun, what the mails change, whom to ask and remind, then the pages."""
    for count, proposal in enumerate(_decided(facts, settings)):
        if count >= _MOST:
            return
        yield proposal


def _decided(facts: Facts, settings: Settings) -> Iterator[Proposal]:
    book = Book.of(facts.gatherings, facts.contributions)
    yield from _begin(book, facts, settings)
    teller = Teller(facts, settings, book)
    for event in facts.events:
        yield from teller.told(event)
    yield from teller.questions()
    if facts.reminds:
        yield from requests(book, facts, settings)
        yield from reminders(book, facts, settings)
    for gathering in list(book.gatherings.values()):
        yield from _page(book, gathering, facts, settings)


def _begin(book: Book, facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """The documents of the settings whose time has come, each once."""
    for name, day in facts.due.items():
        try:
            gathering, contributions = begun(name, settings.documents[name], day, facts.office)
        except UserError:
            continue  # `officebot check` says what is wrong with the settings
        key = f"{gathering.key}:begin"
        if gathering.name in book.gatherings or gathering.name in facts.begun or key in facts.refused:
            continue
        book.gatherings[gathering.name] = gathering
        for one in contributions:
            book.put(one)
        notes = [note_of(gathering_item(gathering, contributions, facts.today, facts.office))]
        notes += [note_of(contribution_item(one, gathering, facts.today, facts.office)) for one in contributions]
        yield Proposal(
            key=key,
            title=say("Gather contributions to “{title}”, due {due}", title=gathering.title, due=gathering.due),
            actions=tuple(notes),
            reason=say("Its day has come, by the settings."),
            owner=gathering.collector,
            circle=gathering.circle,
        )


def _page(book: Book, gathering: Gathering, facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """The page of a gathering with its notice, where it shows something else than before; what is over is closed."""
    contributions = book.of_gathering(gathering.name)
    office = facts.office
    language = _language(gathering, facts)
    page = page_of(gathering, contributions, facts.today, office.name, language, office.working_time)
    digest = digest_of(page)
    if facts.reminds and _is_over(book, gathering, facts, settings):
        yield _closing(book, gathering, facts)
        return
    if digest == gathering.page:
        return
    after = replace(gathering, page=digest, pages=gathering.pages + 1)
    title = summary_of(gathering, contributions, facts.today)
    notice = NoteItem(item_kind=NOTICE, key=gathering.key, title=title.render(language)[:500], owner=gathering.collector,
                      due=office.working_time.end_of(gathering.due), circle=gathering.circle,
                      source={"page": page_path(gathering), "with": [one.address for one in contributions][:50]})  # fmt: skip
    actions: list[Action] = [
        note_of(gathering_item(after, contributions, facts.today, office)),
        notice,
        WriteDocument(path=page_path(gathering), template="report/contributions.html", data=page, language=language),
    ]
    if gathering.template or any(one.ask.fields for one in contributions):
        actions.append(WriteDocument(path=data_path(gathering), content=data_text(gathering, contributions)))
    yield Proposal(
        key=f"gather:page:{gathering.name}:{after.pages}:{digest}",
        title=title,
        actions=tuple(actions),
        reason=say("Who was asked, who answered and what is missing, on one page."),
        consequences=(say("Nothing leaves the office."),),
        owner=gathering.collector,
        circle=gathering.circle,
    )


def page_path(gathering: Gathering) -> str:
    """Where the page of a gathering lies."""
    return f"{gathering.folder}/contributions.html"


def data_path(gathering: Gathering) -> str:
    """Where the fields that were answered lie, for the document's template."""
    return f"{gathering.folder}/data.json"


def _language(gathering: Gathering, facts: Facts) -> Language:
    person = facts.office.people.at(gathering.collector)
    return person.language if person is not None else facts.language


def _is_over(book: Book, gathering: Gathering, facts: Facts, settings: Settings) -> bool:
    """Whether nothing is waited for, and the day is over by so much that no newer version is to come."""
    last = facts.office.working_time.add_working_days(gathering.due, settings.close_days)
    return facts.today > last and count_of(book.of_gathering(gathering.name), facts.today).is_complete


def _closing(book: Book, gathering: Gathering, facts: Facts) -> Proposal:
    because = say("It is complete, and its day is over.")
    contributions = book.of_gathering(gathering.name)
    said = because.render(facts.language)
    keys = [(GATHERING, gathering.key), *((CONTRIBUTED, one.key) for one in contributions)]
    calls = tuple(call_keys(one) for one in contributions)
    keys += [(NOTICE, key) for key in sorted(facts.notices) if key == gathering.key or key.startswith(calls)]
    return Proposal(
        key=f"{gathering.key}:over",
        title=say("Close the gathering of “{title}”", title=gathering.title),
        actions=tuple(CloseItem(item_kind=kind, key=key, because=said) for kind, key in keys),
        reason=because,
        owner=gathering.collector,
        circle=gathering.circle,
    )
