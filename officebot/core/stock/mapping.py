"""Which tables of a workbook are the stock, its journal and its orders, and which of their columns are what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from officebot.core.problems import Problem
from officebot.core.stock.fields import ARTICLES, JOURNAL, NAMES, ORDERS, words_of
from officebot.core.text import say
from officebot.core.workbooks.meanings import columns_meaning
from officebot.core.workbooks.tables import Table

#: Two tables whose likeness differs by less could both be it.
_NEAR = 0.5


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with the columns that are known: field → heading. `sureness` is between 0 and 1 for each."""

    table: str
    sheet: str
    columns: Mapping[str, str]
    sureness: Mapping[str, float]


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
    chosen = chosen or {}
    parts: dict[str, Sheet] = {}
    problems: list[Problem] = []
    taken: set[tuple[str, str]] = set()
    for part in (JOURNAL, ORDERS, ARTICLES):
        found = _ranked(
            part, [one for one in tables if (one.sheet, one.name) not in taken], chosen.get(part, ""), own
        )
        if not found:
            continue
        (score, sheet, doubts), *others = found
        rival = next((other for other in others if other[0] > score - _NEAR), None)
        if rival is not None and part not in chosen:
            what = say(
                "“{one}” and “{other}” both look like {part}: say which.",
                one=sheet.table, other=rival[1].table, part=NAMES[part],
            )  # fmt: skip
            problems.append(Problem(where=sheet.sheet, what=what))
            continue
        parts[part] = sheet
        taken.add((sheet.sheet, sheet.table))
        problems += doubts
    problems += [
        Problem(where=name, what=say("There is no table of this name that could be {part}.", part=NAMES[part]))
        for part, name in chosen.items()
        if part not in parts
    ]
    if ARTICLES not in parts and not problems:
        what = say("No table looks like a stock: it needs a column of articles and one of the quantity in stock.")
        problems.append(Problem(where="", what=what))
    return StockMap(parts, tuple(problems))


def _ranked(
    part: str, tables: Sequence[Table], wanted: str, own: Mapping[str, tuple[str, ...]] | None
) -> list[tuple[float, Sheet, tuple[Problem, ...]]]:
    found = []
    for table in tables:
        if wanted and table.name.casefold() != wanted.casefold():
            continue
        meant = columns_meaning(table, words_of(part, own))
        sure = {field: one.sureness for field, one in meant.columns.items()}
        score = _score(part, sure)
        if score > 0:
            titles = {field: one.title for field, one in meant.columns.items()}
            found.append((score, Sheet(table.name, table.sheet, titles, sure), meant.doubts))
    return sorted(found, key=lambda one: -one[0])


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
                names + sure.get("date", 0) + moved + sure.get("movement", 0) if sure.get("date", 0) and moved else 0
            )
        case _:
            days = sure.get("expected_on", 0) + sure.get("received_on", 0) + sure.get("ordered_on", 0)
            return names + days + sure.get("quantity", 0) if days and sure.get("quantity", 0) else 0
