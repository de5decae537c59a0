"""Numbers as people write them in cells, in French and in English; in doubt it says so and guesses nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from officebot.core.expressions import expression
from officebot.core.problems import Problem
from officebot.core.text import Text, one_line, say
from officebot.core.workbooks.cells import Address, Fault, Formula, Value

#: Which mark stands before the decimals; empty where nobody knows.
Mark: TypeAlias = Literal["", ",", "."]

_LONGEST = 60
_SPACES = expression(r"[\s\u00a0\u202f\u2007\u2009]+")
_CORE = expression(r"[0-9][0-9., '’]{0,40}|[.,][0-9]{1,20}")
_GROUPED = expression(r"[0-9]{1,3}(?: [0-9]{3})+|[0-9]{1,3}(?:['’][0-9]{3})+|[0-9]+")
_SIGNS = {"-": -1, "−": -1, "–": -1, "+": 1}
_UNIT = expression(r"[^\W\d_]{1,25}(?:[²³]|[./ ’'-][^\W_]{1,24}){0,3}\.?")
CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "usd": "USD", "us$": "USD",
    "£": "GBP", "gbp": "GBP", "chf": "CHF", "cad": "CAD", "$ca": "CAD", "¥": "JPY", "jpy": "JPY", "xof": "XOF",
    "fcfa": "XOF", "mad": "MAD", "dkk": "DKK", "sek": "SEK", "nok": "NOK", "pln": "PLN", "zł": "PLN",
}  # fmt: skip
_WORDS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "onze": 11, "douze": 12, "quinze": 15, "vingt": 20, "trente": 30, "cinquante": 50, "cent": 100,
    "one": 1, "a": 1, "an": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "fifty": 50,
}  # fmt: skip
#: Words that say about how many: no amount to reckon with.
_VAGUE = expression(
    r"\b(?:dizaines?|douzaines?|quinzaines?|vingtaines?|trentaines?|cinquantaines?|centaines?|milliers?|dozens?|scores?"
    r"|hundreds|thousands|environ|approx\w{0,10}|about|around|presque|almost|quelques?|plusieurs|several|few|some"
    r"|beaucoup|many|peu|env|ca|circa|demi|half|moitié)\b|[~≈±?<>]|\bou\b|\bor\b|[0-9] ?(?:à|to|–) ?[0-9]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number that leaves no doubt: `12 %` is 0.12 and `is_percent`; `currency` as in ISO 4217; `unit` as it is written."""

    value: Decimal
    unit: str = ""
    currency: str = ""
    is_percent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What is no sure number: why, and the numbers it may be."""

    why: Text
    readings: tuple[Decimal, ...] = ()


def read_number(text: str, decimal: Mark = "") -> Amount | Doubt | None:
    """What the text says as an amount; a Doubt for one that may mean two things, or about so many; None for no number.

    `decimal` is the mark that the rest of the column, or the office, writes before decimals: it settles `1,234`.
    """
    if len(text) > _LONGEST:
        return None
    plain = _SPACES.sub(" ", text).strip()
    vague = _vague(plain)
    if vague is not None:
        return vague
    sign, rest = _signed(plain)
    before, rest = _currency_before(rest)
    if before and rest[:1] in _SIGNS:
        sign, rest = sign * _SIGNS[rest[0]], rest[1:].lstrip()
    core = _CORE.match(rest)
    if core is None:
        return _in_words(rest) if sign == 1 and not before else None
    digits = core[0].rstrip(" '’.,")
    after = rest[len(digits) :].strip()
    if after[:1] == "-" and len(after) == 1:
        sign, after = -sign, ""
    tail = _after(after)
    if tail is None or (before and tail[0]):
        return None
    value = _value(digits, decimal)
    if not isinstance(value, Decimal):
        return value
    currency, unit, is_percent = tail
    return Amount(
        value=sign * (value.scaleb(-2) if is_percent else value),
        unit=unit,
        currency=before or currency,
        is_percent=is_percent,
    )


def amount_in(place: Address, value: Value, decimal: Mark = "") -> Amount | Problem:
    """What a cell says as an amount; a Problem that names the cell where it is none or leaves a doubt."""
    match value:
        case bool() | None | Fault() | Formula():
            found: Amount | Doubt | None = None
        case int() | float() | Decimal():
            found = Amount(value=decimal_of(value))
        case str():
            found = read_number(value, decimal)
        case _:
            found = None
    match found:
        case Amount():
            return found
        case Doubt():
            return Problem(where=str(place), what=found.why)
        case None:
            return Problem(where=str(place), what=say("“{value}” is no number: write one.", value=_shown(value)))


def decimal_of(number: int | float | Decimal) -> Decimal:
    """A cell's number as it is shown: Excel keeps 15 digits, so 0.1 + 0.2 is 0.3."""
    return Decimal(f"{number:.15g}") if isinstance(number, float) else Decimal(number)


def mark_of(texts: list[str]) -> Mark:
    """The mark that stands before decimals in these texts, by those that leave no doubt; empty for none or for both."""
    found: set[Mark] = set()
    for text in texts:
        core = _CORE.search(_SPACES.sub(" ", text[:_LONGEST]))
        marks: set[Mark] = _sure_marks(core[0].rstrip(" .,")) if core is not None else set()
        found |= marks
    return found.pop() if len(found) == 1 else ""


def _sure_marks(digits: str) -> set[Mark]:
    commas, points = digits.count(","), digits.count(".")
    if commas and points:
        return {","} if digits.rfind(",") > digits.rfind(".") else {"."}
    if commas + points == 1:
        mark: Mark = "," if commas else "."
        whole, _, part = digits.partition(mark)
        if len(part) != 3 or not 0 < len(whole) < 4 or whole == "0":
            return {mark}
        return set()
    if commas > 1:
        return {"."}
    return {","} if points > 1 else set()


# ── the parts of an amount ────────────────────────────────────────────────────────────────────────────────


def _vague(plain: str) -> Doubt | None:
    if not _VAGUE.search(plain) or (not any(letter.isdigit() for letter in plain) and len(plain.split()) > 6):
        return None
    return Doubt(why=say("“{value}” is no exact amount: write a number.", value=one_line(plain, 60)))


def _signed(plain: str) -> tuple[int, str]:
    if plain.startswith("(") and plain.endswith(")"):
        return -1, plain[1:-1].strip()
    # An accountant's minus may stand outside: (12,50) €.
    if plain.startswith("(") and ")" in plain:
        inside, _, after = plain[1:].partition(")")
        return -1, f"{inside.strip()} {after.strip()}"
    if plain[:1] in _SIGNS:
        return _SIGNS[plain[0]], plain[1:].lstrip()
    return 1, plain


def _currency_before(rest: str) -> tuple[str, str]:
    for length in (4, 3, 2, 1):
        word = rest[:length]
        if word.lower() in CURRENCIES and not rest[length : length + 1].isalpha():
            return CURRENCIES[word.lower()], rest[length:].lstrip()
    return "", rest


def _after(words: str) -> tuple[str, str, bool] | None:
    """The currency, unit and percent sign after the digits; None where other words stand there."""
    if not words:
        return "", "", False
    if words in ("%", "p. cent", "pour cent", "percent"):
        return "", "", True
    lowered = words.lower().removesuffix(" ht").removesuffix(" ttc").strip()
    if lowered in CURRENCIES:
        return CURRENCIES[lowered], "", False
    if _UNIT.fullmatch(words) and len(words) < 40:
        return "", words, False
    return None


_MULTIPLES = frozenset((
    "cents", "cent", "mille", "milles", "million", "millions", "milliard", "milliards", "hundred", "hundreds", "thousand",
    "thousands", "et", "and",
))  # fmt: skip


def _in_words(rest: str) -> Amount | None:
    first, _, unit = rest.partition(" ")
    number = _WORDS.get(first.lower())
    if number is None or (unit and not _UNIT.fullmatch(unit)) or (not unit and first.lower() in ("a", "an")):
        return None
    if any(word in _WORDS or word in _MULTIPLES for word in unit.lower().split()):
        return None  # “two hundred”, « cent vingt »: more than one word makes the number
    return Amount(value=Decimal(number), unit=unit)


def _value(digits: str, decimal: Mark) -> Decimal | Doubt | None:
    """The number that digits, spaces and marks are; a Doubt where a mark may part thousands or decimals."""
    commas, points = digits.count(","), digits.count(".")
    if not commas and not points:
        return _joined(digits, "", "")
    if commas and points:
        last = "," if digits.rfind(",") > digits.rfind(".") else "."
        whole, _, part = digits.rpartition(last)
        return _joined(whole, part, "." if last == "," else ",")
    mark = "," if commas else "."
    if digits.count(mark) > 1:
        return _joined(digits, "", mark)
    whole, _, part = digits.partition(mark)
    is_sure = len(part) != 3 or not 0 < len(whole) < 4 or whole == "0"
    if is_sure or decimal == mark:
        return _joined(whole, part, "")
    as_thousands, as_decimals = _joined(digits, "", mark), _joined(whole, part, "")
    if decimal or as_thousands is None or as_decimals is None:
        return as_thousands
    why = say("“{value}” may be {one} or {other}: write it with two decimals, or without a mark.",
              value=digits, one=as_thousands, other=as_decimals)  # fmt: skip
    return Doubt(why=why, readings=(as_thousands, as_decimals))


def _joined(whole: str, part: str, thousands: str) -> Decimal | None:
    """The number of its two sides; None where the groups of thousands are no groups."""
    if part and not part.isdecimal():
        return None
    if thousands:
        groups = whole.split(thousands)
        if not 0 < len(groups[0]) < 4 or any(len(group) != 3 for group in groups[1:]):
            return None
        whole = "".join(groups)
    if whole and not _GROUPED.fullmatch(whole):
        return None
    plain = "".join(letter for letter in whole if letter in "0123456789")
    return Decimal(f"{plain or 0}.{part or 0}") if part else Decimal(plain or 0)


def _shown(value: Value) -> str:
    match value:
        case None:
            return ""
        case Fault(text) | Formula(text):
            return text[:60]
        case _:
            return one_line(str(value), 60)
