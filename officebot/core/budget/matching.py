"""Which line of the budget an entry belongs to: by its code, by the beginning of its code, or by the line's very name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter

from officebot.core.budget.fields import words
from officebot.core.budget.model import BudgetLine, Entry
from officebot.core.money import cents
from officebot.core.problems import Problem
from officebot.core.text import counted, say

_MOST_TOLD = 40
#: What of an entry tells its line.
_KEY = attrgetter("code", "account", "group")


@dataclass(slots=True)
class Matched:
    """The entries of each line, by its place among the lines, and those without a line."""

    by_line: dict[int, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    without: list[Entry] = field(default_factory=list)


class Matcher:
    """Finds lines. `chosen` are a person's answers: account or name → the line's code or name."""

    def __init__(self, lines: Sequence[BudgetLine], chosen: Mapping[str, str] | None = None) -> None:
        self._lines = lines
        self._by_code: dict[str, list[int]] = defaultdict(list)
        self._by_bare: dict[str, list[int]] = defaultdict(list)
        self._by_name: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, line in enumerate(lines):
            if line.code:
                code = _code(line.code)
                self._by_code[code].append(place)
                if code.isdecimal():
                    self._by_bare[_bare(code)].append(place)
            if line.label:
                self._by_name[words(line.label)].append(place)
        self._chosen = {_code(one): other for one, other in (chosen or {}).items()}
        self._known: dict[tuple[str, str, str], int | None] = {}

    def line_of(self, entry: Entry) -> int | None:
        """The place of its line; None where there is none, or more than one."""
        return self.lines_of([entry])[0]

    def lines_of(self, entries: Sequence[Entry]) -> list[int | None]:
        """The same of each of them, in their order."""
        keys = [*map(_KEY, entries)]
        for key in set(keys) - self._known.keys():
            self._known[key] = self._found(*key)
        return [*map(self._known.__getitem__, keys)]

    def _found(self, code: str, account: str, group: str) -> int | None:
        chosen = self._chosen.get(_code(code)) or self._chosen.get(_code(account)) or code
        for places in (
            self._of_code(_code(chosen)),
            self._by_name.get(words(chosen), []),
            self._by_name.get(words(account), []),
        ):
            if places:
                return self._one_of(places, group)
        return None

    def _of_code(self, code: str) -> list[int]:
        """Lines with this code, else with the longest one that it begins with."""
        if not code:
            return []
        if code in self._by_code:
            return self._by_code[code]
        bare = _bare(code) if code.isdecimal() else ""
        if bare in self._by_bare:
            return self._by_bare[bare]
        for length in range(len(code) - 1, 1, -1):
            begun = code[:length]
            if begun in self._by_code and _is_within(code, begun):
                return self._by_code[begun]
        for length in range(len(bare), 1, -1):
            # A line 606000 holds what is booked on 6063.
            if bare[:length] in self._by_bare:
                return self._by_bare[bare[:length]]
        return []

    def _one_of(self, places: Sequence[int], group: str) -> int | None:
        if len(places) == 1:
            return places[0]
        wanted = words(group)
        own = [place for place in places if wanted and any(words(one) == wanted for one in self._lines[place].group)]
        if len(own) == 1:
            return own[0]
        # The same code twice in one group is named as a problem of the budget; what is booked counts for the first.
        if len({self._lines[place].group for place in own or places}) == 1:
            return (own or places)[0]
        return None


def match(entries: Sequence[Entry], matcher: Matcher) -> Matched:
    """The entries by line."""
    found = Matched()
    for entry, place in zip(entries, matcher.lines_of(entries), strict=True):
        if place is None:
            found.without.append(entry)
        else:
            found.by_line[place].append(entry)
    return found


def say_without(entries: Sequence[Entry], lines: Sequence[BudgetLine]) -> list[Problem]:
    """One problem for each account that has no line, with how much is booked on it."""
    by_code: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_code[entry.code or entry.account or entry.label].append(entry)
    told = []
    for code, some in sorted(by_code.items(), key=lambda one: -abs(_sum(one[1])))[:_MOST_TOLD]:
        first, maybe = some[0], _alike(some[0], lines)
        name = f"{code} {first.account}".strip() if first.account != code else code
        if maybe is None:
            what = counted(
                "{count} entry of {sum} on “{name}” has no line in the budget: it counts for none.",
                "{count} entries of {sum} on “{name}” have no line in the budget: they count for none.",
                len(some), name=name[:80], sum=_sum(some),
            )  # fmt: skip
        else:
            what = counted(
                "{count} entry of {sum} on “{name}” has no line in the budget; if it belongs to “{line}”, "
                "add “--choose {answer}”.",
                "{count} entries of {sum} on “{name}” have no line in the budget; if they belong to “{line}”, "
                "add “--choose {answer}”.",
                len(some), name=name[:80], sum=_sum(some), line=maybe.name[:60],
                answer=f"{code}={maybe.code or maybe.label}"[:120],
            )  # fmt: skip
        told.append(Problem(where=_where(first), what=what))
    if len(by_code) > _MOST_TOLD:
        rest = sorted(by_code.items(), key=lambda one: -abs(_sum(one[1])))[_MOST_TOLD:]
        what = say(
            "{accounts} more accounts have no line in the budget, with {sum} on them: they count for none.",
            accounts=len(rest), sum=sum((_sum(some) for _, some in rest), Decimal()),
        )  # fmt: skip
        told.append(Problem(where=_where(rest[0][1][0]), what=what))
    return told


def _alike(entry: Entry, lines: Sequence[BudgetLine]) -> BudgetLine | None:
    """The one line whose name has most words with what is booked; a person is asked."""
    said = {
        one
        for one in words(f"{entry.account} {entry.label} {'' if entry.code.isdecimal() else entry.code}")
        if len(one) > 3
    }
    scored = [(len(said & set(words(line.label))), place) for place, line in enumerate(lines)]
    best = max(scored, default=(0, 0))
    if not best[0] or sum(score == best[0] for score, _ in scored) > 1:
        return None
    return lines[best[1]]


def _sum(entries: Sequence[Entry]) -> Decimal:
    return cents(sum((one.amount for one in entries), Decimal()))


def _where(entry: Entry) -> str:
    source = entry.source
    return f"{source.file}: {source.sheet}!{source.cell}" if source.sheet else f"{source.file}: {source.cell}"


def _code(written: str) -> str:
    return "".join(written.upper().split())


def _bare(code: str) -> str:
    """An account without the noughts that only fill it up."""
    return code.rstrip("0") if code.isdecimal() and len(code) > 3 else code


def _is_within(code: str, begun: str) -> bool:
    """Whether a code is below another: `606300` below `6063`, `1.2.3` below `1.2`, but not `1.23`."""
    if code.isdecimal():
        return True
    return (any(mark in begun for mark in ".-/") and code[len(begun)] in ".-/") or code[len(begun)] in ".-/"
