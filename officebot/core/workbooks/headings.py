"""Which row of a block holds the headings of its columns: found by its words, and by what stands below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from officebot.core.expressions import expression
from officebot.core.workbooks.blocks import Rows
from officebot.core.workbooks.cells import Area, Fault, Formula, Value, column_name, to_json
from officebot.core.workbooks.words import plain

#: Titles, addresses and dates stand above a table, hardly ever more lines of them; so far below it is compared.
_LINES_ABOVE, _LOOKED_AT = 15, 40
_MOST_COMPARED = 50_000
_LONGEST_HEADING = 80
_ADDRESS = 6
#: Figures with a remark begin so; a heading does not.
_AMOUNT = expression(r"\s{0,9}[0-9]{5}")
_LETTERS, _DIGITS = expression(r"[^\W\d_]+"), expression(r"[0-9]+")
_UNNAMED = expression(r"Unnamed: \d{1,5}(?:_level_\d)?")


@dataclass(frozen=True, slots=True)
class Heading:
    """The rows of the headings, the first and the last, and what they say of each column; `is_sure` by their words or
    by what stands below."""

    first: int
    last: int
    titles: tuple[str, ...]
    is_sure: bool
    #: How many of its words are known ones, from 0 to 1.
    known: float = 0.0


def heading_of(rows: Rows, block: Area, merged: Sequence[Area], known: frozenset[tuple[str, ...]]) -> Heading | None:
    """The headings of a block; None for a block without any."""
    weak: Heading | None = None
    most = min(_LINES_ABOVE, 2 + _MOST_COMPARED // block.columns)
    numbers = [n for n in range(block.top, min(block.bottom, block.top + most) + 1) if n in rows]
    for place, number in enumerate(numbers):
        above = numbers[place - 1] if place else 0
        found = _candidate(rows, block, number, above, merged, known)
        if found is not None and found.is_sure:
            return found if found.known else _better(rows, block, found, numbers[place + 1 :], merged, known) or found
        weak = weak or found
    return weak


def _better(
    rows: Rows,
    block: Area,
    found: Heading,
    numbers: Sequence[int],
    merged: Sequence[Area],
    known: frozenset[tuple[str, ...]],
) -> Heading | None:
    """Headings with known words soon below a line of unknown ones, with no figure between: that was an address."""
    above = found.last
    for number in numbers[:_ADDRESS]:
        if any(map(is_figure, line(rows, number, block))):
            return None
        other = _candidate(rows, block, number, above, merged, known)
        if other is not None and other.is_sure and other.known >= 0.5:
            return other
        above = number
    return None


def _candidate(
    rows: Rows, block: Area, number: int, above: int, merged: Sequence[Area], known: frozenset[tuple[str, ...]]
) -> Heading | None:
    cells = line(rows, number, block)
    if not _may_be_headings(cells):
        return None
    below = _below(rows, number, block)
    if below and _spans_within(merged, number, block) and _may_be_headings(below[0]) and _is_all_text(below[0]):
        return None
    upper = _upper(rows, block, above, merged, cells)
    titles = _titles(cells, upper)
    given = [title for title in titles if title]
    if len({title.casefold() for title in given}) < 0.9 * len(given):
        return None
    share = _known_share([" ".join(value.split()) for value in cells if isinstance(value, str)], known)
    is_sure = share >= 0.5 or (share > 0 and len(given) > 1 and not below) or _differs(cells, below)
    could_be = bool(below) and _is_all_text(cells) and len(given) >= min(2, block.columns)
    if not is_sure and (not could_be or _is_like_those(cells, below)):
        return None
    return Heading(above if upper is not None else number, number, _named(titles, block), is_sure, share)


def _may_be_headings(cells: Sequence[Value]) -> bool:
    """Whether a row could be headings: short words, and beside them perhaps months, years or other counted things."""
    given = [value for value in cells if value is not None]
    words = [value for value in given if isinstance(value, str)]
    if not words or len(given) < len(cells) / 2 or (len(given) == 1 and len(cells) > 1):
        return False
    return _are_counted([value for value in given if not isinstance(value, str)]) and all(map(_is_short, words))


def _is_short(word: str) -> bool:
    # What ends with a colon is the name of the one value beside it, on a form.
    if not word.strip() or len(word) > _LONGEST_HEADING or _AMOUNT.match(word) or word.rstrip().endswith(":"):
        return False
    return len(word) < 4 or any(letter.isalpha() for letter in word)


def _are_counted(values: Sequence[Value]) -> bool:
    """Whether these are days, or whole numbers such as years and weeks, each its own."""
    are_days = all(isinstance(value, date) for value in values)
    return len(set(values)) == len(values) and (are_days or all(map(_is_count, values)))


def _is_count(value: Value) -> bool:
    return (
        not isinstance(value, bool) and isinstance(value, int | float) and 0 <= value < 2200 and value == int(value)
    )


def _is_year(value: Value) -> bool:
    return (
        not isinstance(value, bool)
        and isinstance(value, int | float)
        and 1900 <= value < 2200
        and value == int(value)
    )


def _is_all_text(cells: Sequence[Value]) -> bool:
    return all(isinstance(value, str) for value in cells if value is not None)


def _upper(
    rows: Rows, block: Area, above: int, merged: Sequence[Area], cells: Sequence[Value]
) -> Sequence[Value] | None:
    """The row of headings above, each over several columns; None where the row above is none."""
    if not above or above not in rows:
        return None
    upper = line(rows, above, block)
    given = {value for value in upper if value is not None}
    if not all(isinstance(value, str | date) or _is_year(value) for value in given):
        return None
    if _spans_within(merged, above, block) and len(given) > 1:
        return upper
    lower = [title for title in _titles(cells, None) if title]
    # Without merged cells: a sparse line over headings that repeat themselves.
    if len(given) > 1 and len(set(lower)) < 0.9 * len(lower):
        return _carried(upper)
    return None


def _carried(cells: Sequence[Value]) -> list[Value]:
    made: list[Value] = []
    for value in cells:
        made.append(value if value is not None or not made else made[-1])
    return made


def _spans_within(merged: Sequence[Area], number: int, block: Area) -> bool:
    """Whether a cell of the row spans some of the block's columns, but not all of them."""
    return any(
        area.top <= number <= area.bottom
        and area.columns > 1
        and block.left <= area.left
        and area.right <= block.right
        and area.columns < block.columns
        for area in merged
    )


def _titles(cells: Sequence[Value], upper: Sequence[Value] | None) -> list[str]:
    if upper is None:
        return [heading_text(value) for value in cells]
    made = []
    for low, high in zip(cells, upper, strict=True):
        words = [heading_text(high), heading_text(low)]
        made.append(" ".join(dict.fromkeys(word for word in words if word)))
    return made


def heading_text(value: Value) -> str:
    """A heading as one line; empty for an empty one, and for the name that a program gives to a column without one."""
    if value is None:
        return ""
    if isinstance(value, datetime | date | time):
        return value.isoformat()[:10] if isinstance(value, datetime) and value.time() == time() else value.isoformat()
    text = " ".join((value if isinstance(value, str) else str(to_json(value))).split())
    return "" if text.startswith("Unnamed") and _UNNAMED.fullmatch(text) else text


def _named(titles: Sequence[str], block: Area) -> tuple[str, ...]:
    """The headings, each its own: by the column's letter where there is none, numbered where two are the same."""
    found: dict[str, None] = {}
    for place, title in enumerate(titles):
        name = title or column_name(block.left + place)
        number = 2
        while name.casefold() in {one.casefold() for one in found} if len(titles) < 60 else name in found:
            name = f"{title or column_name(block.left + place)} ({number})"
            number += 1
        found[name] = None
    return tuple(found)


def _known_share(titles: Sequence[str], known: frozenset[tuple[str, ...]]) -> float:
    given = [title for title in titles if title]
    return sum(plain(title) in known for title in given) / len(given) if given else 0.0


def _below(rows: Rows, number: int, block: Area) -> list[Sequence[Value]]:
    last = min(block.bottom, number + min(_LOOKED_AT, 2 + _MOST_COMPARED // block.columns))
    return [line(rows, one, block) for one in range(number + 1, last + 1) if one in rows]


def _differs(cells: Sequence[Value], below: Sequence[Sequence[Value]]) -> bool:
    """Whether a column of numbers or days has words above it."""
    for place, heading in enumerate(cells):
        column = [row[place] for row in below if row[place] is not None]
        if column and _is_over(heading, column):
            return True
    return False


def _is_like_those(cells: Sequence[Value], below: Sequence[Sequence[Value]]) -> bool:
    """Whether a word with digits is built as most of those below it: `P-001` over `S-002` is no heading."""
    for place, value in enumerate(cells):
        if isinstance(value, str) and any(letter.isdigit() for letter in value):
            shapes = [_shape(row[place]) for row in below if isinstance(row[place], str)]
            if 2 * shapes.count(_shape(value)) > len(shapes) or value[0].isdigit():
                return True
    return False


def _shape(value: Value) -> str:
    return _DIGITS.sub("9", _LETTERS.sub("a", str(value)))


def _is_over(heading: Value, column: Sequence[Value]) -> bool:
    """Whether a column's values are of another kind than its heading: figures under words, numbers under a month or year."""
    if isinstance(heading, date):
        return not any(isinstance(value, date) for value in column)
    if _is_year(heading):
        return not any(map(_is_year, column))
    return isinstance(heading, str) and 2 * sum(map(is_figure, column)) > len(column)


def is_figure(value: Value) -> bool:
    """Whether it is a number, a day, a time, a truth or a fault: no words."""
    return not isinstance(value, str | Formula) and isinstance(
        value, bool | int | float | Decimal | date | datetime | time | Fault
    )


def line(rows: Rows, number: int, block: Area) -> list[Value]:
    """What a row has in the block's columns, padded."""
    row = rows.get(number, ())
    cells = list(row[block.left - 1 : block.right])
    if number == block.top:
        # Only programs write such headings, and only at the top.
        cells = [None if isinstance(value, str) and _UNNAMED.fullmatch(value) else value for value in cells]
    return cells + [None] * (block.columns - len(cells))
