"""Stored facts read again as plain texts, and figures counted from them a second time: no types, no decimals. Pure.

Nothing here knows what the first computation did: records are rows of words as they are stored, conditions compare words,
and numbers are whole numbers of millionths.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from officebot.core.asking import Ask, Is, Linked
from officebot.core.figures import Source, SourceKind, number_in

_ONE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One stored fact: its key within its book, and its fields as words; inner ones are called `verdict.kind`."""

    key: str
    fields: Mapping[str, str]

    @property
    def sha256(self) -> str:
        """The hash of all its words: another one where anything of it was changed."""
        return sha256(json.dumps(dict(self.fields), sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def words(self, name: str) -> str:
        """What stands in a field; of `promised|due` the first that is filled."""
        return next((told for one in name.split("|") if (told := self.fields.get(one, ""))), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Records of one kind: where they were read, and when (local ISO to the minute). `sheet` is "" for no workbook."""

    name: str
    kind: SourceKind
    file: str
    records: Sequence[Record]
    sheet: str = ""
    read: str = ""
    sha256: str = ""

    def by_key(self) -> dict[str, Record]:
        """The records by their keys."""
        return {one.key: one for one in self.records}


def flat(row: Mapping[str, Any]) -> dict[str, str]:
    """A stored row as words: inner objects by dotted names, lists as JSON, nothing for what is not there."""
    found: dict[str, str] = {}
    left = [(str(name), value) for name, value in row.items()]
    while left:
        name, value = left.pop()
        if isinstance(value, Mapping):
            left += [(f"{name}.{inner}", one) for inner, one in value.items()]
        elif isinstance(value, bool):
            found[name] = "true" if value else "false"
        elif isinstance(value, list | tuple):
            found[name] = json.dumps(value, ensure_ascii=False)
        elif value is not None:
            found[name] = str(value)
    return found


@dataclass(slots=True)
class Records:
    """All books of a report by their names, asked for the second time."""

    books: Mapping[str, Book]
    _links: dict[tuple[str, str], dict[str, list[Record]]] = field(default_factory=dict)
    _keys: dict[str, dict[str, Record]] = field(default_factory=dict)

    def recount(self, ask: Ask) -> tuple[str | None, frozenset[str]]:
        """What a question comes to, in digits, and the keys of the records that it is made of; None for no answer."""
        book = self.books.get(ask.book)
        if book is None:
            return None, frozenset()
        found = [one for one in book.records if self._meets(one, ask.where)]
        keys = frozenset(one.key for one in found)
        match ask.made:
            case "count":
                return str(len(found)), keys
            case "total":
                return self._total(found, ask), keys
        waits = [(one.key, wait) for one in found if (wait := self._wait(one, ask)) is not None]
        return _median(sorted(wait for _, wait in waits)), frozenset(key for key, _ in waits)

    def traced(self, source: Source) -> Source | None:
        """The source with its hash and the time it was read; None where there is no such record."""
        book = self.books.get(source.sheet if source.kind != "cell" else source.file)
        if book is None:
            return None
        if book.name not in self._keys:
            self._keys[book.name] = book.by_key()
        record = self._keys[book.name].get(source.cell)
        if record is None:
            return None
        return Source(
            file=book.file, sheet=book.sheet or book.name, cell=record.key, sha256=record.sha256, kind=book.kind,
            read=book.read, stood=record.words("title|subject|name|order"),
        )  # fmt: skip

    def _meets(self, one: Record, where: Iterable[Is | Linked]) -> bool:
        return all(self._is(one, cond) if isinstance(cond, Is) else self._linked(one, cond) for cond in where)

    def _is(self, one: Record, cond: Is) -> bool:
        words = one.words(cond.field)
        match cond.how:
            case "is":
                return words == cond.value
            case "is not":
                return words != cond.value
            case "among":
                return words in cond.value
            case "not among":
                return words not in cond.value
            case "begins":
                return words.startswith(str(cond.value))
            case "before":
                return bool(words) and words < str(cond.value)
            case "from":
                return bool(words) and words >= str(cond.value)
            case "filled":
                return bool(words)
            case "empty":
                return not words
            case "after" | "not after":
                other = one.words(cond.than)
                return bool(words and other) and (words > other) is (cond.how == "after")
        return (number_in(words) or 0) < (number_in(one.words(cond.than)) or 0)

    def _linked(self, one: Record, cond: Linked) -> bool:
        return any(self._links_of(one, cond)) is cond.is_there

    def _links_of(self, one: Record, cond: Linked) -> Iterator[Record]:
        known = self._links.get((cond.book, cond.field))
        if known is None:
            known = self._links[cond.book, cond.field] = {}
            for other in self.books[cond.book].records if cond.book in self.books else ():
                known.setdefault(other.words(cond.field), []).append(other)
        own = one.words(cond.own)
        if own:
            yield from (other for other in known.get(own, ()) if self._meets(other, cond.where))

    def _total(self, found: Sequence[Record], ask: Ask) -> str | None:
        whole = 0
        for one in found:
            number = number_in(one.words(ask.of))
            if number is None:
                return None
            by = number_in(one.words(ask.times)) if ask.times else _ONE
            whole += number * (_ONE if by is None else by)
        return _digits(whole, 12)

    def _wait(self, one: Record, ask: Ask) -> int | None:
        """The minutes until the first answer, in seconds cut off; None for what was not answered."""
        if ask.answer is None:
            return None
        asked = one.words(ask.of)
        answered = min((t for o in self._links_of(one, ask.answer) if (t := o.words(ask.of)) >= asked), default="")
        return _minutes(asked, answered) if answered else None


def _minutes(since: str, until: str) -> int:
    gone = datetime.fromisoformat(until) - datetime.fromisoformat(since)
    return (gone.days * 86_400 + gone.seconds) // 60


def _median(waits: Sequence[int]) -> str | None:
    if not waits:
        return "0"
    middle = len(waits) // 2
    if len(waits) % 2:
        return str(waits[middle])
    return str((waits[middle - 1] + waits[middle]) // 2)


def _digits(number: int, places: int) -> str:
    """A whole number of 10⁻ᵖˡᵃᶜᵉˢ as digits with a point."""
    sign, whole = ("-", -number) if number < 0 else ("", number)
    text = str(whole).rjust(places + 1, "0")
    return f"{sign}{text[:-places]}.{text[-places:]}"
