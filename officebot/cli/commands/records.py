"""journal, balance, listed: the office's records."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from officebot.cli.opening import opened
from officebot.cli.output import Column, clean, emit, local, moment, table, tell
from officebot.cli.table import COMMANDS
from officebot.cli.words import Whole, command, language, option
from officebot.core.text import counted, say

if TYPE_CHECKING:
    from officebot.app import App

_JSON = say("One JSON object a line.")


@command("journal", COMMANDS["journal"][1])
@option("--verify", is_flag=True, spoken=say("Recompute the whole chain; exit 1 and name the first bad entry."))
@option(
    "--since",
    type=Whole(0, 10**18),
    default=0,
    metavar="SEQ",
    spoken=say("Only entries from this number on."),
)
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def journal(verify: bool, since: int, as_json: bool) -> None:
    from officebot.engine.record import happenings, views

    with opened() as app:
        if verify:
            sys.exit(_verify(app, as_json))
        for entry in views.entries(app.ledger, app.reader(language()), since):
            if as_json:
                emit(entry)
                continue
            what = clean(happenings.in_words(entry["what"]).render(language()))
            who, subject = clean(entry["who"]), clean(entry["subject"])
            click.echo(f"{entry['seq']:>6}  {moment(entry['at'])}  {what:<24}  {subject:<14}  {who}")


def _verify(app: App, as_json: bool) -> int:
    from officebot.engine.ledger import marks
    from officebot.engine.record import journal as chain

    with app.ledger.reading() as tx:
        last = marks.get(tx, marks.LAST_BALANCE)
        head = last.get("head") if isinstance(last, dict) else None
        found = chain.verify(tx, (head[0], head[1]) if head else None)
    if as_json:
        emit({"entries": found.entries, "bad": found.bad, "why": found.why})
    elif found.bad is None:
        tell(counted("The journal holds: {count} entry, not changed.", "The journal holds: {count} entries, none changed.",
                     found.entries))  # fmt: skip
    else:
        tell(say("The journal was tampered with: entry {bad} is wrong ({why}).", bad=found.bad, why=found.why))
    return 0 if found.bad is None else 1


@command("balance", COMMANDS["balance"][1])
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def balance(as_json: bool) -> None:
    with opened() as app:
        found = app.balance()
    if as_json:
        emit({"received": found.received, "handled": found.handled, "waiting": found.waiting,
              "listed": found.listed, "gaps": found.gaps, "journal": list(found.journal_head)})  # fmt: skip
    else:
        tell(say("Received {received} = handled {handled} + waiting {waiting} + listed {listed}.",
                 received=found.received, handled=found.handled, waiting=found.waiting, listed=found.listed))  # fmt: skip
        for place, uids in found.gaps.items():
            tell(counted("{place}: {count} message was never noted; it is read again now.",
                         "{place}: {count} messages were never noted; they are read again now.",
                         len(uids), place=place))  # fmt: skip
    sys.exit(0 if found.is_even else 1)


@command("listed", COMMANDS["listed"][1])
@option("--json", "as_json", is_flag=True, spoken=_JSON)
def listed(as_json: bool) -> None:
    from officebot.core.text import Text
    from officebot.engine.ledger import mails

    with opened() as app:
        with app.ledger.reading() as tx:
            rows = mails.listed(tx)
        zone = app.facts.working_time.tz
    reader = language()
    shown = [
        {"id": row.id, "received": local(row.received, zone), "account": row.account, "folder": row.folder,
         "uid": row.uid, "problem": Text.from_json(row.problem).render(reader) if row.problem else ""}
        for row in rows
    ]  # fmt: skip
    if as_json:
        for one in shown:
            emit(one)
    elif shown:
        table(
            [Column(say("Received"), fixed=True), Column(say("Folder"), detail=True), Column(say("Problem"))],
            [
                [moment(one["received"]), f"{one['account']}/{one['folder']}/{one['uid']}", one["problem"]]
                for one in shown
            ],
        )
    else:
        tell(say("Every mail could be read."))
