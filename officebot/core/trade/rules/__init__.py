"""The business rules of structured documents: which a document breaks, in words that an assistant understands.

Peppol's rules are written from their meaning in the public BIS documentation; their ids are the official ones. Rules
of a transaction apply to documents that name it, and to UBL that names no specification at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from officebot.core.problems import Problem
from officebot.core.text import Text, quoted, say
from officebot.core.trade.rules.agreements import AGREEMENT
from officebot.core.trade.rules.answers import ADVANCED_ANSWER, ANSWER, CANCELLATION, INVOICE_ANSWER
from officebot.core.trade.rules.arithmetic import cii_failures, ubl_failures
from officebot.core.trade.rules.common import common_failures
from officebot.core.trade.rules.failures import Failure, Rule, judged
from officebot.core.trade.rules.goods import BASKET, CATALOGUE, DESPATCH
from officebot.core.trade.rules.mandatory import mandatory_failures
from officebot.core.trade.rules.orders import CHANGE, ORDER
from officebot.core.trade.structured.cii import is_cii
from officebot.core.trade.structured.elements import Element

__all__ = ["Failure", "failures", "problems_of", "transactions_of"]

#: A transaction's rules, by its number.
_RULES: Mapping[str, Sequence[Rule]] = {
    "T01": ORDER, "T16": DESPATCH, "T19": CATALOGUE, "T76": ANSWER, "T77": BASKET, "T110": AGREEMENT,
    "T111": INVOICE_ANSWER, "T114": CHANGE, "T115": CANCELLATION, "T116": ADVANCED_ANSWER,
}  # fmt: skip

#: What a transaction is called in CustomizationID: urn:fdc:peppol.eu:poacc:trns:order:3.
_NAMES: Mapping[str, str] = {
    "order": "T01", "despatch_advice": "T16", "catalogue": "T19", "order_response": "T76", "punch_out": "T77",
    "order_agreement": "T110", "invoice_response": "T111", "order_change": "T114", "order_cancellation": "T115",
    "order_response_advanced": "T116",
}  # fmt: skip

#: The transactions that a root may be, the usual one first: for documents that do not say.
_ROOTS: Mapping[str, tuple[str, ...]] = {
    "Order": ("T01",), "OrderChange": ("T114",), "OrderCancellation": ("T115",), "OrderResponse": ("T76", "T116", "T110"),
    "DespatchAdvice": ("T16",), "Catalogue": ("T19", "T77"), "ApplicationResponse": ("T111",),
}  # fmt: skip

#: So many sentences are told of a document.
_MOST = 100


def transactions_of(document: Element) -> tuple[str, ...]:
    """The Peppol transactions whose rules the document should keep; none for what follows another specification."""
    said = document.value("CustomizationID")
    if not said:
        return _ROOTS.get(document.name, ())
    start, found, rest = said.casefold().partition(":poacc:trns:")
    known = _NAMES.get(rest.partition(":")[0], "") if found and start.endswith("peppol.eu") else ""
    return (known,) if known in _ROOTS.get(document.name, ()) else ()


def failures(document: Element, transactions: Sequence[str] | None = None) -> tuple[Failure, ...]:
    """What the document breaks: of its own transactions, or of those that are named; plain arithmetic for
    Order-X, for invoices and for what follows other specifications."""
    if is_cii(document):
        return tuple(cii_failures(document))
    chosen = transactions_of(document) if transactions is None else tuple(transactions)
    if not chosen:
        return tuple(ubl_failures(document))
    found = list(common_failures(document))
    for transaction in chosen:
        found += mandatory_failures(transaction, document)
        found += judged(_RULES[transaction], f"PEPPOL-{transaction}", document)
    return tuple(found)


def problems_of(document: Element) -> tuple[Problem, ...]:
    """The same for people: what several rules say of one place is said once, with all their ids at the end."""
    told: dict[tuple[str, Text], list[str]] = {}
    for failure in failures(document):
        ids = told.setdefault((failure.where, failure.what), [])
        if failure.rule and failure.rule not in ids:
            ids.append(failure.rule)
    sentences = [_sentence(line, what, ids) for (line, what), ids in told.items()]
    return tuple(Problem(where="", what=sentence) for sentence in sentences[:_MOST])


def _sentence(line: str, what: Text, ids: Sequence[str]) -> Text:
    placed = say("Line {line}: {what}", line=line, what=what) if line else what
    return say("{what} ({rules})", what=placed, rules=quoted(", ".join(ids))) if ids else placed
