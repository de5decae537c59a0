"""Names of files and folders made of words from outside: plain on every system, never another place."""

from __future__ import annotations

import re

from officebot.core.expressions import expression

# What Windows refuses, what leads elsewhere, and everything invisible or misleading.
_FORBIDDEN = expression(r'[\x00-\x1f\x7f-\x9f<>:"/|?*\\\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufdd0-\ufdef]+')
_DEVICES = frozenset({"con", "prn", "aux", "nul", "conin$", "conout$"})
_NUMBERED = expression(r"(?:com|lpt)[0-9¹²³]", re.IGNORECASE)


def safe_name(words: str, longest: int = 80, otherwise: str = "-") -> str:
    """The words as the name of a file or folder, at most so long; `otherwise` where nothing of them is left."""
    name = " ".join(_FORBIDDEN.sub(" ", words).split())[:longest].strip(". ")
    stem = name.partition(".")[0].strip().casefold()
    if stem in _DEVICES or _NUMBERED.fullmatch(stem):
        name = f"_{name}"[:longest].rstrip(". ")
    return name or otherwise
