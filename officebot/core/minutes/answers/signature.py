"""Where an answer ends and its author's signature begins: title, company and telephone agree to nothing. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from officebot.core.expressions import expression
from officebot.core.minutes.answers.refs import LONGEST_ANSWER, references_in
from officebot.core.minutes.answers.words import folded, is_postponed, is_refusal, is_wanting

#: No signature is longer.
_LONGEST, _MOST_LINES = 800, 14
_DELIMITER = expression(r"^--[ \t\u00a0]{0,3}$", re.MULTILINE)
_CLOSING = expression(
    r"(?:^|(?<=[.!,;…]))[ \t\u00a0]{0,5}(?:(?:(?:bien|très) )?(?:cordialement|amicalement|sincèrement|respectueusement)"
    r"|cdlt|cdt|bien à (?:toi|vous)|(?:meilleures|sincères|cordiales) salutations|salutations distinguées"
    r"|(?:(?:kind|best|warm)(?:est)? )?regards|(?:yours )?sincerely|best wishes)(?=[\s,.!–—-]|$)",
    re.IGNORECASE | re.MULTILINE,
)
#: Words of sentences, which signatures do without: behind them somebody still says something.
_PROSE = expression(
    r"\b(?:est|sont|etait|faut|doit|doivent|ai|avons|avez|pas|non|je|nous|vous|il|elle|ils|elles|on|que|is|are|was|were"
    r"|should|must|has|have|not|i|we|you|they|it|please|svp|ps|nb|lire|reads?|merci de)\b|p\.s\."
)
#: A name of two parts in the middle of a line is followed by a title and a house, in capitals, and never by a verb.
_SMALL = expression(
    r"(?<![^\s(/|–—-])(?!(?:de|du|des|la|le|les|et|of|the|and|tel|mob|fax)\b)[^\W\d_A-ZÀ-ÖØ-Þ]\w{0,60}(?![\w@.])"
)
#: “agreed with Claire Aubry”: a name behind these is no signature.
_ABOUT = expression(
    r"\b(?:with|avec|for|pour|by|par|de|du|of|a|à|to|sauf|except|et|and|que|than|si|if|chez|mais|but|le|la|the)\s{1,3}$",
    re.IGNORECASE,
)  # fmt: skip


def without_signature(text: str, author: str = "") -> str:
    """The text without how its author signs; all of it where anything that looks like a signature may say more.

    A signature begins with "--", a closing formula, or the author's own name in full.
    """
    text = text[:LONGEST_ANSWER].rstrip()
    first = max(len(text) - _LONGEST, 0)
    for start in sorted({*_beginnings(text, first), *_names(text, first, author)}):
        if text[:start].strip() and _is_signature(text[start:]):
            return text[:start]
    return text


def _beginnings(text: str, first: int) -> Iterator[int]:
    for pattern in (_DELIMITER, _CLOSING):
        yield from (found.start() for found in pattern.finditer(text, first))


def _names(text: str, first: int, author: str) -> Iterator[int]:
    """Where the author's name stands: alone on a line, or behind what was said with a title and a house after it."""
    parts = [re.escape(part) for part in author.split()]
    if len(parts) < 2:
        return
    name = r"[ \t\u00a0]{1,3}".join(parts)
    for found in re.compile(rf"(?<!\w){name}(?!\w)", re.IGNORECASE).finditer(text, first):
        before, behind = text[: found.start()], text[found.end() :].partition("\n")[0]
        is_begun = not before.rpartition("\n")[2].strip()
        if (is_begun and not behind.strip(" ,.\t")) or not (_ABOUT.search(before[-12:]) or _SMALL.search(behind)):
            yield found.start()


def _is_signature(tail: str) -> bool:
    lines = [line.strip() for line in tail.splitlines() if line.strip()]
    if len(lines) > _MOST_LINES or "?" in tail or references_in(tail):
        return False
    return not any(
        _PROSE.search(said) or is_wanting(said) or is_refusal(said) or is_postponed(said)
        for said in map(folded, lines)
    )
