"""What waits too long: a draft that its chair does not answer, a meeting of which no notes came."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from officebot.core.actions import CheckUnanswered, CloseItem
from officebot.core.conversations import subject_of
from officebot.core.letters import answer_subject
from officebot.core.proposals import Proposal, Reason
from officebot.core.text import say
from officebot.duties.minutes.answering import version_answered
from officebot.duties.minutes.asking import question
from officebot.duties.minutes.drafting import known_occasions
from officebot.duties.minutes.observe import Facts
from officebot.duties.minutes.occasions import KEY, Occasion, name_of, secretary_of
from officebot.duties.minutes.recognise import ANSWER
from officebot.duties.minutes.settings import Settings
from officebot.duties.minutes.state import MINUTES, Standing
from officebot.duties.minutes.writing import consequence, letter, posted


def waiting(facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """The chairs to remind today; what the secretary is told after that, and where notes never came."""
    occasions = {one.name: one for one in known_occasions(facts, settings)}
    for standing in facts.standings.values():
        occasion = occasions.get(standing.name)
        if occasion is None:
            continue
        if standing.version:
            yield from _reminder(facts, settings, occasion, standing)
        elif (facts.today - standing.day).days > settings.look_back_days:
            yield _without_notes(facts, occasion, standing)


def _reminder(facts: Facts, settings: Settings, occasion: Occasion, standing: Standing) -> Iterator[Proposal]:
    """At most one a day: after so many working days, after as many more, then no more."""
    chair = occasion.meeting.chair.lower()
    mine = [one for one in facts.events if one.kind == ANSWER and one.by == chair and not one.is_forged]
    if any(version_answered(one, standing, facts) == standing.version for one in mine):
        return
    working, since = facts.office.working_time, _since(facts, standing)
    shown = working.local(since).date()
    for number in range(1, settings.most_reminders + 2):
        day = working.add_working_days(shown, occasion.meeting.validation_days * number)
        if day > facts.today:
            return
        key = f"{KEY}remind:{standing.name}:{standing.version}:{number}:{shown.isoformat()}"
        if key in facts.settled:
            continue
        if number > settings.most_reminders:
            yield _told(facts, occasion, standing)
        else:
            yield _ask(facts, settings, occasion, standing, key, since)
        return


def _since(facts: Facts, standing: Standing) -> datetime:
    """Since when the chair has the version: when the mail left, where it lies in Sent; or when they last wrote."""
    subject = subject_of(standing.subjects[-1])
    left = [at for said, at in facts.shown.values() if said == subject]
    known = [*([min(left)] if left else []), *([standing.since] if standing.since is not None else [])]
    return max(known, default=standing.start)


def _ask(
    facts: Facts, settings: Settings, occasion: Occasion, standing: Standing, key: str, since: datetime
) -> Proposal:
    chair = occasion.meeting.chair.lower()
    subject = standing.subjects[-1]
    ids = tuple(sorted(one for one, (said, _) in facts.shown.items() if said == subject_of(subject)))
    # Who put it off has answered that mail already: only what they write since then counts.
    is_put_off = any(said == subject_of(subject) and at < since for said, at in facts.shown.values())
    mail = letter(facts, occasion, "reminder", (chair,), answer_subject(subject), {"version": str(standing.version)},
                  key=key.removeprefix(KEY), answers=ids[:1])  # fmt: skip
    check = CheckUnanswered(
        account=facts.account, awaited=(chair,), message_ids=() if is_put_off else ids,
        thread="" if is_put_off or not ids else ids[0], subject=subject, since=since,
    )  # fmt: skip
    secretary = secretary_of(occasion.meeting, facts.office)
    day = facts.office.working_time.local(since).date()
    return Proposal(
        key=key,
        title=say("Remind {chair} of the draft minutes of “{meeting}” on {day}", meeting=occasion.meeting.title,
                  day=occasion.day, chair=name_of(chair, facts.office)),
        actions=(check, *posted(mail, settings.mode)),
        reason=say("No answer since {day}.", day=day),
        reasons=(Reason(what=say("The version that was shown: {version}.", version=standing.version)),),
        consequences=(say("Should an answer come before, nothing is sent."), *consequence(settings.mode, (chair,))),
        owner=secretary.address if secretary is not None else "",
        circle=occasion.meeting.circle,
        confidential=bool(occasion.meeting.circle),
    )  # fmt: skip


def _told(facts: Facts, occasion: Occasion, standing: Standing) -> Proposal:
    what = say("{chair} has not answered about the minutes of “{meeting}” on {day}, in spite of the reminders: ask them.",
               chair=name_of(occasion.meeting.chair, facts.office), meeting=occasion.meeting.title,
               day=occasion.day)  # fmt: skip
    return question(facts, what, mark=f"silent:{standing.name}:{standing.version}", meeting=occasion.meeting,
                    occasion=standing.name)  # fmt: skip


def _without_notes(facts: Facts, occasion: Occasion, standing: Standing) -> Proposal:
    """Nobody brought notes: the item ends, and the secretary knows."""
    what = say("No notes of “{meeting}” on {day} came: its minutes are not waited for any more.",
               meeting=occasion.meeting.title, day=occasion.day)  # fmt: skip
    end = CloseItem(item_kind=MINUTES, key=standing.key, because="no notes")
    return question(facts, what, mark=f"none:{standing.name}", meeting=occasion.meeting, occasion=standing.name,
                    more=(end,))  # fmt: skip
