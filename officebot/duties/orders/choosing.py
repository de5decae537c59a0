"""Offers compared on a page, another round asked for, and the order that follows; or the order where all is settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from officebot.core.actions import Action, CloseItem
from officebot.core.letters import posting
from officebot.core.orders.model import Supplier
from officebot.core.orders.quotes_page import quotes_page
from officebot.core.orders.requests import (
    NEGOTIATION,
    REFUSAL,
    Recipient,
    Thread,
    letter_name,
    negotiation_mail,
    refusal_mail,
)
from officebot.core.orders.scorecard import reliabilities, scorecards
from officebot.core.proposals import Proposal, Reason
from officebot.core.text import counted, say
from officebot.core.trade import storing
from officebot.core.trade.offers.advising import Wish, wishes
from officebot.core.trade.offers.advising import reasons as reasons_of
from officebot.core.trade.offers.comparing import Choice, Comparison, compare
from officebot.core.trade.offers.model import Habits, Offer
from officebot.core.trade.offers.specifying import compare_sought
from officebot.duties.orders.made import KEY
from officebot.duties.orders.needs import Group, place_of, sellers, wanted_by
from officebot.duties.orders.observe import ASKED, NEED, Facts
from officebot.duties.orders.ordering import Draft, Ordered, order_key, order_proposal
from officebot.duties.orders.settings import Settings
from officebot.duties.orders.sourcing import Asked, owner_of, sender
from officebot.sdk import DraftMail, NoteItem


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
    if settings.negotiate:
        yield from _another_round(facts, settings, one, comparison)
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
    if settings.decline and place == 0:
        closing += tuple(_declined(facts, one, comparison, chosen))
    because = draft.reasons[0].what if draft.reasons else say("It is the offer that was recommended.")
    return order_proposal(facts, settings, draft, order_key(request.key, str(place)), because,
                          closing)  # fmt: skip


def _offer_of(one: Asked, supplier: str) -> tuple[Recipient | None, Mapping[str, Any]]:
    """Whoever sent a supplier's offer, as they were asked, and the offer."""
    address = next((at for at, offer in one.offers.items() if offer["supplier"] == supplier), "")
    recipient = next((each for each in one.request.suppliers if each.address == address), None)
    return recipient, one.offers.get(address, {})


def _another_round(facts: Facts, settings: Settings, one: Asked, comparison: Comparison) -> Iterator[Proposal]:
    """A letter to each supplier of whom something could be asked; it never names another."""
    found: dict[str, list[Wish]] = {}
    for wish in wishes(comparison):
        found.setdefault(wish.label, []).append(wish)
    for label, asked in found.items():
        judged = comparison.offer(label)
        recipient, offer = _offer_of(one, judged.supplier)
        if recipient is None:
            continue
        answer_by = facts.office.working_time.add_working_days(facts.today, settings.answer_days)
        mail = negotiation_mail(
            one.request, recipient, facts.texts[recipient.language, letter_name(recipient.language, NEGOTIATION)],
            sender(facts), round_number=1, offer=judged.document.number or one.request.reference, wishes=asked,
            answer_by=answer_by, thread=Thread(ids=(str(offer.get("id", "")),)),
            may_name_figures=settings.naming_prices,
        )  # fmt: skip
        yield Proposal(
            key=f"{KEY}round:{one.request.key}:{recipient.address}",
            title=say("Ask {supplier} to better its offer", supplier=judged.supplier),
            actions=posting(mail, is_sent=settings.mode == "send"),
            reason=asked[0].asks,
            reasons=tuple(Reason(what=each.asks) for each in asked),
            owner=owner_of(facts, settings),
            must_ask=True,
        )


def _declined(facts: Facts, one: Asked, comparison: Comparison, chosen: Choice) -> Iterator[DraftMail]:
    """A draft to each whose offer is not taken, which says nothing of the others."""
    for judged in comparison.offers:
        recipient, offer = _offer_of(one, judged.supplier)
        if judged.label in chosen.labels or recipient is None:
            continue
        text = facts.texts[recipient.language, letter_name(recipient.language, REFUSAL)]
        thread = Thread(ids=(str(offer.get("id", "")),))
        number = judged.document.number or one.request.reference
        yield DraftMail(mail=refusal_mail(one.request, recipient, text, sender(facts), offer=number, thread=thread))


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
                     owner=owner_of(facts, settings), source={}),
        ),
        reason=say("The day by which offers were awaited is over."),
        owner=owner_of(facts, settings),
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
    """Whether it needs no offers: its supplier is known, and it costs less than the settings say, or nobody else sells it."""
    assert facts.book is not None
    amount = group.amount
    is_small = amount is not None and amount < Decimal(str(settings.offers_above))
    known = facts.book.supplier(group.supplier) if group.supplier else None
    is_alone = known is not None and len(sellers(group, facts.book, settings)) < 2
    return known is not None and not group.needs[0].is_sought and (is_small or is_alone)
