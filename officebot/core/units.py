"""The units in which an office counts its goods: one list of their names, for orders and for offers.

Two names are one unit where whoever writes either means the same thing: “pcs”, « pièce » and C62 do. A box and a carton are
two units, as are a pack and a lot: a carton may hold ten boxes, and a wrong quantity costs more than a question.
"""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from functools import lru_cache

from officebot.core.expressions import expression

#: The names of each unit, plurals left out, with the codes of UN/ECE Recommendation 20 and 21 that structured documents write.
_NAMES = {
    "piece": "piece pc pce pcs unite unit each ea u c62 h87 ex exemplaire copy item off",
    "box": "boite bte bt box boxes bx xbx etui coffret",
    "carton": "carton ctn crt ct xct case cs xcs caisse colis",
    "pack": "paquet pqt pack pk xpk pa xpa packet pochette sachet sac bag bg xbg blister",
    "lot": "lot set kit jeu",
    "pallet": "palette pallet pf xpf xpx",
    "ream": "ramette rame ram ream rm",
    "roll": "rouleau rlx rl roll ro xro bobine reel",
    "bottle": "bouteille btl bottle bo xbo bidon can ca flacon",
    "sheet": "feuille sheet",
    "pair": "paire pair pr npr",
    "kg": "kg kilo kilogramme kilogram kgm",
    "g": "g gr gramme gram grm",
    "l": "l litre liter ltr",
    "m": "m metre meter mtr ml",
    "m2": "m2 mtk sqm",
    "m3": "m3 mtq cbm",
    "hour": "heure h hr hur hour",
    "day": "jour j day journee",
    "month": "mois moi month mon",
    "lump": "forfait ens ls lump job",
    "dozen": "douzaine dz dozen dzn dzp",
    "hundred": "centaine cent hundred cen",
    "thousand": "millier mille thousand mil",
    "gross": "gros gross gro",
}  # fmt: skip
_KINDS = {name: kind for kind, names in _NAMES.items() for name in names.split()}
#: Units that hold others, so many that only words can tell; those that measure; and those that are a number of pieces.
CONTAINERS = frozenset({"box", "carton", "pack", "lot", "pallet", "ream", "roll", "bottle", "pair"})
MEASURES = frozenset({"kg", "g", "l", "m", "m2", "m3", "hour", "day", "month"})
COUNTED = {"dozen": Decimal(12), "hundred": Decimal(100), "gross": Decimal(144), "thousand": Decimal(1000)}
#: Sheets that are not packed are counted as pieces are.
_LOOSE = {"piece", "sheet"}
_WORD = expression(r"[^\W_]{1,30}")
_ELISION = expression(r"\b[ld]['’]")
_ONE = ("un", "une")
_LONGEST = 200


@lru_cache(maxsize=5_000)
def kind_of(words: str) -> str:
    """The unit that words name, in both languages or as a code: « Boîtes de 10 » is "box"; "" for none that is known."""
    letters = unicodedata.normalize("NFKD", words[:_LONGEST].casefold())
    letters = "".join(one for one in letters if not unicodedata.combining(one))
    found = _WORD.findall(_ELISION.sub("", letters))
    if found and all(word in _ONE for word in found):
        return "piece"
    return next((kind for word in found if (kind := _kind(word))), "")


def is_another(said: str, ours: str) -> bool:
    """Whether a quantity counts other things than ours, as far as both units are known; in doubt it does not."""
    one, other = kind_of(said), kind_of(ours)
    return bool(one and other) and one != other and {one, other} != _LOOSE


def _kind(word: str) -> str:
    return _KINDS.get(word) or (_KINDS.get(word[:-1], "") if len(word) > 2 and word[-1] in "sx" else "")
