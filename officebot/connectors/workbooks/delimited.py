"""Tables in text files: how the letters are coded, what stands between the values, which mark the decimals have."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from officebot.core.expressions import expression
from officebot.core.workbooks.cells import Value
from officebot.core.workbooks.columns import typed_rows
from officebot.core.workbooks.grids import trimmed

#: In this order where several fit as well: a comma stands within numbers and sentences too.
_SEPARATORS = "\t;|,"
_LOOKED_AT = 200
_LONGEST_CELL = 1_000_000
_MOST_ROWS = 1_048_576
_HINT = expression(r"sep=(.)\r?\n", re.IGNORECASE)
#: Bytes that Windows-1252 leaves undefined: a text with one is of another kind.
_UNDEFINED = expression(rb"[\x81\x8d\x8f\x90\x9d]")


class NotATable(ValueError):
    """The bytes are no text, or no rows can be made of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delimited:
    """A text file's rows by their numbers, the separator and the coding that were found."""

    rows: dict[int, Sequence[Value]]
    separator: str
    encoding: str


def read_delimited(data: bytes) -> Delimited:
    """The rows of a CSV or TSV file, days and numbers typed where a column leaves no doubt. Raises NotATable."""
    text, encoding = decoded(data)
    separator, begin = _separator(text)
    records = _records(text[begin:], separator)
    rows: dict[int, Sequence[Value]] = {}
    for number, record in enumerate(records, 1):
        row = trimmed([value.strip() or None for value in record])
        if row:
            rows[number] = row
    return Delimited(rows=typed_rows(rows, separator), separator=separator, encoding=encoding)


def text_rows(data: bytes) -> dict[int, Sequence[Value]]:
    """The rows of a CSV or TSV file as the texts that stand there, empty ones None. Raises NotATable."""
    text, _ = decoded(data)
    separator, begin = _separator(text)
    return {
        number: [value or None for value in map(str.strip, record)]
        for number, record in enumerate(_records(text[begin:], separator), 1)
        if record
    }


def decoded(data: bytes) -> tuple[str, str]:
    """The text and the name of its coding. Raises NotATable for what is no text."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return _strict(data[len(mark) :], name), name
    if b"\0" in data[:4096]:
        # Without a mark, but every other byte of Latin letters is empty.
        name = "utf-16-le" if data[1:4096:2].count(0) > data[0:4096:2].count(0) else "utf-16-be"
        return _strict(data, name), name
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        name = "latin-1" if _UNDEFINED.search(data) else "cp1252"
        return _strict(data, name), name
    return _strict(data, "utf-8"), "utf-8"


def _strict(data: bytes, name: str) -> str:
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        raise NotATable(name) from error
    odd = sum(letter < " " and letter not in "\t\r\n\f" for letter in text[:20_000])
    if odd > len(text[:20_000]) // 100:
        raise NotATable("no text")
    return text


def _separator(text: str) -> tuple[str, int]:
    """What stands between the values, and where the first row begins after a line `sep=;`."""
    hint = _HINT.match(text)
    if hint is not None:
        return hint[1], hint.end()
    best, best_score = ",", 0.0
    sample = text[:200_000]
    for separator in _SEPARATORS:
        score = _evenness(sample, separator)
        if score > best_score + 0.1:
            best, best_score = separator, score
    return best, 0


def _evenness(text: str, separator: str) -> float:
    """The share of rows that have as many values as most rows have; 0 where that is one."""
    counts: Counter[int] = Counter()
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if record:
                counts[len(record)] += 1
            if counts.total() >= _LOOKED_AT:
                break
    except csv.Error:
        return 0.0
    several = {count: rows for count, rows in counts.items() if count > 1}
    return max(several.values()) / counts.total() if several else 0.0


def _records(text: str, separator: str) -> list[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        records = [record for record, _ in zip(reader, range(_MOST_ROWS + 1), strict=False)]
    except csv.Error as error:
        raise NotATable(str(error)) from error
    if len(records) > _MOST_ROWS:
        raise NotATable("rows")
    return records
