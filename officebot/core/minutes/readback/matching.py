"""Which block of a document that came back is which place of the minutes: by hidden marks, else by likeness. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from officebot.core.minutes.model import Minutes
from officebot.core.minutes.page import page_of
from officebot.core.minutes.readback.document import Block, Returned
from officebot.core.minutes.readback.places import Kind, Place, labelled
from officebot.core.minutes.readback.words import (
    Column,
    columns_of,
    folded,
    label_in,
    likeness,
    same,
    without_label,
    without_number,
    without_reference,
)
from officebot.core.minutes.titles import MARK
from officebot.core.text import Language

#: Where a place is shown: under its item, or at a glance on the first page.
Showing: TypeAlias = Literal["item", "glance"]
#: So much of a text must have stayed for it to be found again without a mark; with its label, so much.
_ALIKE, _ALIKE_WITH_LABEL = 0.6, 0.3
#: The columns of decisions and actions in our own template, and how the marks of their rows begin.
_OWN: tuple[Column, ...] = ("no", "what", "who", "due")
_OWN_ROWS = (f"{MARK}a_", f"{MARK}ga_", f"{MARK}gd_")


@dataclass(frozen=True, slots=True)
class Shown:
    """One showing of a place, with its mark and the words it was shown with; of an action who and due, too."""

    place: Place
    showing: Showing
    mark: str
    text: str
    who: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A block with what it shows; `cells` are a row's by their columns."""

    block: Block
    shown: Shown | None = None
    text: str = ""
    cells: Mapping[Column, str] = field(default_factory=dict)


def showings_of(minutes: Minutes, language: Language) -> tuple[Shown, ...]:
    """All showings of all places, in the order of the document."""
    page = page_of(minutes, language=language, draft=True)
    return (*_glance(page, minutes), *_items(page))


def references_of(minutes: Minutes, language: Language) -> frozenset[str]:
    """All references to sources that the draft shows, folded."""
    page = page_of(minutes, language=language, draft=True)
    shown = [one["ref"] for item in page["items"] for name in ("summary", "decisions", "actions", "disagreements")
             for one in item[name]]  # fmt: skip
    meeting = page["next_meeting"]
    return frozenset(folded(one) for one in (*shown, meeting["ref"] if meeting else "") if one)


def _glance(page: Mapping[str, Any], minutes: Minutes) -> Iterator[Shown]:
    for row in page["glance"]:
        kind: Kind = "d" if row["kind"] == "decision" else "a"
        place = labelled(minutes, kind, int(row["no"][1:]))
        if place is not None:
            yield Shown(place, "glance", row["mark"], row["what"], row["who"], row["due"])


def _items(page: Mapping[str, Any]) -> Iterator[Shown]:
    lists: tuple[tuple[Kind, str], ...] = (
        ("s", "summary"),
        ("d", "decisions"),
        ("a", "actions"),
        ("x", "disagreements"),
    )
    for item in page["items"]:
        number = item["number"]
        yield Shown(Place("h", number), "item", item["mark"], item["heading"])
        for kind, name in lists:
            for place, one in enumerate(item[name], 1):
                words = one["what"] if kind == "a" else one["text"]
                yield Shown(
                    Place(kind, number, place), "item", one["mark"], words, one.get("who", ""), one.get("due", "")
                )


def matched(returned: Returned, minutes: Minutes, language: Language) -> tuple[Found, ...]:
    """Every block of the document, with the showing that it is, where it is one; each showing at most once."""
    return _Matching(returned, minutes, language).found()


class _Matching:
    """Blocks and showings while they are brought together, the surest first."""

    def __init__(self, returned: Returned, minutes: Minutes, language: Language) -> None:
        self._minutes = minutes
        self._showings = showings_of(minutes, language)
        references = references_of(minutes, language)
        self._blocks = [_read(block, columns, references) for block, columns in _with_columns(returned.blocks)]
        self._free: dict[str, Shown] = {one.mark: one for one in self._showings}
        self._found: dict[int, Shown] = {}

    def found(self) -> tuple[Found, ...]:
        """All blocks, matched as far as they can be."""
        self._by_marks()
        self._by_words()
        self._by_labels()
        self._by_likeness()
        return tuple(
            Found(block=one.block, shown=self._found.get(number), text=one.text, cells=one.cells)
            for number, one in enumerate(self._blocks)
        )

    def _by_marks(self) -> None:
        for number, one in enumerate(self._blocks):
            marked = [
                self._free[mark]
                for mark in one.block.marks
                if mark in self._free and self._fits(one, self._free[mark])
            ]
            if not marked:
                continue
            best = max(marked, key=lambda shown: likeness(one.text, shown.text))
            if likeness(one.text, best.text) < _ALIKE_WITH_LABEL and self._is_another(one, best):
                continue  # the mark slipped to a neighbour when its own words were taken out
            self._take(number, best)

    def _is_another(self, one: Found, best: Shown) -> bool:
        return any(
            shown is not best and same(one.text, shown.text)
            for shown in self._free.values()
            if self._fits(one, shown)
        )

    def _by_words(self) -> None:
        by_words: dict[str, list[Shown]] = {}
        for shown in self._free.values():
            by_words.setdefault(folded(shown.text), []).append(shown)
        for number, one in self._open():
            fitting = [shown for shown in by_words.get(folded(one.text), ()) if shown.mark in self._free]
            self._take_nearest(number, one, [shown for shown in fitting if same(one.text, shown.text)])

    def _by_labels(self) -> None:
        for number, one in self._open():
            label = label_in(one.cells.get("no", "") if one.cells else one.block.text)
            place = labelled(self._minutes, *label) if label is not None else None
            fitting = [shown for shown in self._free.values() if shown.place == place]
            self._take_nearest(
                number, one, [shown for shown in fitting if likeness(one.text, shown.text) >= _ALIKE_WITH_LABEL]
            )

    def _open(self) -> Iterator[tuple[int, Found]]:
        """The blocks that say something and are nothing yet."""
        return (
            (number, one) for number, one in enumerate(self._blocks) if number not in self._found and one.text.strip()
        )

    def _take_nearest(self, number: int, one: Found, fitting: Sequence[Shown]) -> None:
        fitting = [shown for shown in fitting if self._fits(one, shown)]
        if fitting:
            self._take(number, self._nearest(number, fitting))

    def _nearest(self, number: int, fitting: Sequence[Shown]) -> Shown:
        """Of several, the one under the heading before the block, or at a glance while there was none."""
        before = [
            self._found[one] for one in range(number) if one in self._found and self._found[one].place.kind == "h"
        ]
        topic = before[-1].place.topic if before else 0
        own = [one for one in fitting if (one.place.topic if one.showing == "item" else 0) == topic]
        return (own or list(fitting))[0]

    def _by_likeness(self) -> None:
        pairs = []
        for number, one in self._open():
            for shown in self._free.values():
                if self._fits(one, shown) and (alike := likeness(one.text, shown.text)) >= _ALIKE:
                    pairs.append((alike, -number, shown.mark, shown))
        for _, number, mark, shown in sorted(pairs, key=lambda pair: pair[:3], reverse=True):
            if -number not in self._found and mark in self._free:
                self._take(-number, shown)

    def _fits(self, one: Found, shown: Shown) -> bool:
        """Whether such a block can be such a place: rows are actions, or decisions at a glance; headings are headings."""
        if one.block.kind == "row" and not one.cells:
            # A template may set whole points into a table: a heading, a sentence or « Décision » and its words in a row.
            return bool(one.text) and shown.showing == "item" and shown.place.kind != "a"
        if one.block.kind == "row":
            return shown.place.kind == "a" or shown.showing == "glance"
        if shown.showing == "glance" or (shown.place.kind == "a" and not one.block.marks):
            return False
        return shown.mark in one.block.marks or (shown.place.kind == "h") == bool(one.block.level)

    def _take(self, number: int, shown: Shown) -> None:
        self._found[number] = shown
        del self._free[shown.mark]


def _with_columns(blocks: Iterable[Block]) -> Iterator[tuple[Block, dict[Column, int]]]:
    """Each block; rows with the columns of their table, a heading row with none."""
    table, columns = 0, dict[Column, int]()
    for block in blocks:
        if block.kind == "paragraph":
            yield block, {}
        elif block.table != table:
            table, columns = block.table, columns_of(block.cells)
            yield block, {}
        else:
            yield block, columns or _own_columns(block)


def _own_columns(block: Block) -> dict[Column, int]:
    """The columns of our own template, for a row that has its mark: somebody wrote into the heading."""
    is_own = len(block.cells) == len(_OWN) and any(mark.startswith(_OWN_ROWS) for mark in block.marks)
    return {name: place for place, name in enumerate(_OWN)} if is_own else {}


def _read(block: Block, columns: Mapping[Column, int], references: frozenset[str]) -> Found:
    if block.kind == "row":
        cells = {name: block.cells[place].strip() for name, place in columns.items() if place < len(block.cells)}
        if cells:
            cells["what"] = without_reference(cells.get("what", ""), references)
            return Found(block=block, text=cells.get("what", ""), cells=cells)
        return Found(block=block, text=_only_words(block, references))
    words = without_reference(block.text, references)
    return Found(block=block, text=without_number(words) if block.level else without_label(words).strip())


def _only_words(block: Block, references: frozenset[str]) -> str:
    """The words of a row without columns, beside which at most a label stands; "" for others, and for a table's heading."""
    told = [cell.strip() for cell in block.cells if cell.strip()]
    if block.is_header or not 0 < len(told) <= 2:
        return ""
    return without_label(without_reference(told[-1], references)).strip()
