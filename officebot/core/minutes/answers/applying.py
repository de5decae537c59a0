"""Corrections of an answer put into the minutes, each whole or not at all: what fits no single place is asked. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from officebot.core.dates import find_dates
from officebot.core.expressions import expression
from officebot.core.minutes.answers.corrections import Correction
from officebot.core.minutes.answers.figures import spoken
from officebot.core.minutes.model import Minutes, Passage, Source
from officebot.core.minutes.readback.changes import Change, Corrected
from officebot.core.minutes.readback.places import (
    Place,
    action_at,
    names_of,
    place_in_words,
    places_of,
    with_action,
    with_due,
    with_owners,
    with_summary,
    with_words,
    without,
    words_at,
)
from officebot.core.number_words import NUMBER_WORDS
from officebot.core.text import Language, Text, in_words, one_line, plain, say

_SHOWN = 200
_UNIT = expression(r"^(.*\d)(\s?(?:[€%$£]|[^\W\d_]{1,14}))$", re.DOTALL)
_SPACE = "[\\s\u00a0\u202f]"


def corrected_by(
    minutes: Minutes,
    corrections: Iterable[Correction],
    *,
    language: Language,
    at: date | None = None,
    people: Sequence[str] = (),
    file: str = "",
) -> Corrected:
    """The minutes with all corrections that are clear; the others are questions.

    `at` is the day of the answer, from which its dates are reckoned; `people` are further names that may be meant; `file`
    is what the added sentences came from. Numbers mean the document as it was shown, so what is removed goes last.
    """
    asked: list[Text] = []
    made = _Applying(minutes, language, at or minutes.date, (*names_of(minutes), *people), file)
    removals = {"remove", "remove-last", "remove-first"}
    for one in sorted(corrections, key=lambda one: one.kind in removals):
        question = made.apply(one)
        if question is not None:
            asked.append(question)
    made.remove_whole()
    return Corrected(minutes=made.minutes, changes=tuple(made.changes), questions=tuple(asked))


class _Applying:
    """The minutes while they are corrected."""

    def __init__(
        self, minutes: Minutes, language: Language, at: date | None, people: Sequence[str], file: str
    ) -> None:
        self.minutes = minutes
        self.changes: list[Change] = []
        self._language: Language = language
        self._at = at
        self._people = tuple(dict.fromkeys(people))
        self._file = file
        self._removed: list[Place] = []

    def apply(self, one: Correction) -> Text | None:
        """Make the correction; the question where it is not clear."""
        scope: Place | None = None
        if one.reference is not None:
            scope = one.reference.place(self.minutes)
            if scope is None:
                return say(
                    "The minutes have no such point, so nothing was changed: “{words}”.", words=_shown(one.words)
                )
        match one.kind:
            case "replace":
                return self._replace(one, scope)
            case "remove" | "remove-last" | "remove-first":
                return self._remove(one, scope)
            case "add" if scope is not None:
                return self._add(one, scope)
            case "presence":
                return self._presence(one)
            case "who" if scope is not None:
                return self._owner(one, scope)
            case "due" if scope is not None:
                return self._due(one, scope)
        return unclear(one.words)

    def remove_whole(self) -> None:
        """Take out what is to go, from the end, so that numbers stay true."""
        for place in sorted(set(self._removed), key=lambda one: (one.topic, one.kind != "h", one.kind, one.number))[
            ::-1
        ]:
            self.minutes = without(self.minutes, place)

    # ── one kind each ─────────────────────────────────────────────────────────────────────────────────────

    def _replace(self, one: Correction, scope: Place | None) -> Text | None:
        fitting = self._fitting(one.choices, scope)
        if not fitting:
            # The same figures in words; with their unit, where it stands behind them.
            said = [self._fitting([pair], scope) for choice in one.choices for pair in spoken(*choice)]
            fitting = next(filter(None, said), [])
        if scope is not None and scope.kind == "a" and not fitting:
            return self._of_action(one, scope)
        if not fitting:
            return say(
                "These words do not stand in the minutes, so nothing was changed: “{words}”.", words=_shown(one.words)
            )
        if len(fitting) > 1 or len(fitting[0][2]) > 1:
            return say("It could mean several places, so nothing was changed: “{words}”.", words=_shown(one.words))
        before, after, [place] = fitting[0]
        old = words_at(self.minutes, place)
        new = replaced_in(old, before, after)
        if new is None or not new.strip():
            return unclear(one.words)
        self._note("changed", place, old, new)
        self.minutes = with_words(self.minutes, place, new)
        return None

    def _fitting(self, choices: Iterable[tuple[str, str]], scope: Place | None) -> list[tuple[str, str, list[Place]]]:
        return [(before, after, found) for before, after in choices if (found := self._found(before, scope))]

    def _of_action(self, one: Correction, place: Place) -> Text | None:
        """What is said of an action and does not stand in its words: another day, perhaps."""
        for before, after in one.choices:
            was, new = self._day(before), self._day(after)
            if was is not None and was == action_at(self.minutes, place).due and new is not None:
                self._set_due(place, new, after)
                return None
        return unclear(one.words)

    def _remove(self, one: Correction, scope: Place | None) -> Text | None:
        if one.kind in ("remove-last", "remove-first"):
            return self._remove_end(one, scope)
        before = one.choices[0][0] if one.choices else ""
        if not before and scope is not None:
            self._take_out(scope)
            return None
        found = self._found(before, scope)
        if len(found) != 1:
            return unclear(one.words)
        old = words_at(self.minutes, found[0])
        new = replaced_in(old, before, "")
        if new is None or not re.search(r"\w", new):
            self._take_out(found[0])
            return None
        self._note("changed", found[0], old, new)
        self.minutes = with_words(self.minutes, found[0], new)
        return None

    def _remove_end(self, one: Correction, scope: Place | None) -> Text | None:
        """The last sentence of a point is clear only where nothing but its summary stands there."""
        if scope is None or scope.kind != "h":
            return unclear(one.words)
        topic = self.minutes.topics[scope.topic - 1]
        is_last = one.kind == "remove-last"
        if not topic.summary or (is_last and (topic.decisions or topic.actions or topic.disagreements)):
            return unclear(one.words)
        place = Place("s", scope.topic, len(topic.summary) if is_last else 1)
        old = words_at(self.minutes, place)
        sentences = [part for part in re.split(r"(?<=[.!?])\s+", old) if part.strip()]
        if len(sentences) < 2:
            self._take_out(place)
            return None
        new = " ".join(sentences[:-1] if is_last else sentences[1:])
        self._note("changed", place, old, new)
        self.minutes = with_words(self.minutes, place, new)
        return None

    def _take_out(self, place: Place) -> None:
        self._note("removed", place, words_at(self.minutes, place), "")
        self._removed.append(place)

    def _add(self, one: Correction, scope: Place) -> Text | None:
        words = one_line(one.choices[0][1], 2_000)
        passage = Passage(text=words, source=Source(file=self._file, start=0, end=0))
        self._note("added", Place("s", scope.topic, 1), "", words)
        self.minutes = with_summary(self.minutes, scope.topic, passage)
        return None

    def _presence(self, one: Correction) -> Text | None:
        """Somebody was there, excused or absent: in that list, and in no other."""
        words, where = one.choices[0]
        names = self._names(words)
        if names is None:
            return say("It is not sure who is meant, so nothing was changed: “{words}”.", words=_shown(one.words))
        was = self.minutes
        lists = {
            kind: tuple(name for name in getattr(was, kind) if name not in names)
            for kind in ("present", "excused", "absent")
        }
        kind = next(kind for kind in lists if plain(where)[:3] == kind[:3])
        lists[kind] = (*lists[kind], *names)
        labels = {"present": say("Present"), "excused": say("Excused"), "absent": say("Absent")}
        self._tell("changed", labels[kind], ", ".join(getattr(was, kind)), ", ".join(lists[kind]))
        self.minutes = replace(was, present=lists["present"], excused=lists["excused"], absent=lists["absent"])
        return None

    def _owner(self, one: Correction, place: Place) -> Text | None:
        action = action_at(self.minutes, place)
        if len(one.choices) == 0:
            return unclear(one.words)
        before, after = one.choices[0]
        new = self._names(after)
        if new is None:
            return say("It is not sure who is meant, so nothing was changed: “{words}”.", words=_shown(one.words))
        kept: tuple[str, ...] = ()
        if before:
            meant = [name for name in action.who if is_named_by(before, name)]
            if len(meant) != 1:
                return say("It is not sure who is meant, so nothing was changed: “{words}”.", words=_shown(one.words))
            kept = tuple(name for name in action.who if name not in meant)
        who = tuple(dict.fromkeys((*kept, *new)))
        label = say("{place}, who", place=place_in_words(self.minutes, place))
        self._tell("changed", label, ", ".join(action.who), ", ".join(who))
        self.minutes = with_action(self.minutes, place, with_owners(action, who))
        return None

    def _due(self, one: Correction, place: Place) -> Text | None:
        words = one.choices[0][1]
        day = self._day(words)
        if day is None:
            return unclear(one.words)
        self._set_due(place, day, words)
        return None

    def _set_due(self, place: Place, day: date, words: str) -> None:
        action = action_at(self.minutes, place)
        label = say("{place}, due", place=place_in_words(self.minutes, place))
        was = in_words(action.due, self._language) if action.due is not None else ""
        self._tell("changed", label, was, in_words(day, self._language))
        self.minutes = with_action(self.minutes, place, with_due(action, day, one_line(words)))

    # ── what is meant ─────────────────────────────────────────────────────────────────────────────────────

    def _found(self, before: str, scope: Place | None) -> list[Place]:
        """The places within the scope in which the words stand, once for each time."""
        pattern = pattern_of(before)
        if pattern is None:
            return []
        return [
            place
            for place in places_of(self.minutes)
            if _is_within(place, scope)
            for _ in pattern.finditer(words_at(self.minutes, place))
        ]

    def _names(self, words: str) -> tuple[str, ...] | None:
        """The people of these names, in full where they are known; None where one may be several."""
        found = []
        for part in re.split(r"\s*(?:,|&|\+|/|\bet\b|\band\b)\s*", words):
            meant = [name for name in self._people if is_named_by(part, name)]
            if len(meant) > 1:
                return None
            found.append(meant[0] if meant else one_line(part))
        return tuple(found)

    def _day(self, words: str) -> date | None:
        return day_in(words, self._at, self._language)

    def _note(self, kind: str, place: Place, before: str, after: str) -> None:
        self._tell(kind, place_in_words(self.minutes, place), before, after)

    def _tell(self, kind: str, label: Text, before: str, after: str) -> None:
        told = {"changed": Change(kind="changed", place=label, before=before, after=after),
                "added": Change(kind="added", place=label, after=after),
                "removed": Change(kind="removed", place=label, before=before)}  # fmt: skip
        self.changes.append(told[kind])


def unclear(words: str) -> Text:
    """That it is not clear what is to be changed."""
    return say("It is not clear what is to be changed, so nothing was: “{words}”.", words=_shown(words))


def day_in(words: str, at: date | None, language: Language) -> date | None:
    """The one day that the words name and nothing but name, reckoned from a day; None for none, or for several."""
    if at is None:
        return None
    moment = datetime.combine(at, time(8))
    found = [one for one in find_dates(words[:_SHOWN], moment, language) if one.latest is not None]
    # « dès que possible », « sous une heure » name no day.
    found = [one for one in found if not (one.has_time and one.type != "datetime") and one.latest != moment]
    if len(found) != 1:
        return None
    rest = plain(words[: found[0].start] + " " + words[found[0].end :])
    if _ABOUT_DAYS.fullmatch(rest.strip(" .:,;()")) is None:
        return None
    latest = found[0].latest
    return latest.date() if isinstance(latest, datetime) else latest


#: What may stand around a day, and says nothing else.
_ABOUT_DAYS = expression(
    r"(?:(?:pour|avant|d['’]ici|le|la|au|du|echeance|date|deadline|due|by|on|before|plutot|rather|c['’]est|it's|it is"
    r"|should be|delai|limite|the|est|is|reportee?|repousser?|decaler?|moved|postponed|to|until|jusqu'au|fixee?|a|end|fin"
    r"|en|from|of|new|nouvelle|svp|please|merci|thanks)[\s:,]{0,3}){0,8}"
)


def is_named_by(words: str, name: str) -> bool:
    """Whether somebody of this name is meant: by the whole name, or by a part of it."""
    wanted, full = plain(words).split(), plain(name).split()
    return bool(wanted) and (wanted == full or all(part in full for part in wanted))


def pattern_of(words: str) -> re.Pattern[str] | None:
    """Finds the words as a text may write them: other blanks, quotes and capitals; numbers only as a whole."""
    words = one_line(words, 500)
    if not re.search(r"\w", words):
        return None
    parts = []
    for place, letter in enumerate(words):
        following = words[place + 1 : place + 2]
        if letter in " \u00a0\u202f":
            parts.append(f"{_SPACE}{{0,2}}" if _between_digits(words, place) else f"{_SPACE}{{1,3}}")
        elif letter in "'’‘":
            parts.append("['’‘]")
        else:
            parts.append(re.escape(letter))
            if letter.isdecimal() and following.isdecimal():
                parts.append(f"{_SPACE}?")
    # Neither within a word, nor within a longer number.
    begin = r"(?<![\w])(?<!\d[ \u00a0\u202f.,])" if words[0].isdecimal() else r"(?<!\w)" if words[0].isalnum() else ""
    end = r"(?![\w])(?![ \u00a0\u202f.,]\d)" if words[-1].isdecimal() else r"(?!\w)" if words[-1].isalnum() else ""
    said = re.split(r"[\s-]+", words.lower())
    begin = f"{begin}{_NO_NUMBER_BEFORE}" if said[0] in NUMBER_WORDS else begin
    end = f"{end}{_NO_NUMBER_BEHIND}" if said[-1] in NUMBER_WORDS else end
    return re.compile(begin + "".join(parts) + end, re.IGNORECASE)


#: « dix mille » is no part of « cent dix mille cinq cents ».
_NO_NUMBER_BEFORE = "".join(rf"(?<!\b{one}[\s-])" for one in sorted(NUMBER_WORDS))
_NO_NUMBER_BEHIND = rf"(?![\s-](?:(?:et|and)\s)?(?:{'|'.join(sorted(NUMBER_WORDS))})\b)"


def _between_digits(words: str, place: int) -> bool:
    return words[place - 1 : place].isdecimal() and words[place + 1 : place + 2].isdecimal()


def replaced_in(text: str, before: str, after: str) -> str | None:
    """The text with the words replaced, where they stand once; a unit that only one of the two names is kept once."""
    was, new = _UNIT.match(before), _UNIT.match(after)
    if was is not None and new is None and re.fullmatch(r"[\d \u00a0\u202f.,]+", after):
        before = was[1]
    pattern = pattern_of(before)
    found = list(pattern.finditer(text)) if pattern is not None else []
    if len(found) != 1:
        return None
    start, end = found[0].span()
    if new is not None and was is None:
        unit = pattern_of_unit(new[2]).match(text, end)
        end = unit.end() if unit is not None else end
    if not after:
        return (
            re.sub(r"\s{2,}", " ", f"{text[:start]} {text[end:]}").replace(" .", ".").replace(" ,", ",").strip(" ,;")
        )
    return f"{text[:start]}{after}{text[end:]}"


def pattern_of_unit(unit: str) -> re.Pattern[str]:
    """Finds a unit after its number."""
    return re.compile(f"{_SPACE}?{re.escape(unit.strip())}", re.IGNORECASE)


def _is_within(place: Place, scope: Place | None) -> bool:
    if scope is None:
        return True
    return place.topic == scope.topic if scope.kind == "h" else place == scope


def _shown(words: str) -> str:
    return one_line(words, _SHOWN)
