"""PDFs: the words of their pages laid out in rows, and the XML that a hybrid invoice or order carries.

PDFium is native code and the bytes come from outside: this runs in a worker, see `apart`. It is imported when the first PDF
is read, so that nobody else waits for it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any

from officebot.connectors.papers.layout import Word, rows_of
from officebot.connectors.papers.xml import looks_like_xml
from officebot.core.problems import Problem, UserError
from officebot.core.text import Text, one_line, say
from officebot.core.trade.paper import Paper, Row

LARGEST_PDF = 50_000_000
MOST_PAGES = 200
MOST_CHARACTERS = 2_000_000
#: A page of a catalogue has ten thousand; one with more draws its letters as a picture.
_MOST_ON_A_PAGE = 200_000
_SECONDS = 20.0
_LARGEST_ATTACHMENT = 20_000_000
_MOST_ATTACHMENTS = 50
#: PDFium's own numbers (fpdfview.h, fpdf_edit.h).
_ERROR_PASSWORD = 4
_PICTURE = 3
_QUARTER = 1.5708
_BLANKS = frozenset(map(ord, " \t\r\n\u00a0\u2002\u2003\u2009\u202f\u3000"))
#: What PDFium gives for a hyphen at the end of a line, and for letters without a meaning.
_ODD = {0x02: "-", 0xFFFE: "-", 0x00: "", 0xFFFF: "", 0xFFFD: "", 0xAD: "-", 0x2010: "-", 0x2011: "-"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFound:
    """What a PDF holds: its pages as a paper, and the XML files in it, by their names."""

    paper: Paper
    embedded: tuple[tuple[str, bytes], ...] = ()
    pages: int = 0


def read_pdf(data: bytes, name: str = "") -> PdfFound:
    """The PDF's words and its XML. Raises UserError, a sentence, for one that is locked, damaged or too large."""
    if len(data) > LARGEST_PDF:
        raise _wrong(name, say("This PDF is larger than {most} MB: it is not read.", most=LARGEST_PDF // 1_000_000))
    pdfium = _pdfium(name)
    with _opened(pdfium, data, name) as document:
        count: int = pdfium.FPDF_GetPageCount(document)
        if count > MOST_PAGES:
            raise _wrong(name, say("This PDF has {count} pages, more than {most}: send the pages that matter.",
                                   count=count, most=MOST_PAGES))  # fmt: skip
        rows, is_scan = _Pages(pdfium, document, name).read(count)
        embedded = tuple(_embedded(pdfium, document))
    paper = Paper(name=name, source="pdf", rows=tuple(rows), is_scan=is_scan)
    return PdfFound(paper=paper, embedded=embedded, pages=count)


def read_embedded(data: bytes, name: str = "") -> tuple[tuple[str, bytes], ...]:
    """The XML files in the PDF, by their names or else by how they start; its pages are not looked at. Raises UserError as
    `read_pdf` does, and for an XML file that is too large."""
    if len(data) > LARGEST_PDF:
        raise _wrong(name, say("This PDF is larger than {most} MB: it is not read.", most=LARGEST_PDF // 1_000_000))
    pdfium = _pdfium(name)
    with _opened(pdfium, data, name) as document:
        found = tuple(_attached(pdfium, document))
    for called, content in found:
        if content is None and _is_called_xml(called):
            what = say("“{name}” in this PDF unpacks to more than {most} MB: it is not read.",
                       name=one_line(called, 60), most=_LARGEST_ATTACHMENT // 1_000_000)  # fmt: skip
            raise _wrong(name, what)
    return tuple(
        (called, content)
        for called, content in found
        if content is not None and (_is_called_xml(called) or looks_like_xml(content))
    )


def _pdfium(name: str) -> Any:
    try:
        import pypdfium2.raw as pdfium
    except ImportError as error:
        raise _wrong(name, say("Reading PDFs needs the extra “papers”: pip install 'officebot[papers]'.")) from error
    return pdfium


@contextmanager
def _opened(pdfium: Any, data: bytes, name: str) -> Iterator[Any]:
    # PDFium reads from these bytes until the document is closed: `data` lives as long as this frame.
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        if pdfium.FPDF_GetLastError() == _ERROR_PASSWORD:
            raise _wrong(name, say("This PDF is locked with a password: ask for one without."))
        raise _wrong(name, say("This PDF is damaged, or it is none: ask for it again."))
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


class _Pages:
    """The pages of one document, read one after the other within its bounds."""

    def __init__(self, pdfium: Any, document: Any, name: str) -> None:
        self._pdfium = pdfium
        self._document = document
        self._name = name
        self._characters = 0
        self._ends = monotonic() + _SECONDS

    def read(self, count: int) -> tuple[list[Row], bool]:
        """The rows of all pages; and whether there are only pictures."""
        rows: list[Row] = []
        pictures = 0
        for number in range(count):
            words, has_picture = self._page(number)
            pictures += has_picture and not words
            rows += rows_of(words, number + 1)
        return rows, not rows and pictures > 0

    def _page(self, number: int) -> tuple[list[Word], bool]:
        """The words of a page; and, where there are none, whether it shows a picture."""
        pdfium = self._pdfium
        page = pdfium.FPDF_LoadPage(self._document, number)
        if not page:
            return [], False
        try:
            text = pdfium.FPDFText_LoadPage(page)
            if not text:
                return [], False
            try:
                words = self._words(page, text)
            finally:
                pdfium.FPDFText_ClosePage(text)
            return words, not words and self._shows_picture(page)
        finally:
            pdfium.FPDF_ClosePage(page)

    def _words(self, page: Any, text: Any) -> list[Word]:
        pdfium = self._pdfium
        count = max(0, pdfium.FPDFText_CountChars(text))
        self._characters += count
        if self._characters > MOST_CHARACTERS or count > _MOST_ON_A_PAGE:
            raise _wrong(self._name, say("This PDF holds more text than a business document: it is not read."))
        found = _Words(pdfium, text, _Turn(pdfium, page))
        for begin in range(0, count, 2000):
            self._check_time()
            found.read(begin, min(count, begin + 2000))
        return found.all()

    def _shows_picture(self, page: Any) -> bool:
        pdfium = self._pdfium
        count = min(1000, pdfium.FPDFPage_CountObjects(page))
        kinds = (pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, place)) for place in range(count))
        return _PICTURE in kinds

    def _check_time(self) -> None:
        if monotonic() > self._ends:
            raise _wrong(self._name, say("This PDF takes too long to read: ask for a simpler one."))


class _Turn:
    """How a page is turned, and how far its upper left corner lies from PDFium's lower left one."""

    def __init__(self, pdfium: Any, page: Any) -> None:
        self._width: float = pdfium.FPDF_GetPageWidthF(page)
        self._height: float = pdfium.FPDF_GetPageHeightF(page)
        self._turns: int = pdfium.FPDFPage_GetRotation(page)
        if self._turns % 2:
            self._width, self._height = self._height, self._width

    def placed(self, text: str, box: tuple[float, float, float, float], angle: float) -> Word:
        """The word with its place as a reader sees it: `box` is left, right, top, bottom, upwards; turned text stands up."""
        left, right, top, bottom = box
        turns = (self._turns + round(angle / _QUARTER)) % 4
        width, height = self._width, self._height
        if turns == 0:
            return Word(text, left, right, height - top, height - bottom)
        if turns == 1:
            return Word(text, bottom, top, left, right)
        if turns == 2:
            return Word(text, width - right, width - left, bottom, top)
        return Word(text, height - top, height - bottom, width - right, width - left)


class _Words:
    """Letters of a page joined to words, until a blank or a jump."""

    def __init__(self, pdfium: Any, text: Any, turn: _Turn) -> None:
        self._pdfium = pdfium
        self._text = text
        self._turn = turn
        self._found: list[tuple[Word, int]] = []
        self._letters: list[str] = []
        self._box = [0.0, 0.0, 0.0, 0.0]
        self._first = 0

    def read(self, begin: int, end: int) -> None:
        """Take the letters from one place up to another."""
        text, code_of = self._text, self._pdfium.FPDFText_GetUnicode
        box_of, box = self._pdfium.FPDFText_GetLooseCharBox, self._pdfium.FS_RECTF()
        place = ctypes.byref(box)
        for index in range(begin, end):
            code = code_of(text, index)
            if code in _BLANKS:
                self._end()
                continue
            # Halves of a letter beyond the first plane, an emoji: PDFium gives UTF-16.
            letter = "" if 0xD800 <= code < 0xE000 else _ODD.get(code)
            if letter is None:
                letter = chr(code)
            if not letter or not box_of(text, index, place):
                continue
            self._add(index, letter, (box.left, box.right, box.top, box.bottom))

    def all(self) -> list[Word]:
        """The words that stand as most of them do: what is written up the margin is left out."""
        self._end()
        angles: dict[int, int] = {}
        for _, turns in self._found:
            angles[turns] = angles.get(turns, 0) + 1
        most = max(angles, key=lambda turns: angles[turns], default=0)
        return [word for word, turns in self._found if turns == most]

    def _add(self, index: int, letter: str, box: tuple[float, float, float, float]) -> None:
        left, right, top, bottom = box
        if self._letters:
            _, before, upper, lower = self._box
            size = max(top - bottom, 0.1)
            is_near = -size < left - before < 0.35 * size and abs(top - upper) < size and abs(bottom - lower) < size
            if not is_near and not self._is_turned():
                self._end()
        if not self._letters:
            self._box = [left, right, top, bottom]
            self._first = index
        else:
            self._box = [
                min(self._box[0], left), max(self._box[1], right), max(self._box[2], top), min(self._box[3], bottom)
            ]  # fmt: skip
        self._letters.append(letter)

    def _is_turned(self) -> bool:
        angle: float = self._pdfium.FPDFText_GetCharAngle(self._text, self._first)
        return round(max(angle, 0.0) / _QUARTER) % 4 != 0

    def _end(self) -> None:
        if not self._letters:
            return
        angle: float = max(self._pdfium.FPDFText_GetCharAngle(self._text, self._first), 0.0)
        left, right, top, bottom = self._box
        word = self._turn.placed("".join(self._letters), (left, right, top, bottom), angle)
        # What has no height or stands nowhere is drawn for machines.
        if word.height > 0.1 and abs(word.left) < 1e5 and abs(word.top) < 1e5:
            self._found.append((word, round(angle / _QUARTER) % 4))
        self._letters = []


def _embedded(pdfium: Any, document: Any) -> Iterator[tuple[str, bytes]]:
    """The XML files in the PDF, of bounded size."""
    for called, content in _attached(pdfium, document):
        if content is not None and _is_called_xml(called):
            yield called, content


def _is_called_xml(name: str) -> bool:
    return name.lower().endswith(".xml")


def _attached(pdfium: Any, document: Any) -> Iterator[tuple[str, bytes | None]]:
    """The files in the PDF by their names; None for the content of one that is too large."""
    for place in range(min(_MOST_ATTACHMENTS, max(0, pdfium.FPDFDoc_GetAttachmentCount(document)))):
        attached = pdfium.FPDFDoc_GetAttachment(document, place)
        called = _name_of(pdfium, attached)
        length = ctypes.c_ulong()
        # PDFium unpacks the file to know its length: a bomb ends the worker here.
        if not pdfium.FPDFAttachment_GetFile(attached, None, 0, length):
            continue
        if length.value > _LARGEST_ATTACHMENT:
            yield called, None
            continue
        content = ctypes.create_string_buffer(length.value)
        if pdfium.FPDFAttachment_GetFile(attached, content, length.value, length):
            yield called, content.raw[: length.value]


def _name_of(pdfium: Any, attached: Any) -> str:
    size = min(2000, pdfium.FPDFAttachment_GetName(attached, None, 0))
    name = ctypes.create_string_buffer(size)
    # FPDF_WCHAR: UTF-16LE with two zero bytes at its end.
    pdfium.FPDFAttachment_GetName(attached, ctypes.cast(name, ctypes.POINTER(ctypes.c_ushort)), size)
    return name.raw.decode("utf-16-le", "replace").rstrip("\x00")


def _wrong(name: str, what: Text) -> UserError:
    return UserError(Problem(where=name, what=what))
