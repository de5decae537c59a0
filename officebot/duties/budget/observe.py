"""Looks at the budget, at what was spent and ordered, and at what was told before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from officebot.core.budget.report_page import FileRead
from officebot.core.budget.standing import Books, Standing, standing
from officebot.core.facts import OfficeFacts
from officebot.core.invoices.register import find_register, read_register
from officebot.core.orders.fields import LINES
from officebot.core.orders.mapping import find_orders
from officebot.core.orders.reading import read_orders
from officebot.core.people import Person
from officebot.core.proposals import Item
from officebot.core.text import Language, as_language
from officebot.duties.budget.settings import Settings
from officebot.sdk import Office, Trigger

#: How the keys of proposals and items begin.
KEY = "budget:"
#: The kind of the ledger's items: a line that crossed its limit, until it recovers.
ALERT = "budget"
_LOOK_BACK = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The budget on a day. `last` is how it stood at the end of last month, where its report is due; `before` a month
    before that. `files` are what it was read from."""

    office: OfficeFacts
    today: date
    file: str
    now: Standing
    last: Standing | None = None
    before: Standing | None = None
    items: Sequence[Item] = ()
    account: str = ""
    files: Sequence[FileRead] = ()
    #: The keys of the reports that were written, refused or taken back: each month's is proposed once.
    settled: frozenset[str] = frozenset()

    @property
    def language(self) -> Language:
        """The office's."""
        return as_language(self.office.language)


def observe(office: Office, trigger: Trigger, settings: Settings) -> Facts:
    """How the budget stands today; and on the report's day, how the month ended."""
    facts = office.facts
    today = facts.working_time.local(trigger.now).date()
    sheets = office.sheets(settings.workbook)
    books = books_of(office, settings)
    month = today.replace(day=1)
    last = (month - timedelta(days=1)).replace(day=1)
    earlier = (last - timedelta(days=1)).replace(day=1)
    is_due = bool(settings.report) and is_report_day(facts, settings, today)
    return Facts(
        office=facts,
        today=today,
        file=sheets.file,
        now=standing(sheets, books, month, settings.asked),
        last=standing(sheets, books, last, settings.asked) if is_due else None,
        before=standing(sheets, books, earlier, settings.asked) if is_due else None,
        items=[item for item in office.items(ALERT) if item.key.startswith(KEY)],
        account=facts.account,
        settled=frozenset(
            one.key
            for one in office.proposals(("approved", "doing", "done", "rejected", "undone"), trigger.now - _LOOK_BACK)
            if one.key.startswith(f"{KEY}month:")
        ),
        files=_files(office, settings, trigger.now) if is_due else (),
    )


def _files(office: Office, settings: Settings, at: datetime) -> list[FileRead]:
    """The files that the report is made of."""
    read = [office.sheets(name) for name in (settings.workbook, *settings.ledgers)]
    books = [office.workbook(name) for name in (settings.invoices, settings.orders)]
    return [
        *(FileRead(name=one.file, sha256=one.sha256, read_at=at) for one in read if one.book is not None),
        *(FileRead(name=one.file, sha256=one.sha256, read_at=at) for one in books if one.problem is None),
    ]


def books_of(office: Office, settings: Settings) -> Books:
    """What the budget is held against: ledgers, the invoice register, the order book, as far as the office keeps them."""
    register = office.workbook(settings.invoices)
    found = find_register(register.tables) if register.problem is None else None
    orders = office.workbook(settings.orders)
    mapped = find_orders(orders.tables) if orders.problem is None else None
    has_orders = mapped is not None and LINES in mapped.parts
    return Books(
        ledgers=[office.sheets(name) for name in settings.ledgers],
        invoices=read_register(register.tables, found).invoices if found is not None else (),
        register=register.file,
        orders=read_orders(orders.tables, mapped).lines if mapped is not None and has_orders else (),
        order_book=orders.file,
    )


def is_report_day(facts: OfficeFacts, settings: Settings, today: date) -> bool:
    """Whether the month's report is due: on its working day of the month, and on the days after it until it is there."""
    working = facts.working_time
    first = today.replace(day=1) - timedelta(days=1)
    return working.add_working_days(first, settings.report_day) <= today


def keeper(facts: Facts, settings: Settings) -> Person | None:
    """Who keeps the budget."""
    return facts.office.people.keeper(settings.keeper)
