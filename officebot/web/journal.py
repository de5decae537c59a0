"""The journal: newest first, searched by who, what, subject and day, and verified aside while somebody asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.responses import Response

from officebot.core.panels import is_seen_by
from officebot.core.text import Text, quoted, say
from officebot.engine.ledger import items
from officebot.engine.record import happenings, journal, journal_search
from officebot.engine.record.journal_search import Line, Verifier, Wanted
from officebot.web.frame import Frame, away, number_in
from officebot.web.health import all_hold
from officebot.web.queue import MOST

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from officebot.web.visit import Visit

#: Subjects that say nothing of anybody: a number, or a name of the settings.
_OPEN = ("proposal", "run", "duty", "office", "settings")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One entry as the page shows it; `to` is where its subject leads."""

    seq: int
    at: datetime
    who: str
    what: Text
    subject: str
    to: str = ""


class JournalPages:
    """Draws them, and has the journal verified."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self.verifier = Verifier(frame.app.ledger, frame.app.clock)

    def page(self, visit: Visit) -> Response:
        """A page of the entries that fit what is looked for."""
        asked = visit.request.query_params
        given = {name: asked.get(name, "").strip()[:200] for name in ("who", "what", "subject", "day")}
        day, problem = _day(given["day"])
        before = number_in(asked.get("before", ""))
        with visit.app.ledger.reading() as tx:
            known, names = journal_search.kinds(tx), journal_search.actors(tx)
            found = []
            if problem is None and self._may_ask(visit, tx, given["subject"]):
                found = journal_search.search(tx, _wanted(visit, given, day), before=before, most=MOST)
            shown = [self._shown(visit, tx, one) for one in found]
            verified, head = journal_search.last_verified(tx), journal.head(tx)
        more = urlencode({**{k: v for k, v in given.items() if v}, "before": found[-1].seq}) if found else ""
        return self._frame.page(
            visit, "journal.html", "journal", found=shown, given=given, kinds=known, names=names, problem=problem,
            more=more if len(found) == MOST else "", verified=verified, head=head,
            holds=_holds(visit, verified), running=self.verifier.is_running,
            since=self.verifier.since, whats={name: happenings.in_words(name) for name in known},
        )  # fmt: skip

    def verify(self, _visit: Visit) -> Response:
        """Begin to verify the journal: the page says when it was done."""
        self.verifier.start()
        # A short one is done before the page is drawn again.
        self.verifier.wait(0.3)
        return away("/journal")

    def _may_ask(self, visit: Visit, tx: Connection, subject: str) -> bool:
        """Whether this subject may be looked for: whether anything is found must not tell what may not be seen."""
        return not subject or self._is_open(visit, tx, subject)

    def _shown(self, visit: Visit, tx: Connection, line: Line) -> Shown:
        kind, _, rest = line.subject.partition(":")
        subject = line.subject if self._is_open(visit, tx, line.subject) else kind
        to = f"/proposal/{rest}" if kind == "proposal" and rest.isdigit() else ""
        what = happenings.in_words(line.what)
        return Shown(seq=line.seq, at=line.at, who=line.who, what=what, subject=subject, to=to)

    def _is_open(self, visit: Visit, tx: Connection, subject: str) -> bool:
        kind, _, rest = subject.partition(":")
        person = visit.who.principal
        if kind in _OPEN:
            return True
        if kind in ("account", "folder"):
            return visit.app.may_see_mail(person, rest.partition("/")[0])
        if kind == "item":
            name, _, key = rest.partition(":")
            item = items.one(tx, name, key)
            return item is not None and is_seen_by(person, item.circle, item.owner)
        return kind == "person" and rest == person.address


def _holds(visit: Visit, verified: Any) -> Text | None:
    if verified is None or verified[1]["bad"]:
        return None
    return all_hold(visit.app.facts.working_time.local(verified[0]), verified[1]["entries"])


def _wanted(visit: Visit, given: dict[str, str], day: date | None) -> Wanted:
    since = None
    if day is not None:
        since = datetime.combine(day, time(), visit.app.facts.working_time.tz)
    until = since + timedelta(days=1) if since is not None else None
    return Wanted(who=given["who"], what=given["what"], subject=given["subject"], since=since, until=until)


def _day(written: str) -> tuple[date | None, Text | None]:
    """The day that is asked for, or what is wrong with it."""
    if not written:
        return None, None
    try:
        return date.fromisoformat(written), None
    except ValueError:
        return None, say("“{read}” is not a day: write it as 2026-12-24.", read=quoted(written))
