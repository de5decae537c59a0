"""A report as facts for programs: the first page, and every figure with how it came about and all its sources."""

from __future__ import annotations

from typing import Any

from officebot.core.figures import Source
from officebot.core.reports.model import BEFORE
from officebot.core.reports.page import Reader, page_of
from officebot.core.reports.report import Report


def fact_of(report: Report, reader: Reader) -> dict[str, Any]:
    """One JSON object; values are texts of digits, minutes for times. Sentences are in the reader's language."""
    page = page_of(report, report.values, reader, office="")
    period = report.window.period
    return {
        "kind": period.kind,
        "period": {"name": period.name, "from": period.first.isoformat(), "to": period.last.isoformat()},
        "for": reader.name,
        "language": reader.language,
        "as_of": report.window.now.astimezone(report.window.zone).strftime("%Y-%m-%dT%H:%M"),
        "key_figures": [_key(one, report) for one in page["leading"]],
        "needs": page["needs"],
        "changes": page["changes"],
        "parts": [{"name": one["name"], "title": one["title"], "notes": one["notes"]} for one in page["parts"]],
        "figures": [_figure(one, report) for one in page["figures"]],
        "checked": not report.differences,
        "problems": [one.render(reader.language) for one in report.problems],
    }


def _key(one: dict[str, str], report: Report) -> dict[str, Any]:
    before = report.values.get(one["key"] + BEFORE)
    return {
        "key": one["key"],
        "label": one["label"],
        "value": f"{report.values[one['key']]:f}",
        "before": None if before is None else f"{before:f}",
        "unit": report.measure_of(one["key"]).unit,
        "change": one["change"],
    }


def _figure(one: dict[str, str], report: Report) -> dict[str, Any]:
    figure = report.figures.by_key[one["key"]]
    traced = [found for source in figure.counted if (found := report.records.traced(source)) is not None]
    return {
        "key": one["key"],
        "label": one["label"],
        "value": f"{figure.value:f}",
        "unit": report.measure_of(one["key"]).unit,
        "how": one["how"],
        "of": [*figure.of, *figure.less],
        "sources": [_source(found) for found in traced],
    }


def _source(one: Source) -> dict[str, str]:
    """A cell by file, sheet and place; another record by its kind and key; each with when it was read, and its hash."""
    told = {"kind": one.kind, "file": one.file, "sheet": one.sheet if one.kind == "cell" else "",
            "cell" if one.kind == "cell" else "record": one.cell, "read": one.read, "sha256": one.sha256}  # fmt: skip
    return {name: value for name, value in told.items() if value}
