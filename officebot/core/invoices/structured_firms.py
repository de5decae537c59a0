"""Who a party of a structured invoice is: its numbers told apart by their schemes, France's register among them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from officebot.core.expressions import expression

#: Numbers of the French register by their schemes (ISO 6523): SIREN, SIRET, and addresses that start with a SIREN.
_SIREN, _SIRET, _FRENCH_ADDRESS = "0002", "0009", "0225"
_NINE, _FOURTEEN = expression(r"[0-9]{9}", re.ASCII), expression(r"[0-9]{14}", re.ASCII)
_ADDRESS = expression(r"([0-9]{9})(?:_([0-9]{14}))?(?:_.{0,100})?", re.ASCII)
#: FR, a key of two figures or letters, the SIREN.
_FRENCH_VAT = expression(r"FR[0-9A-Z]{2}([0-9]{9})", re.ASCII)
_SEPARATORS = expression(r"[\s.\u00a0\u202f-]{1,50}")


def bare(number: str) -> str:
    """The number without the blanks that people write into it."""
    return "".join(number.split())


def french_numbers(ids: Iterable[tuple[str, str]], vat: str, country: str) -> tuple[str, str]:
    """A firm's SIREN and SIRET, "" for what is not said.

    They are what their schemes say; else what a number without a scheme must be, that has the right length and check
    digit, of a French firm; a SIREN is also the start of a SIRET, and the end of a French VAT number.
    """
    siren = siret = ""
    is_french = country == "FR" or vat.startswith("FR")
    for scheme, written in ids:
        number = _SEPARATORS.sub("", written)
        kind = _kind(scheme, number, is_french)
        if kind == _SIRET:
            siret = siret or number
        elif kind == _SIREN:
            siren = siren or number
        elif scheme == _FRENCH_ADDRESS and (found := _ADDRESS.fullmatch(written.strip())):
            siren, siret = siren or found[1], siret or found[2] or ""
    from_vat = _FRENCH_VAT.fullmatch(vat.upper())
    return siren or siret[:9] or (from_vat[1] if from_vat else ""), siret


def _kind(scheme: str, number: str, is_french: bool) -> str:
    """Which number of the French register it is. People write a SIRET under the SIREN's scheme, and the other way round."""
    is_named = scheme in (_SIREN, _SIRET)
    if _FOURTEEN.fullmatch(number) and (is_named or (is_french and not scheme and has_check_digit(number))):
        return _SIRET
    if _NINE.fullmatch(number) and (is_named or (is_french and not scheme and has_check_digit(number))):
        return _SIREN
    return ""


def has_check_digit(number: str) -> bool:
    """Whether the last figure is right by Luhn's rule."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number)))
    return sum(figure // 10 + figure % 10 for figure in doubled) % 10 == 0
