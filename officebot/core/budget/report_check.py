"""Finished reports held against the second computation: JSON, the rows of a Word document, the cells of a workbook.

A figure is compared with what its cells came to the second time, words with those that the checked report says. A line
that is missing is a difference, and so is a number that stands where none should.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from officebot.core.budget.model import Report
from officebot.core.budget.report_page import ROW
from officebot.core.budget.trace import TOTAL, names_of
from officebot.core.expressions import expression
from officebot.core.figures import Difference, Figures, number_in
from officebot.core.money import half_up
from officebot.core.text import Language

#: figure → value, as the second computation gives it.
Second = Mapping[str, "Decimal | None"]

_NUMBER = expression(r"[-+\u2212]?[€$£]?\d[\d\u202f\u00a0.,]*")
_PERCENT = Decimal("0.001")
_JSON = {
    "budget": "budget",
    "committed": "committed",
    "actual": "actual",
    "variance": "variance",
    "variance_ratio": "ratio",
}
_JSON_LINE = ("last_year", "landing", "landing_low", "landing_high")
#: The first page's table as it stands, row by row: the figures of the month, the year to date, the whole year.
_TOTALS = (
    ("month.budget", "ytd.budget", "year_budget"), ("month.actual", "ytd.actual", ""), ("month.committed", "ytd.committed", ""),
    ("month.variance", "ytd.variance", "+"), ("month.ratio", "ytd.ratio", ""), ("", "", "landing"), ("", "", "landing_low"),
    ("", "", "landing_high"), ("", "last_year", ""),
)  # fmt: skip
_WIDE, _SMALL = len(ROW) + 1, 4


# ── JSON ──────────────────────────────────────────────────────────────────────────────────────────────────


def in_json(
    fact: Mapping[str, Any], report: Report, figures: Figures, second: Second, language: Language
) -> list[Difference]:
    """What differs in the report as `officebot budget report --json` gave it."""
    names, _ = names_of(report)
    expected = [*(one.to_json(language) for one in report.lines), report.totals.to_json(language)]
    told: list[Mapping[str, Any]] = [*fact.get("lines", ()), fact.get("totals", {})]
    found: list[Difference] = []
    if len(told) != len(expected):
        found.append(Difference(key="lines", first=str(len(told) - 1), second=str(len(expected) - 1)))
    by_place = zip([*names, TOTAL], told, expected, strict=False)
    for name, line, should in by_place:
        found += _figures_of(name, line, figures, second)
        found += _words_of(name, line, should)
    return found


def _figures_of(name: str, line: Mapping[str, Any], figures: Figures, second: Second) -> Iterator[Difference]:
    ytd = line.get("ytd", {})
    shown = {
        **{f"month.{one}": line.get(field) for field, one in _JSON.items()},
        **{f"ytd.{one}": ytd.get(field) for field, one in _JSON.items()},
        **{field: line.get(field) for field in _JSON_LINE},
    }
    for ending, words in shown.items():
        key = f"{name}: {ending}"
        again = second.get(key)
        if (again is not None or words is not None) and _decimal(words) != again:
            yield _difference(key, words, again, figures)


def _words_of(name: str, line: Mapping[str, Any], should: Mapping[str, Any]) -> Iterator[Difference]:
    figures = {*_JSON, *_JSON_LINE, "ytd"}
    for field in line.keys() | (should.keys() & line.keys()):
        if field not in figures and line[field] != should.get(field):
            yield Difference(key=f"{name}: {field}", first=str(line[field])[:80], second=str(should.get(field))[:80])


# ── workbooks ─────────────────────────────────────────────────────────────────────────────────────────────


def in_cells(
    cells: Mapping[str, Decimal | None], places: Mapping[str, str], figures: Figures, second: Second
) -> list[Difference]:
    """What differs in a workbook: its cells by address, and where each figure should stand."""
    found = []
    for key, place in places.items():
        value, again = cells.get(place), second.get(key)
        exact = Decimal("0.0001") if figures.by_key[key].rule == "ratio" else Decimal("0.000001")
        if value is None or again is None or half_up(value, exact) != again:
            found.append(_difference(key, value, again, figures))
    return found


# ── Word ──────────────────────────────────────────────────────────────────────────────────────────────────


def in_tables(
    tables: Sequence[Sequence[Sequence[str]]],
    report: Report,
    figures: Figures,
    second: Second,
) -> list[Difference]:
    """What differs in a document's tables, given as rows of words: the first page's and the lines'."""
    wide = next((one for one in tables if one and len(one[0]) == _WIDE), ())
    small = next((one for one in tables if one and len(one[0]) == _SMALL), ())
    return [*_in_lines(wide[1:], report, figures, second), *_in_totals(small[1:], figures, second)]


def _in_lines(
    rows: Sequence[Sequence[str]], report: Report, figures: Figures, second: Second
) -> Iterator[Difference]:
    expected = list(_expected_rows(report))
    if len(rows) != len(expected):
        yield Difference(key="lines", first=str(len(rows)), second=str(len(expected)))
    for row, name in zip(rows, expected, strict=False):
        for words, ending in zip(row[1:], ROW, strict=False) if name else ():
            key = f"{name}: {ending}"
            yield from _compared(key, words, figures, second)


def _expected_rows(report: Report) -> Iterator[str]:
    """The names of the rows' figures; "" for a group's heading."""
    names, group_names = names_of(report)
    outer = {one.line.label: name for name, one in zip(group_names, report.groups, strict=True) if not one.line.group}
    for path in dict.fromkeys(one.line.group[:1] for one in report.lines):
        yield ""
        yield from (name for name, one in zip(names, report.lines, strict=True) if one.line.group[:1] == path)
        if path and path[0] in outer:
            yield outer[path[0]]
    yield TOTAL


def _in_totals(rows: Sequence[Sequence[str]], figures: Figures, second: Second) -> Iterator[Difference]:
    for row, endings in zip(rows, _TOTALS, strict=False):
        for words, ending in zip(row[1:], endings, strict=False):
            if ending == "+":
                again = _gap(second)
                if again is not None and _decimal_in(words) != again:
                    yield Difference(key=f"{TOTAL}: landing − year_budget", first=words, second=f"{again:f}")
            elif ending:
                yield from _compared(f"{TOTAL}: {ending}", words, figures, second)


def _gap(second: Second) -> Decimal | None:
    landing, budget = second.get(f"{TOTAL}: landing"), second.get(f"{TOTAL}: year_budget")
    return None if landing is None or budget is None else landing - budget


def _compared(key: str, words: str, figures: Figures, second: Second) -> Iterator[Difference]:
    again = second.get(key)
    shown = _decimal_in(words)
    if again is not None and key.endswith(".ratio"):
        again = half_up(again, _PERCENT) * 100
    if (again is None) != (shown is None) or (again is not None and shown != again):
        yield _difference(key, words, again, figures)


def in_words(texts: Iterable[str], page: Mapping[str, Any], template: Iterable[str] = ()) -> list[Difference]:
    """What differs in the numbers of a document's sentences and cells from those of the page that it was made of.

    `template` are the template's own words, whose numbers may stand there, too.
    """
    there, should = _numbers(texts), _numbers(_strings(page))
    own = _numbers(template).keys()
    more, missing = there - should, should - there
    extra = [one for one in more if one not in own]
    return [Difference(key="words", first=one, second="—") for one in extra] + [
        Difference(key="words", first="—", second=one) for one in missing
    ]


def _numbers(texts: Iterable[str]) -> Counter[str]:
    return Counter(one.rstrip(".,\u00a0\u202f") for text in texts for one in _NUMBER.findall(text))


def _strings(value: Any) -> Iterator[str]:
    """The words of a page that documents show: all but the drawing of the chart, and the letters of alerts' marks."""
    match value:
        case str():
            yield value
        case Mapping():
            for name, one in value.items():
                if name == "chart":
                    yield one["top"] if one["bars"] else ""
                elif name not in ("group", "mark"):
                    yield from _strings(one)
        case list() | tuple():
            for one in value:
                yield from _strings(one)


def _difference(key: str, first: object, second: Decimal | None, figures: Figures) -> Difference:
    sources = figures.sources(key) if key in figures.by_key else ()
    shown = "—" if first is None else str(first)
    return Difference(key=key, first=shown, second=None if second is None else f"{second:f}", sources=sources)


def _decimal(words: Any) -> Decimal | None:
    try:
        return None if words is None else Decimal(str(words))
    except InvalidOperation:
        return None


def _decimal_in(words: str) -> Decimal | None:
    """The number of a cell as people read it."""
    number = number_in(words.replace("+", "").replace("%", ""), "," if re.search(r",\d{1,2}\D*$", words) else ".")
    return None if number is None else Decimal(number).scaleb(-6).normalize()
