"""TRUST 37 for activity reports: every figure leads to what is stored, and an error planted in a finished report is caught."""

from __future__ import annotations

import html
import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from officebot.connectors.activity_documents import alternative_texts, with_pictures
from officebot.connectors.activity_workbook import activity_book, differences
from officebot.connectors.rendering import keep, render
from officebot.connectors.report_readback import document_words
from officebot.core.problems import Problem, UserError
from officebot.core.reports import finished
from officebot.core.reports.facts import fact_of
from officebot.core.reports.page import TEMPLATE, page_of
from officebot.core.reports.period import KINDS
from officebot.core.reports.report import Report
from officebot.resources import packaged
from tests.duties.busyoffice import busy_office, reader
from tests.sweeps.planting import spoilt

TEMPLATES = [packaged("templates")]
FORMS = ("first", "html", "docx", "xlsx", "json")
_DIGIT = re.compile(r"\d")


@pytest.mark.sweep
def test_every_figure_is_traced_and_planted_errors_are_caught(
    is_sweep: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = 500 if is_sweep else 10
    figures = traced = caught = false_alarms = 0
    missed: list[str] = []
    for start in range(0, number, len(FORMS)):
        with busy_office(tmp_path, seed=start, size=120) as office:
            report = office.report(KINDS[(start // len(FORMS)) % 3])
        for seed, form in enumerate(FORMS, start):
            figures += len(report.figures.by_key)
            traced += len(report.figures.by_key) - len(_untraced(report))
            sound, found = _tried(report, form, "fr" if seed % 2 else "en", random.Random(seed))
            false_alarms += bool(sound)
            caught += bool(found)
            if not found:
                missed.append(f"{seed} {form}")
    with capsys.disabled():
        print(
            f"\nTRUST 37, activity: {number} reports, {figures} figures, {traced} traced, {caught} of {number} planted errors "
            f"caught, {false_alarms} false alarms{'; missed: ' + ', '.join(missed) if missed else ''}"
        )  # fmt: skip
    assert traced == figures
    assert false_alarms == 0
    assert caught >= 0.995 * number


def _untraced(report: Report) -> list[str]:
    """The figures that are not nought and lead to nothing, or of which a source is nowhere to be found."""
    lost = [
        key
        for key, one in report.figures.by_key.items()
        if any(report.records.traced(source) is None for source in one.counted)
    ]
    return [*report.figures.untraced(), *lost]


def _tried(report: Report, form: str, language: str, chance: random.Random) -> tuple[list[Problem], list[Problem]]:
    """What is found in the sound report, and in the spoilt one."""
    if form == "first":
        return [one.problem() for one in report.differences], _wrong_from_the_start(report, chance)
    if form == "json":
        told = json.loads(json.dumps(fact_of(report, reader(language))))
        sound = finished.in_json(report, told)
        _into_json(told, chance)
        return sound, finished.in_json(report, told)
    shown = page_of(report, report.values, reader(language), office="Atelier Verrier")
    again = page_of(report, report.again, reader(language), office="Atelier Verrier")
    content, look, plant = _finished(shown, again, form, language)
    try:
        return look(content), look(plant(content, chance))
    except UserError as damaged:
        # A workbook that no program opens any more: what reads it back says so.
        return [], list(damaged.problems)


def _finished(
    shown: Mapping[str, Any], again: Mapping[str, Any], form: str, language: str
) -> tuple[bytes, Callable[[bytes], list[Problem]], Callable[[bytes, random.Random], bytes]]:
    """The finished report, how it is looked through, and how an error comes into it."""
    if form == "html":
        made = render(f"{TEMPLATE}.html", shown, language, TEMPLATES).encode()
        return made, lambda data: finished.in_html(again, data.decode()), _into_html
    if form == "docx":
        made = with_pictures(keep(f"{TEMPLATE}.docx", language, TEMPLATES).office_file(shown), shown)

        def look(data: bytes) -> list[Problem]:
            return finished.in_document(again, document_words(data).texts, alternative_texts(data))

        return made, look, _into_document
    return activity_book(shown), lambda data: differences(data, again), _into_workbook


# ── where an error is put ─────────────────────────────────────────────────────────────────────────────────


def _wrong_from_the_start(report: Report, chance: random.Random) -> list[Problem]:
    """The first computation went wrong in one figure, or counted a record more or fewer."""
    figures = [one for one in report.figures.by_key.values() if one.rule == "records"]
    one = chance.choice(figures)
    if one.counted and chance.random() < 0.5:
        counted = list(one.counted)
        counted.pop(chance.randrange(len(counted)))
        wrong = replace(one, counted=tuple(counted))
    else:
        wrong = replace(one, value=Decimal(spoilt(f"{one.value:.2f}", chance).replace("\u2212", "-")))
    report.figures.add(wrong)
    made = Report(window=report.window, parts=report.parts, figures=report.figures, records=report.records)
    found = [difference.problem() for difference in made.differences]
    report.figures.add(one)
    return found


def _into_json(told: dict[str, Any], chance: random.Random) -> None:
    """One figure's value spoilt, in the annex or on the first page."""
    one = chance.choice([*told["figures"], *told["key_figures"]])
    names = [name for name in ("value", "before") if one.get(name) is not None]
    name = chance.choice(names)
    one[name] = spoilt(one[name], chance).replace("\u2212", "-")


def _into_html(content: bytes, chance: random.Random) -> bytes:
    """One number of the page spoilt: in a sentence, a table, a chart, the annex."""
    text = content.decode()
    begin = text.index("<main>")
    places = [
        found
        for found in re.finditer(r">([^<>]*\d[^<>]*)<", text[begin:])
        if "SHA-256 (" not in found[1] and _DIGIT.search(html.unescape(found[1]))
    ]
    return _spoilt_at(text, begin, chance.choice(places), chance).encode()


def _into_document(content: bytes, chance: random.Random) -> bytes:
    """One number of a Word document spoilt, below its headings, or in what a picture says."""

    def change(text: str) -> str:
        # The title, the day it was made: what stands above the first table is no figure.
        begin = text.index("<w:tbl>")
        found = re.finditer(r'(?:<w:t(?: [^>]*)?>|descr=")([^<>"]*\d[^<>"]*)', text[begin:])
        places = [one for one in found if "SHA-256 (" not in one[1]]
        return _spoilt_at(text, begin, chance.choice(places), chance)

    return _changed(content, "word/document.xml", change)


def _into_workbook(content: bytes, chance: random.Random) -> bytes:
    """One number in a cell spoilt, as a hand that types over it would; or one in the words of a cell."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    if chance.random() < 0.3:
        return _changed(content, sheets[0], lambda text: _spoilt_word(text, chance))

    def change(text: str) -> str:
        cells = re.finditer(r'<c r="[A-Z]+\d+"(?: s="\d+")?(?: t="n")?>(?:<f>[^<]*</f>)?<v>([^<]*\d[^<]*)</v>', text)
        return _spoilt_at(text, 0, chance.choice(list(cells)), chance)

    return _changed(content, chance.choice(sheets), change)


def _spoilt_word(text: str, chance: random.Random) -> str:
    """An error in the words of a cell below the second row, which says when the report was made."""
    begin = text.index('<row r="4"')
    found = re.finditer(r"<t(?: [^>]*)?>([^<]*\d[^<]*)</t>", text[begin:])
    places = [one for one in found if _DIGIT.search(html.unescape(one[1]))]
    return _spoilt_at(text, begin, chance.choice(places), chance)


def _spoilt_at(text: str, begin: int, found: re.Match[str], chance: random.Random) -> str:
    """The text with an error in one number of what was found there."""
    # A time is a part of a day: what stands further back is less than a minute.
    number = chance.choice(list(re.finditer(r"(?<![#\d])-?\d+(?:\.\d{1,3})?", found[1])))
    at = begin + found.start(1) + number.start()
    return text[:at] + spoilt(number[0], chance) + text[at + len(number[0]) :]


def _changed(content: bytes, name: str, change: Callable[[str], str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for one in source.namelist():
            part = source.read(one)
            target.writestr(one, change(part.decode()).encode() if one == name else part)
    return held.getvalue()
