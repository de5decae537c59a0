"""Looks at the stock's workbook, at what was noted about it, and at the mail that came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from officebot.core.facts import OfficeFacts
from officebot.core.mail import Mail
from officebot.core.proposals import Item
from officebot.core.stock.fields import ARTICLES, JOURNAL
from officebot.core.stock.mapping import StockMap, find_stock
from officebot.core.stock.reading import StockRead, read_stock
from officebot.core.text import Language, as_language
from officebot.core.workbooks.office import OfficeWorkbook
from officebot.core.workbooks.tables import Table
from officebot.duties.stock.settings import Settings
from officebot.sdk import Office, Trigger

#: The kind of the ledger's items about articles.
ITEM = "stock"
KEY = "stock:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The stock on a day. `read` is None where the workbook could not be read or holds no stock."""

    office: OfficeFacts
    today: date
    workbook: OfficeWorkbook
    found: StockMap
    read: StockRead | None
    items: tuple[Item, ...] = ()
    mail: Mail | None = None

    @property
    def language(self) -> Language:
        """The office's, in which its pages are written."""
        return as_language(self.office.language)

    @property
    def journal(self) -> Table | None:
        """The table of movements."""
        sheet = self.found.parts.get(JOURNAL)
        return sheet.of(self.workbook.tables) if sheet is not None else None


def observe(office: Office, trigger: Trigger, settings: Settings) -> Facts:
    """The stock as it is now; the mail, where one set it off."""
    today = office.facts.working_time.local(trigger.now).date()
    workbook = office.workbook(settings.workbook)
    found = find_stock(workbook.tables, settings.chosen, settings.words)
    read = (
        read_stock(workbook.tables, found, today, settings.policy, workbook.unreckoned)
        if ARTICLES in found.parts
        else None
    )
    return Facts(
        office=office.facts,
        today=today,
        workbook=workbook,
        found=found,
        read=read,
        items=tuple(office.items(ITEM)),
        mail=trigger.mail,
    )
