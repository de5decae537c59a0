"""How a budget report says amounts and shares, and the sentences of its first page."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from officebot.core.budget.model import LineReport, Report
from officebot.core.money import MINUS, SIGNS, cents, half_up
from officebot.core.money import money as written
from officebot.core.text import Language, Text, counted, in_words, quoted, say

#: French writes no space that a line may break before these signs.
_NARROW, _FIXED = "\u202f", "\u00a0"
NONE = "—"
#: How many variances are explained on the first page, how many moves since last month and lines by name are told.
MOST_EXPLAINED, _MOST_MOVES, _MOST_NAMED = 3, 3, 5
_THOUSANDTH = Decimal("0.001")


def amount(value: Decimal | None, language: Language, *, is_signed: bool = False) -> str:
    """`1 234,50` or `1,234.50`, a true minus before what is below zero; a dash for None."""
    return money(value, "", language, is_signed=is_signed)


def money(value: Decimal | None, currency: str, language: Language, *, is_signed: bool = False) -> str:
    """The amount with its currency, as `officebot.core.money` writes it; a dash for None."""
    return NONE if value is None else written(value, currency, language, is_signed=is_signed)


def share(ratio: Decimal | None, language: Language) -> str:
    """`+4,2 %` or `+4.2%`; a dash where nothing was planned."""
    if ratio is None:
        return NONE
    percent = half_up(ratio, _THOUSANDTH) * 100
    digits = in_words(abs(percent).quantize(Decimal("0.1")), language)
    sign = MINUS if percent < 0 else "+" if percent else ""
    return f"{sign}{digits}{_FIXED}%" if language == "fr" else f"{sign}{digits}%"


def currency_name(currency: str) -> str:
    """The sign of a currency, or its code."""
    return SIGNS.get(currency, currency)


def alert_name(line: LineReport) -> Text:
    """What a line's alert is called; income alerts where too little comes in."""
    if line.alert == "watch":
        return say("To watch")
    return say("Below plan") if line.line.is_income else say("Over budget")


def full_name(line: LineReport) -> str:
    """The line's code and label; what it is known by where it has no label."""
    return f"{line.line.code} {line.line.label}".strip() if line.line.label else line.line.key


def lead(report: Report, language: Language) -> list[str]:
    """How things stand, in a few paragraphs: the year until now and what is ordered; where it will end; the alerts."""
    total, currency = report.totals, report.currency
    so_far = [_so_far(total, currency, language)]
    if total.ytd.committed:
        ordered = money(total.ytd.committed, currency, language)
        so_far.append(say("{amount} more are ordered and not yet invoiced.", amount=ordered))
    ahead = [_landing(total, currency, language)] if total.landing is not None else []
    told = (so_far, ahead, _alerts_counted(report))
    return [" ".join(one.render(language) for one in some) for some in told if some]


def _alerts_counted(report: Report) -> list[Text]:
    over = sum(one.alert == "over" for one in report.lines)
    watch = sum(one.alert == "watch" for one in report.lines)
    told = []
    if over:
        told.append(counted("{count} line is over budget.", "{count} lines are over budget.", over))
    if watch:
        told.append(counted("{count} line is to be watched.", "{count} lines are to be watched.", watch))
    return told or [say("No line is over budget, and none is to be watched.")]


def _so_far(line: LineReport, currency: str, language: Language) -> Text:
    figures = line.ytd
    shown = {
        "actual": money(figures.actual, currency, language),
        "budget": money(figures.budget, currency, language),
        "difference": money(abs(figures.variance), currency, language),
        "share": share(figures.variance_ratio, language),
    }
    if line.line.is_income:
        return _earned(figures.variance, shown)
    if not figures.variance:
        return say(
            "Since the start of the year {actual} have been spent, exactly as planned.", **_one(shown, "actual")
        )
    if figures.variance > 0:
        sentence = (
            "Since the start of the year {actual} have been spent of {budget} planned: {difference} more ({share})."
        )
        return say(sentence, **shown)
    sentence = (
        "Since the start of the year {actual} have been spent of {budget} planned: {difference} less ({share})."
    )
    return say(sentence, **shown)


def _earned(variance: Decimal, shown: dict[str, str]) -> Text:
    """The same of what comes in, or of what income leaves of itself."""
    known = _but(shown, "share")
    if variance > 0:
        sentence = "Since the start of the year it comes to {actual}, {difference} above the {budget} planned."
        return say(sentence, **known)
    if variance < 0:
        sentence = "Since the start of the year it comes to {actual}, {difference} below the {budget} planned."
        return say(sentence, **known)
    return say("Since the start of the year it comes to {actual}, exactly as planned.", **_one(shown, "actual"))


def _one(shown: dict[str, str], name: str) -> dict[str, str]:
    return {name: shown[name]}


def gap_of(line: LineReport) -> Decimal | None:
    """By how much the year ends, in whole cents, beyond what is planned as it is shown; None where nobody foresees it."""
    return None if line.landing is None else line.landing - cents(line.year_budget)


def _landing(line: LineReport, currency: str, language: Language) -> Text:
    assert line.landing is not None
    gap = gap_of(line)
    assert gap is not None
    shown = {
        "landing": money(line.landing, currency, language),
        "budget": money(line.year_budget, currency, language),
        "gap": money(abs(gap), currency, language),
    }
    if line.landing_low is None or line.landing_high is None:
        return say("The year will end at about {landing}; {budget} are planned.", **_but(shown, "gap"))
    shown["low"] = money(line.landing_low, currency, language)
    shown["high"] = money(line.landing_high, currency, language)
    if gap > 0:
        sentence = (
            "The year will end at about {landing} (between {low} and {high}), {gap} above the {budget} planned."
        )
        return say(sentence, **shown)
    if gap < 0:
        sentence = (
            "The year will end at about {landing} (between {low} and {high}), {gap} below the {budget} planned."
        )
        return say(sentence, **shown)
    return say(
        "The year will end at about {landing} (between {low} and {high}), as planned.", **_but(shown, "gap", "budget")
    )


def _but(shown: dict[str, str], *names: str) -> dict[str, str]:
    return {name: one for name, one in shown.items() if name not in names}


def largest(report: Report) -> tuple[LineReport, ...]:
    """The lines whose year strays furthest from what was planned, the furthest first."""
    strayed = [one for one in report.lines if one.ytd.variance]
    ordered = sorted(strayed, key=lambda one: (-abs(one.ytd.variance), one.line.key))
    return tuple(ordered[:MOST_EXPLAINED])


def explained(line: LineReport, currency: str, language: Language) -> str:
    """A variance in a sentence; what drives it stands in the line's drivers."""
    figures = line.ytd
    shown = {
        "actual": money(figures.actual, currency, language),
        "budget": money(figures.budget, currency, language),
        "difference": money(abs(figures.variance), currency, language),
    }
    if not figures.budget:
        return say(
            "{actual} spent since the start of the year, and nothing was planned.", **_one(shown, "actual")
        ).render(language)
    shown["share"] = share(figures.variance_ratio, language)
    if line.line.is_income:
        more = say("{actual} received of {budget} planned: {difference} more ({share}).", **shown)
        less = say("{actual} received of {budget} planned: {difference} less ({share}).", **shown)
        return (more if figures.variance > 0 else less).render(language)
    if figures.variance > 0:
        return say("{actual} spent of {budget} planned: {difference} more ({share}).", **shown).render(language)
    return say("{actual} spent of {budget} planned: {difference} less ({share}).", **shown).render(language)


def changes(report: Report, before: Report | None, language: Language) -> list[str]:
    """What is otherwise than a month ago: alerts raised and cleared, and where the year will end."""
    if before is None:
        return []
    told = [*_alerts_since(report, before), *_moves(report, before, language)]
    if not told:
        told = [say("Nothing has changed since last month: no alert was raised or cleared.")]
    return [one.render(language) for one in told]


def _alerts_since(report: Report, before: Report) -> list[Text]:
    was = {one.line.key: one.alert for one in before.lines}
    over = [one for one in report.lines if one.alert == "over" and was.get(one.line.key) != "over"]
    watch = [one for one in report.lines if one.alert == "watch" and was.get(one.line.key) != "watch"]
    clear = [one for one in report.lines if one.alert is None and was.get(one.line.key) is not None]
    told = []
    if over:
        told.append(say("Over budget since this month: {lines}.", lines=_named(over)))
    if watch:
        told.append(say("To watch since this month: {lines}.", lines=_named(watch)))
    if clear:
        told.append(say("Back within their limits: {lines}.", lines=_named(clear)))
    return told


def _named(lines: Sequence[LineReport]) -> Text:
    """The first of the lines by their names, and how many more there are."""
    names = [full_name(one) for one in lines[:_MOST_NAMED]]
    if len(lines) <= _MOST_NAMED:
        return quoted(", ".join(names))
    return counted(
        "{names} and {count} other", "{names} and {count} others", len(lines) - _MOST_NAMED, names=", ".join(names)
    )


def _moves(report: Report, before: Report, language: Language) -> list[Text]:
    told = []
    total, old = report.totals, before.totals
    if total.landing is not None and old.landing is not None and total.landing != old.landing:
        told.append(
            _moved(quoted(say("the year’s end, in all").render(language)), total, old, report.currency, language)
        )
    was = {one.line.key: one for one in before.lines}
    moved = [(one, was[one.line.key]) for one in report.lines if one.line.key in was and _gap(one, was[one.line.key])]
    moved.sort(key=lambda pair: (-abs(_gap(*pair)), pair[0].line.key))
    told += [
        _moved(quoted(full_name(new)), new, then, report.currency, language) for new, then in moved[:_MOST_MOVES]
    ]
    return told


def _gap(new: LineReport, old: LineReport) -> Decimal:
    if new.landing is None or old.landing is None:
        return Decimal(0)
    return new.landing - old.landing


def _moved(name: Text, new: LineReport, old: LineReport, currency: str, language: Language) -> Text:
    gap = _gap(new, old)
    shown = {
        "was": money(old.landing, currency, language),
        "now": money(new.landing, currency, language),
        "gap": money(gap, currency, language, is_signed=True),
    }
    return say("Expected for {line}: {now} instead of {was} ({gap}).", line=name, **shown)
