"""A line of a reply as sentences of marked words: which word is a yes, a number, a filler, or not known. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from officebot.core.approvals.words import BOTH, ELIDED, NUMBERS, PHRASES, WORDS, Sign
from officebot.core.expressions import expression
from officebot.core.text import plain

#: Runs of letters and digits with what joins them, or one sign. Bounded: nothing longer is a word here.
_TOKEN = expression(r"[^\W_]{1,40}(?:['-][^\W_]{1,40}){0,4}'?|[^\s]")
_NUMBER = expression(r"([0-9]{1,3})(?:er|ere|re|e|eme|ieme|st|nd|rd|th)?")
_RANGE = expression(r"([0-9]{1,3})-([0-9]{1,3})")
_GLUED = expression(r"(ok|oui|yes|non|no)([0-9]{1,3}(?:-[0-9]{1,3})?)")
_BULLET = expression(r"^[-*•–]\s+")
_COUNTED = expression(r"^([0-9]{1,3})\s?[.)]\s+")
#: "1,5" is one and a half as well as two numbers; "1,2,3" is three, unless it is a million.
_COMMAS = expression(r"(?<![0-9,])[0-9]{1,3}(?:,[0-9]{1,3}){1,60}(?![0-9,])")
_GROUPED = expression(r"[0-9]{1,3}(?:,[0-9]{3}){1,60}")
#: Nothing that is understood.
_STRANGE = "\0"
_LONGEST_PHRASE = 4
#: More numbers than anybody's digest has.
_WIDEST = 200


@dataclass(frozen=True, slots=True)
class Word:
    """One or several words of a sentence that are one thing: what they are, which numbers they name, where they stand."""

    sign: Sign
    start: int
    end: int
    numbers: tuple[int, ...] = ()
    is_range: bool = False


def sentences_of(line: str, count: int) -> Iterator[list[Word]]:
    """The sentences of a line (places are those of the line), each as its words; `count` is how many are asked about."""
    sentence: list[Word] = []
    for word in _joined(_marked(line, count)):
        if word.sign is Sign.STOP:
            if sentence:
                yield sentence
            sentence = []
        else:
            sentence.append(word)
    if sentence:
        yield sentence


def _tokens(line: str) -> list[tuple[str, int, int]]:
    """The words with their places; the "1." that begins a line is the number and a colon."""
    bullet = _BULLET.match(line)
    begin = bullet.end() if bullet else 0
    counted = _COUNTED.match(line[begin:])
    stop = begin + counted.end(1) if counted else -1
    decimals = _decimals(line)
    found: list[tuple[str, int, int]] = []
    for match in _TOKEN.finditer(line, begin):
        word = plain(match[0])
        glued = _GLUED.fullmatch(word)
        if counted and stop <= match.start() < begin + counted.end():
            word = ":"
        elif match[0] in "./" and _is_inside(line, match.start()):
            word = _STRANGE  # 1.2, 3/12: no end of a sentence
        elif match.start() in decimals or _is_signed(line, match[0], match.start()) or _has_other_digits(match[0]):
            word = _STRANGE
        if glued:
            found += [(glued[1], match.start(), match.end()), (glued[2], match.start(), match.end())]
        else:
            found.append((word, match.start(), match.end()))
    return found


def _decimals(line: str) -> frozenset[int]:
    """Where commas stand that may be those of a decimal, or of a large number."""
    return frozenset(
        match.start() + place
        for match in _COMMAS.finditer(line)
        if match[0].count(",") == 1 or _GROUPED.fullmatch(match[0])
        for place, letter in enumerate(match[0])
        if letter == ","
    )


def _is_signed(line: str, word: str, place: int) -> bool:
    """Whether this is the sign of a number: "-1", "+1", which is no number of a list."""
    if word not in "-–—+" or not line[place + 1 : place + 2].isdigit():
        return False
    return not line[max(place - 1, 0) : place].isdigit()


def _has_other_digits(word: str) -> bool:
    """Whether digits are written otherwise than by those of ASCII: « ١ », « ① », « ² »."""
    return not word.isascii() and any(letter.isnumeric() and not letter.isascii() for letter in word)


def _is_inside(line: str, place: int) -> bool:
    around = line[max(place - 1, 0) : place + 2]
    return len(around) == 3 and around[0].isalnum() and around[2].isalnum()


def _marked(line: str, count: int) -> list[Word]:
    tokens = _tokens(line)
    words: list[Word] = []
    place = 0
    while place < len(tokens):
        length, found = _longest(tokens, place, count)
        start, end = tokens[place][1], tokens[place + length - 1][2]
        words += [Word(one.sign, start, end, one.numbers, one.is_range) for one in found]
        place += length
    return words


def _longest(tokens: Sequence[tuple[str, int, int]], place: int, count: int) -> tuple[int, list[Word]]:
    """The longest phrase that begins here, and what it is."""
    for length in range(min(_LONGEST_PHRASE, len(tokens) - place), 0, -1):
        words = tuple(one[0] for one in tokens[place : place + length])
        if words in PHRASES:
            return length, [Word(sign, 0, 0) for sign in PHRASES[words]]
        if words in BOTH:
            return length, [Word(Sign.ALL if count == 2 else Sign.UNKNOWN, 0, 0)]
        if words in NUMBERS:
            named = tuple(count if one < 0 else one for one in NUMBERS[words])
            return length, [Word(Sign.NUMBER, 0, 0, named)]
    return 1, _single(tokens[place][0])


def _single(word: str) -> list[Word]:
    if ranged := _RANGE.fullmatch(word):
        return [_range(int(ranged[1]), int(ranged[2]))]
    if number := _NUMBER.fullmatch(word):
        return [Word(Sign.NUMBER, 0, 0, (int(number[1]),))]
    if word in WORDS:
        return [Word(WORDS[word], 0, 0)]
    for before in ELIDED:
        rest = word.removeprefix(before)
        if rest != word and rest in WORDS:
            return [Word(WORDS.get(before, Sign.FILLER), 0, 0), Word(WORDS[rest], 0, 0)]
    return [Word(Sign.UNKNOWN, 0, 0)]


def _range(first: int, last: int) -> Word:
    if not first < last < first + _WIDEST:
        return Word(Sign.UNKNOWN, 0, 0)
    return Word(Sign.NUMBER, 0, 0, tuple(range(first, last + 1)), True)


def _joined(words: list[Word]) -> list[Word]:
    """The same with lists made one: "1 to 4", "1 and 3", "1 2". Commas are left, for they may part as well as join."""
    return _lists(_ranges(words))


def _ranges(words: list[Word]) -> list[Word]:
    found: list[Word] = []
    place = 0
    while place < len(words):
        one = words[place]
        between = words[place + 1].sign if place + 2 < len(words) else None
        if (
            one.sign is Sign.NUMBER and not one.is_range and len(one.numbers) == 1
            and between in (Sign.RANGE, Sign.DASH) and words[place + 2].sign is Sign.NUMBER
            and len(words[place + 2].numbers) == 1
        ):  # fmt: skip
            made = _range(one.numbers[0], words[place + 2].numbers[0])
            found.append(Word(made.sign, one.start, words[place + 2].end, made.numbers, made.is_range))
            place += 3
        else:
            found.append(one)
            place += 1
    return found


def _lists(words: list[Word]) -> list[Word]:
    found: list[Word] = []
    place = 0
    while place < len(words):
        one = words[place]
        place += 1
        while one.sign is Sign.NUMBER and (step := _next_number(words, place)):
            other = words[step - 1]
            both = (*one.numbers, *other.numbers)
            one = Word(Sign.NUMBER, one.start, other.end, both, one.is_range or other.is_range)
            place = step
        found.append(one)
    return found


def _next_number(words: Sequence[Word], place: int) -> int:
    """Where a list goes on behind its next number; 0 where it ends here."""
    step = place
    if step < len(words) and words[step].sign is Sign.AND:
        step += 1
    while step < len(words) and words[step].sign is Sign.ARTICLE:
        step += 1
    return step + 1 if step < len(words) and words[step].sign is Sign.NUMBER else 0
