"""How well business documents written for people are read: order conversations, hybrid PDFs, every PDF of the corpora.

    .venv/bin/python tools/evaluation/trade_papers.py --conversations DIR [--show]
    .venv/bin/python tools/evaluation/trade_papers.py --corpora ../shared/corpora

A conversation is a folder with mails and `expected.json`: documents with their kinds, numbers, references and lines.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from officebot.connectors.papers.pdf import read_pdf
from officebot.connectors.papers.people import read_for_people, read_mail
from officebot.core.problems import UserError
from officebot.core.text import plain
from officebot.core.trade.known import Known
from officebot.core.trade.model import TradeDocument, TradeKind, TradeLine
from officebot.core.trade.reading.document import read_paper
from officebot.core.trade.reading.pointing import ALL, EXCEPT, REST

_CODE = re.compile(r"[^a-z0-9]")
_SIMILAR_KINDS = {"change": {"confirmation", "cancellation"}, "delay": {"despatch", "confirmation"}}


def main() -> int:
    """Print the figures asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--conversations", type=Path)
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--only", default="", help="folders whose name begins so")
    parser.add_argument("--show", action="store_true", help="print what was read otherwise than expected")
    chosen = parser.parse_args()
    if chosen.conversations:
        conversations(chosen.conversations, chosen.only, show=chosen.show)
    if chosen.corpora:
        hybrids(chosen.corpora)
        invoices(chosen.corpora)
        robustness(chosen.corpora)
    return 0


# ── conversations ─────────────────────────────────────────────────────────────────────────────────────────


def conversations(folder: Path, only: str, *, show: bool) -> None:
    """Kinds, numbers, references, lines and what stands in them, of all documents that are not XML."""
    right: Counter[str] = Counter()
    of: Counter[str] = Counter()
    seconds, mails = 0.0, 0
    for place in sorted(folder.glob(f"{only}*/expected.json")):
        expected = json.loads(place.read_text())
        own = _own_domains(place.parent)
        for mail in expected["mails"]:
            data = (place.parent / mail["mail"]).read_bytes()
            began = time.process_time()
            try:
                found = [one.document for one in read_mail(data, mail["mail"], own_domains=own)]
            except UserError as error:
                print(f"{place.parent.name}/{mail['mail']}: {error}")
                found = []
            seconds += time.process_time() - began
            mails += 1
            wanted = [one for one in mail["documents"] if not one["where"].endswith(".xml") and one["kind"] != "none"]
            _judge(f"{place.parent.name}/{mail['mail']}", wanted, found, right, of, show=show)
    too_many = of.pop("documents too many", 0)
    for name in of:
        print(f"{name:40} {right[name]:5} of {of[name]:5}  {100 * right[name] / max(1, of[name]):5.1f} %")
    print(f"{too_many} documents too many in mails with others")
    print(f"{mails} mails, {1000 * seconds / max(1, mails):.1f} ms of CPU a mail")


def _own_domains(folder: Path) -> frozenset[str]:
    """The domain to which most mails of the conversation were sent: the office's."""
    to = Counter(
        domain.lower()
        for mail in folder.glob("*.eml")
        for domain in re.findall(rb"^To:.*?@([\w.-]+)", mail.read_bytes(), re.MULTILINE)[:1]
    )
    theirs = {line["address"].rpartition("@")[2] for line in json.loads((folder / "orders.json").read_text())}
    return frozenset(
        list(dict.fromkeys(name.decode() for name, _ in to.most_common() if name.decode() not in theirs))[:1]
    )


def _judge(
    where: str, wanted: list[dict[str, Any]], found: list[TradeDocument], right: Counter[str], of: Counter[str], *, show: bool
) -> None:  # fmt: skip
    told: list[str] = []
    if not wanted:
        of["mails about something else: no document"] += 1
        right["mails about something else: no document"] += not found
        told += [f"unwanted {one.kind.value}: {len(one.lines)} lines" for one in found]
    pairs = _paired(wanted, found)
    for document, mine in pairs:
        of["documents found"] += 1
        of["kinds"] += 1
        if mine is None:
            told.append(f"missed {document['kind']} in {document['where']}")
            for line in document["lines"]:
                of["lines found"] += 1
                told.append(f"   missed line {line['says']!r}")
            continue
        right["documents found"] += 1
        right["kinds"] += mine.kind.value == document["kind"]
        if mine.kind.value != document["kind"]:
            told.append(f"{document['kind']} read as {mine.kind.value}")
        if document["number"]:
            of["numbers"] += 1
            is_right = _same_code(mine.number, document["number"])
            right["numbers"] += is_right
            told += [] if is_right else [f"number {document['number']!r} read as {mine.number!r}"]
        for reference in document["reference"]:
            of["references (a thread tells some)"] += 1
            is_right = any(
                _ends_alike(one, reference) for one in (*mine.references, *(line.order for line in mine.lines))
            )
            right["references (a thread tells some)"] += is_right
            told += [] if is_right else [f"reference {reference!r} not in {mine.references}"]
        told += _judge_lines(document, mine, right, of)
    extra = len(found) - sum(1 for _, mine in pairs if mine is not None)
    if wanted and extra > 0:
        of["documents too many"] += extra
        told.append(f"{extra} documents too many: {[one.kind.value for one in found]}")
    if show and told:
        print(f"── {where}")
        print("\n".join(f"   {one}" for one in told))


def _paired(
    wanted: list[dict[str, Any]], found: list[TradeDocument]
) -> list[tuple[dict[str, Any], TradeDocument | None]]:
    """Each expected document with the one that was read for it: of its syntax, best of its kind."""
    left = list(found)
    pairs: list[tuple[dict[str, Any], TradeDocument | None]] = []
    for document in wanted:
        is_body = document["where"] == "body"
        fitting = [
            one for one in left if (one.syntax == "text") == is_body or document["where"].endswith((".txt", ".html"))
        ]
        best = max(fitting, key=lambda one: (one.kind.value == document["kind"], len(one.lines)), default=None)
        if best is not None:
            left.remove(best)
        pairs.append((document, best))
    return pairs


def _judge_lines(document: dict[str, Any], mine: TradeDocument, right: Counter[str], of: Counter[str]) -> list[str]:
    told = []
    left = list(mine.lines)
    expected: dict[str, list[dict[str, Any]]] = {}
    for line in document["lines"]:
        expected.setdefault(line["says"], []).append(line)
    for says, lines in expected.items():
        of["lines found"] += len(lines)
        best = max(left, key=lambda one: _likeness(says, one), default=None)
        if best is None or _likeness(says, best) < 0.34:
            told.append(f"missed line {says!r}")
            continue
        right["lines found"] += len(lines)
        if best.note not in (ALL, REST) and not best.note.startswith(EXCEPT):
            left.remove(best)
        told += _judge_figures(lines, best, mine, right, of)
    of["lines too many (of those found)"] += len(mine.lines)
    right["lines too many (of those found)"] += len([one for one in left if one.label])
    return told + [f"too many: {one.label!r} {one.quantity}" for one in left if one.label]


def _judge_figures(
    lines: list[dict[str, Any]], best: TradeLine, mine: TradeDocument, right: Counter[str], of: Counter[str]
) -> list[str]:
    told = []
    first = lines[0]
    quantities = {line["quantity"] for line in lines if line["quantity"] is not None}
    if quantities:
        of["quantities"] += 1
        is_right = best.quantity is not None and float(best.quantity) in {*quantities, sum(quantities)}
        right["quantities"] += is_right
        told += [] if is_right else [f"quantity {quantities} of {first['says']!r} read as {best.quantity}"]
    if first["price"] is not None:
        of["prices"] += 1
        price = best.unit_price
        is_right = price is not None and abs(float(price) - first["price"]) < 0.0006
        right["prices"] += is_right
        told += [] if is_right else [f"price {first['price']} of {first['says']!r} read as {price}"]
    if first["date"] is not None:
        of["dates"] += 1
        day = best.delivery_date or mine.delivery_date
        is_right = day is not None and day.isoformat() in {line["date"] for line in lines}
        right["dates"] += is_right
        told += [] if is_right else [f"date {first['date']} of {first['says']!r} read as {day}"]
    return told


def _same_code(one: str, other: str) -> bool:
    return _CODE.sub("", plain(one)) == _CODE.sub("", plain(other)) or _ends_alike(one, other)


def _ends_alike(one: str, other: str) -> bool:
    """Whether the numbers are the same, but for what stands before: `117` is `BC-2026-0117`."""
    ours, theirs = (re.sub(r"^0+", "", "".join(re.findall(r"\d", text))) for text in (one, other))
    return bool(ours) and (theirs.endswith(ours) or ours.endswith(theirs))


def _likeness(says: str, line: TradeLine) -> float:
    wanted = _words(says)
    own = _words(f"{line.says} {line.label} {line.number}")
    if not wanted or not own:
        return 0.0
    return len(wanted & own) / len(wanted) + 0.2 * len(wanted & own) / len(own)


def _words(text: str) -> set[str]:
    return {word[:6] for word in re.findall(r"\w+", plain(text)) if len(word) > 1 or word.isdigit()}


# ── PDFs of the corpora ───────────────────────────────────────────────────────────────────────────────────


def hybrids(corpora: Path) -> None:
    """Totals read from the pages of hybrid PDFs against those of the XML in them: a wrong one must not be."""
    seen: Counter[str] = Counter()
    for place in sorted(corpora.glob("einvoice-*/**/*.pdf")):
        try:
            found = read_pdf(place.read_bytes(), place.name)
        except UserError:
            continue
        told = _totals_in(found.embedded)
        if not told:
            continue
        document = read_paper(found.paper, _known()).document
        seen["hybrid PDFs"] += 1
        for name, own in (("total", document.total), ("net", document.net)):
            if own is None:
                seen[f"{name} not told"] += 1
            elif own == told[name] or (document.kind is TradeKind.credit_note and abs(own) == abs(told[name])):
                # What a credit note gives back is written with a minus or without, in the XML as on the page.
                seen[f"{name} right"] += 1
            else:
                seen[f"{name} WRONG"] += 1
                print(f"{place.name}: {name} {told[name]} read as {own}")
    print(f"hybrid PDFs, pages against XML: {dict(seen)}")


def _totals_in(embedded: tuple[tuple[str, bytes], ...]) -> dict[str, Decimal]:
    for _, data in embedded:
        try:
            root = ElementTree.fromstring(data)  # noqa: S314 - files of the corpora
        except ElementTree.ParseError:
            continue
        values = {one.tag.rpartition("}")[2]: one.text for one in root.iter() if one.text}
        if "GrandTotalAmount" in values and "TaxBasisTotalAmount" in values:
            return {
                "total": Decimal(values["GrandTotalAmount"] or 0),
                "net": Decimal(values["TaxBasisTotalAmount"] or 0),
            }
    return {}


def invoices(corpora: Path) -> None:
    """Real invoices with known fields."""
    seen: Counter[str] = Counter()
    for place in sorted(corpora.glob("invoice-pdf-invoice2data/*.pdf")):
        known = json.loads(place.with_suffix(".json").read_text())[0]
        document = read_paper(read_pdf(place.read_bytes(), place.name).paper, _known()).document
        wanted = known.get("lines") or known.get("line_items") or []
        named = [one for one in wanted if one.get("name") or one.get("desc")]
        seen["invoices"] += 1
        seen["number right"] += _same_code(document.number, known["invoice_number"])
        seen["date right"] += document.issued is not None and document.issued.isoformat() == known["date"]
        if document.total is not None:
            seen["total right" if float(document.total) == known.get("amount") else "total WRONG"] += 1
        seen["lines"] += len(named)
        seen["lines found"] += sum(
            1
            for one in named
            if any(_likeness(one.get("name") or one["desc"], line) > 0.5 for line in document.lines)
        )
        print(
            f"{place.name}: {document.kind.value} {document.number} {document.issued} {document.total} "
            f"{len(document.lines)} lines"
        )
    print(dict(seen))


def robustness(corpora: Path) -> None:
    """Every PDF: read, refused in a sentence, or a crash; and the time."""
    seen: Counter[str] = Counter()
    times = []
    for place in _pdfs(corpora):
        data = place.read_bytes()
        began = time.process_time()
        try:
            read_for_people(data, place.name, _known())
            seen["read"] += 1
        except UserError:
            seen["refused in a sentence"] += 1
        times.append(time.process_time() - began)
    times.sort()
    if times:
        middle, slowest = (round(1000 * one, 1) for one in (times[len(times) // 2], times[-1]))
        print(f"every PDF: {dict(seen)}; CPU median {middle} ms, slowest {slowest} ms")


def _pdfs(corpora: Path) -> Iterator[Path]:
    yield from sorted(place for place in corpora.rglob("*") if place.suffix.lower() == ".pdf")


def _known() -> Known:
    from datetime import date

    return Known(on=date(2026, 11, 2))


if __name__ == "__main__":
    raise SystemExit(main())
