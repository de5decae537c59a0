"""Times of day, from one to another, and the parts of a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from officebot.core.dates.lengths import length
from officebot.core.dates.nodes import Clock, Hours, Part
from officebot.core.dates.numbers import number
from officebot.core.dates.reading import Run

#: What Recognizers-Text means by the parts of a day; the office's own evening ends with its hours.
PARTS = {
    "morning": (time(8), time(12)), "afternoon": (time(12), time(16)), "evening": (time(16), time(20)),
    "night": (time(20), time(23, 59, 59)), "daytime": (time(8), time(18)), "business": (time(8), time(18)),
    "lunch": (time(11), time(13)), "dinner": (time(16), time(20)), "breakfast": (time(8), time(12)),
}  # fmt: skip
_MEALS = ("lunch", "dinner", "breakfast")


def clock(run: Run, place: int) -> tuple[Clock, int] | None:
    """A time of day at the place, weak if it is a bare number, and the place after it."""
    key = ("clock", place)
    if key not in run.memo:
        found = _clock(run, place)
        run.memo[key] = _with_zone(run, *found) if found is not None else None
    kept: tuple[Clock, int] | None = run.memo[key]
    return kept


def _clock(run: Run, place: int) -> tuple[Clock, int] | None:
    lexeme = run.lexemes[place]
    if lexeme.has("noon"):
        return _after_noon(run, place + 1, 12)
    if lexeme.has("midnight"):
        found = _after_noon(run, place + 1, 0)
        return replace(found[0], is_midnight=True), found[1]
    told = _past_or_to(run, place)
    if told is not None:
        return told
    return in_digits(run, place) if lexeme.has("digits") else _in_words(run, place)


def _after_noon(run: Run, place: int, hour: int) -> tuple[Clock, int]:
    """Noon or midnight, and what follows: « midi et demi », « midi pile »."""
    if run.has(place, "and-a-half"):
        return Clock(hour, 30), place + 1
    if run.has(place, "and-a-quarter"):
        return Clock(hour, 15), place + 1
    if run.language == "fr" and not run.has(place, "digits"):
        # « Midi vingt »; « midi deux » would be two of something else.
        counted = number(run, place)
        if counted is not None and counted[0] < 60 and counted[0] and not counted[0] % 5:
            return Clock(hour, counted[0]), counted[1]
    return Clock(hour), place


def in_digits(run: Run, place: int) -> tuple[Clock, int] | None:
    """A time in figures, such as 14h30, 10:30 or 5 pm, without its zone; and the place after it."""
    digits = run.words[place]
    if len(digits) > 2:
        return _in_four_digits(run, place)
    hour, after = int(digits), place + 1
    if hour > 24 or _belongs_to_more(run, place):
        return None
    if run.has(after, "hour-word"):
        return _french_hour(run, hour, after, is_padded=digits[0] == "0")
    if run.words[after] == "h" and run.is_glued(after) and (hour > 6 or run.has(after + 1, "digits")):
        return _french_hour(run, hour, after, is_padded=True)
    minute, second, end, sign = _minutes(run, after)
    half, later = _half_of_day(run, end)
    if half and hour <= 12:
        return _halved(hour, minute, second, half), later
    if run.has(end, "oclock") or (run.business and sign == "." and run.lexemes[end].unit == "h"):
        return _made(hour, minute, second), end + 1  # "17.00 hrs" is no length of 17 hours to the hundredth.
    if run.has(end, "ish") and run.is_glued(end):
        return _made(hour, minute, second), end + 1
    if hour == 24 and minute:
        return None
    is_padded = len(digits) == 2 and digits[0] == "0" and sign == ":"
    is_told = sign == ":" or (sign == "." and run.business and run.words[place - 1] in ("till", "until", "til"))
    return _made(hour % 24, minute, second, is_padded=is_padded, is_weak=not is_told, is_bare=not sign), end


def _belongs_to_more(run: Run, place: int) -> bool:
    """Whether the number is the tail of another: 37.1, 12:30:15, -5."""
    if not run.is_glued(place) or not run.is_glued(place - 1):
        return False
    return run.words[place - 1] in (".", ":", ",") and run.has(place - 2, "digits")


def _minutes(run: Run, place: int) -> tuple[int, int, int, str]:
    """Minutes and seconds behind `:` or `.`, the place after them, and the sign."""
    sign = run.words[place]
    if sign not in (":", ".") or not (run.is_glued(place) and run.is_glued(place + 1)):
        return 0, 0, place, ""
    word = run.words[place + 1]
    if not (run.has(place + 1, "digits") and len(word) == 2 and word < "60"):
        return 0, 0, place, ""
    end = place + 2
    third = run.words[end + 1]
    if run.words[end] == ":" and run.is_glued(end + 1) and len(third) == 2 and third.isdigit() and third < "60":
        return int(word), int(third), end + 2, sign
    return int(word), 0, end, sign


def _half_of_day(run: Run, place: int) -> tuple[str, int]:
    """am, pm or both, and the place after."""
    if run.is_sign(place, ".") and run.is_glued(place) and run.has(place + 1, "am", "pm"):
        place += 1
    for half in ("ampm", "am", "pm"):
        if run.has(place, half):
            return half, place + 1
    if (
        run.words[place] in ("a", "p")
        and run.is_glued(place)
        and not (run.is_glued(place + 1) and run.words[place + 1].isalnum())
    ):
        return run.words[place] + "m", place + 1
    return "", place


def _halved(hour: int, minute: int, second: int, half: str) -> Clock:
    if half == "ampm":
        return Clock(hour % 24, minute, second, is_sure=False)
    return Clock(hour % 12 + (12 if half == "pm" else 0), minute, second)


def _made(
    hour: int, minute: int, second: int = 0, *, is_padded: bool = False, is_weak: bool = False, is_bare: bool = False
) -> Clock:
    is_sure = hour > 12 or hour == 0 or is_padded
    return Clock(hour % 24, minute, second, is_sure, is_weak, is_midnight=hour == 24, is_bare=is_bare)


def _in_four_digits(run: Run, place: int) -> tuple[Clock, int] | None:
    """0930, 1140 a.m.: weak unless the half of the day follows."""
    digits = run.words[place]
    hour, minute = int(digits[:-2]), int(digits[-2:])
    if len(digits) > 4 or hour > 23 or minute > 59:
        return None
    half, end = _half_of_day(run, place + 1)
    if half and hour <= 12:
        return _halved(hour, minute, 0, half), end
    if run.lexemes[place + 1].unit == "h" and run.language == "en":
        return Clock(hour, minute), place + 2
    if 15 <= hour <= 21 and (run.language == "fr" or not run.has(place - 1, "at")):
        return None  # More likely a year.
    return (_made(hour, minute, is_weak=True), place + 1) if len(digits) == 4 else None


def _french_hour(run: Run, hour: int, place: int, *, is_padded: bool) -> tuple[Clock, int] | None:
    """What follows the hour in « 17 h 30 », « sept heures moins dix », « huit heures et demie »."""
    end = place + 1
    is_symbol = run.words[place] == "h" or (12 < hour < 24 and _is_no_length(run, place))
    minute = 0
    counted = number(run, end)
    if counted is not None and counted[0] < 60 and (not run.has(end, "digits") or len(run.words[end]) == 2):
        minute, end = counted
        is_symbol = True
        if run.has(end, "minute-word"):
            end += 1
    elif run.has(end, "minus"):
        back = number(run, end + 1)
        if back is not None and back[0] < 60:
            hour, minute, end, is_symbol = (hour - 1) % 24, 60 - back[0], back[1], True
            end += run.has(end, "minute-word")
    elif run.has(end, "minus-quarter"):
        hour, minute, end, is_symbol = (hour - 1) % 24, 45, end + 1, True
    elif run.has(end, "and-a-half", "and-a-quarter"):
        minute, end = 30 if run.has(end, "and-a-half") else 15, end + 1
    if run.has(end, "pile"):
        end, is_symbol = end + 1, True
    if hour > 24 or (hour == 24 and minute):
        return None
    half, end = _half_of_day(run, end)
    if half and hour <= 12:
        return _halved(hour, minute, 0, half), end
    # « 2 heures » alone may also be how long it lasts.
    return _made(hour, minute, is_padded=is_padded, is_weak=not is_symbol), end


def _is_no_length(run: Run, place: int) -> bool:
    """Whether « 17 heures » is when, not how long: no word for a length before it, nothing that is counted behind."""
    count = place - 1
    return not run.has(count - 1, "for", "within", "since", "dans", "every", "il-y-a") and not (
        run.has(place + 1, "of", "ago", "later") or run.lexemes[count - 1].turn or run.lexemes[place + 1].turn
    )


def _in_words(run: Run, place: int) -> tuple[Clock, int] | None:
    first = number(run, place) if run.lexemes[place].number is not None else None
    if first is None or first[0] > 24:
        return None
    hour, end = first
    if run.has(end, "and-a-half") and run.has(end + 1, "hour-word"):
        return _made(hour, 30), end + 2
    if run.has(end, "hour-word"):
        return _french_hour(run, hour, end, is_padded=False)
    minute = 0
    following = end + 1 if run.words[end] == "-" and run.is_glued(end) else end
    counted = number(run, following) if run.language == "en" else None
    if counted is not None and 10 <= counted[0] < 60 and not run.has(following, "digits"):
        minute, end = counted
    half, later = _half_of_day(run, end)
    if half and hour <= 12:
        return _halved(hour, minute, 0, half), later
    if run.has(end, "oclock"):
        return _made(hour, minute), end + 1
    is_told = minute and hour <= 12 and not minute % 5
    return _made(hour, minute, is_weak=not is_told, is_bare=not minute), end


def _past_or_to(run: Run, place: int) -> tuple[Clock, int] | None:
    """Half past five, a quarter to six, ten past 9, thirty-six minutes past eight."""
    if run.language != "en":
        return None
    if run.has(place, "half-past"):
        # "At half seven" is British for half past.
        is_told = run.words[place] == "phrase" or run.has(place - 1, "at", "by", "before")
        return _around_hour(run, 30, place + 1, is_past=True) if is_told else None
    start = place + 1 if run.has(place, "one") else place
    is_quarter = run.has(start, "quarter") and run.has(start + 1, "past-hour", "to-hour")
    counted = (15, start + 1) if is_quarter else number(run, place)
    if counted is None or counted[0] >= 60:
        return None
    minute, end = counted
    if run.lexemes[end].unit == "min":
        end += 1
    if run.has(end, "past-hour") or run.lexemes[end].turn == "past":
        return _around_hour(run, minute, end + 1, is_past=True)
    if run.has(end, "to-hour") and minute in (5, 10, 15, 20, 25) and not run.has(place, "digits"):
        return _around_hour(run, minute, end + 1, is_past=False)
    return None


def _around_hour(run: Run, minute: int, place: int, *, is_past: bool) -> tuple[Clock, int] | None:
    if run.has(place, "noon", "midnight"):
        hour, end = 12 if run.has(place, "noon") else 0, place + 1
        is_sure = True
    else:
        found = number(run, place)
        if found is None or not 1 <= found[0] <= 24:
            return None
        hour, end = found
        is_sure = hour > 12
    if not is_past:
        hour, minute = hour - 1, 60 - minute
    half, later = _half_of_day(run, end)
    if half and 0 <= hour <= 12:
        return _halved(hour, minute, 0, half), later
    return Clock(hour % 24, minute, is_sure=is_sure), end


def _with_zone(run: Run, found: Clock, end: int) -> tuple[Clock, int]:
    tags = run.lexemes[end].tags
    if "zone" not in tags:
        return found, end
    for tag in tags:
        if tag.startswith("zone:"):
            # "At 4 London time": nothing else is told on a clock.
            is_told = run.words[end] == "phrase"
            return replace(
                found, zone=tag[5:], is_weak=found.is_weak and not is_told, is_bare=found.is_bare and not is_told
            ), end + 1
    return found, end


def part(run: Run, place: int) -> tuple[Part, int] | None:
    """A part of the day (late afternoon, in the morning, ce soir), and the place after it."""
    piece, end = "", place
    for tag in ("early", "late", "mid"):
        if run.has(place, tag):
            piece, end = tag, place + 1
            break
    near: int | None = None
    if run.has(end, "in", "at", "of") and run.has(end + 1, "the") and not run.lexemes[end].part:
        end += 2
    elif run.has(end, "in", "the", "at") and not run.lexemes[end].part:
        if run.has(end + 1, "early", "late", "mid") and run.words[end] in ("in", "en") and not run.business:
            return None
        end += 1
    elif run.lexemes[end].turn == "this":
        near, end = 0, end + 1
    elif run.lexemes[end].turn == "last" and run.lexemes[end + 1].part in ("night", "evening"):
        near, end = -1, end + 1
    if not piece:
        for tag in ("early", "late", "mid"):
            if run.has(end, tag):
                piece, end = tag, end + 1
                break
    lexeme = run.lexemes[end]
    if not lexeme.part or (near is not None and lexeme.part in _MEALS):
        return None
    near = lexeme.near if lexeme.near is not None else near
    start, finish = piece_of(*PARTS[lexeme.part], piece)
    end += 1
    if near is None and run.language == "fr" and lexeme.part == "night" and run.lexemes[end].turn in ("last", "next"):
        near, end = -1 if run.lexemes[end].turn == "last" else 0, end + 1
    return Part(lexeme.part, start, finish, near), end


def piece_of(start: time, end: time, piece: str) -> tuple[time, time]:
    """The first or the second half of a part of the day."""
    middle = time((start.hour + end.hour + (1 if end.minute else 0)) // 2)
    if piece == "early":
        return start, middle
    return (middle, end) if piece == "late" else (start, end)


def in_part(found: Clock, name: str) -> Clock:
    """The reading of a time that the part of the day settles: ten in the evening is 22:00."""
    if found.is_sure:
        return replace(found, is_weak=False)
    hour = found.hour
    if (name in ("afternoon", "evening", "dinner") and hour < 12) or (name == "night" and 5 <= hour < 12):
        hour += 12
    elif (name == "night" and hour == 12) or (name == "lunch" and hour < 4):
        hour = 0 if hour == 12 else hour + 12
    return replace(found, hour=hour, is_sure=True, is_weak=False)


def hours(run: Run, place: int) -> tuple[Hours, int] | None:
    """From a time of day to another (9 to 5 pm, between 10 and 11:30, 14h-16h), and the place after it."""
    key = ("hours", place)
    if key not in run.memo:
        run.memo[key] = _hours(run, place) or _hours_of_length(run, place)
    kept: tuple[Hours, int] | None = run.memo[key]
    return kept


def _hours(run: Run, place: int) -> tuple[Hours, int] | None:
    is_between = run.has(place, "between")
    is_from = is_between or run.has(place, "from")
    start = _plain_clock(run, _past_at(run, place + 1) if is_from else place)
    if start is None:
        return None
    joint = start[1]
    if not (run.has(joint, "to", "dash") or (is_between and run.has(joint, "and"))):
        return None
    end = clock(run, _past_at(run, joint + 1))
    if end is None:
        return None
    is_weak = start[0].is_weak and end[0].is_weak
    if is_weak and run.words[joint] == "au":
        return None  # « du 5 au 6 » are days.
    if (
        is_from
        and is_weak
        and len(run.words[joint - 1]) == len(run.words[end[1] - 1]) == 4
        and run.words[joint - 1].isdigit()
    ):
        is_weak = False
    until = _after_start(start[0], end[0], counts_to_24=_counts_to_24(run, place, joint))
    return Hours(_before_end(start[0], end[0]), until, is_weak=is_weak), end[1]


def _counts_to_24(run: Run, first: int, behind: int) -> bool:
    """Whether an hour after twelve is written in French between two places: beside « 18h », « 9h » is in the morning."""
    return run.language == "fr" and any(
        12 < (lexeme.number or 0) <= 24 and lexeme.has("digits") for lexeme in run.lexemes[first:behind][:2]
    )


def _plain_clock(run: Run, place: int) -> tuple[Clock, int] | None:
    """A time, but "five" alone where five to seven is told: that may be a range."""
    if run.lexemes[place].number is not None and not run.has(place, "digits") and run.has(place + 1, "to"):
        return _in_words(run, place)
    return clock(run, place)


def _past_at(run: Run, place: int) -> int:
    return place + 1 if run.has(place, "at") else place


def _before_end(start: Clock, end: Clock) -> Clock:
    """The start, in the half of the day that its end names: 3-8pm starts at 15."""
    if start.is_sure or not end.is_sure:
        return start
    if end.hour < 12:
        return replace(start, is_sure=True) if start.hour <= end.hour else start
    later = start.hour % 12 + 12
    if later <= end.hour and (later, start.minute) < (end.hour, end.minute):
        return replace(start, hour=later, is_sure=True)
    return replace(start, is_sure=True)


def _after_start(start: Clock, end: Clock, *, counts_to_24: bool = False) -> Clock:
    """The end, twelve hours later where it would lie before its start; in the night's other day where all count to 24."""
    if end.is_sure or not start.is_sure:
        return end
    first, last = (start.hour, start.minute), (end.hour, end.minute)
    if last <= first and end.hour < 12 and not counts_to_24 and first < (end.hour + 12, end.minute):
        return replace(end, hour=end.hour + 12, is_sure=True)
    return replace(end, is_sure=True)


def _hours_of_length(run: Run, place: int) -> tuple[Hours, int] | None:
    """From 10 am for 3 hours; for two hours from 9."""
    if run.has(place, "from"):
        start = clock(run, place + 1)
        lasting = length(run, start[1] + 1) if start is not None and run.has(start[1], "for") else None
        end = lasting[1] if lasting is not None else 0
    else:
        lasting = length(run, place + 1) if run.has(place, "for") else None
        start = clock(run, lasting[1] + 1) if lasting is not None and run.has(lasting[1], "from") else None
        end = start[1] if start is not None else 0
    if start is None or lasting is None or not lasting[0].is_short or lasting[0].seconds >= 86400:
        return None
    begin = start[0].plain() if start[0].hour < 7 else time(start[0].hour, start[0].minute)
    seconds = begin.hour * 3600 + begin.minute * 60 + lasting[0].seconds
    finish = Clock(seconds // 3600 % 24, seconds // 60 % 60, seconds % 60)
    return Hours(replace(start[0], hour=begin.hour, is_sure=True), finish), end
