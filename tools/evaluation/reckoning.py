"""Whether reckoned formulas show what Excel kept beside them in people's workbooks.

python tools/evaluation/reckoning.py CORPORA… [--all]    prints same, unknown and different per function, then each
                                                         difference (with --all the causes of the unknown too)

A formula is reckoned from the kept values of the cells it refers to. A workbook that was never reckoned keeps 0 or
nothing beside its formulas; what programs other than Excel kept may be their own error: each difference is looked at.
"""

from __future__ import annotations

import argparse
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from officebot.core.workbooks.cells import Address, Area, BadAddress, Cell, Fault, Value
from officebot.core.workbooks.reckoning import BadFormula, Unknown, parsed, reckon
from officebot.core.workbooks.reckoning.calls import Call
from officebot.core.workbooks.reckoning.nodes import walk
from officebot.testing.workbooks import HeldBook, HeldColumn, HeldTable

_LARGEST_PART = 40_000_000


class Kept(NamedTuple):
    """A formula of a file: where, its text as read at `home`, whether it is an array's, and the value kept beside it."""

    address: Address
    formula: str
    home: Cell
    is_array: bool
    value: Value


class Outcome(NamedTuple):
    """What came of a formula: "same", "unknown" or "differs"; its functions; what is to be said of it."""

    kind: str
    functions: frozenset[str]
    words: str


def measure(corpora: Path) -> dict[str, int]:
    """How many formulas with kept values show the same, are unknown, or differ."""
    counted = Counter(one.kind for one in outcomes([corpora]))
    return {kind: counted[kind] for kind in ("same", "unknown", "differs")}


def outcomes(folders: list[Path]) -> Iterator[Outcome]:
    """Each formula of each workbook below the folders' xlsx-…, or below the folders themselves."""
    for folder in folders:
        for root in sorted(folder.glob("xlsx-*")) or [folder]:
            for file in sorted([*root.rglob("*.xlsx"), *root.rglob("*.xlsm")]):
                try:
                    book, formulas = read(file)
                except (
                    zipfile.BadZipFile,
                    ElementTree.ParseError,
                    KeyError,
                    ValueError,
                    NotImplementedError,
                    OSError,
                ):
                    continue
                for kept in formulas:
                    yield _outcome(file.name, book, kept)


def _outcome(file: str, book: HeldBook, kept: Kept) -> Outcome:
    words = f"{file} {kept.address}: ={kept.formula}"
    try:
        node = parsed(kept.formula, kept.home)
    except BadFormula as why:
        return Outcome("unknown", frozenset(), f"{words}: not read: {why}")
    functions = frozenset(one.name for one in walk(node) if isinstance(one, Call))
    found = reckon(node, kept.address.sheet, kept.address.cell, book, is_array=kept.is_array)
    if isinstance(found, Unknown):
        return Outcome("unknown", functions, f"{words}: {found.why}")
    if _is_same(found, kept.value):
        return Outcome("same", functions, words)
    return Outcome("differs", functions, f"{words}: kept {kept.value!r}, reckoned {found!r}")


def _is_same(found: Value, kept: Value) -> bool:
    if isinstance(found, bool) or isinstance(kept, bool):
        return found is kept
    if isinstance(found, int | float) and isinstance(kept, int | float):
        return abs(found - kept) <= 1e-12 * max(abs(found), abs(kept), 1e-3)
    return found == kept


def read(file: Path) -> tuple[HeldBook, list[Kept]]:
    """A workbook's values, names and tables, and its formulas. Raises what zip and XML raise."""
    with zipfile.ZipFile(file) as package:
        return _Reader(package).read()


class _Reader:
    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package, self._book = package, HeldBook()
        self._formulas: list[Kept] = []

    def _xml(self, part: str) -> ElementTree.Element:
        if self._package.getinfo(part).file_size > _LARGEST_PART:
            raise ValueError(part)
        found = ElementTree.fromstring(self._package.read(part))  # noqa: S314  # bounded; corpora of our own choice
        for one in found.iter():
            one.tag = one.tag.rpartition("}")[2]
        return found

    def _related(self, part: str) -> dict[str, tuple[str, str]]:
        folder, _, name = part.rpartition("/")
        listing = f"{folder}/_rels/{name}.rels"
        if listing not in self._package.namelist():
            return {}
        found = {}
        for one in self._xml(listing):
            target = one.get("Target", "")
            path = target[1:] if target.startswith("/") else _normal(f"{folder}/{target}")
            found[one.get("Id", "")] = (one.get("Type", "").rpartition("/")[2], path)
        return found

    def read(self) -> tuple[HeldBook, list[Kept]]:
        listing = self._xml("xl/workbook.xml")
        related = self._related("xl/workbook.xml")
        strings = [path for kind, path in related.values() if kind == "sharedStrings"]
        texts = [_text(one) for one in self._xml(strings[0])] if strings else []
        properties = listing.find("workbookPr")
        self._book.is_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        sheets = []
        for one in listing.iter("sheet"):
            identity = next((value for name, value in one.attrib.items() if name.endswith("}id")), "")
            kind, path = related.get(identity, ("", ""))
            sheets.append(one.get("name", ""))
            if kind == "worksheet":
                self._sheet(sheets[-1], path, texts)
        for one in listing.iter("definedName"):
            local = one.get("localSheetId")
            name = (f"{sheets[int(local)]}!" if local is not None else "") + one.get("name", "")
            self._book.names[name.casefold()] = one.text or ""
        return self._book, self._formulas

    def _sheet(self, name: str, part: str, texts: list[str]) -> None:
        masters: dict[str, tuple[str, Cell]] = {}
        rows = self._book.sheets.setdefault(name.casefold(), {})
        root = self._xml(part)
        subtotals = set()
        for row in root.iter("row"):
            if row.get("hidden") in ("1", "true"):
                self._book.hidden_rows = None
        for one in root.iter("c"):
            cell = Cell.read(one.get("r", ""))
            value = _value(one, texts)
            formula = one.find("f")
            if value is not None:
                rows.setdefault(cell.row, {})[cell.column] = value
            if formula is None:
                continue
            text, home = formula.text or "", cell
            if formula.get("t") == "shared":
                if text:
                    masters[formula.get("si", "")] = (text, cell)
                text, home = masters.get(formula.get("si", ""), ("", cell))
            if "SUBTOTAL" in text or "AGGREGATE" in text:
                subtotals.add((cell.row, cell.column))
            is_whole_array = formula.get("t") == "array" and formula.get("ref", "") != str(cell)
            if text and value is not None and formula.get("t") != "dataTable" and not is_whole_array:
                self._formulas.append(Kept(Address(name, cell), text, home, formula.get("t") == "array", value))
        self._book.subtotals |= subtotals
        for kind, path in self._related(part).values():
            if kind == "table":
                self._table(name, self._xml(path))

    def _table(self, sheet: str, root: ElementTree.Element) -> None:
        columns = [HeldColumn(_unescaped(one.get("name", ""))) for one in root.iter("tableColumn")]
        try:
            area = Area.read(root.get("ref", ""))
        except BadAddress:
            return
        headers, totals = int(root.get("headerRowCount", "1")), int(root.get("totalsRowCount", "0"))
        table = HeldTable(sheet, area, columns, headers, totals)
        self._book.tables[(root.get("displayName") or root.get("name", "")).casefold()] = table


def _normal(path: str) -> str:
    found: list[str] = []
    for piece in path.split("/"):
        if piece == "..":
            found = found[:-1]
        elif piece not in (".", ""):
            found.append(piece)
    return "/".join(found)


def _text(item: ElementTree.Element) -> str:
    found = "".join(one.text or "" for piece in item if piece.tag in ("t", "r") for one in piece.iter("t"))
    return _unescaped(found)


def _unescaped(words: str) -> str:
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), words)


def _value(cell: ElementTree.Element, texts: list[str]) -> Value:
    kept = cell.find("v")
    words = kept.text if kept is not None else None
    match cell.get("t", "n"):
        case "inlineStr":
            inline = cell.find("is")
            return None if inline is None else _text(inline)
        case "str":
            return None if kept is None else _unescaped(words or "")
        case _ if words is None:
            return None
        case "s":
            return texts[int(words)]
        case "b":
            return words.strip() in ("1", "true")
        case "e":
            return Fault(words)
        case _:
            return float(words)


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--all", action="store_true", help="say why the unknown is unknown")
    arguments = parser.parse_args()
    found = list(outcomes(arguments.corpora))
    counted = Counter((function, one.kind) for one in found for function in one.functions or {"(none)"})
    for function in sorted({name for name, _ in counted}):
        same, unknown, differs = (counted[function, kind] for kind in ("same", "unknown", "differs"))
        sys.stdout.write(f"{function:20} same {same:6} unknown {unknown:6} differs {differs:6}\n")
    total = Counter(one.kind for one in found)
    sys.stdout.write(
        f"{'all formulas':20} " + " ".join(f"{kind} {total[kind]:6}" for kind in ("same", "unknown", "differs"))
    )
    sys.stdout.write("\n")
    for one in found:
        if one.kind == "differs" or (arguments.all and one.kind == "unknown"):
            sys.stdout.write(f"{one.kind} {one.words}\n")


if __name__ == "__main__":
    main()
