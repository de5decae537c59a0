"""Numbers in sentences that count what has not come: what is missing, what follows later, what somebody remarks on."""

from __future__ import annotations

from officebot.core.expressions import expression
from officebot.core.trade.model import TradeKind
from officebot.core.trade.reading.kinds import kind_of_sentence

#: What stands right before the number …
_BEFORE = expression(
    r"(?<![a-z])(?:manqu(?:e|ent|era|eront|ait|aient)(?: encore| toujours| donc)?(?: les?| des)?"
    r"|(?:the |your |les? |vos |des )?(?:other|remaining|missing|outstanding|last|autres?|derniere?s?|restante?s?)"
    r"|(?:reste(?:nt|ront)?|solde|reliquat|balance|b/o|back ?-?order(?:ed|s)?|short(?:age)?|outstanding|to follow)"
    r"(?: de| of| by| a (?:livrer|venir))?)[ :(]{0,3}$"
)
#: … and what is said of it behind.
_BEHIND = expression(
    r"(?<![a-z])(?:follow|suiv(?:ra|ront|ent|re)\b|on back ?-?order|back ?-?ordered|en reliquat|en rupture|outstanding"
    r"|manqu(?:e|ent|ants?|antes?)\b|missing\b|to come\b|still due|a venir\b|plus tard|later\b)"
)
_DONE = (TradeKind.despatch, TradeKind.receipt, TradeKind.service_report)
_LEAST = 1.2
#: A sentence with a verb of its own.
_TELLS = expression(
    r"(?<![a-z'])(?:have|has|had|is|are|was|were|look|looks|seem|need|needs|ont|avaient|avait|est|sont|etait|etaient"
    r"|semblent?|presentent?|comportent?)(?![a-z'])"
)


def is_outstanding(plain: str, start: int, end: int, *, is_alone: bool = False) -> bool:
    """Whether the number at `start` counts what is still to come; what is said of it ends at `end`. Folded words.

    A number that `is_alone` in its row of a list is that of the row, also where all of it is still to come.
    """
    behind = plain[start:end].partition("(")[0]
    is_led = _BEFORE.search(plain[max(0, start - 40) : start]) is not None
    if not is_led and (is_alone or _BEHIND.search(behind) is None):
        return False
    # “The remaining 8 packs were delivered today.”
    scores = kind_of_sentence(plain[start:]).of
    return not any(scores.get(kind, 0.0) >= _LEAST for kind in _DONE)


def is_remark(plain: str) -> bool:
    """Whether a sentence, which says nothing of an order, tells something of the goods: “two of them have a scratch”."""
    return _TELLS.search(plain) is not None and not kind_of_sentence(plain).of
