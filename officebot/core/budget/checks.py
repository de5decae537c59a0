"""What a reader of a budget should know of it: sums that do not hold, codes that stand twice, months without a column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from officebot.core.budget.mapping import Block
from officebot.core.budget.model import NOTHING, BudgetLine, Month, Source
from officebot.core.budget.nodes import Node
from officebot.core.budget.rows import Row
from officebot.core.budget.spans import Figure
from officebot.core.problems import Problem
from officebot.core.text import say
from officebot.core.workbooks.cells import Address, quoted_sheet

_ROUNDED = Decimal("0.06")


def wrong_sums(block: Block, figures: Sequence[Figure], nodes: Sequence[Node]) -> Iterator[Problem]:
    """Where a column of sums does not say what a line's months add up to, or says something of a line without months."""
    yield from _only_sums(block, nodes)
    lines = [node.row for node in nodes if node.role == "line"]
    sums = [one for one in block.figures if one.is_sum and not one.months and one.heading.is_total]
    # Of several, as where there is one of each month until then, the year's is the one that most lines agree with.
    told = [(_not_the_sum(figures, one, lines), one) for one in reversed(sums)]
    given = {one.column: sum(one.column in row.sums for row in lines) for one in sums}
    for wrong, figure in sorted(told, key=lambda one: len(one[0]) - given[one[1].column])[:1]:
        for row, said, added in wrong:
            what = say(
                "“{label}” says {said} for the year, its months add up to {added}: the months count.",
                label=row.name[:60], said=said, added=added,
            )  # fmt: skip
            yield Problem(where=str(Address(block.grid.sheet, block.cell(row.number, figure.column))), what=what)


def _not_the_sum(figures: Sequence[Figure], total: Figure, rows: Sequence[Row]) -> list[tuple[Row, Decimal, Decimal]]:
    """The rows that say another amount for the year than their twelve months add up to, with both."""
    slot = [one.column for one in figures if one.kind == total.kind and len(one.months) == 1]
    found = []
    for row in rows if len(slot) == 12 else ():
        said = row.sums.get(total.column)
        added = sum((row.amounts.get(column, NOTHING) for column in slot), NOTHING)
        rounded = Decimal(1) if said is not None and said == said.to_integral_value() else _ROUNDED
        if said is not None and abs(said - added) > rounded:
            found.append((row, said, added))
    return found


def _only_sums(block: Block, nodes: Sequence[Node]) -> Iterator[Problem]:
    for node in nodes:
        if not node.row.amounts and node.role != "sum" and any(node.row.sums.values()):
            column, amount = next((column, amount) for column, amount in node.row.sums.items() if amount)
            what = say(
                "“{label}” has {amount} for the year and nothing in its months: it does not count.",
                label=node.row.name[:60], amount=amount,
            )  # fmt: skip
            yield Problem(where=str(Address(block.grid.sheet, block.cell(node.row.number, column))), what=what)


def doubles(lines: Sequence[BudgetLine]) -> Iterator[Problem]:
    """Codes that stand twice in a group: what is booked on them counts for the first."""
    seen: dict[tuple[str, ...], BudgetLine] = {}
    for line in lines:
        first = seen.setdefault((line.code, *line.group), line) if line.code else line
        if first is not line:
            what = say(
                "The code {code} stands here and at {other}: what is booked on it counts for the first.",
                code=line.code[:30], other=_place(first.place),
            )  # fmt: skip
            yield Problem(where=_place(line.place), what=what)


def missing_months(months: Sequence[Month], file: str) -> Iterator[Problem]:
    """The months between the first and the last that have no column."""
    if not 3 <= len(months) < 12:
        return
    first = months[0].year * 12 + months[0].month - 1
    last = months[-1].year * 12 + months[-1].month - 1
    every = [date(number // 12, number % 12 + 1, 1) for number in range(first, last + 1)]
    missing = [f"{one:%Y-%m}" for one in every if one not in set(months)]
    if missing:
        what = say("The budget has no column for {months}: nothing is planned there.", months=missing)
        yield Problem(where=file, what=what)


def _place(source: Source) -> str:
    return f"{quoted_sheet(source.sheet)}!{source.cell}"
