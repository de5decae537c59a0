"""Numbers of firms, checked as those who give them out say: GS1, chambers of commerce, tax offices."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from officebot.core.expressions import expression
from officebot.core.text import Text, say
from officebot.core.trade.rules.failures import Flag


@dataclass(frozen=True, slots=True)
class Scheme:
    """A kind of number by its code (ISO 6523, EAS): the rule that asks for it, what is right, what it is called."""

    rule: str
    is_right: Callable[[str], bool]
    called: Text
    flag: Flag = "fatal"


def is_gln(value: str) -> bool:
    """A GS1 number by its check digit, the last.

    A GLN has 13 digits; what Peppol checks is the check digit, whatever the length, and longer ones are in use.
    """
    if not _digits(value, len(value)) or not 2 <= len(value) <= 40:
        return False
    figures = [int(digit) for digit in reversed(value)]
    weighed = sum(figure * (3 if place % 2 else 1) for place, figure in enumerate(figures))
    return weighed % 10 == 0


def is_norwegian(value: str) -> bool:
    """Organisasjonsnummer: nine digits, the last by modulus 11."""
    if not _digits(value, 9):
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(value, (3, 2, 7, 6, 5, 4, 3, 2), strict=False)) % 11
    return (11 - rest) % 11 == int(value[8])


def is_belgian(value: str) -> bool:
    """An enterprise number: ten digits, the last two by modulus 97."""
    return _digits(value, 10) and 97 - int(value[:8]) % 97 == int(value[8:])


def is_swedish(value: str) -> bool:
    """Organisationsnummer: ten digits, the last by Luhn."""
    return _digits(value, 10) and _luhn(value)


def is_australian(value: str) -> bool:
    """An ABN: eleven digits, modulus 89 once the first is one less."""
    if not _digits(value, 11):
        return False
    weights = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)
    figures = [int(digit) for digit in value]
    figures[0] -= 1
    return sum(figure * weight for figure, weight in zip(figures, weights, strict=True)) % 89 == 0


def is_partita_iva(value: str) -> bool:
    """An Italian VAT number: IT and eleven digits, the last by Luhn."""
    return value[:2].upper() == "IT" and _digits(value[2:], 11) and _luhn(value[2:])


def is_codice_fiscale(value: str) -> bool:
    """An Italian tax code: sixteen letters and digits of a person, eleven digits of a firm."""
    if len(value) == 11:
        return _digits(value, 11) and _luhn(value)
    return _CODICE_FISCALE.fullmatch(value.upper()) is not None


# Where digits stand, people of the same code have letters (omocodia).
_CODICE_FISCALE = expression(
    r"[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]", re.ASCII
)
_IPA = expression(r"[A-Za-z0-9]{6}", re.ASCII)
_DANISH = expression(r"DK[0-9]{8}", re.ASCII)

#: By the code of the scheme. 9906 and 9907 are what 0211 and 0210 were called.
SCHEMES: Mapping[str, Scheme] = {
    "0088": Scheme("R040", is_gln, say("GLN")),
    "0192": Scheme("R041", is_norwegian, say("Norwegian organisation number")),
    "0184": Scheme("R042", lambda value: _DANISH.fullmatch(value) is not None, say("Danish company number (CVR)")),
    "0208": Scheme("R043", is_belgian, say("Belgian enterprise number")),
    "0201": Scheme(
        "R044", lambda value: _IPA.fullmatch(value) is not None, say("Italian office code (IPA)"), "warning"
    ),
    "0210": Scheme("R045", is_codice_fiscale, say("Italian tax code"), "warning"),
    "9907": Scheme("R046", is_codice_fiscale, say("Italian tax code"), "warning"),
    "0211": Scheme("R047", is_partita_iva, say("Italian VAT number"), "warning"),
    "9906": Scheme("R048", is_partita_iva, say("Italian VAT number"), "warning"),
    "0007": Scheme("R049", is_swedish, say("Swedish organisation number")),
    "0151": Scheme("R050", is_australian, say("Australian business number (ABN)")),
    "0096": Scheme("R052", lambda value: _digits(value, 10), say("Danish production unit number (P)")),
    "0198": Scheme("R053", lambda value: _DANISH.fullmatch(value) is not None, say("Danish VAT number (SE)")),
    "0106": Scheme("R054", lambda value: _digits(value, 8), say("Dutch chamber of commerce number"), "warning"),
    "0190": Scheme("R055", lambda value: _digits(value, 20), say("Dutch office number (OIN)"), "warning"),
}


def _digits(value: str, count: int) -> bool:
    return len(value) == count and value.isascii() and value.isdigit()


def _luhn(value: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(value)))
    return sum(figure // 10 + figure % 10 for figure in doubled) % 10 == 0
