"""Lines that a text points at without naming goods: by their place in the order, or all of them, the rest, all but some."""

from __future__ import annotations

import re

from officebot.core.expressions import expression
from officebot.core.trade.model import TradeLine
from officebot.core.trade.reading.days import Days
from officebot.core.trade.reading.figures import Writing
from officebot.core.trade.reading.folding import folded
from officebot.core.trade.reading.items import items_of

#: Notes of lines that stand for others: the matcher finds out for which. Behind EXCEPT stand the words of those left out.
ALL, REST, EXCEPT = "all", "the rest", "all except: "
_ALL = expression(
    r"(?<![a-z])(?:(?:recu|tout|bon|commande) (?:est |et )?conforme|tout (?:le reste )?(?:est|sera|a ete"
    r"|part|arrive|suit|sauf|a l'exception|excepte|hormis|hors)|toute? (?:la|votre) commande|(?:la"
    r"|votre) commande (?:complete|entiere|est|a ete|sera|part|vous|en entier)"
    r"|l'ensemble (?:de|des|du)|en (?:entier|totalite)|la totalite|l'integralite|tous les (?:articles"
    r"|produits)|livraison complete|everything|all (?:of )?(?:it|the (?:items|goods|above|lines)|items"
    r"|goods|lines)|the (?:whole|entire|full|complete)|in full|your order (?:is|was|has|will)"
    r"|your (?:complete|entire|full|whole) order|(?:all|both) (?:has|have|will|is|are|was|were)"
    r"|all (?:sent|shipped|dispatched|despatched|delivered|confirmed|in stock|gone))"
)
REMAINDER = expression(
    r"(?<![a-z])(?:le (?:reste|solde|reliquat|complement)|les autres|the (?:rest|balance|remainder"
    r"|others|remaining|outstanding (?:items|goods))|tout le reste|everything else)(?![a-z])"
)
BUT = expression(
    r"(?!sauf (?:erreur|imprevu|avis|indication|accord)|except(?:ional|ion))"
    r"(?<![a-z])(?:sauf|hormis|excepte|hors|a l'exception (?:de|des|du)|except(?:ing)?(?: for)?"
    r"|but (?:for|not)|apart from|other than|with the exception of|excluding"
    r"|bar)(?![a-z])[ :']{0,3}(?:les|le|la|l'|des|du|de|the|your|vos)?[ ']?"
)
BUT_END = expression(r"[.;:!?(,]| qui | which | that | and | will | who | sont | seront | - ")
#: The verb of all of them, behind those that are left out: “all items except the wipes were delivered”.
_MAIN_VERB = expression(
    r" (?:were|was|are|is|has|have|had|will|went|left|ship(?:s|ped)?|came|arrived?|leaves?|go(?:es)?"
    r"|ont|est|sont|sera|seront|a ete|part(?:ent)?|etaient"
    r"|etait|partiront|partira|arriver(?:ont|a)|arrivent?|livre(?:es?|s)?|confirme(?:es?|s)?)(?![\w'-])"
)
_AT_LINE = expression(
    r"(?<![a-z])(?:lignes?|postes?|items?|lines?|articles? n|positions?|pos\.) ?(?:n ?[°o]s? ?|nos?\.? ?"
    r"|numbers? |#)?(\d{1,3})((?: ?(?:,|et|and|&|a|to|-|/) ?\d{1,3}){0,20})(?![\d.,/]*\d)(?! ?(?:mm|cm"
    r"|pieces|pcs|boites|[a-z]{3,12}s\b))"
)
_NEXT = expression(r" ?(,|et|and|&|a|to|-|/) ?(\d{1,3})")


def at_lines(text: str, writing: Writing, days: Days) -> list[TradeLine]:
    """Lines that are called by their number in the order: « ligne 2 : … », “items 1 and 2 are held up”."""
    plain = folded(text)
    found = list(_AT_LINE.finditer(plain))
    lines: list[TradeLine] = []
    for n, one in enumerate(found):
        end = found[n + 1].start() if n + 1 < len(found) else len(text)
        words = text[one.start() : end].strip(" ,;.-")
        behind = items_of(text[one.end() : end], writing, days)
        day = days.last(text[one.start() : end]) or (days.last(text) if len(found) == 1 else None)
        first = behind[0] if behind else None
        for number in _numbers(one):
            lines.append(TradeLine(
                order_line=str(number), label=first.label if first is not None else "", says=words, delivery_date=day,
                quantity=first.quantity if first is not None else None, price=first.price if first is not None else None,
                unit=first.unit if first is not None else "",
            ))  # fmt: skip
    return lines


def _numbers(one: re.Match[str]) -> list[int]:
    found = [int(one[1])]
    for sign, digits in _NEXT.findall(one[2] or ""):
        last = int(digits)
        if sign in ("a", "to", "-") and 0 < last - found[-1] < 30:
            found += range(found[-1] + 1, last + 1)
        else:
            found.append(last)
    return found


def of_all(text: str, days: Days) -> list[TradeLine]:
    """« tout est parti sauf les chaises » as one line that stands for others."""
    plain = folded(text)
    rest, whole = REMAINDER.search(plain), _ALL.search(plain)
    but = BUT.search(plain)
    if rest is None and whole is None and but is None:
        return []
    note = REST if rest is not None else ALL
    end = len(text)
    if but is not None and (whole is None or but.start() > whole.start()):
        stop = BUT_END.search(plain, but.end())
        stopped = stop.start() if stop is not None else len(text)
        verb = _MAIN_VERB.search(plain, but.end(), stopped + 1)
        is_between = verb is not None and not _MAIN_VERB.search(plain, 0, but.start())
        note = EXCEPT + text[but.end() : verb.start() if verb is not None and is_between else stopped].strip(" .,;")
        end = len(text) if is_between else but.start()
    behind = days.last(text[rest.start() : end]) if note == REST and rest is not None else None
    day = behind or days.last(text[:end]) or (days.last(text) if but is None else None)
    lines = [TradeLine(says=text.strip(), note=note, delivery_date=day)]
    later = days.last(text[end:]) if but is not None and end < len(text) else None
    if later is not None:
        words = note.removeprefix(EXCEPT)
        lines.append(TradeLine(label=words, says=text[end:].strip(" ."), delivery_date=later))
    return lines
