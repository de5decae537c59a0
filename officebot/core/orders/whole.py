"""Words that speak of a whole order, or of all of it but something: “tout est parti”, “everything except the chairs”."""

from __future__ import annotations

import re
from typing import NamedTuple

_ALL = re.compile(
    r"\b(?:tout(?:e|es|s)?\b(?! de suite| à fait)|l['’]?(?:ensemble|int[ée]gralit[ée])|en (?:entier|totalité)|au complet"
    r"|compl[eè]te?(?:ment)?s?\b|intégralement|conforme(?:ment|s)?\b|(?:votre|vos|la|cette|ladite) (?:commandes?|cde)\b"
    r"|everything|all (?:items?|lines?|goods|of it|of them|is|are|was|were|done|on)\b|in full|the (?:whole|entire|lot)\b"
    r"|complete(?:ly|d)?\b|(?:your|the|this|whole) (?:\w{1,12} ){0,2}order\b|as (?:ordered|per (?:your|our)))",
    re.IGNORECASE,
)
_REST = re.compile(
    r"\b(?:le reste|la suite|le solde|les? reliquats?|(?:le|les|tous les|toutes les) (?:autres?|restants?|restantes?)\b"
    r"|ce qui (?:reste|manque|manquait)|the (?:rest|remainder|balance|others?|remaining|outstanding)\b|everything else"
    r"|(?:all )?other (?:items|lines)|backorders?)",
    re.IGNORECASE,
)
_BUT = re.compile(
    r"\b(?:sauf|hormis|except[ée]s?|à l['’]exception (?:de|du|des)|à part|moins|excepting|except(?: for)?|apart from"
    r"|other than|but(?: not)?|all but|bar(?=\s)|minus|less the|ne manquent? (?:plus )?que|not including)\b",
    re.IGNORECASE,
)
_LONGEST = 600


class Whole(NamedTuple):
    """What is said of a whole: `is_rest` where only what nothing else was said of is meant; `but` are the words left out."""

    is_rest: bool
    but: str


def whole(words: str) -> Whole | None:
    """What these words say of a whole order; None where they speak of no whole."""
    text = words[:_LONGEST]
    rest = _REST.search(text)
    found = rest or _ALL.search(text)
    if found is None:
        return None
    but = _BUT.search(text)
    return Whole(rest is not None, text[but.end() :] if but is not None else "")
