"""Which reports are due, and the figures of each, counted and read again to be counted a second time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from officebot.core.people import Person
from officebot.core.reports.page import Reader
from officebot.core.reports.period import Kind, Period, Window, last_complete
from officebot.core.reports.report import REPORT, Report, assembled
from officebot.duties.activity_report.own import parts as own_parts
from officebot.duties.activity_report.second import records_of
from officebot.duties.activity_report.settings import Form, ReaderTable, Settings
from officebot.sdk import Office, OfficeFacts, Trigger

#: How the keys of proposals begin.
KEY = "activity:"
_LOOK_BACK = timedelta(days=70)


@dataclass(frozen=True, slots=True, kw_only=True)
class For:
    """One reader: the person, what they want, and under which name the page addresses them."""

    person: Person
    kinds: tuple[Kind, ...]
    form: Form
    reader: Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The reports that are due on a day, and who reads them."""

    office: OfficeFacts
    now: datetime
    account: str
    reports: Sequence[Report] = ()
    readers: Sequence[For] = ()
    #: The keys of what was made, rejected or taken back: nobody is given it twice.
    settled: frozenset[str] = field(default=frozenset())


def observe(office: Office, trigger: Trigger, settings: Settings) -> Facts:
    """The last day, week and month that are over, where a reader has not got their report yet."""
    facts, now = office.facts, trigger.now
    readers = readers_of(facts, settings)
    settled = frozenset(
        one.key
        for one in office.proposals(("waiting", "approved", "doing", "done", "rejected", "undone"), now - _LOOK_BACK)
        if one.key.startswith(KEY)
    )
    today = facts.working_time.local(trigger.due).date()
    due = [
        period
        for kind in _kinds(readers)
        for period in (last_complete(kind, today, facts.working_time),)
        if any(kind in one.kinds and proposal_key(period, one.person) not in settled for one in readers)
    ]
    return Facts(
        office=facts,
        now=now,
        account=facts.account,
        reports=[report_of(office, period, now) for period in due],
        readers=readers,
        settled=settled,
    )


def report_of(office: Office, period: Period, now: datetime) -> Report:
    """A period's report, counted twice; whether both agree, its `differences` say."""
    report = _read(office, period, now)
    # What came in between the two readings is no difference: both are done once more.
    return _read(office, period, now) if report.differences else report


def _read(office: Office, period: Period, now: datetime) -> Report:
    window = Window(period=period, now=now, zone=office.facts.working_time.tz)
    told, problems = office.reported(window)
    parts = [*told, *own_parts(office, window)]
    return assembled(window, parts, records_of(office, parts, window), office.items(REPORT, "closed"), problems)


def readers_of(facts: OfficeFacts, settings: Settings) -> list[For]:
    """The readers of the settings; none there: who answers for the mailbox."""
    if settings.readers:
        found = [(facts.people.at(address), table) for address, table in settings.readers.items()]
    else:
        found = [(next(iter(facts.people.mailbox_owners), None), ReaderTable())]
    return [for_person(person, table) for person, table in found if person is not None]


def for_person(person: Person, table: ReaderTable) -> For:
    """What a person reads, in their own language unless the table says another."""
    language = person.language if table.language == "own" else table.language
    reader = Reader(name=person.name, language="fr" if language == "fr" else "en", parts=frozenset(table.parts))
    return For(person=person, kinds=table.kinds, form=table.form, reader=reader)


def proposal_key(period: Period, person: Person) -> str:
    """What names a person's report."""
    return f"{KEY}{period.kind}:{period.name}:{person.address}"


def _kinds(readers: Iterable[For]) -> list[Kind]:
    wanted = {kind for one in readers for kind in one.kinds}
    kinds: tuple[Kind, ...] = ("daily", "weekly", "monthly")
    return [kind for kind in kinds if kind in wanted]
