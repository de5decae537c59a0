"""A budget as a workbook tells it: its lines with their groups and months; what is unclear is said, and asked once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import cast

from officebot.core.budget.checks import doubles, missing_months, wrong_sums
from officebot.core.budget.choices import Choices
from officebot.core.budget.groups import walk
from officebot.core.budget.listed import listed_lines
from officebot.core.budget.mapping import Block, find_blocks, find_yearly
from officebot.core.budget.merging import Piece, is_foreign, merged
from officebot.core.budget.model import Budget, BudgetLine, Kind, Month, Source
from officebot.core.budget.nodes import Node, Tree
from officebot.core.budget.rows import rows_of
from officebot.core.budget.sidebyside import parts_of, tells_income
from officebot.core.budget.sides import are_french_accounts, is_income, with_signs
from officebot.core.budget.spans import Figure, later
from officebot.core.budget.summaries import Earlier, earlier_blocks, versions_of, without_summaries
from officebot.core.budget.sums import tree_of
from officebot.core.budget.titles import with_amounts_named
from officebot.core.budget.years import by_year
from officebot.core.expressions import expression
from officebot.core.money import cents
from officebot.core.problems import Problem
from officebot.core.text import plain, say
from officebot.core.workbooks.cells import Address
from officebot.core.workbooks.grids import Book, Grid
from officebot.core.workbooks.looks import PLAIN, Looks

_YEAR = expression(r"(?<!\d)(20\d\d)(?!\d)")
_MOST_SHOWN = 8
#: The largest budgets have a thousand lines.
_MOST_ROWS = 4_000


def read_budget(
    book: Book, looks: Mapping[str, Looks] | None = None, choices: Choices | None = None, period: Month | None = None
) -> Budget:
    """The budget of a workbook. `period` says which of several years is meant; `choices` are a person's answers.

    At most one question stands among the problems: it names what may be chosen.
    """
    return _Reader(book, looks or {}, choices or Choices(), period).budget()


class _Reader:
    def __init__(self, book: Book, looks: Mapping[str, Looks], choices: Choices, period: Month | None) -> None:
        self.book, self.looks, self.choices, self.period = book, looks, choices, period
        self.problems: list[Problem] = list(book.problems)
        self.notes: list[Problem] = []
        self.question: Problem | None = None
        self._currencies: dict[str, str] = {}
        self._list_problems: list[Problem] = []
        self._is_french_chart = False

    def budget(self) -> Budget:
        """What was found."""
        listed = self._listed()
        blocks = () if listed and self._is_list(listed) else self._blocks()
        listed = () if blocks else listed
        if not blocks and not listed:
            what = say(
                "No budget is found: it needs lines with a column or a row for each month, or a column “Budget”."
            )
            return Budget(lines=(), months=(), problems=(*self.problems, Problem(where=self.book.name, what=what)))
        trees = self._trees(blocks)
        pieces = without_summaries([self._piece(*one) for one in zip(blocks, trees, strict=True)], self.problems)
        pieces = self._one_version(pieces)
        lines = with_signs(listed or merged(pieces))
        lines = [line for line in lines if line.name]
        months = self._months(lines)
        self.problems += doubles(lines)
        if not listed:
            self.problems += missing_months(months, self.book.name)
        told = [*([self.question] if self.question else ()), *self.problems]
        problems = {(one.where, one.what.render()): one for one in told}.values()
        return Budget(
            lines=tuple(lines), months=months, currency=self._currency(), problems=tuple(problems),
            notes=tuple(self.notes), not_lines=tuple(one for piece in pieces for one in piece.not_lines),
        )  # fmt: skip

    # ── blocks and their lines ────────────────────────────────────────────────────────────────────────────

    def _blocks(self) -> list[Block]:
        grids = [grid for grid in self.book.grids if grid.rows and not grid.is_hidden]
        if self.choices.sheet:
            grids = [grid for grid in grids if grid.sheet.casefold() == self.choices.sheet.casefold()]
        across = self._found(grids, find_blocks)
        if across:
            return across
        yearly = self._found([with_amounts_named(grid) for grid in grids], find_yearly)
        parts = self._found([with_amounts_named(grid) for grid in grids], partial(find_yearly, are_parts=True))
        # A title may say when a budget was made; where all of several name a part of the year, that is what they plan.
        spans = [(one.context.month, one.context.quarter, one.context.half) for one in parts]
        found = parts if len(set(spans)) > 1 and all(map(any, spans)) else yearly
        return found or self._found(grids, partial(find_yearly, by_total=True))

    def _found(self, grids: Sequence[Grid], find: Callable[[Grid, Looks], list[Block]]) -> list[Block]:
        found = [
            replace(block, part=part.name or block.part)
            for grid in grids
            for part in parts_of(grid)
            for found_there in find(part.grid, self.looks.get(grid.sheet, PLAIN))
            for block in by_year(found_there)
        ]
        return [block for block in found if any(not one.is_sum for one in block.figures)]

    def _listed(self) -> tuple[BudgetLine, ...]:
        lines = listed_lines(self.book, self._list_problems, self._year_said() or self._year_of_others())
        is_french = are_french_accounts((one.code for one in lines), " ".join(one.label for one in lines))
        return tuple(
            replace(one, is_income=is_income(one.code, one.label, one.group, is_french_chart=is_french))
            for one in lines
        )

    def _is_list(self, listed: Sequence[BudgetLine]) -> bool:
        """Whether a list is the budget: no sheet plans month by month across, or just what the list does."""
        grids = [grid for grid in self.book.grids if grid.rows and not grid.is_hidden]
        blocks = [block for grid in grids for block in find_blocks(grid, self.looks.get(grid.sheet, PLAIN))]
        across = [
            block for block in blocks
            if not block.is_turned and any(len(one.months) == 1 and one.kind == "budget" for one in block.figures)
        ]  # fmt: skip
        is_list = not across or bool({line.place.sheet for line in listed} & {block.grid.sheet for block in blocks})
        if is_list:
            self.problems += self._list_problems
        return is_list

    def _trees(self, blocks: Sequence[Block]) -> list[Tree]:
        """The rows of each block with their roles; a total or a result below may be that of blocks above it, too."""
        made: list[tuple[Block, Tree]] = []
        for block in blocks:
            above = [one for one in made if one[0].grid is block.grid]
            tree = self._tree(block, earlier_blocks(block, above))
            made.append((block, tree))
        return [tree for _, tree in made]

    def _tree(self, block: Block, earlier: Sequence[Earlier]) -> Tree:
        def place(row: int, column: int) -> str:
            return str(Address(block.grid.sheet, block.cell(row, column)))

        rows = rows_of(block, self.problems)
        tree = tree_of(rows, block.looks, place, [one.node for one in earlier])
        self.problems += tree.problems
        for one in earlier:
            for root in one.tree.roots if one.node.side else ():
                root.side = root.side or one.node.side
        for row in rows:
            for currency in row.currencies or ({block.currency} if block.currency else ()):
                self._currencies.setdefault(currency, place(row.number, row.column or 1))
        return tree

    def _piece(self, block: Block, tree: Tree) -> Piece:
        figures = self._figures(block)
        codes = [node.row.code for node in tree.nodes if node.role == "line"]
        text = " ".join(str(value) for row in block.grid.rows.values() for value in row if isinstance(value, str))
        self._is_french_chart = are_french_accounts(codes, text)
        lines = [self._line(block, figures, node, path) for node, path in walk(tree.roots, ())]
        self.problems += wrong_sums(block, figures, tree.nodes)
        total: dict[tuple[str, tuple[int, int]], Decimal] = defaultdict(Decimal)
        for line in lines:
            for month, amount in line.months.items():
                total["budget", (month.year, month.month)] += amount
        not_lines = [node.row.name for node in tree.nodes if node.role in ("sum", "note", "header") and node.row.name]
        return Piece(block, lines, not_lines, dict(total), is_foreign(block))

    def _figures(self, block: Block) -> tuple[Figure, ...]:
        """The columns with their years; of several versions only the one that is chosen."""
        figures = [one for one in block.figures if not one.is_sum and one.months]
        figures = self._of_one_version(block, figures)
        seen: set[tuple[str, tuple[tuple[int, int], ...]]] = set()
        kept = []
        # A column “for the year” is surer than one that says nothing of the kind, or “by month”.
        for one in sorted(
            figures, key=lambda one: (one.heading.is_so_far, len(one.months) == 12 and not one.heading.is_total)
        ):
            one = self._with_year(self._counted(one, block), block)
            if (one.kind, one.months) not in seen:
                kept.append(one)
                seen.add((one.kind, one.months))
        return tuple(kept)

    def _of_one_version(self, block: Block, figures: Sequence[Figure]) -> list[Figure]:
        """The columns of one version where several plan the same months; asked about where that is the last year."""
        budgets = [one for one in figures if one.kind == "budget"]
        by_months: dict[tuple[tuple[int, int], ...], list[str]] = defaultdict(list)
        for one in budgets:
            by_months[one.months].append(one.heading.version)
        clashes = {months: versions for months, versions in by_months.items() if len(set(versions)) > 1}
        if not clashes:
            return list(figures)
        versions = list(dict.fromkeys(one for some in clashes.values() for one in some))
        chosen = next((one for one in versions if one and one == plain(self.choices.version)), None)
        latest = max(months[-1][0] for months in by_months)
        if chosen is None:
            # Of years gone by the last version stands nearest to what was spent.
            if max(months[-1][0] for months in clashes) == latest:
                self._ask_version(block, [one or "budget" for one in versions])
                chosen = versions[0]
            else:
                chosen = versions[-1]
        return [
            one for one in figures
            if one.kind != "budget" or one.heading.version == chosen
            or chosen not in by_months[one.months] or one.months not in clashes
        ]  # fmt: skip

    def _counted(self, figure: Figure, block: Block) -> Figure:
        """A figure of a year across two, “2025/26”, that only counts its months (“P1”) from the month that was chosen."""
        context = block.context
        is_named = any(one.heading.month and not one.heading.is_numbered for one in block.figures)
        if is_named or context.first or not context.last_year:
            return figure
        if not self.choices.first_month and self.question is None:
            where = str(Address(block.grid.sheet, block.cell(block.header[1], figure.column)))
            what = say(
                "Nothing says which month {year} begins with: add “--choose first_month=4”, with the month’s number.",
                year=f"{context.year}/{context.last_year % 100:02}",
            )
            self.question = Problem(where=where, what=what)
        return later(figure, max(self.choices.first_month - 1, 0))

    def _with_year(self, figure: Figure, block: Block) -> Figure:
        if all(year > 1900 for year, _ in figure.months):
            return figure
        year = self._year_said() or self._year_of_others()
        if not year:
            year = self.period.year if self.period else 0
        if not year:
            if self.question is None:
                where = str(Address(block.grid.sheet, block.cell(block.header[1], figure.column)))
                what = say("Nothing says which year this budget is for: add “--choose year=2026”, with the year.")
                self.question = Problem(where=where, what=what)
            year = 2000
        return replace(figure, months=tuple((y + year if y < 1900 else y, month) for y, month in figure.months))

    def _year_said(self) -> int:
        """The year that was chosen, or stands in the file's name."""
        if self.choices.year:
            return self.choices.year
        found = _YEAR.search(self.book.name)
        return int(found[1]) if found else 0

    def _year_of_others(self) -> int:
        """A year that stands alone somewhere on a sheet's upper part."""
        for grid in self.book.grids:
            for row in list(grid.rows.values())[:12]:
                for value in row:
                    if isinstance(value, str) and (hit := _YEAR.search(value)):
                        return int(hit[1])
        return 0

    def _line(self, block: Block, figures: Sequence[Figure], node: Node, path: tuple[str, ...]) -> BudgetLine:
        row = node.row
        kinds: dict[str, dict[Month, Decimal]] = {"budget": {}, "actual": {}, "committed": {}}
        cells: dict[tuple[Kind, Month], Source] = {}
        file = self.book.name
        told = [("", row.number, row.amounts), *((kind, *one) for kind, one in row.others.items())]
        ordered = sorted(figures, key=lambda one: len(one.months))
        for figure, (said, number, amounts) in ((figure, one) for figure in ordered for one in told):
            kind, amount = said or figure.kind, amounts.get(figure.column)
            if amount is None:
                continue
            months = [date(year, month, 1) for year, month in figure.months]
            source = Source(file=file, sheet=block.grid.sheet, cell=str(block.cell(number, figure.column)))
            for month, part in zip(months, spread(amount, len(months)), strict=True):
                if month not in kinds[kind]:
                    kinds[kind][month] = part
                    cells[cast("Kind", kind), month] = source
        known = set(map(plain, row.groups))
        # A block that has rows of what is planned and spent, and no names, is that of one line.
        label = row.label if row.name else block.part or block.grid.sheet
        around = (
            (block.part,)
            if block.part and row.name and plain(block.part) not in known | set(map(plain, path))
            else ()
        )
        group = (*around, *row.groups, *(one for one in path if plain(one) not in known))
        side = next((one for one in (block.part, block.grid.sheet) if tells_income(one)), "")
        is_in = is_income(
            row.code, label, (*(("income",) if side else ()), *group),
            is_french_chart=self._is_french_chart, side=node.side,
        )  # fmt: skip
        return BudgetLine(
            code=row.code, label=label, group=group, months=kinds["budget"], actual=kinds["actual"],
            committed=kinds["committed"], cells=cells, owner=row.owner, is_income=is_in,
            place=Source(file=file, sheet=block.grid.sheet, cell=str(block.cell(row.number, row.column or 1))),
        )  # fmt: skip

    # ── several blocks ────────────────────────────────────────────────────────────────────────────────────

    def _one_version(self, pieces: list[Piece]) -> list[Piece]:
        """The pieces of one version where sheets are versions of the same budget."""
        some = list(versions_of(pieces).values())
        if not some:
            return pieces
        self._ask_version(some[0][0].block, [one[0].block.grid.sheet for one in some], is_sheet=True)
        left_out = [piece for one in some[1:] for piece in one]
        return [piece for piece in pieces if piece not in left_out]

    def _ask_version(self, block: Block, versions: Sequence[str], *, is_sheet: bool = False) -> None:
        if self.question is not None:
            return
        what = say(
            "Which budget counts: {versions}? The first does until you say so: add “--choose {key}=…”.",
            versions=list(versions[:_MOST_SHOWN]), key="sheet" if is_sheet else "version",
        )  # fmt: skip
        self.question = Problem(where=block.grid.sheet, what=what)

    # ── what is said of the whole ─────────────────────────────────────────────────────────────────────────

    def _months(self, lines: Sequence[BudgetLine]) -> tuple[Month, ...]:
        """The twelve months (or fewer) of the year that is planned."""
        every = sorted({month for line in lines for month in line.months})
        if not every:
            return ()
        start = every[0]
        windows: dict[int, list[Month]] = defaultdict(list)
        for month in every:
            windows[((month.year - start.year) * 12 + month.month - start.month) // 12].append(month)
        wanted = self.period or (date(self.choices.year, 12, 1) if self.choices.year else None)
        chosen = next((one for one in windows.values() if wanted in one), None)
        return tuple(chosen or windows[max(windows)])

    def _currency(self) -> str:
        known = [one for one in self._currencies if one]
        if len(known) > 1:
            what = say(
                "Amounts stand here in {one} and in {other}: they are added as if they were one; write them in one.",
                one=known[0], other=known[1],
            )  # fmt: skip
            self.problems.append(Problem(where=self._currencies[known[1]], what=what))
        return known[0] if known else "EUR"


def spread(amount: Decimal, months: int) -> list[Decimal]:
    """The amount over so many months, to the cent: the last has what is left."""
    if months == 1:
        return [amount]
    part = cents(amount / months)
    return [part] * (months - 1) + [amount - part * (months - 1)]
