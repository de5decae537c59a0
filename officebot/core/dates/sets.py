"""Repetitions: every Monday at nine, daily, tous les quinze jours, 19th of every month."""

from __future__ import annotations

from officebot.core.dates.clock import clock, hours, part
from officebot.core.dates.nodes import Every
from officebot.core.dates.numbers import number, ordinal
from officebot.core.dates.reading import Run

_FREQUENCIES = {
    "s": "SECONDLY", "min": "MINUTELY", "h": "HOURLY", "d": "DAILY", "w": "WEEKLY", "m": "MONTHLY", "y": "YEARLY",
}  # fmt: skip
_MULTIPLES = {
    "qh": ("MINUTELY", 15),
    "fortnight": ("WEEKLY", 2),
    "q": ("MONTHLY", 3),
    "half": ("MONTHLY", 6),
    "decade": ("YEARLY", 10),
    "century": ("YEARLY", 100),
}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

Found = tuple[Every, int]


def every(run: Run, place: int) -> Found | None:
    """A repetition at the place, with its time, and the place after it."""
    found = _every(run, place)
    if found is None:
        return _time_first(run, place)
    rule, end = found
    return _with_time(run, rule, end)


def _every(run: Run, place: int) -> tuple[str, int] | None:
    for tag in run.lexemes[place].tags:
        if tag.startswith("rule:"):
            return tag[5:], place + 1
    return (
        _one_in_two(run, place)
        or _of_each(run, place)
        or _plural_day(run, place)
        or _once(run, place)
        or _day_of_each(run, place)
    )


def _one_in_two(run: Run, place: int) -> tuple[str, int] | None:
    """« un lundi sur deux », « une semaine sur deux »."""
    if run.lexemes[place].number != 1 or not run.has(place + 2, "one-in-two"):
        return None
    lexeme = run.lexemes[place + 1]
    if lexeme.weekday is not None:
        return _rule("WEEKLY", 2, f"BYDAY={_DAYS[lexeme.weekday]}"), place + 3
    frequency = _FREQUENCIES.get(lexeme.unit)
    return (_rule(frequency, 2), place + 3) if frequency else None


def _of_each(run: Run, place: int) -> tuple[str, int] | None:
    """Every other Friday, each quarter, tous les deux week-ends, every three weeks, all weekends."""
    if not run.has(place, "every"):
        return None
    if run.language == "fr" and not run.has(place, "every-strong"):
        return None
    inner, interval = place + 1, 1
    if run.has(inner, "other"):
        inner, interval = inner + 1, 2
    nth = ordinal(run, inner)
    if nth is not None and run.lexemes[nth[1]].weekday is not None:
        return _nth_of_each(run, *nth)
    counted = number(run, inner)
    if counted is not None and not run.lexemes[inner].ordinal:
        interval, inner = counted
    lexeme = run.lexemes[inner]
    if lexeme.weekday is not None and not lexeme.has("doubtful"):
        return _rule("WEEKLY", interval, f"BYDAY={_DAYS[lexeme.weekday]}"), inner + 1
    if lexeme.part and not counted:
        return "FREQ=DAILY", inner + 1
    return _of_unit(run, inner, interval, is_plural_wanted=run.words[place] == "all")


def _nth_of_each(run: Run, nth: int, place: int) -> tuple[str, int] | None:
    """« tous les premiers lundis du mois », every third Thursday of the month."""
    inner = place + 1
    while run.has(inner, "of", "in", "the") and inner < place + 3:
        inner += 1
    if run.lexemes[inner].unit != "m":
        return None
    return f"FREQ=MONTHLY;BYDAY={nth}{_DAYS[run.lexemes[place].weekday or 0]}", inner + 1


def _of_unit(run: Run, place: int, interval: int, *, is_plural_wanted: bool) -> tuple[str, int] | None:
    lexeme = run.lexemes[place]
    if not lexeme.unit or (is_plural_wanted and not lexeme.plural):
        return None
    end = place + 1
    if lexeme.unit == "bd":
        return "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", end
    if lexeme.unit == "weekend":
        return _rule("WEEKLY", interval, "BYDAY=SA,SU"), end
    if lexeme.unit == "w":
        joint = end + 1 if run.has(end, "on", "the") else end
        index = run.lexemes[joint].weekday
        if index is not None:
            return _rule("WEEKLY", interval, f"BYDAY={_DAYS[index]}"), joint + 1
    if lexeme.unit in _MULTIPLES:
        frequency, times = _MULTIPLES[lexeme.unit]
        return _rule(frequency, interval * times), end
    return _rule(_FREQUENCIES[lexeme.unit], interval), end


def _rule(frequency: str, interval: int, days: str = "") -> str:
    rule = f"FREQ={frequency}"
    if interval > 1:
        rule += f";INTERVAL={interval}"
    return f"{rule};{days}" if days else rule


def _plural_day(run: Run, place: int) -> tuple[str, int] | None:
    """Mondays, les mardis, on Thursdays; weekends."""
    inner = place
    lexeme = run.lexemes[inner]
    if (
        lexeme.unit in ("weekend", "bd")
        and lexeme.plural
        and run.has(place - 1, "on", "the")
        and run.words[place - 1] in ("on", "les")
    ):
        return _of_unit(run, inner, 1, is_plural_wanted=True)
    if lexeme.weekday is not None and run.lexemes[inner + 1].part and run.lexemes[inner + 1].plural:
        inner += 1
    elif lexeme.weekday is None or not lexeme.plural:
        return None
    return f"FREQ=WEEKLY;BYDAY={_DAYS[lexeme.weekday]}", inner + 1


def _once(run: Run, place: int) -> tuple[str, int] | None:
    """Once a week, deux fois par mois."""
    if not run.has(place, "once"):
        return None
    inner = place + 1
    if run.has(inner, "one", "per", "every"):
        inner += 1
    lexeme = run.lexemes[inner]
    if not lexeme.unit or (lexeme.plural and lexeme.unit != "m"):
        return None
    return _of_unit(run, inner, 1, is_plural_wanted=False)


def _day_of_each(run: Run, place: int) -> tuple[str, int] | None:
    """19th of every month, le 15 de chaque mois, the first Monday of each month."""
    counted = ordinal(run, place)
    if counted is None:
        if run.language != "fr" or not run.has(place, "digits"):
            return None
        counted = run.lexemes[place].number or 0, place + 1
    nth, inner = counted
    weekday = run.lexemes[inner].weekday
    if weekday is not None or run.lexemes[inner].unit == "d":
        inner += 1
    if run.has(inner, "of"):
        inner += 1
    if not run.has(inner, "every") or run.lexemes[inner + 1].unit not in ("m", "q", "y"):
        return None
    by = f"BYDAY={nth}{_DAYS[weekday]}" if weekday is not None else f"BYMONTHDAY={nth}"
    return f"FREQ=MONTHLY;{by}", inner + 2


def _with_time(run: Run, rule: str, end: int) -> Found:
    joint = end
    if run.words[joint] == ",":
        joint += 1
    is_told = run.has(joint, "at")
    if is_told:
        joint += 1
    between = hours(run, joint)
    if between is not None and not between[0].is_weak:
        return Every(rule), between[1]
    when = clock(run, joint)
    if when is not None and (is_told or not when[0].is_weak):
        plain = when[0].plain()
        if when[0].zone and run.words[when[1] - 1] == "phrase":
            return Every(f"{rule};BYHOUR={plain.hour};BYMINUTE={plain.minute}"), when[1] - 1
        later = part(run, when[1])
        return Every(f"{rule};BYHOUR={plain.hour};BYMINUTE={plain.minute}"), later[1] if later is not None else when[
            1
        ]
    named = part(run, joint)
    if named is not None and not is_told and named[0].near is None:
        return _with_time(run, rule, named[1]) if run.has(named[1], "at") else (Every(rule), named[1])
    return Every(rule), end


def _time_first(run: Run, place: int) -> Found | None:
    """9 am every day, 16 heures chaque lundi."""
    when = clock(run, place)
    if when is None:
        return None
    inner = when[1] + 1 if run.has(when[1], "on", "the") and not run.has(when[1], "every") else when[1]
    found = _every(run, inner)
    if found is None or (
        not run.has(inner, "every", "once")
        and not run.lexemes[inner].plural
        and not any(tag.startswith("rule:") for tag in run.lexemes[inner].tags)
    ):
        return None
    plain = when[0].plain()
    return Every(f"{found[0]};BYHOUR={plain.hour};BYMINUTE={plain.minute}"), found[1]
