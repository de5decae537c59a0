"""TRUST 37: every figure of a report leads to its cells, and an error planted in a finished report is caught."""

from __future__ import annotations

import random
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from officebot.cli.commands.budget_report import report_fact
from officebot.connectors import rendering
from officebot.connectors.budget_workbook import LINES_SHEET, budget_book, figure_cells
from officebot.connectors.report_readback import document_words, sheet_numbers
from officebot.connectors.xml import read_xml
from officebot.core.budget.report_check import in_cells, in_json, in_tables, in_words
from officebot.core.budget.report_page import FileRead, page_of
from officebot.core.budget.report_sources import series_of, traces_of
from officebot.core.budget.trace import trace
from officebot.core.figures import Difference
from tests.core.budget.reports import Made, made
from tests.sweeps.planting import into_document, into_json, into_workbook, spoilt

TEMPLATES = [Path(__file__).parents[2] / "templates"]
TEMPLATE = "report/budget_month.docx"
_FIELDS = ("budget", "committed", "actual")


@pytest.mark.sweep
def test_every_figure_is_traced_and_planted_errors_are_caught(
    is_sweep: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    number = 500 if is_sweep else 24
    static = _template_words()
    figures = traced = caught = false_alarms = 0
    missed: list[str] = []
    for seed in range(number):
        one = made(seed, with_income=seed % 5 == 0)
        figures += len(one.figures.by_key)
        traced += len(one.figures.by_key) - len(one.figures.untraced())
        kind = ("report", "json", "xlsx", "docx")[seed % 4]
        sound, found = _tried(one, kind, random.Random(seed), static)
        false_alarms += bool(sound)
        caught += bool(found)
        if not found:
            missed.append(f"{seed} {kind}")
    with capsys.disabled():
        print(
            f"\nTRUST 37: {number} reports, {figures} figures, {traced} traced, {caught} of {number} planted errors caught, "
            f"{false_alarms} false alarms{'; missed: ' + ', '.join(missed) if missed else ''}"
        )
    assert traced == figures
    assert false_alarms == 0
    assert caught >= 0.995 * number


def _tried(
    one: Made, kind: str, chance: random.Random, static: list[str]
) -> tuple[list[Difference], list[Difference]]:
    """What is found in the sound report, and in the spoilt one."""
    second = one.figures.second(one.second.cell)
    match kind:
        case "report":
            return list(one.figures.check(one.second.cell)), _wrong_from_the_start(one, chance)
        case "json":
            fact = report_fact(one.report)
            sound = in_json(fact, one.report, one.figures, second, "en")
            into_json(fact, chance)
            return sound, in_json(fact, one.report, one.figures, second, "en")
        case "xlsx":
            page = _page(one)
            content = budget_book(one.report, page, series_of(one.report, one.basis), one.figures, "fr")
            places = figure_cells(one.report)

            def looked(data: bytes) -> list[Difference]:
                return in_cells(sheet_numbers(data, LINES_SHEET), places, one.figures, second)

            return looked(content), looked(into_workbook(content, chance, list(places.values())))
    page = _page(one)
    content = rendering.keep(TEMPLATE, "fr", TEMPLATES).office_file(page)

    def read(data: bytes) -> list[Difference]:
        written = document_words(data)
        return [
            *in_tables(written.tables, one.report, one.figures, second),
            *in_words(written.texts, page, static),
        ]

    return read(content), read(into_document(content, chance))


def _wrong_from_the_start(one: Made, chance: random.Random) -> list[Difference]:
    """The first computation itself went wrong in one figure of a line or of the whole."""
    place = chance.randrange(len(one.report.lines) + 1)
    line = one.report.lines[place] if place < len(one.report.lines) else one.report.totals
    field, span = chance.choice(_FIELDS), chance.choice(("month", "ytd"))
    figures = getattr(line, span)
    wrong = Decimal(spoilt(f"{getattr(figures, field):.2f}", chance).replace("\u2212", "-"))
    spoilt_line = replace(line, **{span: replace(figures, **{field: wrong})})
    lines = list(one.report.lines)
    if place < len(lines):
        lines[place] = spoilt_line
    report = replace(one.report, lines=tuple(lines), totals=one.report.totals if place < len(lines) else spoilt_line)
    return list(trace(report, one.basis, one.second).check(one.second.cell))


def _page(one: Made) -> dict[str, Any]:
    files = [FileRead(name=f.name, sha256=f.sha256, read_at=f.read_at) for f in one.second.files.values()]
    return dict(
        page_of(
            one.report, "fr", office="Atelier Durand", file="budget.xlsx", before=one.before,
            series=series_of(one.report, one.basis), files=files, traces=traces_of(one.report, one.figures, "fr"),
        )
    )  # fmt: skip


def _template_words() -> list[str]:
    """The words of the template itself."""
    said: list[str] = []
    with zipfile.ZipFile(BytesIO((TEMPLATES[0] / "fr" / TEMPLATE).read_bytes())) as archive:
        read_xml(archive.read("word/document.xml"), lambda *_: None, lambda _: None, said.append)
    return [re.sub(r"\{[{%].*?[%}]\}", "", one) for one in said]
