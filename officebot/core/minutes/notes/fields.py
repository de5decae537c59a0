"""Lines that say something of others: « Qui : Luc », "Due: end April", « À faire : », a name above a list. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from officebot.core.expressions import expression
from officebot.core.minutes.notes.due import Days, DueDay, chosen
from officebot.core.minutes.notes.marks import Line, folded
from officebot.core.minutes.notes.owners import Mention, Roster

_WHO = expression(
    r"(?:qui|resp(?:onsable|\.)?|pilote|porteur|owners?|who|assigned to|assignee|action by|by whom|lead|"
    r"charge a|en charge)\s{0,2}[:=]\s{0,2}"
)
_WHEN = expression(
    r"(?:quand|echeance|ech\.?|delai|date limite|date|pour le|due(?: date)?|by when|by|when|deadline|"
    r"target)\s{0,2}[:=]\s{0,2}"
)
_NEXT_FIELD = expression(r"\s{0,2}[,;/|.–-]?\s{0,3}")
#: Headings and lines under which every line is something to do.
LIST_HEADING = expression(
    r"\W{0,4}(?:(?:plan d'|releve d'|liste des? |suivi des? |points? d'|new |agreed |"
    r"summary of )?actions?(?: items?| points?| list| plan| log|s? (?:a mener|decidees?|retenues?|"
    r"a suivre|nouvelles?|en cours))?|a faire|todos?|to[- ]do(?: list)?|taches|tasks|next steps|"
    r"prochaines etapes|suites(?: a donner)?|follow[- ]?ups?|jobs|"
    r"qui fait quoi|who does what|reste a faire|homework)\W{0,4}$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLine:
    """A line, or a sentence of one, that only says who or by when; `place` is its line's place, `start` where it begins."""

    owners: tuple[Mention, ...] = ()
    due: DueDay | None = None
    place: int = 0
    start: int = 0


@dataclass(slots=True)
class Listing:
    """Whether the lines now read are a list of actions, and whose; `indent` is that of the line that opened it."""

    is_list: bool = False
    owners: tuple[Mention, ...] = ()
    indent: int = -1
    was_below: bool = False

    def opens(self, text: str, low: str, line: Line, roster: Roster) -> bool:
        """Whether a line opens a list: « À faire : », or « Marie : » alone. What is no item closes the list of a person."""
        words = low[line.start : line.end].strip(" *_")
        if words.endswith(":") and LIST_HEADING.match(words):
            self.is_list, self.owners, self.indent, self.was_below = True, (), line.indent, False
            return True
        if len(words) < 60 and (words.endswith(":") or line.sign in ("", "heading")):
            found = roster.mentions(text, low, line.start, line.end)
            rest = words
            for one in found:
                rest = rest.replace(low[one.start : one.end], "", 1)
            if found and words.endswith(":") and not re.sub(r"\b(?:et|and|n)\b|[^a-z]", "", rest):
                self.owners, self.indent, self.was_below = (
                    tuple(one for one in found if one.sort != "pronoun"),
                    line.indent,
                    False,
                )
                return bool(self.owners)
        is_item = line.sign in ("bullet", "box", "number", "letter") or line.indent > self.indent
        if self.owners and not is_item:
            self.owners = ()
        elif self.is_list and self.indent >= 0 and not is_item:
            self.is_list = False
        return False

    def holds(self, line: Line) -> bool:
        """Whether a line is an item of the list."""
        return (self.is_list or bool(self.owners)) and line.sign != "done"


_JOBS = expression(
    r"\W{0,4}(?:(?:'s )?(?:jobs?|actions?|list|tasks?|to[- ]?dos?|homework)|"
    r"(?:actions?|taches?|a faire|pour|for) (?:de |d'|par |pour |by |for )?)\W{0,4}$"
)


def jobs_of(heading: str, roster: Roster) -> tuple[Mention, ...]:
    """Whose jobs a heading announces: "Declan's jobs", « Actions Marie »; nobody's where it is about something else."""
    low = folded(heading)
    found = [one for one in roster.mentions(heading, low, 0, len(heading)) if one.sort == "person"]
    rest = low
    for one in found:
        rest = rest.replace(low[one.start : one.end], "", 1)
    return tuple(replace(one, start=0, end=0) for one in found) if found and _JOBS.match(rest) else ()


def field_of(text: str, low: str, span: tuple[int, int], roster: Roster, days: Days) -> FieldLine | None:
    """What a line or a sentence says if it is nothing but who and by when, None otherwise."""
    start, end = span
    if end - start > 120:
        return None
    place, owners, due, is_field = start, list[Mention](), None, False
    for _ in range(3):
        who = _WHO.match(low, place, end)
        when = _WHEN.match(low, place, end) if who is None else None
        if who is not None:
            found = [one for one in roster.mentions(text, low, who.end(), end) if one.sort != "pronoun"]
            owners.extend(found)
            is_field = True
            place = found[-1].end if found else end
            if not found:
                return None
        elif when is not None:
            found_days = days.found(text, when.end(), end)
            due, is_field = chosen(found_days), True
            if due is None:
                return None
            place = max(day.end for day in found_days)
        else:
            break
        gap = _NEXT_FIELD.match(low, place, end)
        place = gap.end() if gap is not None else place
    is_whole = not low[place:end].strip(" .,;)")
    return FieldLine(owners=tuple(owners), due=due, start=start) if is_field and is_whole else None
