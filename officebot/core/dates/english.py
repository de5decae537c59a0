"""The English words of dates and times."""

from __future__ import annotations

from functools import lru_cache

from officebot.core.dates.lexicon import Builder, Lexicon
from officebot.core.dates.zones import zones_in_english

_MONTHS = (
    "january|jan",
    "february|feb",
    "march|mar",
    "april|apr",
    "may",
    "june|jun",
    "july|jul",
    "august|aug",
    "september|sept|sep",
    "october|oct",
    "november|nov",
    "december|dec",
)
#: Short names that are also other words, or parts of them.
_DOUBTFUL = "may|march|mar|sun|sat|wed|mon|second|seconds|sec|fall|spring"
_WEEKDAYS = (
    "monday|mon",
    "tuesday|tue|tues",
    "wednesday|wed|weds",
    "thursday|thu|thur|thurs",
    "friday|fri",
    "saturday|sat",
    "sunday|sun",
)
_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
_UNITS = {
    "s": "second|sec",
    "min": "minute|min",
    "h": "hour|hr",
    "d": "day",
    "w": "week|wk",
    "fortnight": "fortnight",
    "m": "month",
    "q": "quarter",
    "y": "year|yr",
    "decade": "decade",
    "century": "century",
    "weekend": "weekend",
    "bd": "workday",
}
_FEASTS = {
    "new_year": "new year's day|new year day|new years day|new year|new years|new year's",
    "new_year_eve": "new year's eve|new years eve|new year eve",
    "epiphany": "epiphany",
    "valentine": "valentine's day|valentines day|valentine day",
    "st_patrick": "st patrick's day|saint patrick's day|st. patrick's day|st patrick day|saint patrick day",
    "april_fools": "april fools|april fools day|april fool's day",
    "earth_day": "earth day",
    "labour": "may day|international workers' day|international workers day",
    "us_labor": "labor day|labour day",
    "mothers_day": "mother's day|mothers day|mothers' day",
    "fathers_day": "father's day|fathers day|fathers' day",
    "juneteenth": "juneteenth",
    "us_independence": "independence day|us independence day|american independence day",
    "bastille": "bastille day",
    "halloween": "halloween",
    "all_saints": "all saints' day|all saints day",
    "veterans": "veterans day|veteran's day|veterans' day",
    "memorial": "memorial day",
    "thanksgiving": "thanksgiving|thanksgiving day",
    "black_friday": "black friday",
    "cyber_monday": "cyber monday",
    "christmas_eve": "christmas eve|xmas eve",
    "christmas": "christmas|christmas day|xmas|xmas day",
    "boxing": "boxing day",
    "mlk": "martin luther king day|mlk day|martin luther king jr day",
    "presidents": "presidents day|presidents' day|president's day",
    "columbus": "columbus day",
    "groundhog": "groundhog day",
    "womens_day": "women's day|international women's day|womens day",
    "easter": "easter|easter day|easter sunday",
    "good_friday": "good friday",
    "easter_monday": "easter monday",
    "palm_sunday": "palm sunday",
    "ash_wednesday": "ash wednesday",
    "ascension": "ascension day",
    "pentecost": "pentecost|whit sunday",
    "whit_monday": "whit monday",
    "trinity": "trinity sunday",
    "corpus_christi": "corpus christi",
    "maundy_thursday": "maundy thursday",
    "guy_fawkes": "guy fawkes day|guy fawkes night|bonfire night",
    "inauguration": "inauguration day",
    "singles_day": "singles day|singles' day",
    "teachers_day": "teacher's day|teachers day|teachers' day",
    "childrens_day": "children's day|childrens day",
    "youth_day": "youth day",
    "girls_day": "girls' day|girls day",
    "all_souls": "all souls' day|all souls day",
    "arbor": "arbor day",
    "mardi_gras": "mardi gras",
    "cinco_de_mayo": "cinco de mayo",
}


@lru_cache(maxsize=1)
def english() -> Lexicon:
    """The English lexicon."""
    lexicon = Builder("en")
    _calendar(lexicon)
    _numbers(lexicon)
    _turns(lexicon)
    _small_words(lexicon)
    for feast, names in _FEASTS.items():
        lexicon.add(names, feast=feast)
    return lexicon.made()


def _calendar(lexicon: Builder) -> None:
    for place, names in enumerate(_MONTHS, 1):
        lexicon.add(names, month=place)
        if "|" in names:
            lexicon.add(names.partition("|")[2], "short")
    for place, names in enumerate(_WEEKDAYS):
        lexicon.add(names, weekday=place)
        lexicon.add(
            "|".join(f"{name}s" for name in names.split("|") if name.endswith("day")), weekday=place, plural=True
        )
    lexicon.add(_DOUBTFUL, "doubtful")
    for unit, names in _UNITS.items():
        lexicon.add(names, unit=unit)
        lexicon.add("|".join(f"{name}s" for name in names.split("|")), unit=unit, plural=True)
    lexicon.add("centuries", unit="century", plural=True)
    lexicon.add("quarters of an hour", unit="qh", plural=True)
    lexicon.add("week-end", unit="weekend")
    lexicon.add("week-ends", unit="weekend", plural=True)
    lexicon.add("business day|working day|business-day|work day|week day|weekday", unit="bd")
    lexicon.add("business days|working days|business-days|work days|week days|weekdays", unit="bd", plural=True)
    lexicon.add("spring", "season-1")
    lexicon.add("summer", "season-2", anchor=True)
    lexicon.add("fall|autumn", "season-3")
    lexicon.add("winter", "season-4", anchor=True)
    lexicon.add("autumn", "season-3", anchor=True)
    for near, names in {
        0: "today|this day|the current day|current date|current day|otd|todays",
        1: "tomorrow|tmr|tmrw|tomorow|tommorow",
        -1: "yesterday",
        2: "day after tomorrow|the day after tomorrow",
        -2: "day before yesterday|the day before yesterday",
    }.items():
        lexicon.add(names, near=near)
    for part, names in {
        "morning": "morning|mornings",
        "afternoon": "afternoon|afternoons",
        "evening": "evening|evenings",
        "night": "night|nights|nighttime|night time|night-time|overnight",
        "daytime": "daytime|day time|day-time",
        "lunch": "lunchtime|lunch time|lunch-time|lunch|lunches",
        "business": "business hours|business hour|office hours",
        "dinner": "dinnertime|dinner time|dinner-time",
        "breakfast": "breakfast time|breakfast-time",
    }.items():
        lexicon.add(names, part=part)
    lexicon.add("mornings|afternoons|evenings|nights|lunches", plural=True)
    lexicon.add("tonight|tonite|tonight's", part="night", near=0)


def _numbers(lexicon: Builder) -> None:
    for place, name in enumerate(_NUMBERS.split()):
        lexicon.add(name, number=place, anchor=False)
    for place, name in enumerate(_TENS.split(), 2):
        lexicon.add(name, number=place * 10, anchor=False)
    for place, name in enumerate(_ORDINALS.split(), 1):
        lexicon.add(name, ordinal=place, anchor=False)
    lexicon.add("thirtieth", ordinal=30, anchor=False)
    lexicon.add("two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty", anchor=True)
    lexicon.add("hundred", number=100, anchor=False)
    lexicon.add("thousand", number=1000, anchor=False)
    lexicon.add("dozen", number=12, anchor=False)
    lexicon.add("a|an|another", "one")
    lexicon.add("some|few|several|a few", "few")
    lexicon.add("a couple|couple|a couple of|couple of", "couple")
    lexicon.add("half", "half")
    lexicon.add("quarter", "quarter")
    lexicon.add("st|nd|rd|th", "suffix")
    lexicon.add("nineties", "decade-90", anchor=True)
    for place, name in enumerate(
        ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties"], 2
    ):
        lexicon.add(name, f"decade-{place * 10}", anchor=True)


def _turns(lexicon: Builder) -> None:
    lexicon.add("next|following|upcoming|coming|forthcoming|proximate", turn="next", anchor=False)
    lexicon.add("coming|upcoming|following", "coming")
    lexicon.add("this coming|next coming|this upcoming|coming|upcoming", "nearest", turn="next", anchor=False)
    lexicon.add("last|previous|preceding|prior|previously", turn="last", anchor=False)
    lexicon.add("past", turn="past", anchor=False)
    lexicon.add("this|current|present|same", turn="this", anchor=False)
    lexicon.add("same", "undefined")
    lexicon.add("early|earlier|beginning of|start of|beginning|start", "early")
    lexicon.add("mid|middle of|mid-|midst of", "mid")
    lexicon.add("late|later|end of", "late")
    lexicon.add("end of", "end")
    lexicon.add("rest of|remainder of", "rest")


def _small_words(lexicon: Builder) -> None:
    lexicon.add("equal to or later than|later than or equal to|greater than or equal to|equal or later than", "since")
    lexicon.add(
        "equal to or earlier than|earlier than or equal to|less than or equal to|equal or earlier than", "before"
    )
    lexicon.add("greater than", "after")
    for tags, names in {
        "the": "the",
        "of": "of|'s|s'|’s",
        "in": "in|during",
        "dans": "in",
        "after-next": "after next",
        "before-last": "before last",
        "on": "on",
        "at": "at|@|at about",
        "to": "to|till|until|thru|through|til",
        "from": "from",
        "between": "between",
        "and": "and|&",
        "or": "or",
        "for": "for",
        "per": "per|a|an|every|each",
        "every": "every|each|all|any",
        "other": "other|second",
        "ago": "ago|earlier|before now|back",
        "later": "later|from now|hence|after now",
        "after-length": "after|from|since|following|later than",
        "before-length": "before|prior to|preceding|earlier than",
        "before": (
            "before|prior to|no later than|not later than|by|till|until|earlier than|sooner than|"
            "ending|ending on|ending by|ends on|up to|til|ending with|preceding|as late as|"
            "on or before|by the end of the day on|<=|<|ahead of|at the latest by|not after"
        ),
        "by": "by|no later than|not later than",
        "after": "after|later than|>",
        "since": (
            "since|starting|beginning|starting on|starting from|beginning on|beginning from|"
            "as early as|as of|any time from|>=|= >|>|> =|on or after|not before|no earlier than|"
            "effective|as from|with effect from|starting with|commencing"
        ),
        "since-weak": "from|effective|starting|beginning",
        "around": "around|circa|approximately|roughly|near|approx|toward|towards|~",
        "upward": "after|later|greater|onwards|onward|beyond|up|newer|more|thereafter",
        "downward": "before|earlier|older|less|prior|below",
        "school-year": "sy|fy",
        "within": "within|inside|in less than",
        "more": "more than|over|no less than|at least|greater than|longer than",
        "less": "less than|no more than|at most|under|up to|fewer than",
        "oclock": "o'clock|oclock|o clock|sharp",
        "past-hour": "past|after",
        "to-hour": "to|before|til|till|of",
        "half-past": "half past|half-past|half",
        "am": "am|a.m|a.m.",
        "pm": "pm|p.m|p.m.",
        "ampm": "ampm|am/pm",
        "ish": "ish",
        "week-of": "w/c|wc|week commencing|week beginning|week starting|wb|w/b",
        "now": (
            "now|right now|at the present time|at present|as soon as possible|asap|at this moment|"
            "at the moment|at this time|immediately|straight away|as we speak|present time"
        ),
        "to-date": "to date",
        "piece": "d|y|t",
        "year-to-date": "year to date|ytd|year-to-date",
        "month-to-date": "month to date|mtd|month-to-date",
        "week-to-date": "week to date|wtd|week-to-date",
        "eoy": "eoy|end of year|year end|year-end|the year end|the year-end",
        "eom": "eom|end of month|month end|month-end",
        "eod": (
            "eod|end of day|end of the day|cob|close of business|close of play|cop|end of business|"
            "eob|end of play|end of trading|close of trading|end of the working day|end of business day|close of business day|"
            "end of the business day|close of day"
        ),
        "before-leaving": (
            "before you go home|before you leave|before leaving|before you head home|before going home|"
            "before the office closes|before your office closes|before you leave the office"
        ),
        "in-the-hour": "within the hour|in the next hour|inside the hour|within the next hour",
        "in-the-half-hour": "within the half hour|in the next half hour|within the next half hour",
        "eow": "eow",
        "the-day-after": "the day after|day after|the next day|next day|the following day|following day",
        "the-day-before": "the day before|day before|the previous day|previous day|the preceding day",
        "noon": "noon|midday|mid-day|12 noon|12noon|high noon|mid day|noontime",
        "midnight": "midnight|mid-night|mid night|12 midnight",
        "week": "week",
        "school": "school|fiscal|academic",
        "calendar": "calendar",
        "whole": "all|whole|entire|full",
        "year-word": "year",
        "quarter-word": "quarter|q",
        "half-word": "half|h",
        "whose": "your|my|our|their|local",
        "from-now": "from now",
        "once": "once|once a|twice a|twice",
        "eve": "eve",
        "first-thing": "first thing",
        "dash": "-|–|~",
        "half-hour": "half an hour|half hour|half-hour|a half hour|a half an hour",
        "quarter-hour": "quarter of an hour|a quarter of an hour|quarter hour",
        "and-a-half": "and a half|and half|and one half",
        "and-a-quarter": "and a quarter",
    }.items():
        lexicon.add(names, tags)
    lexicon.add(
        (
            "eoy|eom|eod|eow|cob|noon|midday|midnight|ytd|now|asap|w/c|daily|lunchtime|oclock|o'clock|"
            "pm|am|first thing|eob|cop|immediately"
        ),
        anchor=True,
    )
    lexicon.add(
        (
            "as soon as possible|at the present time|close of play|close of business|"
            "end of business|half past|half-past|year to date|to date|month to date|week to date|"
            "present time|moment|end of play|end of trading|close of trading|half hour|leave|leaving|home|closes"
        ),
        anchor=True,
    )
    for rule, names in {
        "FREQ=DAILY": "daily|everyday|day to day|day-to-day",
        "FREQ=WEEKLY": "weekly",
        "FREQ=WEEKLY;INTERVAL=2": "biweekly|bi-weekly|fortnightly|biweekly",
        "FREQ=MONTHLY": "monthly",
        "FREQ=MONTHLY;INTERVAL=2": "bimonthly|bi-monthly",
        "FREQ=MONTHLY;INTERVAL=3": "quarterly",
        "FREQ=MONTHLY;INTERVAL=6": "semiannual|semiannually|semi-annual|semi-annually|half-yearly|biannual|biannually",
        "FREQ=YEARLY": "annually|annual|yearly",
        "FREQ=HOURLY": "hourly",
    }.items():
        lexicon.add(names, f"rule:{rule}", anchor=True)
    for zone, name in zones_in_english():
        lexicon.add(name, f"zone zone:{zone}")
