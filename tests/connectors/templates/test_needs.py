"""What templates of each kind need, with where it stands."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from officebot.connectors import rendering
from officebot.core.documents.fields import Field, Needs
from officebot.core.problems import UserError
from tests.connectors.templates.wording import made, with_part, with_table


def needs(name: str, content: bytes, **others: bytes) -> Needs:
    files = {name: content, **{f"{one}.html": data for one, data in others.items()}}
    return rendering.Kept(template=name, files=files).needs()


def by_path(found: Needs) -> dict[str, Field]:
    assert [one for one in found.faults if one.is_grave] == []
    return {one.path: one for one in found.fields}


def kinds(found: Needs) -> dict[str, str]:
    return {path: f"{one.kind}{'?' if one.is_optional else ''}" for path, one in by_path(found).items()}


def workbook(**cells: Any) -> bytes:
    book = openpyxl.Workbook()
    for address, value in cells.items():
        book.active[address] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_names_of_loops_are_told_by_the_lists_they_go_through() -> None:
    template = made(
        "{% for group in report.groups %}",
        "{% for row in group.rows %}{{ row.name }} {{ loop.index }}{% endfor %}",
        "{% endfor %}",
    )
    assert kinds(needs("a.docx", template)) == {
        "report": "group", "report.groups": "list", "report.groups[].rows": "list", "report.groups[].rows[].name": "value",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ a | default('x') }}", {"a": "value?"}),
        ("{% if a is defined %}{{ a.b }}{% endif %}", {"a": "group?", "a.b": "value?"}),
        ("{{ a if b is defined and b else c }}", {"a": "value", "b": "condition?", "c": "value"}),
        ("{% if a %}{{ b }}{% endif %}", {"a": "condition", "b": "value"}),
        ("{% set x = a.b %}{{ x.c }}", {"a": "group", "a.b": "group", "a.b.c": "value"}),
        ("{{ a | map(attribute='b') | and_list }}", {"a": "list", "a[].b": "value"}),
        (
            "{% for x in a | sort(attribute='n') %}{{ x.m }}{% endfor %}",
            {"a": "list", "a[].n": "value", "a[].m": "value"},
        ),
        ("{% for k, v in a.items() %}{{ k }}{{ v }}{% endfor %}", {"a": "value"}),
        ("{{ a['b'] }}{{ a[0] }}", {"a": "list", "a.b": "value", "a[]": "value"}),
        ("{{ a ~ b | upper }}{{ range(3) | length }}", {"a": "value", "b": "value"}),
    ],
)
def test_each_way_to_ask_for_a_value_is_read(text: str, expected: dict[str, str]) -> None:
    assert kinds(needs("a.docx", made(text))) == expected
    assert kinds(needs("a.txt", text.encode())) == expected


def test_places_are_told_as_a_person_counts_them() -> None:
    def add(document: Any) -> None:
        document.sections[0].footer.paragraphs[0].text = "{{ ref }}"

    def told(content: bytes) -> dict[str, str]:
        return {path: one.places[0].words().render("fr") for path, one in by_path(needs("a.docx", content)).items()}

    assert told(made("x", "{{ name }}", change=add)) == {
        "name": "corps, paragraphe 2",
        "ref": "pied de page, paragraphe 1",
    }
    assert told(with_table(("a", "b"), ("c", "{{ name }}"))) == {"name": "corps, tableau 1, ligne 2, cellule 2"}
    box = b"<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{{ name }}</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
    template = with_part(made("x"), "word/document.xml", lambda data: data.replace(b"<w:body>", b"<w:body>" + box, 1))
    assert told(template) == {"name": "corps, une zone de texte"}


def test_a_page_needs_what_it_includes_needs() -> None:
    (head,) = by_path(needs("a.html", b"{% include 'head.html' %}", head=b"\n{{ title }}")).values()
    assert (head.path, head.places[0].line) == ("title", 2)


def test_a_workbook_tells_its_cells() -> None:
    found = by_path(needs("a.xlsx", workbook(A1="For {{ client.name }}", B3="{{ line.price | number }}")))
    assert {path: one.places[0].cell_name for path, one in found.items()} == {
        "client": "Sheet!A1", "client.name": "Sheet!A1", "lines": "Sheet!B3", "lines[].price": "Sheet!B3",
    }  # fmt: skip


@pytest.mark.parametrize("cell", ["{{ a + b }}", "{{ a", "{% for x in y %}", "{{ a | nothing }}"])
def test_a_sign_that_a_workbook_does_not_know_is_told_and_not_filled_in(cell: str) -> None:
    template = workbook(A1=cell)
    (fault,) = needs("a.xlsx", template).faults
    assert "Sheet!A1" in fault.what.render()
    with pytest.raises(UserError, match="Sheet!A1"):
        rendering.Kept(template="a.xlsx", files={"a.xlsx": template}).office_file({"a": 1})


def test_words_in_a_workbook_are_set_in_its_language() -> None:
    template = workbook(A1="{{ a | money }}", B1="Le {{ d | day }}", C1="{{ n | and_list }}")
    content = rendering.Kept(template="a.xlsx", files={"a.xlsx": template}, language="fr").office_file(
        {"a": "1234.5", "d": "2026-12-01", "n": ["x", "y"]}
    )
    row = openpyxl.load_workbook(io.BytesIO(content)).active[1]
    assert [one.value for one in row] == ["1\u202f234,50\u00a0€", "Le 1er\u00a0décembre 2026", "x et y"]


def test_tracked_changes_and_comments_are_told_and_stop_nothing() -> None:
    tracked = b'<w:p><w:ins w:id="1" w:author="x"><w:r><w:t>{{ a }}</w:t></w:r></w:ins></w:p>'
    template = with_part(
        made("x", change=lambda document: document.add_comment(document.paragraphs[0].runs, "why?")),
        "word/document.xml", lambda data: data.replace(b"<w:body>", b"<w:body>" + tracked, 1),
    )  # fmt: skip
    found = needs("a.docx", template)
    assert [one.path for one in found.fields] == ["a"]
    assert [(one.kind, one.is_grave) for one in found.faults] == [("tracked changes", False), ("comments", False)]


@pytest.mark.parametrize(
    ("name", "content"), [("a.docx", b"PK"), ("a.xlsx", b"PK"), ("a.txt", b"{% if %}"), ("a.docx", made("{{ a"))]
)
def test_a_broken_template_is_told_as_a_fault(name: str, content: bytes) -> None:
    assert any(one.is_grave for one in needs(name, content).faults)
