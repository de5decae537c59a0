"""The office's calendars, made from its settings: read for duties and commands, changed by the performer."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote, urlsplit

from officebot.connectors.workers import WorkerPool
from officebot.core.agendas import OfficeCalendar, Room
from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.text import Text, counted, say
from officebot.settings.load import LoadedOffice

if TYPE_CHECKING:
    from officebot.connectors.calendars.occurring import Happenings
    from officebot.connectors.calendars.performer import WritableCalendar
    from officebot.connectors.calendars.store import CalendarStore
    from officebot.connectors.http import Site
    from officebot.settings.calendars import CalendarTable
    from officebot.testing.embedded import EmbeddedOffice

log = logging.getLogger("officebot.calendars")

#: The folder of a sample office with what its calendars hold at first.
_SAMPLES = "calendars"


class Agendas:
    """The calendars by name. Connections are opened at the first use and kept; close it, or use it with `with`.

    `servers` gives a sample office's own servers, or None.
    """

    def __init__(self, loaded: LoadedOffice, servers: Callable[[], EmbeddedOffice | None]) -> None:
        self._folder = loaded.folder
        self._tables: Mapping[str, CalendarTable] = loaded.settings.calendars
        self._zone = loaded.working_time.tz
        self._rooms = loaded.settings.rooms
        self._servers = servers
        self._stack = ExitStack()
        # Not the pool that reads mail: its workers carry what recognises mail, and these start without.
        self._workers = self._stack.enter_context(WorkerPool())
        self._stores: dict[str, CalendarStore] = {}
        self._last: dict[str, OfficeCalendar] = {}
        self._lock = threading.RLock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for store in self._stores.values():
            store.close()
        self._stack.close()

    # ── reading ───────────────────────────────────────────────────────────────────────────────────────────

    def calendars(self, of: Collection[str] | None = None) -> Sequence[OfficeCalendar]:
        """The calendars in the order of the settings; only those of these people (addresses) or rooms, where given."""
        wanted = None if of is None else {one.lower() for one in of}
        return [
            self.calendar(name)
            for name, table in self._tables.items()
            if wanted is None or (table.person or table.room).lower() in wanted
        ]

    def calendar(self, name: str) -> OfficeCalendar:
        """One calendar as it is now; where it cannot be read, as it was, with the problem. Raises UserError for none."""
        table = self._table(name)
        problem: Text | None = None
        left_out = 0
        last = self._last.get(name)
        objects = last.objects if last is not None else ()
        try:
            store = self.store(name)
            objects = tuple(store.read())
            left_out = store.left_out
            if left_out:
                problem = counted(
                    "{count} entry is too large, or may not be read, and is left out.",
                    "{count} entries are too large, or may not be read, and are left out.",
                    left_out,
                )
        except Unavailable as lost:
            problem = lost.what
        except UserError as error:
            problem = error.problems[0].what
        found = OfficeCalendar(name=name, person=table.person, room=table.room, can_write=table.write,
                               invitations=table.invitations, objects=objects, problem=problem,
                               left_out=left_out)  # fmt: skip
        self._note(last, found)
        self._last[name] = found
        return found

    def rooms(self) -> Sequence[Room]:
        """The rooms and the equipment, in the order of the settings."""
        return [
            Room(name=name, title=table.title, seats=table.capacity, equipment=table.equipment,
                 approver=table.approver, address=table.address, is_equipment=table.kind == "equipment")
            for name, table in self._rooms.items()
        ]  # fmt: skip

    def happenings(self, calendars: Sequence[OfficeCalendar], since: datetime, until: datetime) -> Happenings:
        """What takes place in these calendars between two aware instants, by start."""
        from officebot.connectors.calendars.occurring import happenings

        objects = [one for calendar in calendars for one in calendar.objects]
        return happenings(objects, since, until, self._zone, self._workers)

    def _note(self, last: OfficeCalendar | None, found: OfficeCalendar) -> None:
        """Say it once when a calendar is lost, and once when it is back."""
        was_lost = last is not None and last.is_lost
        if found.is_lost and not was_lost:
            log.warning("calendar lost", extra={"calendar": found.name})
        elif was_lost and not found.is_lost:
            log.info("calendar is back", extra={"calendar": found.name})

    # ── the calendars themselves ──────────────────────────────────────────────────────────────────────────

    def writable(self, name: str) -> WritableCalendar:
        """The calendar for the performer. Raises UserError for a name that is not in the settings."""
        from officebot.connectors.calendars.performer import WritableCalendar

        return WritableCalendar(store=self.store(name), invitations=self._table(name).invitations)

    def store(self, name: str) -> CalendarStore:
        """The calendar of this name, made when it is first asked for. Raises UserError or Unavailable."""
        with self._lock:
            if name not in self._stores:
                self._stores[name] = self._made(name, self._table(name))
            return self._stores[name]

    def _made(self, name: str, table: CalendarTable) -> CalendarStore:
        from officebot.connectors.calendars.caldav import CalDavCalendar
        from officebot.connectors.calendars.feed import FeedCalendar
        from officebot.connectors.calendars.files import FileCalendar, FolderCalendar

        match table.kind:
            case "caldav":
                site = self._site(name, table)
                return CalDavCalendar(site, self._workers, can_write=table.write, wanted=table.calendar)
            case "feed":
                return FeedCalendar(self._site(name, table), self._workers)
            case "file":
                return FileCalendar(name, self._folder / table.path, self._workers, can_write=table.write)
            case "folder":
                return FolderCalendar(name, self._folder / table.path, can_write=table.write)

    def _site(self, name: str, table: CalendarTable) -> Site:
        from officebot.connectors.http import Site

        return Site(
            name=name,
            url=self._url(table),
            user=table.user,
            password=table.password.reveal if table.password is not None else "",
            ca_file=str(self._folder / table.ca_file) if table.ca_file else "",
            timeout=float(table.timeout_seconds),
            # Whoever writes a server's address means it; a feed's is passed on by others.
            anywhere=table.kind == "caldav" or table.local,
        )

    def _url(self, table: CalendarTable) -> str:
        """The calendar's address; in a sample office that of its own server, with what the sample holds in it."""
        servers = self._servers() if table.kind == "caldav" else None
        if servers is None:
            return table.url
        path = urlsplit(table.url).path
        name = unquote(path.rstrip("/").rpartition("/")[2])
        sample = Path(self._folder / _SAMPLES / f"{name}.ics")
        if sample.is_file():
            servers.fill_calendar(sample.read_bytes(), name=name)
        else:
            servers.make_calendar(name)
        return servers.caldav_url.rstrip("/") + path

    def _table(self, name: str) -> CalendarTable:
        try:
            return self._tables[name]
        except KeyError:
            known = sorted(self._tables)
            what = say("There is no calendar “{name}” in office.toml: write one of {known}.", name=name, known=known)
            raise UserError(Problem(where="", what=what)) from None
