"""Words as they are compared: lower case, without accents, each letter at its place."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


def _table() -> dict[int, str]:
    table = {code: unicodedata.normalize("NFD", chr(code))[0].lower() for code in range(0xC0, 0x180)}
    table |= {ord(sign): "'" for sign in "’‘ʼ`´"}
    table |= {ord(sign): "-" for sign in "–—‑−‐"}
    table |= {ord(sign): " " for sign in "\u00a0\u202f\u2009\u2007\u2002\u2003\t"}
    # One letter for one: what follows them is spelled the same with either.
    return table | {ord("œ"): "e", ord("æ"): "e", ord("İ"): "i", ord("ß"): "s", ord("×"): "x"}


_TABLE = _table()


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """The text in lower case without accents and typographic signs, exactly as long as it was."""
    made = text.translate(_TABLE)
    lowered = made.lower()
    return lowered if len(lowered) == len(text) else "".join(letter.lower()[:1] or " " for letter in made)
