"""A worksheet part as bytes: its rows and cells are found, and rewritten where they must be (ECMA-376 part 1, §18.3.1).

A sheet of a hundred thousand rows is read and written in blocks of whole rows. What is not to change keeps its bytes:
no parser stands between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from xml.sax.saxutils import unescape

from officebot.core.expressions import expression
from officebot.core.problems import UserError
from officebot.core.text import say
from officebot.core.workbooks.cells import column_name, column_number

#: One row is never longer than this.
_LONGEST_BLOCK = 64 * 1024**2
_ATTRIBUTE = expression(rb"""(?<![\w:.-])([\w:.-]++)\s*+=\s*+(?:"([^"]*)"|'([^']*)')""")
_ROOT = expression(rb"<(?:([\w.-]+):)?worksheet\b")
_REFERENCE = expression(rb"([A-Za-z]+)(\d+)")


@dataclass(frozen=True, slots=True)
class Held:
    """A cell as it stands in the part: its column, attributes, and what is between its tags (None for `<c/>`)."""

    column: int
    attributes: Mapping[str, bytes]
    inner: bytes | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stands: its number and where its bytes begin and end in their block."""

    number: int
    start: int
    end: int
    attributes: bytes
    body: tuple[int, int]
    """Where its cells stand in the block; equal numbers for a row without any."""


@dataclass(slots=True)
class Grammar:
    """The tags of one sheet, with the prefix that it gives them."""

    prefix: bytes
    row: re.Pattern[bytes] = field(init=False)
    cell: re.Pattern[bytes] = field(init=False)
    formula: re.Pattern[bytes] = field(init=False)
    value: re.Pattern[bytes] = field(init=False)

    def __post_init__(self) -> None:
        p = re.escape(self.prefix)
        self.row = re.compile(rb"<" + p + rb"row\b([^>]*)>")
        self.cell = re.compile(rb"<" + p + rb"c\b([^>]*?)(?:/>|>(.*?)</" + p + rb"c\s*>)", re.DOTALL)
        self.formula = re.compile(rb"<" + p + rb"f\b([^>]*?)(?:/>|>([^<]*)</" + p + rb"f\s*>)")
        self.value = re.compile(rb"<" + p + rb"v\b[^>]*?(?:/>|>([^<]*)</" + p + rb"v\s*>)")

    def tag(self, name: bytes) -> bytes:
        """The name as the sheet writes it."""
        return self.prefix + name


@lru_cache(maxsize=16)
def grammar(prefix: bytes) -> Grammar:
    """The tags with this prefix."""
    return Grammar(prefix)


def attributes(text: bytes) -> dict[str, bytes]:
    """The attributes of a tag, by name, in their order."""
    return {
        found[1].decode("ascii", "replace"): found[2] if found[2] is not None else found[3]
        for found in _ATTRIBUTE.finditer(text)
    }


@dataclass(slots=True)
class Sheet:
    """How a worksheet is written: its grammar, what stands before its rows and, once all were read, behind them."""

    grammar: Grammar
    head: bytes
    tail: bytes = b""


def opened(pieces: Iterable[bytes]) -> tuple[Sheet, Iterator[bytes]]:
    """The sheet and, lazily, its rows in blocks. Raises UserError for what is not written as spreadsheet programs do."""
    feed = iter(pieces)
    text = b""
    for piece in feed:
        text += piece
        root = _ROOT.search(text)
        if root is None and len(text) > 65_536:
            break
        if root is not None:
            rules = grammar(root[1] + b":" if root[1] else b"")
            begins = re.compile(rb"<" + re.escape(rules.prefix) + rb"sheetData\b[^>]*>").search(text)
            if begins is not None:
                head = text[: begins.end()]
                _check(head)
                sheet = Sheet(rules, head)
                if head.endswith(b"/>"):
                    return sheet, _nothing(sheet, text[begins.end() :], feed)
                return sheet, _blocks(sheet, text[begins.end() :], feed)
            if len(text) > _LONGEST_BLOCK:
                break
    raise UserError(say("A sheet of the workbook is not written as spreadsheet programs write it: it is left alone."))


def _nothing(sheet: Sheet, rest: bytes, feed: Iterator[bytes]) -> Iterator[bytes]:
    sheet.tail = rest + b"".join(feed)
    _check(sheet.tail)
    yield from ()


def _blocks(sheet: Sheet, piece: bytes, feed: Iterator[bytes]) -> Iterator[bytes]:
    end_of_row, end = b"</" + sheet.grammar.tag(b"row>"), b"</" + sheet.grammar.tag(b"sheetData")
    left = b""
    while (over := _found(end, left, piece)) < 0:
        cut = piece.rfind(end_of_row)
        if cut >= 0:
            cut += len(end_of_row)
            # Joined from a view: the bytes of a large sheet are copied once.
            block = b"".join((left, memoryview(piece)[:cut]))
            _check(block)
            yield block
            left = piece[cut:]
        else:
            left += piece
        more = next(feed, None)
        if more is None or len(left) > _LONGEST_BLOCK:
            raise UserError(
                say("A sheet of the workbook is damaged: open it in Excel or LibreOffice and save it anew.")
            )
        piece = more
    text = left + piece
    _check(text)
    if over:
        yield text[:over]
    sheet.tail = text[over:] + b"".join(feed)
    _check(sheet.tail)


def _found(mark: bytes, left: bytes, piece: bytes) -> int:
    """Where a mark begins in two pieces that follow one another, the first of which does not hold all of it."""
    size = len(mark) - 1
    edge = left[-size:]
    at = (edge + piece[:size]).find(mark)
    if at >= 0:
        return len(left) - len(edge) + at
    at = piece.find(mark)
    return len(left) + at if at >= 0 else -1


def _check(text: bytes) -> None:
    # What hides tags from a search for them; no spreadsheet program writes them into its sheets. One sign is sought
    # far sooner than two.
    if b"\0" in text or (
        b"!" in text and b"<!" in text and any(mark in text for mark in (b"<![CDATA[", b"<!--", b"<!DOCTYPE"))
    ):
        raise UserError(
            say("A sheet of the workbook is not written as spreadsheet programs write it: it is left alone.")
        )


def span_of(block: bytes, rules: Grammar) -> tuple[int, int]:
    """The numbers of a block's first and last row; zeros where they are not told at once, as all programs but few do."""
    begin, any_row = b"<" + rules.tag(b'row r="'), b"<" + rules.tag(b"row")
    first, last = block.find(begin), block.rfind(begin)
    if first < 0 or block.count(any_row) != block.count(begin):
        return 0, 0
    one, other = (block[at + len(begin) : block.find(b'"', at + len(begin))] for at in (first, last))
    return (int(one), int(other)) if one.isdigit() and other.isdigit() and int(one) <= int(other) else (0, 0)


def row_of(block: bytes, number: int, rules: Grammar) -> Row | None:
    """One row of a block whose rows tell their numbers at once; None where it is not there."""
    start = block.find(b"<" + rules.tag(b'row r="%d"' % number))
    return rows_of(block[: _end_of_row(block, start, rules)], rules, 0, start)[0] if start >= 0 else None


def _end_of_row(block: bytes, start: int, rules: Grammar) -> int:
    tag = block.find(b">", start)
    closing = b"</" + rules.tag(b"row>")
    return tag + 1 if block[tag - 1 : tag] == b"/" else block.find(closing, tag) + len(closing)


def rows_of(block: bytes, rules: Grammar, before: int, at: int = 0) -> list[Row]:
    """The rows of a block, in order. A row that does not say its number comes after the one before it."""
    found = []
    closing = b"</" + rules.tag(b"row>")
    while (tag := rules.row.search(block, at)) is not None:
        told = tag[1]
        if told.endswith(b"/"):
            end = tag.end()
            body = (end, end)
        else:
            over = block.find(closing, tag.end())
            if over < 0:
                raise UserError(
                    say("A sheet of the workbook is damaged: open it in Excel or LibreOffice and save it anew.")
                )
            end, body = over + len(closing), (tag.end(), over)
        number = number_of(told)
        before = number if number else before + 1
        found.append(Row(before, tag.start(), end, told.rstrip(b"/"), body))
        at = end
    return found


_ROW_NUMBER = expression(rb"""(?:^|\s)r\s*=\s*["'](\d{1,7})["']""")


def number_of(told: bytes) -> int:
    """The number that a row's attributes tell; 0 where they tell none."""
    found = _ROW_NUMBER.search(told)
    return int(found[1]) if found else 0


def cells_of(block: bytes, row: Row, rules: Grammar) -> list[tuple[Held, int, int]]:
    """The cells of a row with where each begins and ends; one that does not say where it is comes after the one before."""
    found = []
    column = 0
    for one in rules.cell.finditer(block, *row.body):
        told = attributes(one[1])
        where = _REFERENCE.fullmatch(told.get("r", b""))
        column = column_number(where[1].decode("ascii")) if where else column + 1
        found.append((Held(column, told, one[2]), one.start(), one.end()))
    return found


def cell_tag(rules: Grammar, row: int, column: int, told: Mapping[str, bytes], inner: bytes) -> bytes:
    """A cell as bytes: `told` are its attributes but `r`."""
    rest = b"".join(b' %s="%s"' % (name.encode("ascii"), value) for name, value in told.items() if name != "r")
    start = b'<%s r="%s%d"%s' % (rules.tag(b"c"), column_name(column).encode("ascii"), row, rest)
    return start + (b">" + inner + b"</" + rules.tag(b"c>") if inner else b"/>")


_ENTITIES = {"&quot;": '"', "&apos;": "'"}
_NUMBERED = expression(r"&#(x[0-9A-Fa-f]{1,6}|[0-9]{1,7});")
_ESCAPED_SIGN = expression(r"_x([0-9A-Fa-f]{4})_")


def plain(text: bytes) -> str:
    """The words of XML text, entities read."""
    found = text.decode("utf-8", "replace")
    if "&" not in found:
        return found
    found = _NUMBERED.sub(_numbered, found)
    return unescape(found, _ENTITIES)


def _numbered(found: re.Match[str]) -> str:
    digits = found[1]
    number = int(digits[1:], 16) if digits[0] == "x" else int(digits)
    if number == 38:
        return "&amp;"
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def words_of(text: str) -> str:
    """A string's own signs, `_x000D_` read (§22.9.2.19)."""
    if "_x" not in text:
        return text
    found = _ESCAPED_SIGN.sub(lambda found: chr(int(found[1], 16)), text)
    # Signs beyond the first 65,536 may be written in two halves; a half alone is no sign.
    return found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
