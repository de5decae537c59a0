"""The open loops of one person on a page: for whoever takes over, on a holiday or for good. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from officebot.core.people import Person
from officebot.core.proposals import Item
from officebot.core.text import Language, Text, counted, in_words, say
from officebot.core.worktime import WorkingTime

#: The parts that items fill, in the order of the page: kind → title. Every other kind stands in the last one.
_KINDS: Mapping[str, Text] = {
    "owed": say("They wait for an answer"),
    "waiting-for": say("An answer is waited for"),
    "deadline": say("Deadlines"),
    "action": say("Action points"),
    "meeting": say("Meetings being agreed on"),
}
_OTHER = say("Other open matters")
_LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting ahead: when (an aware instant, or the start of a whole day), what, where."""

    start: datetime
    is_whole_day: bool
    what: str
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A proposal that waits for the person's yes."""

    number: int
    title: Text
    expires: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loops:
    """All that is open: what a handover is made of. `items` are the person's own that the reader may see."""

    person: Person
    office: str
    now: datetime
    working: WorkingTime
    items: Sequence[Item] = ()
    waiting: Sequence[Waiting] = ()
    meetings: Sequence[Meeting] = ()
    #: (who acts for whom, until when): names.
    delegations: Sequence[tuple[str, str, datetime | None]] = ()
    #: (what a duty does, when it runs next), of those that serve a mailbox of the person.
    duties: Sequence[tuple[Text, datetime]] = ()
    #: Items of the person that the reader may not see: counted, never shown.
    hidden: int = 0
    problems: Sequence[Text] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One open loop: what, when (in words; "" for none), where it comes from, whether its time is over."""

    what: str
    when: str = ""
    source: str = ""
    is_late: bool = False
    key: str = ""

    def to_json(self) -> dict[str, Any]:
        """`{"what", "when", "source", "late", "key"}`."""
        return {"what": self.what, "when": self.when, "source": self.source, "late": self.is_late, "key": self.key}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Loops of one kind, in order, below their title."""

    name: str
    title: str
    lines: tuple[Line, ...]


def parts_of(loops: Loops, language: Language) -> list[Part]:
    """The page's parts in the reader's language, those that hold something; each item stands in exactly one."""
    waiting = map(_waiting(loops, language), loops.waiting)
    found = [_part("proposals", say("Proposals that wait for a yes"), waiting, language)]
    for kind, title in (*_KINDS.items(), ("", _OTHER)):
        mine = [item for item in loops.items if (item.kind == kind if kind else item.kind not in _KINDS)]
        found.append(_part(kind or "other", title, [_item(item, loops, language) for item in mine], language))
    meetings = [
        Line(what=_short(one.what), when=_when(one.start, loops, language, whole_day=one.is_whole_day),
             source=_short(one.where))
        for one in sorted(loops.meetings, key=lambda one: (one.start, one.what))
    ]  # fmt: skip
    found.append(_part("meetings", say("Meetings ahead"), meetings, language))
    found.append(_part("delegations", say("Who acts for whom"), _delegations(loops, language), language))
    duties = [
        Line(what=title.render(language), when=_when(at, loops, language))
        for title, at in sorted(loops.duties, key=lambda one: one[1])
    ]
    found.append(_part("duties", say("What runs by itself next"), duties, language))
    return [part for part in found if part.lines]


def page_of(loops: Loops, language: Language) -> dict[str, Any]:
    """What the templates `report/handover` show: every word in the reader's language."""
    notes = [one.render(language) for one in loops.problems]
    if loops.hidden:
        hidden = counted("Not shown, as you may not see it: {count} matter.",
                         "Not shown, as you may not see them: {count} matters.", loops.hidden)  # fmt: skip
        notes.append(hidden.render(language))
    parts = [
        {"name": part.name, "title": part.title, "lines": [line.to_json() for line in part.lines]}
        for part in parts_of(loops, language)
    ]
    local = loops.working.local(loops.now)
    return {
        "language": language,
        "office": loops.office,
        "title": say("Handover: {name}", name=loops.person.name).render(language),
        "as_of": say("As of {now}.", now=f"{in_words(local.date(), language)}, {local:%H:%M}").render(language),
        "late": say("overdue").render(language),
        "nothing": "" if parts else say("Nothing is open.").render(language),
        "parts": parts,
        "notes": notes,
    }


def _part(name: str, title: Text, lines: Iterable[Line], language: Language) -> Part:
    return Part(name=name, title=title.render(language), lines=tuple(lines))


def _waiting(loops: Loops, language: Language) -> Any:
    def line(one: Waiting) -> Line:
        title = say("{title} (no. {number})", title=one.title, number=one.number).render(language)
        when = ""
        if one.expires is not None:
            at = _when(one.expires, loops, language)
            when = say("expires {at}", at=at).render(language)
        return Line(what=_short(title), when=when, key=str(one.number))

    return line


def _item(item: Item, loops: Loops, language: Language) -> Line:
    sent = item.source.get("from") or item.source.get("sender") or ""
    quote = item.source.get("quote") or item.source.get("subject") or ""
    told = " · ".join(_short(one) for one in (str(sent), str(quote)) if one)
    if item.kind not in _KINDS:
        told = " · ".join(one for one in (item.kind, told) if one)
    return Line(
        what=_short(item.title),
        when=_when(item.due, loops, language) if item.due else "",
        source=told,
        is_late=item.due is not None and item.due < loops.now,
        key=item.key,
    )


def _delegations(loops: Loops, language: Language) -> list[Line]:
    return [
        Line(
            what=say("{delegate} acts for {principal}", delegate=delegate, principal=principal).render(language),
            when=say("until {at}", at=_when(until, loops, language)).render(language) if until else "",
        )
        for delegate, principal, until in loops.delegations
    ]


def _when(at: datetime, loops: Loops, language: Language, *, whole_day: bool = False) -> str:
    """A day, and the hour where one is meant: midnight is none."""
    local = at if whole_day else loops.working.local(at)
    day = in_words(local.date(), language)
    return day if whole_day or (local.hour, local.minute) == (0, 0) else f"{day}, {local:%H:%M}"


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
