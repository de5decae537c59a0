"""A report as data for templates: every text in the reader's language, in the order in which it stands.

No template reckons or formats: what it shows is here, so that all forms say the same, and each figure can be found again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from officebot.core.charts.model import Chart, Series
from officebot.core.charts.svg import svg
from officebot.core.figures import Figure, Source
from officebot.core.records import Book
from officebot.core.reports.model import BEFORE, CHANGE, ChartOf, Measure, Part, Shown, TableOf, Told, Values
from officebot.core.reports.report import Report
from officebot.core.reports.words import change, change_beside, changed_sentence, held, sentence, shown
from officebot.core.text import Language, Text, in_words, one_line, quoted, say

#: The template, without language and ending.
TEMPLATE = "report/activity"
#: How many figures and sentences the first page holds.
MOST_KEY_FIGURES, MOST_NEEDS, MOST_CHANGES = 8, 8, 6
_MOST_SOURCES = 8
_LONGEST = 160

_TITLES = {
    "daily": say("Report of the day"),
    "weekly": say("Report of the week"),
    "monthly": say("Report of the month"),
}
_BOOKS = {
    "mails": say("messages"),
    "items": say("what was noted"),
    "proposals": say("proposals"),
    "events": say("calendars"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads: their name, their language, and the parts they want (none: all)."""

    name: str
    language: Language
    parts: frozenset[str] = frozenset()


def page_of(report: Report, values: Values, reader: Reader, *, office: str) -> dict[str, Any]:
    """The report's data for its templates, with these values: the first computation's, or the second's."""
    return _Page(report, values, reader, office, report.known_before(values)).data()


def parts_for(report: Report, reader: Reader) -> list[Part]:
    """The parts that a reader wants."""
    return [one for one in report.parts if not reader.parts or one.name in reader.parts]


@dataclass(frozen=True, slots=True)
class _Page:
    report: Report
    values: Values
    reader: Reader
    office: str
    known: Values
    """The values without a past that nobody knows: what changes are told of."""

    @property
    def language(self) -> Language:
        return self.reader.language

    def data(self) -> dict[str, Any]:
        window, parts = self.report.window, parts_for(self.report, self.reader)
        main = self._main_chart(parts)
        made = window.now.astimezone(window.zone)
        return {
            "lang": self.language,
            "title": self._said(_TITLES[window.period.kind]),
            "office": one_line(self.office),
            "reader": one_line(self.reader.name),
            "period": self._period(),
            "made": self._said(say("How things stand is as of {at}.", at=made)),
            "leading": [self._key_figure(one) for one in _key_figures(parts, self.values)],
            "needs": self._needs(parts),
            "changes": self._changes(parts),
            "chart": self._chart(main) if main is not None else None,
            "parts": [self._part(one, main) for one in parts],
            "problems": [one.render(self.language) for one in self.report.problems],
            "checked": self._said(
                say("Each figure was counted again from the stored facts, in another way: both agree.")
            ),
            "figures": [self._figure(key) for part in parts for key in _keys_of(part, self.report)],
            "books": [self._book(one) for one in self._books(parts)],
            "values": {key: self._value_of(key) for part in parts for key in _keys_of(part, self.report)},
        }

    def _period(self) -> str:
        """The period's name, and that it is not over where more can still come into it."""
        window = self.report.window
        title = window.period.title(self.language)
        return title if window.is_over else self._said(say("{period} (so far)", period=quoted(title)))

    def _said(self, text: Text) -> str:
        return held(text.render(self.language))

    def _words(self, measure: Measure, key: str) -> str:
        return shown(self.values[key], measure.unit, measure.currency, self.language)

    def _value_of(self, key: str) -> list[str]:
        """A figure for what reckons: its digits, its unit, its currency."""
        measure = self.report.measure_of(key)
        return [f"{self.values[key]:f}", measure.unit, measure.currency or "EUR"]

    # ── the first page ────────────────────────────────────────────────────────────────────────────────────

    def _key_figure(self, one: Measure) -> dict[str, str]:
        kind = self.report.window.period.kind
        return {
            "key": one.key,
            "label": self._said(one.label),
            "value": self._words(one, one.key),
            "change": change(one, self.known, kind, self.language),
            "mark": _mark(one, self.known),
        }

    def _needs(self, parts: Sequence[Part]) -> list[str]:
        told: list[tuple[int, Told]] = [(-one.rank, one) for part in parts for one in part.needs]
        told.sort(key=lambda pair: pair[0])
        measures = self.report.measures
        return [sentence(one, self.values, measures, self.language) for _, one in told[:MOST_NEEDS]]

    def _changes(self, parts: Sequence[Part]) -> list[str]:
        found = []
        for one in sorted((m for part in parts for m in part.measures if m.weight), key=lambda m: -m.weight):
            now, before = self.known.get(one.key), self.known.get(one.key + BEFORE)
            if now is None or before is None or now == before:
                continue
            fresh = self.report.fresh(one) if now > before else ()
            kind = self.report.window.period.kind
            found.append(changed_sentence(one, self.values, kind, self.language, fresh))
        return found[:MOST_CHANGES]

    def _main_chart(self, parts: Sequence[Part]) -> ChartOf | None:
        full = [one for part in parts for one in part.charts if one.weight and not self._made(one).is_empty]
        return max(full, key=lambda one: one.weight, default=None)

    # ── detail ────────────────────────────────────────────────────────────────────────────────────────────

    def _part(self, part: Part, main: ChartOf | None) -> dict[str, Any]:
        return {
            "name": part.name,
            "title": self._said(part.title),
            "notes": [self._said(one) for one in part.notes],
            "tables": [self._overview(part), *(self._table(one) for one in part.tables)],
            "charts": [
                {**self._chart(one), "is_first": one is main} for one in part.charts if not self._made(one).is_empty
            ],
        }

    def _overview(self, part: Part) -> dict[str, Any]:
        """The part's measures: this period, the one before, what changed."""
        columns = (say("Figure"), say("This time"), say("Last time"), say("Change"))
        rows = []
        for one in part.measures:
            before = self.known.get(one.key + BEFORE)
            cells = [
                self._words(one, one.key),
                "—" if before is None else self._words(one, one.key + BEFORE),
                change_beside(one, self.known, self.language) or "—",
            ]
            rows.append(
                {
                    "head": self._said(one.label),
                    "cells": cells,
                    "keys": [one.key, one.key + BEFORE if before is not None else "", ""],
                }
            )
        title = self._said(say("{part} at a glance", part=part.title))
        return {"title": title, "columns": [self._said(one) for one in columns], "rows": rows, "kind": "overview"}

    def _table(self, table: TableOf) -> dict[str, Any]:
        rows = []
        for row in table.rows:
            cells = [self._cell(one) for one in row]
            keys = [one.key if isinstance(one, Shown) else "" for one in row[1:]]
            rows.append({"head": cells[0], "cells": cells[1:], "keys": keys})
        columns = [self._said(one) for one in table.columns]
        return {"title": self._said(table.title), "columns": columns, "rows": rows, "kind": "list"}

    def _cell(self, cell: Shown | Text) -> str:
        if isinstance(cell, Text):
            return one_line(held(cell.render(self.language)), _LONGEST)
        return self._value(cell.key)

    def _value(self, key: str) -> str:
        return self._words(self.report.measure_of(key), key)

    def _made(self, chart: ChartOf) -> Chart:
        return chart_of(chart, self.report, self.values, self.language)

    def _chart(self, chart: ChartOf) -> dict[str, Any]:
        made = self._made(chart)
        many = len(made.series) > 1
        heads = [one.name for one in made.series] if many else [made.unit or self._said(say("Number"))]
        rows = [
            {"head": name, "cells": [one.words[place] or "—" for one in made.series],
             "keys": [keys[place] for _, keys in series_shown(chart, self.values)]}
            for place, name in enumerate(made.categories)
        ]  # fmt: skip
        return {
            "name": chart.name, "kind": chart.kind, "title": made.title, "svg": svg(made), "words": made.in_words,
            "table": {"title": made.title, "columns": [self._said(say("What")), *heads], "rows": rows, "kind": "chart"},
        }  # fmt: skip

    # ── annex ─────────────────────────────────────────────────────────────────────────────────────────────

    def _figure(self, key: str) -> dict[str, Any]:
        figure = self.report.figures.by_key[key]
        measure = self.report.measure_of(key)
        return {
            "key": key,
            "label": self._label(key, measure),
            "value": self._signed(figure, measure),
            "how": self._said(figure.how),
            "sources": self._sources(figure),
        }

    def _label(self, key: str, measure: Measure) -> str:
        label = self._said(measure.label)
        if key.endswith(BEFORE):
            return self._said(say("{label}, last time", label=label))
        return self._said(say("{label}, change", label=label)) if key.endswith(CHANGE) else label

    def _signed(self, figure: Figure, measure: Measure) -> str:
        value = self.values[figure.key]
        words = shown(abs(value), measure.unit, measure.currency, self.language)
        if not figure.key.endswith(CHANGE):
            return shown(value, measure.unit, measure.currency, self.language)
        return f"+{words}" if value > 0 else f"\N{MINUS SIGN}{words}" if value < 0 else words

    def _sources(self, figure: Figure) -> str:
        """What it is made of: the records by their keys, how many, and one hash over all of theirs."""
        if figure.of:
            # What it is made of stands right above it.
            return "—"
        if not figure.counted:
            looked = figure.ask.book if figure.ask is not None else ""
            return self._said(say("none of {book}", book=self._book_name(looked)))
        traced = [one for source in figure.counted if (one := self.report.records.traced(source)) is not None]
        named = ", ".join(dict.fromkeys(one_line(one.cell, 60) for one in traced[:_MOST_SOURCES]))
        more = "…" if len(traced) > _MOST_SOURCES else ""
        return held(
            say(
                "{book}: {keys} ({number}, SHA-256 {hash})", book=self._book_name(figure.counted[0].sheet),
                keys=named + more, number=len(traced), hash=digest(traced),
            ).render(self.language)
        )  # fmt: skip

    def _book_name(self, name: str) -> str:
        if name in _BOOKS:
            return self._said(_BOOKS[name])
        book = self.report.records.books.get(name)
        return book.file if book is not None else name

    def _books(self, parts: Iterable[Part]) -> list[Book]:
        wanted = {
            one.ask.book for part in parts for one in part.figures if one.ask is not None
        }  # fmt: skip
        return [one for name, one in self.report.records.books.items() if name in wanted]

    def _book(self, book: Book) -> dict[str, str]:
        made = digest(Source(file="", sheet="", cell=one.key, sha256=one.sha256) for one in book.records)
        read = in_words(datetime.fromisoformat(book.read), self.language) if book.read else ""
        return {
            "name": self._book_name(book.name),
            "file": book.file,
            "records": held(in_words(len(book.records), self.language)),
            "read": read,
            "hash": (book.sha256 or made)[:16],
        }


def digest(sources: Iterable[Source]) -> str:
    """One hash over the hashes of these records, in the order of their keys: sixteen digits."""
    told = "\n".join(f"{one.cell} {one.sha256}" for one in sorted(sources, key=lambda one: one.cell))
    return sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


def chart_of(chart: ChartOf, report: Report, values: Values, language: Language) -> Chart:
    """A chart with its values, in the reader's language."""
    series = []
    for name, keys in series_shown(chart, values):
        measures = [report.measure_of(key) if key else None for key in keys]
        words = tuple(
            "" if one is None else shown(values[key], one.unit, one.currency, language)
            for key, one in zip(keys, measures, strict=True)
        )
        found = tuple(values[key] if key else None for key in keys)
        series.append(Series(name=name.render(language), values=found, words=words))
    return Chart(
        name=chart.name, kind=chart.kind, title=held(chart.title.render(language)),
        categories=[one_line(held(one.render(language)), 60) for one in chart.categories], series=series,
        unit=chart.unit.render(language),
    )  # fmt: skip


def series_shown(chart: ChartOf, values: Values) -> list[tuple[Text, tuple[str, ...]]]:
    """The series of a chart in which there is something, and the first one: a past that nobody kept is not drawn."""
    return [
        (name, keys)
        for place, (name, keys) in enumerate(chart.series)
        if not place or any(values[key] for key in keys if key)
    ]


def _key_figures(parts: Sequence[Part], values: Values) -> list[Measure]:
    """The heaviest measures that say something, in the order of the report."""
    found = [one for part in parts for one in part.measures if one.weight and _says(one, values)]
    chosen = sorted(found, key=lambda one: -one.weight)[:MOST_KEY_FIGURES]
    return [one for one in found if one in chosen]


def _says(one: Measure, values: Values) -> bool:
    return bool(values.get(one.key) or values.get(one.key + BEFORE))


def _mark(one: Measure, values: Values) -> str:
    """An arrow for what rose or fell, “!” before it where that is bad news."""
    now, before = values.get(one.key), values.get(one.key + BEFORE)
    if now is None or before is None or now == before:
        return ""
    rose = now > before
    is_bad = bool(one.good) and (one.good == "more") != rose
    return ("! " if is_bad else "") + ("▲" if rose else "▼")


def _keys_of(part: Part, report: Report) -> list[str]:
    """The part's figures as the annex lists them: each with last time's and the change below it."""
    own = [one.key for one in part.figures if not one.key.endswith((BEFORE, CHANGE))]
    endings = ("", BEFORE, CHANGE)
    return [key + end for key in own for end in endings if key + end in report.figures.by_key]


def leaves(value: Any) -> Iterable[str]:
    """All words of a page's data."""
    match value:
        case str():
            yield value
        case Mapping():
            for name, one in value.items():
                if name not in ("key", "keys", "name", "kind", "values"):
                    yield from leaves(one)
        case list() | tuple():
            for one in value:
                yield from leaves(one)
