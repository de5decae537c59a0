"""Figures and what became of them in words, as the reader's language writes them; and figures read out of words again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from officebot.core.budget.report_words import money
from officebot.core.expressions import expression
from officebot.core.figures import number_in
from officebot.core.reports.model import BEFORE, Measure, Told, Unit, Values
from officebot.core.reports.period import Kind
from officebot.core.text import Language, Text, in_words, one_line, say

#: What stands before what is explained.
COLON: Mapping[Language, str] = {"fr": "\u00a0: ", "en": ": "}
#: So many names stand in a sentence.
MOST_NAMES = 3
_LONGEST = 90
_HOURS = expression(r"(\d[\d\s.,\u00a0\u202f]{0,20}?)\s?h(?:\s?(\d{1,2}))?")


def shown(value: Decimal, unit: Unit, currency: str, language: Language) -> str:
    """A figure as people read it: `1 234`, `1 234,50 €`, `2 h 05`."""
    match unit:
        case "money":
            return held(money(value, currency or "EUR", language))
        case "minutes":
            hours, minutes = divmod(int(value), 60)
            return f"{held(in_words(Decimal(hours), language))}\u00a0h\u00a0{minutes:02d}"
    return held(in_words(value.quantize(Decimal(1)), language))


def read_again(words: str, unit: Unit, language: Language) -> Decimal | None:
    """What such words say, by another way than they were made; None for no number."""
    mark = "," if language == "fr" else "."
    if unit == "minutes":
        found = _HOURS.fullmatch(words.strip())
        hours = number_in(found[1], mark) if found is not None else None
        return None if found is None or hours is None else Decimal(hours // 1_000_000 * 60 + int(found[2] or 0))
    number = number_in(words, mark)
    return None if number is None else Decimal(number).scaleb(-6)


def held(words: str) -> str:
    """Words with spaces in numbers that no program breaks a line at: LibreOffice does at narrow ones."""
    return words.replace("\u202f", "\u00a0")


def change(measure: Measure, values: Values, kind: Kind, language: Language) -> str:
    """What a figure changed by since the last time: “3 more than the week before (2)”; "" where nobody knows."""
    now, before = values.get(measure.key), values.get(measure.key + BEFORE)
    if now is None or before is None:
        return ""
    if now == before:
        return _SAME[kind].render(language)
    gap = shown(abs(now - before), measure.unit, measure.currency, language)
    told = _MORE[kind] if now > before else _LESS[kind]
    then = shown(before, measure.unit, measure.currency, language)
    return Text(told.source, (("gap", gap), ("before", then))).render(language)


def change_beside(measure: Measure, values: Values, language: Language) -> str:
    """The same where last time's figure stands beside it: “3 more”."""
    now, before = values.get(measure.key), values.get(measure.key + BEFORE)
    if now is None or before is None:
        return ""
    if now == before:
        return say("the same").render(language)
    gap = shown(abs(now - before), measure.unit, measure.currency, language)
    return (say("{gap} more", gap=gap) if now > before else say("{gap} less", gap=gap)).render(language)


_MORE: dict[Kind, Text] = {
    "daily": say("{gap} more than the day before ({before})"),
    "weekly": say("{gap} more than the week before ({before})"),
    "monthly": say("{gap} more than the month before ({before})"),
}
_LESS: dict[Kind, Text] = {
    "daily": say("{gap} less than the day before ({before})"),
    "weekly": say("{gap} less than the week before ({before})"),
    "monthly": say("{gap} less than the month before ({before})"),
}
_SAME: dict[Kind, Text] = {
    "daily": say("the same as the day before"),
    "weekly": say("the same as the week before"),
    "monthly": say("the same as the month before"),
}


def changed_sentence(
    measure: Measure, values: Values, kind: Kind, language: Language, fresh: Sequence[Text] = ()
) -> str:
    """The same as a sentence, with what is new by name: « Commandes en retard : 5, soit 3 de plus … : BC-014, BC-015. »"""
    value = shown(values[measure.key], measure.unit, measure.currency, language)
    what = change(measure, values, kind, language)
    label = measure.label.render(language)
    told = f"{label}{COLON[language]}{value}, {what}"
    return f"{told}{COLON[language]}{few(fresh, language)}." if fresh else f"{told}."


def few(names: Sequence[Text], language: Language) -> str:
    """The first few of these names, and that there are more."""
    told = ", ".join(one_line(name.render(language), _LONGEST) for name in names[:MOST_NAMES])
    if len(names) <= MOST_NAMES:
        return told
    return say("{names} and others", names=told).render(language)


def sentence(told: Told, values: Values, measures: dict[str, Measure], language: Language) -> str:
    """A sentence with its figures in."""
    filled = dict(told.words.values)
    for place, key in told.figures.items():
        measure, value = measures.get(key), values[key]
        if place == "count":
            filled[place] = int(value)
        else:
            unit, currency = (measure.unit, measure.currency) if measure is not None else ("count", "")
            filled[place] = shown(value, unit, currency, language)
    if told.names:
        filled["names"] = few(told.names, language)
    return held(replace(told.words, values=tuple(filled.items())).render(language))
