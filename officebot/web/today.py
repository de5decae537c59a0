"""The first page: what is urgent, what waits, what duties say of the day, what was done since one last looked."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from starlette.responses import Response

from officebot.engine import health
from officebot.engine.deciding import desk
from officebot.engine.ledger import mails
from officebot.engine.record import views
from officebot.web.frame import Frame, away
from officebot.web.panels import shown_on

if TYPE_CHECKING:
    from officebot.web.visit import Visit

_URGENT = ("now", "today")
#: Whoever was away longer reads the reports, not this list.
_LONGEST_AWAY = timedelta(days=31)
#: The page of the day renews itself after so many seconds, by its script, unless somebody wants it to stay.
RENEWED_SECONDS = 30


class Today:
    """Draws it."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def page(self, visit: Visit) -> Response:
        """The day so far, as this person may see it."""
        app, person = visit.app, visit.who.principal
        now = app.facts.working_time.local(app.clock.now())
        start = datetime.combine(now.date(), time(), now.tzinfo)
        with app.ledger.reading() as tx:
            seen = mails.seen(tx, start, start + timedelta(days=1))
        seen = [one for one in seen if app.may_see_mail(person, one.ref.account)]
        states = Counter(one.state for one in seen)
        counts = {"received": len(seen), **{name: states[name] for name in ("handled", "waiting", "listed")}}
        urgent = [one for one in seen if one.verdict.get("urgency") in _URGENT]
        urgent.sort(key=lambda one: (_URGENT.index(one.verdict["urgency"]), one.received))
        with app.ledger.reading() as tx:
            looked = desk.last_look(tx, visit.who.person)
        since = max(looked, start - _LONGEST_AWAY) if looked is not None else start
        done_count, done = views.done_since(app.ledger, person, since)
        waiting, queue = views.waiting_for(app.ledger, person, app.clock.now(), most=10)
        renewed = 0 if visit.request.query_params.get("renewed") == "no" else RENEWED_SECONDS
        return self._frame.page(
            visit, "today.html", "today", now=now, counts=counts, urgent=urgent, waiting_now=waiting,
            listed=[one for one in seen if one.state == "listed"], queue=queue, done=done, done_count=done_count, since=since,
            state=views.status(app.ledger, app.reader("en")), lost=health.lost(app.ledger),
            panels=shown_on(app, "today", visit.viewer, self._frame.asking),
            files=views.files_for(app.ledger, person, start), renewed=renewed,
        )  # fmt: skip

    def looked(self, visit: Visit) -> Response:
        """The visitor has looked at what was done: the next list begins here."""
        desk.looked(visit.app.ledger, visit.who.person, visit.app.clock.now())
        return away("/")
