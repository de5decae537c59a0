"""What a gathering's page shows: who was asked for what, who answered when, what is missing, who is late."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from officebot.core.gathering.model import OPEN_STAGES, Contribution, Gathering, Stage
from officebot.core.gathering.reading import Word
from officebot.core.text import Language, Text, counted, in_words, say
from officebot.core.worktime import WorkingTime

_DOUBTS = {
    "kind": say("a file of another kind than asked"),
    "file": say("the file is still missing"),
    "fields": say("the fields are not filled in line by line"),
    "danger": say("a file was left aside: it may do harm"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many were asked, how many contributions are here, declined, missing; how many of those are late."""

    asked: int
    here: int
    declined: int
    missing: int
    late: int

    @property
    def is_complete(self) -> bool:
        """Whether nothing is waited for."""
        return self.missing == 0


def count_of(contributions: Sequence[Contribution], today: date) -> Count:
    """The contributions counted on a day."""
    here = sum(one.is_here for one in contributions)
    declined = sum(one.stage is Stage.DECLINED for one in contributions)
    late = sum(one.is_late(today) for one in contributions)
    asked = len(contributions)
    return Count(asked=asked, here=here, declined=declined, missing=asked - here - declined, late=late)


def state_of(one: Contribution, today: date) -> Text:
    """How far a contribution has come, in words."""
    day = one.happened[-1].on if one.happened else one.asked_on
    match one.stage:
        case Stage.ANSWERED:
            return _answered(one)
        case Stage.DECLINED:
            return say("Declined on {day}", day=day)
        case Stage.UNREACHABLE:
            return say("The request came back: find another address")
        case Stage.QUESTION:
            return say("Wrote on {day}: it waits for your answer", day=day)
        case Stage.TO_ASK:
            return say("Not asked yet")
    late = say("late") if one.is_late(today) else say("asked")
    if one.stage is Stage.PROMISED and one.promised_by is not None:
        return say("Promised by {day}", day=one.promised_by) if one.promised_by >= today else \
            say("Promised by {day}, and late", day=one.promised_by)  # fmt: skip
    if one.stage is Stage.PROMISED:
        return say("Promised on {day}, without a day", day=day)
    if one.stage is Stage.AWAY:
        return say("Away; reminded again on {day}", day=one.wait_until)
    if one.happened and one.happened[-1].what == Word.NO_FILE.value:
        return say("Wrote on {day}, but without the attachment", day=day)
    return say("{state}, nothing came yet", state=late)


def _answered(one: Contribution) -> Text:
    answer = one.answers[-1] if one.answers else None
    day = answer.at.date() if answer is not None else None
    if len(one.answers) > 1:
        return say("Came on {day}, version {number}", day=day, number=len(one.answers))
    return say("Came on {day}", day=day)


def notes_of(one: Contribution) -> list[Text]:
    """What a person should know besides: fields that are missing, files of another kind, more that is promised."""
    notes = []
    if one.answers:
        notes += [_DOUBTS[doubt] for doubt in one.answers[-1].doubts if doubt in _DOUBTS]
        if one.missing_fields:
            notes.append(say("still missing: {fields}", fields=list(one.missing_fields)))
        if one.promised_by is not None:
            notes.append(say("more is promised by {day}", day=one.promised_by))
    if one.reminders:
        notes.append(counted("{count} reminder sent", "{count} reminders sent", one.reminders))
    return notes


def asked_in_words(one: Contribution) -> str:
    """What was asked, in one line."""
    parts = [
        one.ask.what,
        ", ".join(one.ask.fields),
        ", ".join(f".{kind}" for kind in one.ask.files if kind != "file"),
    ]
    return " · ".join(part for part in parts if part)


def summary_of(gathering: Gathering, contributions: Sequence[Contribution], today: date) -> Text:
    """The gathering in one sentence, for a list: how many are here, who is missing."""
    count = count_of(contributions, today)
    missing = [one.called for one in contributions if one.stage not in (Stage.ANSWERED, Stage.DECLINED)][:12]
    if count.is_complete:
        return say("“{title}” is complete: {here} of {asked} contributions are here.", title=gathering.title,
                   here=count.here, asked=count.asked)  # fmt: skip
    if today > gathering.due:
        return say("“{title}” was due on {day}: {here} of {asked} contributions are here; late: {names}.",
                   title=gathering.title, day=gathering.due, here=count.here, asked=count.asked, names=missing)  # fmt: skip
    if today == gathering.due:
        return say("“{title}” is due today: {here} of {asked} contributions are here; missing: {names}.",
                   title=gathering.title, here=count.here, asked=count.asked, names=missing)  # fmt: skip
    return say("“{title}”: {here} of {asked} contributions are here; missing: {names}.", title=gathering.title,
               here=count.here, asked=count.asked, names=missing)  # fmt: skip


def page_of(
    gathering: Gathering,
    contributions: Sequence[Contribution],
    today: date,
    office: str,
    language: Language,
    working: WorkingTime,
) -> dict[str, Any]:
    """The data of `report/contributions.html`; links are relative to the page."""
    count = count_of(contributions, today)
    return {
        "office": office,
        "title": gathering.title,
        "day": in_words(today, language),
        "due": in_words(gathering.due, language),
        "is_complete": count.is_complete,
        "summary": summary_of(gathering, contributions, today).render(language),
        "numbers": {"asked": count.asked, "here": count.here, "missing": count.missing, "late": count.late},
        "people": [_row(one, gathering, today, language, working) for one in contributions],
    }  # fmt: skip


def _row(
    one: Contribution, gathering: Gathering, today: date, language: Language, working: WorkingTime
) -> dict[str, Any]:
    latest = next((happening.quote for happening in reversed(one.happened) if happening.quote), "")
    return {
        "name": one.called,
        "address": one.address,
        "asked": asked_in_words(one),
        "asked_on": in_words(one.asked_on, language) if one.asked_on else "",
        "due": in_words(one.due, language),
        "state": state_of(one, today).render(language),
        "is_here": one.is_here,
        "is_late": one.is_late(today),
        "quote": "" if one.is_here and one.stage not in OPEN_STAGES and not one.answers[-1].quote else latest,
        "notes": [note.render(language) for note in notes_of(one)],
        "filled": [{"name": name, "value": value} for name, value in one.values.items()],
        "versions": [
            {
                "number": number,
                "at": in_words(working.local(answer.at).replace(second=0, microsecond=0), language),
                "sender": answer.sender if answer.sender != one.address else "",
                "files": [
                    {"name": path.rpartition("/")[2], "href": quote(path.removeprefix(f"{gathering.folder}/"))}
                    for path in answer.files
                ],
            }
            for number, answer in reversed(list(enumerate(one.answers, 1)))
        ],
    }  # fmt: skip


def data_of(gathering: Gathering, contributions: Sequence[Contribution]) -> dict[str, Any]:
    """What was answered, as data for the document's template: each field by its name, and each contribution in a list.

    A field that several people were asked for is a list of {"from", "value"}.
    """
    askers: dict[str, int] = {}
    for one in contributions:
        for name in one.ask.fields:
            askers[name] = askers.get(name, 0) + 1
    found: dict[str, Any] = {}
    for one in contributions:
        for name, value in one.values.items():
            if askers.get(name, 1) > 1:
                found.setdefault(name, []).append({"from": one.called, "value": value})
            else:
                found[name] = value
    found["contributions"] = [
        {"name": one.called, "address": one.address, "asked": one.ask.what, "values": dict(one.values),
         "text": one.answers[-1].quote if one.answers else "",
         "files": list(one.answers[-1].files) if one.answers else []}
        for one in contributions
    ]  # fmt: skip
    return {"title": gathering.title, "due": gathering.due.isoformat(), **found}


def data_text(gathering: Gathering, contributions: Sequence[Contribution]) -> str:
    """`data_of` as the text of a file."""
    return json.dumps(data_of(gathering, contributions), ensure_ascii=False, indent=2) + "\n"


def digest_of(page: dict[str, Any]) -> str:
    """What names what a page shows, whatever the day on which it is written."""
    shown = {name: value for name, value in page.items() if name != "day"}
    return sha256(json.dumps(shown, sort_keys=True, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()[:12]
