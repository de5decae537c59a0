"""The agenda of a meeting that comes: its standing points, what is open, what people proposed; and points as they come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from officebot.core.actions import Action, CloseItem, NoteItem, WriteDocument
from officebot.core.availability.conflicts import Reply
from officebot.core.filenames import safe_name
from officebot.core.meetings.letters import time_in_words
from officebot.core.minutes.following import OpenAction, followed, open_actions
from officebot.core.minutes.titles import no_day, short_day, who_in_words
from officebot.core.proposals import Item, Proposal, Reason
from officebot.core.text import Language, Text, in_words, one_line, say
from officebot.duties.minutes.asking import which_meeting
from officebot.duties.minutes.observe import Event, Facts
from officebot.duties.minutes.occasions import KEY, Occasion, invited_to, language_of, name_of, secretary_of
from officebot.duties.minutes.recognise import POINT as POINT_CLAIM
from officebot.duties.minutes.settings import Settings
from officebot.duties.minutes.state import MINUTES, POINT, Standing
from officebot.duties.minutes.writing import consequence, letter, listed, posted

_MOST_POINTS, _MOST_ACTIONS = 60, 80
_REPLIES = {
    Reply.ACCEPTED: say("comes"),
    Reply.DECLINED: say("does not come"),
    Reply.TENTATIVE: say("perhaps"),
    Reply.NONE: say("no answer"),
}


def agendas(facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """The agendas that are due today, each proposed once: what comes later stands on the next one."""
    for occasion in facts.occasions:
        days = occasion.meeting.agenda_days
        key = f"{KEY}agenda:{occasion.name}"
        if not days or occasion.start <= facts.now or key in facts.settled or not facts.account:
            continue
        if facts.office.working_time.add_working_days(occasion.day, -days) <= facts.today:
            yield _agenda(facts, settings, occasion, key)


def _agenda(facts: Facts, settings: Settings, occasion: Occasion, key: str) -> Proposal:
    language = language_of(occasion.meeting, facts.office)
    proposed = [item for item in facts.points if item.source.get("meeting") == occasion.key][:_MOST_POINTS]
    # How they stand on the day of the meeting: the same agenda, on whichever morning it is made.
    still_open, done = (
        open_actions(items, occasion.key, occasion.day, facts.office.working_time)[:_MOST_ACTIONS]
        for items in (facts.actions, _closed_since(facts, occasion))
    )
    page = page_of(facts, occasion, proposed, (*still_open, *done), language)
    to = invited_to(occasion, facts.office)
    reasons = [
        Reason(what=say("{name} proposes: {point}", name=str(one.source.get("who", "")), point=one.title),
               quote=str(one.source.get("quote", "")), source=str(one.source.get("source", "")))
        for one in proposed
    ]  # fmt: skip
    secretary = secretary_of(occasion.meeting, facts.office)
    return Proposal(
        key=key,
        title=say("Agenda of “{meeting}” on {day}", meeting=occasion.meeting.title, day=occasion.day),
        actions=tuple(_actions(facts, settings, occasion, page, to, proposed)),
        reason=say("It takes place on {when}.", when=facts.office.working_time.local(occasion.start).replace(tzinfo=None)),
        reasons=(*reasons, Reason(what=say("Open actions: {count}.", count=len(still_open)))),
        consequences=consequence(settings.mode, to),
        owner=secretary.address if secretary is not None else "",
        circle=occasion.meeting.circle,
        confidential=bool(occasion.meeting.circle),
    )  # fmt: skip


def _closed_since(facts: Facts, occasion: Occasion) -> list[Item]:
    """The actions of this meeting that were closed since it was held last."""
    working = facts.office.working_time
    own = [followed(item, working) for item in (*facts.actions, *facts.closed_actions)]
    before = [
        one.held for one in own if one.meeting == occasion.key and one.held is not None and one.held < occasion.day
    ]
    since = max(before).isoformat() if before else ""
    closed = {one.key for one in own if not one.is_open and one.last is not None and one.last.at >= since}
    return [item for item in facts.closed_actions if item.key in closed]


def _actions(
    facts: Facts,
    settings: Settings,
    occasion: Occasion,
    page: dict[str, Any],
    to: Sequence[str],
    proposed: Sequence[Item],
) -> Iterator[Action]:
    language = language_of(occasion.meeting, facts.office)
    title = agenda_title(occasion, language)
    template, documents = occasion.meeting.agenda_template, []
    if template:
        ending = ".docx" if template.endswith(".docx") else ".pdf"
        name = safe_name(f"{occasion.day.isoformat()} {title}", 100)
        documents.append(f"{occasion.folder}/{name}{ending}")
        yield WriteDocument(path=documents[0], template=template, data=page, language=language)
    heading = say("Open actions").render(language)
    places = {
        "when": _when(facts, occasion, language),
        "place": one_line(occasion.place),
        "points": "\n".join(f"{one['number']}. {_with(one['text'], one['who'])}" for one in page["points"]),
        "actions": listed(heading, (_action_line(one) for one in page["actions"])),
    }
    key = f"agenda:{occasion.name}"
    yield from posted(
        letter(facts, occasion, "agenda", to, title, places, key=key, documents=documents), settings.mode
    )
    standing = Standing(
        meeting=occasion.key, day=occasion.day, start=occasion.start, place=occasion.place,
        agenda=tuple(one["text"] for one in page["points"]),
    )  # fmt: skip
    if standing.key not in facts.standings:
        yield noted(facts, occasion, standing)
    for item in proposed:
        yield CloseItem(item_kind=POINT, key=item.key, because=standing.name)


def agenda_title(occasion: Occasion, language: Language) -> str:
    """« Ordre du jour – CODIR, 26 novembre 2026 »."""
    title = one_line(occasion.meeting.title, 100)
    return f"{say('Agenda').render(language)} – {title}, {in_words(occasion.day, language)}"


def noted(facts: Facts, occasion: Occasion, standing: Standing) -> NoteItem:
    """The item that keeps how far an occasion's minutes have got."""
    secretary = secretary_of(occasion.meeting, facts.office)
    return NoteItem(
        item_kind=MINUTES,
        key=standing.key,
        title=say("Minutes of “{meeting}” on {day}", meeting=occasion.meeting.title, day=occasion.day).render(
            language_of(occasion.meeting, facts.office)
        ),
        owner=secretary.address if secretary is not None else "",
        source=standing.to_source(),
        circle=occasion.meeting.circle,
    )


# ── the page ──────────────────────────────────────────────────────────────────────────────────────────────


def page_of(
    facts: Facts, occasion: Occasion, proposed: Sequence[Item], actions: Sequence[OpenAction], language: Language
) -> dict[str, Any]:
    """What the agenda's template is filled in with: every text in the meeting's language."""
    points = [(one, "") for one in occasion.meeting.standing]
    if actions:
        points.append((say("Follow-up of open actions").render(language), ""))
    points += [(one.title, str(one.source.get("who", ""))) for one in proposed]
    secretary = secretary_of(occasion.meeting, facts.office)
    told: list[tuple[Text, str]] = [
        (say("Date"), _when(facts, occasion, language)),
        (say("Place"), one_line(occasion.place)),
        (say("Chaired by"), name_of(occasion.meeting.chair, facts.office)),
        (say("Minutes by"), secretary.name if secretary is not None else ""),
    ]
    return {
        "office": facts.office.name,
        "title": one_line(occasion.meeting.title),
        "heading": agenda_title(occasion, language),
        "day": in_words(occasion.day, language),
        "secretary": secretary.name if secretary is not None else "",
        "facts": [{"name": name.render(language), "value": value} for name, value in told if value],
        "points": [
            {"number": number, "text": one_line(text), "who": one_line(who, 80)}
            for number, (text, who) in enumerate(points, 1)
        ],
        "actions": [
            {"what": one_line(one.what), "who": one_line(who_in_words((one.who,), language), 80),
             "due": short_day(one.due, language) or no_day(language),
             "state": one.state.render(language)}
            for one in actions
        ],
        "invited": [
            {"name": one_line(name_of(address, facts.office), 80), "reply": _reply(occasion, address, language)}
            for address in invited_to(occasion, facts.office)
        ],
    }  # fmt: skip


def _reply(occasion: Occasion, address: str, language: Language) -> str:
    return _REPLIES[occasion.replies.get(address, Reply.NONE)].render(language)


def _when(facts: Facts, occasion: Occasion, language: Language) -> str:
    return time_in_words(facts.office.working_time.local(occasion.start), occasion.length, language)


def _with(text: str, who: str) -> str:
    return f"{text} ({who})" if who else text


def _action_line(row: dict[str, str]) -> str:
    return f"{row['what']} ({row['who']}, {row['due']}, {row['state']})"


# ── points that come ──────────────────────────────────────────────────────────────────────────────────────


def points(facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """The points that mails propose, noted until the next agenda takes them up; of which meeting, where that is not said,
    a person is asked."""
    for event in facts.events:
        key = f"{KEY}point:{event.mail.mark}"
        if event.kind != POINT_CLAIM or key in facts.settled or event.is_forged:
            continue
        meetings = [one for one in event.data.get("meetings", ()) if one in settings.meetings]
        if len(meetings) == 1:
            yield _point(facts, settings, event, str(meetings[0]), key)
        elif meetings:
            titles = [settings.meetings[one].title for one in meetings]
            said = "; ".join(str(one[0]) for one in event.data.get("points", ()))
            what = say("For which agenda is “{point}” of {name}: {meetings}?", point=one_line(said, 120),
                       name=name_of(event.by, facts.office), meetings=titles)  # fmt: skip
            yield which_meeting(facts, settings, event, what)


def _point(facts: Facts, settings: Settings, event: Event, meeting: str, key: str) -> Proposal:
    table = settings.meetings[meeting]
    found = [(str(one[0]), str(one[1])) for one in event.data.get("points", ())]
    who, secretary = name_of(event.by, facts.office), secretary_of(table, facts.office)
    notes = tuple(
        NoteItem(
            item_kind=POINT, key=f"{key}:{number}", title=text, owner=secretary.address if secretary is not None else "",
            source={"meeting": meeting, "who": who, "quote": quote, "source": event.mail.source}, circle=table.circle,
        )
        for number, (text, quote) in enumerate(found)
    )  # fmt: skip
    return Proposal(
        key=key,
        title=say("{name} proposes for the agenda of “{meeting}”: {point}", name=who, meeting=table.title,
                  point="; ".join(text for text, _ in found)),
        actions=notes,
        reason=say("It stands on the next agenda."),
        reasons=(
            *(Reason(what=say("Proposed by mail."), quote=quote, source=event.mail.source) for _, quote in found),
            *event.doubts,
        ),
        about=event.mail.ref,
        owner=secretary.address if secretary is not None else "",
        circle=table.circle,
        confidential=bool(table.circle),
        must_ask=bool(event.doubts),
    )  # fmt: skip
