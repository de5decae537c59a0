"""orders read: what business documents say."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from officebot.cli.files import complain, documents_in, sentences_of
from officebot.cli.output import Column, clean, emit, heading, table, tell
from officebot.cli.table import ORDERS
from officebot.cli.words import argument, command, language, option
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import Text, in_words, quoted, say

if TYPE_CHECKING:
    from officebot.core.trade.model import Party, TradeDocument, TradeLine


@command("read", ORDERS["read"][1])
@argument("files", nargs=-1, required=True, metavar="FILE…")
@option("--json", "as_json", is_flag=True, spoken=say("One JSON object a document, with all lines."))
def read(files: tuple[str, ...], as_json: bool) -> None:
    from officebot.connectors.papers.apart import MEMORY_BYTES
    from officebot.connectors.workers import WorkerPool

    failed = False
    with WorkerPool(memory_bytes=MEMORY_BYTES) as workers:
        for name in files:
            try:
                found = documents_in(name, workers)
            except (UserError, Unavailable) as error:
                failed = True
                complain(name, sentences_of(error), as_json)
            else:
                for document in found:
                    _show(name, document, as_json)
    sys.exit(1 if failed else 0)


def _show(name: str, document: TradeDocument, as_json: bool) -> None:
    if as_json:
        emit({"file": name, **fact(document)})
    else:
        _tell(name, document)


# ── for programs ──────────────────────────────────────────────────────────────────────────────────────────


def fact(document: TradeDocument) -> dict[str, Any]:
    """The document as `--json` gives it; what is not said is null, what few documents have is left out where it is not."""
    more = {
        "valid_until": document.valid_until and document.valid_until.isoformat(),
        "answer": document.answer.value,
        "terms": list(document.terms),
        "notes": list(document.notes),
    }
    return {
        "kind": document.kind.value,
        "number": document.number or None,
        "reference": document.reference or None,
        "references": list(document.references),
        "date": document.issued.isoformat() if document.issued else None,
        "delivery_date": document.delivery_date.isoformat() if document.delivery_date else None,
        "supplier": _called(document.supplier) or None,
        "buyer": _called(document.buyer) or None,
        "lines": [_line(line) for line in document.lines],
        "net": _number(document.net),
        "total": _number(document.total),
        "currency": document.currency or None,
        **{key: value for key, value in more.items() if value},
        "problems": [problem.what.render(language()) for problem in document.problems],
        "confidence": round(document.confidence, 2),
    }


def _line(line: TradeLine) -> dict[str, Any]:
    more = {
        "per": _number(line.per) if line.per != 1 else None,
        "amount": _number(line.amount),
        "delivery_date": line.delivery_date and line.delivery_date.isoformat(),
        "order": line.order,
        "order_line": line.order_line,
        "outstanding": _number(line.outstanding),
        "answer": line.answer.value,
        "note": line.note,
    }
    return {
        "line": line.number or None,
        "article": line.article or None,
        "label": line.label or None,
        "quantity": _number(line.quantity),
        "unit": line.unit or None,
        "price": _number(line.price),
        **{key: value for key, value in more.items() if value not in (None, "")},
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _called(party: Party) -> str:
    """A party's name, the first of its numbers for one without."""
    return party.name or next((number for _, number in party.ids), "")


# ── for people ────────────────────────────────────────────────────────────────────────────────────────────


def _tell(name: str, document: TradeDocument) -> None:
    from officebot.core.trade.model import kind_title

    heading(say("{file}: {kind} {number}", file=name, kind=kind_title(document.kind), number=document.number))
    for sentence in _facts(document):
        click.echo(clean(sentence.render(language())))
    if document.lines:
        table(_COLUMNS, _rows(document))
    for problem in document.problems:
        tell(problem.what)


_COLUMNS = [
    Column(say("Line"), fixed=True),
    Column(say("Article")),
    Column(say("Label")),
    Column(say("Quantity"), fixed=True),
    Column(say("Price"), fixed=True),
    Column(say("Delivery"), fixed=True),
    Column(say("Note"), detail=True),
]


def _rows(document: TradeDocument) -> Iterator[list[str]]:
    reader = language()
    for line in document.lines:
        quantity = f"{_amount(line.quantity)} {line.unit}".strip() if line.quantity is not None else ""
        price = _amount(line.price)
        if price and line.per != 1:
            price = f"{price} / {_amount(line.per)}"
        day = in_words(line.delivery_date, reader) if line.delivery_date else ""
        yield [line.number, line.article, line.label, quantity, price, day, line.note]


def _amount(value: Decimal | None) -> str:
    return "" if value is None else in_words(value, language())


def _facts(document: TradeDocument) -> Iterator[Text]:
    told = (
        (say("From {name}.", name=_called(document.supplier)), _called(document.supplier)),
        (say("To {name}.", name=_called(document.buyer)), _called(document.buyer)),
        (say("About {references}.", references=list(document.references)), document.references),
        (say("Issued on {day}.", day=document.issued), document.issued),
        (say("Delivery by {day}.", day=document.delivery_date), document.delivery_date),
        (say("Valid until {day}.", day=document.valid_until), document.valid_until),
        (_ANSWERS.get(document.answer.value, quoted("")), document.answer.value),
        (
            say("Total {total} {currency}.", total=document.total, currency=document.currency),
            document.total is not None,
        ),
    )
    yield from (sentence for sentence, is_said in told if is_said)


_ANSWERS = {
    "accepted": say("The order is accepted as it is."),
    "changed": say("The order is accepted with changes."),
    "rejected": say("The order is rejected."),
}
