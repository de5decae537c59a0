"""The days of what a meeting speaks of, « l'AG du 18 mars », "opening 12 March", by which other things are wanted. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from officebot.core.expressions import expression
from officebot.core.minutes.notes.marks import folded

#: What takes place on a day, as people name it.
_OCCASION = (
    r"(?:ag|ago|age|ca|cse|cs|codir|comex|copil|coproj|cotech|conseil|comite|assemblee|bureau|commission|seance|audience|"
    r"fete|kermesse|marche|salon|forum|generale|premiere|spectacle|concert|tournoi|match|gala|repas|banquet|inauguration|"
    r"ouverture|reouverture|fermeture|lancement|livraison|audit|visite|inspection|rentree|expo|exposition|vernissage|"
    r"atelier|soiree|journee|course|loto|brocante|vide-grenier|demenagement|emmenagement|bascule|mep|elections?|"
    r"portes ouvertes|stage|sortie|voyage|mariage|ceremonie|remise|formation|demo|examen|cloture|reception|"
    r"agm|egm|board|council|trustees|committee|opening|reopening|closing|launch|go-?live|release|cutover|move|show|fair|"
    r"festival|market|party|gig|fete|gala|visit|inspection|open (?:day|evening)|conference|workshop|training|trip|tour|"
    r"wedding|ceremony|hearing|trial|exams?|handover|preview|rehearsal|dress|race|walk|quiz|sale|election|vote|deadline|"
    r"exhibition|dinner|lunch|bbq|term|half-term|completion|delivery)"
)
_NAMED = expression(
    rf"\b({_OCCASION})\b(?: [a-z]{{2,12}})?[ ,(:=–-]{{1,3}}"
    r"(?:(?:est |a ete )?(?:fixee?|prevue?|calee?|reportee?|avancee?|decalee?) (?:au|le|pour le) |(?:a|aura) lieu le |"
    r"(?:is|which is|which sits|sits|set for|fixed for|booked for|moved to)(?: on)? |le |du |au |est le |on |of )?(?:the )?\(?$"
)
#: « demain : ouverture 9 h »: the day stands before.
_LED = expression(rf"^ ?[:=–-] (?:l'|la |le |the )?({_OCCASION})\b")
_WANTED = expression(
    r"\b(?:avant|avt|pour|pr|d'ici|before|b4|by|for|ahead of|in time for|until|jusqu'a) (?:l'|la |le |les |"
    r"the |our |notre |nos )?"
    rf"(?:next |prochaine? |grande? |full )?({_OCCASION})\b(?! (?:du|de la|of the|le|on) \d)"
)
_THEN = expression(
    r"\b(?:(?:pour|pr|d'ici|avant|a) (?:cette (?:date|echeance)|ce jour[- ]la|la(?=\W{0,3}$))|"
    r"(?:by|before|for|in time for) (?:then|that (?:date|day|deadline)))"
)
_MOST_LINES, _LONGEST_LINE, _FURTHEST_BACK = 2_000, 2_000, 300


class Wanted(NamedTuple):
    """Where words say that something is wanted for an occasion, and its day."""

    start: int
    end: int
    day: date


def occasions(text: str, days: Callable[[int, int], list[tuple[date, int, int]]]) -> dict[str, date]:
    """The day of each occasion that a text names with one; of one with two days, the first.

    `days` gives the days between two places of the text, each with where its words begin and end.
    """
    low = folded(text)
    found: dict[str, date] = {}
    begin = 0
    for _ in range(_MOST_LINES):
        end = low.find("\n", begin)
        end = len(low) if end < 0 else end
        if _HAS.search(low, begin, min(end, begin + _LONGEST_LINE)):
            for day, start, stop in days(begin, min(end, begin + _LONGEST_LINE)):
                named = _NAMED.search(low[max(begin, start - 60) : start]) or _LED.match(low[stop : stop + 60])
                if named is not None:
                    found.setdefault(named[1], day)
        if end >= len(low):
            break
        begin = end + 1
    return found


_HAS = expression(rf"\b{_OCCASION}\b")


def may_be_wanted(low: str) -> bool:
    """Whether words say that something is wanted for an occasion, whether or not its day is known."""
    return _WANTED.search(low) is not None


def wanted(low: str, known: dict[str, date]) -> Iterator[Wanted]:
    """Where something is wanted for an occasion whose day is known: « avant l'AG », "before opening"."""
    for one in _WANTED.finditer(low):
        if one[1] in known:
            yield Wanted(one.start(), one.end(), known[one[1]])


def points_back(low: str) -> tuple[int, int] | None:
    """Where words mean the day that was named before: « pour cette date », "by then"."""
    found = _THEN.search(low)
    return (found.start(), found.end()) if found else None


def begin_of(text: str, start: int) -> int:
    """From where on a day before a place may be the one that is meant: its own line, or the one above."""
    line = text.rfind("\n", 0, start)
    above = text.rfind("\n", 0, max(0, line))
    return max(above + 1, start - _FURTHEST_BACK)
