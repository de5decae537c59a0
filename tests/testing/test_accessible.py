"""What the checks for readers who listen find, and that our own documents pass them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from officebot.connectors import rendering
from officebot.testing.accessible import faults_of_page, faults_of_pdf, faults_of_word
from tests.connectors.templates.wording import made, with_table

ROOT = Path(__file__).parents[2] / "templates"
PAGE = (
    '<html lang="fr"><title>T</title><h1>a</h1><h2>b</h2><img src="x" alt="words">'
    '<table><tr><th scope="col">a</table></html>'
)
SVG = '<svg xmlns=\\"http://www.w3.org/2000/svg\\" width=\\"9\\" height=\\"9\\"><rect width=\\"5\\" height=\\"5\\"/></svg>'


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (' lang="fr"', "", "language"), ("<title>T</title>", "", "title"), ("h2>", "h4>", "level 4 follows"),
        ("<h1>a</h1>", "", "first heading"),
        (' alt="words"', "", "no text"), (' scope="col"', "", "scope"), ('<th scope="col">', "<td>", "no headings"),
        ("<table>", "<svg></svg><table>", "drawing"),
    ],
)  # fmt: skip
def test_each_fault_of_a_page_is_found(old: str, new: str, fault: str) -> None:
    assert faults_of_page(PAGE) == []
    (found,) = faults_of_page(PAGE.replace(old, new))
    assert fault in found


def test_each_fault_of_a_word_document_is_found() -> None:
    def change(document: Any) -> None:
        document.core_properties.title = ""
        document.add_heading("a", 1)
        document.add_heading("b", 3)

    assert faults_of_word(made("x", change=change)) == [
        "a heading of level 3 follows one of level 1",
        "it has no title",
    ]
    assert any("marks none as its heading" in one for one in faults_of_word(with_table(("a", "b"), ("c", "d"))))


def set_by_typst(folder: Path, source: str) -> bytes:
    (folder / "a.typ").write_text(source, "utf-8")
    return rendering.pdf("a.typ", {}, "fr", [folder])


def test_each_fault_of_a_pdf_is_found(tmp_path: Path) -> None:
    good = '#set document(title: "T")\n#set text(lang: "fr")\n= a\n== b\n#table(columns: 1, table.header[h], [x])'
    assert faults_of_pdf(set_by_typst(tmp_path, good)) == []
    for old, new, fault in (
        ("== b", "==== b", "level 4 follows"), ("table.header[h]", "[h]", "no headings"), ('(title: "T")', "()", "title"),
("= a", f'= a\n#image(bytes("{SVG}"), format: "svg")', "no text"),
    ):  # fmt: skip
        found = faults_of_pdf(set_by_typst(tmp_path, good.replace(old, new, 1)))
        assert any(fault in one for one in found), (fault, found)


def expanded(page: Path) -> str:
    """A page with what it includes, its conditions and loops all taken once."""

    def included(found: re.Match[str]) -> str:
        return (ROOT / found[1]).read_text("utf-8")

    text = re.sub(r"\{% include \"([^\"]+)\" %\}", included, page.read_text("utf-8"))
    return re.sub(r"\{%.{0,500}?%\}", "", text)


@pytest.mark.parametrize("page", sorted(ROOT.glob("[fe][rn]/**/*.html")), ids=lambda one: "/".join(one.parts[-3:]))
def test_each_page_that_we_ship_can_be_listened_to(page: Path) -> None:
    assert faults_of_page(expanded(page)) == []


@pytest.mark.parametrize(
    "template", sorted(ROOT.glob("[fe][rn]/**/*.docx")), ids=lambda one: "/".join(one.parts[-3:])
)
def test_each_word_template_that_we_ship_can_be_listened_to(template: Path) -> None:
    assert faults_of_word(template.read_bytes()) == []


ROW = {
    "time": "09:00",
    "what": "a",
    "is_hold": True,
    "is_tentative": False,
    "papers": ["b"],
    "place": "c",
    "people": "d",
}
AGENDA = {
    "day": "jeudi 26 novembre", "office": "Bureau", "reader": "Zoé", "zone": "", "today": [ROW], "tomorrow_day": "vendredi",
    "tomorrow": [ROW],
    "ways": [{"leave": "08:00", "minutes": 20, "from": "a", "to": "b"}], "conflicts": [{"what": "a", "mend": "b"}],
    "due": [{"day": "a", "what": "b"}], "waiting": [{"title": "a", "id": 1}], "problems": ["a"],
}  # fmt: skip
LINE = {"article": "A", "label": "b", "quantity": "1", "unit": "c", "price": "2", "amount": "3"}
ORDER = {
    "number": "7",
    "office": {"name": "Bureau"},
    "supplier": {"name": "a"},
    "lines": [LINE, LINE],
    "totals": [{"label": "a", "amount": "6"}],
}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("template", "data"), [("report/agenda.typ", AGENDA), ("order/order.typ", ORDER)], ids=["agenda", "order"]
)
def test_each_pdf_that_we_ship_can_be_listened_to(template: str, data: dict[str, Any], language: str) -> None:
    assert faults_of_pdf(rendering.pdf(template, data, language, [ROOT])) == []
