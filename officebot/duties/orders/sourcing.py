"""Offers: asked for from several suppliers, reminded of, collected as they come, compared, and turned into an order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from officebot.core.actions import Action, CloseItem
from officebot.core.letters import posting
from officebot.core.orders.model import Supplier
from officebot.core.orders.quotes_page import quotes_page
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
from officebot.core.orders.scorecard import reliabilities, scorecards
from officebot.core.people import PUBLIC_DOMAINS
from officebot.core.proposals import Item, Proposal, Reason
from officebot.core.text import NUMBER_TO_COME, Language, counted, say
from officebot.core.trade import storing
from officebot.core.trade.advising import reasons as reasons_of
from officebot.core.trade.comparing import Choice, Comparison, compare
from officebot.core.trade.model import TradeDocument, TradeKind
from officebot.core.trade.offers import Habits, Offer, Wanted
from officebot.core.trade.specifying import Specification, compare_sought
from officebot.duties.orders.needs import Group, place_of, sellers, wanted_by
from officebot.duties.orders.observe import ASKED, KEY, NEED, Event, Facts, keeper
from officebot.duties.orders.ordering import Draft, Ordered, order_key, order_proposal
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
        request_mail(request, one, facts.texts[one.language, letter_name(one.language, REQUEST)], _sender(facts))
        for one in request.suppliers
    ]
    posted = [action for mail in mails for action in posting(mail, is_sent=settings.mode == "send")]
    noted = NoteItem(
        item_kind=ASKED,
        key=f"{KEY}asked:{group.digest}",
        title=say("Offers asked for: {what}", what=request.what).render(facts.language),
        owner=_owner(facts, settings),
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
        owner=_owner(facts, settings),
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


def _sender(facts: Facts) -> Sender:
    return Sender(account=facts.office.account, office=facts.office.name)


def _owner(facts: Facts, settings: Settings) -> str:
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
    sender = event.mail.sender.address
    near = {one.request.key: one for one in asked if one.asked_at(sender)}
    quotes = [one for one in event.papers.documents if _may_be_offer(one)]
    if not near or not quotes:
        return
    letter = event.papers.letter
    text = "\n".join([letter.new, letter.quoted, *(one.reference for one in quotes)])
    found = answered_request([one.request for one in near.values()], event.mail.subject, text, (), {})
    one = near[found.key] if found is not None else next(iter(near.values())) if len(near) == 1 else None
    if one is None:
        return
    address = one.asked_at(sender)
    best = max(quotes, key=lambda each: (each.kind is TradeKind.quote, len(each.lines), each.confidence))
    name = next(str(supplier) for supplier, at, _ in one.source["suppliers"] if at == address)
    one.source = {
        **one.source,
        "offers": {**one.offers, address: {
            "supplier": name, "mail": event.mail.source, "came": facts.today.isoformat(),
            "document": storing.to_json(best), "text": letter.new[:4_000], "id": event.mail.message_id,
        }},
    }  # fmt: skip
    yield Proposal(
        key=f"{KEY}offer:{event.mail.message_id or event.mail.ref}",
        title=say("Note the offer of {supplier} for {reference}", supplier=name, reference=one.source["reference"]),
        actions=(one.note(),),
        reason=say("It answers our request {reference}.", reference=one.source["reference"]),
        about=event.mail.ref,
    )


def _may_be_offer(document: TradeDocument) -> bool:
    """Whether it is an offer, or lines with prices that call themselves nothing else."""
    return document.kind is TradeKind.quote or (
        document.kind in (TradeKind.other, TradeKind.confirmation, TradeKind.catalogue)
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
        mail = reminder_mail(request, recipient, text, _sender(facts), level=level, sent_on=sent_on, thread=Thread())
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
            owner=_owner(facts, settings),
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
        and not mail.subject.casefold().startswith(("automatic", "réponse automatique", "out of office"))
        for mail in facts.mails
    )


# ── comparing ─────────────────────────────────────────────────────────────────────────────────────────────


def decide_on(facts: Facts, settings: Settings, one: Asked) -> Iterator[Proposal]:
    """When everybody has answered, or the day is over: the comparison as a page, and the order that it recommends."""
    request = one.request
    is_over = request.answer_by < facts.today
    if not one.offers or not (one.is_complete or is_over):
        if is_over and not one.offers:
            yield _nobody(facts, settings, one)
        return
    comparison, candidates = compared(facts, one)
    path = f"documents/orders/{request.reference}-offers.html"
    page = quotes_page(comparison, path=path, office=facts.office.name, title=request.what, language=facts.language,
                       candidates=candidates)  # fmt: skip
    told = reasons_of(comparison)
    yield Proposal(
        key=f"{KEY}compare:{request.key}:{len(one.offers)}",
        title=counted("Compare {count} offer for {what}", "Compare {count} offers for {what}", len(one.offers),
                      what=request.what),
        actions=(page,),
        reason=told[0] if told else say("The offers are in."),
        reasons=tuple(Reason(what=why) for why in told),
    )  # fmt: skip
    chosen = comparison.recommended
    if chosen is None:
        return
    for place, (label, numbers) in enumerate(chosen.shares):
        yield _order(facts, settings, one, comparison, chosen, label, numbers, place)


def compared(facts: Facts, one: Asked) -> tuple[Comparison, tuple[Any, ...]]:
    """The offers of a request, compared by what the office knows of its suppliers; candidates for something sought."""
    assert facts.book is not None
    request = one.request
    offers = [
        Offer(supplier=str(each["supplier"]), document=storing.from_json(each["document"]), source=str(each["mail"]))
        for each in one.offers.values()
    ]
    cards = scorecards(facts.book.lines, facts.today, facts.office.working_time)
    habits = Habits(
        work=facts.office.working_time,
        currency=str(one.source.get("currency", "")),
        wanted_by=request.wanted_by,
        reliability=reliabilities(cards),
        known={
            (line.supplier, line.supplier_article): line.article for line in facts.book.lines if line.supplier_article
        },
    )
    if request.specification is not None:
        found, candidates = compare_sought(request.specification, offers, habits, facts.today)
        return found, candidates
    return compare(request.lines, offers, habits, facts.today), ()


def _order(
    facts: Facts, settings: Settings, one: Asked, comparison: Comparison, chosen: Choice, label: str,
    numbers: Sequence[str], place: int,
) -> Proposal:  # fmt: skip
    """The order to a supplier whose offer was recommended; where another is, later, it takes this one's place."""
    assert facts.book is not None
    request, judged = one.request, comparison.offer(label)
    address = next((at for at, offer in one.offers.items() if offer["supplier"] == judged.supplier), "")
    known = facts.book.supplier(judged.supplier) or Supplier(name=judged.supplier, address=address)
    lines = tuple(
        Ordered(
            article=wanted.article or wanted.label,
            label=wanted.label if wanted.article else "",
            supplier_article=priced.pair.line.seller_article,
            quantity=priced.quantity,
            unit=wanted.unit,
            price=priced.unit_price,
            budget=str(one.source.get("budget", "")),
        )
        for number in numbers
        if (priced := judged.line(number)) is not None
        for wanted in (priced.pair.wanted,)
    )
    work = facts.office.working_time
    due = request.wanted_by or work.add_working_days(facts.today, settings.deliver_days)
    if chosen.days is not None and not chosen.is_split:
        due = max(due, work.add_working_days(facts.today, chosen.days)) if due < facts.today else due
    draft = Draft(
        supplier=known if known.address else Supplier(name=known.name, address=address, language=known.language),
        lines=lines,
        currency=comparison.currency,
        due=due,
        place=request.place or facts.office.name,
        quote=judged.document.number,
        terms=next(iter(judged.document.terms), ""),
        reasons=tuple(Reason(what=why) for why in reasons_of(comparison)),
    )
    closing: tuple[Action, ...] = (CloseItem(item_kind=ASKED, key=one.item.key, because="ordered"), *_met(facts, one))
    because = draft.reasons[0].what if draft.reasons else say("It is the offer that was recommended.")
    return order_proposal(facts, settings, draft, order_key(request.key, str(place)), because,
                          closing)  # fmt: skip


def _met(facts: Facts, one: Asked) -> Iterator[CloseItem]:
    """The needs that people noted are met by it; the stock's are closed by the stock."""
    keys = set(map(str, one.source.get("needs", ())))
    return (
        CloseItem(item_kind=NEED, key=item.key, because="ordered") for item in facts.of_kind(NEED) if item.key in keys
    )


def _nobody(facts: Facts, settings: Settings, one: Asked) -> Proposal:
    title = say("Nobody has answered our request {reference}: call them, or ask others.",
                reference=one.source["reference"])  # fmt: skip
    return Proposal(
        key=f"{KEY}nobody:{one.item.key}",
        title=title,
        actions=(
            NoteItem(item_kind="notice", key=f"{KEY}nobody:{one.item.key}", title=title.render(facts.language),
                     owner=_owner(facts, settings), source={}),
        ),
        reason=say("The day by which offers were awaited is over."),
        owner=_owner(facts, settings),
    )  # fmt: skip


# ── without asking ────────────────────────────────────────────────────────────────────────────────────────


def order_directly(facts: Facts, settings: Settings, group: Group) -> Proposal | None:
    """The order of what is needed from the supplier that is known for it; None where nobody knows where to write."""
    assert facts.book is not None
    known = facts.book.supplier(group.supplier)
    if known is None or not known.address:
        return None
    draft = Draft(
        supplier=known,
        lines=tuple(
            Ordered(article=need.article, label=need.label, supplier_article=need.supplier_article,
                    quantity=need.quantity, unit=need.unit, price=need.price, budget=need.budget)
            for need in group.needs
        ),
        currency=group.currency,
        due=wanted_by(group, facts, settings),
        place=place_of(group, facts, settings),
        reasons=tuple(Reason(what=say("{article}: {why}", article=need.name, why=need.why)) for need in group.needs),
    )  # fmt: skip
    met = tuple(
        CloseItem(item_kind=NEED, key=need.key, because="ordered") for need in group.needs if need.kind == NEED
    )
    because = say("It is needed, and {supplier} is who delivers it.", supplier=known.name)
    return order_proposal(facts, settings, draft, order_key(group.digest, "direct"), because, met)


def is_settled(group: Group, facts: Facts, settings: Settings) -> bool:
    """Whether it needs no offers: its supplier and prices are known, and it costs less than the settings say."""
    assert facts.book is not None
    amount = group.amount
    is_small = amount is not None and amount < Decimal(str(settings.offers_above))
    known = facts.book.supplier(group.supplier) if group.supplier else None
    is_alone = known is not None and len(sellers(group, facts.book, settings)) < 2
    return known is not None and not group.needs[0].is_sought and (is_small or is_alone)
