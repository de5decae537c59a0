"""Which rows of a budget are sums of others, which head a group, and which are its lines: told by arithmetic first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from officebot.core.budget.adding import ROUNDED, Probe, adds_up, count_nearly, is_near, sum_of
from officebot.core.budget.doubts import doubtful
from officebot.core.budget.fields import CARRIED, REMAINDERS, words
from officebot.core.budget.headers import is_empty_line
from officebot.core.budget.nodes import (
    Node,
    Tree,
    added_rows,
    counted,
    counts_things,
    covers,
    extends,
    is_called_sum,
    is_group,
    is_share,
    is_telling,
    name_key,
)
from officebot.core.budget.results import carries, is_of_which, is_result
from officebot.core.budget.rows import Row
from officebot.core.problems import Problem
from officebot.core.text import Text, say
from officebot.core.workbooks.cells import Cell
from officebot.core.workbooks.looks import Looks
from officebot.core.workbooks.words import is_total


def tree_of(
    rows: Sequence[Row], looks: Looks, place: Callable[[int, int], str], earlier: Sequence[Node] = ()
) -> Tree:
    """The rows with their roles. `place` says where a row's column really stands; `looks` are those of the block.

    `earlier` are what blocks above on the sheet add up to: a total below may be that of all.
    What is called like a count of people or hours is none where only with it the sums add up: “Heures supplémentaires”.
    """
    counts = {row.number for row in rows if row.amounts and counts_things(row)}
    made = _Builder(rows, looks, place, earlier, counts).build()
    if counts:
        tried = _Builder(rows, looks, place, earlier, frozenset()).build()
        added = {one.row.number for node in tried.nodes if node.role == "sum" for one in node.below}
        sums = [sum(node.role == "sum" for node in tree.nodes) for tree in (made, tried)]
        if counts & added and (sums[1] > sums[0] or len(tried.problems) < len(made.problems)):
            return _Builder(rows, looks, place, earlier, counts - added).build()
    return made


class _Builder:
    def __init__(
        self,
        rows: Sequence[Row],
        looks: Looks,
        place: Callable[[int, int], str],
        earlier: Sequence[Node],
        counts: Collection[int],
    ) -> None:
        self.nodes = [Node(row) for row in rows]
        self._earlier = list(earlier)
        self._counts = counts
        self._last: Node | None = None
        self._styles: set[tuple[bool, bool, int]] = set()
        self.looks, self._place = looks, place
        self.problems: list[Problem] = []
        self._by_number = {node.row.number: node for node in self.nodes}
        self._refers = {id(node): self._references(node) for node in self.nodes}
        self._names = {name_key(node.row.label) for node in self.nodes if node.row.label}
        self._signed = {
            column for node in self.nodes for column, amount in node.amounts.items() if amount.is_signed()
        }
        self._has_codes = sum(bool(node.row.code) for node in self.nodes if node.amounts) * 2 > len(
            [node for node in self.nodes if node.amounts]
        )

    def build(self) -> Tree:
        """The tree."""
        last = max((place for place, node in enumerate(self.nodes) if node.amounts), default=-1)
        for place, node in enumerate(self.nodes):
            if node.row.is_percent or (node.amounts and self._is_note(node)):
                node.role = "note"
            elif not node.amounts:
                node.role = (
                    "line"
                    if is_empty_line(self.nodes, place, has_codes=self._has_codes)
                    else "note"
                    if place > last
                    else "header"
                )
        self._sums_above()
        self._styles = {_style(node) for node in self.nodes if node.role == "sum"}
        if len(self._styles) == 1:
            for node in self.nodes:
                node.role, node.below = "line" if node.role == "sum" else node.role, []
            self.problems = []
            self._sums_above()
        roots = self._sums_below()
        for node in doubtful(roots):
            what = say(
                "“{label}” is just what the rows next to it add up to, and counts as a line beside them: if it is their sum, "
                "write “Total” before it.",
                label=node.row.name[:60],
            )  # fmt: skip
            self.problems.append(Problem(where=self._place(node.row.number, node.row.column or 1), what=what))
        return Tree(tuple(roots), tuple(self.nodes), tuple(self.problems))

    # ── formulas ──────────────────────────────────────────────────────────────────────────────────────────

    def _references(self, node: Node) -> frozenset[int]:
        """The rows that its formulas add up, each in its own column; none where they do anything else."""
        votes: list[frozenset[int]] = []
        for column in node.amounts:
            formula = self.looks.formulas.get(Cell(node.row.number, column), "")
            rows = added_rows(formula, column) if formula else None
            if rows:
                votes.append(rows - {node.row.number})
                node.is_signed = node.is_signed or "-" in formula
        if not votes or 2 * len(votes) < len(node.amounts):
            return frozenset()
        node.has_sum_formula = True
        return max(votes, key=votes.count)

    def _is_note(self, node: Node) -> bool:
        """Whether its amounts are none of a line: counts, balances carried along, parts of another row, shares."""
        row = node.row
        if row.number in self._counts or carries(row) or is_of_which(row):
            return True
        shares = [
            is_share(formula, column)
            for column in node.amounts
            if (formula := self.looks.formulas.get(Cell(row.number, column), ""))
        ]
        return 2 * sum(shares) > len(node.amounts)

    # ── sums above what they add up ───────────────────────────────────────────────────────────────────────

    def _sums_above(self) -> None:
        after: list[Node] = []
        for node in reversed(self.nodes):
            if node.role == "note":
                continue
            if node.role == "line" and node.amounts:
                count = self._count_below(node, after)
                if count:
                    node.role, node.below = "sum", after[:count]
                    del after[:count]
            elif node.role == "header":
                count = self._deeper(node, after)
                if count:
                    node.below = after[:count]
                    del after[:count]
            after.insert(0, node)

    def _count_below(self, node: Node, after: Sequence[Node]) -> int:
        """How many of the rows after it a row is the sum of; 0 for none."""
        refers = self._refers[id(node)]
        if refers:
            if min(refers) < node.row.number or node.is_signed:
                return 0
            return sum(1 for one in after if one.row.number <= max(refers))
        deeper = self._deeper(node, after)
        if deeper:
            agrees = adds_up(node, after[:deeper])
            if agrees or (is_near(node, after[:deeper]) and not node.row.code):
                if not agrees:
                    self._say_wrong(node, after[:deeper])
                return deeper
            if deeper > 1 or agrees:
                return 0
        if deeper or node.has_sum_formula:
            return 0
        return self._flat_count(node, after)

    def _flat_count(self, node: Node, after: Sequence[Node]) -> int:
        """As above, where neither indents nor codes say that rows belong to this one: only strong sums count."""
        is_named = is_total(node.row.label) or (node.row.is_bold and not any(one.row.is_bold for one in after[:1]))
        probe = Probe(node, self._signed)
        for count in range(1, len(after) + 1):
            is_right = probe.add(after[count - 1])
            if probe.is_past:
                return 0
            if (
                set(words(after[count - 1].row.label)) & REMAINDERS
                or after[count - 1].role == "header"
                or after[count - 1].row.depth < node.row.depth
            ):
                return 0
            if count == 1 and is_right and adds_up(node, after[:1]):
                # One row alone may be all of a group where other groups are written just so.
                following = after[1] if len(after) > 1 else None
                is_alone = following is None or following.role == "sum" or is_called_sum(following.row.label)
                if is_alone and _style(node) in self._styles and _style(after[0]) not in self._styles:
                    return 1
            if (
                count > 1
                and is_right
                and adds_up(node, after[:count], is_strict=not is_named)
                and (is_named or is_telling(after[:count]))
            ):
                return count
        return 0

    def _deeper(self, node: Node, after: Sequence[Node]) -> int:
        """How many of the rows after it stand deeper, by their code or their indent."""
        count = 0
        for one in after:
            by_code = extends(one.row.code, node.row.code)
            by_depth = one.row.depth > node.row.depth and not (one.row.code and node.row.code and not by_code)
            if not by_code and not by_depth:
                break
            count += 1
        return count

    # ── sums below what they add up ───────────────────────────────────────────────────────────────────────

    def _sums_below(self) -> list[Node]:
        taken = {id(one) for node in self.nodes for one in node.below}
        whole: list[Node] = []
        for node in self.nodes:
            if id(node) in taken or node.role == "note":
                continue
            whole.append(node)
        return self._fold(whole)

    def _fold(self, whole: Sequence[Node]) -> list[Node]:
        """The nodes with each sum below its rows made their parent."""
        roots: list[Node] = []
        for node in whole:
            if node.below and node.role in ("sum", "header"):
                node.below = self._fold(node.below)
            if node.role == "line" and node.amounts and not self._settle(node, roots):
                pass
            if node.role != "note":
                roots.append(node)
        return roots

    def _settle(self, node: Node, roots: list[Node]) -> bool:
        """Make a row the sum of the last roots where it is; True where it was."""
        refers = self._refers[id(node)]
        if refers and min(refers) < self.nodes[0].row.number and self._is_of_all(node, roots):
            node.role = "note"
            return True
        if refers and self._by_formula(node, refers, roots):
            return True
        if not is_called_sum(node.row.label) and is_result(
            node, [*self._earlier, *roots], self._last, is_strict=True
        ):
            node.role, self._last = "note", node
            return True
        count = self._count_above(node, roots) or self._count_seen(node, roots)
        if count:
            node.role = "sum"
            self._take(node, roots, len(roots) - count)
            return True
        if is_result(node, [*self._earlier, *roots], self._last) or self._is_of_all(node, roots):
            node.role, self._last = "note", node
            return True
        if is_called_sum(node.row.label) or (not node.row.label and not node.row.code):
            nearly = count_nearly(node, roots)
            start = len(roots) - nearly if nearly else self._section(roots)
            rows = [one for one in roots[start:] if one.amounts]
            if (
                rows
                and node.row.name
                and (is_total(node.row.label) or is_near(node, rows) or is_group(node, self._names))
            ):
                self._say_wrong(node, rows)
                node.role = "sum"
                self._take(node, roots, start)
                return True
        return False

    def _by_formula(self, node: Node, refers: frozenset[int], roots: list[Node]) -> bool:
        known = [number for number in refers if number in self._by_number and self._by_number[number].role != "note"]
        if not known or min(refers) > node.row.number:
            return False
        if len(refers) == 1 and not is_called_sum(node.row.label):
            return self._by_number[known[0]].role == "sum"
        if node.is_signed:
            node.role = "note"
            return True
        start = next((place for place, one in enumerate(roots) if covers(one, refers)), None)
        beside = roots[start:] if start is not None else []
        left_out = [one for one in beside if one.amounts and one.role == "line" and one.row.number not in refers]
        if left_out and all(one.row.is_hidden for one in left_out):
            self._leave_out(node, roots, left_out)
            left_out = []
        if start is None or left_out:
            node.role = "note"  # a sum of some rows here and there: nothing hangs under it
            return True
        if not adds_up(node, roots[start:]):
            rows = counted(roots[start:])
            self._say_wrong(node, rows)
        node.role = "sum"
        self._take(node, roots, start)
        return True

    def _is_of_all(self, node: Node, roots: Sequence[Node]) -> bool:
        """Whether a row adds up the blocks above its own as well, or these alone."""
        earlier, whole = self._earlier, [*self._earlier, *roots]
        if not earlier:
            return False
        is_named = is_called_sum(node.row.label) or bool(set(words(node.row.label)) & CARRIED)
        is_sum = adds_up(node, whole, is_strict=not is_named) and (is_named or is_telling(counted(whole)))
        if len(whole) > 1 and is_sum:
            return True
        # What the page before came to, carried over; or the sum of several blocks once more.
        is_carried = not roots and len(set(node.amounts.values())) > 2
        return adds_up(node, earlier, is_strict=not is_named) and (is_named or is_carried or is_telling(earlier))

    def _count_above(self, node: Node, roots: Sequence[Node]) -> int:
        """How many of the roots before it a row is the sum of; 0 for none."""
        called = is_called_sum(node.row.label) or not node.row.name
        probe = Probe(node, self._signed)
        for count in range(1, len(roots) + 1):
            if not probe.add(roots[len(roots) - count]):
                if probe.is_past:
                    return 0
                continue
            rows = roots[len(roots) - count :]
            if not rows[0].amounts and not rows[0].below:
                continue
            stands_out = called or self._stands_out(node, counted(rows))
            if not adds_up(node, rows, is_strict=not stands_out):
                continue
            if called and (count > 1 or node.row.name):
                return count
            given = counted(rows)
            if len(given) > 1 and (is_telling(given) or stands_out):
                return count
        return 0

    def _count_seen(self, node: Node, roots: list[Node]) -> int:
        """As above, where the sum leaves out hidden rows: these are no lines then, which is said."""
        seen = [one for one in roots if not (one.row.is_hidden and one.role == "line")]
        count = self._count_above(node, seen) if len(seen) < len(roots) else 0
        if not count:
            return 0
        start = next(place for place, one in enumerate(roots) if one is seen[-count])
        self._leave_out(node, roots, [one for one in roots[start:] if one.row.is_hidden and one.role == "line"])
        return count

    def _leave_out(self, node: Node, roots: list[Node], hidden: Sequence[Node]) -> None:
        for one in hidden:
            one.role = "note"
            what = say(
                "“{label}” stands in a hidden row that “{sum}” leaves out: it does not count; show the row if it should.",
                label=one.row.name[:60], sum=node.row.name[:60],
            )  # fmt: skip
            self.problems.append(Problem(where=self._place(one.row.number, one.row.column or 1), what=what))
        roots[:] = [one for one in roots if one.role != "note"]

    def _stands_out(self, node: Node, rows: Sequence[Node]) -> bool:
        """Whether a row looks like a sum of these: bold where they are not, further out, or by its code."""
        row = node.row
        if row.is_bold and not any(one.row.is_bold and one.role == "line" for one in rows):
            return True
        if all(one.row.depth > row.depth for one in rows):
            return True
        if row.code and all(extends(one.row.code, row.code) for one in rows):
            return True
        return bool(self._has_codes and not row.code and all(one.row.code or one.role == "sum" for one in rows))

    def _take(self, node: Node, roots: list[Node], start: int) -> None:
        """The roots from `start` on become the sum's; with them the header that stands right above them."""
        if start and roots[start - 1].role == "header" and not roots[start - 1].below:
            start -= 1
        node.below = roots[start:]
        del roots[start:]

    def _section(self, roots: Sequence[Node]) -> int:
        """Where the rows begin that no sum has yet: after the last sum or header."""
        for place in range(len(roots) - 1, -1, -1):
            if roots[place].role == "header" or roots[place].role == "sum":
                return place + 1 if place + 1 < len(roots) else 0
        return 0

    def _say_wrong(self, node: Node, rows: Sequence[Node]) -> None:
        """The first figure that is not what its rows add up to, and how many more there are."""
        given = counted(rows)
        columns = {column for one in given for column in one.amounts} | node.amounts.keys()
        node.lines_say = {column: sum_of(given, column) for column in columns}
        wrong = [
            (column, amount, node.lines_say[column])
            for column, amount in node.amounts.items()
            if abs(node.lines_say[column] - amount) > ROUNDED and not (node.has_sum_formula and not amount)
        ]
        if not wrong:
            return
        column, amount, added = wrong[0]
        what: Text = say(
            "“{label}” says {amount}, its lines add up to {added}: the lines count.",
            label=node.row.name[:60] or "…", amount=amount, added=added,
        )  # fmt: skip
        where = self._place(node.row.number, column)
        self.problems.append(Problem(where=where, what=what))


def _style(node: Node) -> tuple[bool, bool, int]:
    """How a row is written: bold, with a code, how deep."""
    return node.row.is_bold, bool(node.row.code), node.row.depth
