"""Figures of a report: each with how it came about and what it came from, reckoned a second time before it is shown.

The second computation shares nothing with the first but what is stored: cells are read again by another reader, their
numbers by the small grammar below; messages, items, proposals and events as rows of words (`core/records.py`). All is added
up as whole numbers, never as decimals. What differs by a cent, or was made of other records, stops the report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

from officebot.core.asking import Ask
from officebot.core.expressions import expression
from officebot.core.money import cents, half_up
from officebot.core.problems import Problem, UserError
from officebot.core.text import Text, say

#: How a figure comes about: cells added up; figures added up, others taken off; a share of another; by a named method;
#: made of stored records, as its question says.
Rule: TypeAlias = Literal["cells", "sum", "ratio", "method", "records"]
#: What a source is: a cell of a workbook or a line of a file, or a record of the office's own.
SourceKind: TypeAlias = Literal["cell", "mail", "item", "proposal", "event"]
#: What a question comes to when it is asked again: digits, and the keys of the records; None for no answer.
Recount: TypeAlias = "Callable[[Ask], tuple[str | None, frozenset[str]]]"
#: The number in a cell as a second reader finds it: a text of digits; None for an empty cell.
Reread: TypeAlias = "Callable[[Source], str | None]"
#: What a method makes of the figures it is given, in their order.
Method: TypeAlias = "Callable[[Sequence[Decimal]], Decimal | None]"

#: Amounts are reckoned in millionths: workbooks hold parts of cents.
_ONE = 1_000_000
_CENT = _ONE // 100
_RATIO = 10_000
_NUMBER = expression(r"[-+(−–]{0,2}\d[\d\s.,’'\u00a0\u202f]{0,40}")
_POWER = expression(r"[-+]?\d{1,20}(?:\.\d{1,25})?[eE][-+]?\d{1,3}")
_SCALE = expression(r"\d\s?([kKmM])(?![a-zA-Z])")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Source:
    """A cell: its file with its SHA-256, its sheet ("" in a text file), and what stood there when it was read.

    Of a record, `sheet` is its book and `cell` its key there, `sha256` its own hash; `read` is when (local ISO).
    """

    file: str
    sheet: str
    cell: str
    sha256: str = ""
    stood: str = ""
    kind: SourceKind = "cell"
    read: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.file, f"{self.sheet}!{self.cell}" if self.sheet else self.cell)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What a cell gives to a figure: `factor` times its number; of `parts` even shares to the cent, the one at `part`.

    The factor is -1 for what is credited, 1000 where a sheet is kept in thousands. `mark` is the decimal mark of its
    words, "" where they leave no doubt. What `is_reckoned` is a formula that no program had reckoned: nobody can read it
    again, and what it came to counts.
    """

    source: Source
    factor: int = 1
    part: int = 0
    parts: int = 1
    mark: str = ""
    is_reckoned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number of a report. `of` are the keys of the figures, and `terms` the cells, that its rule makes it of.

    A sum adds up those in `of` and takes off those in `less`. One made of records says by `ask` which ones, and in `counted`
    which ones it is made of.
    """

    key: str
    value: Decimal
    how: Text
    rule: Rule
    terms: tuple[Term, ...] = ()
    of: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    ask: Ask | None = None
    counted: tuple[Source, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """What it is made of at once; what the figures it is made of come from is theirs."""
        return (*(term.source for term in self.terms), *self.counted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A figure that came out otherwise the second time; `second` is None where it could not be reckoned again."""

    key: str
    first: str
    second: str | None
    sources: tuple[Source, ...] = ()

    def problem(self) -> Problem:
        """Which figure, both values and its cells, for the person who must look."""
        cells = [str(one) for one in self.sources[:4]] or ["—"]
        if self.second is None:
            what = say("This figure could not be reckoned a second time: its cells are {cells}.", cells=cells)
        else:
            what = say(
                "This figure is {first} here and {second} when it is reckoned again from {cells}: the report is not made.",
                first=self.first, second=self.second, cells=cells,
            )  # fmt: skip
        return Problem(where=self.key, what=what)


@dataclass(slots=True)
class Figures:
    """The figures of one report by their keys, and the methods that some came about by."""

    by_key: dict[str, Figure] = field(default_factory=dict)
    methods: dict[str, Method] = field(default_factory=dict)

    def add(self, figure: Figure, method: Method | None = None) -> Figure:
        """Take one in. `method` is what makes it of the figures in `of`, where its rule is "method"."""
        self.by_key[figure.key] = figure
        if method is not None:
            self.methods[figure.key] = method
        return figure

    def value(self, key: str) -> Decimal | None:
        """A figure's value; None where there is no such figure."""
        found = self.by_key.get(key)
        return found.value if found is not None else None

    def sources(self, key: str) -> tuple[Source, ...]:
        """All cells that a figure goes back to, each once, in their order."""
        return tuple(dict.fromkeys(self._sources(key)))

    def _sources(self, key: str) -> Iterator[Source]:
        seen, left = {key}, [key]
        while left:
            figure = self.by_key[left.pop()]
            yield from figure.sources
            more = [one for one in (*figure.of, *figure.less) if one not in seen]
            seen.update(more)
            left += reversed(more)

    def untraced(self) -> tuple[str, ...]:
        """The keys of figures that go back to no cell although they are not zero: there should be none."""
        return tuple(key for key, one in self.by_key.items() if one.value and not self.sources(key))

    def second(self, reread: Reread, recount: Recount | None = None) -> dict[str, Decimal | None]:
        """Every figure reckoned again from its cells and records; None for one that could not be, or is made of others."""
        return _Second(self, reread, recount).all()

    def check(self, reread: Reread, recount: Recount | None = None) -> tuple[Difference, ...]:
        """What came out otherwise the second time."""
        return self.differences({key: one.value for key, one in self.by_key.items()}, self.second(reread, recount))

    def differences(
        self, shown: Mapping[str, Decimal | None], second: Mapping[str, Decimal | None]
    ) -> tuple[Difference, ...]:
        """Which of the figures that a finished report shows are not what the second computation says.

        A figure that the report lacks is a difference, too.
        """
        found = []
        for key, again in second.items():
            here = shown.get(key)
            if here is None or again is None or _rounded(here, self.by_key[key]) != again:
                first = "—" if here is None else f"{here:f}"
                found.append(
                    Difference(
                        key=key,
                        first=first,
                        second=None if again is None else f"{again:f}",
                        sources=self.sources(key),
                    )
                )
        return tuple(found)

    def insist(self, reread: Reread, recount: Recount | None = None) -> None:
        """Raises UserError with every difference: such a report is not to be shown."""
        found = self.check(reread, recount)
        if found:
            raise UserError(one.problem() for one in found)


def _rounded(value: Decimal, figure: Figure) -> Decimal:
    return half_up(value, Decimal("0.0001")) if figure.rule == "ratio" else cents(value)


class _Second:
    """The second computation: whole numbers of millionths."""

    def __init__(self, figures: Figures, reread: Reread, recount: Recount | None = None) -> None:
        self.figures, self.reread, self.recount = figures, reread, recount
        self._known: dict[str, int | None] = {}
        self._cells: dict[tuple[str, str, str, str], int | None] = {}

    def all(self) -> dict[str, Decimal | None]:
        """Every figure to the cent, a ratio to four decimals."""
        found: dict[str, Decimal | None] = {}
        for key, figure in self.figures.by_key.items():
            again = self._figure(key, ())
            if again is None:
                found[key] = None
            elif figure.rule == "ratio":
                found[key] = Decimal(again).scaleb(-4)
            else:
                found[key] = Decimal(_divided(again, _CENT)).scaleb(-2)
        return found

    def _figure(self, key: str, above: tuple[str, ...]) -> int | None:
        if key not in self._known:
            figure = self.figures.by_key.get(key)
            if figure is None or key in above:
                return None
            self._known[key] = self._reckoned(figure, (*above, key))
        return self._known[key]

    def _reckoned(self, figure: Figure, above: tuple[str, ...]) -> int | None:
        of = [self._figure(key, above) for key in (*figure.of, *figure.less)]
        known = [one for one in of if one is not None]
        if len(known) != len(of):
            return None
        match figure.rule:
            case "cells":
                terms = [self._term(term) for term in figure.terms]
                return None if None in terms else sum(one for one in terms if one is not None)
            case "sum":
                return sum(known[: len(figure.of)]) - sum(known[len(figure.of) :])
            case "ratio":
                return _divided(known[0] * _RATIO, abs(known[1])) if known[1] else None
            case "records":
                return self._counted(figure)
        made = self.figures.methods[figure.key]([Decimal(one).scaleb(-6) for one in known])
        return None if made is None else _millionths(f"{made:f}")

    def _counted(self, figure: Figure) -> int | None:
        """What its question comes to; None also where it is made of other records than the first time."""
        if figure.ask is None or self.recount is None:
            return None
        digits, keys = self.recount(figure.ask)
        return None if digits is None or keys != {one.cell for one in figure.counted} else _millionths(digits)

    def _term(self, term: Term) -> int | None:
        place = (term.source.file, term.source.sheet, term.source.cell, term.mark)
        if place not in self._cells:
            words = term.source.stood if term.is_reckoned else self.reread(term.source)
            self._cells[place] = None if words is None else number_in(words, term.mark)
        found = self._cells[place]
        if found is None:
            return None
        if term.parts == 1:
            return found * term.factor
        whole = found * term.factor
        share = _divided(whole, term.parts * _CENT) * _CENT
        return share if term.part < term.parts - 1 else whole - share * (term.parts - 1)


def _divided(number: int, by: int) -> int:
    """The quotient to the nearest whole number, a half away from zero: as money is rounded, reckoned another way."""
    quotient = (2 * abs(number) + by) // (2 * by)
    return quotient if number >= 0 else -quotient


def _millionths(digits: str) -> int:
    sign, text = (-1, digits[1:]) if digits.startswith("-") else (1, digits)
    whole, _, rest = text.partition(".")
    part = int((rest + "0000000")[:7] or "0")
    return sign * (int(whole or "0") * _ONE + _divided(part, 10))


def number_in(words: str, mark: str = "") -> int | None:
    """The number that stands in a cell's words, in millionths: `1 234,56 €`, `(500)`, `12k€`, `-0.5`, `1e3`.

    `mark` says which sign is before the decimals, where `1.234` may mean either. None for what is no number.
    """
    text = words.strip()
    power = _POWER.fullmatch(text)
    if power is not None:
        return _millionths(f"{Decimal(text):f}")
    found = _NUMBER.search(text)
    if found is None:
        return None
    is_less = text.startswith(("(", "-", "−", "–")) or text.endswith("-") or found[0].startswith(("-", "−", "–", "("))
    amount = _millionths(_plain_digits(found[0], mark))
    scale = _SCALE.search(text)
    if scale is not None:
        amount *= 1000 if scale[1] in "kK" else 1_000_000
    return -amount if is_less else amount


def _plain_digits(written: str, mark: str) -> str:
    """`1 234,56` as `1234.56`: the last mark is the point, unless it comes several times or another one is known to be."""
    kept = re.sub(r"[^\d.,]", "", written).rstrip(".,")
    last = max(kept.rfind("."), kept.rfind(","))
    if last < 0:
        return kept
    point = mark or kept[last]
    if kept.count(point) != 1:
        return re.sub(r"[.,]", "", kept)
    whole, _, rest = kept.partition(point)
    return f"{re.sub(r'[.,]', '', whole)}.{rest}"


def in_order(cell: str) -> tuple[int, int]:
    """What sorts cells from top to bottom, and from left to right."""
    return _place(cell) or (0, 0)


def compressed(cells: Iterable[str]) -> list[str]:
    """Cells as ranges where they stand beside or below each other: B7, C7, D7 as `B7:D7`, in their order."""
    runs: list[list[tuple[int, int]]] = []
    for name in dict.fromkeys(cells):
        at = _place(name)
        if at is None:
            continue
        last = runs[-1] if runs else None
        if last is not None and _carries_on(last, at):
            last.append(at)
        else:
            runs.append([at])
    return [_name(run[0]) if len(run) == 1 else f"{_name(run[0])}:{_name(run[-1])}" for run in runs]


def _carries_on(run: Sequence[tuple[int, int]], at: tuple[int, int]) -> bool:
    (row, column), (new_row, new_column) = run[-1], at
    is_beside, is_below = (row, column + 1) == (new_row, new_column), (row + 1, column) == (new_row, new_column)
    if len(run) == 1:
        return is_beside or is_below
    return is_beside if run[0][0] == row else is_below and run[0][1] == column


def _place(name: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", name)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def _name(at: tuple[int, int]) -> str:
    row, column = at
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
