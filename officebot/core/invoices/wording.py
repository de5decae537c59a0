"""What the words around an invoice say of money: another account announced, silence wanted, or a debit by the supplier."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from officebot.core.expressions import expression
from officebot.core.ibans import Account, shown
from officebot.core.judging.evidence import fold
from officebot.core.judging.schemes import schemes
from officebot.core.judging.signs import signs_in
from officebot.core.trade.reading.folding import folded

#: Long texts are looked through in pieces, which share a few lines.
_PIECE, _SHARED, _LONGEST = 4_000, 400, 200_000
#: Weaker schemes are a word for an account near one for news.
_LEAST = 2
_DEBIT = expression(
    r"\b(?:preleve|prelevement|debite|debitons|debitee|direct debit|debited|debiting|collected by)", re.IGNORECASE
)
_PAY = expression(
    r"\b(?:virements?|vir(?:er|ez)|vers(?:er|ez|ements?)|regl(?:er|ez)|reglements? par|pay(?:er|ez)|transfers?|wire|remit|settle"
    r"|send|pay (?:to|into|us|by)|bank details|coordonnees bancaires|nouve(?:au|lle)|new account)\b"
)
# Where one thought ends and another one begins.
_SENTENCE = expression(r"[.!?;]\s|\n\s{0,9}\n|\n(?=[A-Z])")
_BEFORE, _BEHIND = 160, 80
_NEAR = 120
#: What says that something is no longer as it was.
_CHANGE = expression(
    r"nouve(?:au|l|lle)|chang|modif|remplac|mis(?:es)? a jour|desormais|dorenavant|ancien|plus valable|autre compte|new\b|updat"
    r"|switch|replac|no longer|from now|different account|moved to|old account"
)


@lru_cache(maxsize=64)
def announcements(words: str) -> tuple[str, ...]:
    """The words that announce another account, or want money moved in silence, as they stand; () for none."""
    found: dict[str, None] = {}
    for piece in _pieces(words[:_LONGEST]):
        signs = signs_in(fold(piece))
        for scheme in schemes(signs):
            if scheme.weight >= _LEAST and not scheme.is_soft and scheme.name in ("bank details", "secrecy"):
                quote = signs.quote(scheme.hits)
                if scheme.name == "secrecy" or _is_change(piece, quote):
                    found.setdefault(" ".join(quote.split()))
    return tuple(found)


def _is_change(piece: str, quote: str) -> bool:
    """Whether something near these words says that an account is another one now: every invoice names “our bank details”."""
    at = piece.find(quote)
    near = piece[max(0, at - _NEAR) : at + len(quote) + _NEAR] if at >= 0 else quote
    return _CHANGE.search(folded(near)) is not None


def is_debited(words: str, account: Account) -> bool:
    """Whether an account is told as the one that the supplier takes the money from: nobody is asked to pay to it."""
    text = shown(words)
    start, behind = account.start, account.start + len(account.words)
    before = _SENTENCE.split(text[max(0, start - _BEFORE) : start])[-1]
    after = _SENTENCE.split(text[behind : behind + _BEHIND])[0]
    near = folded(f"{before} {after}")
    return _DEBIT.search(near) is not None and _PAY.search(near) is None


def _pieces(words: str) -> Iterator[str]:
    for start in range(0, max(1, len(words)), _PIECE - _SHARED):
        yield words[start : start + _PIECE]
