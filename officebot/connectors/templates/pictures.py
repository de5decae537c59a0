"""Pictures as values of a Word template: their size read from their bytes, and the drawing that shows them in a line.

A picture is `{"picture": …, "alt": …, "width_mm": …}`, its bytes in base64, or a drawing as the text of its SVG; its
`alt` is read to who does not see it.
"""

from __future__ import annotations

import struct
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from markupsafe import Markup

from officebot.connectors.xml import forbid_declarations
from officebot.core.problems import UserError
from officebot.core.text import say

_EMU_A_MM = 36_000
_MM_A_PIXEL = 25.4 / 96
_WIDEST_MM = 165.0
#: The largest picture, in bytes and pixels: beyond it, no document that is sent by mail is served.
LARGEST, _MOST_PIXELS = 10_000_000, 60_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that is put into a document: `ending` is png, jpeg or gif, sizes are in EMU (1 mm is 36,000)."""

    data: bytes
    ending: str
    alt: str
    width: int
    height: int


def picture_of(value: Mapping[str, Any]) -> Picture:
    """The picture of a value of the data. Raises UserError for what is none, or too large."""
    told = str(value["picture"])
    try:
        data = told.encode() if told.lstrip().startswith("<") else b64decode(told, validate=True)
    except ValueError:
        raise UserError(
            say("A picture is not there: name a file beside the template, or give its bytes in base64.")
        ) from None
    if len(data) > LARGEST:
        raise UserError(
            say("A picture has {size} MB: make it smaller than 10 MB first.", size=round(len(data) / 1e6))
        )
    if data.lstrip()[:1] == b"<":
        data = drawn(data)
    ending, wide, high = _size(data)
    if wide < 1 or high < 1 or wide * high > _MOST_PIXELS:
        raise UserError(
            say("A picture is {width} by {height} points large: make it smaller first.", width=wide, height=high)
        )
    asked = value.get("width_mm")
    try:
        width = float(asked) if asked is not None else min(wide * _MM_A_PIXEL, _WIDEST_MM)
    except (TypeError, ValueError):
        width = 0.0
    if not 1 <= width <= 1000:
        raise UserError(
            say(
                "The width of a picture, “{width}”, is no number of millimetres from 1 to 1000.",
                width=str(asked)[:40],
            )
        )
    alt = " ".join(str(value.get("alt", "")).split())[:1000]
    wanted = round(width * _EMU_A_MM)
    return Picture(data=data, ending=ending, alt=alt, width=wanted, height=max(1, round(wanted * high / wide)))


def drawn(svg: bytes) -> bytes:
    """A drawing (SVG) as a PNG on white, fine enough for print. Raises UserError, also where typst is not installed."""
    try:
        import typst
    except ImportError:
        raise UserError(say("A drawing needs a part that is not installed: install officebot[pdf].")) from None
    try:
        forbid_declarations(svg)
        inputs = {"svg": svg.decode("utf-8")}
        # In a folder of its own: a drawing that names other files finds none.
        with tempfile.TemporaryDirectory(prefix="officebot-") as folder:
            sheet = Path(folder, "sheet.typ")
            sheet.write_text(_SHEET, "utf-8")
            made = typst.compile(str(sheet), root=folder, format="png", ppi=_POINTS_AN_INCH, sys_inputs=inputs)
    except Exception as error:
        raise UserError(say("A picture is damaged: open it and save it anew.")) from error
    return bytes(made)


def _size(data: bytes) -> tuple[str, int, int]:
    """The kind of a picture, and its width and height in pixels."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        wide, high = struct.unpack(">II", data[16:24])
        return "png", wide, high
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        wide, high = struct.unpack("<HH", data[6:10])
        return "gif", wide, high
    if data.startswith(b"\xff\xd8"):
        return ("jpeg", *_jpeg_size(data))
    raise UserError(
        say("A picture is of a kind that Word does not show in any version: give a PNG, a JPEG or a GIF.")
    )


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """From its frame's header (ITU T.81 §B.2.2)."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        mark, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            high, wide = struct.unpack(">HH", data[at + 5 : at + 9])
            return wide, high
        at += 2 + max(length, 2)
    raise UserError(say("A picture is damaged: open it and save it anew."))


#: A sheet that is as large as the drawing on it.
_SHEET = """#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg", width: 165mm)"""
_POINTS_AN_INCH = 200.0

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def drawing(picture: Picture, relation: str, number: int) -> str:
    """The drawing in a line of text (ECMA-376 §20.4.2.8), with its own names, whatever the document declares."""
    size = f'cx="{picture.width}" cy="{picture.height}"'
    alt = quoteattr(picture.alt)
    return (
        f'<w:drawing><wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{number}" name="Picture {number}" descr={alt}/>'
        f'<a:graphic xmlns:a="{_A}"><a:graphicData uri="{_PIC}"><pic:pic xmlns:pic="{_PIC}">'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="Picture {number}" descr={alt}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip xmlns:r="{_R}" r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def in_html(value: Mapping[str, Any]) -> Markup:
    """The picture in a page, its bytes in the page itself: a mail or an archive keeps it."""
    picture = picture_of(value)
    width = round(picture.width / _EMU_A_MM / _MM_A_PIXEL)
    source = f"data:image/{picture.ending};base64,{b64encode(picture.data).decode()}"
    return Markup('<img src="{}" alt="{}" width="{}">').format(source, picture.alt, width)
