"""What becomes of the chair's answers: out with the minutes, a next version, a question, or nothing yet.

Nothing is ever half sent: one proposal holds the documents, the mail, the actions to follow and the end of the item.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from officebot.core.conversations import subject_of
from officebot.core.proposals import Proposal, Reason
from officebot.core.text import Text, one_line, say
from officebot.duties.minutes.agenda import noted
from officebot.duties.minutes.asking import question
from officebot.duties.minutes.distributing import final
from officebot.duties.minutes.drafting import known_occasions, shown
from officebot.duties.minutes.hearing import understood
from officebot.duties.minutes.observe import Event, Facts
from officebot.duties.minutes.occasions import Occasion, invited_to, name_of, secretary_of
from officebot.duties.minutes.recognise import ANSWER
from officebot.duties.minutes.settings import Settings
from officebot.duties.minutes.state import Standing
from officebot.duties.minutes.writing import letter, listed, posted


@dataclass(slots=True)
class _Told:
    """What the answers to one version add up to, read in order."""

    standing: Standing
    events: list[Event] = field(default_factory=list)
    changes: list[Text] = field(default_factory=list)
    #: The answers that changed something: a yes in another mail was given to what was shown before them.
    changed_by: list[Event] = field(default_factory=list)
    questions: list[Text] = field(default_factory=list)
    is_agreed: bool = False
    is_put_off: bool = False
    #: What any of them wanted changed and was not: a bare yes that comes later does not take it back.
    unmade: list[Text] = field(default_factory=list)
    #: Whether something was not clear, and no plain yes came after it.
    is_doubtful: bool = False

    @property
    def last(self) -> Event:
        """The last answer that counts."""
        return self.events[-1]


def answers(facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """The proposals that the answers to each draft lead to."""
    occasions = {one.name: one for one in known_occasions(facts, settings)}
    for standing in facts.standings.values():
        occasion = occasions.get(standing.name)
        if occasion is None or standing.minutes is None or not standing.version:
            continue
        told = _Told(standing)
        for event in facts.events:
            version = version_answered(event, standing, facts) if event.kind == ANSWER else None
            if version is not None:
                asked = _unheard(facts, occasion, event, version, standing)
                if asked is not None:
                    yield asked
                else:
                    _hear(facts, settings, occasion, told, event)
        if told.events:
            yield from _what_follows(facts, settings, occasion, told)


def version_answered(event: Event, standing: Standing, facts: Facts) -> int | None:
    """Which version a mail answers: the one it answers directly, else the one its subject names, else its conversation's."""
    subjects = [subject_of(one) for one in standing.subjects]
    answered = facts.shown.get(event.mail.in_reply_to)
    begun = facts.shown.get(event.mail.thread)
    for subject in (answered[0] if answered else "", subject_of(event.mail.subject), begun[0] if begun else ""):
        if subject in subjects:
            return subjects.index(subject) + 1
    return None


def _unheard(facts: Facts, occasion: Occasion, event: Event, version: int, standing: Standing) -> Proposal | None:
    """The question about an answer that does not count as it is; None for one that does."""
    secretary = secretary_of(occasion.meeting, facts.office)
    allowed = {occasion.meeting.chair.lower(), *([secretary.address] if secretary is not None else [])}
    who, words = name_of(event.by, facts.office), one_line(event.notes.words, 200)
    day, title = occasion.day, occasion.meeting.title
    if event.is_forged:
        what = say(
            "An answer about the minutes of “{meeting}” on {day} bears the name of {name}, and our server says it is not theirs.",
                   meeting=title, day=day, name=who)  # fmt: skip
    elif event.notes.problem is not None:
        what = say("The answer of {name} to the minutes of “{meeting}” on {day}: {why}", name=who, meeting=title, day=day,
                   why=event.notes.problem)  # fmt: skip
    elif event.by not in allowed:
        what = say("{name} writes about the draft minutes of “{meeting}” on {day}: “{words}”", name=who, meeting=title,
                   day=day, words=words)  # fmt: skip
    elif version != standing.version:
        what = say(
            "{name} answers version {version} of “{meeting}” ({day}); version {latest} was shown since: “{words}”",
                   name=who, version=version, latest=standing.version, meeting=title, day=day, words=words)  # fmt: skip
    else:
        return None
    return question(facts, what, mark=_mark(event, occasion), meeting=occasion.meeting, event=event, quote=words,
                    occasion=occasion.name)  # fmt: skip


def _mark(event: Event, occasion: Occasion) -> str:
    """Of a question about an answer to the minutes of one occasion: a mail may be asked about for another reason, too."""
    return f"{event.mail.mark}:{occasion.name}"


def _hear(facts: Facts, settings: Settings, occasion: Occasion, told: _Told, event: Event) -> None:
    """One more answer: its corrections are made in what those before it left, and its yes is the last word.

    What only puts off settles nothing that was asked; and who may not agree takes nobody's word back by saying no more than
    yes or later.
    """
    minutes = told.standing.minutes
    assert minutes is not None
    at = facts.office.working_time.local(event.mail.received).date()
    names = [name_of(one, facts.office) for one in invited_to(occasion, facts.office)]
    shown = facts.standings[told.standing.key]
    heard = understood(
        event.notes.words, event.notes.documents, minutes, at=at, version=shown.version, names=names,
        author=name_of(event.by, facts.office),
        sent=facts.documents.get(shown.key) if shown.minutes == minutes else None,
    )  # fmt: skip
    told.standing = replace(told.standing, minutes=heard.minutes, mails=(*told.standing.mails, event.mail.mark))
    says_more = heard.heard not in ("ok", "later")
    if told.events and not says_more and not _may_agree(event, occasion, settings):
        return
    if heard.heard == "later" and (told.questions or told.unmade):
        told.questions = told.questions or list(told.unmade)
        return
    told.events.append(event)
    told.changes += heard.changes
    if heard.changes:
        told.changed_by.append(event)
    # What was not clear in an earlier answer is asked already; only a plain yes settles it.
    told.is_doubtful = heard.heard != "ok" and (told.is_doubtful or bool(heard.questions))
    told.questions = list(heard.questions)
    told.unmade += [one for one in heard.unmade if one not in told.unmade]
    told.is_agreed = heard.is_agreed
    told.is_put_off = heard.heard == "later"


# ── what follows ──────────────────────────────────────────────────────────────────────────────────────────


def _may_agree(event: Event, occasion: Occasion, settings: Settings) -> bool:
    """Whether the yes of who wrote it is the one that counts."""
    return event.by == occasion.meeting.chair.lower() or settings.secretary_validates


def _what_follows(facts: Facts, settings: Settings, occasion: Occasion, told: _Told) -> Iterator[Proposal]:
    """One proposal, whatever was said: what an earlier answer led to, and still waits, it takes the place of."""
    event = told.last
    may_agree = _may_agree(event, occasion, settings)
    if told.changes:
        is_seen = all(one is event for one in told.changed_by)
        goes_out = told.is_agreed and may_agree and is_seen and settings.corrected_goes_out and not told.is_doubtful
        yield _out(facts, settings, occasion, told) if goes_out else _next(facts, settings, occasion, told)
    elif told.questions or (told.is_agreed and not may_agree):
        yield _asked(facts, occasion, told)
    elif told.is_agreed:
        yield _out(facts, settings, occasion, told)
    elif told.is_put_off:
        yield _later(facts, occasion, told)


def _out(facts: Facts, settings: Settings, occasion: Occasion, told: _Told) -> Proposal:
    who = name_of(told.last.by, facts.office)
    reasons = [
        Reason(what=say("{name} agrees.", name=who), quote=one_line(told.last.notes.words, 200),
               source=told.last.mail.source),
        *(Reason(what=one) for one in told.changes),
        *(Reason(what=say("Wanted before, and not in these minutes: {what}", what=one)) for one in told.unmade),
    ]  # fmt: skip
    return final(facts, settings, occasion, told.standing, reasons, about=told.last, changes=told.changes,
                 must_ask=bool(told.unmade))  # fmt: skip


def _next(facts: Facts, settings: Settings, occasion: Occasion, told: _Told) -> Proposal:
    """The next version, shown to the chair with what changed; the secretary looks at it first."""
    minutes = told.standing.minutes
    assert minutes is not None
    who = name_of(told.last.by, facts.office)
    questions = tuple(dict.fromkeys((*told.unmade, *told.questions)))
    return shown(
        facts, settings, occasion, told.standing, minutes,
        title=say("Version {version} of the minutes of “{meeting}” on {day} for {chair}", version=told.standing.version + 1,
                  meeting=occasion.meeting.title, day=occasion.day, chair=name_of(occasion.meeting.chair, facts.office)),
        reason=say("{name} corrects it.", name=who),
        reasons=(
            *(doubt for one in told.changed_by for doubt in one.doubts),
            *(Reason(what=one, source=told.last.mail.source) for one in (*told.changes, *questions)),
        ),
        since=told.last.mail.received, changes=told.changes, questions=questions, event=told.last, must_ask=True,
    )  # fmt: skip


def _asked(facts: Facts, occasion: Occasion, told: _Told) -> Proposal:
    """What nobody understands: noted for the secretary, with the draft of an answer to whoever wrote it."""
    event, standing = told.last, told.standing
    language = standing.minutes.language if standing.minutes is not None else "fr"
    who, words = name_of(event.by, facts.office), one_line(event.notes.words, 200)
    if not told.questions:
        what = say("{name} agrees to the minutes of “{meeting}” on {day}; the settings want the word of {chair}.",
                   name=who, meeting=occasion.meeting.title, day=occasion.day,
                   chair=name_of(occasion.meeting.chair, facts.office))  # fmt: skip
        return question(facts, what, mark=_mark(event, occasion), meeting=occasion.meeting, event=event, quote=words,
                        occasion=occasion.name, instead=occasion.paper)  # fmt: skip
    what = say("What {name} wants of the minutes of “{meeting}” on {day} is not clear, and nothing goes out: {questions}",
               name=who, meeting=occasion.meeting.title, day=occasion.day,
               questions=" ".join(one.render(facts.office.language) for one in told.questions)[:600])  # fmt: skip
    places = {
        "version": str(standing.version),
        "quote": words,
        "questions": listed("", [one.render(language) for one in told.questions]).strip(),
    }
    subject = f"Re: {standing.subjects[-1]}"
    answer = letter(facts, occasion, "question", (event.by,), subject, places, key=f"ask:{event.mail.mark}",
                    answers=(event.mail.message_id,) if event.mail.message_id else ())  # fmt: skip
    return question(facts, what, mark=_mark(event, occasion), meeting=occasion.meeting, event=event, quote=words,
                    occasion=occasion.name, more=posted(answer, "draft"), instead=occasion.paper)  # fmt: skip


def _later(facts: Facts, occasion: Occasion, told: _Told) -> Proposal:
    """The chair looks at it later: the days for an answer begin anew."""
    event = told.last
    standing = replace(facts.standings[told.standing.key], since=event.mail.received, mails=told.standing.mails)
    return Proposal(
        key=occasion.paper,
        title=say("{name} looks at the minutes of “{meeting}” on {day} later", name=name_of(event.by, facts.office),
                  meeting=occasion.meeting.title, day=occasion.day),
        actions=(noted(facts, occasion, standing),),
        reason=say("The days for an answer begin anew."),
        reasons=(
            Reason(what=say("As it was written."), quote=one_line(event.notes.words, 200), source=event.mail.source),
            *event.doubts,
        ),
        about=event.mail.ref,
        circle=occasion.meeting.circle,
        confidential=bool(occasion.meeting.circle),
        must_ask=bool(event.doubts),
    )  # fmt: skip
