"""Answers written between the lines of a quoted order: what was asked, and what the supplier says to it."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from officebot.core.expressions import expression
from officebot.core.trade.model import Answer, TradeLine
from officebot.core.trade.reading.days import Days
from officebot.core.trade.reading.figures import Writing
from officebot.core.trade.reading.folding import folded
from officebot.core.trade.reading.items import items_of
from officebot.core.trade.reading.prose import Said
from officebot.core.trade.reading.segments import sentences

_MARK = expression(r"[> ]{1,40}(?:[-*•]|\(?\d{1,2}[.)])?\s{0,4}")
_NO = expression(
    r"(?<![a-z])(?:annul|cancel|no longer|plus (?:disponible|fabrique|au catalogue)|discontinued"
    r"|indisponible|unavailable|cannot|can't|unable|impossible|ne (?:pourrons|pouvons) pas|arrete"
    r"|supprime|not available|sorry,? no)"
)
_ONLY = expression(
    r"(?<![a-z])(?:only|seulement|ne (?:nous )?(?:reste|avons)|que|just|plus que|maximum)\b[^\d]{0,30}?(\d{1,6})"
)
_FIRST_NUMBER = expression(r"(?<![\w.,/])(\d{1,6})(?![\w.,/%€£])(?! ?(?:€|£|eur|%|weeks?|days?|semaines?|jours?))")


def answered_lines(reply: str, writing: Writing, days: Days) -> list[Said]:
    """The quoted lines that have an answer right below, as the answer changes them; none where no line is answered."""
    found: list[Said] = []
    lines = reply.split("\n")
    for place, line in enumerate(lines):
        if not line.lstrip().startswith(">"):
            continue
        answer = _answer_below(lines, place)
        if not answer:
            continue
        asked = _MARK.sub("", line, count=1)
        items = items_of(asked, writing, days)
        if items:
            item = items[0]
            number = re.match(r"[> ]{1,40}(\d{1,2})[.)]", line)
            asked_line = TradeLine(
                order_line=number[1] if number is not None else "", label=item.label, quantity=item.quantity, unit=item.unit,
                price=item.price, per=item.per, says=asked.strip(),
            )  # fmt: skip
            found.append(Said(_with_answer(asked_line, answer, writing, days), None, True, True, place))
    return found


def _answer_below(lines: list[str], place: int) -> str:
    own: list[str] = []
    for line in lines[place + 1 : place + 8]:
        if line.lstrip().startswith(">") or (not line.strip() and own):
            break
        if line.strip():
            own.append(line.strip())
    return " ".join(own)


def _with_answer(line: TradeLine, answer: str, writing: Writing, days: Days) -> TradeLine:
    """The line with another quantity, price or day, where the answer has one; refused where it says no."""
    first = sentences(answer)[0]
    plain = folded(answer)
    said = items_of(answer, writing, days)
    changed = replace(line, note=answer[:300])
    if _NO.search(plain):
        return replace(changed, answer=Answer.rejected, quantity=None, price=None)
    price = next((item.price for item in said if item.price is not None), None)
    only = _ONLY.search(folded(first)) or _FIRST_NUMBER.search(folded(first))
    if price is not None and price != line.price:
        changed = replace(changed, price=price, answer=Answer.changed)
    if only is not None and int(only[1]) != line.quantity and not _is_day(first, only.start(1), days):
        changed = replace(changed, quantity=Decimal(only[1]), answer=Answer.changed)
    day = days.last(first)
    if day is not None:
        changed = replace(changed, delivery_date=day)
    return changed if changed.answer is not Answer.none else replace(changed, answer=Answer.accepted)


def _is_day(text: str, at: int, days: Days) -> bool:
    """Whether the number at this place is part of a day."""
    return any(one.start <= at < one.end for one in days.found(text))
