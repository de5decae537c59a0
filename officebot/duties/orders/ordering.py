"""A purchase order: its document with a number without gaps, its row in the book, its mail; always a person's to approve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from officebot.core.actions import Action, CellValue
from officebot.core.budget.alerts import would_exceed
from officebot.core.letters import filled, posting, salutation
from officebot.core.money import cents
from officebot.core.orders.fields import LINES
from officebot.core.orders.model import BudgetLine, LineState, Supplier, state_title
from officebot.core.orders.requests import quantity_in_words
from officebot.core.proposals import Proposal, Reason
from officebot.core.quantities import trimmed
from officebot.core.text import NUMBER_TO_COME, Language, Text, in_words, say
from officebot.core.trade.structured.order_to_write import FirmToWrite, LineToWrite, OrderToWrite, PlaceToWrite
from officebot.core.workbooks.cells import to_json
from officebot.duties.orders.made import KEY
from officebot.duties.orders.observe import Facts, keeper
from officebot.duties.orders.settings import Settings
from officebot.sdk import AppendRows, OutgoingMail, WriteDocument

#: The series of numbers that orders have.
SERIES = "orders"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """A line to be ordered; `price` is for one unit, None for one that nobody knows."""

    article: str
    label: str = ""
    supplier_article: str = ""
    quantity: Decimal
    unit: str = ""
    price: Decimal | None = None
    budget: str = ""

    @property
    def name(self) -> str:
        """What people call it."""
        return self.label or self.article

    @property
    def amount(self) -> Decimal | None:
        """What it costs without VAT."""
        return None if self.price is None else cents(self.price * self.quantity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An order before it has its number. `reasons` say why this supplier and these goods."""

    supplier: Supplier
    lines: tuple[Ordered, ...]
    currency: str
    due: date
    place: str
    quote: str = ""
    terms: str = ""
    reasons: tuple[Reason, ...] = ()

    @property
    def total(self) -> Decimal:
        """The sum of the lines that have a price, without VAT."""
        return sum((line.amount for line in self.lines if line.amount is not None), Decimal(0))

    @property
    def is_least(self) -> bool:
        """Whether it will cost more than `total`: a line has no price."""
        return any(line.price is None for line in self.lines)


def order_proposal(
    facts: Facts, settings: Settings, draft: Draft, key: str, because: Text, more: Sequence[Action] = ()
) -> Proposal:
    """The order as one bundle: written, entered into the book, sent; `more` is what else its yes settles."""
    language = _language(facts, draft.supplier)
    documents = list(_documents(facts, settings, draft, language))
    mail = _mail(facts, draft, language, tuple(one.path for one in documents), key)
    entered = _rows(facts, draft)
    owner = keeper(facts, settings)
    return Proposal(
        key=key,
        title=_title(draft),
        actions=(*documents, *entered, *posting(mail, is_sent=settings.mode == "send"), *more),
        reason=because,
        reasons=(*draft.reasons, *_line_reasons(draft))[:60],
        consequences=tuple(_consequences(facts, settings, draft)),
        owner=owner.address if owner is not None else "",
        amount=draft.total,
        amount_is_least=draft.is_least,
        must_ask=True,
        number_series=SERIES,
    )  # fmt: skip


def _title(draft: Draft) -> Text:
    what, supplier = _what(draft), draft.supplier.name
    if draft.is_least:
        return say("Order {what} from {supplier} for at least {amount} {currency}: prices are missing", what=what,
                   supplier=supplier, amount=draft.total, currency=draft.currency)  # fmt: skip
    return say("Order {what} from {supplier} for {amount} {currency}", what=what, supplier=supplier, amount=draft.total,
               currency=draft.currency)  # fmt: skip


def _what(draft: Draft) -> str:
    names = [line.name for line in draft.lines]
    return ", ".join(names[:2]) + (", …" if len(names) > 2 else "")


def _line_reasons(draft: Draft) -> Iterator[Reason]:
    for line in draft.lines:
        amount = line.amount
        yield Reason(
            what=say("{article}: {quantity} {unit} for {amount} {currency}", article=line.name,
                     quantity=trimmed(line.quantity), unit=line.unit, amount=amount, currency=draft.currency)
            if amount is not None
            else say("{article}: {quantity} {unit}, at a price that nobody knows", article=line.name,
                     quantity=trimmed(line.quantity), unit=line.unit)
        )  # fmt: skip


def _language(facts: Facts, supplier: Supplier) -> Language:
    if supplier.language:
        return "en" if supplier.language == "en" else "fr"
    return facts.office.language_of(supplier.address)


# ── the document ──────────────────────────────────────────────────────────────────────────────────────────


def _documents(facts: Facts, settings: Settings, draft: Draft, language: Language) -> Iterator[WriteDocument]:
    folder = f"documents/orders/{NUMBER_TO_COME}"
    yield WriteDocument(
        path=f"{folder}.pdf",
        template=settings.template,
        data=_data(facts, settings, draft, language),
        language=language,
    )
    if draft.supplier.takes and all(line.price is not None for line in draft.lines):
        from officebot.core.trade.structured.writing_cii import write_order_x
        from officebot.core.trade.structured.writing_ubl import write_ubl_order

        order = _to_write(facts, settings, draft)
        if "order-x" in draft.supplier.takes:
            yield WriteDocument(path=f"{folder}-order-x.xml", content=write_order_x(order), language=language)
        if "peppol" in draft.supplier.takes:
            yield WriteDocument(path=f"{folder}-ubl.xml", content=write_ubl_order(order), language=language)


def _data(facts: Facts, settings: Settings, draft: Draft, language: Language) -> Mapping[str, Any]:
    """What the templates of orders may show: all of it text, numbers written as the supplier reads them."""

    def amount(value: Decimal | None) -> str:
        return "" if value is None else in_words(cents(value), language)

    person = keeper(facts, settings)
    return {
        "number": NUMBER_TO_COME,
        "issued": in_words(facts.today, language),
        "reference": draft.quote,
        "office": {"name": facts.office.name},
        "supplier": {"name": draft.supplier.name, "address": [draft.supplier.address]},
        "delivery": {"name": draft.place, "date": in_words(draft.due, language)},
        "contact": {"name": person.name if person else "", "email": person.address if person else ""},
        "terms": [one for one in (draft.terms or draft.supplier.terms or settings.terms,) if one],
        "currency": draft.currency,
        "lines": [
            {
                "number": str(number),
                "article": " · ".join(
                    one for one in (line.article if line.label else "", line.supplier_article) if one
                ),
                "label": line.name,
                "quantity": in_words(trimmed(line.quantity), language),
                "unit": line.unit,
                "price": amount(line.price),
                "amount": amount(line.amount),
            }
            for number, line in enumerate(draft.lines, 1)
        ],
        "totals": [
            {"label": say("Total without VAT").render(language), "amount": f"{amount(draft.total)} {draft.currency}"}
        ],
    }


def _to_write(facts: Facts, settings: Settings, draft: Draft) -> OrderToWrite:
    person = keeper(facts, settings)
    return OrderToWrite(
        number=NUMBER_TO_COME,
        issued=facts.today,
        currency=draft.currency,
        buyer=FirmToWrite(
            name=facts.office.name, contact=person.name if person else "", email=person.address if person else ""
        ),
        seller=FirmToWrite(name=draft.supplier.name, email=draft.supplier.address),
        lines=tuple(
            LineToWrite(
                number=str(number), label=line.name, quantity=line.quantity, price=line.price or Decimal(0),
                buyer_article=line.article if line.label else "", seller_article=line.supplier_article,
                delivery_date=draft.due,
            )
            for number, line in enumerate(draft.lines, 1)
        ),
        delivery_place=PlaceToWrite(name=draft.place),
        delivery_date=draft.due,
        quote=draft.quote,
        terms=draft.terms or settings.terms,
    )  # fmt: skip


def _mail(facts: Facts, draft: Draft, language: Language, documents: tuple[str, ...], key: str) -> OutgoingMail:
    body = filled(
        facts.texts[language, "order_sent"],
        {
            "salutation": salutation(facts.office.contacts.at(draft.supplier.address), language),
            "number": NUMBER_TO_COME,
            "lines": "\n".join(
                f"– {quantity_in_words(line.quantity, line.unit, language)} {line.name}" for line in draft.lines[:60]
            ),
            "due": in_words(draft.due, language),
            "place": draft.place,
            "office": facts.office.name,
        },
    )
    subject = say("Order {number}", number=NUMBER_TO_COME).written(language)
    return OutgoingMail(
        account=facts.office.account,
        to=(draft.supplier.address,),
        subject=subject,
        body=body,
        key=key,
        language=language,
        attached_documents=documents,
    )


# ── the book ──────────────────────────────────────────────────────────────────────────────────────────────


def _rows(facts: Facts, draft: Draft) -> Iterator[AppendRows]:
    table, sheet = facts.lines_table, facts.found.parts.get(LINES)
    if table is None or sheet is None or not facts.workbook.can_write:
        return
    rows = tuple(
        tuple((title, said[name]) for name, title in sheet.columns.items() if said.get(name) is not None)
        for number, line in enumerate(draft.lines, 1)
        if (said := _row(facts, draft, line, number))
    )
    after = table.rows[-1].number if table.rows else table.area.top
    days = tuple(sheet.columns[name] for name in ("ordered_on", "due") if name in sheet.columns)
    yield AppendRows(workbook=facts.workbook.name, table=table.name, after=after, rows=rows, days=days)


def _row(facts: Facts, draft: Draft, line: Ordered, number: int) -> dict[str, CellValue]:
    return {
        "order": NUMBER_TO_COME,
        "line": number,
        "supplier": draft.supplier.name,
        "address": draft.supplier.address,
        "reference": line.article if line.label else None,
        "article": line.name,
        "supplier_article": line.supplier_article or None,
        "quantity": to_json(line.quantity),
        "unit": line.unit or None,
        "price": None if line.price is None else to_json(line.price),
        "amount": None if line.amount is None else to_json(line.amount),
        "ordered_on": facts.today.isoformat(),
        "due": draft.due.isoformat(),
        "status": state_title(LineState.ordered).render(facts.language),
        "budget": line.budget or None,
    }


# ── the budget ────────────────────────────────────────────────────────────────────────────────────────────


def _consequences(facts: Facts, settings: Settings, draft: Draft) -> Iterator[Text]:
    how = say("A mail with the order leaves the office to {address}.", address=draft.supplier.address)
    if settings.mode == "draft":
        how = say("A draft to {address} lies in Drafts; nothing leaves the office.", address=draft.supplier.address)
    yield how
    if not facts.workbook.can_write:
        yield say("{file} is only read: enter the order by hand.", file=facts.workbook.file)
    if draft.is_least:
        yield say("The amount is not known in full: a price is missing.")
    minimum = draft.supplier.minimum
    if minimum is not None and draft.total < minimum:
        yield say("{supplier} takes orders from {minimum} {currency} on: {missing} are missing.", minimum=minimum,
                  supplier=draft.supplier.name, currency=draft.currency, missing=minimum - draft.total)  # fmt: skip
    yield from budget_told(facts, draft.lines)


def budget_told(facts: Facts, lines: Sequence[Ordered]) -> Iterator[Text]:
    """How each budget line that these count against stands, and how it will after them."""
    for key in dict.fromkeys(line.budget for line in lines if line.budget):
        line = _budget(facts, key)
        amount = sum((one.amount or Decimal(0) for one in lines if one.budget == key), Decimal(0))
        if line is not None:
            yield _state_of(line, committed(facts, line), amount)
        beyond = (
            would_exceed(facts.budget, key, amount, facts.today.replace(day=1)) if facts.budget is not None else None
        )
        if beyond is not None:
            yield beyond


def _budget(facts: Facts, key: str) -> BudgetLine | None:
    book = facts.book
    return next((one for one in book.budget if one.key.casefold() == key.casefold()), None) if book else None


def committed(facts: Facts, line: BudgetLine) -> Decimal:
    """What is ordered against a budget line and not invoiced yet: as the workbook says, else as its orders add up."""
    if line.committed is not None:
        return line.committed
    orders = facts.book.lines if facts.book is not None else ()
    return sum(
        (
            (one.agreed_quantity - one.invoiced) * (one.confirmed_price or one.price or Decimal(0))
            for one in orders
            if one.budget.casefold() == line.key.casefold() and not one.is_cancelled
        ),
        Decimal(0),
    )


def _state_of(line: BudgetLine, bound: Decimal, amount: Decimal) -> Text:
    left = cents(line.planned - line.spent - bound)
    name = line.label or line.key
    if amount > left:
        return say("Budget “{line}”: {left} {currency} are left; this order exceeds it by {over}.", line=name,
                   left=left, currency=line.currency, over=amount - left)  # fmt: skip
    return say("Budget “{line}”: {left} {currency} are left, {after} after this order.", line=name, left=left,
               currency=line.currency, after=left - amount)  # fmt: skip


def order_key(need: str, part: str) -> str:
    """The key of an order's proposal, and of its mail: by what is needed, whoever it is ordered from."""
    return f"{KEY}order:{need}:{part}"
