"""ledger: where the office's memory is, and how it is taken along from one database to another."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile, is_zipfile

from officebot.cli.opening import called
from officebot.cli.output import emit, tell
from officebot.cli.table import COMMANDS
from officebot.cli.words import command, option
from officebot.core.backups import LEDGER
from officebot.core.problems import UserError
from officebot.core.text import counted, say

_FROM = say("Take over what this copy holds: a file that “officebot backup” made, or the ledger of before.")
_INSTEAD = say("Replace what the office's ledger holds.")


@command("ledger", COMMANDS["ledger"][1])
@option("--from", "source", metavar="FILE", spoken=_FROM)
@option("--instead", is_flag=True, spoken=_INSTEAD)
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object."))
def ledger(source: str | None, instead: bool, as_json: bool) -> None:
    from officebot.app import open_ledger
    from officebot.app.installed import installed_duties
    from officebot.engine import health
    from officebot.engine.record import journal
    from officebot.settings.load import load_office

    folder = Path(called().folder)
    # Not the whole office: opening that already notes when it was first opened.
    loaded = load_office(folder, installed_duties(folder))
    with closing(open_ledger(loaded.settings, folder)) as kept:
        if source is not None:
            if health.service(kept) is not None:
                raise UserError(say("The office is being served: stop “officebot run” first."))
            with _ledger_of(Path(source)) as file:
                kept.copy_from(file, instead=instead)
        with kept.reading() as tx:
            found = journal.verify(tx)
        place, database = kept.place(), kept.version()
    if as_json:
        emit({"place": place, "database": database, "entries": found.entries, "bad": found.bad, "from": source})
    else:
        if source is not None:
            tell(say("Taken over from {file}.", file=source))
        tell(say("The ledger is {place} ({database}).", place=place, database=database))
        tell(
            counted("Its journal holds: {count} entry.", "Its journal holds: {count} entries.", found.entries)
            if found.bad is None
            else say("The journal was tampered with: entry {bad} is wrong ({why}).", bad=found.bad, why=found.why)
        )
    sys.exit(0 if found.bad is None else 1)


@contextmanager
def _ledger_of(source: Path) -> Iterator[Path]:
    """The ledger's file: the one that was named, or the one that a backup of a whole office holds."""
    if not is_zipfile(source):
        yield source
        return
    with TemporaryDirectory() as folder:
        made = Path(folder) / "ledger.db"
        try:
            with ZipFile(source) as backup, backup.open(LEDGER) as held, made.open("wb") as file:
                copyfileobj(held, file)
        except (KeyError, BadZipFile, OSError) as error:
            raise UserError(say("{file} holds no ledger: name a backup of this office.", file=str(source))) from error
        yield made
