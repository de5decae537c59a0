"""TRUST 9: no value loses a letter or becomes a sign, in any kind of document, read back by programs that are not ours."""

from __future__ import annotations

import html
import io
import re
import subprocess
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from officebot.connectors import office_pdf, rendering
from tests.conftest import missing
from tests.connectors.templates.wording import made, parts

#: 210 values made of what markup, templates and formulas are made of.
VALUES = [
    f"{first}{middle}{last}"
    for first in ("<", "&", "{{", "{%", "{#", "=", "</w:t>")
    for middle in ("b", "7*7", " x ", "amp;", "script", "'\"")
    for last in (">", ";", "}}", "%}", "]]>")
]


def word() -> bytes:
    template = made("{% for value in values %}", "[{{ value }}]", "{% endfor %}")
    return rendering.Kept(template="v.docx", files={"v.docx": template}).office_file({"values": VALUES})


def test_no_letter_of_two_hundred_values_is_lost_in_word() -> None:
    assert len(VALUES) == 210
    content = word()
    assert [one.text for one in docx.Document(io.BytesIO(content)).paragraphs] == [f"[{one}]" for one in VALUES]
    assert set(re.findall(rb"<(w:[a-zA-Z]+)", parts(content)["word/document.xml"])) <= set(
        re.findall(rb"<(w:[a-zA-Z]+)", parts(made("x"))["word/document.xml"])
    )


def test_nor_in_excel_where_nothing_becomes_a_formula() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = "h", "{{ line.value }}"
    held = io.BytesIO()
    book.save(held)
    kept = rendering.Kept(template="v.xlsx", files={"v.xlsx": held.getvalue()})
    content = kept.office_file({"lines": [{"value": one} for one in VALUES]})
    cells = [row[0] for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2)]
    assert [one.value for one in cells] == VALUES
    assert {one.data_type for one in cells} == {"s"}


def test_nor_in_pages_and_texts(tmp_path: Path) -> None:
    lines = "{% for value in values %}[{{ value }}]\n{% endfor %}"
    for name in ("v.html", "v.txt", "v.md"):
        (tmp_path / name).write_text(lines)
    data: dict[str, Any] = {"values": VALUES}
    page = rendering.render("v.html", data, "fr", [tmp_path])
    assert "<" not in page
    assert html.unescape(page).splitlines() == [f"[{one}]" for one in VALUES]
    for name in ("v.txt", "v.md"):
        assert rendering.render(name, data, "fr", [tmp_path]).splitlines() == [f"[{one}]" for one in VALUES]


@pytest.mark.sweep
def test_libreoffice_reads_the_same_letters(tmp_path: Path) -> None:
    program = office_pdf.program()
    if program is None:
        missing("LibreOffice is missing")
    (tmp_path / "v.docx").write_bytes(word())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [program or "", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path),
         str(tmp_path / "v.docx")],
        check=True, capture_output=True, timeout=100,
    )  # fmt: skip
    read = (tmp_path / "v.txt").read_text("utf-8-sig").splitlines()
    assert read == [f"[{one}]" for one in VALUES]
    print(f"\nvalues in Word templates: {len(read)} of {len(VALUES)} read back whole by LibreOffice")
