"""Offers: asked for from several suppliers, reminded of, and collected as they come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from officebot.core.letters import posting
from officebot.core.orders.model import Supplier
from officebot.core.orders.requests import (
    REMINDERS,
    REQUEST,
    Recipient,
    ReminderPlan,
    Request,
    Sender,
    Thread,
    answered_request,
    letter_name,
    reminder_due,
    reminder_mail,
    request_mail,
)
from officebot.core.people import PUBLIC_DOMAINS
from officebot.core.proposals import Item, Proposal, Reason
from officebot.core.text import NUMBER_TO_COME, Language, counted, say
from officebot.core.trade import storing
from officebot.core.trade.model import TradeDocument, TradeKind
from officebot.core.trade.offers.model import Wanted
from officebot.core.trade.offers.specifying import Specification
from officebot.duties.orders.made import KEY
from officebot.duties.orders.needs import Group, place_of, sellers, wanted_by
from officebot.duties.orders.observe import ASKED, Event, Facts, keeper
from officebot.duties.orders.settings import Settings
from officebot.sdk import CheckUnanswered, NoteItem

#: The series of numbers that requests have.
SERIES = "requests"
_PLAN = ReminderPlan()


# ── asking ────────────────────────────────────────────────────────────────────────────────────────────────


def ask(facts: Facts, settings: Settings, group: Group) -> Proposal | None:
    """The letters that ask for offers, with what is noted of them; None where nobody is known to ask."""
    assert facts.book is not None
    whom = sellers(group, facts.book, settings)
    if not whom:
        return None
    answer_by = facts.office.working_time.add_working_days(facts.today, settings.answer_days)
    request = Request(
        key=group.digest,
        reference=NUMBER_TO_COME,
        answer_by=answer_by,
        suppliers=tuple(_recipient(facts, one) for one in whom),
        lines=tuple(
            Wanted(number=str(number), quantity=need.quantity, article=need.article if need.label else "",
                   label=need.name, unit=need.unit)
            for number, need in enumerate(group.needs, 1)
        ),
        specification=_sought(group),
        place=place_of(group, facts, settings),
        wanted_by=wanted_by(group, facts, settings),
    )  # fmt: skip
    mails = [
        request_mail(request, one, facts.texts[one.language, letter_name(one.language, REQUEST)], sender(facts))
        for one in request.suppliers
    ]
    posted = [action for mail in mails for action in posting(mail, is_sent=settings.mode == "send")]
    noted = NoteItem(
        item_kind=ASKED,
        key=f"{KEY}asked:{group.digest}",
        title=say("Offers asked for: {what}", what=request.what).render(facts.language),
        owner=owner_of(facts, settings),
        source=_stored(request, group, facts.today),
    )
    names = ", ".join(one.supplier for one in request.suppliers)
    return Proposal(
        key=f"{KEY}ask:{group.digest}",
        title=say("Ask for an offer: {what} ({suppliers})", what=request.what, suppliers=names),
        actions=(*posted, noted),
        reason=say("It is needed, and it is not settled who delivers it."),
        reasons=tuple(Reason(what=say("{article}: {why}", article=need.name, why=need.why)) for need in group.needs),
        consequences=(
            counted("A mail leaves the office to {suppliers}.", "{count} mails leave the office, to {suppliers}.",
                    len(mails), suppliers=names),
            say("Answers are awaited until {day}.", day=answer_by),
        ),
        owner=owner_of(facts, settings),
        must_ask=True,
        number_series=SERIES,
    )  # fmt: skip


def _sought(group: Group) -> Specification | None:
    first = group.needs[0]
    if not first.is_sought:
        return None
    return Specification(title=first.name, required=first.required, wished=first.wished)


def _recipient(facts: Facts, one: Supplier) -> Recipient:
    language: Language = "en" if (one.language or facts.office.language_of(one.address)) == "en" else "fr"
    return Recipient(
        supplier=one.name, address=one.address, language=language, contact=facts.office.contacts.at(one.address)
    )


def sender(facts: Facts) -> Sender:
    return Sender(account=facts.office.account, office=facts.office.name)


def owner_of(facts: Facts, settings: Settings) -> str:
    person = keeper(facts, settings)
    return person.address if person is not None else ""


def _stored(request: Request, group: Group, sent_on: date) -> dict[str, Any]:
    sought = request.specification
    return {
        "reference": request.reference,
        "answer_by": request.answer_by.isoformat(),
        "wanted_by": request.wanted_by.isoformat() if request.wanted_by else "",
        "place": request.place,
        "sent_on": sent_on.isoformat(),
        "currency": group.currency,
        "budget": next((need.budget for need in group.needs if need.budget), ""),
        "lines": [
            {"number": one.number, "article": one.article, "label": one.label, "quantity": str(one.quantity),
             "unit": one.unit}
            for one in request.lines
        ],
        "sought": [sought.title, list(sought.required), list(sought.wished)] if sought else None,
        "suppliers": [[one.supplier, one.address, one.language] for one in request.suppliers],
        "needs": [need.key for need in group.needs],
        "reminded": {},
        "offers": {},
    }  # fmt: skip


# ── what was asked ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Asked:
    """A request as it was noted, with the offers that came."""

    item: Item
    source: dict[str, Any]

    @property
    def request(self) -> Request:
        """The request itself."""
        source, sought = self.source, self.source.get("sought")
        return Request(
            key=self.item.key.rpartition(":")[2],
            reference=str(source["reference"]),
            answer_by=date.fromisoformat(str(source["answer_by"])),
            suppliers=tuple(
                Recipient(supplier=str(name), address=str(address), language="en" if language == "en" else "fr")
                for name, address, language in source["suppliers"]
            ),
            lines=tuple(
                Wanted(number=str(one["number"]), quantity=Decimal(str(one["quantity"])), article=str(one["article"]),
                       label=str(one["label"]), unit=str(one["unit"]))
                for one in source["lines"]
            ),
            specification=Specification(title=sought[0], required=tuple(sought[1]), wished=tuple(sought[2]))
            if sought
            else None,
            place=str(source.get("place", "")),
            wanted_by=date.fromisoformat(source["wanted_by"]) if source.get("wanted_by") else None,
        )  # fmt: skip

    @property
    def offers(self) -> Mapping[str, Mapping[str, Any]]:
        """What came, by the supplier's address."""
        found: Mapping[str, Mapping[str, Any]] = self.source.get("offers", {})
        return found

    @property
    def is_complete(self) -> bool:
        """Whether everybody has answered."""
        return all(address in self.offers for _, address, _ in self.source["suppliers"])

    def note(self) -> NoteItem:
        """The action that writes it as it is now."""
        item = self.item
        return NoteItem(item_kind=ASKED, key=item.key, title=item.title, owner=item.owner, source=self.source)

    def asked_at(self, sender: str) -> str:
        """The address that was asked and from which, or from whose house, this mail comes; "" for none."""
        addresses = [str(address) for _, address, _ in self.source["suppliers"]]
        if sender in addresses:
            return sender
        domain = sender.rpartition("@")[2]
        same = [one for one in addresses if one.rpartition("@")[2] == domain and domain not in PUBLIC_DOMAINS]
        return same[0] if len(same) == 1 else ""


def asked_for(facts: Facts) -> list[Asked]:
    """The requests that are open."""
    return [Asked(item, {**item.source}) for item in facts.of_kind(ASKED) if item.source.get("suppliers")]


# ── answers ───────────────────────────────────────────────────────────────────────────────────────────────


def collect(facts: Facts, asked: Sequence[Asked], event: Event) -> Iterator[Proposal]:
    """An offer that came is noted with its request; a refusal or a question is left to a person."""
    author = event.mail.sender.address
    near = {one.request.key: one for one in asked if one.asked_at(author)}
    quotes = [one for one in event.papers.documents if _may_be_offer(one)]
    if not near or not quotes:
        return
    letter = event.papers.letter
    text = "\n".join([letter.new, letter.quoted, *(one.reference for one in quotes)])
    found = answered_request([one.request for one in near.values()], event.mail.subject, text, (), {})
    one = near[found.key] if found is not None else next(iter(near.values())) if len(near) == 1 else None
    if one is None:
        return
    address = one.asked_at(author)
    best = max(quotes, key=lambda each: (each.kind is TradeKind.quote, len(each.lines), each.confidence))
    name = next(str(supplier) for supplier, at, _ in one.source["suppliers"] if at == address)
    one.source = {
        **one.source,
        "offers": {**one.offers, address: {
            "supplier": name, "mail": event.mail.source, "came": facts.today.isoformat(),
            "document": storing.to_json(replace(best, kind=TradeKind.quote)), "text": letter.new[:4_000],
            "id": event.mail.message_id,
        }},
    }  # fmt: skip
    yield Proposal(
        key=f"{KEY}offer:{event.mail.message_id or event.mail.ref}",
        title=say("Note the offer of {supplier} for {reference}", supplier=name, reference=one.source["reference"]),
        actions=(one.note(),),
        reason=say("It answers our request {reference}.", reference=one.source["reference"]),
        about=event.mail.ref,
        # Who is not vouched for, and answers none of our letters, may be anybody: their figures count with a yes only.
        must_ask=not event.is_proven and event.mail.in_reply_to not in facts.sent,
    )


def _may_be_offer(document: TradeDocument) -> bool:
    """Whether it is an offer, or lines with prices that call themselves nothing else."""
    return document.kind is TradeKind.quote or (
        document.kind in (TradeKind.other, TradeKind.request, TradeKind.confirmation, TradeKind.catalogue)
        and any(line.price is not None or line.amount is not None for line in document.lines)
    )


# ── reminders ─────────────────────────────────────────────────────────────────────────────────────────────


def remind(facts: Facts, settings: Settings, one: Asked) -> Iterator[Proposal]:
    """A reminder for each supplier who has not answered and whose day has come."""
    request = one.request
    sent_on = date.fromisoformat(str(one.source["sent_on"]))
    for recipient in request.suppliers:
        if recipient.address in one.offers or _has_written(facts, one, recipient.address, sent_on):
            continue
        before = [date.fromisoformat(str(day)) for day in one.source["reminded"].get(recipient.address, ())]
        level = reminder_due(sent_on, request.answer_by, before, facts.today, _PLAN, facts.office.working_time)
        if not level:
            continue
        text = facts.texts[recipient.language, letter_name(recipient.language, REMINDERS[level - 1])]
        mail = reminder_mail(request, recipient, text, sender(facts), level=level, sent_on=sent_on, thread=Thread())
        check = CheckUnanswered(
            account=mail.account, awaited=(recipient.address,), message_ids=(), thread="", subject="",
            since=facts.now - (facts.now - facts.office.working_time.local(facts.now).replace(hour=0, minute=0)),
            any_subject=True,
        )  # fmt: skip
        days = [*one.source["reminded"].get(recipient.address, ()), facts.today.isoformat()]
        one.source = {**one.source, "reminded": {**one.source["reminded"], recipient.address: days}}
        yield Proposal(
            key=f"{KEY}ask-again:{request.key}:{recipient.address}:{level}",
            title=say("Remind {supplier} of our request {reference}", supplier=recipient.supplier,
                      reference=request.reference),
            actions=(check, *posting(mail, is_sent=settings.mode == "send"), one.note()),
            reason=say("No answer yet; one is awaited until {day}.", day=request.answer_by),
            consequences=(say("Should an answer come before, nothing is sent."),),
            owner=owner_of(facts, settings),
            must_ask=True,
        )  # fmt: skip


def _has_written(facts: Facts, one: Asked, address: str, since: date) -> bool:
    """Whether a mail of theirs came since we asked that names our request, or answers in its conversation."""
    reference = str(one.source["reference"])
    local = facts.office.working_time.local
    return any(
        one.asked_at(mail.sender.address) == address
        and local(mail.received).date() >= since
        and reference in mail.subject
        and mail.verdict.get("kind") not in ("automatic", "newsletter")
        and not mail.subject.casefold().startswith(("automatic", "réponse automatique", "out of office", "absen"))
        for mail in facts.mails
    )
