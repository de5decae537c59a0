"""The parts around the sheets that tell of their figures: charts, pivots, the order of reckoning, what Excel does first."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from officebot.core.expressions import expression
from officebot.core.text import Text, say
from officebot.core.workbooks.cells import Area, Cell, column_number
from officebot.core.workbooks.lossless.shapes import Shapes
from officebot.core.workbooks.lossless.sheetxml import attributes, plain
from officebot.core.workbooks.lossless.workbook import TablePart, Workbook

_CACHED = expression(rb"(<((?:[\w.-]+:)?)f>([^<]*)</\2f>\s*)<\2(num|str|multiLvlStr)Cache>.*?</\2\4Cache>", re.DOTALL)
_CALC = expression(rb"<((?:[\w.-]+:)?)calcPr\b([^>]*?)(/?)>")
_FULL = expression(rb"""(?<!\s)\s+fullCalcOnLoad\s*=\s*["'][^"']*["']""")
_LINK = expression(rb"<((?:[\w.-]+:)?)c\b([^>]*?)/?>(?:</\1c>)?")
_RELATION = expression(rb"<((?:[\w.-]+:)?)Relationship\b([^>]*?)(?:/>|>\s*</\1Relationship\s*>)")
SOURCE = expression(rb"<(?:[\w.-]+:)?worksheetSource\b([^>]*)>")
_REFRESH = expression(rb"""(?<!\s)\s+refreshOnLoad\s*=\s*["'][^"']*["']""")
#: What stands before calcPr in a workbook part (§18.2.27), the last first.
_BEFORE_CALC = (b"definedNames", b"externalReferences", b"functionGroups", b"sheets")


def meets(areas: Iterable[tuple[str, Area]], figures: Mapping[str, Sequence[Area]]) -> bool:
    """Whether some of the areas holds a figure that changes."""
    return any(area.meets(one) for sheet, area in areas for one in figures.get(sheet, ()))


def charts(
    book: Workbook, shapes: Shapes, figures: Mapping[str, Sequence[Area]], texts: Mapping[str, bytes | None]
) -> Iterator[tuple[str, bytes, Text]]:
    """Charts that show changed figures, without the copies of them that they keep. `texts` are parts already changed."""
    for part, kind in book.package.content_types.items():
        if "drawingml.chart+xml" not in kind or part not in book.package:
            continue
        text = texts.get(part) or book.package.content(part)

        def without(found: re.Match[bytes]) -> bytes:
            return found[1] if meets(shapes.areas(plain(found[3]), ""), figures) else found[0]

        new = _CACHED.sub(without, text)
        if new != text:
            yield part, new, say("The chart's own copies of figures that change are taken out.")


def pivots(
    book: Workbook,
    tables: Sequence[TablePart],
    figures: Mapping[str, Sequence[Area]],
    texts: Mapping[str, bytes | None],
) -> Iterator[tuple[str, bytes, Text]]:
    """Pivot tables' stores over changed cells, marked to be filled anew when it is opened; `tables` as they will be."""
    named = {table.name.casefold(): (table.sheet.casefold(), table.area) for table in tables}
    for part, kind in book.package.content_types.items():
        if "pivotCacheDefinition+xml" not in kind or part not in book.package:
            continue
        text = texts.get(part) or book.package.content(part)
        found = SOURCE.search(text)
        if found is None:
            continue
        told = attributes(found[1])
        source = named.get(plain(told.get("name", b"")).casefold())
        if source is None and told.get("ref"):
            try:
                source = plain(told.get("sheet", b"")).casefold(), Area.read(told["ref"].decode("ascii", "replace"))
            except ValueError:
                continue
        if source is not None and meets([source], figures):
            new = refreshed(text)
            if new != text:
                yield part, new, say("The pivot table is filled anew when it is opened.")


def refreshed(text: bytes) -> bytes:
    """A pivot table's store, marked to be filled anew when the workbook is opened."""
    root = re.search(rb"<(?:[\w.-]+:)?pivotCacheDefinition\b[^>]*?(?=/?>)", text)
    if root is None or b'refreshOnLoad="1"' in root[0]:
        return text
    return text[: root.start()] + _REFRESH.sub(b"", root[0]) + b' refreshOnLoad="1"' + text[root.end() :]


def without_caches(text: bytes, old: Sequence[tuple[bytes, ...]], new: Sequence[tuple[bytes, ...]]) -> bytes:
    """A chart without the copies of figures whose areas changed; `old` and `new` are its references in their order."""
    changed = {after[2] for before, after in zip(old, new, strict=True) if before != after}
    return _CACHED.sub(lambda found: found[1] if found[3] in changed else found[0], text)


def reckoned_anew(text: bytes) -> bytes:
    """The workbook part, so that Excel reckons all formulas when it opens it."""
    found = _CALC.search(text)
    if found is not None:
        told = _FULL.sub(b"", found[2]).rstrip() + b' fullCalcOnLoad="1"'
        return text[: found.start(2)] + told + found[3] + text[found.end(3) :]
    for name in _BEFORE_CALC:
        end = re.search(rb"</((?:[\w.-]+:)?)" + name + rb"\s*>", text)
        if end is not None:
            return text[: end.end()] + b'<%scalcPr fullCalcOnLoad="1"/>' % end[1] + text[end.end() :]
    return text


def without_links(text: bytes, gone: Mapping[int, Container[Cell]]) -> bytes:
    """The order of reckoning without cells that hold no formula any more; by the sheets' ids (§18.6.1)."""
    made, at, sheet, told_sheet = [], 0, 0, 0
    for found in _LINK.finditer(text):
        told = attributes(found[2])
        if told.get("i", b"").isdigit():
            sheet = int(told["i"])
        name = re.fullmatch(rb"([A-Za-z]+)(\d+)", told.get("r", b""))
        made.append(text[at : found.start()])
        at = found.end()
        cell = Cell(int(name[2]), column_number(name[1].decode("ascii"))) if name else None
        if cell is not None and cell in gone.get(sheet, ()):
            continue
        # What follows a cell without its sheet is on that cell's: when that cell goes, the next one has to tell.
        piece = found[0]
        if sheet != told_sheet and "i" not in told:
            piece = b'<%sc%s i="%d"/>' % (found[1], found[2].rstrip(b"/ "), sheet)
        told_sheet = sheet
        made.append(piece)
    made.append(text[at:])
    return b"".join(made)


def has_links(text: bytes) -> bool:
    """Whether an order of reckoning names a cell."""
    return _LINK.search(text) is not None


def without_relation(text: bytes, kind: bytes) -> bytes:
    """What a part refers to, without what is of one kind."""
    return _RELATION.sub(
        lambda found: b"" if attributes(found[2]).get("Type", b"").endswith(b"/" + kind) else found[0], text
    )
