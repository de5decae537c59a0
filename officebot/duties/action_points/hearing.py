"""What answers say becomes proposals: a point closed, moved, blocked, given away; what is not clear, a question to a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from officebot.core.actionpoints.answers import Said
from officebot.core.actionpoints.which import Listed, Meant, meant
from officebot.core.actions import Action, CloseItem, DiscardDraft, NoteItem
from officebot.core.conversations import subject_of
from officebot.core.mail import OutgoingMail
from officebot.core.minutes.following import ACTION, Event, Followed, note_of
from officebot.core.people import Person
from officebot.core.proposals import Proposal, Reason
from officebot.core.text import Text, one_line, say
from officebot.duties.action_points.observe import ANSWERED, HEARD, KEY, NOTICE, AnswerMail, Facts, Reminder
from officebot.duties.action_points.people import may_decide, oversees, secretary_of
from officebot.duties.action_points.recognise import is_first
from officebot.duties.action_points.reminders import remind_key, reminders
from officebot.duties.action_points.settings import Settings

#: What is said of a point that is closed then.
_CLOSING = ("done", "dropped")
#: What only notes how a point stands.
_NOTING = ("blocked", "doing", "partly")
#: A guess at more points than these is no proposal, but a question.
_MOST_GUESSED = 3


def hear(facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """The proposals about all mails that came, oldest first, each with the points as they are by then."""
    hearer = _Hearer(facts, settings, {point.key: point for point in facts.points}, dict(facts.heard))
    for answer in facts.answers:
        yield from hearer.heard_in(answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Letter:
    """A mail with who wrote it, the points that it may mean, and the reminder that it answers."""

    answer: AnswerMail
    person: Person
    points: tuple[tuple[int, Followed], ...]
    reminder: Reminder | None = None
    is_threaded: bool = False


@dataclass(slots=True)
class _Hearer:
    """Goes through the mails in their order."""

    facts: Facts
    settings: Settings
    points: dict[str, Followed]
    heard: dict[str, date]
    made: set[str] = field(default_factory=set)

    def heard_in(self, answer: AnswerMail) -> Iterator[Proposal]:
        """What one mail changes."""
        person = self.facts.office.people.at(answer.mail.sender.address)
        letter = self._letter(answer, person) if person is not None else None
        if letter is None:
            return
        listed = [Listed(key=one.key, number=number, what=one.what) for number, one in letter.points]
        told = [one for stored in answer.said for one in self._of_open(Said.from_json(dict(stored)), letter)]
        keys: list[str] = []
        unclear: list[Meant] = []
        for found in meant(told, listed):
            if self._is_question(found):
                unclear.append(found)
                continue
            for key in found.keys:
                keys.append(key)
                if key in self.points:
                    yield self._changing(found, self.points[key], letter)
        if unclear or (answer.is_unread and letter.reminder is not None):
            keys += [key for found in unclear for key in found.keys] or [one.key for _, one in letter.points]
            yield self._asking(unclear, letter)
        theirs = {one.key for _, one in letter.points if self._is_theirs(one, letter.person)}
        answered = [key for key in dict.fromkeys(keys) if key in theirs]
        if answered and answer.is_proven:
            yield from self._noting(answered, letter)

    # ── which points ──────────────────────────────────────────────────────────────────────────────────────

    def _letter(self, answer: AnswerMail, person: Person) -> _Letter | None:
        """The mail with the points it may mean: those of the reminder or the minutes that it answers, else the writer's own."""
        # A mail that only bears the subject of ours, and answers nothing, is no answer to it.
        named = "" if is_first(answer.mail.subject) and not answer.mail.in_reply_to else answer.mail.subject
        subjects = {subject_of(one) for one in (answer.to_subject, named) if one}
        mine = [one for one in self.facts.reminders if one.person == person.address]
        answered = [one for one in mine if subject_of(one.subject) in subjects]
        if answered:
            last = max(answered, key=lambda one: (one.day, one.key))
            return self._of_reminder(answer, person, last, is_threaded=True)
        by_minutes = [one for one in self.points.values() if one.subject and subject_of(one.subject) in subjects]
        if by_minutes:
            seen = [one for one in by_minutes if self._is_theirs(one, person)]
            if not seen and any(Said.from_json(dict(one)).numbers for one in answer.said):
                # Of others' points, by their numbers: a person is asked.
                seen = [one for one in by_minutes if one.circle in ("", person.circle)]
            points = tuple((one.number, one) for one in sorted(seen, key=lambda one: one.number))
            return _Letter(answer=answer, person=person, points=points, is_threaded=True) if points else None
        if not any(Said.from_json(dict(one)).numbers for one in answer.said):
            return None
        if mine:
            return self._of_reminder(answer, person, max(mine, key=lambda one: (one.day, one.key)), is_threaded=False)
        own = [one for one in self.points.values() if person.address in one.owners]
        if not own or len({one.number for one in own}) < len(own):
            return None
        return _Letter(answer=answer, person=person, points=tuple((one.number, one) for one in own))

    def _of_reminder(
        self, answer: AnswerMail, person: Person, reminder: Reminder, *, is_threaded: bool
    ) -> _Letter | None:
        gone = {one.key: one for one in self.facts.closed}
        points = tuple((number, self.points[key]) for number, key, _ in reminder.points if key in self.points)
        if not points:
            points = tuple((number, gone[key]) for number, key, _ in reminder.points if key in gone)
        if not points:
            return None
        return _Letter(answer=answer, person=person, points=points, reminder=reminder, is_threaded=is_threaded)

    def _is_theirs(self, point: Followed, person: Person) -> bool:
        return may_decide(point, person.address, self.facts.office, self.settings)

    def _of_open(self, said: Said, letter: _Letter) -> Iterator[Said]:
        """What is said of points that are open. Of closed ones only that they are not done is news, and a question."""
        is_over = not any(one.is_open and one.key in self.points for _, one in letter.points)
        numbers = (
            {number for number, key, _ in letter.reminder.points if key not in self.points}
            if letter.reminder
            else set()
        )
        gone = tuple(number for number in said.numbers if number in numbers)
        if (gone or is_over) and said.status not in _CLOSING:
            yield replace(said, status="unclear", numbers=(), places=(), scope="", about=(), is_sure=False)
        kept = tuple(number for number in said.numbers if number not in numbers)
        if not is_over and (kept or not said.numbers):
            yield replace(said, numbers=kept)

    # ── what becomes of it ────────────────────────────────────────────────────────────────────────────────

    def _is_question(self, one: Meant) -> bool:
        """Whether there is nothing that a person could say yes to."""
        if one.said.status in ("question", "unclear") or not one.keys:
            return True
        if one.said.status == "not-mine" and len(one.said.who) != 1:
            return True
        return not one.is_sure and len(one.keys) > _MOST_GUESSED

    def _changing(self, one: Meant, point: Followed, letter: _Letter) -> Proposal:
        """What is said of one point, as a proposal; its key is the point's, so that the newest word replaces one that waits."""
        said, mail = one.said, letter.answer.mail
        at = self.facts.office.working_time.local(mail.received).date()
        changed = changed_by(point, said, letter.person, at, self.facts)
        is_closing = said.status in _CLOSING
        because = say("{name} writes it.", name=letter.person.name).render(self.facts.office.language)
        closing = (CloseItem(item_kind=ACTION, key=point.key, because=because),) if is_closing else ()
        # Until a person vouches for them, nobody counts as having answered.
        heard = () if letter.answer.is_proven else self._heard(letter, [point.key], f":{point.key}")
        doubts = tuple(self._doubts(one, point, letter))
        must_ask = bool(doubts) or not self._is_alone(said, point, letter.person)
        if not must_ask:
            self.points[point.key] = changed
            if is_closing:
                del self.points[point.key]
        return Proposal(
            key=f"{ANSWERED}{point.key}",
            title=_title(said, point, changed, letter.person),
            actions=(note_of(changed, self.facts.office.working_time), *closing, *heard),
            reason=say("{name} writes it.", name=letter.person.name),
            reasons=(Reason(what=say("{name} writes it.", name=letter.person.name), quote=said.words, source=mail.source),
                     *(Reason(what=doubt) for doubt in doubts)),
            about=mail.ref,
            owner=secretary_of(point, self.facts.office, self.settings),
            circle=point.circle,
            confidential=bool(point.circle),
            must_ask=must_ask,
        )  # fmt: skip

    def _is_alone(self, said: Said, point: Followed, person: Person) -> bool:
        """Whether what a proven and clear mail says is done without a person's yes."""
        if said.status == "done":
            return self.settings.close_alone
        if said.status in _NOTING and said.day is None:
            return True
        is_keeper = oversees(point, person.address, self.facts.office, self.settings)
        if said.status in ("moved", "partly", "blocked", "doing"):
            return is_keeper or self.settings.move_alone
        return said.status == "given" and is_keeper

    def _doubts(self, one: Meant, point: Followed, letter: _Letter) -> Iterator[Text]:
        """Why a person is asked, whatever the settings say."""
        if not one.is_sure:
            yield say("It is not clear whether this point is meant, or what is said of it.")
        if not letter.answer.is_proven:
            yield say("Our mail server does not vouch for the sender.")
        if not letter.is_threaded:
            yield say("The mail answers neither a reminder nor the minutes.")
        if not self._is_theirs(point, letter.person):
            yield say("{name} is neither its owner, nor the meeting’s secretary or chair.", name=letter.person.name)

    def _asking(self, unclear: Sequence[Meant], letter: _Letter) -> Proposal:
        """A person is told of an answer that only a person understands."""
        mail, office = letter.answer.mail, self.facts.office
        first = letter.points[0][1]
        whom = secretary_of(first, office, self.settings)
        title = say("{name} answered about action points: read what is meant", name=letter.person.name)
        quotes = tuple(dict.fromkeys(one.said.words for one in unclear))
        circles = {one.circle for _, one in letter.points}
        circle = next(iter(circles)) if len(circles) == 1 else max(circles)
        told = [title.render(office.language), *(f"« {one} »" for one in quotes[:3])]
        note = NoteItem(
            item_kind=NOTICE,
            key=f"{KEY}asked:{mail.mark}",
            title=one_line(" ".join(told), 300),
            owner=whom,
            source={
                "account": mail.ref.account, "message_ids": [mail.message_id] if mail.message_id else [],
                "thread": mail.thread, "with": [letter.person.address], "first": mail.received.isoformat(),
                "quote": one_line(" / ".join(quotes), 300), "actions": [one.key for _, one in letter.points],
            },
            circle=circle,
        )  # fmt: skip
        return Proposal(
            key=f"{KEY}asked:{mail.mark}",
            title=title,
            actions=(note,),
            reason=say("What it says of which point is not clear."),
            reasons=tuple(Reason(what=say("It is not clear."), quote=one, source=mail.source) for one in quotes),
            about=mail.ref,
            owner=whom,
            circle=circle,
            confidential=bool(circle),
        )

    def _noting(self, keys: Sequence[str], letter: _Letter) -> Iterator[Proposal]:
        """That an answer came: nobody is reminded of what they answered; a reminder that waits is made anew or taken back."""
        mail, person = letter.answer.mail, letter.person
        day = self.facts.office.working_time.local(mail.received).date()
        self.heard.update(dict.fromkeys(keys, day))
        actions = (*self._heard(letter, keys), *self._drafts(letter, keys))
        key = f"{KEY}heard:{mail.mark}"
        anew = []
        for pending in self._pending(person):
            made = self._anew(person, pending)
            if made is None:
                key = pending
            else:
                anew.append(made)
        yield Proposal(
            key=key,
            title=say("Note that {name} answered about action points", name=person.name),
            actions=actions,
            reason=say("Nobody is reminded of what they have answered."),
            reasons=(Reason(what=say("{name} writes it.", name=person.name), source=mail.source),),
            about=mail.ref,
        )
        yield from anew

    def _heard(self, letter: _Letter, keys: Sequence[str], more: str = "") -> tuple[Action, ...]:
        """What notes that an answer about these points came; `more` makes its key another."""
        mail, person = letter.answer.mail, letter.person
        day = self.facts.office.working_time.local(mail.received).date()
        note = NoteItem(item_kind=HEARD, key=f"{KEY}heard:{mail.mark}{more}", title=one_line(mail.subject) or person.name,
                        source={"person": person.address, "day": day.isoformat(), "keys": list(keys)})  # fmt: skip
        return note, CloseItem(item_kind=HEARD, key=note.key)

    def _pending(self, person: Person) -> list[str]:
        begin = remind_key(person.address, "")
        return sorted(key for key in self.facts.pending if key.startswith(begin))

    def _anew(self, person: Person, key: str) -> Proposal | None:
        """The reminder that waits, without what was answered; None where nothing of it is left."""
        facts = replace(self.facts, points=tuple(self.points.values()), heard=self.heard)
        return next((one for one in reminders(facts, self.settings, [person.address]) if one.key == key), None)

    def _drafts(self, letter: _Letter, keys: Iterable[str]) -> tuple[Action, ...]:
        """Takes back the draft of a reminder that was answered before anybody sent it."""
        wanted, answered = set(keys), letter.reminder.key if letter.reminder is not None else ""
        for one in self.facts.reminders:
            if not one.mail or one.person != letter.person.address or one.key == answered:
                continue
            about = [key for _, key, _ in one.points]
            if wanted & set(about) and not any(self.facts.heard.get(key, date.min) >= one.day for key in about):
                return (DiscardDraft(mail=_draft_of(one)),)
        return ()


def _draft_of(reminder: Reminder) -> OutgoingMail:
    told = reminder.mail
    return OutgoingMail(
        account=str(told.get("account", "")),
        to=tuple(map(str, told.get("to", ()))),
        subject=str(told.get("subject", "")),
        body=str(told.get("body", "")),
        key=str(told.get("key", "")),
        language=str(told.get("language", "")),
    )


def changed_by(point: Followed, said: Said, person: Person, at: date, facts: Facts) -> Followed:
    """The point after what was said of it."""
    event = Event(at=at.isoformat(), what=said.status, by=person.address, words=said.words,
                  due=said.day.isoformat() if said.day is not None else "")  # fmt: skip
    due = said.day if said.day is not None else point.due
    if said.status in ("given", "not-mine"):
        owners = said.who or point.owners
        known = [found.name for one in owners if (found := facts.office.people.at(one)) is not None]
        who = tuple(known) if said.who else point.who
        return point.with_event(event, owners=tuple(owners), who=who, due=due, status="", status_words="")
    if said.status in _NOTING:
        return point.with_event(event, status=said.status, status_words=said.words, due=due)
    if said.status == "moved":
        return point.with_event(event, due=due, status="", status_words="")
    return point.with_event(event)


def _title(said: Said, point: Followed, changed: Followed, person: Person) -> Text:
    what, name = point.what, person.name
    match said.status:
        case "done":
            return say("Close “{what}”: {name} says it is done", what=what, name=name)
        case "dropped":
            return say("Close “{what}”: {name} says it is no longer needed", what=what, name=name)
        case "given" | "not-mine":
            return say(
                "Give “{what}” to {owner}, as {name} writes", what=what, owner=", ".join(changed.who), name=name
            )
        case "blocked":
            return say("Note that “{what}” is blocked", what=what)
        case "moved":
            return say("Move “{what}” to {day}, as {name} writes", what=what, day=changed.due, name=name)
        case "partly":
            return say("Note that “{what}” is done in part", what=what)
    return say("Note that “{what}” is under way", what=what)
