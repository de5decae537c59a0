"""How the office is: its service, what is out of reach, the last count, backups, disk, journal, versions."""

from __future__ import annotations

import platform
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import Response

from officebot.core.panels import Tone
from officebot.core.text import Text, counted, quoted, say
from officebot.engine import health
from officebot.engine.ledger import marks
from officebot.engine.record import journal, journal_search
from officebot.web.frame import Frame
from officebot.web.repairs import Repair, asking, repairs
from officebot.web.rights import looks_after

if TYPE_CHECKING:
    from officebot.app import App
    from officebot.web.visit import Visit

#: Less free space than this is said.
_LITTLE_BYTES = 1_000_000_000
_OLD_BACKUP = timedelta(days=1, hours=12)
_OLD_BALANCE = timedelta(days=1, hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One thing that was looked at: what it is, what is to be said of it, how well it is, how it may be mended."""

    what: Text
    said: Text
    tone: Tone = "good"
    repair: Repair | None = None


class HealthPages:
    """Draws the page."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def page(self, visit: Visit) -> Response:
        """All signs, those that need somebody first."""
        found = sorted(signs(visit.app), key=lambda one: ("hot", "warm", "", "good").index(one.tone))
        return self._frame.page(
            visit, "health.html", "health", signs=found, versions=list(_versions()), may=looks_after(visit.who.person)
        )


def signs(app: App) -> Iterator[Sign]:
    """What can be said of the office without asking anybody outside."""
    yield _service(app)
    for place, why in health.lost(app.ledger).items():
        is_plugin = place.startswith(health.PLUGIN)
        what = say("Plugin “{name}”", name=place.removeprefix(health.PLUGIN))
        yield Sign(what=what if is_plugin else say("Out of reach: {place}", place=place), said=why, tone="hot")
    for one in repairs(app).values():
        what = say("Duty “{duty}”", duty=one.title)
        yield Sign(what=what, said=one.happened, tone="" if one.is_left_off else "hot", repair=one)
    for plugin, asks in asking(app).items():
        yield Sign(what=say("Plugin “{name}”", name=plugin), said=asks, tone="warm")
    yield _balance(app)
    yield _backup(app)
    yield _disk(app.folder)
    yield from _journal(app)


def _service(app: App) -> Sign:
    found, what = health.service(app.ledger), say("Service")
    if found is None:
        return Sign(what=what, said=say("The service does not run."), tone="hot")
    seen = app.facts.working_time.local(datetime.fromisoformat(found["at"]))
    said = say("The service runs (process {pid}); it last showed so at {at}.", pid=str(found["pid"]),
               at=f"{seen:%H:%M:%S}")  # fmt: skip
    return Sign(what=what, said=said)


def _balance(app: App) -> Sign:
    what = say("Last count")
    with app.ledger.reading() as tx:
        at, found = marks.set_at(tx, marks.LAST_BALANCE), marks.get(tx, marks.LAST_BALANCE)
    if at is None or not found:
        return Sign(what=what, said=say("What came in was not counted yet: the evening does it."), tone="warm")
    said = say("{instant}: received {received}, handled {handled}, waiting {waiting}, listed {listed}.",
               instant=app.facts.working_time.local(at), received=found["received"], handled=found["handled"],
               waiting=found["waiting"], listed=found["listed"])  # fmt: skip
    even = found["received"] == found["handled"] + found["waiting"] + found["listed"]
    old = app.clock.now() - at > _OLD_BALANCE
    return Sign(what=what, said=said, tone="hot" if not even else "warm" if old else "good")


def _backup(app: App) -> Sign:
    what = say("Last backup")
    kept = [
        (path.stat().st_mtime, path) for path in (app.folder / "state" / "backups").glob("[!.]*") if path.is_file()
    ]
    if not kept:
        return Sign(what=what, said=say("There is none yet: “officebot backup” makes one."), tone="warm")
    made, newest = max(kept)
    at = datetime.fromtimestamp(made, UTC)
    said = say("{instant}: {name}; {count} are kept.", instant=app.facts.working_time.local(at), name=newest.name,
               count=len(kept))  # fmt: skip
    return Sign(what=what, said=said, tone="warm" if datetime.now(UTC) - at > _OLD_BACKUP else "good")


def _disk(folder: Path) -> Sign:
    usage = shutil.disk_usage(folder)
    said = say("{free} GB of {whole} GB are free.", free=str(usage.free // 10**9), whole=str(usage.total // 10**9))
    return Sign(what=say("Disk"), said=said, tone="hot" if usage.free < _LITTLE_BYTES else "good")


def _journal(app: App) -> Iterator[Sign]:
    with app.ledger.reading() as tx:
        (seq, head), verified = journal.head(tx), journal_search.last_verified(tx)
    said = say("Last entry: {number}, {hash}", number=seq, hash=head[:16])
    if verified is None:
        yield Sign(what=say("Journal"), said=said, tone="")
        return
    at, found = app.facts.working_time.local(verified[0]), verified[1]
    if found["bad"]:
        bad = say("Verified on {instant}: entry {number} does not fit ({why}). Tell who looks after officebot.",
                  instant=at, number=found["bad"], why=str(found["why"]))  # fmt: skip
        yield Sign(what=say("Journal"), said=bad, tone="hot")
        return
    held = all_hold(at, found["entries"])
    yield Sign(what=say("Journal"), said=say("{first}. {then}", first=said, then=held))


def all_hold(at: datetime, count: int) -> Text:
    """What the journal's verification found, where all is well."""
    one, several = "Verified on {instant}: {count} entry holds.", "Verified on {instant}: all {count} entries hold."
    return counted(one, several, count, instant=at)


def _versions() -> Iterator[tuple[Text, str]]:
    yield quoted("officebot"), _version("officebot")
    yield quoted("Python"), platform.python_version()
    yield quoted("SQLite"), sqlite3.sqlite_version
    yield say("system"), f"{platform.system()} {platform.release()}"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
