"""How hurried people write days, and the same in words that dates are read from, letter for letter in its place. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from officebot.core.expressions import expression
from officebot.core.minutes.notes.names import DAYS_OF_WEEK

_WEEKDAYS = {
    "lun": "lundi", "mar": "mardi", "mer": "mercredi", "merc": "mercredi", "jeu": "jeudi", "ven": "vendredi",
    "vend": "vendredi", "sam": "samedi", "dim": "dimanche",
}  # fmt: skip
_MONTHS_FR = {"1": "fin mars", "2": "fin juin", "3": "fin septembre", "4": "fin décembre"}
_MONTHS_EN = {"1": "end of March", "2": "end of June", "3": "end of September", "4": "end of December"}
_DAY_EN = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"

_FULL = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday", "sat": "Saturday", "sun": "Sunday",
}  # fmt: skip

Change = str | Callable[[re.Match[str]], str]

_FRENCH: tuple[tuple[re.Pattern[str], Change], ...] = tuple(
    (expression(pattern, re.IGNORECASE), change)
    for pattern, change in (
        (r"\b(?:avant|avt|av\.?|d'ici|pour) (?:ce )?midi\b", "aujourd'hui"),
        (rf"\b(?:avant|avt|av\.?) (?=l[ea]\b|{DAYS_OF_WEEK}|fin\b|\d)", "avant "),
        (r"\bfin (?:de (?:la )?)?(?:sem|semaine|s)\b\.? ?(?:pro(?:ch(?:aine)?)?)\b", "la semaine prochaine"),
        (r"\b(?:sem|semaine|s)\b\.? pro(?:ch)?\b", "semaine prochaine"),
        (r"\b(?:mois pro|mois proch)\b", "mois prochain"),
        (r"\bsemaine (?=\d{1,2}\b(?! ?(?:jours|h\b)))", "sem. "),
        (r"\b(?:dans|sous|d'ici) (?:la )?(?:semaine|sem)\b(?! (?:pro|suiv))", "cette semaine"),
        (
            r"(?<!sous )(?<!ici )(?<!dans )(?<![\dà] )(?<!les )(?<!de )(?<!d')\b"
            r"(?=(?:24|36|48|72) ?h(?:eures)?\b(?! ?\d)(?! de| après| avant))",
            "sous ",
        ),
        (
            r"\b(?:fin (?:du |de )?|d'ici (?:la )?fin (?:du |de )?)?(?:t|q|trim(?:estre)?\.? ?)([1-4])\b(?=[ ,.;)]|$)",
            lambda found: _MONTHS_FR[found[1]],
        ),
        (r"\(le (?=\d{1,2}\b)", "(avant le "),
        (r"\b(?:sous |dans la )?huitaine\b", "sous 8 jours"),
        (r"\b(?:sous )?(?:la )?quinzaine\b(?! (?:de|d'|commerciale))", "sous 15 jours"),
        (r"(?<![\d.])(\d{1,2})\.(0?[1-9]|1[0-2])\.(?!\d)", lambda found: f"{found[1]}/{found[2]}"),
        (
            r"\b(av\.?|avt|avant|le|au|pour|d'ici|pr|du) (le )?(\d{1,2})\.(0?[1-9]|1[0-2])\b(?![.\d]| ?(?:h|%|€|k|m))",
            lambda found: (
                f"{'avant' if found[1].startswith('av') else found[1]} {found[2] or ''}{found[3]}/{found[4]}"
            ),
        ),
        (r"\bau \+ tard\b|\bdernier d[ée]lai\b", "au plus tard"),
    )
)
_ENGLISH: tuple[tuple[re.Pattern[str], Change], ...] = tuple(
    (expression(pattern, re.IGNORECASE), change)
    for pattern, change in (
        (r"(?<!next )\b(?:(?:at|over|by|b4|before|this|the) ){0,3}(?:wk-?end|wknd|w/end|weekend)\b", "this weekend"),
        (rf"\b({_DAY_EN}) (?:nite|night|eve|evening)\b", lambda found: _FULL[found[1][:3].lower()]),
        (
            r"\b(?:b4|before|by) (?:noon|midday|lunch(?:time)?|(?:he|she) goes home)\b"
            r"(?! (?:on )?(?:mon|tue|wed|thu|fri|sat|sun|tom|\d))",
            "by today",
        ),
        (r"\bthis eve\b", "this evening"),
        # "by the 12th (Mo)": somebody is called so, it is no Monday.
        (r"\((?:mo|th|sa)(?=[),])", "(x"),
        (r"\bw/e (?:the )?(\d{1,2})(?:st|nd|rd|th)\b", lambda found: f"by the {_ordinal(found[1])}"),
        (r"\bright now\b|\bnow(?=[.!]?$)", "today"),
        (r"\bby close(?= on )", ""),
        (r"\bby close(?=[.,;)]?$)", "by close of play"),
        (r"\b(?:by )?close of (?:play|business)\b(?! on| tomorrow| mon| tue| wed| thu| fri)", "by close of play"),
        (r"(?<!within )(?<!in )\b(?=\d{1,2} working days\b(?! (?:before|after|late)))", "within "),
        (
            r"\b(?:by )?(1|one|two|2) w(?:ee)?ks? (?:today|from today)\b",
            lambda found: "in 2 weeks" if found[1] in ("2", "two") else "in 1 week",
        ),
        (rf"\bnext ({_DAY_EN})(?=,? (?:the )?\d{{1,2}}(?:st|nd|rd|th)?\b)", lambda found: found[1]),
        (rf"\b({_DAY_EN})(?:,| of)? (?:next|nxt) w(?:ee)?k\b", lambda found: "next " + found[1]),
        (r"\bthe (\d{1,2})(?:st|nd|rd|th) inst\b\.?", lambda found: f"by the {_ordinal(found[1])}"),
        (
            r"\b(?:call it|say|make (?:it|that)|latest|no later than|not later than) the (\d{1,2})(?:st|nd|rd|th)\b",
            lambda found: f"by the {_ordinal(found[1])}",
        ),
        (r"\((?:the )?(\d{1,2})(?:st|nd|rd|th)\)", lambda found: f" by the {_ordinal(found[1])} "),
        (r"\b(?:end of |by the end of |by )?q([1-4])\b(?=[ ,.;)]|$)", lambda found: _MONTHS_EN[found[1]]),
        (
            r"\b(by|before|b4|on|for|due|until) (?:the )?(\d{1,2})\.(0?[1-9]|1[0-2])\b(?![.\d]| ?(?:am|pm|%|k|m\b))",
            lambda found: f"{found[1]} {found[2]}/{found[3]}",
        ),
        (r"\bbefore (?:the )?(month|year|week) (?:is|'s) out\b", lambda found: f"by the end of the {found[1]}"),
        (r"\b(first|second|third|fourth|last) week (?:of|in) (?=[a-z])", lambda found: f"{found[1]} week of "),
    )
)
#: One of these stands in whatever the patterns above change: most sentences hold none.
_HINT_FR = expression(
    r"midi|\bav|sem|\bs\b|huit|quinz|h\b|heures|pro\b|trim|[tq][1-4]|\(le |tard|d[ée]lai|\d\.\d", re.IGNORECASE
)
_HINT_EN = expression(
    r"w/?k|w/|week|nite|night|\beve|noon|midday|lunch|goes home|now|close|working|next|inst\b|the \d|\((?:\d|"
    r"mo|th|sa)|q[1-4]|is out|\d\.\d",
    re.IGNORECASE,
)
_SHORT_DAY = expression(r"(?<![\w'’-])(lun|mar|mer|merc|jeu|ven|vend|sam|dim)\b(\.)?")
_BEFORE_DAY = expression(r"(?:avant|avt|av\.|d['’]ici|pour|pr|dès|le|au|ce|chaque)\s$", re.IGNORECASE)
_AFTER_DAY = expression(r"\s?\d{1,2}\b|\s(?:dernier|au plus|matin|midi|soir|aprem|pro)\b|\s{0,2}(?:$|[,;)!])")
#: "Sat" is a day where "sat" may be none.
_CAPITAL_DAY = expression(r"\b(Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?(?= |$|[,;)!?])")
#: "10/19" shows that the month stands first, in all dates of a text.
_MONTH_FIRST = expression(r"(?<![\d/.])(?:0?[1-9]|1[0-2])/(?:1[3-9]|2\d|3[01])(?![\d])")
_DAY_FIRST = expression(r"(?<![\d/.])(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2])(?![\d])")
_FIGURES = expression(r"(?<![\d/.])(0?[1-9]|1[0-2])/([12]\d|3[01]|0?[1-9])(/\d{2,4})?(?![\d/])")
_NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December")  # fmt: skip


def is_month_first(text: str) -> bool:
    """Whether dates in figures begin with the month: one does that can mean nothing else, and none shows the contrary."""
    return _MONTH_FIRST.search(text) is not None and _DAY_FIRST.search(text) is None


def changes(text: str, language: str, *, month_first: bool = False) -> Iterator[tuple[int, int, str]]:
    """Which places of a text say a day in a short way, and what stands for each; they may overlap."""
    plain = text.replace("’", "'")
    is_english = language == "en"
    is_hinted = (_HINT_EN if is_english else _HINT_FR).search(plain) is not None
    for pattern, change in (_ENGLISH if is_english else _FRENCH) if is_hinted else ():
        for found in pattern.finditer(plain):
            yield found.start(), found.end(), change if isinstance(change, str) else change(found)
    if language != "en":
        yield from _weekdays(plain)
        return
    for found in _CAPITAL_DAY.finditer(text):
        yield found.start(), found.end(), _FULL[found[1][:3].lower()]
    if not month_first:
        return
    for found in _FIGURES.finditer(text):
        yield found.start(), found.end(), f"{int(found[2])} {_NAMES[int(found[1]) - 1]}" + _year(found[3])


def _weekdays(text: str) -> Iterator[tuple[int, int, str]]:
    """« mer. », « d'ici ven », « jeu 12 »: short days of the week where they cannot be the sea, a game or somebody."""
    for found in _SHORT_DAY.finditer(text):
        is_led = _BEFORE_DAY.search(text, max(0, found.start() - 8), found.start()) is not None
        before = text[max(0, found.start() - 4) : found.start()].lower()
        is_noun = before.endswith(("la ", "un ", "en ", "de ", "du ")) or (
            before.endswith("le ") and found[1] in ("jeu", "mer")
        )
        if not is_noun and (found[2] or is_led or _AFTER_DAY.match(text, found.end())):
            yield found.start(), found.end(), _WEEKDAYS[found[1]] + (" " if found[2] else "")


def _year(written: str | None) -> str:
    return "" if not written else f" {written[1:] if len(written) > 3 else '20' + written[1:]}"


def _ordinal(figure: str) -> str:
    last = figure[-1]
    ending = "th" if len(figure) > 1 and figure[0] == "1" else {"1": "st", "2": "nd", "3": "rd"}.get(last, "th")
    return figure + ending
