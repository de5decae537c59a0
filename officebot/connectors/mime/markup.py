"""The page that a mail's markup draws, as lines of text: boxes, tables, lists, quotes and links."""

from __future__ import annotations

from dataclasses import dataclass, field

# Beyond these, markup draws no box that a reader could tell apart, and tables could cost more than their size.
_DEEPEST_TABLE = 12
_DEEPEST_QUOTE = 10
_DEEPEST_LIST = 6
# Words in a cell of several short lines are set on one, as a reader would read the row.
_SHORT_CELL = 60


@dataclass(slots=True)
class _Frame:
    """The lines of a cell, or of the whole page, and the line that is being written."""

    lines: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    wants_blank: bool = False


@dataclass(slots=True)
class _Table:
    cells: list[list[str]] = field(default_factory=list)
    in_row: bool = False
    in_cell: bool = False


class Page:
    """Takes words and tags in their order, whatever they are, and gives the text they make."""

    def __init__(self) -> None:
        self.is_preformatted = False
        self._frames = [_Frame()]
        self._frame = self._frames[0]
        self._tables: list[_Table] = []
        self._too_deep = 0
        self._boxes: list[str] = []
        self._quotes: list[bool] = []
        self._depth = 0
        self._lists: list[int] = []
        self._item = ""
        self._link: tuple[_Frame, int, str] | None = None
        self._signs = False
        self._is_spaced = False
        self._paragraph_at = -1

    # ── words and lines ───────────────────────────────────────────────────────────────────────────────────

    def add(self, words: str) -> None:
        """Words to go on with the line."""
        frame = self._frame
        if not frame.words and (words == " " or not words.strip(" ")):
            return
        if (self._signs or self._item) and words.strip():
            self._begin_with_marks()
        frame.words.append(words)

    def add_lines(self, words: str) -> None:
        """Words whose line ends count."""
        first, *others = words.replace("\r\n", "\n").split("\n")
        if first:
            self._frame.words.append(first)
        for line in others:
            self.break_line()
            if line:
                self._frame.words.append(line)

    def end_line(self) -> None:
        """The line ends, if there is one."""
        if self._frame.words:
            self.break_line()

    def break_line(self) -> None:
        """The line ends, be it empty."""
        frame = self._frame
        if not frame.words:
            if frame.lines:
                frame.lines.append("")
            return
        line = "".join(frame.words) if len(frame.words) > 1 else frame.words[0]
        frame.words = []
        line = line.replace("\t", " ").rstrip() if self.is_preformatted else " ".join(line.split())
        self._write(line)

    def end_paragraph(self) -> None:
        """The line ends, and an empty one follows before anything else."""
        self.end_line()
        self._frame.wants_blank = True

    def open_paragraph(self, *, is_spaced: bool) -> None:
        """A `p` begins; mail programs often take away the space around it."""
        self.end_line()
        self._is_spaced = is_spaced
        self._frame.wants_blank |= is_spaced
        self._paragraph_at = len(self._frame.lines)

    def close_paragraph(self) -> None:
        """A `p` ends; an empty one without space around it is how Outlook writes an empty line."""
        frame = self._frame
        if not (self._is_spaced or frame.words) and frame.lines and len(frame.lines) == self._paragraph_at:
            frame.lines.append("")
        self.end_line()
        frame.wants_blank |= self._is_spaced
        self._paragraph_at = -1

    def _write(self, line: str) -> None:
        frame = self._frame
        if not line:
            frame.lines.append("")
            return
        if frame.wants_blank:
            frame.wants_blank = False
            if frame.lines and frame.lines[-1]:
                frame.lines.append("")
        if len(self._lists) > 1:
            line = "  " * (min(len(self._lists), _DEEPEST_LIST) - 1) + line
        frame.lines.append("> " * min(self._depth, _DEEPEST_QUOTE) + line if self._depth else line)

    def _begin_with_marks(self) -> None:
        if self._signs:
            self._signs = False
            if not self._frame.lines or self._frame.lines[-1].strip() not in ("--", "-- "):
                self._frame.lines.append("-- ")
        if self._item and not self._frame.words:
            self._frame.words.append(self._item)
        self._item = ""

    # ── boxes, quotes, lists, links ───────────────────────────────────────────────────────────────────────

    def open_box(self, kind: str) -> None:
        """A `div` begins; kind "quote" or "signature" where a mail program says so."""
        self._boxes.append(kind)
        if kind == "quote":
            self.open_quote(counts=True)
        elif kind == "signature":
            self._signs = True

    def close_box(self) -> None:
        """A `div` ends."""
        kind = self._boxes.pop() if self._boxes else ""
        if kind == "quote":
            self.close_quote()
        elif kind == "signature":
            self._signs = False

    def open_quote(self, *, counts: bool) -> None:
        """A quote begins, or an indented block that does not count as one."""
        self.end_paragraph()
        self._quotes.append(counts)
        self._depth += counts

    def close_quote(self) -> None:
        """A quote ends."""
        self.end_line()
        if self._quotes:
            self._depth -= self._quotes.pop()
        self._frame.wants_blank = True

    def open_list(self, *, numbered: bool) -> None:
        """A list begins, with numbers or with dashes."""
        if self._lists:
            self.end_line()
        else:
            self.end_paragraph()
        self._lists.append(1 if numbered else 0)

    def close_list(self) -> None:
        """A list ends."""
        self.end_line()
        self._item = ""
        if self._lists:
            self._lists.pop()
        if not self._lists:
            self._frame.wants_blank = True

    def open_item(self) -> None:
        """An item of the list begins."""
        self.end_line()
        number = self._lists[-1] if self._lists else 0
        if number:
            self._lists[-1] = number + 1
        self._item = f"{number}. " if number else "- "

    def open_link(self, address: str) -> None:
        """A link begins; its address is said at its end, where the words do not say it."""
        self._link = (self._frame, len(self._frame.words), address)

    def close_link(self) -> None:
        """A link ends."""
        if self._link is None:
            return
        frame, begin, address = self._link
        self._link = None
        shown = "".join(frame.words[begin:]).strip() if frame is self._frame else ""
        lowered = address.lower()
        if lowered.startswith("mailto:"):
            if shown and "@" not in shown:
                frame.words.append(f" <{address[7:].partition('?')[0]}>")
        elif shown and lowered.startswith(("http://", "https://")):
            bare = shown.rstrip("/")
            if address.rstrip("/") != bare and address.rstrip("/").partition("://")[2] != bare:
                frame.words.append(f" <{address}>")

    # ── tables ────────────────────────────────────────────────────────────────────────────────────────────

    def open_table(self) -> None:
        """A table begins, perhaps in a cell of another."""
        self.end_line()
        if len(self._tables) >= _DEEPEST_TABLE:
            self._too_deep += 1
            return
        self._tables.append(_Table())

    def open_row(self) -> None:
        """A row begins; one that was left open ends."""
        self.close_row()
        if self._tables and not self._too_deep:
            self._tables[-1].in_row = True

    def open_cell(self) -> None:
        """A cell begins; one that was left open ends."""
        if not self._tables or self._too_deep:
            self.end_line()
            return
        self.close_cell()
        table = self._tables[-1]
        table.in_row = table.in_cell = True
        self._frame = _Frame()
        self._frames.append(self._frame)

    def close_cell(self) -> None:
        """A cell ends."""
        if not self._tables or self._too_deep or not self._tables[-1].in_cell:
            return
        self.end_line()
        table = self._tables[-1]
        table.in_cell = False
        done = self._frames.pop()
        self._frame = self._frames[-1]
        table.cells.append(done.lines)

    def close_row(self) -> None:
        """A row ends: its cells go on one line, or one after the other where they hold more than a line."""
        if not self._tables or self._too_deep:
            self.end_line()
            return
        self.close_cell()
        table = self._tables[-1]
        cells = [_stripped(cell) for cell in table.cells]
        table.cells, table.in_row = [], False
        if not any(cells):
            return
        self._begin_row()
        self._frame.lines += self.row_of(cells)

    def row_of(self, cells: list[list[str]]) -> list[str]:
        """The lines that a row's cells make, each cell's own lines given: one line where all are short."""
        filled = [lines for lines in cells if lines]
        if len(filled) == 1:
            return filled[0]
        flat = [_flat(lines) for lines in filled]
        if flat and all(flat):
            return [_in_row(flat)]
        return [line for lines in filled for line in lines]

    def close_table(self) -> None:
        """A table ends, with whatever was left open in it."""
        if self._too_deep:
            self._too_deep -= 1
            self.end_line()
            return
        if not self._tables:
            return
        self.close_row()
        self._tables.pop()
        self._frame.wants_blank = True

    def _begin_row(self) -> None:
        self.end_line()
        frame = self._frame
        if frame.wants_blank:
            frame.wants_blank = False
            if frame.lines and frame.lines[-1]:
                frame.lines.append("")

    def text(self) -> str:
        """All of it: no more than one empty line at a time, none at the ends."""
        self._too_deep = 0
        while self._tables:
            self.close_table()
        self.end_line()
        found: list[str] = []
        for line in self._frame.lines:
            if line or (found and found[-1]):
                found.append(line)
        return "\n".join(found).strip()


def _stripped(lines: list[str]) -> list[str]:
    begin, end = 0, len(lines)
    while begin < end and not lines[begin]:
        begin += 1
    while end > begin and not lines[end - 1]:
        end -= 1
    return lines[begin:end]


def _flat(lines: list[str]) -> str:
    """A cell's words on one line, "" where they are too many for that."""
    if len(lines) == 1:
        return lines[0]
    words = ""
    for line in lines:
        if line:
            words = f"{words} {line}" if words else line
            if len(words) > _SHORT_CELL:
                return ""
    return "" if words.startswith(("- ", "> ")) else words


def _in_row(cells: list[str]) -> str:
    quoted = ""
    while cells[0].startswith("> ") and all(cell.startswith("> ") for cell in cells):
        cells = [cell[2:] for cell in cells]
        quoted += "> "
    return quoted + " | ".join(cells)
