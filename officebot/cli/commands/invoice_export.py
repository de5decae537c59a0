"""invoice export: the register's invoices as entries for the books."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from officebot.cli.opening import opened
from officebot.cli.output import tell
from officebot.cli.table import INVOICE
from officebot.cli.words import Day, command, language, option
from officebot.cli.workbooks import tell_problems
from officebot.cli.writing import forced, keep, put
from officebot.core.text import counted, say

if TYPE_CHECKING:
    from datetime import date


@command("export", INVOICE["export"][1])
@option("--from", "since", type=Day(), required=True, spoken=say("The first day of issue."))
@option("--until", "until", type=Day(), required=True, spoken=say("The last day of issue."))
@option(
    "--format",
    "form",
    type=click.Choice(["fec", "csv"]),
    default="csv",
    spoken=say("The 18 columns of the French tax law (fec), or a table for a spreadsheet (csv)."),
)
@option("--out", metavar="FILE", required=True, spoken=say("The file to write."))
@forced
def export(since: date, until: date, form: str, out: str, force: bool) -> None:
    from officebot.app.invoicing import InvoiceDesk
    from officebot.core.invoices.accounting import csv_of, entries, fec

    keep(Path(out), force=force)
    with opened() as app:
        desk = InvoiceDesk(app)
        booked, problems = desk.booked(since, until)
        accounts = desk.settings.booking
    made = entries(booked, accounts)
    text = fec(made, accounts) if form == "fec" else csv_of(made, accounts, language())
    put(Path(out), text.encode("utf-8" if form == "fec" else "utf-8-sig"))
    tell(counted("{file}: {count} posting.", "{file}: {count} postings.", len(made.postings), file=out))
    tell_problems([*problems, *made.problems])
    sys.exit(1 if problems or made.problems else 0)
