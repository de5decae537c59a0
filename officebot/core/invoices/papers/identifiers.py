"""Numbers of firms that prove themselves by their check digits: VAT identifier, SIREN and SIRET."""

from __future__ import annotations

import re
from collections.abc import Iterator

from officebot.core.expressions import expression
from officebot.core.invoices.structured_firms import has_check_digit
from officebot.core.trade.reading.folding import folded

_VAT = expression(
    r"(?<![A-Za-z0-9])((?:FR ?[A-HJ-NP-Z0-9]{2}|DE|BE|NL|LU|ES ?[A-Z0-9]|IT|PT|AT ?U|GB|IE|PL|DK|SE|FI"
    r"|CHE-?)(?:[ .-]?[0-9]){7,14}(?:[ .-]?B ?[0-9]{2}|[A-Z]{1,2})?)"
    r"(?![A-Za-z0-9])"
)
_DIGITS = expression(r"(?<!\d)\d(?:[ . ]?\d){8,13}(?!\d)")


def is_siren(digits: str) -> bool:
    """Nine digits with their check."""
    return (
        len(digits) == 9
        and digits.isascii()
        and digits.isdigit()
        and digits != "000000000"
        and has_check_digit(digits)
    )


def is_siret(digits: str) -> bool:
    """Fourteen digits with their check; of La Poste's offices the sum of the digits is a multiple of five."""
    if len(digits) != 14 or not digits.isascii() or not digits.isdigit() or not is_siren(digits[:9]):
        return False
    return has_check_digit(digits) or (digits.startswith("356000000") and sum(map(int, digits)) % 5 == 0)


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
            return len(inner) == 11 and inner.isdigit() and has_check_digit(inner)
        case "NL":
            return re.fullmatch(r"\d{9}B\d\d", inner) is not None and (_is_eleven(inner[:9]) or _is_dutch(value))
        case "ES" | "PT" | "AT" | "GB" | "IE" | "PL" | "DK" | "SE" | "FI":
            return 8 <= len(inner) <= 12
        case _:
            return value.startswith("CHE") and len(value) >= 12


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
