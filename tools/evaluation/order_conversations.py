"""How well documents of order conversations are matched to order lines: `python tools/evaluation/order_conversations.py DIR`.

DIR holds a folder a conversation: `orders.json` (the lines as the office keeps them), the mails in their order, and
`expected.json`, what a careful assistant says of each. `--labelled` takes each document's lines as they are labelled,
and so judges the matching alone; without it, the mails are read as they come. Prints one line a figure; `--show` the faults.
"""

from __future__ import annotations

import argparse
import email
import email.policy
import json
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from officebot.connectors.mime.reply import new_text
from officebot.connectors.papers.apart import read_mail_papers
from officebot.core.orders.matches import Match
from officebot.core.orders.matching import Matcher
from officebot.core.orders.model import OrderBook, OrderLine
from officebot.core.trade.letter import Letter
from officebot.core.trade.model import TradeDocument, TradeKind, TradeLine

_NOW = datetime(2026, 12, 31, tzinfo=UTC)
_KINDS = {"none": TradeKind.other}


@dataclass(slots=True)
class Tally:
    """What was counted; `faults` are told with `--show`."""

    lines: int = 0
    right: int = 0
    alone: int = 0
    wrong: int = 0
    unsure: int = 0
    asked: int = 0
    vain: int = 0
    faults: list[str] = field(default_factory=list)

    def count(self, where: str, expected: Sequence[Any], *matches: Match) -> None:
        """Count the lines of a document, or of all documents of a mail."""
        wanted = {(one["order"], one["line"]) for one in expected if one["order"]}
        doubts = [{tuple(key) for key in one.get("candidates") or ()} for one in expected if not one["order"]]
        found = [one for match in matches for one in match.lines]
        alone = {line.key for match in matches for _, line in match.certain}
        first = alone | {one.likeliest.key for one in found if one.likeliest is not None}
        offered = {line.key for one in found for line in one.candidates}
        doubtful = {key for one in doubts for key in one}
        self.vain += len({one.likeliest.key for one in found if one.likeliest is not None} - wanted - doubtful)
        self.lines += len(wanted)
        self.right += len(wanted & first)
        self.alone += len(wanted & alone)
        self.wrong += len(alone - wanted)
        self.unsure += sum(bool(one) for one in doubts)
        self.asked += sum(bool(one & offered) for one in doubts)
        said = {(one["order"], one["line"]): one["says"] for one in expected}
        self.faults += [f"WRONG {where} {key}" for key in sorted(alone - wanted)]
        self.faults += [f"missed {where} {key} “{str(said[key])[:60]}”" for key in sorted(wanted - first)]


def book_of(folder: Path) -> OrderBook:
    """The order book of a conversation."""
    lines = [
        OrderLine(
            order=row["order"],
            line=row["line"],
            supplier=row["supplier"],
            address=row["address"].casefold(),
            article=row["article"] or row["label"],
            label=row["label"] if row["article"] else "",
            supplier_article=row.get("supplier_article") or "",
            quantity=_number(row["quantity"]) or Decimal(1),
            unit=row["unit"],
            price=_number(row["price"]),
            ordered_on=_day(row["ordered_on"]),
            due=_day(row.get("due")),
            received=_number(row.get("received")) or Decimal(0),
        )
        for row in json.loads((folder / "orders.json").read_text(encoding="utf-8"))
    ]
    return OrderBook(tuple(lines))


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None


def letter_of(data: bytes, house: Collection[str]) -> Letter:
    """The mail as far as it tells which order is meant."""
    mail = email.message_from_bytes(data, policy=email.policy.default)
    body = mail.get_body(("plain", "html"))
    text = body.get_content() if body is not None else ""
    new = new_text(text)
    sender = mail["From"].addresses[0]
    day = mail["Date"].datetime
    return Letter(
        sender=sender.addr_spec.casefold(),
        sender_name=sender.display_name,
        subject=mail["Subject"] or "",
        new=new,
        quoted=text[len(new) :] if text.startswith(new) else text,
        day=day.date() if day else None,
        to=tuple(one.addr_spec.casefold() for field in ("To", "Cc") if mail[field] for one in mail[field].addresses),
        is_ours=sender.domain.casefold() in house,
    )


def house_of(folder: Path, book: OrderBook) -> set[str]:
    """The office's own domains: those that its suppliers write to."""
    found: set[str] = set()
    theirs = {line.address.rpartition("@")[2] for line in book.lines}
    for path in sorted(folder.glob("*.eml")):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        if mail["From"].addresses[0].domain.casefold() in theirs and mail["To"]:
            found |= {one.domain.casefold() for one in mail["To"].addresses}
    return found - theirs


def labelled(expected: Any) -> TradeDocument:
    """The document as it is labelled, without what the labels know better than the document."""
    is_body = expected["where"] == "body"
    lines = {
        (one["says"], None if is_body else number): TradeLine(
            label=one["says"], says=one["says"], quantity=_number(one["quantity"]), price=_number(one.get("price"))
        )
        for number, one in enumerate(expected["lines"])
    }
    return TradeDocument(
        kind=_KINDS.get(expected["kind"]) or TradeKind(expected["kind"]),
        number=expected["number"],
        references=() if is_body else tuple(expected["reference"]),
        lines=tuple(lines.values()),
        syntax="text" if is_body else "pdf",
    )


def conversations(root: Path) -> Iterator[Path]:
    """The folders of conversations, in order."""
    return (one.parent for one in sorted(root.glob("*/expected.json")))


def main() -> int:
    """Judge, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path)
    parser.add_argument("--labelled", action="store_true")
    parser.add_argument("--show", action="store_true")
    asked = parser.parse_args()
    tally, spent = Tally(), [0.0]
    for folder in conversations(asked.root):
        book = book_of(folder)
        matcher, house = Matcher(book), house_of(folder, book)
        for told in json.loads((folder / "expected.json").read_text(encoding="utf-8"))["mails"]:
            data = (folder / told["mail"]).read_bytes()
            letter = letter_of(data, house)
            if not asked.labelled:
                expected = [line for document in told["documents"] for line in document["lines"]]
                kinds = [f"{one['kind']} in {one['where']} {one['reference']}" for one in told["documents"]]
                began = time.process_time()
                found = read_mail_papers((data, _NOW, "", letter.is_ours, "Europe/Paris"))
                told_in = replace(found.letter, day=letter.day)
                matches = [matcher.match(one, told_in) for one in found.documents]
                if not any(one.syntax == "text" for one in found.documents) and (heard := matcher.listen(told_in)):
                    matches.append(heard)
                matches += [one for paper in found.loose if (one := matcher.glean(paper, told_in)) is not None]
                spent.append(time.process_time() - began)
                tally.count(f"{folder.name} {told['mail']} {kinds}", expected, *matches)
                continue
            for document in told["documents"]:
                where = f"{folder.name} {told['mail']} {document['kind']} {document['where']} {document['reference']}"
                tally.count(where, document["lines"], matcher.match(labelled(document), letter))
    if asked.show:
        print("\n".join(tally.faults))
    print(
        f"lines {tally.lines}: matched {tally.right} ({tally.right / tally.lines:.1%}), of them {tally.alone} "
        f"({tally.alone / tally.lines:.1%}) without asking; wrong without asking {tally.wrong}; "
        f"of {tally.unsure} that nobody could tell, {tally.asked} asked with the right candidates; "
        f"asked in vain {tally.vain}"
    )
    if not asked.labelled:
        print(
            f"{len(spent) - 1} mails read and matched in {sum(spent):.1f} s of processor time, the slowest "
            f"{max(spent) * 1000:.0f} ms"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
