"""A mail's own words read as documents: what its author newly says about orders, in sentences, lists and small tables.

What is quoted below counts only for which order is meant, never as what the supplier says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from officebot.core.expressions import expression
from officebot.core.language import language_of
from officebot.core.text import Text, say
from officebot.core.trade.known import Known
from officebot.core.trade.model import Answer, TradeDocument, TradeKind, TradeLine
from officebot.core.trade.paper import Paper
from officebot.core.trade.reading.answered import answered_lines
from officebot.core.trade.reading.building import Built, build, distinct
from officebot.core.trade.reading.days import Days, only_leaves
from officebot.core.trade.reading.document import Reading
from officebot.core.trade.reading.facts import currency_in, delivered_on, own_number_in, valid_until
from officebot.core.trade.reading.figures import Writing
from officebot.core.trade.reading.folding import folded
from officebot.core.trade.reading.kinds import Judged, kind_of_message
from officebot.core.trade.reading.prose import Said, spoken_lines
from officebot.core.trade.reading.references import codes, order_numbers, short_numbers
from officebot.core.trade.reading.segments import Segment, segments_of
from officebot.core.trade.reading.tables import Table, find_tables, places_inside, rows_outside
from officebot.core.trade.reading.totals import find_sums, sum_of
from officebot.core.trade.reading.verbs import NOT_ORDERS

K = TradeKind
#: A mail is a document from so much on that speaks for a kind; with lines that count, less is needed.
_LEAST_KIND, _LEAST_NAMED, _LEAST_WITH_LINES, _LEAST_WITH_PRICES = 2.0, 1.3, 0.9, 0.5
#: Kinds that a sentence of a mail may have beside that of the whole, as documents of their own.
_APART = frozenset({K.confirmation, K.despatch, K.delay, K.cancellation, K.receipt, K.service_report})
_MOST_NOTES, _LONGEST_NOTE = 60, 500
_YOUR_ORDER = expression(r"(?<![a-z])(?:votre (?:bon|commande|cde)|your (?:order|po)|bon de commande)(?![a-z])")
_QUESTION = expression(r"\?\s{0,5}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A mail's text apart: `paper` is what is new in it, laid out; `reply` the same with the quoted lines it answers
    between; `quoted` the earlier mails below. `is_ours` is a colleague's mail: such mails only say what was received.
    """

    paper: Paper
    reply: str = ""
    quoted: str = ""
    is_ours: bool = False
    is_automatic: bool = False
    has_documents: bool = False


def read_message_text(message: Message, known: Known) -> list[Reading]:
    """The documents that a mail's own words are: mostly one or none, several where sentences say several things."""
    text = _lines_of(message.paper)
    plain = folded(text[:20_000])
    language = _language(text, known)
    writing = Writing.of([piece.text for row in message.paper.rows for piece in row.pieces], language)
    days = Days(known.on, language)
    tables = find_tables(message.paper, writing, days)
    built = distinct([build(line, writing, days) for table in tables for line in table.lines])
    segments = segments_of(_without(message.paper, tables))
    judged = _judged(known.subject, segments, message, plain)
    answers = [] if built else answered_lines(message.reply, writing, days)
    if any(one.line.answer is not Answer.rejected for one in answers):
        judged = replace(judged, kind=K.confirmation, score=max(judged.score, _LEAST_KIND))
    said = answers or spoken_lines(segments, writing, days)
    if built:
        # Beside a table only what is late or cancelled is told in sentences.
        said = [one for one in said if one.kind in (K.delay, K.cancellation) and not one.is_item]
    if message.has_documents and not built:
        # « Ci-joint notre accusé » announces the document that hangs on the mail; only what is said beside it counts.
        said = [one for one in said if _says_enough(one)]
        if len(said) == 1 and said[0].kind in (K.delay, K.cancellation):
            judged = Judged(said[0].kind, _LEAST_KIND, judged.words)
    if not _is_document(judged, built, said, message):
        return []
    whole = _whole(message, known, text, segments, judged, built, said, tables, writing, days)
    return _apart(whole, said, _APART if message.is_ours else _APART - {K.receipt}) if said else [whole]


def _language(text: str, known: Known) -> str:
    spoken = language_of(text[:3_000])
    return spoken if spoken in ("fr", "en") else known.language or "fr"


def _lines_of(paper: Paper) -> str:
    return "\n".join(row.text for row in paper.rows)


def _without(paper: Paper, tables: Sequence[Table]) -> str:
    """The text without the rows of its tables; empty lines stand where the paper has gaps."""
    inside = places_inside(tables)
    lines: list[str] = []
    before = -1.0
    for place, row in enumerate(paper.rows):
        if row.top > before + 1 and lines:
            lines.append("")
        before = row.top
        lines.append("" if place in inside else row.text)
    return "\n".join(lines)


# ── is it a document, and which ───────────────────────────────────────────────────────────────────────────


def _judged(subject: str, segments: Sequence[Segment], message: Message, plain: str) -> Judged:
    scores = kind_of_message(subject, [one.text for one in segments if not _QUESTION.search(one.text)])
    if message.is_ours:
        # Colleagues say what came; what they ask or tell each other is no document.
        scores.keep((K.receipt, K.service_report))
    else:
        # « vous avez reçu » asks for a grade: only who received it can say so.
        heard = scores.of.pop(K.receipt, 0.0)
        # A supplier who writes of our order, or of what we asked, gives neither.
        scores.of.pop(K.order, None)
        scores.of.pop(K.request, None)
        if heard and _YOUR_ORDER.search(folded(subject) + " " + plain):
            scores.add(K.confirmation, 0.9 * heard, scores.words.get(K.receipt, ""))
    # Who writes about bills mentions orders; who confirms says thanks for one.
    if K.other in scores.of:
        scores.of[K.other] *= 1.5
    refused = NOT_ORDERS.search(plain)
    if refused is not None:
        scores.add(K.other, 4.0, refused[0])
    if message.is_automatic and K.other in scores.of:
        scores.of[K.other] += 3.0
    return scores.best()


def _is_document(judged: Judged, built: Sequence[Built], said: Sequence[Said], message: Message) -> bool:
    if judged.kind is K.other:
        return False
    counted = [one for one in said if one.is_counted]
    if message.has_documents:
        return bool(built or said)
    priced = [one for one in counted if one.line.price is not None and one.line.quantity is not None]
    if built or len(priced) > 1:
        return judged.score >= _LEAST_WITH_PRICES
    if counted:
        return judged.score >= _LEAST_WITH_LINES
    if judged.kind in (K.invoice, K.quote, K.order, K.request, K.credit_note):
        return False
    return judged.score >= (_LEAST_NAMED if any(one.line.label or one.line.note for one in said) else _LEAST_KIND)


def _says_enough(one: Said) -> bool:
    """Whether a line says something of its own beside the document that hangs on the mail."""
    line = one.line
    has_day = line.delivery_date is not None
    if one.kind in (K.delay, K.cancellation):
        return bool(line.label or line.order_line) and (has_day or one.kind is K.cancellation)
    return (bool(line.order_line) and has_day) or (line.quantity is not None and (has_day or line.price is not None))


# ── the document ──────────────────────────────────────────────────────────────────────────────────────────


def _whole(
    message: Message, known: Known, text: str, segments: Sequence[Segment], judged: Judged, built: Sequence[Built],
    said: Sequence[Said], tables: Sequence[Table], writing: Writing, days: Days,
) -> Reading:  # fmt: skip
    kind = judged.kind
    number = own_number_in(text, kind) or own_number_in(known.subject, kind)
    paper = message.paper
    outside = rows_outside(paper, tables)
    sums = find_sums(paper, tables[-1].end, sum_of([one.line for one in built]), writing) if tables else None
    own = [one.line.says for one in said if one.line.order_line and one.line.delivery_date is not None]
    # A day that is said of one line is not that of all.
    of_all = [row for row in outside if not any(words in row.text for words in own)] if len(said) > 1 else outside
    delivery = delivered_on(of_all, days) or _said_of_all(segments, said, days)
    if (
        delivery == known.on
        and kind is K.confirmation
        and all(only_leaves(folded(one.text)) for one in segments if days.last(one.text) == delivery)
    ):
        # What leaves today comes another day.
        delivery = None
    if delivery is None and kind in (K.despatch, K.receipt, K.service_report):
        delivery = known.on
    document = TradeDocument(
        kind=kind,
        number=number,
        references=_references(message, known, text, number),
        issued=known.on,
        delivery_date=delivery,
        valid_until=valid_until(outside, days, known.on) if kind is K.quote else None,
        supplier=known.sender if not message.is_ours else known.buyer,
        buyer=known.buyer if not message.is_ours else known.sender,
        lines=tuple(one.line for one in built),
        net=sums.net if sums is not None else None,
        total=sums.total if sums is not None else None,
        currency=currency_in(text),
        notes=tuple(one.text[:_LONGEST_NOTE] for one in segments)[:_MOST_NOTES],
        syntax="text",
        confidence=0.75 if built else 0.35,
    )
    reasons: list[Text] = [say("It says “{words}”.", words=judged.words[:60])] if judged.words else []
    return Reading(document=document, reasons=tuple(reasons), kind_score=judged.score)


def _said_of_all(segments: Sequence[Segment], said: Sequence[Said], days: Days) -> date | None:
    """The day of a sentence that counts nothing, as « c'est noté pour samedi » : it is that of all."""
    counting = {one.place for one in said}
    for place, segment in enumerate(segments):
        if place not in counting and not segment.is_item and not _QUESTION.search(segment.text):
            found = [one.day for one in days.found(segment.text) if one.day >= days.on]
            if found:
                return found[-1]
    return None


def _references(message: Message, known: Known, text: str, own: str) -> tuple[str, ...]:
    """The orders that are named: by the author first, then by the subject; by the quoted mail where neither does."""
    found = [*order_numbers(text), *order_numbers(known.subject)]
    if not found:
        found = [one for one in codes(known.subject) if one != own]
    if not found and message.quoted:
        found = order_numbers(message.quoted)[:3]
    if found or "commande" in folded(text) or "cde" in folded(text):
        found += short_numbers(text)
    return tuple(one for one in dict.fromkeys(found) if one and one != own)


def _apart(whole: Reading, said: Sequence[Said], kinds: frozenset[TradeKind]) -> list[Reading]:
    """The whole with its lines; sentences that say another thing, one of these kinds, make documents of their own."""
    document = whole.document
    groups: dict[TradeKind, list[TradeLine]] = {}
    for one in said:
        is_apart = one.kind is not None and one.kind in kinds and not one.is_item
        kind = one.kind if is_apart and one.kind is not None and document.kind in _APART else document.kind
        is_promised = one.line.delivery_date is not None and one.line.answer is not Answer.rejected
        if kind is K.cancellation and one.kind is None and is_promised and not one.is_item:
            # What comes on a day is not what another sentence cancels.
            kind = K.confirmation
        groups.setdefault(kind, []).append(one.line)
    if document.lines:
        groups[document.kind] = [*document.lines, *groups.get(document.kind, [])]
    if document.kind not in groups:
        groups = {document.kind: [], **groups}
    counted = sum(1 for one in said if one.is_counted)
    if document.lines:
        return [
            replace(
                whole,
                document=replace(
                    document,
                    kind=kind,
                    lines=tuple(lines),
                    confidence=document.confidence if kind is document.kind else 0.4,
                ),
            )
            for kind, lines in groups.items()
        ]
    confidence = round(min(0.7, 0.3 + (0.3 * counted / len(said) if said else 0)), 2)
    return [
        replace(whole, document=replace(document, kind=kind, lines=tuple(lines), confidence=confidence))
        for kind, lines in groups.items()
        if lines or len(groups) == 1
    ]
