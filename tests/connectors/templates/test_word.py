"""Word templates as assistants write them: filled in, and nothing else of the file changed."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.connectors import rendering
from officebot.connectors.templates.word import filled
from officebot.core.problems import UserError
from officebot.testing.accessible import faults_of_word
from tests.connectors.templates.wording import made, paragraphs, parts, png, rows, with_part, with_table

LINES = {"lines": [{"label": "Papier", "price": "12.5"}, {"label": "Toner", "price": "1000"}]}


def refused(template: bytes, data: dict[str, Any] | None = None) -> str:
    with pytest.raises(UserError) as told:
        filled(template, data or {})
    return told.value.render("en")


def cut(*pieces: str) -> bytes:
    """A paragraph of which Word made several runs, each with a look of its own."""

    def add(document: Any) -> None:
        paragraph = document.add_paragraph()
        for number, one in enumerate(pieces):
            paragraph.add_run(one).bold = bool(number % 2)

    return made(change=add)


# ── signs ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "pieces", [("{{ name }}",), ("{", "{ name }}"), ("{{ na", "me }", "}"), ("{{", " ", "name", " ", "}}")], ids=len
)
def test_a_sign_is_found_however_word_cut_it(pieces: tuple[str, ...]) -> None:
    assert paragraphs(filled(cut("Dear ", *pieces, "!"), {"name": "Zoé"})) == ["Dear Zoé!"]


def test_a_condition_within_a_sentence_keeps_the_look_of_each_word() -> None:
    template = cut("a ", "{% if x %}yes{% else %}", "no{% endif %} b")
    assert paragraphs(filled(template, {"x": True})) == ["a yes b"]
    assert paragraphs(filled(template, {"x": False})) == ["a no b"]
    (paragraph,) = docx.Document(io.BytesIO(filled(template, {"x": True}))).paragraphs
    assert [(one.text, one.bold) for one in paragraph.runs] == [("a ", False), ("yes", True), (" b", False)]


def test_signs_alone_in_their_paragraphs_take_these_with_them() -> None:
    template = made("before", "{% for one in names %}", "– {{ one }}", "{% endfor %}", "after")
    assert paragraphs(filled(template, {"names": ["a", "b"]})) == ["before", "– a", "– b", "after"]
    assert paragraphs(filled(template, {"names": []})) == ["before", "after"]


def test_notes_and_names_that_stand_alone_leave_no_empty_paragraph() -> None:
    template = made(
        "{# for us: keep this short #}", "{% set who = client.name %}", "Dear {{ who }}, {# no comma? #}hello"
    )
    assert paragraphs(filled(template, {"client": {"name": "Zoé"}})) == ["Dear Zoé, hello"]


def test_blocks_may_stand_in_each_other() -> None:
    template = made(
        "{%p for group in groups %}", "{{ group.name }}", "{%p if group.rows %}", "{%p for row in group.rows %}", "- {{ row }}",
        "{%p endfor %}", "{%p else %}", "nothing", "{%p endif %}", "{%p endfor %}",
    )  # fmt: skip
    data = {"groups": [{"name": "A", "rows": [1, 2]}, {"name": "B", "rows": []}]}
    assert paragraphs(filled(template, data)) == ["A", "- 1", "- 2", "B", "nothing"]


@pytest.mark.parametrize(
    "template",
    [
        with_table(
            ("Item", "Price"),
            ("{%tr for one in lines %}", ""),
            ("{{ one.label }}", "{{ one.price | money }}"),
            ("{%tr endfor %}", ""),
        ),
        with_table(
            ("Item", "Price"),
            ("{% for one in lines %}", ""),
            ("{{ one.label }}", "{{ one.price | money }}"),
            ("{% endfor %}", ""),
        ),
        with_table(
            ("Item", "Price"), ("{% for one in lines %}{{ one.label }}", "{{ one.price | money }}{% endfor %}")
        ),
        with_table(
            ("Item", "Price"), ("{%tr for one in lines %}{{ one.label }}", "{{ one.price | money }}{%tr endfor %}")
        ),
    ],
    ids=[
        "rows that say so",
        "rows of signs alone",
        "from the first cell to the last",
        "the row itself, said outright",
    ],
)
def test_a_row_is_repeated(template: bytes) -> None:
    assert rows(filled(template, LINES)) == [["Item", "Price"], ["Papier", "€12.50"], ["Toner", "€1,000.00"]]
    assert rows(filled(template, {"lines": []})) == [["Item", "Price"]]


def test_a_table_of_which_no_row_is_left_goes() -> None:
    template = with_table(("{% for one in lines %}{{ one.label }}", "{{ one.price }}{% endfor %}"))
    assert docx.Document(io.BytesIO(filled(template, {"lines": []}))).tables == []


def test_a_cell_of_which_nothing_is_left_keeps_a_paragraph() -> None:
    def add(document: Any) -> None:
        cell = document.add_table(rows=1, cols=1).rows[0].cells[0]
        cell.text = "{%p if x %}"
        cell.add_paragraph("words")
        cell.add_paragraph("{%p endif %}")

    template = made(change=add)
    assert rows(filled(template, {"x": 0})) == [[""]]
    assert re.search(rb"</w:tcPr><w:p/></w:tc>", parts(filled(template, {"x": 0}))["word/document.xml"])


def test_headers_footers_and_attributes_are_filled_in() -> None:
    def add(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "Ref. {{ ref }}"
        document.sections[0].footer.paragraphs[0].text = "{{ ref }} – {{ day | day }}"
        document.add_paragraph()._p.set("{urn:x}note", "{{ ref }} “&”")

    document = filled(made(change=add), {"ref": 'A"<1>', "day": "2026-11-26"}, "fr")
    section = docx.Document(io.BytesIO(document)).sections[0]
    assert section.header.paragraphs[0].text == 'Ref. A"<1>'
    assert section.footer.paragraphs[0].text == 'A"<1> – 26\u00a0novembre 2026'
    (paragraph,) = docx.Document(io.BytesIO(document)).paragraphs
    assert paragraph._p.get("{urn:x}note") == 'A"<1> “&”'


def test_a_content_control_is_kept_with_what_is_put_into_it() -> None:
    control = (
        b'<w:sdt><w:sdtPr><w:alias w:val="Client"/><w:id w:val="7"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>{{ client }}</w:t>'
        b"</w:r></w:p></w:sdtContent></w:sdt>"
    )
    template = with_part(made("x"), "word/document.xml", lambda data: data.replace(b"<w:p>", control + b"<w:p>", 1))
    content = parts(filled(template, {"client": "Zoé"}))["word/document.xml"].decode()
    assert (
        '<w:alias w:val="Client"/><w:id w:val="7"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t xml:space="preserve">Zoé</w:t>'
        in content
    )


def test_what_may_stand_once_is_not_repeated_by_a_loop() -> None:
    def add(document: Any) -> None:
        for paragraph in document.paragraphs:
            paragraph._p.set("{http://schemas.microsoft.com/office/word/2010/wordml}paraId", "00112233")

    template = made("{% for one in names %}", "{{ one }}", "{% endfor %}", change=add)
    assert parts(filled(template, {"names": [1, 2]}))["word/document.xml"].count(b"00112233") == 0


def test_a_bookmark_whose_name_holds_a_sign_stands_once_for_each_row() -> None:
    def add(document: Any) -> None:
        for number, name in ((5, "row_{{ one }}"), (6, "fixed")):
            start, end = docx.oxml.OxmlElement("w:bookmarkStart"), docx.oxml.OxmlElement("w:bookmarkEnd")
            start.set(docx.oxml.ns.qn("w:name"), name)
            for element in (start, end):
                element.set(docx.oxml.ns.qn("w:id"), str(number))
                document.paragraphs[1]._p.append(element)

    content = parts(
        filled(made("{% for one in names %}", "{{ one }}", "{% endfor %}", change=add), {"names": [1, 2]})
    )
    xml = content["word/document.xml"].decode()
    names = dict(re.findall(r'bookmarkStart w:name="(\w+)" w:id="(\d+)"', xml))
    assert [*names] == ["row_1", "row_2"]
    assert re.findall(r'bookmarkEnd w:id="(\d+)"', xml) == [*names.values()]
    assert len(set(names.values())) == 2


# ── what is not touched ───────────────────────────────────────────────────────────────────────────────────


def test_a_template_without_signs_comes_back_byte_for_byte() -> None:
    template = made("no sign, {but braces}, {# and so on")
    assert filled(template, {"x": 1}) == template


def test_only_parts_with_signs_change() -> None:
    template = made(
        "{{ x }}", change=lambda document: setattr(document.sections[0].header.paragraphs[0], "text", "fixed")
    )
    before, after = parts(template), parts(filled(template, {"x": 1}))
    assert [*before] == [*after]
    assert [name for name in before if before[name] != after[name]] == ["word/document.xml"]


def test_the_same_data_give_the_same_bytes() -> None:
    template = made("{{ x }} {{ logo }}")
    data = {"x": 1, "logo": {"picture": png(), "alt": "logo"}, "properties": {"title": "T"}}
    assert filled(template, data) == filled(template, data)


# ── values ────────────────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=40))
def test_any_value_is_read_back_as_it_was(value: str) -> None:
    template = made("<{{ value }}>{% if value %}{{ value }}{% endif %}")
    assert paragraphs(filled(template, {"value": value})) == [f"<{value}>{value}"]


def test_lines_and_tabs_of_a_value_are_lines_and_tabs_of_the_document() -> None:
    document = filled(cut("a ", "{{ x }}", " b"), {"x": "one\ntwo\tthree\r\nfour"})
    assert paragraphs(document) == ["a one\ntwo\tthree\nfour b"]
    assert parts(document)["word/document.xml"].count(b"<w:br/>") == 2


@pytest.mark.parametrize("sign", ["{{ x | safe }}", "{{ [x] | join }}", "{{ x | e }}"])
def test_no_template_makes_xml_of_a_value(sign: str) -> None:
    assert paragraphs(filled(made(sign), {"x": "</w:t><b>"})) == ["</w:t><b>"]


def test_no_template_may_ask_for_raw_text() -> None:
    assert "raw text" in refused(made("{% autoescape false %}{{ x }}{% endautoescape %}"), {"x": "</w:t><b>"})


def test_a_list_of_words_stands_there_with_commas_and_one_of_things_is_refused() -> None:
    assert paragraphs(filled(made("{{ x }}"), {"x": ["Zoé", 2]})) == ["Zoé, 2"]
    assert "go through it" in refused(made("{{ x }}"), {"x": [{"a": 1}]})
    assert "has parts of its own (a, b)" in refused(made("{{ x }}"), {"x": {"a": 1, "b": 2}})


def test_data_come_before_the_functions_of_the_language() -> None:
    assert paragraphs(filled(made("{{ r.items }} {{ r.count }}"), {"r": {"items": "three", "count": 3}})) == [
        "three 3"
    ]
    assert "no value" in refused(made("{{ name.title }}"), {"name": "x"})


# ── pictures and properties ───────────────────────────────────────────────────────────────────────────────


def test_a_picture_stands_in_its_line_with_its_words() -> None:
    template = made("{{ logo }} end", "{% for one in all %}", "{{ one }}", "{% endfor %}")
    logo = {"picture": png(), "alt": 'A "grey" <logo>', "width_mm": 20}
    document = docx.Document(io.BytesIO(filled(template, {"logo": logo, "all": [logo, logo]})))
    shapes = document.inline_shapes
    assert [(one.width.mm, one.height.mm) for one in shapes] == [(20, 10)] * 3
    assert {one._inline.docPr.get("descr") for one in shapes} == {'A "grey" <logo>'}
    assert len({one._inline.docPr.id for one in shapes}) == 3
    assert document.paragraphs[0].text == " end"


def test_a_drawing_becomes_a_picture() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><rect width="9" height="9"/></svg>'
    document = filled(made("{{ chart }}"), {"chart": {"picture": svg, "alt": "A bar"}})
    (name,) = [one for one in parts(document) if one.startswith("word/media/")]
    assert parts(document)[name].startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        ("no picture", "not there"), ("QUJD", "of a kind"), ("/9gAAAAAAAAA", "damaged"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><svg/>", "damaged"), ("<svg", "damaged"), ("A" * 14_000_000, "MB"),
    ],
)  # fmt: skip
def test_what_is_no_picture_is_told(picture: str, said: str) -> None:
    assert said in refused(made("{{ logo }}"), {"logo": {"picture": picture}})


def test_signs_in_the_properties_are_filled_in() -> None:
    template = made(
        "x", change=lambda document: setattr(document.core_properties, "title", "Minutes of {{ day | day }}")
    )
    core = docx.Document(io.BytesIO(filled(template, {"day": "2026-12-01"}, "en"))).core_properties
    assert core.title == "Minutes of 1\u00a0December 2026"


def test_properties_are_what_word_shows_and_an_archive_finds() -> None:
    told = {
        "title": "Minutes & more",
        "author": "Zoé",
        "reference": "CR-7",
        "confidentiality": "internal",
        "version": "2",
        "language": "fr",
    }
    document = filled(made("x"), {"properties": told})
    core = docx.Document(io.BytesIO(document)).core_properties
    assert (core.title, core.author, core.identifier, core.language) == ("Minutes & more", "Zoé", "CR-7", "fr-FR")
    custom = parts(document)["docProps/custom.xml"].decode()
    assert all(f'name="{name}"' in custom for name in ("Reference", "Confidentiality", "Version"))
    assert b"/docProps/custom.xml" in parts(document)["[Content_Types].xml"]
    again = filled(document, {"properties": {"confidentiality": "public"}})
    assert parts(again)["docProps/custom.xml"].count(b"<property") == 3
    assert b"public" in parts(again)["docProps/custom.xml"]


def test_a_document_says_its_language_where_its_template_does_not() -> None:
    template = with_part(made("x"), "word/styles.xml", lambda data: re.sub(rb"<w:lang [^>]*/>", b"", data))
    assert "it does not say its language" in faults_of_word(template)
    assert faults_of_word(filled(template, {"properties": {"title": "T", "language": "fr"}})) == []


# ── what is wrong, in words ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (made("ok", "a {{ x"), r"“{{ x” has no end.*body, paragraph 2"),
        (made("{% for a in b %}"), r"never ended: write {% endfor %}.*paragraph 1"),
        (made("{% endif %}"), "never began"),
        (made("{% if a %}", "{% for b in c %}", "{% endif %}"), r"must be ended first|never ended"),
        (made("{% else %}"), "outside any"),
        (made("{% include 'x' %}"), "cannot stand in a Word document"),
        (made("{% frobnicate %}"), "no sign that is known"),
        (made("{{ a b }}"), r"“{{ a b }}” cannot be read"),
        (made("{{ x | nothing }}"), "nothing"),
        (made("{%tr for a in b %}", "{%tr endfor %}"), "must stand in a table"),
        (with_table(("{% if x %}a", "b")), "never ended"),
        (with_table(("a{% if x %}", "b"), ("c", "d{% endif %} e")), r"begins in body, table 1, row 1, cell 1|no whole document"),
        (made("{{ nobody.name }}"), r"no “nobody”.*body, paragraph 1"),
        (made("{{ 'x' | day }}"), "no day"),
        (made("{{ 1 / 0 }}"), "cannot be reckoned"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(template: bytes, said: str) -> None:
    assert re.search(said, refused(template, {"x": 1, "a": 1, "b": [1], "c": []}))


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert refused(made("{{ a", "{{ b")).count("has no end") == 2


MAIN = "word/document.xml"
KIND = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def changed(part: str, old: bytes, new: bytes) -> bytes:
    """A template in one part of which something stands in another's place."""
    return with_part(made("{{ x }}"), part, lambda data: data.replace(old, new, 1))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "97–2003"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"{\\rtf1 x}", "RTF"),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text", "LibreOffice"),
        (b"PK\x03\x04 and then nothing", "no whole Word document"),
        (made("x")[:-200], "no whole Word document"),
        (b"plain text", "no Word document"),
        (with_part(made("{{ x }}"), MAIN, lambda data: data[:-30]), "damaged"),
        (changed(MAIN, b"?>", b"?><!DOCTYPE a [<!ENTITY b 'c'>]>"), "entities"),
        (changed(MAIN, b'openxmlformats.org/wordprocessingml/2006/main"', b'x.example/main"'), "rare form"),
        (changed("[Content_Types].xml", KIND, b"application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
        (changed("[Content_Types].xml", KIND, b"application/pdf"), "no Word document"),
    ],
)
def test_what_is_no_template_is_refused_in_a_sentence(content: bytes, said: str) -> None:
    assert said in refused(content, {"x": 1})


def test_a_document_made_of_a_dotx_is_a_document() -> None:
    kinds = b"wordprocessingml.document.main", b"wordprocessingml.template.main"
    template = with_part(made("{{ x }}"), "[Content_Types].xml", lambda data: data.replace(*kinds))
    assert kinds[0] in parts(filled(template, {"x": 1}))["[Content_Types].xml"]


# ── in the process apart ──────────────────────────────────────────────────────────────────────────────────

HOSTILE = {
    "the class ladder": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "globals of a function": "{{ self.__init__.__globals__ }}",
    "globals of cycler": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "globals of lipsum": "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "globals of our own function": "{{ next_id_.__globals__ }}",
    "an attribute by filter": "{{ ''|attr('__class__') }}",
    "an attribute by map": "{{ [x]|map(attribute='__class__')|first|string }}",
    "an attribute by format": "{{ '{0.__class__.__init__.__globals__}'.format(x) }}",
    "an attribute by format_map": "{{ '{a.__class__}'.format_map({'a': x}) }}",
    "an attribute by the filter format": "{{ '%1000000000d'|format(1) }}",
    "an attribute by percent": "{{ '%1000000000d' % 1 }}",
    "built-in functions": "{{ __builtins__.open('/etc/passwd').read() }}",
    "import": "{% import 'os' as os %}",
    "include": "{% include '/etc/passwd' %}",
    "extends": "{% extends '../secret' %}",
    "a change of the data": "{{ x.append(1) }}",
    "a huge range": "{% for i in range(10**9) %}{% endfor %}",
    "ranges within ranges": "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "a huge text": "{{ 'a' * 10**10 }}",
    "a huge number": "{{ 10 ** (10 ** 10) }}",
    "a text without end": "{% for a in range(99999) %}{{ 'abcdefghij' * 9999 }}{% endfor %}",
    "a wide text by a filter": "{{ 'a'|center(10**10) }}",
    "a list of slices": "{{ [1]|batch(10**9, 1)|list|length }}",
    "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a generator's frame": "{{ (x|map('upper')).gi_frame.f_globals }}",
}


@pytest.mark.parametrize("sign", HOSTILE.values(), ids=list(HOSTILE))
def test_a_hostile_word_template_does_nothing_and_is_refused(sign: str) -> None:
    kept = rendering.Kept(template="h.docx", files={"h.docx": made(sign)})
    with pytest.raises(UserError) as told:
        kept.office_file({"x": ["one"]})
    words = told.value.render("en")
    assert not re.search(r"root:|uid=|subprocess|<module|<function", words)
    # Refused for what it tries, not for a slip of the test's own.
    assert re.search(r"unsafe|cannot stand|There is no|too large or takes too long|No filter named|no % after", words)


def test_a_picture_by_its_name_is_found_beside_the_template_and_nowhere_else(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(b"x")
    (folder / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    found = rendering.with_pictures({"a": [{"picture": "logo.png", "alt": "x"}]}, [folder])
    assert found["a"][0]["picture"] == "iVBORw0KGgo="
    for name in ("../secret.png", str(tmp_path / "secret.png"), "none.png"):
        with pytest.raises(UserError, match="lies neither"):
            rendering.with_pictures({"a": {"picture": name}}, [folder])


def test_a_picture_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "huge.png").open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(UserError, match="50 MB"):
        rendering.with_pictures({"logo": {"picture": "huge.png"}}, [tmp_path])
