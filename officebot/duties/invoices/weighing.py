"""What speaks against entering an invoice at once: who sent it, what it repeats, what it breaks, what was not ordered so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from officebot.core.budget.alerts import would_exceed
from officebot.core.invoices.arrived import Arrived
from officebot.core.invoices.due import Due, due_of
from officebot.core.invoices.duplicates import Duplicate, duplicates, is_same_number
from officebot.core.invoices.guard import Verdict, guard
from officebot.core.invoices.known import KnownInvoice, RegisterState, supplier_of
from officebot.core.invoices.model import Format, Invoice
from officebot.core.invoices.platform import platform_note
from officebot.core.invoices.threeway import CheckState, ThreeWay, Tolerance, checked
from officebot.core.orders.matches import Match
from officebot.core.orders.matching import Matcher
from officebot.core.people import PUBLIC_DOMAINS, Contact
from officebot.core.text import Text, one_line, quoted, say
from officebot.core.trade.letter import Letter
from officebot.duties.invoices.observe import Event, Facts, history_of
from officebot.duties.invoices.settings import Settings

#: A paper that was read less surely than this is looked at by a person.
_SURE = 0.8
#: So many sentences of one kind are told.
_MOST = 12
#: How the ids of the rules about code lists begin.
_CODES = "BR-CL-"
#: Carriage and small changes may come on top of an order.
_SLACK = Decimal("1.05")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """An invoice with all that was looked at. `doubts` are why a person is asked, the gravest first; () for none.

    `companions` are other files of the mail that say the same: a page for people beside the data.
    """

    event: Event
    arrived: Arrived
    number: int
    verdict: Verdict
    repeated: tuple[Duplicate, ...]
    three: ThreeWay | None
    due: Due
    budget: str
    doubts: tuple[Text, ...]
    notes: tuple[Text, ...]
    companions: tuple[Arrived, ...] = ()

    @property
    def twin(self) -> Duplicate | None:
        """The invoice that was entered before and is the same; None for a new one."""
        return next((one for one in self.repeated if one.is_certain), None)

    @property
    def supplier(self) -> str:
        """What the supplier is called: as the contacts have it, else as the invoice says."""
        contact = self.verdict.supplier
        invoice = self.arrived.invoice
        name = contact.name if contact is not None and not self.verdict.is_held else ""
        return one_line(
            name or invoice.seller.name or invoice.document.supplier.name or self.event.mail.sender.address
        )


def weigh(
    facts: Facts,
    settings: Settings,
    event: Event,
    number: int,
    arrived: Arrived,
    companions: Sequence[Arrived],
    earlier: Sequence[KnownInvoice],
) -> Weighed:
    """All that is to be said of the invoice; `earlier` are those of this run that no register holds yet."""
    mail = event.mail
    arrived = _named(facts, event, arrived)
    invoice = arrived.invoice
    # A colleague's address is anybody's until our server vouches for it.
    is_ours = facts.office.people.inside(mail.sender.address) and event.is_proven
    history = [*history_of(facts, mail.mark), *earlier]
    verdict = guard(
        invoice, contacts=facts.office.contacts.all, history=history, sender=None if is_ours else mail.sender,
        words=event.invoices.words, is_proven=event.is_proven, today=facts.today,
    )  # fmt: skip
    repeated = duplicates(invoice, history)
    three = _against_orders(facts, settings, event, arrived)
    due = due_of(
        invoice, working=facts.office.working_time, terms=settings.default_terms, received_on=facts.came(event),
        alert_days=settings.alert_days,
    )  # fmt: skip
    doubts = [
        *(hold.what for hold in verdict.holds),
        *(one.what for one in repeated),
        *_broken(arrived, companions),
        *(_against(three) if three is not None else ()),
        *_unsure(event, arrived, verdict, is_ours=is_ours),
    ]
    budget = _budget_of(facts, three, invoice, history)
    beyond = _beyond(facts, three, arrived, budget)
    doubts += [one for one in (beyond, _charged_again(facts, three, arrived, history)) if one is not None]
    note = platform_note(invoice)
    return Weighed(
        event=event, arrived=arrived, number=number, verdict=verdict, repeated=repeated, three=three, due=due,
        budget=budget, doubts=_once(doubts), notes=(*due.what, *((note,) if note is not None else ()), *_formal(arrived)),
        companions=tuple(companions),
    )  # fmt: skip


def _named(facts: Facts, event: Event, arrived: Arrived) -> Arrived:
    """The invoice with its seller's name: where the page names none, the contact's whose proven sender it is."""
    contact = facts.office.contacts.at(event.mail.sender.address)
    invoice = arrived.invoice
    if invoice.seller.name or invoice.document.supplier.name or contact is None or not event.is_proven:
        return arrived
    return replace(arrived, invoice=replace(invoice, seller=replace(invoice.seller, name=contact.name)))


def _once(told: Sequence[Text]) -> tuple[Text, ...]:
    """Each sentence once, in order."""
    return tuple({one.render("en"): one for one in reversed(told)}.values())[::-1]


def as_known(facts: Facts, one: Weighed) -> KnownInvoice:
    """The invoice as those that come after it know it."""
    invoice = one.arrived.invoice
    return KnownInvoice(
        supplier=supplier_of(invoice), number=invoice.number, issued=invoice.issued, payable=invoice.payable,
        currency=invoice.currency or "EUR", iban=invoice.seller.iban, order=invoice.order_reference,
        entered_on=facts.came(one.event),
        state=RegisterState.held if one.verdict.is_held else RegisterState.entered,
        due=one.due.day, net=invoice.net, vat=invoice.vat, gross=invoice.gross, is_credit=invoice.is_credit,
        budget=one.budget,
    )  # fmt: skip


# ── against the orders ────────────────────────────────────────────────────────────────────────────────────


def _against_orders(facts: Facts, settings: Settings, event: Event, arrived: Arrived) -> ThreeWay | None:
    """The invoice against what was ordered and has come; None where the office keeps no orders."""
    if facts.orders is None:
        return None
    mail, document = event.mail, arrived.invoice.document
    letter = Letter(
        sender=mail.sender.address, sender_name=mail.sender.name, subject=mail.subject[:300],
        new=event.invoices.words[:4_000], day=facts.today, office=facts.office.name, has_documents=True,
    )  # fmt: skip
    match = Matcher(facts.orders).match(document, letter)
    if not any(one.line is not None or one.candidates for one in match.lines) and not document.references:
        return None  # nobody said that it was ordered: rent, energy, fees
    ratio, amount = settings.tolerance
    return checked(
        arrived.invoice,
        [_uncounted(match) if event.is_counted else match],
        Tolerance(ratio=ratio, amount=amount),
    )


def _uncounted(match: Match) -> Match:
    """The match against the lines as they were before this very invoice was entered into the order book."""
    lines = []
    for one in match.lines:
        line, quantity = one.line, one.said.quantity
        if line is not None and quantity is not None:
            line = replace(line, invoiced=max(Decimal(0), line.invoiced - abs(quantity)))
        lines.append(replace(one, line=line))
    return replace(match, lines=tuple(lines))


def _against(three: ThreeWay) -> Iterator[Text]:
    if three.state is CheckState.ok:
        return
    yield from three.what[:_MOST]
    for line in three.lines[:200]:
        # A row of a page that names neither a price nor a sum charges nothing: an address, a remark.
        is_charged = line.said.amount is not None or line.said.price is not None
        if line.state is not CheckState.ok and is_charged:
            yield from line.what[:3]


# ── of the document itself ────────────────────────────────────────────────────────────────────────────────


def _broken(arrived: Arrived, companions: Sequence[Arrived]) -> Iterator[Text]:
    """The rules that it breaks, and where a page for people says something else than the data beside it."""
    for one in arrived.errors[:_MOST]:
        if not one.rule.startswith(_CODES):
            yield say("{what} ({rules})", what=one.what, rules=quoted(one.rule))
    invoice = arrived.invoice
    for page in companions:
        other = page.invoice
        if other.payable is not None and invoice.payable is not None and other.payable != invoice.payable:
            yield say(
                "“{file}” says {other}, “{own}” {payable}: the page and the data beside it do not agree.",
                file=page.file, other=other.payable, own=arrived.file, payable=invoice.payable,
            )  # fmt: skip


def _formal(arrived: Arrived) -> Iterator[Text]:
    """Codes that are not on the standard's lists: told, but no reason to let a right invoice wait."""
    for one in arrived.errors[:_MOST]:
        if one.rule.startswith(_CODES):
            yield say("{what} ({rules})", what=one.what, rules=quoted(one.rule))


def _unsure(event: Event, arrived: Arrived, verdict: Verdict, *, is_ours: bool) -> Iterator[Text]:
    invoice = arrived.invoice
    if invoice.format is Format.pdf and invoice.confidence < _SURE:
        yield say("It was read from a page for people, and not surely: compare the figures with the page.")
    for problem in invoice.problems[:_MOST]:
        yield problem.what
    sender, contact = event.mail.sender, verdict.supplier
    if not event.is_proven:
        yield say("Nothing proves that this mail comes from {sender}.", sender=sender.address)
    elif not is_ours and contact is not None and not _is_of(sender.address, contact):
        yield say(
            "{sender} is no address that is stored for {supplier}.", sender=sender.address, supplier=contact.name
        )
    for name in event.invoices.unseen[:_MOST]:
        yield say("“{file}” came along and cannot be looked through here: another account may stand in it.",
                  file=one_line(name, 80) or "?")  # fmt: skip
    if verdict.supplier is None:
        yield say("{supplier} is not among the contacts.", supplier=one_line(invoice.seller.name) or "?")


def _charged_again(
    facts: Facts, three: ThreeWay | None, arrived: Arrived, history: Sequence[KnownInvoice]
) -> Text | None:
    """Where the register's invoices of an order and this one make more than was ordered: the order book may not know yet."""
    invoice = arrived.invoice
    if three is None or facts.orders is None or invoice.net is None or invoice.is_credit:
        return None
    for order in three.orders:
        lines = facts.orders.of(order)
        total = sum(((line.confirmed_price or line.price or 0) * line.agreed_quantity for line in lines), Decimal(0))
        earlier = [
            one for one in history if is_same_number(one.order, order) and one.net is not None and not one.is_credit
        ]
        charged = sum((abs(one.net) for one in earlier if one.net is not None), Decimal(0))
        if earlier and total and charged + invoice.net > total * _SLACK:
            return say("With {earlier} {order} is charged {charged}; ordered were {total}.",
                       earlier=[one.number for one in earlier[:3]], order=order, charged=charged + invoice.net,
                       total=total)  # fmt: skip
    return None


def _beyond(facts: Facts, three: ThreeWay | None, arrived: Arrived, budget: str) -> Text | None:
    """What its budget line comes to with it, where that goes over what is planned."""
    invoice = arrived.invoice
    if facts.budget is None or not budget or invoice.net is None or invoice.is_credit:
        return None
    is_named = facts.orders is not None and bool(facts.orders.of(invoice.order_reference))
    is_ordered = is_named or (three is not None and any(one.line is not None for one in three.lines))
    return would_exceed(facts.budget, budget, invoice.net, facts.today.replace(day=1), is_ordered=is_ordered)


def _is_of(address: str, contact: Contact) -> bool:
    """Whether an address is a contact's, or of its own house; mail providers open to everyone are no house."""
    house = address.rpartition("@")[2]
    return address in contact.addresses or house in contact.domains - PUBLIC_DOMAINS


def _budget_of(facts: Facts, three: ThreeWay | None, invoice: Invoice, history: Sequence[KnownInvoice]) -> str:
    """The budget line that it counts against: its order's, else the one that this supplier's invoices usually do; "" for none."""
    lines = [one.line for one in three.lines if one.line is not None] if three is not None else []
    named = facts.orders.of(invoice.order_reference) if facts.orders is not None and invoice.order_reference else ()
    ordered = [line.budget for line in lines or named if line.budget]
    if ordered:
        return Counter(ordered).most_common(1)[0][0]
    supplier = supplier_of(invoice).key
    usual = [one.budget for one in history if one.budget and one.supplier.key == supplier]
    return Counter(usual[-12:]).most_common(1)[0][0] if usual else ""
