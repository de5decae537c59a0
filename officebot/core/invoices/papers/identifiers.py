"""Numbers that prove themselves: IBAN, VAT identifier, SIREN and SIRET, by their check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from officebot.core.trade.reading.folding import folded

#: How long an IBAN is (ISO 13616 registry), for the countries whose invoices are usual here.
_LENGTHS = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18,
    "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21,
    "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TR": 26,
    "MA": 28, "TN": 24,
}  # fmt: skip
_IBAN = re.compile(r"(?<![A-Za-z0-9])([A-Z]{2} ?\d{2}(?:[ .-]?[A-Z0-9]){8,32})")
_VAT = re.compile(
    r"(?<![A-Za-z0-9])((?:FR ?[A-HJ-NP-Z0-9]{2}|DE|BE|NL|LU|ES ?[A-Z0-9]|IT|PT|AT ?U|GB|IE|PL|DK|SE|FI|CHE-?)(?:[ .-]?[0-9]){7,14}(?:[ .-]?B ?[0-9]{2}|[A-Z]{1,2})?)"
    r"(?![A-Za-z0-9])"
)
_DIGITS = re.compile(r"(?<!\d)\d(?:[ . ]?\d){8,13}(?!\d)")


def is_luhn(digits: str) -> bool:
    """Whether the last of these digits checks the others (ISO/IEC 7812)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_siren(digits: str) -> bool:
    """Nine digits with their check."""
    return len(digits) == 9 and digits.isascii() and digits.isdigit() and digits != "000000000" and is_luhn(digits)


def is_siret(digits: str) -> bool:
    """Fourteen digits with their check; of La Poste's offices the sum of the digits is a multiple of five."""
    if len(digits) != 14 or not digits.isascii() or not digits.isdigit() or not is_siren(digits[:9]):
        return False
    return is_luhn(digits) or (digits.startswith("356000000") and sum(map(int, digits)) % 5 == 0)


def is_iban(value: str) -> bool:
    """An account's number without blanks, as long as its country has it and with its check (ISO 7064, 97-10)."""
    if _LENGTHS.get(value[:2]) != len(value) or not value.isascii() or not value.isalnum() or value != value.upper():
        return False
    return int("".join(str(int(letter, 36)) for letter in value[4:] + value[:4])) % 97 == 1


def is_vat(value: str) -> bool:
    """A VAT identifier without blanks, by the check of its country where one is known here (FR, DE, BE, NL, LU, IT)."""
    country, inner = value[:2], value[2:]
    match country:
        case "FR":
            if len(inner) != 11 or not inner[2:].isdigit():
                return False
            is_key = not inner[:2].isdigit() or int(inner[:2]) == (12 + 3 * (int(inner[2:]) % 97)) % 97
            return is_key and is_siren(inner[2:])
        case "DE":
            return len(inner) == 9 and inner.isdigit() and _is_german(inner)
        case "BE":
            return len(inner) == 10 and inner.isdigit() and 97 - int(inner[:8]) % 97 == int(inner[8:])
        case "LU":
            return len(inner) == 8 and inner.isdigit() and int(inner[:6]) % 89 == int(inner[6:])
        case "IT":
            return len(inner) == 11 and inner.isdigit() and is_luhn(inner)
        case "NL":
            return re.fullmatch(r"\d{9}B\d\d", inner) is not None and (_is_eleven(inner[:9]) or _is_dutch(value))
        case "ES" | "PT" | "AT" | "GB" | "IE" | "PL" | "DK" | "SE" | "FI":
            return 8 <= len(inner) <= 12
        case _:
            return value.startswith("CHE") and len(value) >= 12


def ibans_in(text: str) -> Iterator[str]:
    """What looks like an IBAN in a text, without blanks, right or not; shorter than its country's where words end early."""
    for one in _IBAN.finditer(text[:500]):
        value = re.sub(r"[ .-]", "", one[1])
        length = _LENGTHS.get(value[:2])
        if length is None:
            continue
        # What follows it in the same words is no part of it: « FR76… BIC AGRI ».
        yield value[:length] if len(value) > length else value


def iban_length(country: str) -> int:
    """How long an IBAN of the country is, 0 for one that is not known."""
    return _LENGTHS.get(country, 0)


def vats_in(text: str) -> Iterator[str]:
    """The VAT identifiers of a text, without blanks, whose check is right."""
    for one in _VAT.finditer(text[:500]):
        value = re.sub(r"[ .-]", "", one[1])
        if is_vat(value):
            yield value


def registered_in(text: str) -> Iterator[str]:
    """The SIRENs and SIRETs of a text, without blanks, whose checks are right, where words name the register."""
    plain = folded(text[:500])
    if re.search(r"(?<![a-z])(?:siren|siret|rcs|r\.c\.s|rne|registre|immatricul)", plain) is None:
        return
    for one in _DIGITS.finditer(plain):
        digits = re.sub(r"\D", "", one[0])
        if is_siret(digits) or is_siren(digits):
            yield digits
        elif len(digits) > 9 and is_siren(digits[:9]) and len(digits) < 14:
            yield digits[:9]


def _is_german(digits: str) -> bool:
    """ISO 7064, 11-10."""
    product = 10
    for digit in digits[:8]:
        total = (int(digit) + product) % 10 or 10
        product = 2 * total % 11
    return (11 - product) % 10 == int(digits[8])


def _is_eleven(digits: str) -> bool:
    return sum(int(digit) * weight for digit, weight in zip(digits, range(9, 1, -1), strict=False)) % 11 == int(
        digits[8]
    )


def _is_dutch(value: str) -> bool:
    """Numbers of persons since 2020: ISO 7064, 97-10, over all of it."""
    return int("".join(str(int(letter, 36)) for letter in value)) % 97 == 1
