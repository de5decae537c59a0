"""Bank account numbers (ISO 13616): whether one is right, and where they stand in a text, however they are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from officebot.core.expressions import expression

# What follows the country and the check digits, from the registry of ISO 13616: n digits, a letters, c either.
_STRUCTURES = {
    "AD": "8n12c", "AE": "19n", "AL": "8n16c", "AT": "16n", "AZ": "4a20c", "BA": "16n", "BE": "12n", "BG": "4a6n8c",
    "BH": "4a14c", "BR": "23n1a1c", "BY": "4c4n16c", "CH": "5n12c", "CR": "18n", "CY": "8n16c", "CZ": "20n", "DE": "18n",
    "DK": "14n", "DO": "4c20n", "EE": "16n", "EG": "25n", "ES": "20n", "FI": "14n", "FO": "14n", "FR": "10n11c2n",
    "GB": "4a14n", "GE": "2a16n", "GI": "4a15c", "GL": "14n", "GR": "7n16c", "GT": "24c", "HR": "17n", "HU": "24n",
    "IE": "4a14n", "IL": "19n", "IQ": "4a15n", "IS": "22n", "IT": "1a10n12c", "JO": "4a4n18c", "KW": "4a22c", "KZ": "3n13c",
    "LB": "4n20c", "LC": "4a24c", "LI": "5n12c", "LT": "16n", "LU": "3n13c", "LV": "4a13c", "LY": "21n", "MA": "24n",
    "MC": "10n11c2n", "MD": "20c", "ME": "18n", "MK": "3n10c2n", "MR": "23n", "MT": "4a5n18c", "MU": "4a19n3a", "NL": "4a10n",
    "NO": "11n", "PK": "4a16c", "PL": "24n", "PS": "4a21c", "PT": "21n", "QA": "4a21c", "RO": "4a16c", "RS": "18n",
    "SA": "2n18c", "SC": "4a20n3a", "SE": "20n", "SI": "15n", "SK": "20n", "SM": "1a10n12c", "ST": "21n", "SV": "4a20n",
    "TL": "19n", "TN": "20n", "TR": "6n16c", "UA": "6n19c", "VA": "18n", "VG": "4a16n", "XK": "16n",
}  # fmt: skip
_PARTS = {
    country: "".join(kind * int(count) for count, kind in re.findall(r"(\d+)([nac])", written))
    for country, written in _STRUCTURES.items()
}
#: How long an IBAN of these countries is, its country and check digits counted.
IBAN_LENGTHS = {country: 4 + len(parts) for country, parts in _PARTS.items()}

_BETWEEN = r"[ \t\n\r.\-‐‑–_·/:|,]{0,5}"
_KINDS = {"n": "[0-9OoIl]", "a": "[A-Za-z]", "c": "[A-Za-z0-9]"}
# Two letters and two digits; then what the country has, with at most three marks before each letter or digit at most.
_BEGIN = expression(
    r"(?:(?<![A-Za-z0-9])|(?<=IBAN)|(?<=iban))"
    rf"([A-Za-z]){_BETWEEN}([A-Za-z]){_BETWEEN}([0-9OoIl]){_BETWEEN}([0-9OoIl])"
)
_REST = {
    country: expression(
        r"\A"
        + "".join(f"(?:{_BETWEEN}{_KINDS[kind]}){{{count}}}" for count, kind in re.findall(r"(\d+)([nac])", written))
    )
    for country, written in _STRUCTURES.items()
}
# A French account without its country, its parts named or only apart: bank, branch, account, key.
_RIB = expression(
    r"(?<![A-Za-z0-9])([0-9]{5})([^0-9]{1,24})([0-9]{5})([^0-9]{1,24}?)(?<![A-Za-z0-9])([0-9A-Z]{11})([^0-9A-Z][^0-9]{0,23})"
    r"([0-9]{2})(?![0-9A-Za-z])"
)
_LONGEST, _SHORTEST = 34, 15
#: With the marks between them, the letters and digits of an account stand within so many.
_WIDEST = 6 * _LONGEST
# Cyrillic and Greek letters that look like Latin ones.
_LOOK_ALIKE = str.maketrans("АВЕКМНОРСТХІЈЅУаеорсхіјѕуΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTXIJSYaeopcxijsyABEZHIKMNOPTYXo")
_LETTERS_FOR_DIGITS = str.maketrans("OIL", "011")
# A number that begins like an account and goes on in words is none: no account has so many letters in a row but its bank's.
_WORDS = expression(r"[A-Z]{4}")
_GROUPED = expression(r"[A-Z]{2}[0-9]{2}(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?")
_CALLED = expression(r"\b(?:iban|rib|compte|account|konto|bank|banque|virement|transfer)\b", re.IGNORECASE)
#: Shorter ones are like the numbers of customers and orders.
_TELLING = 20
_BLANK = expression(r"[\s\u00a0\u202f]+")
#: A text holds no more than so many that matter; a longer one is cut.
_MOST, _LONGEST_TEXT = 200, 400_000


@dataclass(frozen=True, slots=True)
class Account:
    """An account number in a text: without blanks, its words as they stand, and whether its check digits are right.

    A French account told by bank, branch and key is given as the IBAN that it makes. `start` is its place in the `shown` text.
    """

    iban: str
    words: str
    is_valid: bool
    start: int


def compact(words: str) -> str:
    """An account number without blanks and marks, in capitals: how two are compared."""
    return re.sub(r"[^A-Z0-9]", "", shown(words).upper())


def is_iban(words: str) -> bool:
    """Whether this is an IBAN of the right length with the right check digits (ISO 13616, mod 97); blanks may stand in it."""
    letters = _BLANK.sub("", words).upper()
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", letters, re.ASCII):
        return False
    return len(letters) == IBAN_LENGTHS.get(letters[:2], len(letters)) and _has_right_digits(letters)


def check_digits(country: str, rest: str) -> str:
    """The two digits that make an IBAN of a country and an account."""
    return f"{98 - _number(rest + country + '00') % 97:02}"


def accounts_in(text: str) -> tuple[Account, ...]:
    """The account numbers in a text, in their order, each once; also wrong ones, where a country's shape tells that one is meant.

    Blanks, marks and line ends may stand in them, and letters that look like digits.
    """
    plain = shown(text[:_LONGEST_TEXT])
    found: dict[str, Account] = {}
    for account in (*_ibans(plain), *_ribs(plain)):
        found.setdefault(account.iban, account)
        if len(found) >= _MOST:
            break
    return tuple(sorted(found.values(), key=lambda one: one.start))


def _ibans(text: str) -> Iterator[Account]:
    behind = 0
    for begin in _BEGIN.finditer(text):
        if begin.start() < behind:
            continue
        account, end = _account_at(text, begin)
        if account is not None:
            behind = end
            yield account


def _account_at(text: str, begin: re.Match[str]) -> tuple[Account | None, int]:
    """The account that begins here, and where it ends."""
    written = begin[1] + begin[2]
    country = written.upper()
    behind = text[begin.end() : begin.end() + _WIDEST]
    rest = _REST[country].match(behind) if country in _REST else None
    if rest is None:
        return None, 0
    plain, parts, end = compact(rest[0]), _PARTS[country], begin.end() + rest.end()
    digits = (begin[3] + begin[4]).upper().translate(_LETTERS_FOR_DIGITS)
    mended = "".join(
        one.translate(_LETTERS_FOR_DIGITS) if kind == "n" else one for one, kind in zip(plain, parts, strict=True)
    )
    iban = country + digits + mended
    is_right = _has_right_digits(iban)
    if not is_right and _has_right_digits(other := country + digits + plain.translate(_LETTERS_FOR_DIGITS)):
        iban, is_right = other, True
    is_as_written = iban[4:] == plain and (begin[3] + begin[4]).isdigit()
    if is_right and is_as_written:
        return Account(iban, text[begin.start() : end], True, begin.start()), end
    # Chance makes one of a hundred right that needs mending: it must look like one, and not run into the next number.
    is_one = _is_number(mended, parts) and "IBAN" not in plain
    is_meant = written.isupper() and not text[end : end + 1].isalnum() and _is_meant(text, begin.start(), end)
    if not is_one or not (is_right or is_meant):
        return None, 0
    return Account(iban, text[begin.start() : end], False, begin.start()), end


def _is_number(rest: str, parts: str) -> bool:
    """Whether what has wrong check digits is an account all the same, and not words behind two letters and two digits."""
    own = "".join(one for one, kind in zip(rest, parts, strict=True) if kind != "a")
    return _WORDS.search(own) is None and 2 * sum(map(str.isdigit, own)) >= len(own)


def _is_meant(text: str, start: int, end: int) -> bool:
    """Whether a short number with wrong check digits is meant as an account: it is grouped as one, or called one."""
    return (
        end - start >= _TELLING
        or _GROUPED.fullmatch(text[start:end]) is not None
        or _CALLED.search(text[max(0, start - 60) : start]) is not None
    )


def _ribs(text: str) -> Iterator[Account]:
    for found in _RIB.finditer(text):
        bank, branch, account, key = found[1], found[3], found[5], found[7]
        rest = bank + branch + account + key
        if _rib_key(bank, branch, account) == int(key):
            yield Account(f"FR{check_digits('FR', rest)}{rest}", found[0], True, found.start())


def _rib_key(bank: str, branch: str, account: str) -> int:
    """The key of a French account; its letters count as they do in the relevé d’identité bancaire (A and J 1, B, K and S 2)."""
    digits = "".join(one if one.isdigit() else str(_RIB_LETTERS[one]) for one in account)
    return 97 - (89 * int(bank) + 15 * int(branch) + 3 * int(digits)) % 97


_RIB_LETTERS = {
    **{letter: place % 9 + 1 for place, letter in enumerate("ABCDEFGHI")},
    **{letter: place % 9 + 1 for place, letter in enumerate("JKLMNOPQR")},
    **{letter: place % 9 + 2 for place, letter in enumerate("STUVWXYZ")},
}


def _fits(rest: str, parts: str) -> bool:
    return len(rest) == len(parts) and all(
        one.isdigit() if kind == "n" else one.isalpha() if kind == "a" else one.isalnum()
        for one, kind in zip(rest, parts, strict=True)
    )


@lru_cache(maxsize=20_000)
def _has_right_digits(iban: str) -> bool:
    return _SHORTEST <= len(iban) <= _LONGEST and _number(iban[4:] + iban[:4]) % 97 == 1


def _number(letters: str) -> int:
    return int("".join(str(int(letter, 36)) for letter in letters))


def shown(text: str) -> str:
    """The text with plain letters and blanks, without what nobody sees."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKC", text)
    return "".join(_plain(one) for one in plain if unicodedata.category(one) not in ("Cf", "Mn", "Me"))


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    """The Latin letter or the digit that a reader takes it for."""
    if letter.isascii():
        return letter
    digit = unicodedata.decimal(letter, None)
    return str(digit) if digit is not None else letter.translate(_LOOK_ALIKE)
