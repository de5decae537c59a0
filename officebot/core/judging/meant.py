"""What looks like a date and is none: greetings, counts, a log's seconds, « un mardi », a day of last month."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from officebot.core.dates import Match
from officebot.core.expressions import expression
from officebot.core.judging.instants import begins

_PART_OF_DAY = expression(
    r"(?:the |good |le |la )?(?:morning|evening|afternoon|night|matin|soir|soirée|matinée|nuit)"
)
#: Of several it says how long, not when: « 2 nuits, 418 € ».
_PARTS_ALONE = frozenset(
    (
        *("morning", "evening", "afternoon", "night", "matin", "soir", "soirée", "matinée", "nuit"),
        *("mornings", "evenings", "afternoons", "nights", "matins", "soirs", "soirées", "matinées", "nuits"),
    )
)
#: A date that ends with one of these may be none.
_VAGUE = _PARTS_ALONE.union(
    ("minute", "minutes", "mn", "seconde", "secondes", "second", "seconds", "moment", "instant"),
    ("now", "maintenant", "actuellement", "currently", "présent"),
)
_YEAR = expression(r"20\d\d|year|an\b|ann[eé]e|mois|months")
#: A day without a year that lies further ahead than this was meant as one that is past.
_NEXT_YEAR = timedelta(days=300)
_NEARLY_NEXT_YEAR = _NEXT_YEAR - timedelta(days=2)
# What is now is no time by which anything is wanted.
_AT_PRESENT = expression(
    r"(?:right |just |by )?now|maintenant|en ce moment|at the moment|actuellement|currently|à présent"
)
#: « les 9 rouleaux » are counted, « entre le 1 et le 2 » are floors (a day would be « le 1er »), « le 10 à 8 h » is a day.
_COUNT = expression(r"\d{1,2}")
_MANY = expression(r"\b(?:les|des|aux|nos|vos|mes|ses|leurs|ces|our|your|all|these|those)\s$", re.IGNORECASE)
_FLOORS = expression(r"(?:entre |du )?(?:le )?1 (?:et|au) (?:le )?\d", re.IGNORECASE)
_ON_A_DAY = expression(r"\d{1,2} à \d")
# « Si vous avez cinq minutes » asks for five minutes, not within them.
_SPARE = expression(r"(?:\w{1,20} )?(?:minutes?|mn|secondes?|seconds?|moment|instant)", re.IGNORECASE)
#: « Le lien est valable 20 minutes » does, as "the seats are held for ten minutes".
_VALID = expression(
    r"\b(?:valable|valide|réservée?s?|bloquée?s?|gardée?s?|valid|open|held|reserved|kept)\s(?:for |pendant |pour |only )?$",
    re.IGNORECASE,
)
_REACH = 24
#: « une heure plus tard » is later than something else, not than now.
_LATER = expression(r"(?:plus tard|later)$")
_NO_TIME = ("good", "bonne", "into", "dans")


def is_meant(match: Match, text: str, local: datetime) -> bool:
    """Whether a date is one: no greeting, no month behind a number, no day of last month taken for next year's."""
    if match.latest is None:
        return True
    if match.text.lower().rpartition(" ")[2] in _VAGUE and _is_idle(match, text):
        return False
    if match.type == "datetime" and (match.latest == local or _LATER.search(match.text)):
        return False
    if text[match.end : match.end + 2].lstrip("\u202f ").startswith("%"):
        return False
    if match.type == "daterange" and text[max(0, match.start - 2) : match.start].strip().isdigit():
        return False
    if _is_number(match, text) or _is_no_day(match, text, local):
        return False
    return not _is_far(match.latest, local) or _YEAR.search(match.text) is not None


def _is_number(match: Match, text: str) -> bool:
    """Whether figures count or name something else: « les 9 rouleaux », « entre le 1 et le 2 »."""
    if _COUNT.fullmatch(match.text):
        return _MANY.search(text, max(0, match.start - 8), match.start) is not None
    if _ON_A_DAY.match(match.text) and text.endswith((" le ", " du "), 0, match.start):
        return True
    return _FLOORS.fullmatch(match.text) is not None


def _is_no_day(match: Match, text: str, local: datetime) -> bool:
    """Whether the words name no day of now: « de préférence un mardi », a log's "10:00:02", a cited « avant 17 h »."""
    before = text[max(0, match.start - _REACH) : match.start].lower()
    if any(map(before.__contains__, _PERHAPS_INSTEAD)) and _INSTEAD.search(before):
        return True
    if match.type == "date":
        return _is_any_day(match, text, before, local)
    words = match.text.lower()
    if words in _GENERAL or (before.endswith(_WISHED) and _WISHES.fullmatch(words)):
        return True
    if match.type in ("time", "datetime") and _SECONDS.search(match.text):
        return True
    return text[match.end : match.end + 2].lstrip()[:1] in _CLOSED and before.rstrip()[-1:] in _OPENED


def _is_any_day(match: Match, text: str, before: str, local: datetime) -> bool:
    """Whether a day is one of its name, today by its name, or another day told before."""
    if before.endswith((" as ", "\nas ")) or (
        text.startswith(_THAT, match.end) and match.text.lower().startswith("ce ")
    ):
        return True
    if not match.text.isalpha() or match.text.lower() in _NEAR_DAYS:
        return False
    due = match.latest
    is_todays = isinstance(due, date) and due.weekday() == local.weekday()
    return before.endswith(_ANY) or (is_todays and _IS_NOW.search(before) is not None)


#: « Ce jour-là » is another one.
_THAT = ("-là", " là", "-la ")
#: "Even though it's Saturday", said on a Saturday.
_IS_NOW = expression(r"\b(?:it's|it is|c'est|on est|nous sommes)\s(?:un |a |already |déjà )?$")
#: "At 18:30 and no more at 16:00", « vendredi et non jeudi »: the time that holds no longer.
_INSTEAD = expression(
    r"\b(?:and not|no more|no longer|instead of|rather than|et non|et pas|au lieu d[eu]|plutôt qu[e'])\s?(?:at |on |by |the |"
    r"le |à |"
    r"pas )?$"
)
#: One of these stands in any of them.
_PERHAPS_INSTEAD = ("no", "lieu", "pas ", "inst", "rath", "plut")
#: That of a day told before, or of any day.
_GENERAL = frozenset(
    (
        "l'après-midi",
        "l'apres-midi",
        "le matin",
        "le soir",
        "la nuit",
        "the morning",
        "the afternoon",
        "the evening",
        "the night",
    )
)
#: « Bonne fin de journée », "have a lovely weekend".
_WISHED = tuple(
    f"{word} "
    for word in (
        *(
            "bonne",
            "bon",
            "belle",
            "excellente",
            "excellent",
            "agréable",
            "bonne et heureuse",
            "good",
            "nice",
            "lovely",
        ),
        *("great", "happy", "pleasant", "rest of the"),
    )
)
_WISHES = expression(
    r"(?:fin d[e'] ?|début d[e'] ?|end of )?(?:la |the )?(?:journée|semaine|soirée|matinée|après-midi|week-?end|année|nuit|"
    r"day|week|evening|afternoon|morning|night|year)"
)
#: Before a weekday: some such day, whichever.
_ANY = (" un ", " a ", " any ", " chaque ", " every ", "\nun ", "\na ")
_NEAR_DAYS = frozenset({"demain", "tomorrow", "today"})
_SECONDS = expression(r"\d:\d\d:\d\d\b")
_OPENED, _CLOSED = ("«", "“", '"'), ("»", "”", '"')


def _is_far(due: date | datetime, local: datetime) -> bool:
    """Whether it lies so far ahead that it would have been told with its year."""
    day = due.date() if isinstance(due, datetime) else due
    # Days are told apart much faster than instants.
    return day - local.date() > _NEARLY_NEXT_YEAR and begins(due, local) - local > _NEXT_YEAR


def _is_idle(match: Match, text: str) -> bool:
    """Whether words of time tell none: « cinq minutes », « maintenant », « bonne soirée »."""
    if match.type == "duration" and _VALID.search(text, max(0, match.start - _REACH), match.start):
        return False
    is_none = _SPARE.fullmatch(match.text) or _AT_PRESENT.fullmatch(match.text.lower())
    return is_none is not None or _is_greeting(match, text)


def _is_greeting(match: Match, text: str) -> bool:
    """Whether it is no time but a greeting or a colour: « Morning Thomas », « bonne soirée », « bleu nuit »."""
    if match.text.lower() in _PARTS_ALONE:
        return True
    if not _PART_OF_DAY.fullmatch(match.text.lower()):
        return False
    before = text[max(0, match.start - 12) : match.start].rstrip().lower()
    return not before or text[match.start - 1] == "\n" or before.endswith(_NO_TIME)
