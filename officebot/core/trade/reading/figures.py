"""Figures of business documents: amounts with currencies, quantities with units, prices per so many, discounts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from officebot.core.expressions import expression
from officebot.core.trade.reading.folding import folded
from officebot.core.workbooks.numbers import CURRENCIES, Amount, Doubt, Mark, mark_of, read_number

#: A number as it is written in French or in English, thousands parted by a blank, a point, a comma or an apostrophe.
NUMBER = r"(?<!\d)(?:\d{1,3}(?:[ .,']\d{3}){1,4}(?:[.,]\d{1,4})?|\d{1,12}(?:[.,]\d{1,6})?)(?![\d])"
_SIGNED = expression(r"([-+(]?) ?(" + NUMBER + r")(-?)")
_CURRENCY = r"(?:€|£|\$|(?<![a-z])(?:eur(?:os?)?|gbp|usd|chf|cad|fcfa)\b)"
CURRENCY = expression(_CURRENCY)
_BEFORE = expression(r"(?:us)?" + _CURRENCY + r" ?")
_CURRENCY_AFTER = expression(r" ?" + _CURRENCY)
_TAX = expression(
    r" ?(?:\+|ex\.?|excl\.?|excluding|plus|hors|incl\.?|including|inc\.?)? ?(?:v\.?a\.?t\.?\b"
    r"|t\.?v\.?a\.?\b|h\.?t\b\.?|ttc\b|net\b|taxes?\b)"
)
_INCLUDES = expression(
    r"\bttc\b|\binc(?:l|luding)?\.? v\.?a\.?t|\bt\.?t\.?c\b|v\.?a\.?t\.? inc|tva comprise|tva incluse"
)
_PER = expression(
    r" ?(?:/|par\b|per\b|a\b|the\b|le\b|la\b|l'|les\b|pour\b|for\b|un\b|une\b)? ?"
    r"(?:(\d{1,6}|cent\b|centaine\b|mille\b|millier\b|hundred\b|thousand\b|dozen\b|douzaine\b|100\b"
    r"|1000\b)|([a-z]{1,14}[23²³]?))?[ .]?"
)
_MANY = {
    "cent": 100,
    "centaine": 100,
    "hundred": 100,
    "mille": 1000,
    "millier": 1000,
    "thousand": 1000,
    "dozen": 12,
    "douzaine": 12,
}
_EACH = frozenset(
    {
        "each",
        "ea",
        "piece",
        "pce",
        "unite",
        "unit",
        "pp",
        "pc",
        "chacun",
        "chacune",
        "u",
        "un",
        "l'un",
        "l'une",
        "lot",
    }
)
_TIMES = expression(r"(\d{1,5}) ?[x*] ?(\d{1,5})\b(?![ ]?(?:x|cm|mm|m\b|\d))")
_COUNT_UNIT = expression(
    r"([-+]?) ?(" + NUMBER + r") ?([^\W\d_][\w./²³'-]{0,19}(?:\([a-z]{1,3}\)|(?: [^\W\d_][\w./'-]{0,14})?)?)?\.?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number of a document: with `currency` and what the amount is for (`per` so many), or with the unit it counts."""

    value: Decimal
    currency: str = ""
    per: Decimal = Decimal(1)
    unit: str = ""
    is_percent: bool = False
    is_gross: bool = False


@dataclass(frozen=True, slots=True)
class Writing:
    """How the numbers of a document are written: its mark before decimals, its language."""

    mark: Mark = ""
    language: str = "fr"

    @staticmethod
    def of(texts: list[str], language: str) -> Writing:
        """As these texts show it; where they leave a doubt, as the language has it."""
        return Writing(mark_of([text for text in texts if text[:1].isdigit() or text[:1] in "€£$-"]), language)

    @property
    def decimal(self) -> Mark:
        """The mark before decimals."""
        return self.mark or ("." if self.language == "en" else ",")


def number(digits: str, writing: Writing) -> Decimal | None:
    """The value of digits with their marks; None where they are none."""
    match read_number(digits, writing.mark):
        case Amount(value=value):
            return value
        case Doubt(readings=(thousands, decimals)):
            mark = "," if "," in digits else "."
            return decimals if mark == writing.decimal else thousands
        case _:
            return None


@lru_cache(maxsize=4096)
def figure(text: str, writing: Writing) -> Figure | None:
    """The figure that a whole cell holds: `4,15 €`, `£44.00 per hundred`, `12 boîtes`, `3 x 10`, `5 %`; None for words."""
    if len(text) > 60:
        return None
    plain = folded(text).strip()
    if not plain or not any(letter.isdigit() for letter in plain):
        return None
    times = _TIMES.fullmatch(plain)
    if times is not None:
        return Figure(value=Decimal(times[1]) * Decimal(times[2]))
    return _priced(plain, writing) or _counted(plain, text, writing)


def _priced(plain: str, writing: Writing) -> Figure | None:
    """A bare number, a percentage, or an amount with its currency and what it is for."""
    currency, at = "", 0
    before = _BEFORE.match(plain)
    if before is not None:
        currency, at = currency_of(before[0]), before.end()
    signed = _SIGNED.match(plain, at)
    if signed is None:
        return None
    value = number(signed[2], writing)
    if value is None:
        return None
    if signed[1] in ("-", "(") or signed[3]:
        value = -value
    at = signed.end()
    if plain[at : at + 1] == ")" and signed[1] == "(":
        at += 1
    after = _CURRENCY_AFTER.match(plain, at)
    if after is not None:
        currency, at = currency or currency_of(after[0]), after.end()
    rest = plain[at:].strip()
    if rest in ("%", "p. cent", "pour cent", "percent"):
        return Figure(value=value, is_percent=True)
    # Digits and currency sign only, or a currency and words on what it is for.
    if not rest:
        return Figure(value=value, currency=currency)
    if not currency:
        return None if _TAX.fullmatch(rest) is None else Figure(value=value, is_gross=bool(_INCLUDES.search(rest)))
    end, per, unit = per_of(plain, at)
    if end < len(plain):
        return None
    return Figure(value=value, currency=currency, per=per, unit=unit, is_gross=bool(_INCLUDES.search(rest)))


def per_of(plain: str, at: int) -> tuple[int, Decimal, str]:
    """Past the words after an amount: where they end, for how many it is, for which unit: `HT / 100`, `la pièce`."""
    tax = _TAX.match(plain, at)
    if tax is not None:
        at = tax.end()
    per = _PER.match(plain, at)
    if per is None or not (per[1] or per[2]):
        return at, Decimal(1), ""
    words = per[0].strip()
    if per[1]:
        if not words.startswith(("/", "par", "per", "a", "the", "le", "la", "pour", "les", "for")):
            return at, Decimal(1), ""
        many = Decimal(_MANY.get(per[1], 0) or (int(per[1]) if per[1].isdigit() else 1))
        return per.end(), many or Decimal(1), ""
    is_each = per[2] in _EACH or words != per[2]
    if not is_each:
        return at, Decimal(1), ""
    end = per.end()
    tax = _TAX.match(plain, end)
    return (tax.end() if tax is not None else end), Decimal(1), "" if per[2] in _EACH else per[2]


def _counted(plain: str, text: str, writing: Writing) -> Figure | None:
    """A quantity with the unit it counts."""
    found = _COUNT_UNIT.fullmatch(plain)
    if found is None or not found[3]:
        return None
    value = number(found[2], writing)
    if value is None:
        return None
    start = plain.find(found[3], found.end(2))
    unit = text.strip()[start : start + len(found[3])].strip()
    return Figure(value=-value if found[1] == "-" else value, unit=unit)


def currency_of(words: str) -> str:
    """The currency of a sign or a name: EUR, GBP; "" for none."""
    return CURRENCIES.get(words.strip().rstrip("."), "")


def includes_tax(words: str) -> bool:
    """Whether folded words say that prices hold the tax."""
    return bool(_INCLUDES.search(words))
