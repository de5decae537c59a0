"""In what a supplier's document differs from the order: noted, written about, together with what is entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from officebot.core.actions import CellValue
from officebot.core.letters import answer_subject, filled, posting, salutation
from officebot.core.orders.following import Difference, What
from officebot.core.orders.matches import Match
from officebot.core.orders.model import OrderLine
from officebot.core.proposals import Proposal, Reason
from officebot.core.text import counted, say
from officebot.core.trade.model import TradeDocument, TradeKind, kind_title
from officebot.core.worktime import WorkingTime
from officebot.duties.orders.made import KEY
from officebot.duties.orders.observe import DIFFERENCE, Event, Facts, keeper
from officebot.duties.orders.settings import Settings
from officebot.sdk import NoteItem, OutgoingMail

#: What says that goods are here, or will be: a person says whether they are.
GOODS = (TradeKind.despatch, TradeKind.receipt, TradeKind.service_report)


def is_small_slip(one: Difference, settings: Settings, work: WorkingTime) -> bool:
    """Whether a supplier only names a day that lies a little behind the one that was asked for: told, and not asked about."""
    if one.what is not What.date or not isinstance(one.said, date) or not isinstance(one.ordered, date):
        return False
    return bool(settings.slip_days) and one.said <= work.add_working_days(one.ordered, settings.slip_days)


def flagged(
    facts: Facts, settings: Settings, event: Event, match: Match, differences: Sequence[Difference], place: int
) -> Proposal:
    """The differences noted, for whoever looks after orders, until somebody decides."""
    owner = keeper(facts, settings)
    notes = tuple(
        NoteItem(
            item_kind=DIFFERENCE,
            key=f"{KEY}difference:{one.line.order}:{one.line.line}:{one.what}",
            title=one.sentence.render(facts.language),
            owner=owner.address if owner is not None else "",
            source=_source(event, one.line)
            | {"what": one.what.value, "said": _json(one.said), "ordered": _json(one.ordered)},
        )
        for one in differences
    )
    first = differences[0]
    return Proposal(
        key=f"{KEY}differs:{event.mail.message_id or event.mail.ref}:{place}",
        title=counted(
            "{supplier} says something else than what was ordered: {what}",
            "{supplier} says {count} things else than what was ordered: {what}, …",
            len(differences),
            supplier=match.supplier,
            what=first.sentence,
        ),
        actions=notes,
        reason=first.sentence,
        about=event.mail.ref,
    )


def contested(
    facts: Facts,
    settings: Settings,
    event: Event,
    document: TradeDocument,
    differences: Sequence[Difference],
    place: int,
) -> Proposal | None:
    """A letter that asks to keep to what was ordered, always a person's to send."""
    worse = [one for one in differences if one.is_worse]
    if not worse or document.kind in GOODS or facts.office.people.inside(event.mail.sender.address):
        return None
    address = event.mail.sender.address
    language = facts.office.language_of(address)
    body = filled(
        facts.texts[language, "order_difference"],
        {
            "salutation": salutation(facts.office.contacts.at(address), language),
            "document": document.number or kind_title(document.kind).render(language),
            "lines": "\n".join(f"• {one.sentence.render(language)}" for one in worse),
            "office": facts.office.name,
        },
    )
    mail = OutgoingMail(
        account=event.mail.ref.account,
        to=(address,),
        subject=answer_subject(event.mail.subject),
        body=body,
        key=f"{KEY}contest:{event.mail.message_id}:{place}",
        in_reply_to=event.mail.message_id,
        references=tuple(dict.fromkeys(one for one in (event.mail.thread, event.mail.message_id) if one)),
        language=language,
    )
    return Proposal(
        key=f"{KEY}contest:{event.mail.message_id or event.mail.ref}:{place}",
        title=say("Write to {supplier} about what differs", supplier=worse[0].line.supplier or address),
        actions=posting(mail, is_sent=settings.mode == "send"),
        reason=worse[0].sentence,
        reasons=tuple(Reason(what=one.sentence) for one in worse),
        about=event.mail.ref,
        must_ask=True,
    )


def together(entry: Proposal, letter: Proposal) -> Proposal:
    """What is entered and what is written about it, for one yes: the letter goes last, for it cannot be taken back."""
    return replace(
        entry,
        title=say("{what}, and write to them about what differs", what=entry.title, **dict(entry.title.values)),
        actions=(*entry.actions, *letter.actions),
        consequences=(*entry.consequences, *letter.consequences),
    )


def _source(event: Event, line: OrderLine) -> dict[str, object]:
    return {"order": line.order, "line": line.line, "mail": event.mail.source, "supplier": line.supplier}


def _json(value: object) -> CellValue:
    return None if value is None else str(value)
