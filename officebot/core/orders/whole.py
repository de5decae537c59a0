"""Words that speak of a whole order, or of all of it but something: “tout est parti”, “everything except the chairs”."""

from __future__ import annotations

import re
from typing import NamedTuple

from officebot.core.expressions import expression

_ALL = expression(
    r"\b(?:tout(?:e|es|s)?\b(?! de suite| à fait)|l['’]?(?:ensemble|int[ée]gralit[ée])|en (?:entier|totalité)|au complet"
    r"|compl[eè]te?(?:ment)?s?\b|intégralement|everything|all (?:items?|lines?|goods|of it|of them|is|are|was|were)\b"
    r"|all (?:done|good|on)\b|in full|the (?:whole|entire|lot)\b|complete(?:ly|d)?\b)",
    re.IGNORECASE,
)
#: The same, of a letter that is about nothing else: every letter about an order says “your order”.
_ORDER = expression(
    r"\b(?:conforme(?:ment|s)?\b|(?:votre|vos|la|cette|ladite) (?:commandes?|cde)\b"
    r"|(?:your|the|this|whole) (?:\w{1,12} ){0,2}order\b|as (?:ordered|per (?:your|our)))",
    re.IGNORECASE,
)
#: What is still to be done by us is promised by nobody.
_PENDING = expression(
    r"\b(?:en attente|à valider|(?:merci de|veuillez|pour) (?:la |le |l['’])?(?:confirmer|valider)|valid(?:er|ez)"
    r"|cliqu(?:er|ez|ant)"
    r"|awaiting|waiting for|pending|(?:please|to) (?:confirm|review|approve)|click|log ?in|lapse)",
    re.IGNORECASE,
)
_REST = expression(
    r"\b(?:le reste|la suite|le solde|les? reliquats?|(?:le|les|tous les|toutes les) (?:autres?|restants?|restantes?)\b"
    r"|ce qui (?:reste|manque|manquait)|the (?:rest|remainder|balance|others?|remaining|outstanding)\b(?! \d)|everything else"
    r"|(?:all )?other (?:items|lines)|backorders?)",
    re.IGNORECASE,
)
_BUT = expression(
    r"\b(?:sauf|hormis|except[ée]s?|à l['’]exception (?:de|du|des)|à part|moins|excepting|except(?: for)?|apart from"
    r"|other than|but(?: not)?|all but|bar(?=\s)|minus|less the|ne manquent? (?:plus )?que|not including)\b",
    re.IGNORECASE,
)
_LONGEST = 600


class Whole(NamedTuple):
    """What is said of a whole: `is_rest` where only what nothing else was said of is meant; `but` are the words left out.

    `is_plain` where the words say “all”, not only “your order”.
    """

    is_rest: bool
    but: str
    is_plain: bool = True


def whole(words: str) -> Whole | None:
    """What these words say of a whole order; None where they speak of no whole."""
    text = words[:_LONGEST]
    rest, everything = _REST.search(text), _ALL.search(text)
    if (rest or everything or _ORDER.search(text)) is None or _PENDING.search(text):
        return None
    but = _BUT.search(text)
    is_plain = rest is not None or everything is not None
    return Whole(rest is not None, text[but.end() :] if but is not None else "", is_plain)
