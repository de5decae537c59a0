"""Days as invoices write them, in seven languages; a day that may be two of them is kept as both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from officebot.core.expressions import expression
from officebot.core.trade.reading.folding import folded

_NAMES = (
    "jan janvier january januar januari enero gennaio stycznia janv ene gen sty",
    "feb fevrier february februar februari febrero febbraio lutego fev fevr lut",
    "mar mars march marz maart marzo marca mrz mrt",
    "apr avril april abril aprile kwietnia avr abr kwi",
    "may mai mei mayo maggio maja maj mag",
    "jun juin june juni junio giugno czerwca giu cze",
    "jul juillet july juli julio luglio lipca juil lug lip",
    "aug aout august augustus agosto sierpnia ago sie",
    "sep septembre september septiembre settembre wrzesnia sept set wrz",
    "oct octobre october oktober octubre ottobre pazdziernika okt ott paz",
    "nov novembre november noviembre listopada lis",
    "dec decembre december dezember diciembre dicembre grudnia dez dic gru",
)
_MONTHS = {name: place for place, names in enumerate(_NAMES, 1) for name in names.split()}
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ISO = expression(r"(?<!\d)((?:19|20)\d\d)[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_FIGURES = expression(r"(?<![\d./-])(\d{1,2}) ?([./-]) ?(\d{1,2}) ?\2 ?((?:19|20)\d\d|\d\d)(?![\d./-]\d)(?!\d)")
_SPOKEN = expression(
    r"(?<!\d)(\d{1,2})(?:er|st|nd|rd|th|[.])?[ -](?:de )?(" + _NAME + r")\b\.?,?[ -](?:de )?((?:19|20)?\d\d)(?!\d)"
)
_AMERICAN = expression(r"(?<![a-z])(" + _NAME + r")\b\.? (\d{1,2})(?:st|nd|rd|th)? ?,? ((?:19|20)\d\d)(?!\d)")


class Order(StrEnum):
    """Which figure of `03/04/2026` comes first."""

    day_first = "day first"
    month_first = "month first"
    unknown = "unknown"


@dataclass(frozen=True, slots=True)
class SaidDay:
    """A day at a place of a text; two where nothing but the order of its figures tells day from month."""

    days: tuple[date, ...]
    start: int
    end: int
    #: Which order its own figures prove; unknown for words, ISO and for what may be either.
    proves: Order = Order.unknown


def days_in(text: str) -> list[SaidDay]:
    """The days that stand in a text, from left to right."""
    plain = folded(text[:400])
    found = [*_iso(plain), *_spoken(plain), *_american(plain), *_figures(plain)]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[SaidDay] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def day_at(text: str, order: Order, reach: int = 24) -> tuple[date, ...] | None:
    """The day that stands near the beginning of a text, as that order has it; two where nobody knows; None for none."""
    for one in days_in(text[: reach + 30]):
        return settled(one, order) if one.start <= reach else None
    return None


def settled(said: SaidDay, order: Order) -> tuple[date, ...]:
    """The day that it is in that order of figures; both where the order is unknown."""
    if len(said.days) < 2 or order is Order.unknown:
        return said.days
    return (said.days[0],) if order is Order.day_first else (said.days[1],)


def order_of(texts: Sequence[str], language: str, *, is_british: bool, is_american: bool) -> Order:
    """The order of figures on a paper: what its days prove, else what its language and its country leave no doubt about."""
    proved = {one.proves for text in texts for one in days_in(text)} - {Order.unknown}
    if len(proved) == 1:
        return proved.pop()
    if proved:
        return Order.unknown
    if is_american != is_british:
        return Order.month_first if is_american else Order.day_first
    return Order.day_first if language not in ("en", "mixed") else Order.unknown


def _made(year: str, month: int, day: int) -> date | None:
    try:
        found = date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    except ValueError:
        return None
    return found


def _iso(plain: str) -> Iterator[SaidDay]:
    for one in _ISO.finditer(plain):
        day = _made(one[1], int(one[2]), int(one[3]))
        if day is not None:
            yield SaidDay((day,), one.start(), one.end())


def _spoken(plain: str) -> Iterator[SaidDay]:
    for one in _SPOKEN.finditer(plain):
        day = _made(one[3], _MONTHS[one[2]], int(one[1]))
        if day is not None:
            yield SaidDay((day,), one.start(), one.end())


def _american(plain: str) -> Iterator[SaidDay]:
    for one in _AMERICAN.finditer(plain):
        day = _made(one[3], _MONTHS[one[1]], int(one[2]))
        if day is not None:
            yield SaidDay((day,), one.start(), one.end())


def _figures(plain: str) -> Iterator[SaidDay]:
    for one in _FIGURES.finditer(plain):
        first = _made(one[4], int(one[3]), int(one[1]))
        other = _made(one[4], int(one[1]), int(one[3])) if one[2] != "." else None
        days = tuple(dict.fromkeys(day for day in (first, other) if day is not None))
        if not days:
            continue
        proves = Order.unknown
        if len(days) == 1 and one[2] == "/" and one[1] != one[3]:
            proves = Order.day_first if first is not None else Order.month_first
        yield SaidDay(days, one.start(), one.end(), proves)
