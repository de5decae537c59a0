"""What the mails of a run change: requests that went out, answers that came, absences, requests that came back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from officebot.core.actions import Action, CloseItem, DiscardDraft
from officebot.core.filenames import safe_name
from officebot.core.gathering.following import Heard, after_absence, after_ours, after_return, after_theirs
from officebot.core.gathering.model import OPEN_STAGES, Contribution, Stage
from officebot.core.gathering.reading import Said, Word, read_answer
from officebot.core.letters import posting
from officebot.core.proposals import Proposal, Reason
from officebot.core.text import Text, one_line, say
from officebot.duties.gathering.book import Book, Meant, is_same, note_contribution
from officebot.duties.gathering.letters import (
    is_letter,
    no_file_mail,
    reminder_key,
    reminder_mail,
    request_key,
    waiting,
)
from officebot.duties.gathering.observe import NOTICE, Event, Facts
from officebot.duties.gathering.reminding import call_keys
from officebot.duties.gathering.settings import Settings
from officebot.sdk import KeepAttachment, SeenMail, WriteDocument

_SHORTEST_TEXT = 12
#: Whoever is away for longer is replaced, or somebody jests.
_LONGEST_ABSENCE = timedelta(days=90)


def _latest(mail: SeenMail) -> date:
    """The last day until which an absence is believed."""
    return (mail.received + _LONGEST_ABSENCE).date()


@dataclass(slots=True)
class Teller:
    """Goes through the mails in their order, with the book as it is by then."""

    facts: Facts
    settings: Settings
    book: Book
    #: The letters in whose place something that was heard stands already.
    _replaced: set[str] = field(default_factory=set)
    #: The mails of which a person is to say whose they are, with the key of the contribution.
    _doubtful: list[tuple[Event, str]] = field(default_factory=list)

    def told(self, event: Event) -> Iterator[Proposal]:
        """What one mail changes."""
        if event.bounced is not None:
            yield from self._came_back(event)
            return
        for meant in list(self.book.meant(event, self.facts.office)):
            if event.is_ours:
                yield from self._went(event, meant.contribution)
            elif event.is_machine:
                yield from self._is_away(event, meant)
            elif not self._is_ours(event, meant):
                yield from self._came(event, meant)

    def questions(self) -> Iterator[Proposal]:
        """What a person is to say, asked of the contributions as all mails left them: a yes adds to what is there."""
        for event, key in self._doubtful:
            yield from self._asks(event, self.book.contributions[key])

    def _is_ours(self, event: Event, meant: Meant) -> bool:
        """Whether it is a copy of what the collector, or the mailbox itself, wrote."""
        collector = self.book.gatherings[meant.contribution.gathering].collector
        sender = event.mail.sender.address
        return not meant.is_sure and is_same(sender, collector, self.facts.office)

    # ── a mail of ours ────────────────────────────────────────────────────────────────────────────────────

    def _went(self, event: Event, one: Contribution) -> Iterator[Proposal]:
        mail = event.mail
        # A server's clock may run ahead of ours: nothing was sent tomorrow.
        day = min(self._day(mail.received), self.facts.today)
        after = after_ours(one, mail.message_id or mail.mark, day, mail.in_reply_to)
        if after == one:
            return
        title = say("Note that {name} was asked for “{title}”", name=one.called, title=one.title) if not one.sent else \
            say("Note that {name} was written to about “{title}”", name=one.called, title=one.title)  # fmt: skip
        yield from self._noting(f"gather:sent:{one.key}:{mail.mark}", title, after, event)

    # ── a mail that came ──────────────────────────────────────────────────────────────────────────────────

    def _came(self, event: Event, meant: Meant) -> Iterator[Proposal]:
        one, mail = meant.contribution, event.mail
        if not meant.is_sure or not event.is_proven:
            self._doubtful.append((event, one.key))
            return
        said = self._said(event, one)
        files = self._places(event, one, said)
        heard = Heard(mark=mail.mark, at=mail.received, sender=mail.sender.address, said=said, mail=mail.source,
                      files=(*files.values(), *self._text_place(event, one, said)))  # fmt: skip
        after = after_theirs(one, heard, self.settings.plan, self.facts.office.working_time)
        if after == one:
            return  # the same mail once more, as a copy to another of our addresses is
        title = _title(one, after, said, self._day(mail.received))
        if self._is_refused(one, title, f"gather:heard:{one.key}:{mail.mark}"):
            return
        more = (*self._text(event, one, said), *self._stale_draft(one), *self._calls(one))
        yield from self._noting(
            self._letter(one, title) or f"gather:heard:{one.key}:{mail.mark}", title, after, event, *more
        )
        if files:
            yield self._keeping(event, one, files)
        if said.word is Word.NO_FILE and one.stage is not Stage.ANSWERED:
            yield self._no_file(event, after)

    def _said(self, event: Event, one: Contribution) -> Said:
        working = self.facts.office.working_time
        return read_answer(event.text, event.files, one.ask, event.mail.received, working, event.whole)

    def _asks(self, event: Event, one: Contribution) -> Iterator[Proposal]:
        """Somebody else wrote, or nobody can tell who: whether that is the contribution is a person's to say."""
        mail = event.mail
        said = replace(self._said(event, one), word=Word.CONTRIBUTION)
        files = self._places(event, one, said)
        heard = Heard(mark=mail.mark, at=mail.received, sender=mail.sender.address, said=said, mail=mail.source,
                      files=(*files.values(), *self._text_place(event, one, said)))  # fmt: skip
        after = after_theirs(one, heard, self.settings.plan, self.facts.office.working_time)
        key = f"gather:whose:{one.key}:{mail.mark}"
        if after == one or key in self.facts.refused:
            return
        gathering = self.book.gatherings[one.gathering]
        yield Proposal(
            key=key,
            title=say("Is the mail of {sender} the contribution of {name} to “{title}”?", sender=mail.sender.address,
                      name=one.called, title=one.title),
            actions=(note_contribution(after, self.book, self.facts), *_keeps(event, files), *self._text(event, one, said),
                     *self._calls(one)),
            reason=say("It was written by somebody else than who was asked, or nothing but its author speaks for it."),
            reasons=(Reason(what=say("It says:"), quote=said.quote, source=mail.source),),
            about=mail.ref, owner=gathering.collector, circle=gathering.circle, must_ask=True,
        )  # fmt: skip

    def _keeping(self, event: Event, one: Contribution, files: dict[str, str]) -> Proposal:
        """The files of an answer, on their own: should one not be had any more, the answer is known all the same."""
        gathering = self.book.gatherings[one.gathering]
        return Proposal(
            key=f"gather:files:{one.key}:{event.mail.mark}",
            title=say("Keep what {name} sent for “{title}”", name=one.called, title=one.title),
            actions=_keeps(event, files),
            reason=say("It was asked for."),
            about=event.mail.ref, owner=gathering.collector, circle=gathering.circle,
        )  # fmt: skip

    def _no_file(self, event: Event, one: Contribution) -> Proposal:
        gathering = self.book.gatherings[one.gathering]
        mail = no_file_mail(one, gathering, self.facts, self.settings, event.mail.message_id, event.mail.mark)
        return Proposal(
            key=mail.key,
            title=say("Tell {name} that nothing hangs on their mail", name=one.called),
            actions=posting(mail, is_sent=self.settings.mode == "send"),
            reason=say("Their mail speaks of an attachment and has none."),
            about=event.mail.ref, owner=gathering.collector, circle=gathering.circle, must_ask=self.settings.ask_first,
        )  # fmt: skip

    # ── machines ──────────────────────────────────────────────────────────────────────────────────────────

    def _is_away(self, event: Event, meant: Meant) -> Iterator[Proposal]:
        one, mail = meant.contribution, event.mail
        if not meant.is_sure or not event.is_proven or event.back is None or event.back > _latest(mail):
            return
        after = after_absence(one, mail.mark, mail.received, event.back, self.facts.office.working_time)
        if after == one or event.back is None:
            return
        title = say("Wait for {sender}, who is away until {back}", sender=one.called, back=event.back)
        key = self._letter(one, title) or f"gather:away:{one.key}:{mail.mark}"
        yield from self._noting(key, title, after, event, *self._stale_draft(one))

    def _came_back(self, event: Event) -> Iterator[Proposal]:
        for one in list(self.book.contributions.values()):
            # Anybody can write that an address does not exist: only what returns our own letter says so.
            is_meant = bool(set(event.ids) & set(one.sent))
            if not is_meant or one.last is None or self._day(event.mail.received) < one.last:
                continue
            after = after_return(one, event.mail.mark, event.mail.received, self.facts.office.working_time)
            if after.stage is Stage.UNREACHABLE and after != one:
                title = say("“{subject}” did not reach {lost}: it came back.", subject=one.title, lost=one.address)
                yield from self._noting(f"gather:back:{one.key}:{event.mail.mark}", title, after, event)

    # ── proposals ─────────────────────────────────────────────────────────────────────────────────────────

    def _noting(self, key: str, title: Text, after: Contribution, event: Event, *more: Action) -> Iterator[Proposal]:
        """The proposal to note a contribution, which then is in the book."""
        gathering = self.book.gatherings[after.gathering]
        self.book.put(after)
        quote = after.happened[-1].quote if after.happened and not event.is_ours else ""
        yield Proposal(
            key=key,
            title=title,
            actions=(note_contribution(after, self.book, self.facts), *more),
            reason=title,
            reasons=(Reason(what=title, quote=quote, source=event.mail.source),),
            about=event.mail.ref,
            owner=gathering.collector,
            circle=gathering.circle,
        )

    def _letter(self, one: Contribution, title: Text) -> str:
        """The key of a request or reminder that waits: the first that is heard takes its place, and keeps it."""
        for key, waits in waiting(one, self.facts).items():
            # As they read: what comes back from the ledger names its values in another order.
            is_mine = waits.render("en") == title.render("en")
            if key not in self._replaced and (is_mine or is_letter(waits, one)):
                self._replaced.add(key)
                return key
        return ""

    def _is_refused(self, one: Contribution, title: Text, key: str) -> bool:
        """Whether a person took just this back."""
        begins = (request_key(one), f"gather:remind:{one.key}:")
        # As they read: what comes back from the ledger names its values in another order.
        told = {
            text.render("en") for name, text in self.facts.refused.items() if name == key or name.startswith(begins)
        }
        return title.render("en") in told

    def _stale_draft(self, one: Contribution) -> tuple[Action, ...]:
        """What takes back a reminder that lies in Drafts, unsent."""
        if reminder_key(one) not in self.facts.done or self.settings.mode != "draft" or one.stage not in OPEN_STAGES:
            return ()
        gathering = self.book.gatherings[one.gathering]
        return (DiscardDraft(mail=reminder_mail(one, gathering, self.facts, self.settings)),)

    def _calls(self, one: Contribution) -> tuple[Action, ...]:
        """What closes the notice to call whoever was silent: something came."""
        because = say("A mail came.").render(self.facts.language)
        keys = (key for key in sorted(self.facts.notices) if key.startswith(call_keys(one)))
        return tuple(CloseItem(item_kind=NOTICE, key=key, because=because) for key in keys)

    # ── where it is kept ──────────────────────────────────────────────────────────────────────────────────

    def _places(self, event: Event, one: Contribution, said: Said) -> dict[str, str]:
        """Where each file is kept, by its hash."""
        stem = self._stem(event.mail.received, one)
        places: dict[str, str] = {}
        for file in said.files:
            path = f"{stem} {safe_name(file.name, 80, 'file')}"
            if path in places.values():
                path = f"{stem} {file.sha256[:8]} {safe_name(file.name, 80, 'file')}"
            places.setdefault(file.sha256, path)
        return places

    def _stem(self, at: datetime, one: Contribution) -> str:
        gathering = self.book.gatherings[one.gathering]
        day = self._day(at).isoformat()
        return f"{gathering.folder}/{safe_name(one.called, 60)}/{day} v{len(one.answers) + 1}"

    def _day(self, at: datetime) -> date:
        return self.facts.office.working_time.local(at).date()

    def _text_place(self, event: Event, one: Contribution, said: Said) -> tuple[str, ...]:
        is_kept = said.word is Word.CONTRIBUTION and len(event.text.strip()) >= _SHORTEST_TEXT
        return (f"{self._stem(event.mail.received, one)}.txt",) if is_kept else ()

    def _text(self, event: Event, one: Contribution, said: Said) -> tuple[Action, ...]:
        """The words of an answer, as a file of their own."""
        places = self._text_place(event, one, said)
        return tuple(
            WriteDocument(path=path, content=f"{event.text.strip()}\n", language=one.language) for path in places
        )


def _keeps(event: Event, files: dict[str, str]) -> tuple[Action, ...]:
    return tuple(KeepAttachment(on=event.mail.ref, sha256=digest, path=path) for digest, path in files.items())


def _title(one: Contribution, after: Contribution, said: Said, day: date) -> Text:
    match said.word:
        case Word.CONTRIBUTION if len(after.answers) > 1:
            return say("{name} has sent version {number} of their contribution to “{title}”", name=one.called,
                       number=len(after.answers), title=one.title)  # fmt: skip
        case Word.CONTRIBUTION:
            return say("{name} has sent their contribution to “{title}”", name=one.called, title=one.title)
        case Word.PROMISE if said.promised_by is not None:
            return say("{name} promises their contribution to “{title}” by {day}", name=one.called, title=one.title,
                       day=said.promised_by)  # fmt: skip
        case Word.PROMISE:
            return say("{name} will send their contribution to “{title}”, and names no day ({day})", name=one.called,
                       title=one.title, day=day)  # fmt: skip
        case Word.NO_FILE:
            return say("{name} wrote about “{title}” on {day}, but without the attachment", name=one.called,
                       title=one.title, day=day)  # fmt: skip
        case Word.DECLINED:
            return say("{name} will contribute nothing to “{title}”: “{quote}”", name=one.called, title=one.title,
                       quote=one_line(said.quote, 120))  # fmt: skip
        case _ if said.doubts:
            return say("{name} has sent “{file}” for “{title}”: whether it may be taken is for you to see", name=one.called,
                       file=one_line(said.quote, 120), title=one.title)  # fmt: skip
        case _:
            return say("{name} asks something about “{title}”: “{quote}”", name=one.called, title=one.title,
                       quote=one_line(said.quote, 120))  # fmt: skip
