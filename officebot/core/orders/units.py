"""Whether two units count the same things: “pcs” and “pièce” do, “boîte” and “pièce” do not."""

from __future__ import annotations

from officebot.core.workbooks.words import plain

#: Names of one unit, with the codes of UN/ECE Recommendation 20 that structured documents write.
_SAME = (
    ("piece", "pc", "pce", "pcs", "unite", "unit", "each", "ea", "u", "h87", "c62", "ex", "exemplaire", "copy", "item", "off"),
    ("boite", "bte", "bt", "box", "bx", "xbx", "carton", "ctn", "ct", "xct", "case", "cs", "xcs", "caisse"),
    ("paquet", "pqt", "pack", "pk", "xpk", "pa", "xpa", "packet", "sachet", "sac", "bag", "bg", "xbg", "lot", "set", "pochette"),
    ("ramette", "ram", "ream", "rm"), ("rouleau", "rlx", "rl", "roll", "ro", "xro", "bobine", "reel"),
    ("heure", "h", "hr", "hour", "hur"), ("jour", "j", "day", "journee"), ("moi", "mois", "month", "mon"),
    ("kg", "kilo", "kilogramme", "kgm", "kilogram"), ("g", "gramme", "grm", "gram"), ("l", "litre", "ltr", "liter"),
    ("m", "metre", "mtr", "meter", "ml"), ("m2", "mtk", "sqm"), ("m3", "mtq", "cbm"), ("forfait", "ens", "ls", "lump", "job"),
    ("palette", "pallet", "pf", "xpx"), ("bouteille", "btl", "bottle", "bo", "xbo", "bidon", "can", "ca", "flacon"),
    ("paire", "pair", "pr", "npr"), ("douzaine", "dz", "dozen", "dzn", "dzp"), ("centaine", "cent", "hundred", "cen"),
    ("millier", "mille", "thousand", "mil"), ("gros", "gross", "gro"),
)  # fmt: skip
_KIND = {word: number for number, row in enumerate(_SAME) for word in row}


def is_another(said: str, ours: str) -> bool:
    """Whether a quantity counts other things than ours, as far as both units are known; in doubt it does not."""
    one, other = _kind(said), _kind(ours)
    return one is not None and other is not None and one != other


def _kind(unit: str) -> int | None:
    return next((_KIND[word] for word in plain(unit) if word in _KIND), None)
