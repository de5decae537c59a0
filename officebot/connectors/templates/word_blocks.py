"""The blocks of a Word part, from `for` to `endfor` and from `if` to `endif`: paired, and put where they cut nothing apart.

A sign that stands alone in its paragraph goes with the paragraph; one that begins in the first cell of a row and ends in
another goes around the row. `{%p`, `{%tr`, `{%tc` and `{%r` say it outright.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from officebot.connectors.templates.places import W
from officebot.connectors.templates.word_marks import CLOSE, OPEN, TARGET, Mark, Marked
from officebot.core.documents.fields import Fault
from officebot.core.documents.signs import Level
from officebot.core.text import Text, say

_PAIRED = frozenset({"for", "if", "with", "filter", "macro", "call"})
_MIDDLES = {"else": ("for", "if"), "elif": ("if",)}
_SINGLE = frozenset({"set", "do"})
_FOREIGN = frozenset({"include", "import", "from", "extends", "block", "raw", "autoescape"})
_TAGS: dict[Level, str] = {"p": f"{W}p", "tr": f"{W}tr", "tc": f"{W}tc", "r": f"{W}r"}
_T = f"{W}t"


@dataclass(slots=True, eq=False)
class Block:
    """A block: its signs from the first to the last."""

    marks: list[Mark]

    @property
    def is_loop(self) -> bool:
        """Whether what stands in it may stand there many times."""
        return self.marks[0].sign.keyword == "for"


def place_blocks(part: Marked) -> None:
    """Put each block's signs where they belong; what cannot be is told as a fault of the part."""
    blocks = [*_paired(part)]
    if part.faults:
        return
    done: set[int] = set()
    paired = {mark.number for block in blocks for mark in block.marks}
    for block in blocks:
        _place(part, block, done)
    for mark in part.marks:
        # Single signs: `{% set a = 1 %}`, `{# … #}`, alone in their paragraph or with a level of their own.
        if mark.node is None or mark.paragraph is None or mark.number in done:
            continue
        if mark.sign.level in ("p", "tr", "tc"):
            _replace(mark, _TAGS[mark.sign.level], done)
        elif mark.number not in paired and mark.paragraph.getparent() is not None and _is_only(mark.paragraph, mark):
            _replace(mark, _TAGS["p"], done)
    for block in blocks:
        _check(part, block)
    if not part.faults:
        for block in blocks:
            if block.is_loop:
                _make_repeatable(part, block)


# ── pairs ─────────────────────────────────────────────────────────────────────────────────────────────────


def _paired(part: Marked) -> Iterator[Block]:
    open_blocks: list[Block] = []
    by_node = {one.node: one for one in part.marks if one.sign.kind == "block"}
    for mark in [by_node[node] for node in part.root.iter(etree.ProcessingInstruction) if node in by_node]:
        word = mark.sign.keyword
        if word in _FOREIGN:
            _fault(
                part,
                mark,
                say(
                    "“{sign}” cannot stand in a Word document: it brings in other templates or raw text.",
                    sign=mark.sign.shown,
                ),
            )
        elif word in _PAIRED or (word == "set" and "=" not in mark.sign.words):
            open_blocks.append(Block([mark]))
        elif word in _MIDDLES:
            if open_blocks and open_blocks[-1].marks[0].sign.keyword in _MIDDLES[word]:
                open_blocks[-1].marks.append(mark)
            else:
                _fault(part, mark, say("“{sign}” stands outside any “if”.", sign=mark.sign.shown))
        elif word.startswith("end"):
            if open_blocks and word in ("end", f"end{open_blocks[-1].marks[0].sign.keyword}"):
                block = open_blocks.pop()
                mark.sign = replace(mark.sign, words=f"end{block.marks[0].sign.keyword}")
                block.marks.append(mark)
                yield block
            elif open_blocks:
                first = open_blocks[-1].marks[0]
                part.faults.append(
                    Fault(
                        what=say("“{sign}” ends what is not open: “{open}” ({place}) must be ended first.", sign=mark.sign.shown,
                                 open=first.sign.shown, place=first.place.words()),
                        place=mark.place,
                    )
                )  # fmt: skip
                return
            else:
                _fault(part, mark, say("“{sign}” ends what never began.", sign=mark.sign.shown))
        elif word not in _SINGLE:
            _fault(
                part,
                mark,
                say(
                    "“{sign}” is no sign that is known: for, if, else, endif, endfor and set are.",
                    sign=mark.sign.shown,
                ),
            )
    for block in open_blocks:
        mark = block.marks[0]
        word = f"end{mark.sign.keyword}"
        part.faults.append(
            Fault(
                what=say(
                    "“{sign}” is never ended: write {{% {word} %}} where it ends.", sign=mark.sign.shown, word=word
                ),
                place=mark.place,
            )
        )


def _fault(part: Marked, mark: Mark, what: Text) -> None:
    part.faults.append(Fault(what=what, place=mark.place))


# ── where they go ─────────────────────────────────────────────────────────────────────────────────────────


def _place(part: Marked, block: Block, done: set[int]) -> None:
    marks = block.marks
    if any(one.paragraph is None for one in marks):
        return  # in drawings, where each stays where it is
    told: list[Level] = [one.sign.level for one in marks if one.sign.level]
    level: Level = told[0] if told else _natural_level(marks)
    if not level or level == "r":
        return
    tag = _TAGS[level]
    first, last = _holder(marks[0], tag), _holder(marks[-1], tag)
    if first is None or last is None:
        _no_holder(part, marks[0] if first is None else marks[-1], level)
    elif first is last:
        _around(marks, first, done)
    else:
        for mark in marks:
            _replace(mark, tag, done)


def _no_holder(part: Marked, mark: Mark, level: Level) -> None:
    part.faults.append(
        Fault(what=say("“{sign}” must stand in a table: its “{level}” means a row or a cell.", sign=mark.sign.shown,
                       level=level), place=mark.place)
    )  # fmt: skip


def _natural_level(marks: Sequence[Mark]) -> Level:
    """What goes with a block whose signs do not say it."""
    rows = [_holder(one, _TAGS["tr"]) for one in marks]
    if (
        all(row is not None and _is_only(row, one) for row, one in zip(rows, marks, strict=True))
        and len(set(rows)) > 1
    ):
        return "tr"
    if all(_is_only(one.paragraph, one) for one in marks):
        parents = {one.paragraph.getparent() for one in marks}
        if len(parents) == 1 and len({one.paragraph for one in marks}) > 1:
            return "p"
    cells = {_holder(one, _TAGS["tc"]) for one in marks}
    if len(cells) > 1 and None not in cells and len(set(rows)) == 1:
        return "tr"
    return ""


def _is_only(holder: Any, mark: Mark) -> bool:
    """Whether nothing else is written there but this sign, or other blocks' signs."""
    if any(True for _ in holder.iter(f"{W}drawing", f"{W}pict", f"{W}object", f"{W}fldChar", f"{W}sectPr")):
        return False
    return not "".join(one.text or "" for one in holder.iter(_T)).strip() and mark.sign.kind != "value"


def _holder(mark: Mark, tag: str) -> Any:
    """What a sign stands in: the paragraph, cell or row nearest to it."""
    node = mark.node if mark.node is not None and mark.node.getparent() is not None else mark.paragraph
    if node.tag == tag:
        return node
    return next((one for one in node.iterancestors(tag)), None)


def _around(marks: Sequence[Mark], holder: Any, done: set[int]) -> None:
    """`{%tr for …` in a row's first cell and `{%tr endfor` in its last: the row itself is repeated."""
    parent = holder.getparent()
    for mark in (marks[0], marks[-1]):
        _take_out(mark)
        done.add(mark.number)
    parent.insert(parent.index(holder), marks[0].node)
    marks[0].node.tail = None
    parent.insert(parent.index(holder) + 1, marks[-1].node)


def _replace(mark: Mark, tag: str, done: set[int]) -> None:
    """The sign in the place of the paragraph, row or cell that it stands in; of several in one, each in its order."""
    if mark.number in done:
        return
    holder = _holder(mark, tag)
    if holder is None or holder.getparent() is None:
        return
    _take_out(mark)
    parent = holder.getparent()
    parent.insert(parent.index(holder), mark.node)
    mark.node.tail = None
    done.add(mark.number)
    _forget_if_only(holder)


def _take_out(mark: Mark) -> None:
    parent = mark.node.getparent()
    if parent is not None:
        tail, before = mark.node.tail, mark.node.getprevious()
        parent.remove(mark.node)
        if tail:
            if before is not None:
                before.tail = (before.tail or "") + tail
            else:
                parent.text = (parent.text or "") + tail


def _forget_if_only(holder: Any) -> None:
    """Remove what held a sign, once no other sign stands in it."""
    waiting = any(one.target == TARGET for one in holder.iter(etree.ProcessingInstruction))
    if not waiting:
        parent = holder.getparent()
        parent.remove(holder)


# ── what they cut ─────────────────────────────────────────────────────────────────────────────────────────


def _check(part: Marked, block: Block) -> None:
    """A block must begin and end in places of one kind, or what comes out is no document."""
    chains = [_chain(one.node) for one in block.marks if one.node is not None]
    first = chains[0]
    for mark, chain in zip(block.marks[1:], chains[1:], strict=False):
        common = 0
        while common < min(len(first), len(chain)) and first[common] is chain[common]:
            common += 1
        ways = [one.tag for one in first[common:]], [one.tag for one in chain[common:]]
        if ways[0] != ways[1] or not _TABLES.isdisjoint(ways[0]):
            begin = block.marks[0]
            part.faults.append(
                Fault(
                    what=say("“{sign}” begins in {place} and its “{other}” stands in {end}: both must stand in the same "
                             "paragraph, or each alone in one, or in rows of one table.", sign=begin.sign.shown,
                             place=begin.place.words(), other=mark.sign.shown, end=mark.place.words()),
                    place=begin.place,
                )
            )  # fmt: skip
            return


_TABLES = frozenset(f"{W}{one}" for one in ("tbl", "tr", "tc"))


def _chain(node: Any) -> list[Any]:
    return [*node.iterancestors()][::-1]


def _is_named_anew(node: Any, named: set[str]) -> bool:
    """A bookmark whose name holds a sign is another one each time: it is kept, and gets a number of its own each time."""
    number = node.get(f"{W}id", "")
    if node.tag == f"{W}bookmarkStart" and OPEN in node.get(f"{W}name", "") and number.isdecimal():
        named.add(number)
        node.set(f"{W}id", f"{OPEN}new-{number}{CLOSE}")
        return True
    if node.tag == f"{W}bookmarkEnd" and number in named:
        node.set(f"{W}id", f"{OPEN}same-{number}{CLOSE}")
    return node.tag in (f"{W}bookmarkStart", f"{W}bookmarkEnd") and OPEN in node.get(f"{W}id", "")


_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_ONCE = frozenset(
    f"{W}{one}"
    for one in (
        "bookmarkStart",
        "bookmarkEnd",
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
        "permStart",
        "permEnd",
    )
)
_DOCPR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def _make_repeatable(part: Marked, block: Block) -> None:
    """What may stand only once in a document, taken out of what is repeated: names of places, numbers of things."""
    begin, end = block.marks[0].node, block.marks[-1].node
    is_within, gone = False, []
    named: set[str] = set()
    for node in part.root.iter():
        if node is begin:
            is_within = True
        elif node is end:
            break
        elif is_within and isinstance(node.tag, str):
            for name in ("paraId", "textId"):
                node.attrib.pop(f"{_W14}{name}", None)
            if _is_named_anew(node, named):
                continue
            if node.tag in _ONCE or (node.tag == f"{W}id" and node.getparent().tag == f"{W}sdtPr"):
                gone.append(node)
            elif node.tag == _DOCPR and OPEN not in node.get("id", ""):
                node.set("id", f"{OPEN}id{CLOSE}")
    for node in gone:
        parent, before = node.getparent(), node.getprevious()
        if node.tail:
            if before is not None:
                before.tail = (before.tail or "") + node.tail
            else:
                parent.text = (parent.text or "") + node.tail
        parent.remove(node)
