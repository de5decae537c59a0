"""An invoice made for people, read from its laid-out pages: nothing that only one sign speaks for is filled in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from officebot.core.expressions import expression
from officebot.core.invoices.model import Format, Found, Invoice
from officebot.core.invoices.papers.dates import FoundDay, due_days, due_on, issued_on, terms_in
from officebot.core.invoices.papers.days import order_of
from officebot.core.invoices.papers.money import Labelled, amounts, figures_on
from officebot.core.invoices.papers.numbers import FoundNumber, order_reference, own_number
from officebot.core.invoices.papers.parties import Parties, find_parties
from officebot.core.invoices.papers.sums import Sums, find_sums
from officebot.core.language import language_of
from officebot.core.problems import Problem
from officebot.core.text import Text, say
from officebot.core.trade.known import Known
from officebot.core.trade.model import Party, TradeDocument, TradeKind
from officebot.core.trade.paper import Paper, Row
from officebot.core.trade.reading.document import read_paper
from officebot.core.trade.reading.facts import currency_in
from officebot.core.trade.reading.figures import CURRENCY, Writing, currency_of
from officebot.core.trade.reading.folding import folded
from officebot.core.trade.reading.totals import sum_of

#: What is surer than this is filled in; the rest is named.
THRESHOLD = 0.7
_INVOICE = expression(
    r"(?<![a-z])(?:factures?|invoices?|rechnung(?:s[a-z]{2,12})?|factuur(?:[a-z]{2,10})?|fattura|factura|faktura"
    r"|note d'honoraires)\b"
)
_CREDIT = expression(
    r"^(?:facture d'avoir|avoir|credit[ -]?(?:note|memo)|note de credit|gutschrift|rechnungskorrektur|stornorechnung"
    r"|credit(?:nota|factuur)|nota (?:de|di) credito)\b(?! suite)"
)
_PRO_FORMA = expression(
    r"(?<![a-z])(?:pro[ -]?forma|devis|quotation|angebot|offerte|bon de commande|purchase order|bon de livraison|delivery note)\b"
)
_EXEMPT = expression(
    r"exoner|exempt|autoliquidation|reverse charge|non applicable|not applicable|steuerfrei|verlegd"
    r"|steuerschuldnerschaft|outside the scope|kleinunternehmer"
    r"|non assujetti|no vat|zero[- ]rated|art(?:icle|\.)? ?(?:293|262|283|44|196)"
)
_BRITISH = expression(r"£|(?<![a-z])(?:gbp|ltd|plc|llp|united kingdom|england|scotland|wales|vat reg)\b")
_AMERICAN = expression(
    r"(?<![a-z])(?:sales tax|ein|zip|inc\.|llc|usa|united states)(?![a-z])|, [a-z]{2} \d{5}(?:-\d{4})?\b"
)
_HEAD = 40
#: From so many pieces on, and with more than this part of them single letters, nobody can tell words.
_LEAST_PIECES, _MOST_SINGLE = 60, 0.6
_FIELDS = ("number", "issue_date", "net", "vat", "gross", "payable")


def read_paper_invoice(paper: Paper, known: Known) -> Invoice:
    """What an invoice without XML says. Each field that is filled in has its words, page and sureness in `found`.

    A field is filled in where two signs agree: a label and a place, sums that add up, a check digit, the same value twice.
    Where they do not, it stays empty and `problems` name it, with the candidates. A scan or a page without text gives an
    invoice without fields and the problem.
    """
    why = unreadable(paper)
    if why is not None:
        document = TradeDocument(kind=TradeKind.other, syntax="pdf", confidence=0.0)
        return Invoice(document=document, format=Format.pdf, confidence=0.0, problems=(_problem(paper, why),))
    base = read_paper(paper, known).document
    language = language_of(paper.text[:6_000])
    kind, doubts = _kind(paper.rows, base.kind)
    order = order_of(
        [piece.text for row in paper.rows for piece in row.pieces], language,
        is_british=_says(paper, _BRITISH), is_american=_says(paper, _AMERICAN),
    )  # fmt: skip
    said_due = due_days(paper.rows, order)
    is_credit = kind is TradeKind.credit_note
    terms = terms_in(paper.rows)
    issued = issued_on(paper.rows, order, [one.value for one in said_due], terms, is_credit=is_credit)
    due = due_on(said_due, paper.rows, issued.day)
    number = own_number(paper.rows, is_credit=is_credit)
    sums = _sums(paper, base, kind)
    currency, unclear = _currency(sums, paper)
    parties = find_parties(paper.rows, known.sender.name, known.buyer.name)
    base = replace(base, kind=kind, currency=currency)
    return _made(paper, base, number, issued, due, sums, parties, [*doubts, *sums.doubts, *unclear, *parties.doubts])


def _made(
    paper: Paper, base: TradeDocument, number: FoundNumber, issued: FoundDay, due: FoundDay, sums: Sums,
    parties: Parties, doubts: Sequence[Text],
) -> Invoice:  # fmt: skip
    """All of it as one invoice."""
    found = dict(sums.found) | parties.found
    for name, where in (("number", number.found), ("issue_date", issued.found), ("due_date", due.found)):
        if where is not None:
            found[name] = where
    order = order_reference(paper.rows, number.number)
    if order is not None:
        found["order_reference"] = order[1]
    references = tuple(dict.fromkeys([*([order[0]] if order is not None else []), *base.references]))
    unsure = {name for name, where in found.items() if where.confidence < THRESHOLD}
    found = {name: where for name, where in found.items() if name not in unsure}
    said = [one for one in (number.doubt, issued.doubt, due.doubt) if one is not None]
    document = replace(
        base, number=number.number, issued=issued.day, net=sums.net, total=sums.gross, syntax="pdf",
        references=tuple(one for one in references if one != number.number), supplier=_party(parties.seller.name, base.supplier),
        buyer=_party(parties.buyer.name, base.buyer), delivery_date=None, problems=(),
    )  # fmt: skip
    return Invoice(
        document=document, format=Format.pdf, type_code=_TYPES.get(base.kind, ""), due_date=due.day, seller=parties.seller,
        buyer=parties.buyer, net=sums.net, vat=sums.vat, gross=sums.gross, prepaid=sums.prepaid, payable=sums.payable,
        breakdown=sums.breakdown, found=found, confidence=_confidence(found),
        problems=tuple(_problem(paper, what) for what in (*said, *doubts)),
    )  # fmt: skip


_TYPES = {TradeKind.invoice: "380", TradeKind.credit_note: "381"}


def _confidence(found: dict[str, Found]) -> float:
    """How sure the reading is of what matters: the least sure of the fields, less for each that was not found."""
    sure = [found[name].confidence for name in _FIELDS if name in found]
    return round(min(sure) * len(sure) / len(_FIELDS), 2) if sure else 0.0


def _party(name: str, base: Party) -> Party:
    return replace(base, name=name)


def _kind(rows: Sequence[Row], read: TradeKind) -> tuple[TradeKind, list[Text]]:
    """Invoice or credit note, by what the paper calls itself; a doubt where it calls itself neither, or something else."""
    head = [folded(piece.text[:80]) for row in rows[:_HEAD] for piece in row.pieces]
    if any(_CREDIT.match(words) for words in head):
        return TradeKind.credit_note, []
    is_other = any(_PRO_FORMA.match(words) for words in head[:30] if len(words) < 40)
    if any(_INVOICE.search(words) for words in head) and not is_other:
        return TradeKind.invoice, []
    kind = TradeKind.other if read in (TradeKind.invoice, TradeKind.credit_note) else read
    return kind, [say("This paper does not call itself an invoice: look at it before it is entered.")]


def figures_of(paper: Paper) -> tuple[list[Labelled], set[Decimal]]:
    """The amounts that words of the paper name, and all of its amounts without their signs."""
    writing = _writing(paper)
    return amounts(paper, writing), figures_on(paper, writing)


def _writing(paper: Paper) -> Writing:
    texts = [piece.text for row in paper.rows[:400] for piece in row.pieces]
    return Writing.of(texts, "en" if language_of(paper.text[:6_000]) == "en" else "fr")


def _sums(paper: Paper, base: TradeDocument, kind: TradeKind) -> Sums:
    """The sums; of a credit note without signs, which says once that it gives back."""
    named, shown = figures_of(paper)
    lines, is_exempt = sum_of(base.lines), _says(paper, _EXEMPT)
    sums = find_sums(named, shown, lines, is_exempt=is_exempt)
    if sums.gross is None:
        other = find_sums(amounts(paper, _writing(paper), loosely=True), shown, lines, is_exempt=is_exempt)
        sums = other if other.gross is not None else sums
    return sums.negated() if sums.is_negative and kind is not TradeKind.credit_note else sums


def _currency(sums: Sums, paper: Paper) -> tuple[str, list[Text]]:
    """The currency beside the sums, else the only one of the page; a doubt where there are several."""
    beside = {currency_in(where.words) for where in sums.found.values()} - {""}
    every = {currency_of(one[0]) for row in paper.rows for one in CURRENCY.finditer(folded(row.text[:400]))} - {""}
    for found in (beside, every):
        if len(found) == 1:
            return found.pop(), []
        if found:
            return "", [
                say(
                    "More than one {what} was found: {candidates}.",
                    what=say("currency"),
                    candidates=", ".join(sorted(found)),
                )
            ]
    return "", []


def _says(paper: Paper, words: re.Pattern[str]) -> bool:
    return any(words.search(folded(row.text[:400])) for row in paper.rows)


def unreadable(paper: Paper) -> Text | None:
    """Why nobody can read this paper here; None where somebody can."""
    if paper.is_scan:
        return say(
            "The pages of this PDF are pictures: its words cannot be read here. Enter it by hand, or ask for another file."
        )
    pieces = [piece.text for row in paper.rows for piece in row.pieces]
    if not pieces:
        return say("There is no text on the pages of this PDF: enter it by hand, or ask for another file.")
    single = sum(1 for text in pieces if len(text) == 1)
    if len(pieces) >= _LEAST_PIECES and single > _MOST_SINGLE * len(pieces):
        return say(
            "The letters of this PDF stand apart, no words can be told: enter it by hand, or ask for another file."
        )
    return None


def _problem(paper: Paper, what: Text) -> Problem:
    return Problem(where=paper.name, what=what)
