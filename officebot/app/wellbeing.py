"""The office looks at itself: disk, clock, certificates, what cannot be reached, backup, balance, journal."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from officebot.app import backups
from officebot.core import wellbeing
from officebot.core.breaker_words import happened
from officebot.core.text import say
from officebot.core.wellbeing import Sign
from officebot.engine import health
from officebot.engine.ledger import marks
from officebot.engine.ledger.leases import real_now
from officebot.engine.ledger.schema import sequences
from officebot.engine.record import journal

if TYPE_CHECKING:
    from officebot.app import App

#: A certificate is asked for that often, not at each look.
_CERTIFICATES_EVERY = timedelta(hours=12)
#: For so long a jump of the clock is told.
_JUMP_TOLD_SECONDS = 3600.0


class Wellbeing:
    """Looks at the office each time it is asked; certificates are looked at twice a day."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._certificates: tuple[datetime, list[Sign]] | None = None
        self._offset = time.time() - time.monotonic()
        self._jump: tuple[float, timedelta] = (0.0, timedelta())

    def signs(self, *, with_servers: bool = True) -> list[Sign]:
        """All that was looked at, what is not well among it. Nothing is raised for what is out of reach."""
        found = [self._disk(), self._clock(), *self._records(), *self._stopped()]
        if with_servers:
            found += self._servers()
        found += self._sources(with_calendars=with_servers)
        known = {one.what for one in found}
        return found + [one for one in wellbeing.of_lost(health.lost(self._app.ledger)) if one.what not in known]

    def _disk(self) -> Sign:
        use = shutil.disk_usage(self._app.folder)
        return wellbeing.of_disk(use.free, use.total)

    def _clock(self) -> Sign:
        """Held against the clock that nobody can set."""
        now = time.monotonic()
        moved = timedelta(seconds=time.time() - now - self._offset)
        if abs(moved) >= wellbeing.CLOCK_JUMP:
            self._offset, self._jump = time.time() - now, (now + _JUMP_TOLD_SECONDS, moved)
        return wellbeing.of_clock(self._jump[1] if now < self._jump[0] else timedelta())

    def _records(self) -> Iterator[Sign]:
        app = self._app
        now = app.clock.now()
        with app.ledger.reading() as tx:
            told = marks.get(tx, marks.LAST_BALANCE)
            balance = marks.set_at(tx, marks.LAST_BALANCE)
            head = journal.head(tx)
            issued = tx.execute(select(sequences.c.value).where(sequences.c.name == "journal")).scalar() or 0
        local = app.facts.working_time.local
        made = backups.last(app.ledger)[1]
        yield wellbeing.of_backup(local(made) if made else None, app.begun, now)
        yield wellbeing.of_balance(local(balance) if balance else None, app.begun, now)
        last = told.get("head") if isinstance(told, dict) else None
        yield wellbeing.of_journal(head, int(issued), (int(last[0]), str(last[1])) if last else None)

    def _stopped(self) -> Iterator[Sign]:
        """The duties that failed so often that they were stopped, and those that their memory keeps from running."""
        app = self._app
        for name, duty in app.duties.items():
            if duty.held is not None:
                yield wellbeing.of_stopped(name, app.title_of(name), duty.held, left_off=False)
        for name, one in app.breakers.all().items():
            if one.is_stopped and name in app.duties and app.duties[name].held is None:
                why = happened(one, app.facts.working_time.local)
                yield wellbeing.of_stopped(name, app.title_of(name), why, left_off=bool(one.left_off))

    def _servers(self) -> list[Sign]:
        """The certificates of the mail servers, as they were seen within the last hours."""
        now = real_now()
        if self._certificates is None or now - self._certificates[0] > _CERTIFICATES_EVERY:
            self._certificates = now, list(self._looked_at(now))
        return self._certificates[1]

    def _looked_at(self, now: datetime) -> Iterator[Sign]:
        from officebot.connectors.certificates import good_until

        seen: set[tuple[str, int]] = set()
        for account in self._app.settings.mail.accounts.values():
            for kind, server in (("imap", account.imap), ("smtp", account.smtp)):
                if server is None or server.security == "none" or (server.host, server.port_number) in seen:
                    continue
                seen.add((server.host, server.port_number))
                until = good_until(kind, server.host, server.port_number, server.security, server.ca_file)
                if until is not None:
                    yield wellbeing.of_certificate(server.host, until, now)

    def _sources(self, *, with_calendars: bool) -> Iterator[Sign]:
        """Workbooks and calendars; mailboxes are watched by the service, which tells those that it lost."""
        app = self._app
        for name, table in app.settings.workbooks.items():
            well = os.access(app.folder / table.path, os.R_OK)
            said = (
                say("there") if well else say("{file} cannot be read: check its place and rights.", file=table.path)
            )
            yield Sign(what=f"workbook {name}", well=well, said=said, called=say("workbook {name}", name=name))
        for name in app.settings.calendars if with_calendars else ():
            problem = app.agendas.calendar(name).problem
            yield Sign(what=f"calendar {name}", well=problem is None, said=problem or say("reached"),
                       called=say("calendar {name}", name=name))  # fmt: skip
