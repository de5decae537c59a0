"""The shape of words: a letter each, so that the form of a whole expression is one regular expression over letters."""

from __future__ import annotations

from collections.abc import Mapping

#: What no form of `quick` knows, what ends a run, and a word that is only known as a piece of a phrase.
OTHER, END, IDLE = "z", "x", "i"
#: Numbers in digits: below 24, up to 31, up to 99, a year, others of three or four digits, longer ones.
HOUR, DAY, TENS, YEAR, ODD, LONG = "1", "3", "7", "4", "8", "9"
#: The same glued to a sign or an « h » before them, and anything glued to what it does not belong to.
GLUED_SHORT, GLUED_YEAR, GLUED = "2", "5", "6"
SUFFIX = "s"
#: Signs that may stand inside a date; any other ends it. Their letter is the sign.
SIGNS = frozenset(",.-/:()'~<>=&+@")
#: What means something else where it is glued to the word before it: a number, "rd", « à », a.
NUMBERS = frozenset({HOUR, DAY, TENS, YEAR, ODD, LONG, SUFFIX, "a", "y"})
#: What belongs to a number only where it is glued to it, and its letter where it is not: « à 10 : », "12 - 14".
APART = {SUFFIX: OTHER, ":": ";", "-": "_", "/": OTHER, ".": OTHER}
_GLUED = {HOUR: GLUED_SHORT, DAY: GLUED_SHORT, TENS: GLUED_SHORT, YEAR: GLUED_YEAR}
_JOINING = frozenset({"/", "-", ".", ":", "h"})
#: The letters of words that mean just this (`Lexeme.meaning`) and nothing else.
_LETTERS: Mapping[str, str] = {
    meaning: letter
    for letter, meanings in {
        "M": ("month", "doubtful month"),
        "m": ("month short",),
        "W": ("weekday",),
        "D": ("near",),
        "P": ("part:morning", "part:afternoon", "part:evening", "part:night"),
        "E": ("near part:night",),
        "u": ("unit:w week", "unit:w", "unit:m", "plural unit:m", "unit:y year-word", "unit:y"),
        "Q": ("quarter quarter-word unit:q",),
        "N": ("turn:next",),
        "L": ("turn:last",),
        "C": ("turn:this",),
        "p": ("behind turn:last",),
        "h": ("half-word hour-word unit:h",),
        "A": ("am", "pm"),
        "s": ("suffix",),
        "B": (
            "before", "before by", "before before-length", "before before-length downward",
            "before before-length downward to-hour", "before within", "before to",
        ),
        "S": ("from since", "since", "after-length since"),
        "T": ("the",),
        "t": ("in the",),
        "l": ("in on the",),
        "k": ("every the",),
        "d": ("from in of on",),
        "e": ("de from of",),
        "f": ("from of since",),
        "g": ("in on to",),
        "a": ("a at to",),
        "q": ("at",),
        "O": ("on",),
        "I": ("dans in",),
        "n": ("in of", "in"),
        "o": ("of to-hour", "of"),
        "j": ("to to-hour", "to"),
        "w": ("and", "and to"),
        "v": ("for",),
        "r": ("or",),
        "K": ("number",),
        "R": ("ordinal",),
        "y": ("one per", "number one"),
    }.items()
    for meaning in meanings
}  # fmt: skip


def letter(word: str, meaning: str) -> str:
    """The letter of a word or phrase of that meaning; `word` is empty for a phrase."""
    if meaning == "weekday" and len(word) < len("lundi"):
        return OTHER  # "Thu." is an abbreviation: its point does not end the sentence.
    if meaning:
        return _LETTERS.get(meaning, OTHER)
    return IDLE if len(word) > 1 and word.isalpha() else OTHER


def number_letter(digits: str) -> str:
    """The letter of a number in digits that stands apart."""
    if len(digits) <= len("31"):
        return HOUR if int(digits) < 24 else DAY if int(digits) <= 31 else TENS
    if len(digits) > len("2026"):
        return LONG
    return YEAR if len(digits) == len("2026") and "1500" <= digits <= "2199" else ODD


def glued(own: str, before: str) -> str:
    """The letter of one of `NUMBERS` that stands right behind another word, without a blank."""
    if own == SUFFIX:
        return own if before.isdigit() else GLUED
    if own in "ay":
        return own if before in SIGNS else GLUED  # "5a" is five in the morning.
    return _GLUED.get(own, GLUED) if before in _JOINING else GLUED
