"""An action as the rows of a document that came back have it: what, who and by when, changed together or not at all. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from officebot.core.expressions import expression
from officebot.core.minutes.answers.applying import day_in, is_named_by
from officebot.core.minutes.model import ActionPoint, Source
from officebot.core.minutes.readback.changes import Change
from officebot.core.minutes.readback.matching import Found
from officebot.core.minutes.readback.places import with_due, with_owners
from officebot.core.minutes.readback.words import is_nothing, same
from officebot.core.text import Language, Text, in_words, one_line, say

_BETWEEN = expression(r"[,;/&+\n]|\bet\b|\band\b")


@dataclass(frozen=True, slots=True)
class Reader:
    """How cells are read: in which language, from which day on, with which people, from which file."""

    language: Language
    at: date | None
    people: tuple[str, ...]
    file: str

    def names(self, cell: str) -> tuple[str, ...] | None:
        """The people of a cell, in full where they are known; None where one of them may be several."""
        if is_nothing(cell):
            return ()
        found: list[str] = []
        for part in (one_line(part) for part in _BETWEEN.split(cell) if part.strip()):
            meant = [name for name in dict.fromkeys(self.people) if is_named_by(part, name)]
            whole = [name for name in meant if same(name, part)]
            if len(meant) > 1 and not whole:
                return None
            found.append((whole or meant or [part])[0])
        return tuple(dict.fromkeys(found))

    def day(self, cell: str) -> date | None:
        """The one day of a cell; None for none or several."""
        return day_in(cell, self.at, self.language)


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of an action: changed, gone, or a question, and then nothing of it is changed."""

    was: ActionPoint
    action: ActionPoint
    language: Language
    is_gone: bool = False
    question: Text | None = None

    def changes_of(self, label: Text) -> Iterator[Change]:
        """A change for each of what, who and due that is another."""
        was, now = self.was, self.action
        if was.what != now.what:
            yield Change(kind="changed", place=label, before=was.what, after=now.what)
        if was.who != now.who:
            place = say("{place}, who", place=label)
            yield Change(kind="changed", place=place, before=", ".join(was.who), after=", ".join(now.who))
        if was.due != now.due or was.due_words != now.due_words:
            place = say("{place}, due", place=label)
            yield Change(kind="changed", place=place, before=self._day(was), after=self._day(now))

    def _day(self, action: ActionPoint) -> str:
        return in_words(action.due, self.language) if action.due is not None else action.due_words


def changed_action(was: ActionPoint, rows: Sequence[Found], reader: Reader) -> Changed:
    """The action as its rows read now; each of them may have been changed, but not to two different things."""
    told = [one.cells for one in rows if one.cells]
    if told and all(all(is_nothing(cell) for name, cell in cells.items() if name != "no") for cells in told):
        return Changed(was, was, reader.language, is_gone=True)
    what, who, due = (_new(rows, name) for name in ("what", "who", "due"))
    if max(len(what), len(who), len(due)) > 1:
        both = next(one for one in (what, who, due) if len(one) > 1)
        return _asked(was, reader, say("it was changed in two ways, so it was left as it was: “{one}” and “{other}”.",
                                       one=one_line(both[0], 200), other=one_line(both[1], 200)))  # fmt: skip
    made = was
    if what:
        if is_nothing(what[0]):
            return _asked(was, reader, say("nothing is left of what is to be done, so it was left as it was."))
        made = replace(made, what=one_line(what[0], 20_000))
    if who:
        names = reader.names(who[0])
        if names is None:
            return _asked(was, reader, say("it is not sure who is meant by “{words}”, so it was left as it was.",
                                           words=one_line(who[0], 200)))  # fmt: skip
        made = with_owners(made, names)
    if due:
        day = reader.day(due[0])
        if day is None and not is_nothing(due[0]):
            return _asked(was, reader, say("“{words}” is not read as a day, so it was left as it was.",
                                           words=one_line(due[0], 200)))  # fmt: skip
        made = with_due(made, day, one_line(due[0]) if day is not None else "")
    return Changed(was, made, reader.language)


def new_action(one: Found, source: Source, reader: Reader) -> ActionPoint | None:
    """The action of a row that was added; None where it does not read as one."""
    what, who, due = (one.cells.get(name, "") for name in ("what", "who", "due"))
    names = reader.names(who)
    day = reader.day(due)
    if is_nothing(what) or names is None or (day is None and not is_nothing(due)):
        return None
    words = one_line(due) if day is not None else ""
    return ActionPoint(
        what=one_line(what, 20_000), who=names, due=day, source=source, quote=one_line(what), due_words=words
    )


def _asked(was: ActionPoint, reader: Reader, question: Text) -> Changed:
    return Changed(was, was, reader.language, question=question)


def _new(rows: Sequence[Found], name: str) -> list[str]:
    """What the rows say otherwise than they were shown, each once."""
    found: list[str] = []
    for one in rows:
        if one.shown is None:
            continue
        was = {"what": one.shown.text, "who": one.shown.who, "due": one.shown.due}[name]
        told = {"what": one.cells.get("what"), "who": one.cells.get("who"), "due": one.cells.get("due")}[name]
        if told is None or same(told, was) or (is_nothing(told) and is_nothing(was)):
            continue
        if not any(same(told, other) for other in found):
            found.append(told)
    return found
