"""Keeps the book of open conversations, and proposes reminders that are due; stops them when an answer comes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from officebot.core.actions import Action, CloseItem, DiscardDraft, NoteItem
from officebot.core.conversations import answers
from officebot.core.proposals import Item, Proposal, Reason
from officebot.core.text import Text, one_line, say
from officebot.duties.follow_up import book as books
from officebot.duties.follow_up.book import Book
from officebot.duties.follow_up.observe import NOTICE, OWED, REMINDER, WAITING, Event, Facts
from officebot.duties.follow_up.reminders import reminder_mail, reminders
from officebot.duties.follow_up.settings import Settings
from officebot.sdk import SeenMail

#: One run proposes no more than this; the next one takes up the rest.
_MOST = 900
#: A mail that came back was sent at most so many days before.
_BOUNCE_DAYS = 15


def decide(facts: Facts, settings: Settings) -> Iterable[Proposal]:
    """What the mails change in the book, then the reminders that are due."""
    count = 0
    known = set(books.known_ids([*facts.items, *facts.closed]))
    ours = {str(one) for item in facts.closed if item.kind == WAITING for one in item.source.get("message_ids", ())}
    teller = _Teller(facts, settings, Book.of(facts.items), known, ours)
    for event in facts.events:
        for proposal in teller.told(event):
            yield proposal
            count += 1
        if count >= _MOST:
            return
    if facts.chases:
        waiting = [item for item in teller.book.open.values() if item.kind == WAITING]
        for proposal in reminders(waiting, facts, settings):
            yield proposal
            count += 1
            if count >= _MOST:
                return


@dataclass(slots=True)
class _Teller:
    """Goes through the mails in their order, with the book as it is by then."""

    facts: Facts
    settings: Settings
    book: Book
    known: set[str]
    #: The mails of ours that were answered: a reminder that crossed the answer asks for nothing.
    ours: set[str]
    fresh: set[str] = field(default_factory=set)

    def told(self, event: Event) -> Iterator[Proposal]:
        """What one mail changes."""
        if event.mail.state == "sent":
            yield from self._went(event)
        elif event.bounce is not None:
            yield from self._came_back(event)
        elif event.away is not None:
            yield from self._is_away(event)
        else:
            yield from self._came(event)

    # ── a mail of ours ────────────────────────────────────────────────────────────────────────────────────

    def _went(self, event: Event) -> Iterator[Proposal]:
        mail, sent = event.mail, event.sent or {}
        reached = [*map(str, sent.get("to", ())), *map(str, sent.get("cc", ()))]
        for item in self.book.near(OWED, mail, reached):
            why = say("We answered “{subject}”.", subject=item.title)
            if books.is_answered_by(item, event) and not self._is_open_by_will(item, why):
                self.book.drop(item.key)
                yield self._closing(item, mail, why)
        if mail.message_id in self.known or books.key_of(mail) in self.known:
            return
        people = books.awaited(sent, mail.sender.address, self.facts.office, self.settings)
        under_way = self._conversation(mail, people)
        if under_way is not None:
            changed = books.gone_on(under_way, event, self.facts.office, self.settings)
            title = say("Note that “{subject}” was asked again", subject=changed.title)
            yield from self._noting(f"follow-up:again:{books.key_of(mail)}", title, changed, mail)
        elif people and sent.get("asks") and not sent.get("automatic") and mail.in_reply_to not in self.ours:
            item = books.waiting_for(event, people, self.facts.office, self.settings)
            title = say("Wait for an answer to “{subject}”", subject=item.title)
            yield from self._noting(f"follow-up:wait:{item.key}", title, item, mail)

    def _conversation(self, mail: SeenMail, people: Sequence[str]) -> Item | None:
        """The open item that a further mail of ours goes on with: the same conversation with the same people."""
        for item in self.book.near(WAITING, mail):
            if not people or books.people_of(item) & set(people):
                return item
        return None

    # ── a mail that came ──────────────────────────────────────────────────────────────────────────────────

    def _came(self, event: Event) -> Iterator[Proposal]:
        mail = event.mail
        came = books.came_as(event, self.facts.office)
        for item in self.book.near(WAITING, mail, [mail.sender.address]):
            who = one_line(mail.sender.name or mail.sender.address)
            why = say("{sender} has answered “{subject}”.", sender=who, subject=item.title)
            if answers(came, books.asked_of(item)) and not self._is_open_by_will(item, why):
                self.book.drop(item.key)
                self.ours |= set(map(str, item.source.get("message_ids", ())))
                yield self._closing(item, mail, why)
        if not books.is_owed(event) or mail.message_id in self.known or books.key_of(mail) in self.known:
            return
        again = next(
            (item for item in self.book.near(OWED, mail) if mail.sender.address in books.people_of(item)), None
        )
        item = books.asked_again(again, mail) if again else books.owed(mail, self.facts.office, self.settings)
        title = say("Note that {sender} waits for our answer to “{subject}”",
                    sender=one_line(mail.sender.name or mail.sender.address), subject=item.title)  # fmt: skip
        yield from self._noting(f"follow-up:owed:{books.key_of(mail)}", title, item, mail)

    def _is_away(self, event: Event) -> Iterator[Proposal]:
        mail = event.mail
        try:
            back = date.fromisoformat(str((event.away or {}).get("back") or ""))
        except ValueError:
            return  # it does not say until when: the reminder goes out on its day
        for item in self.book.near(WAITING, mail, [mail.sender.address]):
            is_known = item.source.get("away_until") == back.isoformat()
            if mail.sender.address in books.people_of(item) and not is_known and back >= mail.received.date():
                changed = books.away_until(item, back, self.facts.office)
                title = say("Wait for {sender}, who is away until {back}", sender=mail.sender.address, back=back)
                yield from self._noting(f"follow-up:away:{item.key}:{books.key_of(mail)}", title, changed, mail)

    def _came_back(self, event: Event) -> Iterator[Proposal]:
        mail, bounce = event.mail, event.bounce or {}
        ids = {*map(str, bounce.get("message_ids", ())), mail.in_reply_to, mail.thread} - {""}
        failed = set(map(str, bounce.get("addresses", ())))
        for item in list(self.book.open.values()):
            people = books.people_of(item)
            is_meant = bool(ids & books.ids_of(item)) or bool(failed & people)
            sent = books.asked_of(item).since if item.kind == WAITING else None
            if sent is None or not is_meant or not 0 <= (mail.received - sent).days <= _BOUNCE_DAYS:
                continue
            self.book.drop(item.key)
            lost = ", ".join(sorted(failed & people) or sorted(people))
            why = say("“{subject}” did not reach {lost}: it came back.", subject=item.title, lost=lost)
            notice = NoteItem(
                item_kind=NOTICE, key=item.key, title=why.render(self.facts.office.language), owner=item.owner,
                due=self.facts.office.working_time.end_of(self.facts.office.working_time.local(mail.received).date()),
                source={**item.source, "came_back": mail.message_id}, circle=item.circle,
            )  # fmt: skip
            yield self._closing(item, mail, why, notice)

    # ── proposals ─────────────────────────────────────────────────────────────────────────────────────────

    def _noting(self, key: str, title: Text, item: Item, mail: SeenMail) -> Iterator[Proposal]:
        """The proposal to note an item, which then is in the book; none where a person took back just this."""
        self.known.update((mail.message_id, books.key_of(mail)) if mail.message_id else (books.key_of(mail),))
        pending = self._pending(item) if key.startswith(("follow-up:away", "follow-up:again")) else ""
        if self.facts.refused.get(pending or key) == title:
            return
        self.book.put(item)
        self.fresh.add(item.key)
        yield Proposal(
            key=pending or key,
            title=title,
            actions=(note_of(item),),
            reason=_reason(item),
            reasons=(Reason(what=_reason(item), quote=str(item.source.get("quote", "")), source=mail.source),),
            about=mail.ref,
            owner=item.owner,
            circle=item.circle,
        )

    def _closing(self, item: Item, mail: SeenMail, why: Text, *more: Action) -> Proposal:
        """Close an item; a reminder that waits, or is approved and not yet sent, is replaced by this."""
        because = why.render(self.facts.office.language)
        if item.kind == WAITING and self._was_due(item):
            more = (*more, DiscardDraft(mail=reminder_mail(item, self.facts)))
        # What this very run notes may not be in the ledger yet when it is closed: a bundle keeps its order.
        first: tuple[Action, ...] = (note_of(item),) if item.key in self.fresh else ()
        return Proposal(
            key=self._pending(item) or f"follow-up:closed:{item.key}",
            title=why,
            actions=(*first, CloseItem(item_kind=item.kind, key=item.key, because=because), *more),
            reason=why,
            reasons=(Reason(what=why, source=mail.source),),
            about=mail.ref,
            owner=item.owner,
            circle=item.circle,
        )

    def _is_open_by_will(self, item: Item, why: Text) -> bool:
        """Whether a person took back that this closed it: for them it goes on."""
        return self.facts.refused.get(f"follow-up:closed:{item.key}") == why

    def _was_due(self, item: Item) -> bool:
        """Whether a reminder may lie in Drafts by now, for somebody to send it."""
        local = self.facts.office.working_time.local
        is_past = item.due is not None and local(item.due).date() <= local(self.facts.now).date()
        return self.settings.mode == "draft" and is_past

    def _pending(self, item: Item) -> str:
        wanted = f"{REMINDER}{item.key}:"
        return next((key for key in sorted(self.facts.pending) if key.startswith(wanted)), "")


def note_of(item: Item) -> NoteItem:
    """The action that writes an item."""
    return NoteItem(item_kind=item.kind, key=item.key, title=item.title, owner=item.owner, due=item.due,
                    source=item.source, circle=item.circle)  # fmt: skip


def _reason(item: Item) -> Text:
    return say("We owe an answer.") if item.kind == OWED else say("We wait for an answer.")
