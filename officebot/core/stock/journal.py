"""The stock's journal of movements: the row that says one, in the journal's own columns and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from officebot.core.actions import CellValue
from officebot.core.stock.fields import ARTICLES
from officebot.core.stock.mapping import StockMap
from officebot.core.stock.model import MovementKind
from officebot.core.stock.reading import kind_of_words
from officebot.core.text import Language
from officebot.core.workbooks.cells import to_json
from officebot.core.workbooks.lines import lines_of
from officebot.core.workbooks.parts import Sheet
from officebot.core.workbooks.tables import Table
from officebot.core.workbooks.words import plain

#: What a kind is called in the journal where nothing like it stands there yet.
_KINDS: Mapping[MovementKind, tuple[str, str]] = {
    MovementKind.delivery: ("Entrée", "In"),
    MovementKind.withdrawal: ("Sortie", "Out"),
    MovementKind.counted: ("Inventaire", "Count"),
    MovementKind.correction: ("Correction", "Correction"),
}


def journal_row(
    journal: Table,
    sheet: Sheet,
    language: Language,
    *,
    kind: MovementKind,
    day: date,
    article: str,
    label: str,
    quantity: Decimal,
    unit: str,
    who: str,
    note: str,
) -> tuple[tuple[str, CellValue], ...]:
    """The row as `(heading, value)`, of the columns that the journal has; below zero is what was taken."""
    columns = sheet.columns
    said: dict[str, CellValue] = {
        "date": day.isoformat(),
        "reference": article,
        "article": label or article,
        "unit": unit or None,
        "movement": _kind_as_written(kind, journal, columns.get("movement", ""), language),
        "person": who,
        "note": note[:200],
    }
    if "came_in" in columns and kind is MovementKind.delivery:
        said["came_in"] = to_json(abs(quantity))
    elif "went_out" in columns and kind is MovementKind.withdrawal:
        said["went_out"] = to_json(abs(quantity))
    else:
        is_plain = "movement" in columns or kind is MovementKind.counted
        said["quantity"] = to_json(abs(quantity) if is_plain else quantity)
    return tuple((title, said[field]) for field, title in columns.items() if said.get(field) is not None)


def _kind_as_written(kind: MovementKind, journal: Table, title: str, language: Language) -> str:
    """The journal's own word for a kind: the one that stands in it most often."""
    written = (
        [str(row.values[journal.titles.index(title)] or "") for row in journal.rows]
        if title in journal.titles
        else []
    )
    alike = [words for words in written if words and kind_of_words(words) is kind]
    french, english = _KINDS[kind]
    return max(set(alike), key=alike.count) if alike else french if language == "fr" else english


def known_articles(tables: Sequence[Table], found: StockMap) -> dict[tuple[str, ...], str]:
    """The articles that the stock holds: by their numbers and names, as words are compared, the number or name itself."""
    sheet = found.parts.get(ARTICLES)
    table = sheet.of(tables) if sheet is not None else None
    known: dict[tuple[str, ...], str] = {}
    if sheet is not None and table is not None:
        for row in lines_of(table, sheet.columns, []):
            key = row.words("reference") or row.words("article")
            for name in (row.words("reference"), row.words("article")):
                if name:
                    known.setdefault(plain(name), key)
    return known
