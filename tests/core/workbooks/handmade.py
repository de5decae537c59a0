"""Workbooks written part by part, so that a test shows each byte that matters, and changes made in them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

from officebot.core.workbooks.cells import Address, Value
from officebot.core.workbooks.lossless.package import Package
from officebot.core.workbooks.lossless.planning import Plan
from officebot.core.workbooks.lossless.setting import UNSET, Change, Unset, held_in, plan
from officebot.core.workbooks.lossless.verifying import check
from officebot.core.workbooks.lossless.workbook import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument."
SHEET = "xl/worksheets/sheet1.xml"
#: By their place: 0 general, 1 a day, 2 unlocked, 3 a moment, 4 a day in a code of its own, 5 bold.
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>'
    '<cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/>'
    '<xf numFmtId="0" applyProtection="1"><protection locked="0"/></xf><xf numFmtId="22"/><xf numFmtId="164"/>'
    '<xf numFmtId="0" fontId="1"/></cellXfs></styleSheet>'
)


def worksheet(rows: str, *, before: str = "", after: str = "", prefix: str = "") -> str:
    """A worksheet with these rows; `before` and `after` stand around them. Tags of `rows` are written with their prefix."""
    name = f":{prefix}" if prefix else ""
    p = f"{prefix}:" if prefix else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<{p}worksheet xmlns{name}="{MAIN}" '
        f'xmlns:r="{_OFFICE}">{before}<{p}sheetData>{rows}</{p}sheetData>{after}</{p}worksheet>'
    )


def parts_of(
    sheets: Mapping[str, str],
    *,
    strings: str | None = None,
    styles: str | None = STYLES,
    names: str = "",
    about: str = "",
    chain: str | None = None,
    more: Mapping[str, tuple[str, str]] | None = None,
    relations: Mapping[str, Mapping[str, tuple[str, str]]] | None = None,
) -> dict[str, str]:
    """A workbook's parts. `sheets` are worksheets by name; `more` are parts with their content types;
    `relations` say which part refers to which: id → (kind, target)."""
    book: dict[str, tuple[str, str]] = {}
    types = {"xl/workbook.xml": "spreadsheetml.sheet.main+xml"}
    parts: dict[str, str] = {}
    listing = ""
    for number, (name, xml) in enumerate(sheets.items(), 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = xml
        types[f"xl/worksheets/sheet{number}.xml"] = "spreadsheetml.worksheet+xml"
        book[f"rId{number}"] = ("worksheet", f"worksheets/sheet{number}.xml")
        quoted = name.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
        listing += f'<sheet name="{quoted}" sheetId="{number}" r:id="rId{number}"/>'
    for kind, file, text in (
        ("styles", "styles.xml", styles),
        ("sharedStrings", "sharedStrings.xml", None if strings is None else f'<sst xmlns="{MAIN}">{strings}</sst>'),
        ("calcChain", "calcChain.xml", None if chain is None else f'<calcChain xmlns="{MAIN}">{chain}</calcChain>'),
    ):
        if text is not None:
            parts[f"xl/{file}"] = text
            types[f"xl/{file}"] = f"spreadsheetml.{kind}+xml"
            book[f"rId{kind}"] = (kind, file)
    parts |= {name: text for name, (_, text) in (more or {}).items()}
    types |= {name: kind for name, (kind, _) in (more or {}).items()}
    head = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}">{about}<sheets>{listing}</sheets>'
        + (f"<definedNames>{names}</definedNames>" if names else "")
        + "</workbook>"
    )
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{_KIND}{kind}"/>' for name, kind in types.items())
    first = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>',
        "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": head,
        "xl/_rels/workbook.xml.rels": _relations(book | dict((relations or {}).get("xl/workbook.xml", {}))),
    }
    for part, own in (relations or {}).items():
        if part != "xl/workbook.xml":
            folder, _, name = part.rpartition("/")
            first[f"{folder}/_rels/{name}.rels"] = _relations(own)
    return first | parts


def _relations(found: Mapping[str, tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in found.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A package of these parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return held.getvalue()


def one_sheet(rows: str, *, before: str = "", after: str = "", prefix: str = "", **about: Any) -> bytes:
    """A workbook with one sheet “S” of these rows."""
    return zipped(parts_of({"S": worksheet(rows, before=before, after=after, prefix=prefix)}, **about))


def opened(data: bytes) -> Workbook:
    """The book in some bytes."""
    return Workbook(Package(io.BytesIO(data)))


def change(where: str, value: Value, expected: Value | Unset = UNSET) -> Change:
    """A change of a cell, on the sheet “S” where none is named."""
    return Change(Address.read(where if "!" in where else f"S!{where}"), value, expected)


def planned(data: bytes, *changes: Change) -> Plan:
    """The plan of some changes."""
    return plan(opened(data), changes)


def changed(data: bytes, *changes: Change) -> bytes:
    """The workbook with some changes, read back and checked."""
    made = planned(data, *changes)
    out = io.BytesIO()
    made.write(out)
    check(made, out)
    return out.getvalue()


def part(data: bytes, name: str = SHEET) -> str:
    """A part's text."""
    return Package(io.BytesIO(data)).content(name).decode()


def cell(data: bytes, where: str, name: str = SHEET) -> str:
    """A cell as it is written, "" where it is not there."""
    found = re.search(rf"<(?:\w+:)?c r=[\"']{where}[\"'][^>]*?(?:/>|>.*?</(?:\w+:)?c>)", part(data, name), re.DOTALL)
    return found[0] if found else ""


def held(data: bytes, where: str) -> Value:
    """What a cell shows."""
    address = Address.read(where if "!" in where else f"S!{where}")
    return held_in(opened(data), [address])[address]
