"""What stands above and beside the headings of a budget: the year, the unit and the currency that titles tell of all."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from officebot.core.budget.fields import EXPENSES, INCOME, MONTHS
from officebot.core.budget.fields import words as words_of
from officebot.core.budget.headings import Heading, read_heading
from officebot.core.expressions import expression
from officebot.core.text import plain
from officebot.core.workbooks.cells import Value
from officebot.core.workbooks.grids import Grid
from officebot.core.workbooks.numbers import Amount, read_number

#: Titles stand above the headings in no more rows than this.
_TITLE_ROWS = 12
_THOUSANDS = expression(
    r"\bk ?(?:€|eur|euros?|\$|£|usd|gbp)\b|\bk€|en milliers|in thousands|[€£$]['’ ]?000|['’]000s?\b|\bkeur\b|\bmilliers d"
)
_UNIT = expression(r"\d ?(?:[kKmM]|€|\$|£|eur\b)")
_MILLIONS = expression(r"\bm€|\bmeur\b|en millions|in millions|\bmillions d")
_CURRENCIES = (
    ("€", "EUR"),
    ("eur", "EUR"),
    ("£", "GBP"),
    ("gbp", "GBP"),
    ("chf", "CHF"),
    ("usd", "USD"),
    ("$", "USD"),
)
_MADE_ON = expression(
    r"\b\d{1,2}[-/.]\d{1,2}[-/.](?:20)?\d\d\b|\b\d{1,2}(?:er)? [^\W\d_]{3,9}\.? 20\d\d\b|\b(?:20\d\d)-\d\d-\d\d\b"
)
_AMOUNT = expression(r"(?:montants?|amounts?)(?: (?:annuels? )?(?:en |in |\()?(?:€|£|\$|eur|euros?|ht|ttc)\)?)?")
_NEXT_TO = expression(r"\b(?:budget\w{0,4}|exercice|previsionnel\w{0,2}|annee|year|fy|bp|for|pour)\D{0,24}(20\d\d)")
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
#: One end of a span, “1er avril 2026”, “01/04/2026”, “April”, its groups named after it; then a whole span, and its end alone.
_END = (
    rf"(?:\d{{1,2}}(?:er|st|nd|rd|th)? )?(?:(?P<Xm>{_MONTH})\.?(?: \d{{1,2}}(?=\D))?(?:,? (?P<Xy>20\d\d))?|"
    r"\d\d[/.-](?P<Xn>\d\d)[/.-](?P<Xz>20\d\d))"
)
_FROM, _UNTIL = _END.replace("X", "a"), _END.replace("X", "b")
_SPAN = expression(rf"\b{_FROM} ?(?:to|au|a|until|jusqu'au|[-–—→>]+) ?(?:the |le )?{_UNTIL}\b")
_CLOSED = expression(rf"\b(?:end(?:ing|ed|s)?|clos|cloture|cloturant|close) (?:on |le |the |au )?{_UNTIL}\b")
#: A financial year in English is called by the year it ends in.
_FISCAL = expression(r"\b(?:fy|(?:fiscal|financial) year) ?'?(?:20)?\d\d\b")
#: What a sheet is of, whatever it says of it: “Expense variances”.
_SIDES = INCOME | EXPENSES | {"cost", "income"}
_ANY_YEAR = expression(r"(?<!\d)(20\d\d)(?!\d)")


def is_amount(value: Value) -> bool:
    """Whether a cell holds an amount, as a number or as text."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return True
    if not isinstance(value, str) or not any(letter.isdigit() for letter in value[:60]):
        return False
    return isinstance(read_number(value, ","), Amount)


def title_of(spread: Mapping[int, Mapping[int, Value]], top: int, lowest: int, column: int) -> str:
    """The heading of a column beside the figures: the lowest of its words."""
    for row in range(lowest, top - 1, -1):
        value = spread.get(row, {}).get(column)
        if isinstance(value, str) and value.strip():
            return value
    return ""


def words_above(grid: Grid, after: int, lowest: int) -> Iterator[str]:
    yield plain(grid.sheet)
    for number in range(max(after + 1, lowest - _TITLE_ROWS), lowest + 1):
        # After an earlier block only what stands near belongs to this one.
        for value in grid.rows.get(number, ()):
            if isinstance(value, str) and len(value) < 200:
                yield plain(value)


#: A longer title is a sentence; one with no more other words than this says plainly what is below it.
_LONGEST_TITLE, _FEW = 80, 2


def context_of(grid: Grid, after: int, top: int, *, is_part: bool = False) -> Heading:
    """What the titles above say of all columns: the year, and whether it is planned or spent; the sheet's name last.

    A month, or another part of a year, is that of a sheet that is named for it; of a title only where all blocks are parts.
    """
    year = last = first = begun = 0
    is_fiscal = False
    part = Heading()
    said_of: list[tuple[int, int, str]] = []
    for place, words in enumerate((*titles(grid, after, top), grid.sheet)):
        if not first:
            first, begun = financial_year(plain(words))
            year = year or begun
        is_fiscal = is_fiscal or bool(_FISCAL.search(plain(words)))
        said = _MADE_ON.sub(" ", plain(words))
        heading = read_heading(said[:90])
        # A sheet of its own for how far apart they are, or for what was forecast later, plans nothing.
        sides = sum(one in _SIDES for one in words_of(said)) if words == grid.sheet else 0
        told = heading.kind in ("budget", "actual", "committed") or (words == grid.sheet and heading.rest <= sides)
        if heading.kind and told and len(said) <= _LONGEST_TITLE:
            # A crisp title is surer than one with many other words, the nearest surer than the others; a sentence is a note.
            said_of.append((heading.rest > _FEW, place, heading.kind))
        if heading.rest <= 1 and (words == grid.sheet or (is_part and not part.has_span)):
            part = heading if heading.has_span else part
        if not year:
            if heading.last_year:
                year, last = heading.year, heading.last_year
            elif hit := _NEXT_TO.search(said) or _ANY_YEAR.search(said):
                year = int(hit[1])
            elif heading.year and heading.rest <= _FEW:
                year = heading.year
    kind = min(said_of)[2] if said_of else ""
    return Heading(
        kind=kind, year=year, last_year=last, month=part.month, quarter=part.quarter, half=part.half, first=first,
        is_fiscal=is_fiscal and not last and not begun,
    )  # fmt: skip


def financial_year(title: str) -> tuple[int, int]:
    """The month and the year that a financial year begins in, as a plain title says it; 0 for what it does not say.

    “April 2026 to March 2027”, “du 01/07/2026 au 30/06/2027”, “year ended 31 March 2027”.
    """
    if (hit := _SPAN.search(title)) is not None:
        begin, end = _month_of(hit, "a"), _month_of(hit, "b")
        year, last = _year_of(hit, "a"), _year_of(hit, "b")
        if begin and end == (begin + 10) % 12 + 1:
            return begin, year or (last - (begin > 1) if last else 0)
    elif (hit := _CLOSED.search(title)) is not None and (end := _month_of(hit, "b")):
        last = _year_of(hit, "b")
        return end % 12 + 1, last - (end < 12) if last else 0
    return 0, 0


def _month_of(hit: re.Match[str], end: str) -> int:
    number = int(hit[f"{end}n"] or 0)
    return MONTHS[hit[f"{end}m"]] if hit[f"{end}m"] else number if number <= 12 else 0


def _year_of(hit: re.Match[str], end: str) -> int:
    return int(hit[f"{end}y"] or hit[f"{end}z"] or 0)


def titles(grid: Grid, after: int, top: int) -> Iterator[str]:
    """The words above the headings that stand nearest first, and what stands left of the months."""
    for number in range(top - 1, max(after, top - _TITLE_ROWS), -1):
        row = grid.rows.get(number, ())
        words = [value for value in row if isinstance(value, str) and len(value) < 200]
        dates = [said.year for value in row if isinstance(value, int | float) and (said := read_heading(value)).year]
        if after and sum(map(is_amount, row)) > len(dates):
            return
        if len(words) <= 4:
            yield " ".join([*words, *map(str, dates)])


def with_amounts_named(grid: Grid) -> Grid:
    """The sheet of a budget with its columns that are only called “Montant” called “Budget”; else the sheet itself."""
    for number in list(grid.rows)[:30]:
        row = grid.rows[number]
        places = [
            place
            for place, value in enumerate(row)
            if isinstance(value, str) and _AMOUNT.fullmatch(plain(value).strip())
        ]
        below = [one for other, one in grid.rows.items() if other > number]
        held = [place for place in places if any(len(one) > place and is_amount(one[place]) for one in below)]
        if held and context_of(grid, 0, number).kind == "budget":
            made = ["Budget" if place in held else value for place, value in enumerate(row)]
            return replace(grid, rows={**grid.rows, number: made})
    return grid


def tells_units(grid: Grid, columns: Collection[int], lowest: int, end: int) -> bool:
    """Whether amounts say themselves in what they are, `12k` or `300 €`: then a title does not say it of all."""
    return any(
        isinstance(value := row[column - 1], str) and _UNIT.search(value)
        for number, row in grid.rows.items()
        if lowest < number <= end
        for column in columns
        if column <= len(row)
    )


def factor_in(words: str) -> Decimal:
    if _THOUSANDS.search(words):
        return Decimal(1000)
    return Decimal(1_000_000) if _MILLIONS.search(words) else Decimal(1)


def currency_in(words: str) -> str:
    return next(
        (
            code
            for mark, code in _CURRENCIES
            if re.search(rf"(?<!\w){re.escape(mark)}(?!\w)|\d{re.escape(mark)}", words)
        ),
        "",
    )
