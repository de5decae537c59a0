"""The lines of an order book among which a document's are looked for, found by their words, numbers, places and figures."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from officebot.core.orders.labels import Labels, Words
from officebot.core.orders.likeness import Alike, code_of, weights, words_of
from officebot.core.orders.model import OrderLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line, with what is looked at time and again."""

    line: OrderLine
    words: Words
    codes: frozenset[str]
    quantities: tuple[Decimal, Decimal]
    is_open: bool


class LineIndex:
    """Lines with `weight`, how much each of their words tells among them all."""

    def __init__(self, lines: Sequence[OrderLine]) -> None:
        self.lines = lines
        self.weight: Mapping[str, float] = weights(label_of(line) for line in lines)
        self._labels = Labels((label_of(line) for line in lines), self.weight)
        self._names: Labels | None = None
        self.entries = [_entry(line) for line in lines]
        self._by_key = {line.key: at for at, line in enumerate(lines)}
        self._by_words: dict[Words, list[int]] = {}
        self._by_code: dict[str, list[int]] = {}
        self._by_place: dict[int, list[int]] = {}
        self._by_quantity: dict[Decimal, list[int]] = {}
        for at, entry in enumerate(self.entries):
            self._by_words.setdefault(entry.words, []).append(at)
            self._by_place.setdefault(entry.line.line, []).append(at)
            for code in entry.codes:
                self._by_code.setdefault(code, []).append(at)
            for quantity in {*entry.quantities}:
                self._by_quantity.setdefault(quantity, []).append(at)

    @property
    def names(self) -> Labels:
        """The lines' names alone, without their units."""
        if self._names is None:
            self._names = Labels((line.label or line.article for line in self.lines), self.weight)
        return self._names

    def entry(self, key: tuple[str, int]) -> Entry:
        """The line with this key. Raises KeyError."""
        return self.entries[self._by_key[key]]

    def alike(self, said: str) -> Mapping[Words, Alike]:
        """How words agree with each label, with its unit, of which they say anything."""
        return self._labels.alike(said)

    def near(
        self, words: Collection[Words], codes: Collection[str], places: Collection[int], quantity: Decimal | None
    ) -> list[Entry]:
        """The lines, in their order, with one of these labels, numbers or places, or with this quantity."""
        found = {at for one in words for at in self._by_words[one]}
        found.update(at for code in codes for at in self._by_code.get(code, ()))
        found.update(at for place in places for at in self._by_place.get(place, ()))
        if quantity is not None:
            found.update(self._by_quantity.get(quantity, ()))
        return [self.entries[at] for at in sorted(found)]


def _entry(line: OrderLine) -> Entry:
    return Entry(
        line=line,
        words=words_of(label_of(line)),
        codes=codes_of(line),
        quantities=(line.quantity, line.open_quantity),
        is_open=line.is_open,
    )


def codes_of(line: OrderLine) -> frozenset[str]:
    """The numbers of a line's article, ours and theirs, as they are compared."""
    return frozenset((code_of(line.article), code_of(line.supplier_article))) - {""}


def label_of(line: OrderLine) -> str:
    """The words by which a line is known."""
    return f"{line.label or line.article} {line.unit}"
