"""Makes the Word templates of minutes, in both languages: `python tools/minutes_templates.py`.

What they show is in `officebot/core/minutes/page.py`; here is only how it stands on paper. Whoever wants another layout
copies the .docx into the office's templates and changes it in Word.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

sys.path.insert(0, str(Path(__file__).parent))
from budget_templates import FONT, _same_each_time

TEMPLATES = Path(__file__).parents[1] / "templates"
_INK, _GREY, _BLUE = RGBColor(0x1A, 0x1A, 0x1A), RGBColor(0x59, 0x59, 0x59), RGBColor(0x1F, 0x3A, 0x5F)
_LINE, _BAND, _NOTE = "A6A6A6", "E9EEF4", "F4F1E6"
#: The width between the margins, in millimetres.
_WIDTH = 170

FRENCH = {
    "lang": "fr-FR", "title": "Compte rendu", "meeting": "La réunion", "glance": "Décisions et actions en un coup d’œil",
    "no": "N°", "what": "Quoi", "who": "Qui", "due": "Échéance", "nothing": "Ni décision ni action.",
    "open": "Suivi des actions précédentes", "state": "État", "decisions": "Décisions", "actions": "Actions",
    "disagreements": "Désaccords", "next": "Prochaine réunion", "check": "À préciser avant la validation",
    "nobody": "Personne n’est nommé pour l’action", "page": "page", "on": "sur", "colon": "\u00a0: ",
}  # fmt: skip
ENGLISH = {
    "lang": "en-GB", "title": "Minutes", "meeting": "The meeting", "glance": "Decisions and actions at a glance",
    "no": "No.", "what": "What", "who": "Who", "due": "Due", "nothing": "Neither decisions nor actions.",
    "open": "Actions of earlier meetings", "state": "State", "decisions": "Decisions", "actions": "Actions",
    "disagreements": "Disagreements", "next": "Next meeting", "check": "To be settled before validation",
    "nobody": "Nobody is named for action", "page": "page", "on": "of", "colon": ": ",
}  # fmt: skip


def main() -> None:
    """Write both templates."""
    for language, words in (("fr", FRENCH), ("en", ENGLISH)):
        place = TEMPLATES / language / "minutes" / "minutes.docx"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(made(words))


def made(words: dict[str, str]) -> bytes:
    """The template, the same bytes each time."""
    document = Document()
    _styles(document, words)
    _margins(document, words)
    _title_block(document, words)
    _first_page(document, words)
    _items(document, words)
    _end(document, words)
    held = io.BytesIO()
    document.save(held)
    return _same_each_time(held.getvalue())


# ── parts ─────────────────────────────────────────────────────────────────────────────────────────────────


def _title_block(document: Any, words: dict[str, str]) -> None:
    over = document.add_paragraph(style="Kicker")
    _marked(over, "version_mark", "{{ kind }}")
    over.add_run("{{ (' · ' ~ office) if office else '' }}")
    _marked(document.add_heading("", 1), "title_mark", "{{ title or kind }}")
    _sign(document, "{%p if note %}")
    document.add_paragraph("{{ note }}", style="Draft note")
    _sign(document, "{%p endif %}")
    table = _table(document, words["meeting"], [(words["meeting"], 42), ("", _WIDTH - 42)])
    head = table.rows[0].cells
    merged = head[0].merge(head[1])
    merged._tc.remove(merged.paragraphs[-1]._p)
    _row(table, ["{%tr for one in facts %}"])
    _row(table, ["{{ one.label }}", "{{ one.value }}"], bold=(0,))
    _row(table, ["{%tr endfor %}"])
    _row(table, ["{%tr for one in attendance %}"])
    row = _row(table, ["{{ one.label }}", ""], bold=(0,))
    _marked(row.cells[1].paragraphs[0], "one", "{{ one.names }}")
    _row(table, ["{%tr endfor %}"])


def _first_page(document: Any, words: dict[str, str]) -> None:
    document.add_heading(words["glance"], 2)
    _sign(document, "{%p if glance %}")
    _actions(document, words, words["glance"], "glance")
    _sign(document, "{%p else %}")
    document.add_paragraph(words["nothing"])
    _sign(document, "{%p endif %}")
    _sign(document, "{%p if problems or (draft and unassigned) %}")
    document.add_heading(words["check"], 2)
    _sign(document, "{%p for one in unassigned %}")
    document.add_paragraph(words["nobody"] + " {{ one.no }}" + words["colon"] + "{{ one.what }}", style="List Bullet")
    _sign(document, "{%p endfor %}")
    _sign(document, "{%p for one in problems %}")
    document.add_paragraph("{{ one }}", style="List Bullet")
    _sign(document, "{%p endfor %}")
    _sign(document, "{%p endif %}")
    _sign(document, "{%p if open_actions %}")
    document.add_heading(words["open"], 2)
    columns = [(words["what"], 64), (words["who"], 36), (words["due"], 34), (words["state"], _WIDTH - 134)]
    table = _table(document, words["open"], columns)
    _row(table, ["{%tr for one in open_actions %}"])
    _row(table, ["{{ one.what }}", "{{ one.who }}", "{{ one.due }}", "{{ one.state }}"])
    _row(table, ["{%tr endfor %}"])
    _sign(document, "{%p endif %}")


def _items(document: Any, words: dict[str, str]) -> None:
    _sign(document, "{%p for item in items %}")
    heading = document.add_heading("{{ item.number }}. ", 2)
    _marked(heading, "item", "{{ item.heading }}")
    _passages(document, "item.summary", "List Bullet")
    _sign(document, "{%p if item.decisions %}")
    document.add_heading(words["decisions"], 3)
    _sign(document, "{%p for one in item.decisions %}")
    line = document.add_paragraph(style="Decision")
    _marked(line, "one", "{{ one.no }}", is_bold=True)
    line.add_run("\t{{ one.text }}")
    _reference(line)
    _sign(document, "{%p endfor %}")
    _sign(document, "{%p endif %}")
    _sign(document, "{%p if item.actions %}")
    document.add_heading(words["actions"], 3)
    _actions(document, words, words["actions"], "item.actions", with_reference=True)
    _sign(document, "{%p endif %}")
    _sign(document, "{%p if item.disagreements %}")
    document.add_heading(words["disagreements"], 3)
    _passages(document, "item.disagreements", "List Bullet")
    _sign(document, "{%p endif %}")
    _sign(document, "{%p endfor %}")


def _end(document: Any, words: dict[str, str]) -> None:
    _sign(document, "{%p if next_meeting %}")
    document.add_heading(words["next"], 2)
    line = document.add_paragraph()
    _marked(line, "next_meeting", "{{ next_meeting.shown }}")
    _reference(line, "next_meeting")
    _sign(document, "{%p endif %}")


def _passages(document: Any, loop: str, style: str) -> None:
    _sign(document, f"{{%p for one in {loop} %}}")
    line = document.add_paragraph(style=style)
    _marked(line, "one", "{{ one.text }}")
    _reference(line)
    _sign(document, "{%p endfor %}")


def _actions(document: Any, words: dict[str, str], caption: str, loop: str, *, with_reference: bool = False) -> None:
    columns = [(words["no"], 12), (words["what"], _WIDTH - 84), (words["who"], 40), (words["due"], 32)]
    table = _table(document, caption, columns)
    _row(table, [f"{{%tr for one in {loop} %}}"])
    row = _row(table, ["", "{{ one.what }}", "{{ one.who }}", "{{ one.due }}"])
    _marked(row.cells[0].paragraphs[0], "one", "{{ one.no }}", is_bold=True)
    if with_reference:
        _reference(row.cells[1].paragraphs[0])
    _row(table, ["{%tr endfor %}"])


# ── how things are written ────────────────────────────────────────────────────────────────────────────────


def _sign(document: Any, words: str) -> None:
    document.add_paragraph(words)


def _marked(paragraph: Any, name: str, words: str, *, is_bold: bool | None = None) -> None:
    """A run within a bookmark, by which it is found again when the document comes back corrected."""
    begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    begin.set(qn("w:id"), f"{{{{ {name}.id }}}}")
    begin.set(qn("w:name"), f"{{{{ {name}.mark }}}}")
    end.set(qn("w:id"), f"{{{{ {name}.id }}}}")
    paragraph._p.append(begin)
    paragraph.add_run(words).bold = is_bold
    paragraph._p.append(end)


def _reference(paragraph: Any, name: str = "one") -> None:
    """Where it was read, small; nothing in the final version."""
    paragraph.add_run(f"{{{{ (' ' ~ {name}.ref) if {name}.ref else '' }}}}", style="Source reference")


def _table(document: Any, caption: str, columns: list[tuple[str, int]]) -> Any:
    """A table with a heading that is repeated on each page, and a title for who hears it."""
    table = document.add_table(rows=1, cols=len(columns))
    table.style, table.autofit = "Table Grid", False
    properties = table._tbl.tblPr
    _lines(properties)
    for name in ("w:tblCaption", "w:tblDescription"):
        element = OxmlElement(name)
        element.set(qn("w:val"), caption)
        properties.append(element)
    for place, (_, width) in enumerate(columns):
        table.columns[place].width = Mm(width)
    table.widths = [width for _, width in columns]
    head = table.rows[0]
    for name in ("w:cantSplit", "w:tblHeader"):
        head._tr.get_or_add_trPr().append(OxmlElement(name))
    for cell, (words, width) in zip(head.cells, columns, strict=True):
        cell.width = Mm(width)
        _shade(cell._tc.get_or_add_tcPr(), _BAND)
        paragraph = cell.paragraphs[0]
        paragraph.style, paragraph.paragraph_format.keep_with_next = "Cell", True
        paragraph.add_run(words).bold = True
    return table


def _row(table: Any, cells: list[str], *, bold: tuple[int, ...] = ()) -> Any:
    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for place, (cell, width) in enumerate(zip(row.cells, table.widths, strict=True)):
        cell.width = Mm(width)
        paragraph = cell.paragraphs[0]
        paragraph.style = "Cell"
        if place < len(cells) and cells[place]:
            paragraph.add_run(cells[place]).bold = place in bold or None
    return row


def _lines(properties: Any) -> None:
    """Thin lines between rows, none between columns."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        is_drawn = side in ("top", "bottom", "insideH")
        told = {"val": "single" if is_drawn else "nil", "sz": "4", "space": "0", "color": _LINE}
        for name, value in told.items():
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties.find(qn("w:tblLayout")).addprevious(borders)


def _shade(properties: Any, colour: str, before: str = "") -> None:
    """A ground behind words; `before` is the element that must follow it (ECMA-376 orders them)."""
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    following = properties.find(qn(before)) if before else None
    if following is not None:
        following.addprevious(shade)
    else:
        properties.append(shade)


def _styles(document: Any, words: dict[str, str]) -> None:
    properties = document.core_properties
    properties.title, properties.language = words["title"], words["lang"]
    properties.author, properties.comments, properties.keywords = "officebot", "", ""
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "List Bullet"):
        _letters(document.styles[name])
    _spaced(document.styles["Normal"], 10, after=4)
    document.styles["Normal"].paragraph_format.line_spacing = 1.1
    for name, size, before, after in (("Heading 1", 22, 0, 8), ("Heading 2", 13, 16, 4), ("Heading 3", 10.5, 8, 3)):
        style = document.styles[name]
        _spaced(style, size, before=before, after=after)
        style.font.color.rgb, style.font.bold = _BLUE if size > 11 else _INK, True
        style.paragraph_format.keep_with_next = True
    _spaced(document.styles["List Bullet"], 10, after=3)
    cell = _style(document, "Cell", 9.5, before=2, after=2)
    cell.paragraph_format.line_spacing = 1.05
    over = _style(document, "Kicker", 9.5, after=2)
    over.font.color.rgb, over.font.all_caps = _GREY, True
    note = _style(document, "Draft note", 9, before=2, after=10)
    note.font.italic = True
    _shade(note.element.get_or_add_pPr(), _NOTE, before="w:spacing")
    decision = _style(document, "Decision", 10, after=3)
    decision.paragraph_format.left_indent, decision.paragraph_format.first_line_indent = Mm(10), Mm(-10)
    decision.paragraph_format.tab_stops.add_tab_stop(Mm(10))
    source = document.styles.add_style("Source reference", WD_STYLE_TYPE.CHARACTER)
    source.font.size, source.font.color.rgb = Pt(7.5), _GREY
    document.styles.element.find(".//" + qn("w:lang")).set(qn("w:val"), words["lang"])


def _style(document: Any, name: str, size: float, *, before: float = 0, after: float = 0) -> Any:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    _spaced(style, size, before=before, after=after)
    return style


def _spaced(style: Any, size: float, *, before: float = 0, after: float = 0) -> None:
    style.font.size = Pt(size)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _letters(style: Any) -> None:
    style.font.name, style.font.color.rgb = FONT, _INK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FONT)
    for kind in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)


def _margins(document: Any, words: dict[str, str]) -> None:
    """An A4 page; at its foot what the document is, and which page this is of how many."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin, section.footer_distance = Mm(18), Mm(20), Mm(10)
    foot = section.footer.paragraphs[0]
    style = foot.style.element.get_or_add_pPr()
    style.remove(style.find(qn("w:tabs")))
    foot.paragraph_format.tab_stops.add_tab_stop(Mm(_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    _foot_run(foot, f"{{{{ footer }}}}\t{words['page']} ")
    _page_field(foot, "PAGE")
    _foot_run(foot, f" {words['on']} ")
    _page_field(foot, "NUMPAGES")


def _foot_run(paragraph: Any, words: str) -> Any:
    run = paragraph.add_run(words)
    run.font.size, run.font.color.rgb = Pt(8), _GREY
    return run


def _page_field(paragraph: Any, name: str) -> None:
    for kind, text in (("begin", None), (None, name), ("separate", None), ("1", None), ("end", None)):
        run = _foot_run(paragraph, "1" if kind == "1" else "")
        if kind == "1":
            continue
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text
        run._r.append(element)


if __name__ == "__main__":
    main()
