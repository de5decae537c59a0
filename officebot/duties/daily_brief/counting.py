"""The day's numbers of mails counted twice: from the mails as duties see them, and from the ledger's rows as they are stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from officebot.core.asking import Ask
from officebot.core.figures import Difference, Figure, Figures, Source
from officebot.core.records import Records
from officebot.core.reports.stored import STATES, came, ledger_book
from officebot.core.text import say
from officebot.sdk import Office, SeenMail


def counted_twice(
    office: Office, since: datetime, until: datetime
) -> tuple[Sequence[SeenMail], Sequence[Difference]]:
    """The mails of a time, and which of their numbers differ when they are counted again."""
    mails = office.mails(since, until)
    differences = _differences(office, mails, since, until)
    if differences:
        # What changed between the two readings is no difference: both are done once more.
        mails = office.mails(since, until)
        differences = _differences(office, mails, since, until)
    return mails, differences


def day_figures(mails: Sequence[SeenMail], since: datetime, until: datetime) -> Figures:
    """How many came in, and what became of them, each with the question by which it is counted again."""
    figures = Figures()
    for name, more in {"received": (), **STATES}.items():
        found = [one for one in mails if name in ("received", one.state)]
        figures.add(
            Figure(
                key=f"mail.{name}", value=Decimal(len(found)), how=say("Mails that came in, counted."), rule="records",
                ask=Ask(book="mails", where=(*came(since, until), *more)),
                counted=tuple(Source(file="mails", sheet="mails", cell=str(one.id), kind="mail") for one in found),
            )
        )  # fmt: skip
    return figures


def _differences(office: Office, mails: Sequence[SeenMail], since: datetime, until: datetime) -> Sequence[Difference]:
    books = {name: ledger_book(name, office.stored_rows(name, since), "", "") for name in ("mails", "proposals")}
    return day_figures(mails, since, until).check(lambda _: None, Records(books).recount)
