"""How minutes and their parts are called: « Projet de compte rendu », D1, A2, [notes.md 120–180]. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from officebot.core.minutes.model import Source
from officebot.core.text import Language, in_words, one_line, say

#: Marks of the places of a document, as Word's bookmarks are called: hidden ones begin so. What is between says which
#: place: `_ob_d_2_1` is the first decision of the second topic.
MARK = "_ob_"
#: Of the whole document: the version that it shows.
VERSION_MARK = f"{MARK}v"
_LONGEST_FILE = 60
_WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def kind_of_document(language: Language, *, is_draft: bool) -> str:
    """What the document calls itself: « Projet de compte rendu » until it is validated, then « Compte rendu »."""
    return (say("Draft minutes") if is_draft else say("Minutes")).render(language)


def document_title(title: str, language: Language, *, is_draft: bool, version: int = 1) -> str:
    """The title in the document's properties; a draft after the first says which one it is."""
    kind = kind_of_document(language, is_draft=is_draft)
    named = f"{kind} – {one_line(title)}" if title.strip() else kind
    return f"{named} (v{version})" if is_draft and version > 1 else named


def long_day(day: date | None, language: Language) -> str:
    """A day with its weekday: « jeudi 26 novembre 2026 », “Thursday 26 November 2026”; "" for none."""
    if day is None:
        return ""
    return f"{_WEEKDAYS[language][day.weekday()]} {in_words(_only_day(day), language)}"


def short_day(day: date | None, language: Language) -> str:
    """A day as a table shows it: « 15 mars 2027 »; "" for none.

    With plain blanks: what holds together is never wider than a narrow column, where it would break in the middle of a word.
    """
    return in_words(_only_day(day), language) if day is not None else ""


def who_in_words(names: Sequence[str], language: Language) -> str:
    """Whose an action is; « sans responsable » where nobody was named."""
    return one_line(", ".join(names)) or say("no owner").render(language)


def no_day(language: Language) -> str:
    """What stands where no day was named: « sans échéance »."""
    return say("no date").render(language)


def hour_in_words(at: time, language: Language) -> str:
    """A time of day: « 18 h 30 », “18:30”."""
    if language == "en":
        return at.isoformat("minutes")
    return f"{at.hour}\u00a0h\u00a0{at.minute:02}" if at.minute else f"{at.hour}\u00a0h"


def reference(source: Source) -> str:
    """Where something was read, as the draft shows it: `[notes.md 120–180]`, `[00:12:03]`; "" for no file."""
    if not source.file:
        return ""
    if source.unit == "seconds":
        return f"[{clock(source.start)}]"
    return f"[{one_line(source.file, _LONGEST_FILE)} {int(source.start)}–{int(source.end)}]"


def clock(seconds: float) -> str:
    """Seconds as a recording counts them: `01:02:03`."""
    whole = max(0, int(seconds))
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def file_name(title: str, day: date | None, language: Language, *, is_draft: bool, version: int = 1) -> str:
    """A name for the file, without its ending: `2026-11-26 Compte rendu – CODIR`."""
    name = document_title(title, language, is_draft=is_draft, version=version)
    return f"{day.isoformat()} {name}" if day is not None else name


def _only_day(day: date) -> date:
    return day.date() if isinstance(day, datetime) else day
