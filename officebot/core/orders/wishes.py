"""What colleagues ask for in mails: « il nous faudrait 10 classeurs pour lundi », “could you order two headsets”. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from officebot.core.expressions import expression
from officebot.core.language import language_of
from officebot.core.trade.reading.days import Days
from officebot.core.trade.reading.figures import Writing
from officebot.core.trade.reading.prose import spoken_lines
from officebot.core.trade.reading.segments import segments_of

#: Words with which somebody asks that something be bought.
_ASKS = expression(
    r"\b(?:command(?:er|ez|es|e-nous)|rachet(?:er|ez)|achet(?:er|ez)|besoin (?:de|d['’]|en)|(?:nous |me |leur )?faudrait\b"
    r"|il (?:nous |me |leur )?fau(?:t|dra)\b|manqu(?:e|ent|era|eront)|plus (?:de|d['’]|que|aucun)|réapprovisionn|prévoir"
    r"|recommand(?:er|ez)|re-?order|order|buy|purchase|need(?:s|ed)?\b|get (?:us|me|some|in)|run(?:ning)? (?:out|low)|out of"
    r"|short of|would like)",
    re.IGNORECASE,
)
#: Words with which it was done already, or something else is asked.
_NOT_SO = expression(
    r"\b(?:ai command|a command|avons command|ont command|sont command|est command|déjà|already|ordered|bought|received|reçu"
    r"|n['’](?:ai|avons|a) (?:plus )?pas besoin|pas besoin|no need|don['’]t need|do not need|inutile|avons-nous|do we|faut-il"
    r"|need(?:s|ed)? to (?!order|buy|get)|fau(?:t|drait|dra) (?:que|qu['’])|est-ce qu)",
    re.IGNORECASE,
)
_LONGEST, _MOST = 4_000, 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Something that a colleague wants bought: so much of what they call so, by a day where they name one."""

    label: str
    quantity: Decimal
    unit: str = ""
    wanted_by: date | None = None
    words: str = ""


def wishes_in(text: str, on: date) -> Iterator[Wish]:
    """What a mail's new text asks to be bought, in its order; `on` is the day on which it was written."""
    plain = text[:_LONGEST]
    if not _ASKS.search(plain):
        return
    language = language_of(plain)
    spoken = "en" if language == "en" else "fr"
    writing, days = Writing(language=spoken), Days(on, spoken)
    asks = False
    for segment in segments_of(plain):
        if _NOT_SO.search(segment.text) or (segment.text.rstrip().endswith("?") and not _ASKS.search(segment.text)):
            asks = False
            continue
        asks = bool(_ASKS.search(f"{segment.lead} {segment.text}")) or (asks and segment.is_item)
        if not asks:
            continue
        for said in spoken_lines([segment], writing, days)[:_MOST]:
            line = said.line
            if line.quantity is not None and line.quantity > 0 and line.label:
                yield Wish(
                    label=line.label, quantity=line.quantity, unit=line.unit, wanted_by=line.delivery_date,
                    words=segment.text[:200],
                )  # fmt: skip
