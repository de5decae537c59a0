"""The questions of the tables-prepbench corpus, answered from our reading with the operations of `reckoning`.

What stands here is only how each question says its answer is made; reading, finding tables and reckoning know no case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TypeAlias

from officebot.connectors.workbooks.reading import read_book
from officebot.core.workbooks import reckoning as r
from officebot.core.workbooks.cells import Value, to_json
from officebot.core.workbooks.numbers import Amount, read_number
from officebot.core.workbooks.tables import Table, find_tables

Rows: TypeAlias = list[dict[str, Value]]
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "Sepetember", "October", "November", "December",
)  # fmt: skip


def answers(corpus: Path) -> Iterator[tuple[str, str, str]]:
    """For each checked answer its case, its file, and `right` or what is wrong."""
    for case in sorted(one for one in corpus.iterdir() if one.is_dir()):
        make = _CASES.get(case.name)
        expected = sorted((case / "gold").glob("output_*.csv"))
        if make is None:
            yield case.name, "", "no sum, join or overdue list"
            continue
        made = make([tables(path) for path in sorted((case / "inputs").glob("*.csv"))])
        for path, rows in zip(expected, made, strict=True):
            yield case.name, path.name, _verdict(rows, path)


def tables(path: Path) -> tuple[Table, ...]:
    """The tables of a file, as an office's duty would get them."""
    return find_tables(read_book(path)).tables


def _verdict(rows: Rows, path: Path) -> str:
    checked = tables(path)[0]
    wanted = sorted(tuple(_comparable(row[title]) for title in checked.titles) for row in checked.records())
    got = sorted(tuple(_comparable(row.get(title)) for title in checked.titles) for row in rows)
    if wanted == got:
        return f"right ({len(got)} rows)"
    missing = [row for row in wanted if row not in got]
    return f"wrong: {len(missing)} of {len(wanted)} rows missing, {len(got)} made, first missing {missing[:1]}"


def _comparable(value: Value) -> str:
    number = r.number(value)
    if number is not None:
        return f"{number:.6f}"
    return str(to_json(value))


# ── deliveries on the nth weekday of a month: a join on parts of a date ───────────────────────────────────


def _deliveries(inputs: list[tuple[Table, ...]]) -> list[Rows]:
    days, rules = inputs[0][0], inputs[1][0]
    dated: Rows = []
    for row in days.records():
        day = row["Date"]
        assert isinstance(day, date)
        dated.append(
            {"Date": day, "Weekday": _WEEKDAYS[day.weekday()], "n": (day.day - 1) // 7 + 1, "Month Name": f"{day:%B}"}
        )
    ruled: Rows = []
    for row in rules.records():
        found = re.match(r"(\d)\w\w (\w+)", str(row["Delivery Schedule"]))
        assert found is not None
        ruled.append({**row, "n": int(found[1]), "Weekday": found[2]})
    return [r.joined(dated, ruled, ["Weekday", "n"])]


# ── sales by week against two tables of one planning sheet: sums and joins ────────────────────────────────


def _budget(inputs: list[tuple[Table, ...]]) -> list[Rows]:
    planned = next(found for found in inputs if len(found) > 1)
    sales: Rows = []
    for found in inputs:
        if found is not planned:
            sales += [_sale(row) for row in found[0].records()]
    weekly = r.group_sums(sales, ["Type", "Week"], ["Sales Volume", "Sales Value"])
    least = [{**row, "Week": int(str(row["Week"]).partition("_")[2])} for row in planned[0].records()]
    reached = r.where(
        r.joined(weekly, least, ["Type", "Week"]),
        lambda row: (
            _at_least(row, "Sales Volume", "Profit Min Sales Volume")
            and _at_least(row, "Sales Value", "Profit Min Sales Value")
        ),
    )
    budget: Rows = [
        {**row, "Type": "bar" if "bar" in str(row["Type"]).lower() else "liquid"} for row in planned[1].records()
    ]
    dates = sorted(title for title in planned[1].titles if title[:1].isdigit())
    seen = {(row["Type"], row["Week"]) for row in reached}
    missed: Rows = []
    for row in weekly:
        week = r.number(row["Week"])
        assert week is not None
        if not 5 <= week <= 8 or (row["Type"], row["Week"]) in seen:
            continue
        column = dates[-2] if week <= 5 else dates[-1]
        aims = r.pivoted(budget, ["Type"], "Measure", column)
        missed += r.joined([row], aims, ["Type"])
    missed = r.where(
        missed,
        lambda row: (
            not _at_least(row, "Sales Volume", "Budget Volume") or not _at_least(row, "Sales Value", "Budget Value")
        ),
    )
    return [missed, reached]


def _sale(row: dict[str, Value]) -> dict[str, Value]:
    day = row["Date"]
    assert isinstance(day, date)
    return {
        "Type": str(row["Type"]).lower(),
        "Week": day.isocalendar().week,
        "Sales Volume": row.get("Sales Volume", row.get("Volume")),
        "Sales Value": row.get("Sales Value", row.get("Value")),
    }


def _at_least(row: r.Row, one: str, other: str) -> bool:
    return (r.number(row[one]) or 0) >= (r.number(row[other]) or 0)


# ── profit by project: names filled down, sums ────────────────────────────────────────────────────────────


def _projects(inputs: list[tuple[Table, ...]]) -> list[Rows]:
    rows: Rows = []
    for row in inputs[0][0].records():
        words = str(row["Project"] or "")
        rows.append({**row, "Project Name": None if words.startswith(("Invoice", "Expense")) else words})
    lines = r.where(
        r.filled_down(rows, "Project Name"), lambda row: row["Cost"] is not None or row["Invoiced Amount"] is not None
    )
    sums = r.group_sums(lines, ["Project Name"], ["Invoiced Amount", "Cost"])
    return [
        [{**row, "Profit": (r.number(row["Invoiced Amount"]) or 0) - (r.number(row["Cost"]) or 0)} for row in sums]
    ]


# ── the highest overspending of each month: one table a month, joined with the budget ─────────────────────


def _overspending(inputs: list[tuple[Table, ...]]) -> list[Rows]:
    plan = next(found[0] for found in inputs if "Budget" in found[0].titles)
    budget: Rows = []
    for row in plan.records():
        name, told = row[plan.titles[0]], str(row["Budget"])
        amount = read_number(told.split()[0])
        assert isinstance(amount, Amount)
        budget.append(
            {"Category": str(name).replace(" ", ""), "Annual": amount.value, "Budget": round(amount.value / 12)}
        )
    spent: Rows = []
    for found in inputs:
        if found[0] is not plan:
            month = datetime.fromisoformat(found[0].titles[0]).month
            long = r.unpivoted(found[0].records(), [found[0].titles[0]], "Category", "Actual")
            spent += [
                {"Month": _MONTHS[month - 1], "Category": row["Category"], "Actual": row["Actual"]} for row in long
            ]
    annual = r.joined(r.group_sums(spent, ["Category"], ["Actual"]), budget, ["Category"])
    over = [
        {"Category": row["Category"], "Budget": row["Budget"]}
        for row in annual
        if (r.number(row["Actual"]) or 0) > (r.number(row["Annual"]) or 0)
    ]
    compared: Rows = []
    for row in r.joined(spent, over, ["Category"]):
        actual, planned = round(r.number(row["Actual"]) or 0), r.number(row["Budget"]) or 0
        compared.append({**row, "Actual Spending": actual, "Difference": actual - planned})
    return [r.highest(compared, ["Month"], "Difference")]


_CASES: dict[str, Callable[[list[tuple[Table, ...]]], list[Rows]]] = {
    "case_034": _deliveries,
    "case_054": _budget,
    "case_248": _projects,
    "case_272": _overspending,
}
