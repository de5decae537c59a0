"""A sentence of a reply as clauses: a verdict and the numbers it governs. Strict: what does not fit raises. Pure.

Either the verdict comes first ("OK 1, 2") or the numbers do ("2: no"); which of them is told by what begins the clause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from officebot.core.approvals.marks import Word
from officebot.core.approvals.words import Sign

_VERDICTS = frozenset({Sign.YES, Sign.NO, Sign.LATER})
#: What may stand between a verdict and its numbers.
_BESIDE = frozenset({Sign.FILLER, Sign.ARTICLE, Sign.RANGE, Sign.COLON, Sign.DASH})
#: What may stand between numbers and the verdict behind them.
_BEHIND = frozenset({Sign.FILLER, Sign.COLON, Sign.DASH})
#: What parts clauses.
_BETWEEN = frozenset({Sign.COMMA, Sign.AND, Sign.BUT, Sign.DASH, Sign.FILLER, Sign.ARTICLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One verdict and its numbers; `left` are those it takes out; `words` are a reason, or when "later" is."""

    sign: Sign
    numbers: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    words: str = ""
    is_range: bool = False


class NotUnderstood(ValueError):
    """A sentence that is not plain; `words` are the part of it that is not."""

    def __init__(self, words: str = "") -> None:
        super().__init__(words)
        self.words = words


def clauses_of(sentence: Sequence[Word], line: str, count: int) -> list[Clause]:
    """The clauses of one sentence; none of one that only greets or thanks. Raises NotUnderstood."""
    if all(
        word.sign in (Sign.FILLER, Sign.ARTICLE, Sign.RANGE, Sign.COMMA, Sign.AND, Sign.DASH) for word in sentence
    ):
        return []
    return _Sentence(list(sentence), line, count).read()


class _Sentence:
    def __init__(self, words: list[Word], line: str, count: int) -> None:
        self._words = _without_echo(words)
        self._line = line
        self._count = count
        self._all = tuple(range(1, count + 1))

    def read(self) -> list[Clause]:
        found: list[Clause] = []
        place = self._past(0, _BETWEEN)
        while place < len(self._words):
            clause, place = self._clause(place)
            found.append(clause)
            place = self._past(place, _BETWEEN)
        if not found or self._words[-1].sign in (Sign.BUT, Sign.AND):
            raise self._unclear()
        return found

    # ── where things stand ────────────────────────────────────────────────────────────────────────────────

    def _sign(self, place: int) -> Sign | None:
        return self._words[place].sign if place < len(self._words) else None

    def _past(self, place: int, signs: frozenset[Sign]) -> int:
        while place < len(self._words) and self._words[place].sign in signs:
            place += 1
        return place

    def _is_plural(self, place: int) -> bool:
        return self._text(place, place + 1).casefold() in ("are", "sont")

    def _text(self, start: int, end: int) -> str:
        if start >= min(end, len(self._words)):
            return ""
        last = min(end, len(self._words)) - 1
        return self._line[self._words[start].start : self._words[last].end].strip(" ,;:-–—()")

    def _unclear(self) -> NotUnderstood:
        return NotUnderstood(self._text(0, len(self._words)))

    # ── numbers ───────────────────────────────────────────────────────────────────────────────────────────

    def _numbers(self, place: int) -> tuple[tuple[int, ...], int, bool]:
        """The numbers of a list with commas that begins here, where it ends, and whether a range is among them."""
        named: list[int] = []
        is_range = False
        while self._sign(place) is Sign.NUMBER:
            named += self._words[place].numbers
            is_range |= self._words[place].is_range
            step = place + 1
            if self._sign(step) is Sign.COMMA:
                step = self._past(self._past(step + 1, frozenset({Sign.AND})), frozenset({Sign.ARTICLE}))
            place = step if self._sign(step) is Sign.NUMBER else place + 1
            if place != step:
                break
        return tuple(named), place, is_range

    def _is_governed_behind(self, place: int) -> bool:
        """Whether a verdict stands here that governs what is before it: it has no numbers of its own."""
        place = self._past(place, _BESIDE)
        if self._sign(place) not in _VERDICTS and not self._negated(place):
            return False
        behind = self._past(place + (1 if self._sign(place) in _VERDICTS else 2), _BESIDE)
        return self._sign(behind) not in (Sign.NUMBER, Sign.ALL)

    def _negated(self, place: int) -> bool:
        return (
            self._sign(place) is Sign.NOT and self._sign(self._past(place + 1, frozenset({Sign.FILLER}))) is Sign.YES
        )

    # ── clauses ───────────────────────────────────────────────────────────────────────────────────────────

    def _clause(self, place: int) -> tuple[Clause, int]:
        match self._sign(place):
            case Sign.NUMBER:
                return self._numbers_first(place)
            case Sign.ALL:
                return self._all_first(place)
            case Sign.EXCEPT | Sign.NOT if self._left(place) is not None and place > 0:
                left = self._left(place)
                assert left is not None
                return Clause(sign=Sign.EXCEPT, left=left[0]), left[1]
            case Sign.YES | Sign.NO | Sign.LATER | Sign.NOT:
                return self._verdict_first(place)
            case _:
                raise self._unclear()

    def _left(self, place: int) -> tuple[tuple[int, ...], int] | None:
        """The numbers that are taken out from here on: "except 3", « pas le 3 »."""
        step = self._past(place + 1, _BESIDE)
        if self._sign(step) is not Sign.NUMBER:
            return None
        numbers, end, _ = self._numbers(step)
        return None if self._is_governed_behind(end) else (numbers, end)

    def _verdict(self, place: int) -> tuple[Sign, int]:
        """The verdict that stands here, and where it ends; "do not approve" is a no."""
        sign = self._sign(place)
        if sign is Sign.NOT:
            step = self._past(place + 1, frozenset({Sign.FILLER}))
            if self._sign(step) is not Sign.YES:
                raise self._unclear()
            return Sign.NO, step + 1 + (self._sign(step + 1) is Sign.NOT)
        if sign not in _VERDICTS:
            raise self._unclear()
        assert sign is not None
        if sign is Sign.YES and self._sign(place + 1) is Sign.NOT:
            # « valide pas le 3 », "agree not": who means what is asked.
            raise self._unclear()
        return sign, place + 1

    def _verdict_first(self, place: int) -> tuple[Clause, int]:
        start = place
        sign, place = self._verdict(place)
        step = self._past(place, _BESIDE)
        if self._sign(step) is Sign.COMMA and self._sign(self._past(step + 1, _BESIDE)) is Sign.NUMBER:
            inner = self._past(step + 1, _BESIDE)
            if not self._is_governed_behind(self._numbers(inner)[1]):
                step = inner
        match self._sign(step):
            case Sign.NUMBER:
                numbers, end, is_range = self._numbers(step)
                if self._is_governed_behind(end):
                    raise self._unclear()
                return self._ended(sign, numbers, end, is_range=is_range)
            case Sign.ALL:
                return self._ended(sign, self._all, self._past(step + 1, _BESIDE - {Sign.COLON, Sign.DASH}))
            case _:
                return self._bare(sign, start, place)

    def _bare(self, sign: Sign, start: int, place: int) -> tuple[Clause, int]:
        """A verdict without numbers: of all but some, or of the only one there is."""
        step = self._past(place, _BETWEEN - {Sign.BUT})
        if sign is Sign.YES and self._sign(step) is Sign.EXCEPT:
            return self._ended(sign, self._all, step)
        if self._count != 1 or (start > 0 and self._past(0, _BETWEEN) != start):
            raise self._unclear()
        return self._ended(sign, (1,), place)

    def _all_first(self, place: int) -> tuple[Clause, int]:
        step = self._past(place + 1, _BEHIND)
        if self._sign(step) is Sign.COPULA:
            step = self._past(step + 1, _BEHIND)
        sign, end = self._verdict(step)
        if self._sign(self._past(end, _BESIDE)) in (Sign.NUMBER, Sign.ALL):
            raise self._unclear()
        return self._ended(sign, self._all, end)

    def _numbers_first(self, place: int) -> tuple[Clause, int]:
        numbers, step, is_range = self._numbers(place)
        # « 2 à valider » is no yes, "2 points" no number of ours, and "2 are ok" counts them.
        step = self._past(step, _BEHIND)
        if self._sign(step) is Sign.COPULA and (len(numbers) > 1 or not self._is_plural(step)):
            step = self._past(step + 1, _BEHIND)
        sign, end = self._verdict(step)
        return self._ended(sign, numbers, end, is_range=is_range)

    def _ended(
        self, sign: Sign, numbers: tuple[int, ...], place: int, *, is_range: bool = False
    ) -> tuple[Clause, int]:
        """The clause with what follows it: numbers taken out, a reason, a day; else nothing that says anything."""
        if sign is Sign.YES:
            return self._agreed(numbers, place, is_range=is_range)
        end = self._end_of_words(place)
        if sign is Sign.NO and any(word.sign is Sign.YES for word in self._words[place:end]):
            raise self._unclear()
        words = self._text(self._past(place, _LEADING), end)
        return Clause(sign=sign, numbers=numbers, words=words, is_range=is_range), end

    def _agreed(self, numbers: tuple[int, ...], place: int, *, is_range: bool) -> tuple[Clause, int]:
        left: tuple[int, ...] = ()
        step = self._past(place, frozenset({Sign.FILLER, Sign.COMMA}))
        if self._sign(step) is Sign.EXCEPT:
            taken = self._left(step)
            if taken is None:
                raise self._unclear()
            left, place = taken
            numbers = tuple(one for one in numbers if one not in left)
            if not numbers:
                raise self._unclear()
        place = self._past(place, frozenset({Sign.FILLER}))
        sign = self._sign(place)
        if sign is None or sign in _BETWEEN - {Sign.ARTICLE} or sign in (Sign.NUMBER, Sign.ALL, *_VERDICTS):
            return Clause(sign=Sign.YES, numbers=numbers, left=left, is_range=is_range), place
        raise self._unclear()

    def _end_of_words(self, place: int) -> int:
        """Where a reason or a day ends: before what parts it from a clause of its own."""
        if self._is_start(place):
            return place
        for step in range(place, len(self._words)):
            if self._words[step].sign in (Sign.COMMA, Sign.AND, Sign.BUT) and self._is_start(step + 1):
                return step
        return len(self._words)

    def _is_start(self, place: int) -> bool:
        """Whether a whole clause begins here: a verdict with numbers, or numbers with a verdict."""
        place = self._past(place, _BETWEEN)
        if self._sign(place) in _VERDICTS:
            return self._sign(self._past(place + 1, _BESIDE)) in (Sign.NUMBER, Sign.ALL)
        if self._sign(place) is Sign.NUMBER:
            behind = self._past(self._numbers(place)[1], _BEHIND | {Sign.COPULA})
            return self._sign(behind) in _VERDICTS or self._negated(behind)
        return False


#: What may stand before a reason.
_LEADING = frozenset({Sign.COLON, Sign.COMMA, Sign.DASH})


def _without_echo(words: list[Word]) -> list[Word]:
    """The same with a verdict that is said twice in a row said once: « non, je refuse », "yes, approved"."""
    found: list[Word] = []
    for word in words:
        last = next((one for one in reversed(found) if one.sign not in (Sign.FILLER, Sign.COMMA)), None)
        if last is not None and word.sign in _VERDICTS and word.sign is last.sign:
            continue
        found.append(word)
    return found
