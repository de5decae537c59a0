"""The queue: what waits for a yes, each proposal as it would be done, and the answers people give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from officebot.app.reading import as_read
from officebot.core.panels import is_seen_by
from officebot.core.problems import UserError
from officebot.core.proposals import state_name
from officebot.core.text import Text, say
from officebot.engine import desk, views
from officebot.engine.approvals import Answer
from officebot.engine.views import ProposalView
from officebot.web.frame import Frame, away
from officebot.web.signing_in import SigningIn

if TYPE_CHECKING:
    from officebot.web.visit import Visit

_MOST = 50


class Queue:
    """The pages of what waits."""

    def __init__(self, frame: Frame, signing_in: SigningIn) -> None:
        self._frame = frame
        self._limits = signing_in.limits

    def queue(self, visit: Visit) -> Response:
        """What waits for this person, oldest first, a page at a time."""
        first = _number(visit.request.query_params.get("from", "0"))
        count, found = views.waiting_for(
            visit.app.ledger, visit.who.principal, visit.app.clock.now(), first=first, most=_MOST
        )
        return self._frame.page(visit, "queue.html", "queue", found=found, count=count, first=first, most=_MOST)

    def proposal(self, visit: Visit, told: Text | None = None, status: int = 200) -> Response:
        """One proposal: what would happen, why, and all that has happened to it. Who looks was shown it whole."""
        one = self._seen(visit)
        app = visit.app
        blobs = views.content(app.ledger, one.id)
        contents = {place: as_read(place, data) for place, data in blobs.items() if not place.endswith("/frame")}
        found = views.why(app.ledger, one.id, app.reader(visit.language))
        desk.note_shown(app.ledger, visit.who.person, {one.id: one.hash}, app.clock.now())
        return self._frame.page(
            visit, "proposal.html", "queue", status=status, one=one, contents=contents, found=found, told=told,
            counted=views.counted_once(found), needs_proof=self._needs_proof(visit, one),
        )  # fmt: skip

    def approve(self, visit: Visit) -> Response:
        """Yes to exactly what was shown: the form names the hash of it."""
        one = self._seen(visit)
        if self._needs_proof(visit, one):
            return away(f"/account?to=/proposal/{one.id}")
        answer = visit.app.approve(visit.who, one.id, visit.field("hash"))
        return self._after(visit, answer)

    def reject(self, visit: Visit) -> Response:
        """No, with the reason."""
        one = self._seen(visit)
        because = visit.field("because").strip()
        if not because:
            return self.proposal(visit, say("Say why: the reason is kept, and the duty stays silent."), 400)
        return self._after(visit, visit.app.reject(visit.who, one.id, because[:1000]))

    def undo(self, visit: Visit) -> Response:
        """Take it back."""
        one = self._seen(visit)
        state, said = visit.app.undo(visit.who, one.id)
        visit.app.nudge()
        return self.proposal(visit, say("{sentence} ({state})", sentence=said, state=state_name(state)))

    def _after(self, visit: Visit, answer: Answer) -> Response:
        visit.app.nudge()
        if not answer.took:
            return self.proposal(visit, answer.said, 409)
        return away("/queue")

    def _needs_proof(self, visit: Visit, one: ProposalView) -> bool:
        """Whether the password is asked for again before a yes: for what spends money, some time after it was given."""
        return one.amount is not None and not visit.session.is_proven(self._limits)

    def _seen(self, visit: Visit) -> ProposalView:
        """The proposal of the address. Raises UserError where there is none, or none that this person may see."""
        number = visit.request.path_params["number"]
        found = views.proposal(visit.app.ledger, number)
        if not is_seen_by(visit.who.principal, found.circle, found.owner):
            raise UserError(say("There is no proposal {id}: “officebot queue” lists those that wait.", id=number))
        return found


def _number(word: str) -> int:
    return int(word) if word.isdecimal() and len(word) < 10 else 0
