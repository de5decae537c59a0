"""Finished reports held against the second computation: what they show must be what was reckoned again, word for word.

A page is made anew from the second computation's values; every text of it with a digit in it must stand in the finished
report as often as there. What is read back is also taken for numbers again by the small grammar of figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

from officebot.core.expressions import expression
from officebot.core.figures import Difference
from officebot.core.problems import Problem
from officebot.core.reports.page import leaves
from officebot.core.reports.report import Report
from officebot.core.reports.words import read_again
from officebot.core.text import Language, say

_DIGIT = expression(r"\d")
#: What stands in headings and says no figure.
_NO_FIGURES = ("title", "office", "reader", "period", "made", "lang")
_BLOCKS = frozenset({
    "p", "li", "td", "th", "dt", "dd", "h1", "h2", "h3", "h4", "caption", "title", "strong", "figcaption", "summary", "span",
})  # fmt: skip


def plain(words: str) -> str:
    """Words as they are compared: fixed and narrow spaces are spaces, and there is one at a time."""
    return " ".join(words.split())


def expected(page: Mapping[str, Any]) -> Counter[str]:
    """All texts of a page that hold a digit, and how often each stands in it; charts apart."""
    without = {name: value for name, value in page.items() if name not in _NO_FIGURES}
    without["chart"] = _without_svg(page["chart"])
    without["parts"] = [{**one, "charts": [_without_svg(chart) for chart in one["charts"]]} for one in page["parts"]]
    return Counter(words for one in leaves(without) if _DIGIT.search(words := plain(one)))


def _without_svg(chart: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Of a chart what stands beside it: its table; what hangs on the picture is looked at by itself."""
    return {"table": chart["table"]} if chart is not None and not chart.get("is_first") else {}


def in_blocks(page: Mapping[str, Any], blocks: Iterable[str]) -> list[Problem]:
    """What a page made of the second computation says, and the finished document does not."""
    found = Counter(plain(one) for one in blocks)
    return [_missing(words) for words, times in expected(page).items() if found[words] < times]


def in_html(page: Mapping[str, Any], content: str) -> list[Problem]:
    """The same of a page for browsers, its charts as they are drawn among it."""
    reading = _Blocks()
    reading.feed(content)
    reading.close()
    charts = [chart for one in page["parts"] for chart in one["charts"]]
    drawn = [_missing(chart["title"]) for chart in charts if chart["svg"] not in content]
    return [*in_blocks(page, reading.blocks), *drawn]


def in_document(page: Mapping[str, Any], texts: Iterable[str], pictures: Sequence[str]) -> list[Problem]:
    """The same of a Word document: its paragraphs, and what its pictures say to who cannot see them."""
    told = {plain(one) for one in pictures}
    charts = [chart for one in page["parts"] for chart in one["charts"]]
    lost = [_missing(chart["title"]) for chart in charts if pictures and plain(chart["words"]) not in told]
    return [*in_blocks(page, texts), *lost]


def in_json(report: Report, told: Mapping[str, Any]) -> list[Problem]:
    """The same of what `--json` prints: every figure of it, those of the first page too."""
    found, seen = [], set()
    for one in told["figures"]:
        key = str(one["key"])
        seen.add(key)
        again = report.second.get(key)
        if again is None or Decimal(str(one["value"])) != again:
            found.append(_difference(report, key, Decimal(str(one["value"]))))
    for one in told["key_figures"]:
        for name, ending in (("value", ""), ("before", "@before")):
            again = report.second.get(f"{one['key']}{ending}")
            here = one[name]
            if (again is None) != (here is None) or (here is not None and Decimal(str(here)) != again):
                found.append(_difference(report, f"{one['key']}{ending}", None if here is None else Decimal(here)))
    missing = set(told["wanted"]) - seen if "wanted" in told else set()
    return found + [_difference(report, key, None) for key in sorted(missing)]


def in_words(report: Report, page: Mapping[str, Any], language: Language) -> list[Problem]:
    """Which words of a page's tables, read as numbers again, are others than the second computation's."""
    found = []
    for key, words in _cells(page):
        measure = report.measure_of(key)
        if key not in report.second:
            continue
        again, here = report.second[key], read_again(words, measure.unit, language)
        if again is None or here is None or here != again:
            found.append(_difference(report, key, here))
    return found


def _cells(page: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for one in page["leading"]:
        yield one["key"], one["value"]
    for part in page["parts"]:
        for table in [*part["tables"], *(chart["table"] for chart in part["charts"])]:
            for row in table["rows"]:
                yield from ((key, words) for key, words in zip(row["keys"], row["cells"], strict=True) if key)


def _difference(report: Report, key: str, here: Decimal | None) -> Problem:
    again = report.second.get(key)
    sources = report.figures.sources(key) if key in report.figures.by_key else ()
    return Difference(
        key=key, first="—" if here is None else f"{here:f}", second=None if again is None else f"{again:f}",
        sources=sources,
    ).problem()  # fmt: skip


def _missing(words: str) -> Problem:
    return Problem(
        where="", what=say("The finished report does not say what was counted again: “{words}”.", words=words[:200])
    )


class _Blocks(HTMLParser):
    """The texts of a page, one for each element that holds words of its own; charts are compared as they are drawn."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self._drawings = 0
        self._words: list[list[str]] = []

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self._drawings += tag == "svg"
        if tag in _BLOCKS and not self._drawings:
            self._words.append([])

    def handle_endtag(self, tag: str) -> None:
        self._drawings -= tag == "svg"
        if tag in _BLOCKS and self._words and not self._drawings:
            self.blocks.append("".join(self._words.pop()))

    def handle_data(self, data: str) -> None:
        if self._words and not self._drawings:
            self._words[-1].append(data)
