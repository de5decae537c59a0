"""Numbers and days written in a format of the TEXT function: `0.00`, `#,##0`, `0%`, `dd/mm/yyyy`, `hh:mm`."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from officebot.core.expressions import expression
from officebot.core.workbooks.reckoning.scalars import NotKnownError, day_of

_PIECE = expression(
    r"""
    (?P<quoted>"[^"]{0,255}")
    | \\(?P<escaped>.)
    | (?P<half>AM/PM)
    | (?P<letters>y{1,4}|m{1,5}|d{1,4}|h{1,2}|s{1,2}|j{1,4}|a{1,4})
    | (?P<digits>[0\#?]+)
    | (?P<mark>[.,%])
    | (?P<plain>[-+/:()\ €$£'!])
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
_DAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
}
#: The letters of year, month, day, hour and second in a language's formats.
_LETTERS = {"en": "ymdhs", "fr": "amjhs"}


def in_format(value: float, form: str, language: str, is_1904: bool) -> str:
    """The value as TEXT writes it. Raises NotKnownError for formats beyond the plain ones, and for no known language."""
    if language not in _LETTERS:
        raise NotKnownError("a format of no known language")
    sections = _sections(form)
    if len(sections) > 3 or (len(sections) > 1 and any(kind == "letters" for one in sections for kind, _ in one)):
        raise NotKnownError("a format of many sections")
    pieces = sections[0]
    if len(sections) > 1 and value < 0:
        pieces, value = sections[1], -value
    elif len(sections) > 2 and value == 0:
        pieces = sections[2]
    if not pieces:
        raise NotKnownError("an empty format")
    if any(kind in ("letters", "half") for kind, _ in pieces):
        return _moment(value, pieces, language, is_1904)
    return _number(value, pieces, language)


def _sections(form: str) -> list[list[tuple[str, str]]]:
    found: list[list[tuple[str, str]]] = [[]]
    at = 0
    while at < len(form):
        if form[at] == ";":
            found.append([])
            at += 1
            continue
        one = _PIECE.match(form, at)
        if one is None or one.lastgroup is None:
            raise NotKnownError("a format beyond the plain ones")
        kind, words = one.lastgroup, one[one.lastgroup]
        if kind == "quoted":
            kind, words = "plain", words[1:-1]
        found[-1].append(("plain", words) if kind == "escaped" else (kind, words))
        at = one.end()
    return found


def _number(value: float, pieces: list[tuple[str, str]], language: str) -> str:
    """Digits stand in one place of the format, words before and behind it."""
    places = [place for place, (kind, words) in enumerate(pieces) if kind == "digits" or words in (".", ",")]
    if not places:
        raise NotKnownError("a format without digits")
    first, last = places[0], places[-1]
    before, core, behind = pieces[:first], pieces[first : last + 1], pieces[last + 1 :]
    if any(kind not in ("digits", "mark") or words == "%" for kind, words in core):
        raise NotKnownError("digits in several places")
    percents = sum(words == "%" for kind, words in (*before, *behind) if kind == "mark")
    digits = _digits(value * 100**percents, "".join(words for _, words in core), language)
    sign = "-" if value < 0 and any(one in "123456789" for one in digits) else ""
    return sign + "".join(words for _, words in before) + digits + "".join(words for _, words in behind)


def _digits(value: float, core: str, language: str) -> str:
    point, comma = (".", ",") if language == "en" else (",", ".")
    if "?" in core or core.count(point) > 1 or (comma in core and language != "en"):
        raise NotKnownError("a format beyond the plain ones")
    whole, _, decimals = core.partition(point)
    if comma in decimals or whole.startswith(comma) or whole.endswith(comma) or decimals.strip("0").strip("#"):
        raise NotKnownError("a format beyond the plain ones")
    if abs(value) >= 1e15:
        raise NotKnownError("a very large number in a format")
    last = Decimal(1).scaleb(-len(decimals))
    seen = Decimal(f"{abs(value):.15g}").quantize(last, rounding=ROUND_HALF_UP)
    if seen != Decimal(abs(value)).quantize(last, rounding=ROUND_HALF_UP):
        raise NotKnownError("a digit of which rounding decides")  # on the digits that show, or on the binary fraction
    before, _, after = f"{seen:f}".partition(".")
    least = whole.replace(comma, "").count("0")
    before = before.lstrip("0").rjust(least, "0")
    if comma in whole:
        before = _grouped(before)
    needed = decimals.count("0")
    after = after[:needed] + after[needed:].rstrip("0")
    if point in core and not after:
        raise NotKnownError("a point without decimals")  # it stands in Excel only
    return before + (point + after if point in core else "")


def _grouped(digits: str) -> str:
    first = len(digits) % 3
    groups = [digits[:first]] if first else []
    return ",".join([*groups, *(digits[at : at + 3] for at in range(first, len(digits), 3))])


def _moment(value: float, pieces: list[tuple[str, str]], language: str, is_1904: bool) -> str:
    if value < 0:
        raise NotKnownError("an hour before all days")  # a fault in Excel only
    letters = _LETTERS[language]
    if any(kind == "digits" or words in ("%",) for kind, words in pieces):
        raise NotKnownError("a format of days with digits")
    seconds = round((value % 1) * 86_400, 6)
    if seconds != int(seconds) and abs(seconds - round(seconds)) > 1e-3:
        raise NotKnownError("parts of a second in a format")
    seconds = round(seconds)
    if seconds >= 86_400:
        raise NotKnownError("a moment at the turn of a day")
    is_half = any(kind == "half" for kind, _ in pieces)
    asks_day = any(kind == "letters" and words[0].lower() in letters[:3] for kind, words in pieces)
    minutes = _minutes(pieces, letters)
    day = day_of(value, is_1904) if asks_day and len(minutes) < _count(pieces, letters[:3]) else None
    found = []
    for place, (kind, words) in enumerate(pieces):
        if kind == "half":
            found.append("PM" if seconds >= 43_200 else "AM")
        elif kind != "letters":
            found.append(words)
        elif place in minutes:
            found.append(str(seconds // 60 % 60).rjust(min(len(words), 2), "0"))
        else:
            found.append(_part(words.lower(), letters, day, seconds, is_half, language))
    return "".join(found)


def _count(pieces: list[tuple[str, str]], letters: str) -> int:
    return sum(kind == "letters" and words[0].lower() in letters for kind, words in pieces)


def _minutes(pieces: list[tuple[str, str]], letters: str) -> set[int]:
    """Where `m` is minutes: after hours, or before seconds."""
    places = [(place, words.lower()) for place, (kind, words) in enumerate(pieces) if kind == "letters"]
    found = set()
    for number, (place, words) in enumerate(places):
        if words[0] != "m":
            continue
        before = places[number - 1][1][0] if number else ""
        behind = places[number + 1][1][0] if number + 1 < len(places) else ""
        if before == letters[3] or behind == letters[4]:
            if len(words) > 2:
                raise NotKnownError("a format beyond the plain ones")
            found.add(place)
    return found


def _part(words: str, letters: str, day: date | None, seconds: int, is_half: bool, language: str) -> str:
    letter, count = letters.find(words[0]), len(words)
    if letter == 3:
        hour = seconds // 3600
        return str((hour - 1) % 12 + 1 if is_half else hour).rjust(count, "0")
    if letter == 4:
        return str(seconds % 60).rjust(count, "0")
    if day is None or letter < 0:
        raise NotKnownError("a format of another language")
    if letter == 0:
        return str(day.year) if count > 2 else f"{day.year % 100:02}"
    names, number = (_MONTHS, day.month - 1) if letter == 1 else (_DAYS, day.weekday())
    if count <= 2:
        return str(day.month if letter == 1 else day.day).rjust(count, "0")
    name = names[language].split()[number]
    if count == 4:
        return name
    if count > 4 or language != "en":
        raise NotKnownError("a short name in a language")  # programs shorten them differently
    return name[:3]
