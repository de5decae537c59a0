"""Goods that leave today or later: whoever announces it has not delivered yet."""

from __future__ import annotations

from dataclasses import replace

from officebot.core.expressions import expression
from officebot.core.orders.matches import Matched
from officebot.core.trade.model import TradeDocument, TradeKind
from officebot.core.trade.reading.days import only_leaves
from officebot.core.trade.reading.folding import folded

_LATER = expression(
    # “part” alone is also a noun: « de notre part », “part delivery”.
    r"(?<![a-z])(?:part(?:ent|ira|iront|ons|irons)(?![\w'-])(?! (?:de|du|des|d')\b)|v(?:a|ont) partir"
    r"|part (?:aujourd|demain|ce (?!jour)|cette|le |lundi|mardi|mercredi|jeudi|vendredi|samedi|dans|bientot)"
    r"|expedi(?:ons|erons)|ser(?:a|ont) (?:\w+ment )?(?:expedie|envoye|charge|enleve)|quitter(?:a|ont)"
    r"|(?:expedition|depart|enlevement) (?:prevue?|demain|ce soir|aujourd)"
    r"|(?:will|'ll|should|to) (?:go|ship|leave|be (?:shipped|sent|(?:de|di)spatched|loaded|posted|collected))"
    r"|(?:go(?:es)?|going) out|ships? (?:today|tomorrow|on)"
    # What something leaves does not leave: “which leaves 5 to follow”.
    r"|leav(?:e|es|ing)(?! (?:\d|an?|the|us|you|your?|only|out|just|it|nothing)\b)(?![a-z])"
    r"|(?:shipping|posting|loading)(?: (?:it|them|these|those))? (?:today|tomorrow|tonight|on))"
)
_LEFT = expression(
    r"(?<![a-z])(?:partie?s?(?![a-z])|(?:est|sont|a ete|ont ete|avons|etait|etaient)"
    r" (?:\w+ment )?(?:livre|expedie|envoye|remis|depose)"
    r"|livree?s? (?:hier|ce|aujourd)|(?:has|have) (?:left|gone|been)|went|was|were|left(?! to)|(?<!be )"
    r"(?:shipped|sent|delivered))"
)


def is_announced(words: str) -> bool:
    """Whether words say that goods leave today or later, and of none that they left."""
    plain = folded(words)
    return _LATER.search(plain) is not None and _LEFT.search(plain) is None


def announced(one: Matched, document: TradeDocument) -> Matched:
    """The same; a promise instead of a delivery, where a letter of a delivery only announces that these goods leave.

    The day on which they leave is none on which they come, unless they were expected before it.
    """
    line, said = one.likeliest, one.said
    if line is None or document.syntax != "text" or (one.news or document.kind) is not TradeKind.despatch:
        return one
    words = next((note for note in document.notes if said.says and said.says in note), said.says)
    if not is_announced(words):
        return one
    day = said.delivery_date
    if day is not None and only_leaves(folded(words)) and (line.expected is None or day <= line.expected):
        day = None
    return replace(one, news=TradeKind.confirmation, said=replace(said, quantity=None, price=None, delivery_date=day))
