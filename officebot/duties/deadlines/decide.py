"""Notes what is dated, writes the calendars, and tells each person every morning what is due. All undoable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from officebot.core.actions import Action, CloseItem, NoteItem, WriteDocument
from officebot.core.proposals import Item, Proposal, Reason
from officebot.core.text import Text, one_line, say
from officebot.duties.deadlines import ledger
from officebot.duties.deadlines.calendar import feeds
from officebot.duties.deadlines.morning import lists
from officebot.duties.deadlines.observe import KIND, NOTING, Dated, Facts
from officebot.duties.deadlines.settings import Settings

#: One run proposes no more new deadlines than this; the next morning takes up the rest.
_MOST_NOTES = 800


def decide(facts: Facts, settings: Settings) -> Iterable[Proposal]:
    """A proposal for each new deadline, then the calendars and lists as they are with these."""
    items = {item.key: item for item in facts.items}
    fresh: set[str] = set()
    for one in _news(facts):
        # A new one bears the time of its mail: what is proposed of it is the same on every day.
        at = facts.now if one.key in items else one.mail.received
        note = ledger.noted(one, facts.office, settings, at)
        moved = ledger.replaced(one, items.values())
        proposal = _noting(one, note, moved, facts, is_fresh=moved is not None and moved.key in fresh)
        if facts.refused.get(proposal.key) == proposal.title:
            continue  # a person said no to just this, or took it back
        yield proposal
        fresh.add(note.key)
        items[note.key] = ledger.item_of(note)
        if moved is not None:
            items.pop(moved.key, None)
    there = sorted(items.values(), key=lambda item: (item.due is None, item.due, item.key))
    yield from _calendars(there, facts, settings)
    if facts.morning is not None:
        yield from lists(there, facts, settings)


def _news(facts: Facts) -> Iterator[Dated]:
    """What is not noted yet, or otherwise; a corrected verdict changes its item, a closed one stays closed."""
    known = {item.key: item for item in facts.items}
    unique = {one.key: one for one in facts.dated}
    fresh = [
        one
        for one in unique.values()
        if one.key not in facts.closed and (one.key not in known or _differs(one, known[one.key]))
    ]
    soonest = sorted(fresh, key=lambda one: (one.due, one.key))[:_MOST_NOTES]
    # A mail that moves a date comes after the one that set it.
    yield from sorted(soonest, key=lambda one: (one.mail.received, one.key))


def _differs(one: Dated, item: Item) -> bool:
    """Whether a verdict says now what its item does not: another date, or that it is confidential, or no longer."""
    return item.due != one.due or bool(item.source.get("confidential")) != one.is_confidential


def _noting(one: Dated, note: NoteItem, moved: Item | None, facts: Facts, *, is_fresh: bool) -> Proposal:
    due = facts.office.working_time.local(one.due)
    when = due.date() if one.is_day else due.replace(tzinfo=None)
    actions: tuple[Action, ...] = (note,)
    if moved is not None:
        because = say("A later mail of the conversation moves it to {when}.", when=when)
        closing = CloseItem(item_kind=KIND, key=moved.key, because=because.render(facts.office.language))
        # What this very run notes may not be in the ledger yet when it is closed: a bundle keeps its order.
        actions = (ledger.note_of(moved), closing, note) if is_fresh else (closing, note)
    return Proposal(
        key=f"{NOTING}{one.key}",
        title=say("Note the deadline of “{subject}”: {when}", subject=note.title, when=when),
        actions=actions,
        reason=_why(one),
        reasons=(Reason(what=say("A date is named."), quote=note.source["quote"], source=one.mail.source),),
        about=one.mail.ref,
        owner=note.owner,
        circle=note.circle,
        confidential=one.is_confidential,
    )


def _why(one: Dated) -> Text:
    if one.is_ours:
        return say("We promised it in a mail of ours.")
    sender = one_line(one.mail.sender.name or one.mail.sender.address)
    return say("{sender} wants it by then.", sender=sender)


def _calendars(items: Sequence[Item], facts: Facts, settings: Settings) -> Iterator[Proposal]:
    for path, text in feeds(items, facts, settings):
        yield Proposal(
            key=f"deadlines:feed:{path}",
            title=say("Bring the calendar {path} up to date", path=path),
            actions=(WriteDocument(path=path, content=text),),
            reason=say("The deadlines have changed."),
            consequences=(say("Nothing leaves the office."),),
        )
