"""The numbers of our orders as others write them: whole, shortened, with other marks between, or with a slip."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from officebot.core.expressions import expression

_GROUPS = expression(r"\d{1,10}")
#: A number as it may stand in a text: groups of digits with marks between, after at most one word of letters.
_WRITTEN = expression(
    r"(?<![\w.,])(?:[A-Za-z]{1,6}[-/. n°#:]{0,3})?\d{1,10}(?:\s?[-/._–]\s?\d{1,10}){0,4}(?![\w%€£$])"
)
#: Words after which a short number means an order.
_CUE = expression(
    r"(?:commandes?|cdes?|bons?|\bbc|\bb\.c\.|\bpo|\bp\.o\.|orders?|purchase order|v/?r[ée]f|r[ée]f(?:[ée]rence)?s?|your ref"
    r"|votre n°|customer (?:order|po|ref)|num[ée]ro|\bno|\bn°|n[°º]|\bnr|#|number)"
    r"[\s.:#°ºn]{0,6}(?:de commande|client|achat|n°|no\.?|nr\.?|number|:|#|\s|bc|po){0,4}[\s.:#-]{0,3}$",
    re.IGNORECASE,
)

#: So many letters before a number are looked at for such a word.
_BEFORE = 60
#: How many figures that may be short for an order are looked at in a text, and what a number is written with.
_MOST = 600
_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Sureness(IntEnum):
    """How surely a text names an order: nothing, a slip away, a short form, the whole number."""

    none = 0
    slip = 1
    short = 2
    whole = 3


@dataclass(frozen=True, slots=True)
class _Number:
    order: str
    plain: str
    groups: tuple[str, ...]


class OrderNumbers:
    """Finds the orders of a book in texts."""

    def __init__(self, orders: Iterable[str]) -> None:
        self._all = [_Number(one, _plain(one), tuple(_GROUPS.findall(one))) for one in dict.fromkeys(orders)]
        self._by_plain: dict[str, str] = {}
        self._lengths = {len(one.plain) for one in self._all if len(one.plain) >= 6}
        self._by_last: dict[int, list[_Number]] = {}
        for one in self._all:
            self._by_plain.setdefault(one.plain, one.order)
            if one.groups:
                self._by_last.setdefault(int(one.groups[-1]), []).append(one)

    def exactly(self, text: str) -> str:
        """The order whose number these letters are, whatever the marks between them; "" for none."""
        return self._by_plain.get(_plain(text), "")

    def named(self, text: str) -> dict[str, Sureness]:
        """The orders that a text names, each with how surely."""
        found: dict[str, Sureness] = {}
        looked_at = 0
        for hit in _WRITTEN.finditer(text):
            whole = self._by_plain.get(_plain(hit[0]))
            if whole is not None:
                found[whole] = Sureness.whole
            elif looked_at < _MOST and self._may_mean(hit[0]):
                looked_at += 1
                for order, sure in self._meant(hit[0], text[max(0, hit.start() - _BEFORE) : hit.start()]):
                    found[order] = max(sure, found.get(order, Sureness.none))
        return found

    def _may_mean(self, written: str) -> bool:
        """Whether it is worth reading what stands before it: most figures of a text end as no order does."""
        groups = _GROUPS.findall(written)
        return bool(groups) and (int(groups[-1]) in self._by_last or len(_plain(written)) in self._lengths)

    def _meant(self, written: str, before: str) -> Iterator[tuple[str, Sureness]]:
        groups = _GROUPS.findall(written)
        letters = "".join(one for one in written if one.isalpha()).upper()
        has_cue = bool(_CUE.search(before))
        for one in self._by_last.get(int(groups[-1]), ()):
            own = "".join(letter for letter in one.order if letter.isalpha()).upper()
            is_marked = (
                has_cue or (letters and own.endswith(letters)) or _CUE.search(f"{before}{letters} ") is not None
            )
            rest, ours = groups[:-1], one.groups[:-1]
            if len(rest) > len(ours) or (
                letters and not own.endswith(letters) and not has_cue and not _is_cue(letters)
            ):
                continue
            # All of its digits, if enough of them, need no word before them.
            is_whole = len(rest) == len(ours) and (
                bool(rest) or (groups[-1] == one.groups[-1] and len(groups[-1]) >= 4)
            )
            fits = all(
                a == b or (len(a) == 2 and b.endswith(a))
                for a, b in zip(reversed(rest), reversed(ours), strict=False)
            )
            if fits and len(groups[-1]) <= len(one.groups[-1]) and (is_marked or is_whole):
                yield one.order, Sureness.short
        if has_cue and len(_plain(written)) >= 6:
            for near in _slips(_plain(written)):
                if near in self._by_plain:
                    yield self._by_plain[near], Sureness.slip


def _is_cue(letters: str) -> bool:
    return letters in ("BC", "PO", "CDE", "CMD", "COMMANDE", "ORDER", "NO", "N", "REF", "NR")


def _plain(text: str) -> str:
    return "".join(one for one in text.upper() if one.isalnum())


def _slips(number: str) -> Iterator[str]:
    """The numbers that differ from this one by one sign, or by two that changed places."""
    for place, sign in enumerate(number):
        before, after = number[:place], number[place + 1 :]
        yield from (before + other + after for other in _SIGNS if other != sign)
        if after and after[0] != sign:
            yield before + after[0] + sign + after[1:]


def surest(found: Mapping[str, Sureness]) -> Sureness:
    """How surely the surest of them is named."""
    return max(found.values(), default=Sureness.none)
