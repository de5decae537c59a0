"""The signs of one part of a Word document found, wherever Word cut them apart, and put into one place each.

A sign stands in letters (`w:t`), which Word cuts where it checked the spelling; or in an attribute, as the text for who
does not see a picture. Each sign of letters becomes a processing instruction `<?officebot 3?>`, values in letters a short
token, which are one node or one word whatever happens around them.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from officebot.connectors.templates.places import Places, W
from officebot.core.documents.fields import Fault, Part, Place
from officebot.core.documents.signs import Broken, Sign, signs
from officebot.core.text import say

#: Noncharacters (Unicode §23.7) around the number of a value's sign; no text that people exchange holds them.
OPEN, CLOSE = "\ufde0", "\ufde1"
TARGET = "officebot"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_T, _P, _R, _RPR = f"{W}t", f"{W}p", f"{W}r", f"{W}rPr"


@dataclass(slots=True, eq=False)
class Mark:
    """A sign of a part: which, where; of a block the node that stands for it."""

    sign: Sign
    place: Place
    number: int
    paragraph: Any = None
    node: Any = None
    is_attribute: bool = False


@dataclass(slots=True)
class Marked:
    """A part with its signs apart: `marks` in the order of the document."""

    root: Any
    places: Places
    marks: list[Mark] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def marked(root: Any, part: Part) -> Marked:
    """The part with its signs marked; `root` is changed."""
    made = Marked(root, Places(root, part))
    for node in list(root.iter()):
        if not isinstance(node.tag, str):
            continue
        if node.tag == _P:
            _mark_paragraph(made, node)
        elif node.tag != _T:
            _mark_text(made, node)
        _mark_tail(made, node)
        for name, value in node.attrib.items():
            if "{" in value:
                _mark_attribute(made, node, name, value)
    return made


def _note(made: Marked, sign: Sign, where: Any, **more: Any) -> Mark:
    mark = Mark(sign, made.places.of(where), len(made.marks), **more)
    made.marks.append(mark)
    return mark


def _found(made: Marked, text: str, where: Any) -> list[Sign]:
    found = []
    for one in signs(text):
        if isinstance(one, Broken):
            words = say("The sign “{sign}” has no end: write {closing} after it, in the same paragraph.", sign=one.words,
                        closing="%}" if one.words.startswith("{%") else "}}")  # fmt: skip
            made.faults.append(Fault(what=words, place=made.places.of(where)))
        else:
            found.append(one)
    return found


# ── letters ───────────────────────────────────────────────────────────────────────────────────────────────


def _mark_paragraph(made: Marked, paragraph: Any) -> None:
    """Each sign of a paragraph's letters into the first piece it stands in; blocks as nodes of their own."""
    pieces = [one for one in paragraph.iter(_T) if one.text and _paragraph_of(one) is paragraph]
    text = "".join(one.text for one in pieces)
    if "{" not in text:
        return
    found = _found(made, text, paragraph)
    if not found:
        return
    marks = [_note(made, one, paragraph, paragraph=paragraph) for one in found]
    starts, at = [], 0
    for one in pieces:
        starts.append(at)
        at += len(one.text)
    _tokenise(pieces, starts, marks)
    for piece in pieces:
        if OPEN in (piece.text or ""):
            _split(piece, {mark.number: mark for mark in marks})


def _paragraph_of(node: Any) -> Any:
    return next((one for one in node.iterancestors(_P)), None)


def _tokenise(pieces: Sequence[Any], starts: Sequence[int], marks: Sequence[Mark]) -> None:
    """A token in the piece in which a sign begins; the sign's letters gone from all pieces."""
    for piece, start in zip(pieces, starts, strict=True):
        text = piece.text
        end = start + len(text)
        held, at = [], start
        for mark in marks:
            if mark.sign.end <= at or mark.sign.start >= end:
                continue
            if mark.sign.start >= start:
                held.append(text[at - start : mark.sign.start - start])
                held.append(f"{OPEN}{mark.number}{CLOSE}")
            at = min(mark.sign.end, end)
        held.append(text[at - start :])
        piece.text = "".join(held)
        piece.set(_SPACE, "preserve")


def _split(piece: Any, marks: dict[int, Mark]) -> None:
    """The run cut at its blocks, so that each is a node between runs; values stay where they are, as tokens."""
    cuts: list[str | Mark] = []
    for number, part in enumerate(piece.text.split(OPEN)):
        told, mark_end, rest = part.partition(CLOSE) if number else ("", "", part)
        if mark_end:
            mark = marks[int(told)]
            if mark.sign.kind == "value":
                cuts.append(f"{OPEN}{told}{CLOSE}")
            else:
                mark.node = etree.ProcessingInstruction(TARGET, told)
                cuts.append(mark)
        cuts.append(rest)
    if not any(isinstance(one, Mark) for one in cuts):
        return
    run = piece.getparent()
    if run.tag != _R:
        _inside(piece, cuts)
        return
    _cut_run(run, piece, cuts)


def _cut_run(run: Any, piece: Any, cuts: Sequence[str | Mark]) -> None:
    after = list(piece.itersiblings())
    look = run.find(_RPR)
    piece.text = ""
    parent, current, place = run.getparent(), run, parent_index(run)
    letters = piece
    for one in cuts:
        if isinstance(one, str):
            letters.text = (letters.text or "") + one
            continue
        place += 1
        parent.insert(place, one.node)
        current = etree.Element(_R)
        if look is not None:
            current.append(copy.deepcopy(look))
        letters = etree.SubElement(current, _T)
        letters.set(_SPACE, "preserve")
        place += 1
        parent.insert(place, current)
    for one in after:
        current.append(one)
    for one in [one for one in (run, *run.itersiblings()) if one.tag == _R][: len(cuts)]:
        _drop_if_empty(one)


def parent_index(node: Any) -> int:
    """Which child of its parent a node is."""
    return int(node.getparent().index(node))


def _drop_if_empty(run: Any) -> None:
    for one in [one for one in run.findall(_T) if not one.text]:
        run.remove(one)
    if all(one.tag == _RPR for one in run):
        run.getparent().remove(run)


def _inside(piece: Any, cuts: Sequence[str | Mark]) -> None:
    """Letters outside a run, as some programs write them: the nodes stay within."""
    piece.text = ""
    last = None
    for one in cuts:
        if isinstance(one, Mark):
            piece.append(one.node)
            last = one.node
        elif last is None:
            piece.text += one
        else:
            last.tail = (last.tail or "") + one


# ── other texts, and attributes ───────────────────────────────────────────────────────────────────────────


def _mark_text(made: Marked, node: Any) -> None:
    if node.text and "{" in node.text and (found := _found(made, node.text, node)):
        text, rest = node.text, _nodes(made, node, node.text, found)
        node.text = text[: found[0].start]
        for place, one in enumerate(rest):
            node.insert(place, one)


def _mark_tail(made: Marked, node: Any) -> None:
    if node.tail and "{" in node.tail and node.getparent() is not None:
        text = node.tail
        found = _found(made, text, node)
        if found:
            place, parent = parent_index(node), node.getparent()
            rest = _nodes(made, node, text, found)
            node.tail = text[: found[0].start]
            for number, one in enumerate(rest):
                parent.insert(place + 1 + number, one)


def _nodes(made: Marked, where: Any, text: str, found: Sequence[Sign]) -> list[Any]:
    """The signs of a text as nodes, each with what follows it."""
    made_nodes = []
    for number, sign in enumerate(found):
        mark = _note(made, sign, where, is_attribute=sign.kind == "value")
        node = mark.node = etree.ProcessingInstruction(TARGET, str(mark.number))
        end = found[number + 1].start if number + 1 < len(found) else len(text)
        node.tail = text[sign.end : end]
        made_nodes.append(node)
    return made_nodes


def _mark_attribute(made: Marked, node: Any, name: str, value: str) -> None:
    held, at = [], 0
    for sign in _found(made, value, node):
        if sign.kind == "block":
            words = say("“{sign}” stands in a property: only {{{{ … }}}} may stand there.", sign=sign.shown)
            made.faults.append(Fault(what=words, place=made.places.of(node)))
            continue
        mark = _note(made, sign, node, is_attribute=True)
        held += [value[at : sign.start], f"{OPEN}{mark.number}{CLOSE}"]
        at = sign.end
    if held:
        node.set(name, "".join(held) + value[at:])
