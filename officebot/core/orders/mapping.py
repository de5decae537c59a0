"""Which tables of a workbook are the orders, the suppliers and the budget, and which of their columns are what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from officebot.core.orders.fields import BUDGET, LINES, NAMES, RECEIPTS, SUPPLIERS, words_of
from officebot.core.problems import Problem
from officebot.core.text import say
from officebot.core.workbooks.parts import Part, Sheet, find_parts
from officebot.core.workbooks.tables import Table


@dataclass(frozen=True, slots=True)
class OrdersMap:
    """The parts of an orders workbook that were found: `lines`, `receipts`, `suppliers`, `budget`; and what a person is asked."""

    parts: Mapping[str, Sheet]
    problems: tuple[Problem, ...] = ()


def find_orders(
    tables: Sequence[Table],
    chosen: Mapping[str, str] | None = None,
    own: Mapping[str, tuple[str, ...]] | None = None,
) -> OrdersMap:
    """The orders among the tables. `chosen` are tables' names by part, `own` the office's words by field."""
    wanted = {
        part: Part(name=NAMES[part], words=words_of(part, own), score=partial(_score, part))
        for part in (LINES, RECEIPTS, SUPPLIERS, BUDGET)
    }
    parts, problems = find_parts(tables, wanted, chosen)
    if LINES not in parts and not problems:
        what = say("No table looks like orders: it needs columns of order numbers, articles and quantities.")
        problems.append(Problem(where="", what=what))
    return OrdersMap(parts, tuple(problems))


def sheets_of(found: OrdersMap) -> Iterator[tuple[str, Sheet]]:
    """The parts in the order in which people think of them."""
    return ((part, found.parts[part]) for part in (LINES, RECEIPTS, SUPPLIERS, BUDGET) if part in found.parts)


def _score(part: str, sure: Mapping[str, float]) -> float:
    """How much a table is this part: nought where it lacks what makes one."""

    def sum_of(*fields: str) -> float:
        return sum(sure.get(field, 0) for field in fields)

    match part:
        case "lines":
            names = max(sure.get("reference", 0), sure.get("article", 0))
            quantity, order = sure.get("quantity", 0), sure.get("order", 0)
            more = sum_of("supplier", "due", "price", "received", "ordered_on", "promised")
            return names + quantity + order + more if names and quantity and order and more else 0
        case "receipts":
            # Orders tell what was asked for and at what price; a list of what came does not.
            names = max(sure.get("reference", 0), sure.get("article", 0), sure.get("line", 0))
            order, came, day = sure.get("order", 0), sure.get("received", 0), sure.get("received_on", 0)
            asked = max(sure.get("price", 0), sure.get("due", 0), sure.get("promised", 0))
            return order + came + day + names if order and came and day and names and not asked else 0
        case "suppliers":
            more = sum_of("address", "goods", "takes", "lead_time", "minimum", "terms", "language")
            return sure.get("supplier", 0) + more if sure.get("supplier", 0) and sure.get("address", 0) else 0
        case _:
            spent = sum_of("spent", "committed")
            return (
                sum_of("key", "planned") + spent
                if sure.get("key", 0) and sure.get("planned", 0) and (spent or sure.get("label", 0))
                else 0
            )
