"""Units and packs: how many of what the office asks for lie in one of what a supplier offers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from officebot.core.expressions import expression
from officebot.core.text import Text, say
from officebot.core.trade.offers.conditions import folded
from officebot.core.units import CONTAINERS, COUNTED, MEASURES, kind_of

_HOLDS = (
    "boites?|btes?|etuis?|coffrets?|cartons?|ctns?|paquets?|pqts?|sachets?|pochettes?|lots?|jeux|jeu|box(?:es)?|cases?|packs?"
    "|packets?|bags?|sets?|sleeves?|palettes?|pallets?|rouleaux?|rolls?|ramettes?|rames?|reams?|colis"
)
_OF = expression(rf"\b({_HOLDS})\.? (?:de |d'|of |a |x ?)?([0-9]{{1,5}})(?![0-9.,]|[a-z]|/)(?: ([a-z]{{2,14}}))?")
_A = expression(rf"\b([0-9]{{1,5}}) ?([a-z]{{2,14}})? ?(?:/|par|per|a) ?({_HOLDS})\b")
_PACKED = expression(
    r"\b(?:conditionnement|cond|conditionne|vendus?|colisage|packed|pack size|sold)\b"
    r"\.? ?:? ?(?:par |in |de |en )?(?:packs? of |lots? de )?([0-9]{1,5})\b"
)
_PACK_OF_WORDS = expression(r"\b([0-9]{1,4})[- ]?(?:pack|pk)\b")


@dataclass(frozen=True, slots=True)
class Pack:
    """What a pack holds: so many of a kind ("" where that is not said)."""

    holder: str
    content: Decimal
    kind: str = ""


def unit_of(words: str) -> str:
    """The unit as `kind_of` knows it, else the first word itself; "" for none."""
    return kind_of(words) or (folded(words).strip(" .:").split(" ")[0].strip(".()") if words.strip() else "")


def pack_in(*texts: str) -> Pack | None:
    """The pack that a text speaks of: « boîte de 250 », “pack of 12”, “500 sheets/ream”."""
    for text in texts:
        words = folded(text[:400])
        if hit := _OF.search(words):
            return Pack(unit_of(hit[1]), Decimal(hit[2]), kind_of(hit[3] or "")) if int(hit[2]) else None
        if hit := _A.search(words):
            return Pack(unit_of(hit[3]), Decimal(hit[1]), kind_of(hit[2] or "")) if int(hit[1]) else None
        if hit := (_PACKED.search(words) or _PACK_OF_WORDS.search(words)):
            return Pack("pack", Decimal(hit[1])) if int(hit[1]) else None
    return None


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: quantity, unit and words as they stand."""

    quantity: Decimal | None
    unit: str
    words: tuple[str, ...]


def factor(wanted: Side, offered: Side) -> tuple[Decimal | None, Text | None]:
    """How many wanted units one offered unit is; None, and why, where nobody can tell."""
    ours, theirs = unit_of(wanted.unit), unit_of(offered.unit)
    ours_held, theirs_held = pack_in(wanted.unit, *wanted.words), pack_in(offered.unit, *offered.words)
    if (theirs in COUNTED or ours in COUNTED) and {ours, theirs} <= {"", "piece", *COUNTED}:
        return COUNTED.get(theirs, Decimal(1)) / COUNTED.get(ours, Decimal(1)), None
    if theirs in COUNTED and ours not in COUNTED:
        return COUNTED[theirs], None
    if (theirs in MEASURES or ours in MEASURES) and theirs and ours:
        return _measured(ours, theirs)
    if ours and ours == theirs and ours in CONTAINERS:
        if ours_held and theirs_held and ours_held.kind == theirs_held.kind:
            return theirs_held.content / ours_held.content, None
        return Decimal(1), None
    # The quantities say it: asked for 60, offered 5 boxes of 12.
    if theirs_held and wanted.quantity and offered.quantity:
        if offered.quantity * theirs_held.content == wanted.quantity and theirs_held.content != 1:
            return theirs_held.content, None
        if offered.quantity == wanted.quantity and theirs not in CONTAINERS:
            return Decimal(1), None
    if theirs in CONTAINERS and ours not in CONTAINERS:
        if theirs_held:
            return theirs_held.content, None
        return _of_unknown_content(wanted, offered, ours)
    if ours in CONTAINERS and theirs not in CONTAINERS:
        if ours_held and offered.quantity == ours_held.content * (wanted.quantity or 0) and ours_held.content != 1:
            return 1 / ours_held.content, None
        if ours_held and theirs and offered.quantity != wanted.quantity:
            return 1 / ours_held.content, None
        return Decimal(1), None
    if ours in CONTAINERS and theirs in CONTAINERS:
        return _between(ours, theirs, ours_held, theirs_held, wanted, offered)
    return _of_pieces(wanted, offered, theirs_held)


def _measured(ours: str, theirs: str) -> tuple[Decimal | None, Text | None]:
    if ours == theirs:
        return Decimal(1), None
    thousandth = {("kg", "g"): Decimal("0.001"), ("g", "kg"): Decimal(1000)}
    if (ours, theirs) in thousandth:
        return thousandth[ours, theirs], None
    return None, say("Asked for by “{ours}”, offered by “{theirs}”.", ours=ours, theirs=theirs)


def _of_unknown_content(wanted: Side, offered: Side, ours: str) -> tuple[Decimal | None, Text | None]:
    if not ours and offered.quantity == wanted.quantity:
        return Decimal(1), None
    return None, say("How many there are in one “{unit}” is not said.", unit=offered.unit)


def _between(
    ours: str, theirs: str, ours_held: Pack | None, theirs_held: Pack | None, wanted: Side, offered: Side
) -> tuple[Decimal | None, Text | None]:
    """Between two kinds of packs: a carton of 5 reams, a box that others call a pack."""
    if theirs_held and theirs_held.kind == ours:
        return theirs_held.content, None
    if ours_held and ours_held.kind == theirs:
        return 1 / ours_held.content, None
    if theirs_held and ours_held:
        return theirs_held.content / ours_held.content, None
    if theirs_held is None and ours_held is None and offered.quantity == wanted.quantity:
        return Decimal(1), None
    return None, say("Asked for by “{ours}”, offered by “{theirs}”.", ours=wanted.unit, theirs=offered.unit)


def _of_pieces(wanted: Side, offered: Side, held: Pack | None) -> tuple[Decimal | None, Text | None]:
    if held is None or held.content == 1 or offered.quantity is None:
        return Decimal(1), None
    if wanted.quantity == offered.quantity or unit_of(offered.unit) == "piece":
        return Decimal(1), None
    return None, say(
        "Whether the price is for one or for {content} is not said.", content=held.content,
    )  # fmt: skip
