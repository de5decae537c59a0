"""What keeps a text from being TOML, in the words of people who write settings: the reader itself says it in English."""

from __future__ import annotations

from officebot.core.text import Text, say

_TWICE = say("this stands there twice; write it once")
_BACKSLASH = say("a backslash in a text must be doubled, or the text stand between 'single quotes'")
_CHARACTER = say("this character may not stand here; a text stands between quotes, in one line")

#: How each message of Python's own reader begins, and what it means; where it names several, the longer one first.
_MEANINGS = (
    ("Invalid statement", say('a key is missing, as in name = "Bell"')),
    ("Invalid initial character for a key part", say('a key is missing, as in name = "Bell"')),
    ("Expected newline or end of document", say("each key stands in a line of its own, with one value")),
    ("Expected '=' after a key", say("behind a key stands an equals sign, and its value")),
    ("Expected ']", say("the bracket around the name of a table is not closed")),
    ("Cannot declare", _TWICE),
    ("Cannot overwrite a value", _TWICE),
    ("Cannot mutate immutable namespace", _TWICE),
    ("Cannot redefine namespace", _TWICE),
    ("Duplicate inline table key", _TWICE),
    ("Unclosed array", say("a list is not closed; write its last bracket")),
    ("Unclosed inline table", say("a brace is not closed")),
    ("Unescaped", _BACKSLASH),
    ("Invalid hex value", _BACKSLASH),
    ("Escaped character is not", _BACKSLASH),
    ("Unterminated string", say("a text is not closed; write the quote at its end")),
    ("Expected", say("a text is not closed; write the quote at its end")),
    ("Illegal character", _CHARACTER),
    ("Found invalid character", _CHARACTER),
    ("Invalid date or datetime", say("there is no such date")),
    ("Invalid value", say("a value is missing, or a text lacks its quotes")),
)


def not_toml(message: str) -> Text:
    """What a message of Python's TOML reader means; one that is not known says that something cannot be read."""
    known = (meaning for beginning, meaning in _MEANINGS if message.startswith(beginning))
    return next(known, say("something there cannot be read"))
