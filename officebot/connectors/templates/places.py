"""Where a node stands in a Word document: its part, table, row, cell or paragraph, numbered as a person counts them."""

from __future__ import annotations

from typing import Any

from officebot.core.documents.fields import Part, Place

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BOXES = frozenset({f"{W}txbxContent"})
#: What in a document numbers paragraphs and tables of its own.
_BLOCKS = (f"{W}body", f"{W}hdr", f"{W}ftr", f"{W}footnote", f"{W}endnote", f"{W}sdtContent")


class Places:
    """The places of one part; numbers are counted once, when the first place is asked for."""

    def __init__(self, root: Any, part: Part) -> None:
        self._part: Part = part
        self._paragraphs: dict[Any, int] = {}
        self._tables: dict[Any, int] = {}
        number = 0
        for table in root.iter(f"{W}tbl"):
            self._tables[table] = len(self._tables) + 1
        for paragraph in root.iter(f"{W}p"):
            if not any(one.tag in (f"{W}tbl", *_BOXES) for one in paragraph.iterancestors()):
                number += 1
                self._paragraphs[paragraph] = number

    def of(self, node: Any) -> Place:
        """Where the node stands."""
        chain = [node, *node.iterancestors()]
        is_box = any(one.tag in _BOXES for one in chain)
        if is_box:
            return Place(part=self._part, is_text_box=True)
        table = next((one for one in chain if one.tag == f"{W}tbl"), None)
        if table is not None:
            row = next((one for one in chain if one.tag == f"{W}tr"), None)
            cell = next((one for one in chain if one.tag == f"{W}tc"), None)
            return Place(
                part=self._part,
                table=self._tables.get(table, 0),
                row=_number(row, f"{W}tr"),
                cell=_number(cell, f"{W}tc"),
            )
        paragraph = next((one for one in chain if one in self._paragraphs), None)
        return Place(part=self._part, paragraph=self._paragraphs[paragraph] if paragraph is not None else 0)


def _number(node: Any, tag: str) -> int:
    return 0 if node is None else 1 + sum(1 for _ in node.itersiblings(tag, preceding=True))
