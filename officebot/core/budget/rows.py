"""The rows of a block: code, label, how deep they stand, and their amounts by column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from officebot.core.budget.amounts import grouping_of, read_amount
from officebot.core.budget.headings import read_heading
from officebot.core.budget.kinds import folded, kind_column, kind_of
from officebot.core.budget.mapping import Block
from officebot.core.expressions import expression
from officebot.core.problems import Problem
from officebot.core.workbooks.cells import Address, Cell, Value
from officebot.core.workbooks.numbers import Mark, mark_of

_CODE = expression(
    r"[A-Z]{0,4}[-. ]?\d{1,9}(?:[-./]\d{1,6}){0,5}[A-Z]?|\d{1,9}[A-Z]{1,3}|[A-Z]{2,5}\d{0,6}(?:[-./][A-Z0-9]{1,6}){1,4}"
)
_CODE_THEN_LABEL = expression(
    r"([A-Z]{0,3}\d{1,9}(?:[.\-/]\d{1,6}){0,5})\.?\s{0,3}(?:[-–—:·]\s{0,3}|\s)(?=[^\W\d_])(.{2,200})"
)
_BULLET = expression(r"^[\s\u00a0]{0,40}(?:[-–—•·›»*>→+]{1,3}\s{1,3})")
_BLANKS = expression(r"^[\s\u00a0]{0,60}")


@dataclass(slots=True, kw_only=True)
class Row:
    """A row with a label or with amounts. `depth` grows with indents and with columns to the right; 0 is outermost.

    `amounts` are those of its months, `sums` those of columns that only add these up. `kind` is what the row says that it
    is, where it does; `others` are amounts of other kinds, each with its row.
    """

    number: int
    code: str
    label: str
    depth: int
    groups: tuple[str, ...] = ()
    owner: str = ""
    parent: str = ""
    is_bold: bool = False
    is_percent: bool = False
    column: int = 0
    after_blank: bool = False
    is_hidden: bool = False
    amounts: dict[int, Decimal] = field(default_factory=dict)
    sums: dict[int, Decimal] = field(default_factory=dict)
    currencies: frozenset[str] = frozenset()
    kind: str = ""
    others: dict[str, tuple[int, Mapping[int, Decimal]]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its label, else its code."""
        return self.label or self.code


def rows_of(block: Block, problems: list[Problem]) -> list[Row]:
    """The rows of a block from top to bottom; what cannot be read of them is added to `problems`."""
    return _Reader(block, problems).rows()


class _Reader:
    def __init__(self, block: Block, problems: list[Problem]) -> None:
        self.block, self.problems = block, problems
        self._figures = [one.column for one in block.figures]
        self._sums = {one.column for one in block.figures if one.is_sum}
        self._begin = min(self._figures)
        self._numbers = [n for n in block.grid.rows if block.first <= n <= block.last]
        self._mark = self._mark_of()
        held = {column: list(_held(block, self._numbers, column)) for column in range(1, self._begin)}
        self._kinds = kind_column(held)
        self._sides = _fields(block, self._numbers, self._begin, without=self._kinds)
        self._last_groups: list[str] = []

    def rows(self) -> list[Row]:
        """All of them."""
        made: list[Row] = []
        before = self.block.header[1]
        for number in self._numbers:
            row = self._row(number, self.block.grid.rows[number])
            if row is not None:
                row.after_blank = number > before + 1
                made.append(row)
                before = number
        depths = sorted({row.depth for row in made})
        for row in made:
            row.depth = depths.index(row.depth)
        return folded(made) if self._kinds else made

    def _row(self, number: int, values: Sequence[Value]) -> Row | None:
        given = [values[column - 1] for column in self._figures if column <= len(values)]
        if sum(read_heading(one).has_span for one in given) > max(2, len(given) // 2):
            return None  # the headings once more, for the next page
        words = [one for one in given if one is not None]
        if words and all(isinstance(one, str) and _is_heading(one) for one in words):
            return None
        amounts, currencies, is_percent = self._amounts(number, values)
        sides = {column: _words(values[column - 1]) for column in self._sides if column <= len(values)}
        told = {column: words for column, words in sides.items() if words.strip()}
        code, label, column = self._named(told)
        if not label and not code and not amounts:
            return None
        groups = self._groups(told, has_label=bool(code or label), has_amounts=bool(amounts))
        if not label and not code:
            label = next((told[one] for one in sorted(told) if self._sides[one] == "group"), "")
            column = next((one for one in sorted(told) if self._sides[one] == "group"), 0)
            groups = groups[: max(0, len(groups) - 1)] if label else groups
        said = _words(values[self._kinds - 1]) if 0 < self._kinds <= len(values) else ""
        return Row(
            number=number, code=code, label=_label(label), depth=self._depth(number, column, label), groups=groups,
            kind=kind_of(said), owner=self._first(told, "owner"), parent=self._first(told, "parent"),
            is_bold=Cell(number, column or 1) in self.block.looks.bold,
            is_percent=is_percent,
            is_hidden=number in self.block.grid.hidden_rows,
            column=column, sums={c: a for c, a in amounts.items() if c in self._sums},
            amounts={c: a for c, a in amounts.items() if c not in self._sums}, currencies=currencies,
        )  # fmt: skip

    def _amounts(self, number: int, values: Sequence[Value]) -> tuple[dict[int, Decimal], frozenset[str], bool]:
        made: dict[int, Decimal] = {}
        currencies: set[str] = set()
        percents = 0
        for column in self._figures:
            value = values[column - 1] if column <= len(values) else None
            if value is None:
                continue
            place = Address(self.block.grid.sheet, self.block.cell(number, column))
            found = read_amount(place, value, self._mark)
            if isinstance(found, Problem):
                self.problems.append(found)
            elif found is not None and (found.is_percent or Cell(number, column) in self.block.looks.percents):
                percents += 1
            elif found is not None:
                made[column] = found.value * self.block.factor
                if found.currency:
                    currencies.add(found.currency)
        return made, frozenset(currencies), percents > 0 and not made

    def _named(self, told: Mapping[int, str]) -> tuple[str, str, int]:
        """The code, the label and the label's column."""
        code = next((told[one].strip() for one in sorted(told) if self._sides[one] == "code"), "")
        columns = [one for one in sorted(told) if self._sides[one] == "label"]
        label = told[columns[0]] if columns else ""
        column = columns[0] if columns else next((one for one in sorted(told) if self._sides[one] == "code"), 0)
        if code and not label and not _CODE.fullmatch(code):
            return "", code, column
        if not code and (hit := _CODE_THEN_LABEL.fullmatch(label.strip())) is not None:
            blanks = _BLANKS.match(label)
            return hit[1], (blanks[0] if blanks else "") + hit[2], column
        return code, label, column

    def _groups(self, told: Mapping[int, str], *, has_label: bool, has_amounts: bool) -> tuple[str, ...]:
        """What stands in the columns of groups, filled down."""
        columns = [one for one in sorted(self._sides) if self._sides[one] == "group"]
        if not columns:
            return ()
        self._last_groups += [""] * (len(columns) - len(self._last_groups))
        for place, column in enumerate(columns):
            if words := told.get(column, "").strip():
                if not has_label and has_amounts:
                    return tuple(one for one in (*self._last_groups[:place], words) if one)
                self._last_groups[place] = words
                self._last_groups[place + 1 :] = [""] * (len(columns) - place - 1)
        return tuple(one for one in self._last_groups if one)

    def _first(self, told: Mapping[int, str], wanted: str) -> str:
        return next((told[one].strip() for one in sorted(told) if self._sides[one] == wanted), "")

    def _depth(self, number: int, column: int, label: str) -> int:
        if self.block.is_turned:
            return 0
        blanks = _BLANKS.match(label)
        steps = len(blanks[0].replace("\t", "    ")) if blanks else 0
        bullet = 1 if _BULLET.match(label) else 0
        indent = self.block.looks.indents.get(self.block.cell(number, column or 1), 0)
        names = [one for one in sorted(self._sides) if self._sides[one] in ("label", "group")]
        stagger = names.index(column) if column in names else len(names)
        return stagger * 1_000 + indent * 30 + steps * 2 + bullet

    def _mark_of(self) -> Mark:
        texts = [
            value
            for number in self._numbers
            for column in self._figures
            if column <= len(self.block.grid.rows[number])
            and isinstance(value := self.block.grid.rows[number][column - 1], str)
        ]
        return mark_of(texts) or grouping_of(texts)


def _fields(block: Block, numbers: Sequence[int], begin: int, *, without: int = 0) -> dict[int, str]:
    """What each column beside the figures holds; those that nobody named are told by what stands in them."""
    sides = {column: field for column, field in block.sides.items() if column != without}
    held = {column: list(_held(block, numbers, column)) for column in range(1, begin)}
    sides = {column: field for column, field in sides.items() if field or held.get(column)}
    names = [one for one in _codes(sides) if held.get(one) and not _are_codes(held[one])]
    if names and "label" not in sides.values():
        sides[names[-1]] = "label"  # “Account” may be a number or a name
    for column, told in list(sides.items()):
        if column < begin and not held[column]:
            del sides[column]
        elif told == "group" and _is_only(sides, held, column):
            sides[column] = "label"
        elif told == "label" and block.titles.get(column) and _are_codes(held.get(column, [])):
            sides[column] = "code"
    unknown = [column for column, field in sides.items() if not field and column < begin]
    for column in unknown:
        if (
            "code" not in sides.values()
            and _are_codes(held[column])
            and not _are_measured(block, numbers, column)
            and 2 * len(set(held[column])) > len(held[column])
            and len(unknown) + list(sides.values()).count("label") > 1
        ):
            sides[column] = "code"
    for column in [one for one, said in sides.items() if one < begin and said in ("", "group")]:
        if _are_codes(held[column]) and any(_takes_turns(block, numbers, column, one) for one in _codes(sides)):
            sides[column] = "code"
    unknown = [column for column, field in sides.items() if not field and column < begin]
    _name_texts(sides, held, unknown, len(numbers))
    return {column: field for column, field in sides.items() if field}


def _codes(sides: Mapping[int, str]) -> list[int]:
    return [column for column, field in sides.items() if field == "code"]


def _is_heading(words: str) -> bool:
    said = read_heading(words)
    return said.says_something and said.rest <= 1


def _takes_turns(block: Block, numbers: Sequence[int], one: int, other: int) -> bool:
    """Whether no row has something in both columns: chapters in one, their articles in the other."""
    rows = [block.grid.rows[number] for number in numbers]
    return not any(
        len(row) >= max(one, other) and row[one - 1] is not None and row[other - 1] is not None for row in rows
    )


def _name_texts(sides: dict[int, str], held: Mapping[int, Sequence[str]], unknown: Sequence[int], rows: int) -> None:
    """Columns of words without a heading: labels, or groups left of them; staggered ones are labels all."""
    labels = [column for column, field in sides.items() if field == "label"]
    if not labels and not unknown:
        codes = [column for column, field in sides.items() if field == "code"]
        groups = [column for column, field in sides.items() if field == "group"]
        if groups:
            sides[max(groups)] = "label"
        elif codes and not _are_codes(held.get(codes[0], [])):
            sides[codes[0]] = "label"
        return
    columns = sorted([*labels, *unknown])
    if len(columns) > 1 and sum(len(held[one]) for one in columns if one in held) <= rows * 1.1:
        for column in columns:
            sides[column] = "label"
        return
    if labels:
        for column in unknown:
            sides[column] = "group" if column < min(labels) and not _are_codes(held[column]) else ""
        return
    groups = [column for column, field in sides.items() if field == "group" and held.get(column)]
    named = _naming(held, [*unknown, *groups])
    for column in (*unknown, *(one for one in groups if one >= named)):
        sides[column] = "label" if column == named else "group" if column < named else ""


def _naming(held: Mapping[int, Sequence[str]], columns: Sequence[int]) -> int:
    """Which of some columns of words names the lines: the last one, unless one before it names as many, each its own."""
    last = max(columns)
    for column in sorted(columns):
        names = held[column]
        if len(names) >= max(len(held[last]), 2) and len(set(names)) == len(names) > len(set(held[last])):
            return column
    return last


def _is_only(sides: Mapping[int, str], held: Mapping[int, Sequence[str]], column: int) -> bool:
    """Whether a column called a category holds the labels, for nothing else does."""
    others = [
        one for one, field in sides.items() if one != column and field in ("label", "", "group") and held.get(one)
    ]
    if not others:
        return True
    if any(sides[one] in ("label", "") for one in others):
        return False
    return column == _naming(held, [column, *others])


def _held(block: Block, numbers: Sequence[int], column: int) -> Iterator[str]:
    for number in numbers:
        row = block.grid.rows[number]
        if column <= len(row) and (words := _words(row[column - 1]).strip()):
            yield words


def _are_codes(held: Sequence[str]) -> bool:
    return bool(held) and sum(bool(_CODE.fullmatch(one)) for one in held) >= 0.7 * len(held)


def _are_measured(block: Block, numbers: Sequence[int], column: int) -> bool:
    """Whether a column with a heading of its own has numbers with decimals: hours, prices, and no codes."""
    if not block.titles.get(column):
        return False
    rows = (block.grid.rows[number] for number in numbers)
    values = [row[column - 1] for row in rows if column <= len(row)]
    return any(isinstance(one, float | Decimal) and one != int(one) for one in values)


def _words(value: Value) -> str:
    """A cell's words with the blanks before them; a whole number without decimals."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None or isinstance(value, bool) else str(value)[:300].rstrip()


def _label(words: str) -> str:
    return " ".join(_BULLET.sub("", words).split())
