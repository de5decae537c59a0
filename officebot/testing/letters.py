"""Mails as the world's mail clients write them, always the same bytes for the same content."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape

from officebot.core.expressions import expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file that hangs on a letter, told by its text: `kind` is pdf, ics, csv, txt, xlsx or png."""

    name: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail's content. Addresses are written as in a header; `headers` come first and replace what is made here."""

    message_id: str
    date: datetime
    sender: str
    to: Sequence[str]
    subject: str
    body: str = ""
    html: str = ""
    cc: Sequence[str] = ()
    reply_to: str = ""
    references: Sequence[str] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    enclosures: Sequence[Enclosure] = ()


def _lines(text: str) -> list[str]:
    return text.strip("\n").split("\n")


def make_pdf(text: str) -> bytes:
    """A real PDF of one page with these lines in Helvetica (PDF 1.4, ISO 32000-1 §7.5)."""
    shown = [line.encode("cp1252", "replace").replace(b"\\", b"\\\\") for line in _lines(text)]
    shown = [line.replace(b"(", b"\\(").replace(b")", b"\\)") for line in shown]
    drawing = b"BT /F1 10 Tf 14 TL 56 785 Td\n" + b"".join(b"(%b) Tj T*\n" % line for line in shown) + b"ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawing), drawing),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    out, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(out))
    )


def make_png(text: str) -> bytes:
    """A real PNG: a small area in a colour that comes from the text (RFC 2083)."""
    side, colour = 32, zlib.crc32(text.encode()).to_bytes(4, "big")[:3]

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + colour * side) * side
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    )


_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_NUMBER = expression(r"-?\d{1,15}(\.\d+)?")


def _cell(value: str) -> str:
    if _NUMBER.fullmatch(value):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def make_xlsx(text: str) -> bytes:
    """A real workbook of one sheet; lines are rows, `;` or a tab parts the cells (ECMA-376)."""
    table = [line.replace("\t", ";").split(";") for line in _lines(text)]
    rows = "".join(f"<row>{''.join(_cell(value) for value in row)}</row>" for row in table)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_MAIN_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_MAIN_TYPE}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Feuil1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}"><sheetData>{rows}</sheetData></worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            # ZipInfo's own date is fixed (1980): the same text gives the same bytes.
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, _DECLARATION + content)
    return out.getvalue()


_BINARY: dict[str, tuple[Callable[[str], bytes], str, str]] = {
    "pdf": (make_pdf, "application", "pdf"),
    "png": (make_png, "image", "png"),
    "xlsx": (make_xlsx, "application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_TEXT = {"ics": "calendar", "csv": "csv", "txt": "plain"}


def _enclose(message: EmailMessage, enclosure: Enclosure) -> None:
    if enclosure.kind in _BINARY:
        make, main, sub = _BINARY[enclosure.kind]
        message.add_attachment(make(enclosure.text), maintype=main, subtype=sub, filename=enclosure.name)
        return
    text = "\n".join(_lines(enclosure.text)) + "\n"
    parameters = {}
    if enclosure.kind == "ics":
        # RFC 6047 §2.4: the method stands in the Content-Type as well.
        method = next((line.partition(":")[2].strip() for line in _lines(text) if line.startswith("METHOD:")), "")
        parameters = {"method": method} if method else {}
    subtype = _TEXT[enclosure.kind]
    message.add_attachment(text, subtype=subtype, charset="utf-8", filename=enclosure.name, params=parameters)


def _habit(letter: Letter) -> tuple[str, str]:
    """How this sender's mail client encodes text; people's differ, and the same sender's stays."""
    habits = (
        ("utf-8", "quoted-printable"),
        ("utf-8", "8bit"),
        ("iso-8859-1", "quoted-printable"),
        ("utf-8", "base64"),
        ("windows-1252", "quoted-printable"),
    )
    charset, encoding = habits[zlib.crc32(letter.sender.encode()) % len(habits)]
    try:
        f"{letter.body}{letter.html}".encode(charset)
    except UnicodeEncodeError:
        charset = "utf-8"
    longest = max((len(line.encode()) for text in (letter.body, letter.html) for line in text.split("\n")), default=0)
    # RFC 5322 §2.1.1: no line over 998 bytes.
    return (charset, "quoted-printable") if encoding == "8bit" and longest > 900 else (charset, encoding)


def _put_text(message: EmailMessage, letter: Letter) -> None:
    charset, encoding = _habit(letter)
    body = letter.body.strip("\n") + "\n"
    if letter.body or not letter.html:
        message.set_content(body, charset=charset, cte=encoding)
        if letter.html:
            message.add_alternative(letter.html.strip() + "\n", subtype="html", charset=charset, cte=encoding)
    else:
        message.set_content(letter.html.strip() + "\n", subtype="html", charset=charset, cte=encoding)


def _put_headers(message: EmailMessage, letter: Letter) -> None:
    for name, value in letter.headers.items():
        message[name] = value
    usual = {
        "From": letter.sender,
        "To": ", ".join(letter.to),
        "Cc": ", ".join(letter.cc),
        "Reply-To": letter.reply_to,
        "Subject": letter.subject,
        "Date": format_datetime(letter.date),
        "Message-ID": letter.message_id,
        "In-Reply-To": letter.references[-1] if letter.references else "",
        "References": " ".join(letter.references),
    }
    for name, value in usual.items():
        if value and name not in message:
            message[name] = value


def compose(letter: Letter) -> bytes:
    """The letter as it goes over the wire."""
    message = EmailMessage(policy=SMTP)
    _put_headers(message, letter)
    _put_text(message, letter)
    for enclosure in letter.enclosures:
        _enclose(message, enclosure)
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            # The standard library would draw lots.
            part.set_boundary(f"=_{zlib.crc32(letter.message_id.encode()):08x}_{number}")
    return message.as_bytes()
