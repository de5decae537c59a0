"""Makes the Word templates of the monthly budget report, in both languages: `python tools/budget_templates.py`.

What they show is in `officebot/core/budget/report_page.py`; here is only how it stands on paper. Whoever wants another
layout copies the .docx into the office's templates and changes it in Word.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

TEMPLATES = Path(__file__).parents[1] / "templates"
_GREY = RGBColor(0x50, 0x50, 0x50)
_DATE = (2000, 1, 1, 0, 0, 0)
FONT = "Arial"

FRENCH = {
    "lang": "fr-FR", "title": "Suivi budgétaire", "for": "{{ period }}", "made": "Établi le {{ made }} d’après {{ file }}.",
    "amounts": "Montants en {{ currency }}.", "stand": "L’essentiel", "month": "Mois", "until": "Depuis janvier",
    "year": "Année", "variances": "Les plus grands écarts", "no_variances": "Aucun écart : tout est comme prévu.",
    "alerts": "Alertes", "no_alerts": "Aucune alerte.", "line": "Ligne", "level": "Alerte", "gap": "Écart", "why": "Pourquoi",
    "changes": "Depuis le mois dernier", "chart": "Prévu et dépensé, mois par mois", "planned": "prévu", "spent": "dépensé",
    "detail": "Le détail", "budget": "Budget", "actual": "Réel", "share": "Écart %", "committed": "Engagé",
    "month_budget": "Budget du mois", "month_actual": "Réel du mois", "month_gap": "Écart du mois",
    "ytd_budget": "Budget à ce jour", "ytd_actual": "Réel à ce jour", "ytd_gap": "Écart à ce jour", "scale": "échelle de 0 à",
    "landing": "Atterrissage", "year_budget": "Budget annuel",
    "legend": "▲ budget dépassé   ● à surveiller   Un écart positif est un dépassement.",
    "sources": "Annexe : d’où viennent les chiffres", "file": "Fichier", "hash": "Empreinte SHA-256", "read": "Lu le",
    "what": "Chiffre", "cells": "Cellules", "problems": "Ce qui n’a pas pu être lu", "notes": "À savoir",
    "page": "page", "colon": "\u00a0: ",
}  # fmt: skip
ENGLISH = {
    "lang": "en-GB", "title": "Budget report", "for": "{{ period }}", "made": "Made on {{ made }} from {{ file }}.",
    "amounts": "Amounts in {{ currency }}.", "stand": "In short", "month": "Month", "until": "Year to date",
    "year": "Whole year", "variances": "The largest variances", "no_variances": "No variance: all is as planned.",
    "alerts": "Alerts", "no_alerts": "No alert.", "line": "Line", "level": "Alert", "gap": "Variance", "why": "Why",
    "changes": "Since last month", "chart": "Planned and spent, month by month", "planned": "planned", "spent": "spent",
    "detail": "In detail", "budget": "Budget", "actual": "Actual", "share": "Var. %", "committed": "Ordered",
    "month_budget": "Month’s budget", "month_actual": "Month’s actual", "month_gap": "Month’s variance",
    "ytd_budget": "Budget to date", "ytd_actual": "Actual to date", "ytd_gap": "Variance to date", "scale": "scale from 0 to",
    "landing": "Landing", "year_budget": "Year’s budget",
    "legend": "▲ over budget   ● to watch   A positive variance is overspent.",
    "sources": "Annex: where the figures come from", "file": "File", "hash": "SHA-256 (start)", "read": "Read on",
    "what": "Figure", "cells": "Cells", "problems": "What could not be read", "notes": "Good to know",
    "page": "page", "colon": ": ",
}  # fmt: skip

#: The drawing of the chart, in the form in which Word itself writes a group of shapes.
_CHART = Path(__file__).with_name("report_chart.xml").read_text(encoding="utf-8")


def main() -> None:
    """Write both templates."""
    for language, words in (("fr", FRENCH), ("en", ENGLISH)):
        place = TEMPLATES / language / "report" / "budget_month.docx"
        place.write_bytes(made(words))


def made(words: dict[str, str]) -> bytes:
    """The template, the same bytes each time."""
    document = Document()
    _styles(document, words)
    _first_page(document, words)
    _detail(document, words)
    _annex(document, words)
    held = io.BytesIO()
    document.save(held)
    return _same_each_time(held.getvalue())


# ── parts ─────────────────────────────────────────────────────────────────────────────────────────────────


def _first_page(document: Any, words: dict[str, str]) -> None:
    _small(document, "{{ office }}")
    document.add_heading(f"{words['title']}{words['colon']}{words['for']}", 1)
    _small(document, f"{words['made']} {words['amounts']}")
    document.add_heading(words["stand"], 2)
    _each(document, "one in lead", "{{ one }}")
    table = _table(
        document, words["stand"], [("", 62), (words["month"], 36), (words["until"], 38), (words["year"], 38)]
    )
    _loop(table, "row in totals", ["{{ row.label }}", "{{ row.month }}", "{{ row.ytd }}", "{{ row.year }}"])
    document.add_heading(words["variances"], 2)
    _paragraph(document, "{%p for one in variances %}")
    line = document.add_paragraph(style="List Number")
    line.add_run("{{ one.name }}").bold = True
    line.add_run(words["colon"] + "{{ one.amount }}. {{ one.sentence }}")
    _paragraph(document, "{%p if one.drivers %}")
    document.add_paragraph("{{ one.drivers | join(' ') }}", style="List Bullet 2")
    _paragraph(document, "{%p endif %}")
    _paragraph(document, "{%p endfor %}")
    _when(document, "not variances", words["no_variances"])
    document.add_heading(words["alerts"], 2)
    _paragraph(document, "{%p if alerts %}")
    table = _table(
        document, words["alerts"], [(words["level"], 38), (words["line"], 48), (words["gap"], 22), (words["why"], 66)]
    )
    _loop(
        table,
        "one in alerts",
        ["{{ one.mark }} {{ one.level }}", "{{ one.name }}", "{{ one.amount }}", "{{ one.why }}"],
        (2,),
    )
    _when(document, "more_alerts", "{{ more_alerts }}")
    _paragraph(document, "{%p else %}")
    document.add_paragraph(words["no_alerts"])
    _paragraph(document, "{%p endif %}")
    _paragraph(document, "{%p if changes %}")
    document.add_heading(words["changes"], 2)
    _each(document, "one in changes", "{{ one }}", "List Bullet")
    _paragraph(document, "{%p endif %}")


def _detail(document: Any, words: dict[str, str]) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _page(section, landscape=True)
    document.add_heading(words["detail"], 2)
    _paragraph(document, "{%p if chart.bars %}")
    document.add_heading(words["chart"], 3)
    drawing = document.add_paragraph()
    drawing.paragraph_format.keep_with_next = True
    drawing._p.append(parse_xml(_CHART.replace("TITLE", words["chart"])))
    _small(document, f"□ {words['planned']}   ■ {words['spent']}   ({words['scale']} " + "{{ chart.top }})")
    _paragraph(document, "{%p endif %}")
    _small(document, words["legend"])
    columns = [
        (words["line"], 58), (words["month_budget"], 22), (words["month_actual"], 22), (words["month_gap"], 22),
        (words["ytd_budget"], 23), (words["ytd_actual"], 23), (words["ytd_gap"], 23),
        (words["share"], 16), (words["committed"], 20), (words["landing"], 23), (words["year_budget"], 23),
    ]  # fmt: skip
    table = _table(document, words["detail"], columns, 7.5)
    width = len(columns)
    _row(table, ["{%tr for group in groups %}"])
    _row(table, ["{{ group.name }}"] + [""] * (width - 1), is_bold=True)
    _row(table, ["{%tr for row in group.rows %}"])
    _row(table, _cells("row"))
    _row(table, ["{%tr endfor %}"])
    _row(table, ["{%tr if group.total %}"])
    _row(table, _cells("group.total"), is_bold=True)
    _row(table, ["{%tr endif %}"])
    _row(table, ["{%tr endfor %}"])
    _row(table, _cells("total"), is_bold=True)


def _annex(document: Any, words: dict[str, str]) -> None:
    for name in ("problems", "notes"):
        _paragraph(document, f"{{%p if {name} %}}")
        document.add_heading(words[name], 2)
        _each(document, f"one in {name}", "{{ one }}", "List Bullet")
        _paragraph(document, "{%p endif %}")
    _paragraph(document, "{%p if sources %}")
    document.add_heading(words["sources"], 2)
    _when(document, "checked", "{{ checked }}")
    table = _table(document, words["file"], [(words["file"], 110), (words["hash"], 60), (words["read"], 80)], 8)
    _loop(table, "one in files", ["{{ one.name }}", "{{ one.hash }}", "{{ one.read }}"], ())
    document.add_paragraph()
    table = _table(document, words["sources"], [(words["line"], 70), (words["what"], 45), (words["cells"], 150)], 8)
    _loop(table, "one in sources", ["{{ one.name }}", "{{ one.what }}", "{{ one.cells }}"], ())
    _paragraph(document, "{%p endif %}")


def _cells(row: str) -> list[str]:
    names = ("month_budget", "month_actual", "month_variance", "ytd_budget", "ytd_actual", "ytd_variance", "ytd_ratio",
             "ytd_committed", "landing", "year_budget")  # fmt: skip
    name = f"{{{{ {row}.mark ~ (' ' if {row}.mark else '') ~ {row}.name }}}}"
    return [name, *(f"{{{{ {row}.{one} }}}}" for one in names)]


# ── how things are written ────────────────────────────────────────────────────────────────────────────────


def _paragraph(document: Any, words: str) -> None:
    document.add_paragraph(words)


def _each(document: Any, loop: str, words: str, style: str | None = None) -> None:
    _paragraph(document, f"{{%p for {loop} %}}")
    document.add_paragraph(words, style=style)
    _paragraph(document, "{%p endfor %}")


def _when(document: Any, condition: str, words: str) -> None:
    _paragraph(document, f"{{%p if {condition} %}}")
    document.add_paragraph(words)
    _paragraph(document, "{%p endif %}")


def _small(document: Any, words: str) -> None:
    run = document.add_paragraph().add_run(words)
    run.font.size, run.font.color.rgb = Pt(9), _GREY


def _table(document: Any, caption: str, columns: list[tuple[str, int]], size: float = 9.5) -> Any:
    """A table with a heading that is repeated on each page, and a title for who hears it."""
    table = document.add_table(rows=1, cols=len(columns))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.LEFT, False
    properties = table._tbl.tblPr
    for name in ("w:tblCaption", "w:tblDescription"):
        element = OxmlElement(name)
        element.set(qn("w:val"), caption)
        properties.append(element)
    _thin_lines(properties)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for place, (words, width) in enumerate(columns):
        table.columns[place].width = Mm(width)
        cell = table.rows[0].cells[place]
        cell.width = Mm(width)
        _fill(cell, words, size, is_bold=True, is_right=place > 0)
    table.size, table.widths = size, [width for _, width in columns]
    return table


def _thin_lines(properties: Any) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        is_kept = side in ("top", "bottom", "insideH")
        for name, value in (
            ("val", "single" if is_kept else "nil"),
            ("sz", "4"),
            ("space", "0"),
            ("color", "A0A0A0"),
        ):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    before = properties.find(qn("w:tblLayout"))
    if before is not None:
        before.addprevious(borders)
    else:
        properties.append(borders)


def _loop(table: Any, loop: str, cells: list[str], right: tuple[int, ...] = (1, 2, 3)) -> None:
    for cell, place in zip(table.rows[0].cells, range(len(cells)), strict=True):
        if place not in right:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT
    _row(table, [f"{{%tr for {loop} %}}"])
    _row(table, cells, right=right)
    _row(table, ["{%tr endfor %}"])


def _row(table: Any, cells: list[str], *, is_bold: bool = False, right: tuple[int, ...] | None = None) -> None:
    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for place, words in enumerate(cells):
        cell = row.cells[place]
        cell.width = Mm(table.widths[place])
        is_right = place > 0 if right is None else place in right
        _fill(cell, words, table.size, is_bold=is_bold, is_right=is_right)


def _fill(cell: Any, words: str, size: float, *, is_bold: bool, is_right: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(1)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if is_right else WD_ALIGN_PARAGRAPH.LEFT
    run = paragraph.add_run(words)
    run.font.size, run.bold = Pt(size), is_bold


def _styles(document: Any, words: dict[str, str]) -> None:
    properties = document.core_properties
    properties.title, properties.language = words["title"], words["lang"]
    properties.author, properties.comments, properties.keywords = "officebot", "", ""
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3"):
        style = document.styles[name]
        style.font.name, style.font.color.rgb = FONT, RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{kind}"), FONT)
        for kind in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
    document.styles["Normal"].font.size = Pt(9.5)
    document.styles["Normal"].paragraph_format.space_after = Pt(2)
    for name, size, before in (("Heading 1", 18, 0), ("Heading 2", 12, 7), ("Heading 3", 10.5, 6)):
        document.styles[name].font.size = Pt(size)
        document.styles[name].paragraph_format.space_before = Pt(before)
        document.styles[name].paragraph_format.space_after = Pt(3)
    language = document.styles.element.find(".//" + qn("w:lang"))
    language.set(qn("w:val"), words["lang"])
    _page(document.sections[0])
    footer = document.sections[0].footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = footer.add_run(f"{words['title']}{words['colon']}{words['for']} · {words['page']} ")
    run.font.size = Pt(8)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        part = footer.add_run()
        part.font.size = Pt(8)
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text
        part._r.append(element)


def _page(section: Any, *, landscape: bool = False) -> None:
    """An A4 page."""
    width, height = Mm(210), Mm(297)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (height, width) if landscape else (width, height)
    side = Mm(11) if landscape else Mm(18)
    section.left_margin = section.right_margin = side
    section.top_margin = section.bottom_margin = Mm(14)
    section.footer_distance = Mm(8)


def _same_each_time(content: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = b"".join(_without_moments(part))
            target.writestr(zipfile.ZipInfo(name, _DATE), part, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _without_moments(part: bytes) -> list[bytes]:
    from re import sub

    return [sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", part)]


if __name__ == "__main__":
    main()
