"""Sums of a document: net, tax and total, taken only where they agree with each other or with the lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from officebot.core.expressions import expression
from officebot.core.trade.model import TradeLine
from officebot.core.trade.paper import Paper, Row
from officebot.core.trade.reading.figures import CURRENCY, NUMBER, Writing, figure, number
from officebot.core.trade.reading.folding import folded

_CENT = Decimal("0.011")
_TOTAL = expression(
    r"total (?:t\.?t\.?c|toutes taxes|general|due|incl|including|a payer|to pay|payable|inc)|t\.?t\.?c\b"
    r"|net a (?:payer|regler)|montant (?:total )?(?:t\.?t\.?c|du|a payer)|amount (?:due|payable)"
    r"|grand total|balance due|invoice total|total invoice|total with|incl(?:uding|\.)? (?:v\.?a\.?t"
    r"|tax)|gross(?: total| amount)?|reste a payer|solde a payer|total facture|bruttobetrag|gesamtbetrag"
    r"|zahlbetrag|\bdue\b|to pay"
)
_NET = expression(
    r"total (?:h\.?t|hors taxe|net|excl|ex\b|before)|(?<![a-z])h\.?t\b|montant (?:total )?(?:net )?h\.?t"
    r"|net (?:h\.?t|total|amount|value)|sous-?[ ]?total|sub-?[ ]?total|total net|goods(?: total)?"
    r"|ex(?:cl)?(?:uding|\.)? (?:v\.?a\.?t|tax)|nettobetrag|^net\b|nett\b|base h\.?t|total lignes"
    r"|lines total|amount net"
)
_TAX = expression(r"(?<![a-z])(?:t\.?v\.?a|v\.?a\.?t|taxes?|mwst|ust|btw|gst)\b")
_SUB = expression(r"sous-?[ ]?total|sub-?[ ]?total|goods|lines|lignes")
_PLAIN = expression(
    r"(?:total|totaux|montant total|total amount|order total|totaal|gesamt|total (?:eur|gbp|usd|€|£|\$))\b ?:?"
)
_EXCLUDED = expression(r"(?<![a-z])(?:ex\.?|excl\.?|excluding|hors|sans|before|h\.?t)\b")
_NOT_SUMS = expression(
    r"dont|of which|escompte|acompte|deja (?:regle|paye)|paid|remise|discount|capital|page|iban|siret"
    r"|siren|rcs|n ?[°o]|poids|weight|penalite|indemnite|minimum|franco|ecotaxe|eco-"
)
_AMOUNT = expression(r"[-+]?(?:€|£|\$|eur|gbp|usd)? ?(" + NUMBER + r") ?(?:€|£|\$|eur|gbp|usd|%)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """The sums that were found to be right; None where they were not found or do not agree."""

    net: Decimal | None = None
    tax: Decimal | None = None
    total: Decimal | None = None
    #: Whether the lines make the net, or the total of a document without taxes.
    agree_with_lines: bool = False


@dataclass(slots=True)
class _Said:
    net: list[Decimal] = field(default_factory=list)
    tax: list[Decimal] = field(default_factory=list)
    total: list[Decimal] = field(default_factory=list)
    sub: list[Decimal] = field(default_factory=list)
    plain: list[Decimal] = field(default_factory=list)


def find_sums(paper: Paper, start: int, lines_sum: Decimal | None, writing: Writing) -> Sums:
    """The sums below the row `start`; the lines' own sum helps to tell which is which."""
    said = _Said()
    rows = paper.rows[start:]
    for place, row in enumerate(rows):
        for label, value in _pairs(rows, place, row, writing):
            _note(said, label, value)
    return _agreeing(said, lines_sum)


def sum_of(lines: Sequence[TradeLine]) -> Decimal | None:
    """What the lines' amounts make together; None where one of them is not told."""
    amounts = [line.amount for line in lines if line.amount is not None]
    return sum(amounts, Decimal(0)) if lines and len(amounts) == len(lines) else None


def _note(said: _Said, label: str, value: Decimal) -> None:
    if _NOT_SUMS.search(label):
        return
    has_tax = _TAX.search(label) is not None
    if _TOTAL.search(label) and not _EXCLUDED.search(label):
        said.total.append(value)
    elif _NET.search(label) and not (has_tax and not _EXCLUDED.search(label)):
        (said.sub if _SUB.search(label) else said.net).append(value)
    elif has_tax and not _EXCLUDED.search(label):
        said.tax.append(value)
    elif _PLAIN.match(label):
        said.plain.append(value)


def _pairs(rows: Sequence[Row], place: int, row: Row, writing: Writing) -> Iterator[tuple[str, Decimal]]:
    """Labels with their amounts: in one piece, beside each other, or one above the other."""
    label = ""
    values: list[Decimal] = []
    for piece in row.pieces:
        one = figure(piece.text, writing)
        if one is not None and not one.unit and not one.is_percent:
            values.append(one.value)
            continue
        if one is not None:
            continue
        if label and values:
            yield label, values[-1]
            values = []
            label = ""
        inner = _in_piece(piece.text, writing)
        if inner is not None:
            yield inner
            label = ""
        else:
            label = f"{label} {folded(piece.text)}".strip()
    if label and values:
        yield label, values[-1]
    elif not values:
        yield from _below(rows, place, row, writing)


def _in_piece(text: str, writing: Writing) -> tuple[str, Decimal] | None:
    """A label and its amount in one piece: `VAT £97.40`."""
    plain = folded(text)
    if len(plain) > 80:
        return None
    ending = next(reversed(list(_AMOUNT.finditer(plain))), None)
    if (
        ending is None
        or ending.end() < len(plain.rstrip(" ."))
        or ending.start() == 0
        or plain.rstrip().endswith("%")
    ):
        return None
    has_cents = re.search(r"[.,]\d\d$", ending[1]) is not None or CURRENCY.search(ending[0]) is not None
    value = number(ending[1], writing)
    if value is None or not has_cents:
        return None
    return plain[: ending.start()].strip(" :"), -value if ending[0].startswith("-") else value


def _below(rows: Sequence[Row], place: int, row: Row, writing: Writing) -> Iterator[tuple[str, Decimal]]:
    """A row of labels above a row of amounts."""
    if len(row.pieces) < 2 or place + 1 >= len(rows):
        return
    other = rows[place + 1]
    for piece in row.pieces:
        for under in other.pieces:
            shared = min(piece.right, under.right) - max(piece.left, under.left)
            one = figure(under.text, writing)
            if one is not None and not one.is_percent and not one.unit and (shared > 0 or piece.left == under.left):
                yield folded(piece.text), one.value


def _agreeing(said: _Said, lines_sum: Decimal | None) -> Sums:
    """Those sums that something else confirms: net and tax make the total, or the lines make the net."""
    nets, totals = [*said.net, *said.plain, *said.sub], [*said.total, *said.plain]
    all_tax = sum(said.tax, Decimal(0))
    candidates = [
        (net, tax, total)
        for total in totals
        for net in nets
        for tax in (*said.tax, all_tax, Decimal(0))
        if abs(net + tax - total) < _CENT and (tax != 0 or not said.tax or set(said.tax) == {Decimal(0)})
    ]  # fmt: skip
    if lines_sum is not None:
        # What is put on the lines below them, as carriage, is part of the net.
        known = {lines_sum, *(one for one in said.net if lines_sum in said.sub)}
        matching = [one for one in candidates if any(abs(one[0] - value) < _CENT for value in known)]
        candidates = matching or candidates
    with_tax = [one for one in candidates if one[1] != 0]
    best = set(with_tax or candidates)
    if len(best) == 1:
        net, tax, total = best.pop()
        agrees = lines_sum is not None and abs(net - lines_sum) < _CENT
        is_sure = tax != 0 or bool(said.total and said.net) or agrees
        if is_sure:
            return Sums(net=net, tax=tax, total=total if tax != 0 or said.total else None, agree_with_lines=agrees)
    return _alone(said, lines_sum)


def _alone(said: _Said, lines_sum: Decimal | None) -> Sums:
    """Sums that no other confirms: the lines' own, or the only one that its label leaves no doubt about."""
    nets, totals = set(said.net), set(said.total)
    if lines_sum is not None and lines_sum in said.sub and len(nets) == 1:
        return Sums(
            net=nets.pop(), total=totals.pop() if len(totals) == 1 and not said.tax else None, agree_with_lines=True
        )
    if lines_sum is not None and lines_sum in (*said.net, *said.plain, *said.sub):
        total = totals.pop() if len(totals) == 1 and not said.tax else None
        return Sums(net=lines_sum, total=total, agree_with_lines=True)
    if said.tax and nets and totals:
        # Net, tax and total that do not agree: none of them is believed.
        return Sums()
    net = nets.pop() if len(nets) == 1 and lines_sum is None else None
    return Sums(net=net, total=totals.pop() if len(totals) == 1 and not said.plain else None)
