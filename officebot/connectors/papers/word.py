"""Word documents read for their words: paragraphs, tables, marks, comments; tracked changes as if they were accepted.

The bytes come from outside: this is the worker's side.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from officebot.connectors.xml import BadXml, attribute, is_true, read_xml
from officebot.core.minutes.readback.document import Block, Comment, Returned
from officebot.core.problems import Problem, UserError
from officebot.core.text import Text, say
from officebot.core.workbooks.lossless.package import Package

_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
#: Of the words of a document; pictures lie in other parts, which are not opened.
_LARGEST_PART = 60_000_000
_MOST_BLOCKS, _MOST_COMMENTS, _LONGEST_TEXT = 50_000, 500, 5_000_000
_ODT = b"application/vnd.oasis.opendocument"


def read_word(data: bytes, name: str) -> Returned:
    """What a .docx says. Raises UserError, a sentence, for everything else and for what is damaged or built to do harm."""
    package = _package(data, name)
    try:
        main = package.only("", "officeDocument")
        if main not in package:
            raise _refused(name, _no_document())
        styles = _levels(_content(package, package.only(main, "styles"), name))
        notes = _comments(_content(package, package.only(main, "comments"), name))
        reading = _Reading(styles)
        read_xml(_content(package, main, name), reading.start, reading.end, reading.text)
    except BadXml as error:
        raise _refused(name, say("This Word document is damaged: open it in Word and save it anew.")) from error
    except UserError as error:
        if error.problems[0].where == name:
            raise
        raise _refused(name, say("This Word document is damaged: open it in Word and save it anew.")) from error
    comments = tuple(
        Comment(author=author, text=text, about=reading.about.get(number, ""))
        for number, (author, text) in notes.items()
    )
    return Returned(
        name=name, blocks=tuple(reading.blocks), comments=comments[:_MOST_COMMENTS], has_tracked=reading.has_tracked
    )


def _package(data: bytes, name: str) -> Package:
    if data[:4] == _OLE:
        if _LOCKED in data:
            raise _refused(name, say("The document is protected by a password: save it without one first."))
        raise _refused(name, say("This is a document of Word 97–2003 (.doc): save it as .docx."))
    if data[:2] != _ZIP:
        raise _refused(name, _no_document())
    if _ODT in data[:200]:
        raise _refused(name, say("This is a document of LibreOffice (.odt): save it as .docx."))
    try:
        return Package(io.BytesIO(data))
    except UserError as error:
        raise _refused(
            name, say("This Word document is damaged, or packed in a way that Word does not use.")
        ) from error


def _content(package: Package, part: str, name: str) -> bytes:
    if not part or part not in package:
        return b""
    if package.entries[part].file_size > _LARGEST_PART:
        raise _refused(name, say("This Word document holds more words than any minutes do: it is not read."))
    return package.content(part)


def _refused(name: str, what: Text) -> UserError:
    return UserError(Problem(where=name, what=what))


def _no_document() -> Text:
    return say("This file is no Word document: save it as .docx, or hand over text.")


# ── styles and comments ───────────────────────────────────────────────────────────────────────────────────


def _levels(data: bytes) -> dict[str, int]:
    """The level of heading of each style that is one, by its id: Word calls them heading 1 in every language."""
    levels: dict[str, int] = {}
    current = ""

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal current
        if name == "style":
            current = attribute(attributes, "styleId")
        elif name == "name" and current:
            said = attribute(attributes, "val").lower().replace("titre", "heading")
            if said.startswith("heading ") and said[8:9].isdecimal():
                levels[current] = int(said[8])
        elif name == "outlineLvl" and current and attribute(attributes, "val").isdecimal():
            levels.setdefault(current, min(int(attribute(attributes, "val")) + 1, 9))

    if data:
        read_xml(data, start)
    return {style: level for style, level in levels.items() if level <= 9}


def _comments(data: bytes) -> dict[str, tuple[str, str]]:
    """The author and the words of each comment, by its id."""
    found: dict[str, tuple[str, str]] = {}
    words: list[str] = []
    author, number, is_text = "", "", False

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal author, number, is_text
        if name == "comment":
            author, number = attribute(attributes, "author"), attribute(attributes, "id")
        is_text = name == "t"

    def end(name: str) -> None:
        nonlocal is_text
        is_text = False
        if name == "p":
            words.append("\n")
        elif name == "comment":
            found[number] = (author[:200], "".join(words).strip()[:5_000])
            words.clear()

    def text(said: str) -> None:
        if is_text:
            words.append(said)

    if data:
        read_xml(data, start, end, text)
    return found


# ── the document ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Paragraph:
    """A paragraph while it is read; text boxes lie within others."""

    words: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    style: str = ""
    level: int = 0
    is_list: bool = False
    is_joined: bool = False


@dataclass(slots=True)
class _Row:
    """A row while it is read."""

    cells: list[list[str]] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    is_header: bool = False
    is_gone: bool = False


#: What is in them was taken out, or is there a second time for old programs.
_PASSED_OVER = frozenset({"del", "moveFrom", "Fallback"})
_BREAKS: Mapping[str, str] = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}


class _Reading:
    """One pass over a document."""

    def __init__(self, levels: Mapping[str, int]) -> None:
        self.blocks: list[Block] = []
        self.about: dict[str, str] = {}
        self.has_tracked = False
        self._levels = levels
        self._open: list[str] = []
        self._paragraphs: list[_Paragraph] = []
        self._carried: _Paragraph | None = None
        self._rows: list[_Row] = []
        self._tables, self._depth = 0, 0
        self._passed = 0
        self._length = 0
        self._is_text, self._is_struck = False, False
        self._ranges: dict[str, list[str]] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        parent = self._open[-1] if self._open else ""
        self._open.append(name)
        if name in ("del", "ins", "moveFrom", "moveTo"):
            self.has_tracked = True
        if name in _PASSED_OVER and parent not in ("rPr", "trPr"):
            self._passed += 1
        elif name == "del" and parent == "trPr" and self._rows:
            self._rows[-1].is_gone = True
        elif name in ("del", "moveFrom") and self._open[-3:-1] == ["pPr", "rPr"] and self._paragraphs:
            self._paragraphs[-1].is_joined = True
        elif self._passed == 0:
            self._begin(name, attributes, parent)

    def _begin(self, name: str, attributes: Mapping[str, str], parent: str) -> None:
        match name:
            case "p":
                self._paragraphs.append(self._carried or _Paragraph())
                self._carried = None
            case "t":
                self._is_text = True
            case "tbl":
                self._depth += 1
                self._tables += self._depth == 1
            case "tr" if self._depth == 1:
                self._rows.append(_Row())
            case "tc" if self._depth == 1 and self._rows:
                self._rows[-1].cells.append([])
            case "bookmarkStart":
                self._mark(attribute(attributes, "name"))
            case "commentRangeStart":
                self._ranges[attribute(attributes, "id")] = []
            case "commentRangeEnd":
                number = attribute(attributes, "id")
                self.about[number] = "".join(self._ranges.pop(number, []))[:500]
            case "tblHeader" if self._rows:
                self._rows[-1].is_header = is_true(attribute(attributes, "val") or "1")
            case "strike" | "dstrike" if parent == "rPr" and self._open[-3:-2] == ["r"]:
                self._is_struck = is_true(attribute(attributes, "val") or "1")
            case _ if self._paragraphs:
                self._of_paragraph(name, attributes, parent)

    def _of_paragraph(self, name: str, attributes: Mapping[str, str], parent: str) -> None:
        one = self._paragraphs[-1]
        if name == "pStyle":
            one.style = attribute(attributes, "val")
        elif name == "outlineLvl" and parent == "pPr" and attribute(attributes, "val").isdecimal():
            one.level = int(attribute(attributes, "val")) + 1
        elif name == "numId" and attribute(attributes, "val") != "0":
            one.is_list = True
        elif name in _BREAKS and parent == "r":
            self._say(_BREAKS[name])

    def end(self, name: str) -> None:
        """An element ends."""
        parent = self._open[-2] if len(self._open) > 1 else ""
        if self._open:
            self._open.pop()
        if name in _PASSED_OVER and parent not in ("rPr", "trPr"):
            self._passed -= 1
        elif self._passed == 0:
            self._end(name)

    def _end(self, name: str) -> None:
        match name:
            case "t":
                self._is_text = False
            case "r":
                self._is_struck = False
            case "p" if self._paragraphs:
                self._end_paragraph(self._paragraphs.pop())
            case "tr" if self._depth == 1 and self._rows:
                self._end_row(self._rows.pop())
            case "tbl":
                self._depth -= 1

    def text(self, words: str) -> None:
        """Words, of an element whose words are the document's."""
        if self._is_text and self._passed == 0:
            self._say(words)

    def _say(self, words: str) -> None:
        self._length += len(words)
        if self._length > _LONGEST_TEXT:
            raise BadXml("too many words")
        if self._paragraphs:
            self._paragraphs[-1].words.append(words)
            self._paragraphs[-1].noted.append(f"~~{words}~~" if self._is_struck and words.strip() else words)
        for held in self._ranges.values():
            held.append(words)

    def _mark(self, name: str) -> None:
        if self._paragraphs:
            self._paragraphs[-1].marks.append(name)
        elif self._rows:
            self._rows[-1].marks.append(name)

    def _end_paragraph(self, one: _Paragraph) -> None:
        if one.is_joined:
            # Its end was taken out: what is left of it goes on in the next paragraph, which stays what it is.
            if "".join(one.words).strip():
                self._carried = _Paragraph(words=one.words, noted=one.noted, marks=one.marks)
            return
        said = "".join(one.words)
        if self._depth and self._rows and self._rows[-1].cells:
            self._rows[-1].cells[-1].append(said)
            self._rows[-1].marks += one.marks
            return
        level = one.level or self._levels.get(one.style, 0)
        self._add(
            Block(
                kind="paragraph", text=said, noted="".join(one.noted), marks=tuple(one.marks),
                level=level if level < 10 else 0,
                is_list=one.is_list or "list" in one.style.lower(),
            )
        )  # fmt: skip

    def _end_row(self, row: _Row) -> None:
        if row.is_gone:
            return
        cells = tuple("\n".join(part for part in cell if part.strip()) for cell in row.cells)
        self._add(
            Block(kind="row", text="\t".join(cells), cells=cells, marks=tuple(row.marks), table=self._tables,
                  is_header=row.is_header)
        )  # fmt: skip

    def _add(self, block: Block) -> None:
        if len(self.blocks) >= _MOST_BLOCKS:
            raise BadXml("too many paragraphs")
        self.blocks.append(block)
