"""Days in documents: of a date, a week or a period the last day; of `sous huitaine` the day by which it is over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from officebot.core.dates import Match, find_dates
from officebot.core.expressions import expression
from officebot.core.trade.reading.folding import folded

_ISO = expression(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_IN_FIGURES = expression(r"(\d{1,2})[-./ ](\d{1,2})[-./ ](20\d\d|\d\d)")
_MAY_HOLD = expression(
    r"\d|jour|demain|hier|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|matin|midi|soir|semaine|mois|fin\b|huit"
    r"|quinz|today|morrow|yester|night|morning|noon|mon|tue|wed|thu|fri|sat|sun|week|month|end\b|jan"
    r"|fev|feb|mar|avr|apr|mai|may|juin|jun|juil|jul|aout|aug|sep|oct|nov|dec",
)
_YEAR = expression(r"\b(?:19|20)\d\d\b|\d[./-][\da-z]{1,9}[./-]\d\d\b")
#: The weeks of firms are written in more ways than those of sentences.
_WEEK = expression(r"\b(?:sem(?:aine)?|wk|week|kw)s?[. ]{0,2}(?:n[°o]\.? ?)?(\d{1,2})\b")
_LED = expression(
    r"(?:sous|within|in|dans|d'ici|delai[a-z ]{0,12}:?|lead time[a-z ]{0,10}:?)\s{0,2}(?:about |environ )?$",
)
_AFTER_SOMETHING = expression(r"\s{0,2}(?:[a-z]{1,12} )?(?:apres|after|from|of receipt|des|a compter)\b")
_DAY_ALONE = expression(r"\ble (\d{1,2})(?=\s{0,2}(?:[.,;:)!]|$|au|chez|dans|et|ou|par)\b|\s{0,2}(?:[.,;:)!]|$))")
_WEEKDAY = expression(r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|mon|tue|wed|thu|fri|sat|sun")
_COMING = expression(r"prochaine?|next|coming|this")
_DONE = expression(
    r"\b(?:partie?s?|livree?s?|expediee?s?|envoyee?s?|remise?s?|recue?s?|passee?s?|deposee?s?"
    r"|effectuee?s?|arrivee?s?|avons|a ete|ont ete"
    r"|left|went|sent|shipped|delivered|collected|received|arrived|despatched|dispatched|dropped|came"
    r"|done|was|were|been)\b",
)
_TO_DO = expression(
    r"\b(?:sera|seront|will|to be|going to|should|devrai(?:t|ent)|serez|livrons|livrerons|deposons"
    r"|deposera|'ll|can)\b",
)
_LONGEST = 1_000
#: « les 12 rouleaux », “picked now”: no days; and what is said to hold no longer.
#: « dès aujourd'hui » is today.
_AS_EARLY_AS = expression(
    r"\bd[èe]s (?=aujourd|demain|ce |cet|le \d|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)", re.IGNORECASE
)
_TH = expression(r"(?:le )?\d{1,2}e(?:me)?")
_NO_DAY = expression(r"les? \d{1,2}|now|maintenant|actuellement|immediately|\d{1,2}")
_REPLACED = expression(
    r"(?<![a-z])(?:au lieu (?:du|de)|instead of|rather than|not (?:on )?|and not"
    r"|initialement (?:prevue?s? )?(?:le)?|ordered(?: on)?|commandee?s?(?: le| du)?|(?:commande|cde"
    r"|order|devis|courrier|mail|e-mail|po|bc|quote|facture|invoice"
    r"|letter)s?(?: n\S{0,3})?(?: [\w/.-]{1,20})?(?: du| of| dated| from| on)?|originally|et non (?:le)?"
    r"|plutot que|was)\s{0,2}(?:the |le |on )?$",
)
_HIRED = expression(
    r"(?<![a-z])(?:location|loue[es]?|mise a disposition|pret de|hire|hired|rental|rented?|on loan)(?![a-z])"
)
_BOUND = expression(r"(?:jusqu'(?:a|au|en)|until|till|avant|before|d'ici(?: a| au)?|by)\s{1,2}(?:la |le |the )?")
_EARLIEST = expression(r"(?:pas|plus|not|never|no) |au plus tot|earliest|at the earliest")
_FAR = timedelta(days=270)
_LONGEST_PERIOD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class SaidDay:
    """A day that stands at a place of a text; `is_long` where it is the last of a month or of most of one."""

    day: date
    start: int
    end: int
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """Reads days as seen from the one on which a document was written or came."""

    on: date
    language: str = "fr"

    @property
    def _spoken(self) -> str:
        return self.language if self.language in ("fr", "en") else "mixed"

    def found(self, text: str) -> list[SaidDay]:
        """The days of a text, from left to right; of a period its last."""
        if len(text) > _LONGEST or not _MAY_HOLD.search(folded(text)):
            return []
        text = _AS_EARLY_AS.sub(lambda one: " " * len(one[0]), text)
        iso = _iso(text)
        if iso is not None:
            return [iso]
        matches = _dates_in(text, self.on, self._spoken)
        read = [
            (SaidDay(day, one.start, one.end, _is_long(one)), one)
            for one in matches
            if not _is_no_day(one, text)
            and (day := self._day(one, text)) is not None
            and abs(day.year - self.on.year) < 20
        ]
        # « semaine 47, le mercredi 18 » : the day tells more than the week around it.
        told = [said.day for said, one in read if not (one.from_ and one.to)]
        found = [said for said, one in read if not _is_around(one, told)]
        # “The second collection of October, done on the 14th”: the month names, the day tells when.
        found = [self._past(one, text) for one in found]
        exact = [one for one in found if not one.is_long]
        if exact:
            # « départ le 18 novembre, livraison le 20 »
            beside = [
                one for one in self._of_month(text) if all(one.start >= e.end or one.end <= e.start for e in exact)
            ]
            return sorted((*exact, *beside), key=lambda one: one.start)
        return found or self._weeks(text) or self._of_month(text)

    def _past(self, said: SaidDay, text: str) -> SaidDay:
        """« partis vendredi » was last Friday, where the sentence tells what has been done."""
        plain = folded(text)
        words = plain[said.start : said.end]
        if said.day <= self.on or any(map(str.isdigit, words)) or _COMING.search(words):
            return said
        near = plain[max(0, said.start - 70) : said.end + 20]
        if _WEEKDAY.search(words) and _DONE.search(near) and not _TO_DO.search(near):
            return SaidDay(said.day - timedelta(days=7), said.start, said.end)
        return said

    def blanked(self, text: str) -> str:
        """The text with blanks where it tells a day in words, be it one from which on something is so.

        What is figures alone may be an article's number.
        """
        if len(text) > _LONGEST or not _MAY_HOLD.search(folded(text)):
            return text
        for one in _dates_in(text, self.on, self._spoken):
            if one.type not in ("duration", "set") and any(map(str.isalpha, one.text)):
                text = f"{text[: one.start]}{' ' * (one.end - one.start)}{text[one.end :]}"
        return text

    def last(self, text: str) -> date | None:
        """The last day that a text names; None for none."""
        return max((one.day for one in self.found(text)), default=None)

    def first(self, text: str) -> date | None:
        """The day that is named first; None for none."""
        found = self.found(text)
        return found[0].day if found else None

    def _day(self, match: Match, text: str) -> date | None:
        match match.type:
            case "date" if match.value:
                return self._in_year(date.fromisoformat(match.value), match.text)
            case "datetime" if match.value:
                return self._in_year(datetime.fromisoformat(match.value).date(), match.text)
            case "daterange" | "datetimerange" if (
                match.from_ and not match.to and _EARLIEST.match(folded(match.text))
            ):
                # « Pas avant le 15 » : who knows no other day counts with that one.
                return date.fromisoformat(match.from_[:10])
            case "daterange" | "datetimerange":
                if match.from_ and _HIRED.search(folded(text), max(0, match.start - 90), match.start):
                    # What is hired comes when the hire begins.
                    return date.fromisoformat(match.from_[:10])
                return self._of_period(match)
            case "duration":
                is_led = _LED.search(folded(text), max(0, match.start - 30), match.start) is not None
                is_open = _AFTER_SOMETHING.match(folded(text), match.end) is not None
                return _plain(match.latest) if is_led and not is_open else None
            case _:
                return None

    def _of_period(self, match: Match) -> date | None:
        if match.from_ and match.to and _length(match) > _LONGEST_PERIOD:
            # A year alone is a number; a quarter is no day for a delivery.
            return None
        last = _plain(match.latest)
        bound = _BOUND.match(folded(match.text))
        if bound is not None and not match.from_:
            # « jusqu'à mi-octobre » : the period itself ends later than where it begins.
            within = self.found(match.text[bound.end() :])
            if within:
                return within[-1].day
        if match.to:
            end = datetime.fromisoformat(match.to)
            closing = (end - timedelta(seconds=1)).date() if len(match.to) > 10 else end.date() - timedelta(days=1)
            last = max(last, closing) if last is not None else closing
        return last

    def _in_year(self, day: date, words: str) -> date:
        """Of a day without a year the nearest: what was sent on 8 September was so this year."""
        if day - self.on > _FAR and not _YEAR.search(folded(words)):
            return day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else day
        return day

    def _of_month(self, text: str) -> list[SaidDay]:
        """« pour le 2 » : the next such day."""
        found = []
        for one in _DAY_ALONE.finditer(folded(text)):
            for ahead in (0, 1):
                year, month = divmod(self.on.year * 12 + self.on.month - 1 + ahead, 12)
                try:
                    day = date(year, month + 1, int(one[1]))
                except ValueError:
                    continue
                if day >= self.on:
                    found.append(SaidDay(day, one.start(), one.end()))
                    break
        return found

    def _weeks(self, text: str) -> list[SaidDay]:
        found = []
        for week in _WEEK.finditer(folded(text)):
            year = self.on.year + (int(week[1]) < 10 and self.on.month > 9)
            try:
                found.append(SaidDay(date.fromisocalendar(year, int(week[1]), 7), week.start(), week.end()))
            except ValueError:
                continue
        return found


@lru_cache(maxsize=512)
def _dates_in(text: str, on: date, language: str) -> tuple[Match, ...]:
    """The dates of a text; who reads a sentence asks for them more than once."""
    return find_dates(text, datetime.combine(on, time(9)), language)


#: Words that tell when goods leave, and when they come; and such words before a day.
_LEAVE = (
    r"(?<![a-z])(?:go(?:es|ing)? out|went out|part(?:ent|ira|iront|ir)?|depart(?: usine)?"
    r"|quitt(?:e|ent|era|eront)|expedi(?:e|es|ee|ees|tion)|enlevement"
    r"|ship(?:s|ped|ping)?|leav(?:e|es|ing)|(?:de|di)spatch(?:ed)?|collect(?:ed|ion)|ex works)(?![a-z])"
)
_COME = (
    r"(?<![a-z])(?:livr|arriv|reception|chez (?:vous|toi)|vous (?:les|la|l)?\s?(?:aurez|recevrez)|deliver|with you|reach"
    r"|there (?:on|by))"
)
_LASTS = expression(r"(?<![a-z])(?:jusqu'(?:a|au|aux|en)|until|till|depuis|since)(?![a-z])")
_LEAVE_WORD, _COME_WORD = expression(_LEAVE), expression(_COME)
_LEAVES, _COMES = (expression(rf"{words}[^.;\d]{{0,40}}$") for words in (_LEAVE, _COME))


def only_leaves(plain: str) -> bool:
    """Whether words tell only when goods leave, and not when they come. Folded words."""
    return _LEAVE_WORD.search(plain) is not None and _COME_WORD.search(plain) is None


def arriving(plain: str, found: Sequence[SaidDay]) -> list[SaidDay]:
    """The days of a text without those on which goods leave, or until which something else lasts, where another one says
    when they come. Folded words.
    """
    if len(found) > 1:
        found = [one for one in found if not _LASTS.search(plain, max(0, one.start - 12), one.end)] or found
    begins = [0, *(one.end for one in found)]
    leads = [plain[max(begin, one.start - 60) : one.start] for begin, one in zip(begins, found, strict=False)]
    if not any(_COMES.search(lead) and not _LEAVES.search(lead) for lead in leads):
        return list(found)
    return [one for one, lead in zip(found, leads, strict=True) if not _LEAVES.search(lead)]


def _is_no_day(match: Match, text: str) -> bool:
    """Whether the words only look like a day, or name one that is replaced by another."""
    if text[match.end : match.end + 1].isalpha():
        return True
    if _TH.fullmatch(folded(match.text)):
        return True
    if _NO_DAY.fullmatch(folded(match.text)) and not match.text.lower().startswith("le "):
        return True
    if _BOUND.match(folded(match.text)):
        # “Not until 12 January”: that is the day.
        return False
    return _REPLACED.search(folded(text), max(0, match.start - 40), match.start) is not None


def _iso(text: str) -> SaidDay | None:
    """The one day of a cell in figures: as a workbook wrote it, or day, month and year."""
    found = _ISO.fullmatch(text.strip())
    parts = (found[1], found[2], found[3]) if found is not None else ("", "", "")
    if found is None:
        written = _IN_FIGURES.fullmatch(text.strip())
        if written is None:
            return None
        parts = (written[3] if len(written[3]) == 4 else f"20{written[3]}", written[2], written[1])
    try:
        return SaidDay(date(*map(int, parts)), 0, len(text))
    except ValueError:
        return None


def _is_long(match: Match) -> bool:
    return bool(match.from_ and match.to) and _length(match) > timedelta(days=20)


def _is_around(match: Match, days: Sequence[date]) -> bool:
    """Whether it is a period of days that holds one of these."""
    if not (match.from_ and match.to):
        return False
    first, end = date.fromisoformat(match.from_[:10]), date.fromisoformat(match.to[:10])
    return any(first <= day < end for day in days)


def _length(match: Match) -> timedelta:
    return datetime.fromisoformat(match.to[:10]) - datetime.fromisoformat(match.from_[:10])


def _plain(value: date | datetime | None) -> date | None:
    return value.date() if isinstance(value, datetime) else value
