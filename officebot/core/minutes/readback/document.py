"""A Word document as it was read: its paragraphs and the rows of its tables, in order, with marks and comments. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from officebot.core.expressions import expression
from officebot.core.minutes.titles import VERSION_MARK

_VERSION = expression(rf"{VERSION_MARK}(\d{{1,6}})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, or a row of a table with its cells.

    `level` is that of a heading, 0 for others; `table` counts tables from 1, 0 outside; `marks` are the bookmarks within.
    `noted` are the words with what was struck through between ~~ and ~~.
    """

    kind: Literal["paragraph", "row"]
    text: str
    noted: str = ""
    cells: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    level: int = 0
    table: int = 0
    is_list: bool = False
    is_header: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment in the margin: whose it is, what it says, and the words that it is about."""

    author: str
    text: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A document as it came back. Tracked changes are taken as accepted: `has_tracked` says that there were some."""

    name: str
    blocks: tuple[Block, ...] = ()
    comments: tuple[Comment, ...] = ()
    has_tracked: bool = False

    @property
    def version(self) -> int | None:
        """The version that the document says it is; None where its mark was lost."""
        found = (_VERSION.fullmatch(mark) for block in self.blocks for mark in block.marks)
        return next((int(one[1]) for one in found if one is not None), None)

    def as_notes(self) -> str:
        """The document's words as notes are written: headings, lists and tables with Markdown's signs."""
        return "\n".join(_as_lines(self.blocks))


def _as_lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    before = 0
    for block in blocks:
        if block.kind == "row":
            yield "| " + " | ".join(cell.replace("\n", " ") for cell in block.cells) + " |"
            if block.is_header or block.table != before:
                yield "|" + " --- |" * len(block.cells)
        elif block.text.strip():
            sign = "#" * block.level + " " if block.level else "- " if block.is_list else ""
            yield sign + (block.noted or block.text).strip()
        else:
            yield ""
        before = block.table
