"""The head of minutes that came back: title, day, who was there, the next meeting. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from officebot.core.dates import find_dates
from officebot.core.expressions import expression
from officebot.core.minutes.model import Minutes, NextMeeting
from officebot.core.minutes.page import page_of
from officebot.core.minutes.readback.actions import Reader
from officebot.core.minutes.readback.changes import Change
from officebot.core.minutes.readback.matching import Found, references_of
from officebot.core.minutes.readback.words import folded, is_nothing, likeness, same, without_reference
from officebot.core.minutes.titles import MARK, long_day
from officebot.core.text import Language, Text, one_line, say

#: So much of the sentence about the next meeting must have stayed for it to be found without its mark.
_ALIKE = 0.5
_TIME = expression(r"\b([01]?\d|2[0-3])\s?(?:h|:)\s?([0-5]\d)?\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The minutes with a corrected head; `used` are the blocks that were read for it."""

    minutes: Minutes
    changes: tuple[Change, ...] = ()
    questions: tuple[Text, ...] = ()
    used: frozenset[int] = frozenset()


def corrected_head(
    shown: Minutes, found: Sequence[Found], known: frozenset[str], reader: Reader, language: Language
) -> Head:
    """What the head says now. A fact that is no part of minutes – place, reference – is left to the questions."""
    made = _Head(shown, found, known, reader, language)
    made.title()
    made.day()
    made.attendance()
    made.next_meeting()
    return Head(
        minutes=made.minutes, changes=tuple(made.changes), questions=tuple(made.questions), used=frozenset(made.used)
    )


class _Head:
    """The head while it is read."""

    def __init__(
        self, shown: Minutes, found: Sequence[Found], known: frozenset[str], reader: Reader, language: Language
    ) -> None:
        self.minutes = shown
        self.changes: list[Change] = []
        self.questions: list[Text] = []
        self.used: set[int] = set()
        self._found = found
        self._known = known
        self._reader = reader
        self._language: Language = language

    def title(self) -> None:
        """The title, by its mark, or as the first heading."""
        number = self._marked("title")
        if number is None or not self.minutes.title:
            return
        words = one_line(self._found[number].block.text, 500)
        if not words or same(words, self.minutes.title):
            return
        self._change(say("title"), self.minutes.title, words)
        self.minutes = replace(self.minutes, title=words)

    def day(self) -> None:
        """The day of the meeting, in the row that is headed so."""
        number = self._row(say("Date"))
        if number is None or self.minutes.date is None:
            return
        words = self._found[number].block.cells[1]
        was = long_day(self.minutes.date, self._language)
        if same(words, was):
            return
        day = self._reader.day(words)
        if day is None:
            self.questions.append(
                say(
                    "The day of the meeting was changed to “{words}”, which is not read as a day.",
                    words=one_line(words),
                )
            )
            return
        self._change(say("day of the meeting"), was, long_day(day, self._language))
        self.minutes = replace(self.minutes, date=day)

    def attendance(self) -> None:
        """Who was present, excused, absent."""
        told = (
            ("present", say("Present"), self.minutes.present),
            ("excused", say("Excused"), self.minutes.excused),
            ("absent", say("Absent"), self.minutes.absent),
        )
        for kind, label, was in told:
            number = self._marked(kind)
            number = number if number is not None else self._row(label)
            if number is None or len(self._found[number].block.cells) < 2:
                continue
            self.used.add(number)
            cell = self._found[number].block.cells[1]
            if same(cell, ", ".join(was)) or (is_nothing(cell) and not was):
                continue
            names = self._reader.names(cell)
            if names is None:
                self.questions.append(say("{place}: it is not sure who is meant by “{words}”, so it was left as it was.",
                                          place=label, words=one_line(cell, 300)))  # fmt: skip
                continue
            self._change(label, ", ".join(was), ", ".join(names))
            match kind:
                case "present":
                    self.minutes = replace(self.minutes, present=names)
                case "excused":
                    self.minutes = replace(self.minutes, excused=names)
                case _:
                    self.minutes = replace(self.minutes, absent=names)

    def next_meeting(self) -> None:
        """The next meeting: its sentence, and the day and time that it names."""
        was = self.minutes.next_meeting
        if was is None:
            return
        shown = page_of(self.minutes, language=self._language)["next_meeting"]
        before = shown["shown"]
        number = self._marked("next")
        if number is None:
            number = self._likest(before)
        if number is None:
            return
        words = self._bare(self._found[number])
        self.used.add(number)
        if same(words, before) or folded(self._found[number].block.text) in self._known:
            return
        now = self._meeting(was, words)
        if now is None:
            self.questions.append(
                say(
                    "The next meeting was changed, but it is not clear to which day and time: “{words}”.",
                    words=one_line(words, 300),
                )
            )
            return
        self._change(say("next meeting"), one_line(before, 300), one_line(words, 300))
        self.minutes = replace(self.minutes, next_meeting=now)

    def _meeting(self, was: NextMeeting, words: str) -> NextMeeting | None:
        """The meeting that the words name; None where they name two days, or two times."""
        at = self._reader.at
        if at is None:
            return None
        matches = find_dates(words, datetime.combine(at, time(8)), self._language)
        latest = [one.latest for one in matches if one.latest is not None and one.type in ("date", "datetime")]
        days = {one.date() if isinstance(one, datetime) else one for one in latest}
        times = {time(int(one[1]), int(one[2] or 0)) for one in _TIME.finditer(words)}
        if len(days) > 1 or len(times) > 1:
            return None
        place = was.place if was.place and folded(was.place) in folded(words) else ""
        return replace(
            was,
            text=one_line(words, 2_000),
            date=next(iter(days), None),
            time=next(iter(times), None),
            place=place,
        )

    # ── where it stands ───────────────────────────────────────────────────────────────────────────────────

    def _bare(self, one: Found) -> str:
        return without_reference(one.block.text, references_of(self.minutes, self._language))

    def _likest(self, before: str) -> int | None:
        """The paragraph outside of the points that resembles these words most."""
        paragraphs = [
            (likeness(self._bare(one), before), -place)
            for place, one in enumerate(self._found)
            if one.shown is None and one.block.kind == "paragraph" and not one.block.level
        ]
        alike, place = max(paragraphs, default=(0.0, 0))
        return -place if alike >= _ALIKE else None

    def _marked(self, name: str) -> int | None:
        found = next((place for place, one in enumerate(self._found) if f"{MARK}{name}" in one.block.marks), None)
        if found is not None:
            self.used.add(found)
        return found

    def _row(self, label: Text) -> int | None:
        """The row of two cells that is headed so."""
        wanted = folded(label.render(self._language))
        for place, one in enumerate(self._found):
            if (
                one.block.kind == "row"
                and len(one.block.cells) == 2
                and folded(one.block.cells[0]).strip(" :") == wanted
            ):
                self.used.add(place)
                return place
        return None

    def _change(self, place: Text, before: str, after: str) -> None:
        self.changes.append(Change(kind="changed", place=place, before=before, after=after))
