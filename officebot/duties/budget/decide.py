"""What the budget needs: a line's owner told once when it crosses its limit, once when it recovers; the month's report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from officebot.core.actions import Action
from officebot.core.budget.alerts import AlertState, Crossing, settle
from officebot.core.budget.model import Alert, LineReport, Report
from officebot.core.budget.report_page import TEMPLATE, Traces, page_of
from officebot.core.budget.report_sources import series_of
from officebot.core.budget.variance import still_beyond
from officebot.core.letters import posting
from officebot.core.mail import OutgoingMail
from officebot.core.people import Person
from officebot.core.proposals import Proposal, Reason
from officebot.core.text import Language, Text, counted, month_in_words, one_line, say
from officebot.duties.budget.observe import ALERT, KEY, Facts, keeper
from officebot.duties.budget.settings import Settings
from officebot.sdk import CloseItem, NoteItem, WriteDocument

_ALERTS: dict[str, Alert] = {"watch": "watch", "over": "over"}


@dataclass(frozen=True, slots=True)
class _Told:
    """What one person is told: the crossings of the lines that are theirs."""

    person: Person
    crossings: list[Crossing]


def decide(facts: Facts, settings: Settings) -> Iterable[Proposal]:
    """The crossings since the last time, the month's report, or what keeps the budget from being read."""
    report = facts.now.report
    if report is None:
        yield from _problem(facts, settings)
        return
    crossings, _ = settle(report, _before(facts), still_beyond(report, settings.asked.thresholds))
    if crossings:
        yield _noted(facts, settings, report, crossings)
        if settings.tell != "none":
            yield from _told(facts, settings, report, crossings)
    yield from _month(facts, settings)


def _before(facts: Facts) -> dict[str, AlertState]:
    """What was told of each line, as the items say."""
    known: dict[str, AlertState] = {}
    for item in facts.items:
        alert, since = _ALERTS.get(str(item.source.get("alert"))), item.source.get("since")
        if alert is not None and isinstance(since, str):
            known[str(item.source.get("line"))] = AlertState(alert=alert, since=date.fromisoformat(since))
    return known


# ── crossings ─────────────────────────────────────────────────────────────────────────────────────────────


def _noted(facts: Facts, settings: Settings, report: Report, crossings: Iterable[Crossing]) -> Proposal:
    """The crossings noted until they recover; nothing of this leaves the office."""
    told = list(crossings)
    return Proposal(
        key=f"{KEY}crossed:{facts.today}:{_digest(told)}",
        title=counted("{count} budget line crossed its limit, or recovered",
                      "{count} budget lines crossed their limit, or recovered", len(told)),
        actions=tuple(_note(facts, settings, report, one) for one in told),
        reason=sentence(told[0], report.currency),
        reasons=tuple(reason for one in told for reason in _reasons(one, report.currency))[:60],
    )  # fmt: skip


def _note(facts: Facts, settings: Settings, report: Report, crossing: Crossing) -> Action:
    key = f"{KEY}{_key(crossing.line)}"
    if crossing.alert is None:
        return CloseItem(item_kind=ALERT, key=key, because="recovered")
    owner = _owner(facts, settings, crossing.line)
    return NoteItem(
        item_kind=ALERT,
        key=key,
        title=sentence(crossing, report.currency).render(facts.language)[:500],
        owner=owner.address if owner is not None else "",
        source={"line": crossing.line.line.key, "alert": crossing.alert, "since": report.period.isoformat(),
                "file": facts.file},
    )  # fmt: skip


def _told(facts: Facts, settings: Settings, report: Report, crossings: Iterable[Crossing]) -> Iterator[Proposal]:
    """A letter to each owner, with the numbers and where they stand."""
    by_owner: dict[str, _Told] = {}
    for one in crossings:
        owner = _owner(facts, settings, one.line)
        if owner is not None:
            by_owner.setdefault(owner.address, _Told(owner, [])).crossings.append(one)
    for address, told in by_owner.items():
        language = told.person.language
        mail = OutgoingMail(
            account=facts.account,
            to=(address,),
            subject=say("Budget: {what}", what=sentence(told.crossings[0], report.currency)).render(language)[:200],
            body=_letter(facts, report, told, language),
            key=f"{KEY}told:{facts.today}:{address}:{_digest(told.crossings)}",
            language=language,
            is_automatic=settings.tell == "mail",
        )
        if not facts.account:
            continue
        yield Proposal(
            key=mail.key,
            title=counted("Tell {name} of {count} budget line", "Tell {name} of {count} budget lines", len(told.crossings),
                          name=told.person.name),
            actions=posting(mail, is_sent=settings.tell == "mail"),
            reason=sentence(told.crossings[0], report.currency),
        )  # fmt: skip


def _letter(facts: Facts, report: Report, told: _Told, language: Language) -> str:
    lines = [
        say("Hello {name},", name=told.person.name).render(language),
        "",
        say("On {day}, in the budget {file}:", day=facts.today, file=facts.file).render(language),
        "",
    ]
    for one in told.crossings:
        lines.append(f"• {sentence(one, report.currency).render(language)}")
        lines += [f"    – {what.render(language)}" for what in (*one.line.reasons, *one.line.drivers[:3])]
        places = ", ".join(f"{source.file} {source.sheet}!{source.cell}" for source in one.line.sources[:4])
        if places:
            lines.append(f"    – {say('Read in {places}.', places=places).render(language)}")
    lines += ["", say("You are told once; and once more when it recovers.").render(language), "", facts.office.name]
    return "\n".join(lines)


def sentence(crossing: Crossing, currency: str) -> Text:
    """What happened to a line, with its figures until now and where the year will end."""
    line, ytd = crossing.line, crossing.line.ytd
    name = one_line(line.line.name, 80)
    if crossing.alert is None:
        return say("“{line}” is within its budget again: {actual} spent of {budget} {currency}.", line=name,
                   actual=ytd.actual, budget=ytd.budget, currency=currency)  # fmt: skip
    if crossing.alert == "over":
        return say("“{line}” is over its budget: {actual} spent and {committed} ordered of {budget} {currency} until now.",
                   line=name, actual=ytd.actual, committed=ytd.committed, budget=ytd.budget, currency=currency)  # fmt: skip
    return say("“{line}” is likely to end at {landing} {currency}; {budget} are planned.", line=name,
               landing=line.landing, budget=line.year_budget, currency=currency)  # fmt: skip


def _reasons(crossing: Crossing, currency: str) -> Iterator[Reason]:
    source = next((f"{one.file} {one.sheet}!{one.cell}" for one in crossing.line.sources), "")
    yield Reason(what=sentence(crossing, currency), source=source, weight=2 if crossing.alert == "over" else 1)
    for what in (*crossing.line.reasons, *crossing.line.drivers[:3]):
        yield Reason(what=what, source=source)


def _owner(facts: Facts, settings: Settings, line: LineReport) -> Person | None:
    """Who answers for a line: as the settings say of it or its group, else the workbook, else who keeps the budget."""
    people = facts.office.people
    for name in (line.line.code, line.line.label, line.line.key, *reversed(line.line.group)):
        address = settings.owners.get(name) if name else None
        if address:
            return people.at(address)
    meant = people.meant(line.line.owner) if line.line.owner else ()
    return meant[0] if len(meant) == 1 else keeper(facts, settings)


def _key(line: LineReport) -> str:
    return sha256(line.line.key.encode("utf-8", "replace")).hexdigest()[:16]


def _digest(crossings: Iterable[Crossing]) -> str:
    said = "\n".join(f"{one.line.line.key}\t{one.alert}" for one in crossings)
    return sha256(said.encode("utf-8", "replace")).hexdigest()[:12]


# ── the month's report ────────────────────────────────────────────────────────────────────────────────────


def _month(facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """The report of the month that is over, for its reader, in the forms that the office wants."""
    report = facts.last.report if facts.last is not None else None
    if report is None or facts.last is None or f"{KEY}month:{report.period:%Y-%m}" in facts.settled:
        return
    reader = facts.office.people.at(settings.report_to) if settings.report_to else keeper(facts, settings)
    language: Language = reader.language if reader is not None else facts.language
    name = f"{report.period:%Y-%m}-budget"
    data = page_of(
        report, language, office=facts.office.name, file=facts.file, made=facts.today,
        before=facts.before.report if facts.before is not None else None,
        series=series_of(report, facts.last.basis) if facts.last.basis is not None else (), files=facts.files,
        traces=_traces(report),
    )  # fmt: skip
    templates = {"docx": f"{TEMPLATE}.docx", "pdf": f"{TEMPLATE}.typ"}
    actions = tuple(
        WriteDocument(path=f"documents/budget/{name}.{form}", template=templates[form], data=data, language=language)
        for form in settings.report
        if form in templates
    )
    if not actions:
        return
    yield Proposal(
        key=f"{KEY}month:{report.period:%Y-%m}",
        title=say("Write the budget’s report: {month}", month=month_in_words(report.period, facts.language)),
        actions=actions,
        reason=say("The month is over: {actual} {currency} were spent, {budget} planned.", actual=report.totals.month.actual,
                   budget=report.totals.month.budget, currency=report.currency),
        reasons=tuple(Reason(what=what) for what in report.totals.drivers[:3]),
    )  # fmt: skip


def _traces(report: Report) -> tuple[Traces, ...]:
    """Where each line's figures were read."""
    return tuple(
        Traces(name=f"{one.line.code} {one.line.label}".strip() or one.line.key, what="",
               cells=", ".join(f"{source.file} {source.sheet}!{source.cell}" for source in one.sources[:20]))
        for one in report.lines
        if one.sources
    )  # fmt: skip


def _problem(facts: Facts, settings: Settings) -> Iterator[Proposal]:
    """A budget that cannot be read: a note to whoever keeps it, once until it says otherwise."""
    why = facts.now.problem
    if why is None:
        return
    owner = keeper(facts, settings)
    title = say("The budget {file} cannot be used: {what}", file=facts.file, what=why)
    note = NoteItem(item_kind=ALERT, key=f"{KEY}problem", title=title.render(facts.language)[:500],
                    owner=owner.address if owner is not None else "")  # fmt: skip
    yield Proposal(key=f"{KEY}problem:{why.render('en')[:80]}", title=title, actions=(note,), reason=why)
