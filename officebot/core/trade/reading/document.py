"""A paper read as a document: its kind, its numbers, its lines, its sums, and how sure all of that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from officebot.core.expressions import expression
from officebot.core.language import language_of
from officebot.core.problems import Problem
from officebot.core.text import Text, say
from officebot.core.trade.known import Known
from officebot.core.trade.model import Cells, Party, TradeDocument, TradeKind, TradeLine
from officebot.core.trade.offers.conditions import terms_in
from officebot.core.trade.paper import Paper, Row
from officebot.core.trade.reading.bare import listed_lines, reckoned_lines
from officebot.core.trade.reading.building import Built, build, distinct, without_tax
from officebot.core.trade.reading.days import Days
from officebot.core.trade.reading.facts import (
    currency_in,
    delivered_on,
    firm_at_top,
    issued_on,
    own_number,
    references,
    valid_until,
)
from officebot.core.trade.reading.figures import Writing
from officebot.core.trade.reading.folding import folded
from officebot.core.trade.reading.kinds import Judged, kind_of_paper
from officebot.core.trade.reading.prose import Said, spoken_lines
from officebot.core.trade.reading.records import recorded_lines
from officebot.core.trade.reading.segments import segments_of
from officebot.core.trade.reading.tables import Table, find_tables, rows_outside
from officebot.core.trade.reading.totals import Sums, find_sums, sum_of

_SYNTAX = {"pdf": "pdf", "table": "table", "html": "text", "text": "text"}
#: How sure a reading is, by what shows it.
_HEADED, _RECKONED, _ADDS_UP, _SUMMED = 0.7, 0.6, 0.2, 0.08
_LEAST_TITLE = 1.5
#: Documents whose lines may stand there without headings.
_LISTS = frozenset({TradeKind.despatch, TradeKind.confirmation, TradeKind.delay, TradeKind.receipt})
_MOST_NOTES, _LONGEST_NOTE = 40, 300
_MOST_ROWS, _MOST_CELLS, _LONGEST_CELL = 200, 16, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document as it was read, and what speaks for the reading and against it."""

    document: TradeDocument
    reasons: tuple[Text, ...] = ()
    #: How much the words of titles and verbs say for the kind; none of it is no document.
    kind_score: float = 0.0


def read_paper(paper: Paper, known: Known) -> Reading:
    """What a laid-out paper says: a PDF, a sheet, a page. Always a document; one that says nothing has no lines."""
    language = _language(paper, known)
    writing = Writing.of([piece.text for row in paper.rows[:400] for piece in row.pieces], language)
    tables = find_tables(paper, writing, Days(known.on, language))
    outside = rows_outside(paper, tables)
    issued = issued_on(outside, Days(known.on, language))
    days = Days(issued or known.on, language)
    built = [build(line, writing, days) for table in tables for line in table.lines]
    end = tables[0].headings.first if tables else len(paper.rows)
    kind = kind_of_paper(paper, end, known.subject, known.words, has_lines=bool(built))
    if kind.score < _LEAST_TITLE and _counts(built):
        kind = _by_columns(built)
    reasons = _reasons_of(kind, tables)
    if not built:
        built = [build(line, writing, days) for line in reckoned_lines(paper, writing)]
        if built:
            reasons.append(say("No headings were found: the columns were told by their arithmetic."))
    if not built and kind.score >= _LEAST_TITLE:
        built = [build(line, writing, days) for line in recorded_lines(paper, writing)]
        if built:
            reasons.append(say("Each line says its things by their names."))
    if not built and kind.score >= _LEAST_TITLE and kind.kind in _LISTS:
        built = [build(line, writing, days) for line in listed_lines(paper)]
        if built:
            reasons.append(say("No headings were found: each row counts something."))
    if not built and kind.score >= _LEAST_TITLE and kind.kind is not TradeKind.other:
        built = [Built(one.line, is_tabled=False) for one in _spoken(paper, kind.kind, writing, days)]
        built += [Built(line, is_tabled=False) for line in _objects(paper)]
        if built:
            reasons.append(say("Its lines were found in sentences."))
    if kind.kind is TradeKind.service_report:
        built = [_done_by(one, days.on) for one in built]
    built = distinct(built)
    end = tables[-1].end if tables else 0
    sums = _sums(paper, end, built, writing)
    if not sums.agree_with_lines:
        built, sums = _by_piece(paper, end, built, sums, writing)
    if kind.kind is TradeKind.credit_note:
        # What is given back is written with a minus or without: a credit note says it once.
        sums = replace(sums, net=sums.net and abs(sums.net), total=sums.total and abs(sums.total))
    lines = tuple(_net(one) for one in built)
    if kind.kind is TradeKind.delay:
        # What is still to come is what such a list counts.
        lines = tuple(replace(one, quantity=one.outstanding) if one.quantity is None else one for one in lines)
    confidence = _confidence(built, sums, has_headings=bool(tables), kind=kind)
    reasons += _reasons_of_figures(built, sums)
    own = own_number(paper, kind.kind, known.subject)
    document = TradeDocument(
        kind=kind.kind,
        number=own,
        references=_references(outside, lines, own),
        issued=issued,
        delivery_date=_delivery(outside, kind.kind, issued, days),
        valid_until=valid_until(outside, days, issued) if kind.kind is TradeKind.quote else None,
        supplier=Party(
            name=known.sender.name or firm_at_top(paper.rows), ids=known.sender.ids, email=known.sender.email
        ),
        buyer=known.buyer,
        lines=lines,
        net=sums.net,
        total=sums.total,
        currency=currency_in(paper.text),
        terms=terms_in(row.text for row in outside),
        notes=tuple(row.text[:_LONGEST_NOTE] for row in outside if len(row.text) > 30)[:_MOST_NOTES],
        problems=_problems(built, paper.name),
        syntax=_SYNTAX[paper.source],
        confidence=confidence,
        rows=_rows(paper),
    )
    return Reading(document=document, reasons=tuple(reasons), kind_score=kind.score)


def _rows(paper: Paper) -> tuple[Cells, ...]:
    return tuple(
        tuple(piece.text[:_LONGEST_CELL] for piece in row.pieces[:_MOST_CELLS]) for row in paper.rows[:_MOST_ROWS]
    )


def _counts(built: Sequence[Built]) -> bool:
    """Whether most lines count something."""
    return bool(built) and sum(1 for one in built if one.line.quantity is not None) > 0.5 * len(built)


def _by_columns(built: Sequence[Built]) -> Judged:
    """What nothing calls by name: with prices an answer to an order, without any a list of what is sent."""
    has_prices = any(one.line.price is not None for one in built)
    return Judged(TradeKind.confirmation if has_prices else TradeKind.despatch, 1.0)


_ELSEWHERE = expression(
    r"\b(?:\d{5}|rue|avenue|boulevard|bd|route|quai|chemin|place|zone|z\.?a\.?|z\.?i\.?|cedex|bp|cs|road"
    r"|street|row|lane|court|close|drive|house|estate"
    r"|yard|park|way|arriv(?:ed|al|ee)|depart|left|engineer|technicien|intervenant|date|heure|time|tel"
    r"|phone|siret|signature|client|site|page|iban|vat|tva|spain|france)\b"
)


def _done_by(one: Built, day: date) -> Built:
    """What was done was not done on a day to come."""
    when = one.line.delivery_date
    return replace(one, line=replace(one.line, delivery_date=None)) if when is not None and when > day else one


def _spoken(paper: Paper, kind: TradeKind, writing: Writing, days: Days) -> list[Said]:
    """Lines in the sentences of a paper: of letters and reports; the figures of addresses and forms are none."""
    if kind in (TradeKind.invoice, TradeKind.credit_note, TradeKind.order, TradeKind.request):
        return []
    found = spoken_lines(segments_of(_as_text(paper)), writing, days)
    return [
        one
        for one in found
        if not _ELSEWHERE.search(folded(f"{one.line.says} {one.line.label}"))
        and (kind is TradeKind.service_report or _is_told(one))
    ]


def _is_told(one: Said) -> bool:
    """Whether a verb, a price or a list says that a line is spoken of."""
    return one.kind is not None or one.line.price is not None or (one.is_item and one.is_counted)


_OBJECT = expression(
    r"(?:objet|prestations?|action|nature(?: (?:de l'intervention|des travaux))?|intitule|formation"
    r"|stage|module|mission|service|purpose|visit|work|job|subject|course|description)\s?:?"
)


def _objects(paper: Paper) -> list[TradeLine]:
    """What a report without a table names as its object: the words beside or below that label."""
    found = []
    for place, row in enumerate(paper.rows[:80]):
        for n, piece in enumerate(row.pieces):
            label, colon, inside = piece.text.partition(":")
            if not _OBJECT.fullmatch(folded(label).strip()):
                continue
            words = inside.strip() if colon else ""
            if not words and n + 1 < len(row.pieces):
                words = row.pieces[n + 1].text
            elif not words and place + 1 < len(paper.rows) and len(row.pieces) == 1:
                words = paper.rows[place + 1].text
            if len(words) > 5:
                found.append(TradeLine(label=words[:200], says=words[:200]))
    return found


def _as_text(paper: Paper) -> str:
    """The paper's words as a text, an empty line where rows stand far apart."""
    lines: list[str] = []
    for before, row in zip((None, *paper.rows), paper.rows, strict=False):
        is_far = before is not None and (
            row.page != before.page or row.top - before.top > (20 if paper.source == "pdf" else 1)
        )
        lines += ["", row.text] if is_far else [row.text]
    return "\n".join(lines)


def _language(paper: Paper, known: Known) -> str:
    spoken = language_of(paper.text[:3_000])
    if spoken in ("fr", "en"):
        return spoken
    return known.language or "fr"


def _references(outside: Sequence[Row], lines: Sequence[TradeLine], own: str) -> tuple[str, ...]:
    found = [*references(outside[:300], own), *(line.order for line in lines if line.order)]
    return tuple(one for one in dict.fromkeys(found) if one and one != own)


def _delivery(outside: Sequence[Row], kind: TradeKind, issued: date | None, days: Days) -> date | None:
    found = delivered_on(outside, days)
    if found is None and kind in (TradeKind.despatch, TradeKind.service_report, TradeKind.receipt):
        return issued
    return found


# ── sums and sureness ─────────────────────────────────────────────────────────────────────────────────────


def _sums(paper: Paper, end: int, built: Sequence[Built], writing: Writing) -> Sums:
    return find_sums(paper, end, sum_of([one.line for one in built]), writing)


def _by_piece(
    paper: Paper, end: int, built: list[Built], sums: Sums, writing: Writing
) -> tuple[list[Built], Sums]:  # fmt: skip
    """The lines with what was taken for their amounts as prices of a piece, where only then they add up to the sum."""
    has_both = any(one.line.amount is not None and one.line.quantity is not None for one in built)
    if not has_both or any(one.is_right is not None for one in built):
        return built, sums
    made = [_as_price(one) for one in built]
    other = _sums(paper, end, [one for one in made if one.line.amount is not None], writing)
    return (made, other) if other.agree_with_lines else (built, sums)


def _as_price(one: Built) -> Built:
    line = one.line
    if line.amount is None or line.quantity is None:
        return one
    return replace(
        one, line=replace(line, price=line.amount, per=Decimal(1), amount=line.quantity * line.amount), is_right=True
    )


def _net(one: Built) -> TradeLine:
    """The line without tax, where its prices hold one and its rate is told; without prices where nobody knows it."""
    if not one.is_gross:
        return one.line
    if one.tax is not None:
        return without_tax(one.line, one.tax)
    return replace(one.line, price=None, amount=None, note=f"{one.line.note} TTC".strip())


def _confidence(built: Sequence[Built], sums: Sums, *, has_headings: bool, kind: Judged) -> float:
    if not built:
        return 0.3 if kind.score >= _LEAST_TITLE else 0.1
    sure = _HEADED if has_headings else _RECKONED
    checked = [one.is_right for one in built if one.is_right is not None]
    if checked:
        sure += _ADDS_UP * (sum(checked) / len(checked)) if all(checked) else -0.3 * (1 - sum(checked) / len(checked))
    if sums.agree_with_lines:
        sure += _SUMMED
    if kind.score < _LEAST_TITLE:
        sure -= 0.15
    named = sum(1 for one in built if one.line.label or one.line.article) / len(built)
    return round(max(0.05, min(0.98, sure * (0.6 + 0.4 * named))), 2)


def _reasons_of(kind: Judged, tables: Sequence[Table]) -> list[Text]:
    reasons = []
    if kind.words:
        reasons.append(say("It calls itself “{words}”.", words=kind.words[:60]))
    for table in tables[:3]:
        titles = [column.title for column in table.headings.columns if column.title]
        reasons.append(say("Its lines stand below these headings: {titles}.", titles=titles[:12]))
    return reasons


def _reasons_of_figures(built: Sequence[Built], sums: Sums) -> list[Text]:
    reasons = []
    checked = [one.is_right for one in built if one.is_right is not None]
    if checked and all(checked):
        reasons.append(say("In every line quantity times price is the amount."))
    elif checked:
        reasons.append(say("Not in every line quantity times price is the amount."))
    if sums.agree_with_lines:
        reasons.append(say("The lines add up to the total."))
    return reasons


def _problems(built: Sequence[Built], name: str) -> tuple[Problem, ...]:
    """Lines whose amounts are not what quantity and price make, where most of the others are right."""
    wrong = [one.line for one in built if one.is_right is False and one.line.quantity is not None]
    right = [one for one in built if one.is_right]
    if not right or len(wrong) > len(right):
        return ()
    return tuple(Problem(where=name, what=_wrong(line)) for line in wrong[:20])


def _wrong(line: TradeLine) -> Text:
    return say(
        "“{label}”: {quantity} at {price} is not {amount}.",
        label=(line.label or line.says)[:80], quantity=line.quantity, price=line.price, amount=line.amount,
    )  # fmt: skip
