"""One mail: what it was judged to be and why, its conversation, what was proposed about it; its text when it is opened.

The text is fetched from the mailbox when somebody asks for it, and read in a process apart. It is shown as text; the
HTML that came with it only as far as `connectors/mime/clean_html.py` lets it, and a private mail not at all.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from starlette.responses import Response

from officebot.core.judging.danger import DANGERS
from officebot.core.mail import Proof
from officebot.core.problems import UserError
from officebot.core.reports.kinds import KINDS, URGENCIES
from officebot.core.text import Text, quoted, say
from officebot.engine.record.mailview import MailView, mail_view
from officebot.web.frame import Frame

if TYPE_CHECKING:
    from officebot.connectors.mime.showing import ShownMail
    from officebot.web.visit import Visit

_PROOFS = {
    Proof.PASSED: say("Our server vouches for the sender."),
    Proof.FAILED: say("Our server says that the sender is not who the mail names."),
    Proof.UNPROVEN: say("Nothing speaks for the sender."),
    Proof.UNKNOWN: say("Nothing tells whether the sender was checked."),
}


class MailPages:
    """Draws them."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def page(self, visit: Visit) -> Response:
        """The mail as the ledger knows it, with a link that opens its text."""
        return self._page(visit, None)

    def opened(self, visit: Visit) -> Response:
        """The same with its text; only the text where the page's own script asks for it."""
        mail = self._visible(visit)
        shown = None
        if not mail.is_private:
            # From the mailbox, for this person and this page; nothing of it is kept here.
            shown = visit.app.papers.shown(mail.ref, mail.received)
        return self._page(visit, shown, mail)

    def _page(self, visit: Visit, shown: ShownMail | None, mail: MailView | None = None) -> Response:
        mail = mail or self._visible(visit)
        app, person = visit.app, visit.who.principal
        values: dict[str, Any] = {
            "mail": mail, "shown": shown, "html": Markup(shown.html) if shown else "",  # noqa: S704 - cleaned in the worker
            "proof": _PROOFS[shown.proof] if shown else None, "dangers": DANGERS,
        }  # fmt: skip
        if visit.is_partial:
            return self._frame.drawn(visit.request, visit.language, "mail_text.html", visit=visit, **values)
        reasons = {
            (one.what.render(visit.language), one.quote): one for _, claim in mail.claims for one in claim.reasons
        }
        return self._frame.page(
            visit, "mail.html", "mail",
            kind=KINDS.get(str(mail.verdict.get("kind", "")), KINDS[""]), urgency=URGENCIES.get(_urgency(mail)),
            deadline=_deadline(mail), reasons=sorted(reasons.values(), key=lambda one: -abs(one.weight)),
            warnings=[(Text.from_json(one["why"]), str(one.get("quote", ""))) for one in _warnings(mail)],
            people=[found for word in mail.verdict.get("who") or () if (found := app.facts.people.named(str(word)))],
            conversation=[one for one in mail.conversation if app.may_see_mail(person, one.ref.account)],
            proposals=[one for one in mail.proposals if visit.viewer.may_see(one.circle, one.owner)], **values,
        )  # fmt: skip

    def _visible(self, visit: Visit) -> MailView:
        """The mail of the address. Raises UserError where there is none, or none that this person may see."""
        number = visit.request.path_params["number"]
        found = mail_view(visit.app.ledger, number) if number < 2**31 else None
        if found is None or not visit.app.may_see_mail(visit.who.principal, found.ref.account):
            raise UserError(say("There is no mail {id}.", id=number))
        return found


def _urgency(mail: MailView) -> str:
    return str(mail.verdict.get("urgency", ""))


def _warnings(mail: MailView) -> list[dict[str, Any]]:
    told = mail.verdict.get("warnings") or ()
    return [one for one in told if isinstance(one, dict) and "why" in one]


def _deadline(mail: MailView) -> Text | None:
    """The deadline that was read, as a sentence's value; None where there is none."""
    written = str(mail.verdict.get("deadline") or "")
    if not written:
        return None
    try:
        day: date | datetime = datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
    except ValueError:
        return quoted(written)
    return say("{day}", day=day)
