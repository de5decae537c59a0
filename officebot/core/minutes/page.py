"""Minutes as data for templates: every text in the reader's language, in the order in which it stands.

No template reckons or formats: what it shows is here, so that Word, PDF and page say the same, and what comes back
corrected can be found again. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from officebot.core.expressions import expression
from officebot.core.minutes.model import ActionPoint, Minutes, NextMeeting, Passage, Topic
from officebot.core.minutes.titles import (
    MARK,
    VERSION_MARK,
    document_title,
    hour_in_words,
    kind_of_document,
    long_day,
    no_day,
    reference,
    short_day,
    who_in_words,
)
from officebot.core.text import Language, Text, counted, one_line, say

#: The template's name; the ending says which kind of document it makes.
TEMPLATE = "minutes/minutes"
#: Stands where nobody was there, so that no cell of a table is empty.
NOBODY = "—"
#: No sentence of a meeting is longer; a hostile one ends here.
_LONGEST = 20_000
#: A blank within a number, or between it and its unit: no line is broken there.
_IN_AMOUNTS = expression(r"(?<=\d) (?=\d{3}(?!\d)|[€%$£])")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAction:
    """An action of an earlier meeting that is still open; `state` says in words how it stands."""

    what: str
    who: str = ""
    due: date | None = None
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """What a document says of itself beside the minutes; what is "" is not shown.

    `version` counts the rounds of validation from 1; `files` are what the draft was made of.
    """

    office: str = ""
    place: str = ""
    chair: str = ""
    secretary: str = ""
    reference: str = ""
    confidentiality: str = ""
    version: int = 1
    made: date | None = None
    files: tuple[str, ...] = ()
    open_actions: tuple[OpenAction, ...] = ()


@dataclass(slots=True)
class _Marks:
    """The marks of a document: each with a number of its own, as Word wants it."""

    count: int = 0

    def next(self, *place: object) -> dict[str, str]:
        """The mark of a place: `{"mark": "_ob_d_2_1", "id": "17"}`."""
        self.count += 1
        return {"mark": MARK + "_".join(map(str, place)), "id": str(1000 + self.count)}


@dataclass(slots=True)
class _Counting:
    """The numbers of decisions and actions, counted through the whole document."""

    decisions: int = 0
    actions: int = 0
    glance: list[dict[str, Any]] = field(default_factory=list)


def page_of(
    minutes: Minutes, *, language: Language | None = None, draft: bool = True, properties: Properties | None = None
) -> Mapping[str, Any]:
    """The data for `minutes/minutes.docx`, `.typ` and `.html`, as JSON has it; `draft` until the chair has validated it.

    The references to the sources, the doubts and the note on top stand in the draft only.
    """
    reader: Language = language or minutes.language
    about = properties or Properties()
    marks, counting = _Marks(), _Counting()
    title = one_line(minutes.title)
    head = {
        "language": reader,
        "draft": draft,
        "kind": kind_of_document(reader, is_draft=draft),
        "title": title,
        "version_mark": marks.next(f"{VERSION_MARK.removeprefix(MARK)}{about.version}"),
        "title_mark": marks.next("title"),
        "date": long_day(minutes.date, reader),
        "office": one_line(about.office),
        "note": _note(about, reader) if draft else "",
        "facts": list(_facts(minutes, about, reader, draft=draft)),
        "attendance": list(_attendance(minutes, reader, marks)),
        "present": list(minutes.present),
        "excused": list(minutes.excused),
        "absent": list(minutes.absent),
    }
    told = _properties(minutes, about, reader, draft=draft)
    items = [_item(number, one, reader, draft, marks, counting) for number, one in enumerate(minutes.topics, 1)]
    return {
        **head,
        "glance": counting.glance,
        "items": items,
        "next_meeting": _next_meeting(minutes.next_meeting, reader, draft, marks),
        "unassigned": [_unassigned(number, one) for number, one in _numbered(minutes) if not one.who],
        "open_actions": [_open(number, one, reader) for number, one in enumerate(about.open_actions, 1)],
        "problems": [_words(one.render(reader)) for one in _problems(minutes)] if draft else [],
        "footer": " · ".join(part for part in (told["title"], told.get("confidentiality", "")) if part),
        "properties": told,
    }


# ── the first page ────────────────────────────────────────────────────────────────────────────────────────


def _note(about: Properties, language: Language) -> str:
    """What stands on top of a draft: whence it is, and who is to validate it."""
    files = [one_line(one, 80) for one in about.files]
    who = one_line(about.chair)
    if files and who:
        note = say("Draft made by officebot from {files}; to be validated by {person}.", files=files, person=who)
    elif files:
        note = say("Draft made by officebot from {files}; not validated yet.", files=files)
    elif who:
        note = say("Draft made by officebot; to be validated by {person}.", person=who)
    else:
        note = say("Draft made by officebot; not validated yet.")
    hint = say("The references in square brackets say where each sentence was read.")
    return f"{note.render(language)} {hint.render(language)}"


def _facts(minutes: Minutes, about: Properties, language: Language, *, draft: bool) -> Iterator[dict[str, str]]:
    told: list[tuple[Text, str]] = [
        (say("Date"), long_day(minutes.date, language)),
        (say("Place"), about.place),
        (say("Chaired by"), about.chair),
        (say("Minutes by"), about.secretary),
        (say("Reference"), about.reference),
        (say("Confidentiality"), about.confidentiality),
        (say("Version"), _version(about, language) if draft else ""),
    ]
    for label, value in told:
        if value:
            yield {"label": label.render(language), "value": one_line(value)}


def _version(about: Properties, language: Language) -> str:
    if about.made is None:
        return str(about.version)
    said = say("{version}, of {day}", version=str(about.version), day=short_day(about.made, language))
    return said.render(language)


def _attendance(minutes: Minutes, language: Language, marks: _Marks) -> Iterator[dict[str, Any]]:
    told = (
        ("present", say("Present"), minutes.present),
        ("excused", say("Excused"), minutes.excused),
        ("absent", say("Absent"), minutes.absent),
    )
    for kind, label, names in told:
        if names or kind == "present":
            shown = ", ".join(names) or NOBODY
            yield {"label": label.render(language), "names": shown, **marks.next(kind)}


# ── what was said ─────────────────────────────────────────────────────────────────────────────────────────


def _item(
    number: int, topic: Topic, language: Language, draft: bool, marks: _Marks, counting: _Counting
) -> dict[str, Any]:
    summary = [_passage(one, draft, marks.next("s", number, place)) for place, one in enumerate(topic.summary, 1)]
    decisions = []
    for place, one in enumerate(topic.decisions, 1):
        counting.decisions += 1
        label = f"D{counting.decisions}"
        decisions.append({"no": label, **_passage(one, draft, marks.next("d", number, place))})
        row = {"no": label, "kind": "decision", "what": _words(one.text), "who": "", "due": ""}
        counting.glance.append({**row, **marks.next("gd", number, place)})
    actions = []
    for place, action in enumerate(topic.actions, 1):
        counting.actions += 1
        row = {"no": f"A{counting.actions}", "kind": "action", **_action(action, language)}
        ref = reference(action.source) if draft else ""
        actions.append({**row, "ref": ref, **marks.next("a", number, place)})
        counting.glance.append({**row, **marks.next("ga", number, place)})
    return {
        "number": number,
        "heading": one_line(topic.heading) or say("Other matters").render(language),
        **marks.next("h", number),
        "summary": summary,
        "decisions": decisions,
        "actions": actions,
        "disagreements": [
            _passage(one, draft, marks.next("x", number, place), language)
            for place, one in enumerate(topic.disagreements, 1)
        ],
    }


def _passage(
    passage: Passage, draft: bool, mark: Mapping[str, str], spoken_in: Language | None = None
) -> dict[str, Any]:
    words = passage.text if spoken_in is None else spoken(passage, spoken_in)
    return {"text": _words(words), "ref": reference(passage.source) if draft else "", **mark}


def spoken(passage: Passage, language: Language) -> str:
    """A disagreement as it is shown: with who said it, unless its own words tell."""
    if not passage.speaker or passage.speaker in passage.text:
        return passage.text
    colon = "\u00a0:" if language == "fr" else ":"
    return f"{passage.speaker}{colon} {passage.text}"


def _action(action: ActionPoint, language: Language) -> dict[str, str]:
    return {
        "what": _words(action.what),
        "who": who_in_words(action.who, language),
        "due": short_day(action.due, language) or _words(action.due_words) or no_day(language),
    }


def _next_meeting(
    meeting: NextMeeting | None, language: Language, draft: bool, marks: _Marks
) -> dict[str, Any] | None:
    if meeting is None:
        return None
    day = long_day(meeting.date, language)
    if day and meeting.time is not None:
        day = say("{day} at {time}", day=day, time=hour_in_words(meeting.time, language)).render(language)
    when = ", ".join(part for part in (day, one_line(meeting.place)) if part)
    when = when[:1].upper() + when[1:]
    ref = reference(meeting.source) if draft else ""
    words = _words(meeting.text)
    return {"shown": f"{when}." if day else words, "when": when, "text": words, "ref": ref, **marks.next("next")}


# ── what is open ──────────────────────────────────────────────────────────────────────────────────────────


def _numbered(minutes: Minutes) -> Iterator[tuple[int, ActionPoint]]:
    return enumerate((action for _, action in minutes.actions), 1)


def _unassigned(number: int, action: ActionPoint) -> dict[str, str]:
    return {"no": f"A{number}", "what": _words(action.what)}


def _problems(minutes: Minutes) -> Iterator[Text]:
    """What the drafter was not sure of, and the actions of which no day is known; those without anybody stand apart."""
    for number, action in _numbered(minutes):
        if action.due is None:
            yield say("No day is named for action A{number}: {what}", number=number, what=one_line(action.what))
    yield from (one.what for one in minutes.problems)


def _open(number: int, action: OpenAction, language: Language) -> dict[str, str]:
    return {
        "no": str(number),
        "what": _words(action.what),
        "who": who_in_words((action.who,), language),
        "due": short_day(action.due, language) or no_day(language),
        "state": one_line(action.state) or say("open").render(language),
    }


def _properties(minutes: Minutes, about: Properties, language: Language, *, draft: bool) -> dict[str, str]:
    """What the file's properties say: names as Word has them; what is not known is left out."""
    told = {
        "title": document_title(minutes.title, language, is_draft=draft, version=about.version),
        "subject": one_line(minutes.title),
        "author": one_line(about.secretary or about.office) or "officebot",
        "reference": one_line(about.reference),
        "confidentiality": one_line(about.confidentiality),
        "version": str(about.version),
        "status": kind_of_document(language, is_draft=draft),
        "language": {"fr": "fr-FR", "en": "en-GB"}[language],
    }
    return {name: value for name, value in told.items() if value}


def _words(text: str) -> str:
    """Outside words as one paragraph: nothing invisible, no breaks; amounts are held together by fixed spaces."""
    plain = "\u00a0".join(one_line(part, _LONGEST) for part in text.replace("\u202f", "\u00a0").split("\u00a0"))
    return _IN_AMOUNTS.sub("\u00a0", plain)


def at_a_glance(minutes: Minutes) -> Text:
    """How much was decided and undertaken, in a sentence: for the mail that carries the document."""
    actions = sum(1 for _ in minutes.actions)
    decisions = sum(len(topic.decisions) for topic in minutes.topics)
    return say(
        "{decisions}, {actions}.",
        decisions=counted("{count} decision", "{count} decisions", decisions),
        actions=counted("{count} action", "{count} actions", actions),
    )
