"""An invoice of which whoever keeps invoices is asked: noted until that is decided, and no second question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from officebot.core.actions import CloseItem
from officebot.core.orders.following import Step
from officebot.core.orders.matches import Match
from officebot.core.proposals import Proposal
from officebot.core.text import say
from officebot.core.trade.model import TradeKind
from officebot.duties.orders.made import ASKED_OF, KEY
from officebot.duties.orders.observe import CHARGE, Event, Facts, keeper
from officebot.duties.orders.settings import Settings
from officebot.sdk import NoteItem

_CHARGES = (TradeKind.invoice, TradeKind.credit_note)


def is_left_to_invoices(event: Event, matches: Sequence[Match]) -> bool:
    """Whether the mail brings nothing but invoices in files, and whoever keeps invoices is asked about them."""
    certain = [match.document for match in matches if any(match.certain)]
    return bool(event.invoice) and all(one.kind in _CHARGES and one.syntax != "text" for one in certain)


def held(facts: Facts, settings: Settings, event: Event, made: Sequence[Step], told: Match) -> Proposal:
    """An invoice noted until whoever keeps invoices was answered: one document is asked about once."""
    orders = ", ".join(sorted({step.before.order for step in made})[:3])
    owner = keeper(facts, settings)
    title = say("{supplier} charges for {order}: it is entered once its invoice is decided about",
                supplier=told.supplier or event.mail.sender.address, order=orders)  # fmt: skip
    note = NoteItem(item_kind=CHARGE, key=charge_key(event), title=title.render(facts.language)[:500],
                    owner=owner.address if owner is not None else "",
                    source={"mail": event.mail.source, "mark": event.mail.mark})  # fmt: skip
    return Proposal(key=charge_key(event), title=title, actions=(note,), reason=say("One document is asked about once."),
                    about=event.mail.ref)  # fmt: skip


def charge_key(event: Event) -> str:
    """The key of what is noted about a mail's invoice while it is decided about."""
    return f"{KEY}charge:{event.mail.mark}"


def held_no_more(facts: Facts, event: Event) -> Iterator[Proposal]:
    """What was noted of an invoice that has been decided about since."""
    key = charge_key(event)
    if event.invoice != ASKED_OF and any(item.key == key for item in facts.of_kind(CHARGE)):
        reason = say("The invoice was decided about.")
        yield Proposal(
            key=f"{KEY}charge-over:{event.mail.mark}", title=reason, reason=reason, about=event.mail.ref,
            actions=(CloseItem(item_kind=CHARGE, key=key, because="decided"),),
        )  # fmt: skip
