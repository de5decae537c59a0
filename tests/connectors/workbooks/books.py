"""Workbooks made by hand, part by part, so that a test shows what stands in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
#: Formats by their place: 0 general, 1 a day, 2 a length of time, 3 a time of day.
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="[h]:mm"/></numFmts>'
    '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="20"/></cellXfs></styleSheet>'
)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip with these parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def xlsx_parts(
    rows: str,
    *,
    before: str = "",
    after: str = "",
    book: str = "",
    names: str = "",
    strings: str = "",
    tables: tuple[str, ...] = (),
    state: str = "",
) -> dict[str, str | bytes]:
    """The parts of a workbook with one sheet “Stock” that has these rows."""
    relation = f'<Relationship Id="{{}}" Type="{_OFFICE}/{{}}" Target="{{}}"/>'.format
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": _relations(relation("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{book}<sheets>'
        f'<sheet name="Stock" sheetId="1" r:id="r1"{state}/></sheets>{names}</workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            relation("r1", "worksheet", "worksheets/sheet1.xml"),
            relation("r2", "styles", "styles.xml"),
            relation("r3", "sharedStrings", "sharedStrings.xml"),
        ),
        "xl/styles.xml": _STYLES,
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{before}'
        f"<sheetData>{rows}</sheetData>{after}"
        + "".join(f'<tableParts><tablePart r:id="t{n}"/></tableParts>' for n in range(len(tables)))
        + "</worksheet>",
    }
    if tables:
        parts["xl/worksheets/_rels/sheet1.xml.rels"] = _relations(
            *(relation(f"t{n}", "table", f"../tables/table{n}.xml") for n in range(len(tables)))
        )
        for number, table in enumerate(tables):
            parts[f"xl/tables/table{number}.xml"] = table.replace("<table ", f'<table xmlns="{_MAIN}" ', 1)
    return parts


def xlsx(rows: str, **more: Any) -> bytes:
    """The same as a file."""
    return zipped(xlsx_parts(rows, **more))


def text_row(number: int, *words: str) -> str:
    """A row of texts that stand in their cells."""
    cells = (
        f'<c r="{chr(64 + place)}{number}" t="inlineStr"><is><t>{word}</t></is></c>' if word else ""
        for place, word in enumerate(words, 1)
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


def ods(content: str, *, after: str = "", styles: str = "") -> bytes:
    """An OpenDocument spreadsheet with these tables."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:spreadsheet>{content}{after}</office:spreadsheet></office:body></office:document-content>",
        }
    )


def _relations(*relations: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(relations)}</Relationships>'
