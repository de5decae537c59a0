"""Which tables of a workbook are the stock, its journal and its orders, and which of their columns are what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from officebot.core.problems import Problem
from officebot.core.stock.fields import ARTICLES, JOURNAL, NAMES, ORDERS, words_of
from officebot.core.text import say
from officebot.core.workbooks.parts import Part, Sheet, find_parts
from officebot.core.workbooks.tables import Table

#: A heading that only resembles a day's ("lead time (days)") makes no journal.
_DAY = 0.75


@dataclass(frozen=True, slots=True)
class StockMap:
    """The parts of a stock workbook that were found: `articles`, `journal`, `orders`; and what a person is asked."""

    parts: Mapping[str, Sheet]
    problems: tuple[Problem, ...] = ()


def find_stock(
    tables: Sequence[Table],
    chosen: Mapping[str, str] | None = None,
    own: Mapping[str, tuple[str, ...]] | None = None,
) -> StockMap:
    """The stock among the tables. `chosen` are tables' names by part, `own` the office's words by field."""
    wanted = {
        part: Part(name=NAMES[part], words=words_of(part, own), score=partial(_score, part))
        for part in (JOURNAL, ORDERS, ARTICLES)
    }
    parts, problems = find_parts(tables, wanted, chosen)
    if ARTICLES not in parts and not problems:
        what = say("No table looks like a stock: it needs a column of articles and one of the quantity in stock.")
        problems.append(Problem(where="", what=what))
    return StockMap(parts, tuple(problems))


def _score(part: str, sure: Mapping[str, float]) -> float:
    """How much a table is this part: nought where it lacks what makes one."""
    names = max(sure.get("reference", 0), sure.get("article", 0))
    if not names:
        return 0
    match part:
        case "articles":
            levels = [sure.get(field, 0) for field in ("minimum", "target", "lead_time", "price", "supplier", "pack")]
            here = sure.get("on_hand", 0)
            return 2 * names + 2 * here + sum(levels) if here and not sure.get("date", 0) else 0
        case "journal":
            moved = max(sure.get("quantity", 0), sure.get("came_in", 0), sure.get("went_out", 0))
            return (
                names + sure.get("date", 0) + moved + sure.get("movement", 0)
                if sure.get("date", 0) >= _DAY and moved
                else 0
            )
        case _:
            days = sum(
                sure[name] for name in ("expected_on", "received_on", "ordered_on") if sure.get(name, 0) >= _DAY
            )
            return names + days + sure.get("quantity", 0) if days and sure.get("quantity", 0) else 0
