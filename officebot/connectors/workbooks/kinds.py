"""What a file is by its content, whatever it is called; and what is said where the two disagree."""

from __future__ import annotations

import re
from pathlib import PurePath

from officebot.core.expressions import expression
from officebot.core.text import Text, say
from officebot.core.workbooks.grids import Kind

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SUFFIXES: dict[str, tuple[Kind, ...]] = {
    ".xlsx": ("xlsx", "xlsm"), ".xltx": ("xlsx", "xlsm"), ".xlsm": ("xlsm", "xlsx"), ".xltm": ("xlsm", "xlsx"),
    ".xlsb": ("xlsb",), ".xls": ("xls",), ".xlt": ("xls",), ".ods": ("ods",), ".ots": ("ods",),
    ".csv": ("csv",), ".tsv": ("csv",), ".tab": ("csv",), ".txt": ("csv",),
}  # fmt: skip
_HTML = expression(rb"<(?:!doctype html|html|head|meta|table|body|style)\b", re.IGNORECASE)
#: Beginnings of files of other kinds.
_OTHERS: tuple[tuple[bytes, Text], ...] = (
    (b"%PDF", say("This is a PDF document, no workbook.")),
    (b"\x89PNG", say("This is a picture, no workbook.")),
    (b"\xff\xd8\xff", say("This is a picture, no workbook.")),
    (b"Rar!", say("This is a packed archive: unpack it first.")),
    (b"7z\xbc\xaf", say("This is a packed archive: unpack it first.")),
    (b"\x1f\x8b", say("This is a packed archive: unpack it first.")),
    (b"{\\rtf", say("This is a text document, no workbook.")),
)
#: The first records of an encrypted .xls ([MS-XLS] 2.4.117 FilePass): its cells would be read as other numbers.
_ENCRYPTED = expression(rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
#: BIFF 2 to 4: workbooks from before 1993 without an OLE container.
_ANCIENT = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")


def kind_of(data: bytes) -> Kind | Text:
    """What the bytes are, or a sentence on why they are no workbook; a zip is "xlsx" until its parts are known."""
    if not data:
        return say("This file is empty: fetch it again, or take the last backup.")
    if not data[:4096].strip(b"\0") and data.count(0) == len(data):
        return say("This file holds nothing but zeros: it was not fetched or not saved whole; fetch it again.")
    if data.startswith(_ZIP):
        return "xlsx"
    if data.startswith(b"PK"):
        return say(
            "This workbook is damaged or was saved only in part: open it in your spreadsheet program and save it again."
        )
    if data.startswith(_OLE):
        return "xls"
    if data.startswith(_ANCIENT):
        return say(
            "This is a workbook of a very old Excel: open it in your spreadsheet program and save it as .xlsx."
        )
    for begin, sentence in _OTHERS:
        if data.startswith(begin):
            return sentence
    return _text_kind(data)


def _text_kind(data: bytes) -> Kind | Text:
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").removeprefix(b"\xff\xfe").lstrip()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return say("This is an XML spreadsheet of 2003: open it in your spreadsheet program and save it as .xlsx.")
    if _HTML.match(head):
        return say("This is a web page, no workbook: open it in your spreadsheet program and save it as .xlsx.")
    if head.startswith(b"<?xml"):
        return say("This is an XML file, no workbook.")
    return "csv"


def disagreement(name: str, kind: Kind) -> Text | None:
    """What is said of a file whose name promises another kind; None where they agree, or the name promises nothing."""
    suffix = PurePath(name).suffix.lower()
    promised = _SUFFIXES.get(suffix)
    if promised is None or kind in promised:
        return None
    if kind == "csv":
        return say("This file is called {suffix}, but holds plain text (CSV): rename it to .csv.", suffix=suffix)
    return say(
        "This file is called {suffix}, but is a workbook of kind .{kind}: rename it to .{kind}.",
        suffix=suffix,
        kind=kind,
    )


def ole_kind(data: bytes) -> Kind | Text:
    """What an OLE container holds: an .xls, or something else in a sentence."""
    from officebot.connectors.workbooks.archives import damaged, protected

    if len(data) < 1536:
        return damaged()
    if _named(data, "EncryptedPackage") or _named(data, "EncryptionInfo") or _ENCRYPTED.search(data):
        return protected()
    if _named(data, "Workbook") or _named(data, "Book"):
        return "xls"
    if _named(data, "WordDocument") or _named(data, "PowerPoint Document"):
        return say("This is a document of another office program, no workbook.")
    return damaged()


def _named(data: bytes, name: str) -> bool:
    """Whether the container's directory has an entry of this name ([MS-CFB] 2.6.1: 64 bytes of UTF-16 and its length)."""
    raw = name.encode("utf-16-le") + b"\0\0"
    place = data.find(raw)
    while place >= 0:
        if place % 128 == 0 and int.from_bytes(data[place + 64 : place + 66], "little") == len(raw):
            return True
        place = data.find(raw, place + 1)
    return False
