"""What was done, newest first: why, by whose yes, and a button that takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from officebot.engine.record import views
from officebot.web.frame import Frame, number_in
from officebot.web.queue import MOST

if TYPE_CHECKING:
    from officebot.web.visit import Visit


class DonePages:
    """Draws them."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def page(self, visit: Visit) -> Response:
        """A page of what came to an end, before the number in `before`, of one duty where `duty` names one."""
        app = visit.app
        duty = visit.request.query_params.get("duty", "")
        before = number_in(visit.request.query_params.get("before", ""))
        found = views.ended(
            app.ledger, visit.who.principal, duty=duty if duty in app.duties else "", before=before or None, most=MOST
        )
        return self._frame.page(
            visit, "done.html", "done", found=found, duty=duty, duties=sorted(app.duties), most=MOST,
            next_before=found[-1].id if len(found) == MOST else 0,
        )  # fmt: skip
