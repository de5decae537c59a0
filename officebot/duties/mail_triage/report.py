"""What came in by mail in a period, for reports: how many, of which kinds, how urgent, on which days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from officebot.core.asking import Ask, Is
from officebot.core.reports.kinds import CONFIDENTIAL, KINDS, URGENCIES
from officebot.core.reports.model import BEFORE, ChartOf
from officebot.core.reports.stored import STATES, came
from officebot.core.reports.tally import Tally, Where
from officebot.core.text import Text, counted, one_line, quoted, say
from officebot.sdk import Office, Part, SeenMail, Window

_KNOWN_KINDS = tuple(kind for kind in KINDS if kind)


def report(office: Office, window: Window, _settings: Any) -> Part:
    """The period's mail, and that of the period before."""
    seen = {w.period: office.mails(w.since, w.until) for w in (window, window.before)}
    tally = Tally("mail", say("Mail"), window, "mails", "mail", place=10)

    def of(w: Window, state: str = "") -> dict[str, Text]:
        return {str(one.id): _name(one) for one in seen[w.period] if state in ("", one.state)}

    tally.flow("received", say("Mails received"), say("Mails that came in, counted."), of, _came, weight=90)
    tally.flow(
        "handled", say("Mails sorted"), say("Mails that came in, were read, and wait for nothing."),
        lambda w: of(w, "handled"), lambda w: (*_came(w), *STATES["handled"]), good="more",
    )  # fmt: skip
    tally.flow(
        "waiting", say("Mails with something waiting"), say("Mails that came in with a proposal that is still open."),
        lambda w: of(w, "waiting"), lambda w: (*_came(w), *STATES["waiting"]), good="less", weight=40,
    )  # fmt: skip
    listed = tally.flow(
        "listed", say("Mails that could not be read"), say("Mails that came in and could not be read or judged."),
        lambda w: of(w, "listed"), lambda w: (*_came(w), *STATES["listed"]), good="less", weight=45,
    )  # fmt: skip
    tally.flow(
        "urgent", say("Urgent mails"), say("Mails that came in and were judged urgent: now or today."),
        lambda w: {str(one.id): _name(one) for one in seen[w.period] if one.verdict.get("urgency") in ("now", "today")},
        lambda w: (*_came(w), Is("verdict.urgency", "among", ("now", "today"))), good="less", weight=50,
    )  # fmt: skip
    _by_kind(tally, seen, window)
    _by_urgency(tally, seen, window)
    if window.period.kind != "daily":
        _by_day(tally, seen, window)
    unread = of(window, "listed")
    if unread:
        words = counted(
            "{count} mail could not be read: {names}. “officebot listed” shows it.",
            "{count} mails could not be read: {names}. “officebot listed” shows them.",
            0,
        )
        tally.need(words, 60, unread.values(), count=listed)
    return tally.part()


def _came(window: Window) -> Where:
    return came(window.since, window.until)


def _name(mail: SeenMail) -> Text:
    """A mail as others may see it: its subject, unless it is private or confidential."""
    if mail.verdict.get("kind") == "personal" or mail.verdict.get("confidential"):
        return CONFIDENTIAL
    return quoted(one_line(mail.subject, 70)) if mail.subject.strip() else say("(no subject)")


def _by_kind(tally: Tally, seen: Mapping[Any, Sequence[SeenMail]], window: Window) -> None:
    """Bars of this period and the one before, for each kind that came."""
    present = [kind for kind in KINDS if any(_kind(one) == kind for mails in seen.values() for one in mails)]
    series = []
    how = say("Mails that came in, of this kind as triage judged them.")
    for name, suffix, w in ((say("this time"), "", window), (say("last time"), BEFORE, window.before)):
        keys = []
        for kind in present:
            found = [str(one.id) for one in seen[w.period] if _kind(one) == kind]
            is_it = Is("verdict.kind", "is", kind) if kind else Is("verdict.kind", "not among", _KNOWN_KINDS)
            ask = Ask(book="mails", where=(*_came(w), is_it))
            keys.append(tally.quiet(f"kind.{kind or 'none'}{suffix}", Decimal(len(found)), how, ask, found))
        series.append((name, tuple(keys)))
    tally.chart(
        ChartOf(name="mail-kinds", kind="bar", title=say("Mails by kind"), categories=tuple(KINDS[k] for k in present),
                series=tuple(series), unit=say("mails"), weight=20)
    )  # fmt: skip


def _kind(mail: SeenMail) -> str:
    kind = str(mail.verdict.get("kind", ""))
    return kind if kind in KINDS else ""


def _by_urgency(tally: Tally, seen: Mapping[Any, Sequence[SeenMail]], window: Window) -> None:
    present = [
        one for one in URGENCIES if any(mail.verdict.get("urgency") == one for mail in seen[window.period])
    ]  # fmt: skip
    how = say("Mails that came in, of this urgency as triage judged them.")
    keys = []
    for urgency in present:
        found = [str(one.id) for one in seen[window.period] if one.verdict.get("urgency") == urgency]
        ask = Ask(book="mails", where=(*_came(window), Is("verdict.urgency", "is", urgency)))
        keys.append(tally.quiet(f"urgency.{urgency}", Decimal(len(found)), how, ask, found))
    if present:
        tally.chart(
            ChartOf(name="mail-urgency", kind="bar", title=say("Mails by urgency"),
                    categories=tuple(URGENCIES[one] for one in present), series=((say("mails"), tuple(keys)),),
                    unit=say("mails"))
        )  # fmt: skip


def _by_day(tally: Tally, seen: Mapping[Any, Sequence[SeenMail]], window: Window) -> None:
    """Bars over time: a week's days, a month's weeks; this period beside the one before."""
    spans = {w.period: _spans(w) for w in (window, window.before)}
    count = len(spans[window.period])
    series = []
    how = say("Mails that came in, in these days.")
    for name, suffix, w in ((say("this time"), "", window), (say("last time"), BEFORE, window.before)):
        keys = []
        for place, (first, last) in enumerate(spans[w.period][:count]):
            if first > w.today:
                break  # a day to come is no day without mails
            span = replace(w, period=replace(w.period, first=first, last=last))
            found = [str(one.id) for one in seen[w.period] if span.holds(one.received)]
            ask = Ask(book="mails", where=_came(span))
            keys.append(tally.quiet(f"span.{place + 1}{suffix}", Decimal(len(found)), how, ask, found))
        series.append((name, tuple(keys) + ("",) * (count - len(keys))))
    titles = tuple(_span_name(*one, is_day=window.period.kind == "weekly") for one in spans[window.period][:count])
    title = (
        say("Mails received, day by day") if window.period.kind == "weekly" else say("Mails received, week by week")
    )
    tally.chart(
        ChartOf(name="mail-days", kind="grouped", title=title, categories=titles, series=tuple(series), unit=say("mails"),
                weight=80)
    )  # fmt: skip


def _spans(window: Window) -> list[tuple[date, date]]:
    """The days of a week; the weeks of a month, cut at its ends."""
    days = window.period.days()
    if window.period.kind == "weekly":
        return [(day, day) for day in days]
    found: list[tuple[date, date]] = []
    first = days[0]
    while first <= days[-1]:
        last = min(first + timedelta(days=6 - first.weekday()), days[-1])
        found.append((first, last))
        first = last + timedelta(days=1)
    return found


def _span_name(first: date, last: date, *, is_day: bool) -> Text:
    if is_day:
        return _DAYS[first.weekday()]
    return quoted(f"{first.day}" if first == last else f"{first.day}–{last.day}")


_DAYS = (
    say("Mon."), say("Tue."), say("Wed."), say("Thu."), say("Fri."), say("Sat."), say("Sun."),
)  # fmt: skip
