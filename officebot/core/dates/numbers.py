"""Numbers and ordinals, in digits and in words."""

from __future__ import annotations

from officebot.core.dates.calendar import full_year
from officebot.core.dates.reading import Run

_HUNDRED, _THOUSAND = 100, 1000
_LONGEST = 12


def number(run: Run, place: int) -> tuple[int, int] | None:
    """A whole number at the place, and the place after it."""
    first = run.lexemes[place].number
    if first is None:
        return None
    if run.has(place, "digits"):
        return first, place + 1
    total, part, last, end = 0, first, first, place + 1
    if first == _THOUSAND:
        total, part = _THOUSAND, 0
    for _ in range(_LONGEST):
        following = _joint(run, end)
        value = run.lexemes[following].number
        if value is None or run.has(following, "digits"):
            break
        if value in (_HUNDRED, _THOUSAND):
            if following != end or not part or (value == _HUNDRED and part >= _HUNDRED):
                break
            part *= value
            if value == _THOUSAND:
                total, part = total + part, 0
        elif part == 4 and value == 20 and run.language == "fr":
            part = 80
        elif _adds(part, value, last, french=run.language == "fr"):
            part += value
        else:
            break
        last, end = value, following + 1
    return total + part, end


def _joint(run: Run, place: int) -> int:
    """The place of the next number word: after a hyphen, after « et », or right here."""
    if run.words[place] == "-" and run.is_glued(place):
        return place + 1
    return place + 1 if run.has(place, "and") and run.lexemes[place + 1].number is not None else place


def _adds(part: int, value: int, last: int, *, french: bool) -> bool:
    """Whether the value goes on the number so far: twenty | two, cent | trois, soixante | dix."""
    rest = part % _HUNDRED
    if last == _THOUSAND or (part and not rest):
        return value < _HUNDRED
    if french and rest in (60, 80) and value < 20:
        return True
    if french and rest % 20 == 10 and rest > 60 and 7 <= value < 10:
        return True
    return rest >= 20 and not rest % 10 and value < 10 if not (french and rest == 10) else 7 <= value < 10


def ordinal(run: Run, place: int) -> tuple[int, int] | None:
    """An ordinal at the place (third, 3rd, vingt et unième), and the place after it."""
    lexeme = run.lexemes[place]
    if lexeme.ordinal is not None:
        return lexeme.ordinal, place + 1
    if lexeme.number is None:
        return None
    if run.has(place, "digits"):
        if run.has(place + 1, "suffix") and run.is_glued(place + 1):
            return lexeme.number, place + 2
        return None
    return _ordinal_in_words(run, place)


def _ordinal_in_words(run: Run, place: int) -> tuple[int, int] | None:
    tens, end = run.lexemes[place].number or 0, place + 1
    following = _joint_ordinal(run, end)
    unit = run.lexemes[following].ordinal
    if unit is None or not (tens >= 20 or run.language == "fr"):
        return None
    return (tens + unit, following + 1) if tens % 10 == 0 and unit < 10 and tens < _HUNDRED else None


def _joint_ordinal(run: Run, place: int) -> int:
    if run.words[place] == "-" or run.has(place, "and"):
        return place + 1
    return place


def amount(run: Run, place: int) -> tuple[float, int] | None:
    """A count of units: 3, 2.5, three, a, some (three), a couple (two), half; and the place after it."""
    found = number(run, place)
    if found is not None:
        value, end = found
        is_point = run.is_sign(end, ".,") and run.is_glued(end) and run.is_glued(end + 1)
        if run.has(place, "digits") and is_point and run.has(end + 1, "digits"):
            return float(f"{value}.{run.words[end + 1]}"), end + 2
        return value, end
    for tag, value in (("one", 1), ("few", 3), ("couple", 2)):
        if run.has(place, tag):
            return value, place + 1
    if run.has(place, "half"):
        return 0.5, place + 2 if run.has(place + 1, "one") else place + 1
    return None


def year(run: Run, place: int, *, may_be_short: bool = False) -> tuple[int, int] | None:
    """A year (1998, '98, nineteen ninety-eight, two thousand and six) and the place after it; short ones if allowed."""
    lexeme = run.lexemes[place]
    if lexeme.has("digits"):
        word = run.words[place]
        if len(word) == 4 and "1500" <= word <= "2199":
            return int(word), place + 1
        if may_be_short and len(word) == 2:
            return full_year(int(word), run.today), place + 1
        return None
    if run.words[place] == "'" and run.has(place + 1, "digits") and len(run.words[place + 1]) == 2:
        return full_year(int(run.words[place + 1]), run.today), place + 2
    if lexeme.number is None:
        return None
    whole = number(run, place)
    if whole is None:
        return None
    value, end = whole
    if 1500 <= value < 2200:
        return value, end
    if 15 <= value <= 21:
        rest = number(run, end)
        if rest is not None and 10 <= rest[0] < _HUNDRED and not run.has(end, "digits"):
            return value * _HUNDRED + rest[0], rest[1]
    return None
