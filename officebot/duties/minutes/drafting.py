"""Notes that came become the first draft of minutes, and go to the chair with what is not sure about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import PurePosixPath

from officebot.core.actions import Action, KeepAttachment, MoveFile, WriteDocument
from officebot.core.conversations import subject_of
from officebot.core.dates import find_dates
from officebot.core.filenames import safe_name
from officebot.core.minutes.arrived import ArrivedFile
from officebot.core.minutes.copies import is_copy
from officebot.core.minutes.model import Minutes
from officebot.core.proposals import Proposal, Reason
from officebot.core.text import LANGUAGES, Text, counted, one_line, say
from officebot.duties.minutes.agenda import agenda_title, noted
from officebot.duties.minutes.asking import question, which_meeting
from officebot.duties.minutes.making import action_lines, data_of, decision_lines, drafted, path_of, questions_of
from officebot.duties.minutes.observe import Event, Facts
from officebot.duties.minutes.occasions import KEY, Occasion, name_of, secretary_of
from officebot.duties.minutes.recognise import NOTES
from officebot.duties.minutes.settings import MeetingTable, Settings
from officebot.duties.minutes.state import Standing
from officebot.duties.minutes.writing import consequence, draft_subject, final_subject, letter, listed, posted

#: What minutes are drafted from; agendas and lists of participants only come with it.
_DRAFTED = ("notes", "transcript")


@dataclass(slots=True)
class Brought:
    """All that came for one occasion: its files, each with the mail it hung on, None for one of the folder."""

    occasion: Occasion
    files: list[tuple[ArrivedFile, Event | None]] = field(default_factory=list)

    @property
    def events(self) -> list[Event]:
        """The mails, each once."""
        found = {event.mail.id: event for _, event in self.files if event is not None}
        return list(found.values())

    def since(self, now: datetime) -> datetime:
        """When the last of it came."""
        return max((event.mail.received for event in self.events), default=now)


def drafts(facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """A first draft for each occasion of which notes came; a question where it is not clear which, or nothing can be read."""
    bundles: dict[str, Brought] = {}
    for event in facts.events:
        if event.kind == NOTES:
            yield from _of_mail(facts, settings, event, bundles)
    yield from _of_folders(facts, settings, bundles)
    for brought in bundles.values():
        # An agenda or a list of participants that came alone waits for the notes.
        if any(one.kind in _DRAFTED for one, _ in brought.files):
            yield _draft(facts, settings, brought)


# ── which meeting ─────────────────────────────────────────────────────────────────────────────────────────


def _of_mail(facts: Facts, settings: Settings, event: Event, bundles: dict[str, Brought]) -> Iterator[Proposal]:
    """A mail's files put to their occasion; the questions about those that have none."""
    if _is_ours(facts, settings, event):
        return
    for number, (name, why) in enumerate(event.notes.unread):
        what = say(
            "{file}, sent by {name}: {why}", file=one_line(name, 80), name=name_of(event.by, facts.office), why=why
        )
        yield question(
            facts, what, mark=f"{event.mail.mark}:{number}", meeting=_meeting(settings, event), event=event
        )
    if event.notes.problem is not None or event.is_forged:
        why = event.notes.problem or say("Our own server says that another wrote it.")
        what = say("Notes sent by {name}: {why}", name=name_of(event.by, facts.office), why=why)
        yield question(facts, what, mark=event.mail.mark, meeting=_meeting(settings, event), event=event)
        return
    files = _files(event)
    if not files:
        return
    names = [one.name for one in files]
    meetings = [str(one) for one in event.data.get("meetings", ()) if one in settings.meetings]
    local = facts.office.working_time.local(event.mail.received)
    words = "\n".join((event.mail.subject, *names))
    occasion = _held(facts, settings, meetings, event.mail.received, _days_in(facts, words, local))
    if occasion is None:
        what = say("Of which meeting are the notes {files} of {name}? Send them again with its name and day in the subject.",
                   files=names, name=name_of(event.by, facts.office))  # fmt: skip
        yield which_meeting(facts, settings, event, what)
    elif not _is_late(facts, occasion):
        bundle = bundles.setdefault(occasion.name, Brought(occasion))
        bundle.files += [(one, event) for one in files]
    else:
        what = say(
            "Notes of “{meeting}” on {day} came after the draft: {files}. Send the draft back with what is missing.",
                   meeting=occasion.meeting.title, day=occasion.day, files=names)  # fmt: skip
        yield question(
            facts, what, mark=event.mail.mark, meeting=occasion.meeting, event=event, occasion=occasion.name
        )


def _meeting(settings: Settings, event: Event) -> MeetingTable | None:
    found = [settings.meetings[one] for one in event.data.get("meetings", ()) if one in settings.meetings]
    return next((one for one in found if one.circle), found[0] if found else None)


def _is_ours(facts: Facts, settings: Settings, event: Event) -> bool:
    """Whether it is our letter about an occasion, delivered to a colleague or passed on: it brings no notes.

    An answer to one may bring some; before the agenda or the minutes went out, nothing of ours bears their subject.
    """
    if event.mail.in_reply_to and not is_copy(event.notes.words):
        return False
    subject, zone = subject_of(event.mail.subject), facts.office.working_time
    days = _days_in(facts, event.mail.subject, zone.local(event.mail.received))
    told: list[str] = []
    for key, table in settings.meetings.items():
        for day in days:
            one = Occasion(key=key, meeting=table, start=datetime.combine(day, time(0), zone.tz), day=day)
            if one.name in facts.finished:
                told += [final_subject(one, language) for language in LANGUAGES]
            if one.name in facts.finished or f"{KEY}{one.name}" in facts.standings:
                told += [agenda_title(one, language) for language in LANGUAGES]
    return subject in map(subject_of, told)


def _files(event: Event) -> list[ArrivedFile]:
    """What notes can be drafted from: the files; where none hangs on it, the mail's own words, which else only say so."""
    files = list(event.notes.files)
    if files or not event.notes.words.strip():
        return files
    own = ArrivedFile(name="mail.txt", kind="notes", text=event.notes.words, sha256="")
    return [*files, own]


def _of_folders(facts: Facts, settings: Settings, bundles: dict[str, Brought]) -> Iterator[Proposal]:
    """The files of `incoming/minutes/NAME` put to the meeting's last occasion, or to the day in their names."""
    for key, found in facts.folders.items():
        table = settings.meetings[key]
        if found.problem is not None:
            what = say("incoming/minutes/{meeting}: {why}", meeting=key, why=found.problem)
            yield question(facts, what, mark=f"folder:{key}", meeting=table)
        for name, why in found.unread:
            what = say("{file} in incoming/minutes/{meeting}: {why}", file=one_line(name, 80), meeting=key, why=why)
            yield question(facts, what, mark=f"file:{key}:{safe_name(name)}", meeting=table)
        local = facts.office.working_time.local(facts.now)
        days = _days_in(facts, "\n".join(one.name for one in found.files), local)
        occasion = _held(facts, settings, [key], facts.now, days) if found.files else None
        if occasion is not None and not _is_late(facts, occasion):
            bundle = bundles.setdefault(occasion.name, Brought(occasion))
            bundle.files += [(one, None) for one in found.files]
        elif found.files:
            names = [one.name for one in found.files]
            what = say(
                "Of which day are {files} in incoming/minutes/{meeting}? Name them as 2026-11-26, unless that day is drafted.",
                       files=names, meeting=key)  # fmt: skip
            yield question(facts, what, mark=f"file:{key}:{found.files[0].sha256[:20]}", meeting=table)


def _held(
    facts: Facts, settings: Settings, meetings: Sequence[str], at: datetime, days: frozenset[date]
) -> Occasion | None:
    """The occasion that notes are of: the last that had begun, of the day they name; None where several could be meant."""
    since = at - timedelta(days=settings.look_back_days)
    held = [one for one in known_occasions(facts, settings) if one.key in meetings and since <= one.start <= at]
    of_day = [one for one in held if one.day in days]
    if of_day:
        return of_day[-1] if len({one.key for one in of_day}) == 1 else None
    today = facts.office.working_time.local(at).date()
    past = [day for day in days if day <= today]
    if len(meetings) == 1 and past:
        # It stands in no calendar: the notes say when it was.
        day = max(past)
        start = datetime.combine(day, time(0), facts.office.working_time.tz)
        return Occasion(key=meetings[0], meeting=settings.meetings[meetings[0]], start=start, day=day)
    return held[-1] if held and len({one.key for one in held}) == 1 else None


def known_occasions(facts: Facts, settings: Settings) -> list[Occasion]:
    """The occasions of the calendars, and those of which an agenda or a draft went out, wherever they stand by now."""
    found = {one.name: one for one in facts.occasions}
    for standing in facts.standings.values():
        if standing.name not in found and standing.meeting in settings.meetings:
            found[standing.name] = Occasion(
                key=standing.meeting, meeting=settings.meetings[standing.meeting], start=standing.start, day=standing.day,
                place=standing.place,
            )  # fmt: skip
    return sorted(found.values(), key=lambda one: (one.start, one.key))


def _days_in(facts: Facts, words: str, local: datetime) -> frozenset[date]:
    """The days that a subject, or the names of files, hold."""
    language = "en" if facts.office.language.startswith("en") else "fr"
    said = words[:1_000].replace("_", " ")
    found = find_dates(said, local, language, working=facts.office.working_time)
    days = {one.value[:10] for one in found if one.type.startswith("date") and len(one.value) >= 10}
    return frozenset(date.fromisoformat(day) for day in days)


def _is_late(facts: Facts, occasion: Occasion) -> bool:
    """Whether the chair was shown a draft already, or the minutes went out."""
    standing = facts.standings.get(f"{KEY}{occasion.name}")
    return occasion.name in facts.finished or (standing is not None and standing.version > 0)


# ── the draft ─────────────────────────────────────────────────────────────────────────────────────────────


def _draft(facts: Facts, settings: Settings, brought: Brought) -> Proposal:
    occasion = brought.occasion
    standing = facts.standings.get(f"{KEY}{occasion.name}")
    agenda = standing.agenda if standing is not None else occasion.meeting.standing
    files = [one for one, _ in brought.files]
    minutes = drafted(facts, occasion, files, agenda)
    names = list(dict.fromkeys(one.name for one in files if one.kind in _DRAFTED))
    if not any(one.summary or one.decisions or one.actions for one in minutes.topics):
        what = say("Nothing for the minutes of “{meeting}” on {day} was found in {files}: write them yourself.",
                   meeting=occasion.meeting.title, day=occasion.day, files=names)  # fmt: skip
        return question(facts, what, mark=f"empty:{occasion.name}", meeting=occasion.meeting, occasion=occasion.name)
    new = Standing(
        meeting=occasion.key, day=occasion.day, start=occasion.start, place=occasion.place, agenda=tuple(agenda), version=0,
        mails=tuple(event.mail.mark for event in brought.events), files=tuple(names),
    )  # fmt: skip
    kept = tuple(_kept(brought))
    doubts = tuple(doubt for one in brought.events for doubt in one.doubts)
    return shown(
        facts, settings, occasion, new, minutes,
        title=say("Draft minutes of “{meeting}” on {day} for {chair}", meeting=occasion.meeting.title, day=occasion.day,
                  chair=name_of(occasion.meeting.chair, facts.office)),
        reason=say("Notes came: {files}.", files=names),
        reasons=(
            *(
                Reason(what=say("Sent by {name}.", name=name_of(one.by, facts.office)), source=one.mail.source)
                for one in brought.events
            ),
            *doubts,
        ),
        must_ask=bool(doubts),
        since=brought.since(occasion.start), before=kept, event=brought.events[-1] if brought.events else None,
    )  # fmt: skip


def shown(
    facts: Facts,
    settings: Settings,
    occasion: Occasion,
    standing: Standing,
    minutes: Minutes,
    *,
    title: Text,
    reason: Text,
    since: datetime,
    reasons: Sequence[Reason] = (),
    changes: Sequence[Text] = (),
    questions: Sequence[Text] = (),
    before: Sequence[Action] = (),
    event: Event | None = None,
    must_ask: bool = False,
) -> Proposal:
    """The proposal that shows the chair the next version: the document, the letter, and where it stands, all or nothing."""
    language, version = minutes.language, standing.version + 1
    subject = draft_subject(occasion, version, language)
    new = replace(
        standing, version=version, minutes=minutes, subjects=(*standing.subjects, subject), since=since,
        document=path_of(occasion, minutes, version, is_draft=True),
    )  # fmt: skip
    document = WriteDocument(
        path=new.document, template=occasion.meeting.template, language=language,
        data=data_of(facts, occasion, minutes, version, new.files, is_draft=True),
    )  # fmt: skip
    asked = [one.render(language) for one in (*questions, *questions_of(minutes))]
    places = {
        "version": str(version),
        "changes": listed(say("What changed:").render(language), [one.render(language) for one in changes]),
        "glance": "\n\n".join(filter(None, (
            listed(say("Decisions:").render(language), decision_lines(minutes)),
            listed(say("Actions:").render(language), action_lines(minutes)),
        ))),
        "questions": listed(say("To be settled:").render(language), asked),
    }  # fmt: skip
    answers = (event.mail.message_id,) if event is not None and standing.version and event.mail.message_id else ()
    chair, secretary = occasion.meeting.chair.lower(), secretary_of(occasion.meeting, facts.office)
    own = {one.address for one in facts.office.people.mailbox_owners}
    cc = (secretary.address,) if secretary is not None and secretary.address not in own | {chair} else ()
    mail = letter(facts, occasion, "draft", (chair,), subject, places, key=f"paper:{occasion.name}:{version}",
                  documents=(new.document,), answers=answers, cc=cc)  # fmt: skip
    return Proposal(
        key=occasion.paper,
        title=title,
        actions=(*before, document, *posted(mail, settings.mode), noted(facts, occasion, new)),
        reason=reason,
        reasons=(*reasons, *_found(minutes)),
        consequences=consequence(settings.mode, (chair, *cc)),
        about=event.mail.ref if event is not None else None,
        owner=secretary.address if secretary is not None else "",
        circle=occasion.meeting.circle,
        confidential=bool(occasion.meeting.circle),
        must_ask=must_ask,
    )  # fmt: skip


def _found(minutes: Minutes) -> Iterator[Reason]:
    decisions, actions = len(decision_lines(minutes)), len(action_lines(minutes))
    yield Reason(what=counted("{count} decision was found.", "{count} decisions were found.", decisions))
    yield Reason(what=counted("{count} action was found.", "{count} actions were found.", actions))


def _kept(brought: Brought) -> Iterator[Action]:
    """What the draft was made of, filed beside it."""
    taken: set[str] = set()
    for one, event in brought.files:
        if not one.sha256:
            continue  # the mail's own words stay in the mail
        name = PurePosixPath(safe_name(one.name, 80))
        path, number = f"{brought.occasion.folder}/notes/{name}", 1
        while path in taken:
            number += 1
            path = f"{brought.occasion.folder}/notes/{name.stem} ({number}){name.suffix}"
        taken.add(path)
        if event is not None:
            yield KeepAttachment(on=event.mail.ref, sha256=one.sha256, path=path)
        else:
            yield MoveFile(path=one.path, to=path, sha256=one.sha256)
