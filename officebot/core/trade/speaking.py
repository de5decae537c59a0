"""Whether a text speaks of orders, goods or prices at all, by its words alone."""

from __future__ import annotations

import re

from officebot.core.expressions import expression

#: Most mails cost no more than this search.
_STEMS = expression(
    r"command|livr|exp[ée]di|devis|offre|bon de|\bbl\b|\bbc\b|\bcde|accus[ée] de r|r[ée]ception|factur|prix|tarif|stock|rupture"
    r"|d[ée]lai|retard|intervention|\border|deliver|despatch|dispatch|ship|quot|invoice|price|back ?order|delay|\bpo\b|out of"
    r"|received|arriv|reçu|besoin|faudrait|il (?:nous )?faut|achet|manque|\bneed|\bbuy"
    r"|pr[êe]te?s?\b|\bpart(?:ent|ira|iront|is?|ie?s)\b|dispo|enl[èe]v|\bready|available|collect"
    r"|on (?:its|their) way|run(?:ning)? (?:out|low)",
    re.IGNORECASE,
)
_LONGEST = 4_000


def order_words(text: str) -> str:
    """The first word that speaks of an order, of goods or of their price; "" for a text that says nothing of these."""
    found = _STEMS.search(text, 0, _LONGEST)
    return found[0] if found is not None else ""
