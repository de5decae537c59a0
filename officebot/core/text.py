"""Sentences for people, kept as their source and values so that each reader gets them in their language."""

from __future__ import annotations

import gettext
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeAlias

from officebot.core.catalogues import french_of, is_plain
from officebot.core.expressions import expression

#: The languages that people are written to in.
Language: TypeAlias = Literal["fr", "en"]
#: What may fill a place of a sentence; each is written as the reader's language writes it.
Value: TypeAlias = "str | int | float | bool | Decimal | date | datetime | Text | list[str] | None"

#: All of them, French first.
LANGUAGES: tuple[Language, ...] = ("fr", "en")
LOCALE = Path(__file__).parent.parent / "locale"

_MONTHS: Mapping[Language, tuple[str, ...]] = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


#: Stands in a numbered proposal for the number that its approval gives. A noncharacter (Unicode §23.7): no text that
#: people exchange may hold it, and what reads text from outside takes it out (`officebot.core.numbering`).
NUMBER_TO_COME = "\ufdd0"
#: Stands for it while a text is rendered that keeps it.
_KEPT = "\ufdd1"

# C0 and C1 controls but tab and line feed, the bidirectional overrides (UAX #9), and what XML 1.0 cannot hold.
_CONTROLS = (
    *range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A),
    *range(0xD800, 0xE000), 0xFFFE, 0xFFFF,
)  # fmt: skip
_INVISIBLE: Mapping[int, None] = dict.fromkeys(_CONTROLS)
_UNPRINTABLE = expression(r"[\x00-\x1f\x7f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence: its English source with named places, and what fills them.

    The source is also the key of its translation; `render` never raises, whatever the values hold. Where it counts
    something, `source` is said of one and `several` of more; the value `count` decides. `domain` is the package of the
    plugin that says it and translates it (`core/catalogues.py`); "" is officebot.
    """

    source: str
    values: tuple[tuple[str, Value], ...] = ()
    several: str = ""
    domain: str = ""

    def render(self, language: str = "en") -> str:
        """The sentence in French for "fr", else in English, dates and amounts written that language's way."""
        reader = as_language(language)
        source = self._said_of(reader)
        sentence = self._translated(source, reader) if source else ""
        if not self.values:
            return sentence
        shown = {name: in_words(value, reader) for name, value in self.values}
        try:
            if is_plain(sentence):
                return sentence.format_map(shown)
        except (KeyError, IndexError, ValueError, AttributeError, TypeError):
            pass  # a place that nothing fills
        return f"{sentence} ({', '.join(f'{k}={v}' for k, v in shown.items())})"

    def _translated(self, source: str, reader: Language) -> str:
        if self.domain:
            return french_of(self.domain, source) if reader == "fr" else source
        return _catalogue(reader).gettext(source)

    def _said_of(self, reader: Language) -> str:
        """The source for this count: English says “0 mails”, French « 0 courriel »."""
        count = dict(self.values).get("count") if self.several else 1
        return self.source if count == 1 or (count == 0 and reader == "fr") else self.several

    def to_json(self) -> dict[str, object]:
        """A JSON object that `from_json` turns back into an equal Text."""
        stored: dict[str, object] = {"text": self.source}
        if self.several:
            stored["several"] = self.several
        if self.values:
            stored["values"] = {name: _encode(value) for name, value in self.values}
        if self.domain:
            stored["domain"] = self.domain
        return stored

    @staticmethod
    def from_json(stored: Mapping[str, object]) -> Text:
        """The Text that `to_json` wrote."""
        values = stored.get("values")
        pairs = tuple((k, _decode(v)) for k, v in values.items()) if isinstance(values, Mapping) else ()
        domain = str(stored.get("domain", ""))
        return Text(str(stored.get("text", "")), pairs, str(stored.get("several", "")), domain)

    def written(self, language: str) -> str:
        """As `render`, for a letter, a document or a cell of a numbered proposal: a number to come keeps its place."""
        kept = tuple(
            (name, value.replace(NUMBER_TO_COME, _KEPT) if isinstance(value, str) else value)
            for name, value in self.values
        )
        return replace(self, values=kept).render(language).replace(_KEPT, NUMBER_TO_COME)

    def __str__(self) -> str:
        return self.render("en")


def say(source: str, **values: Value) -> Text:
    """A Text from its English source; `say("Held for {person}", person="Claire")`."""
    return Text(source, tuple(values.items()))


def counted(one: str, several: str, count: int, **values: Value) -> Text:
    """A Text about so many things: `counted("{count} mail", "{count} mails", 1)`; both are sources of their own."""
    return Text(one, (("count", count), *values.items()), several)


_NAMED_MONTHS = (
    say("January {year}"), say("February {year}"), say("March {year}"), say("April {year}"), say("May {year}"),
    say("June {year}"), say("July {year}"), say("August {year}"), say("September {year}"), say("October {year}"),
    say("November {year}"), say("December {year}"),
)  # fmt: skip


def quoted(words: str) -> Text:
    """A Text that holds someone's own words, shown as they are in every language."""
    return Text("{words}", (("words", words),))


def joined(parts: Iterable[Text], between: str) -> Text:
    """A Text of several, each still translated, with the same signs between them."""
    places = {f"p{number}": part for number, part in enumerate(parts)}
    return Text(between.join(f"{{{name}}}" for name in places), tuple(places.items()))


def one_line(words: str, longest: int = 200) -> str:
    """Outside words as a list or a subject shows them: one line, nothing invisible, at most so long."""
    plain = " ".join(_UNPRINTABLE.sub(" ", visible(words)).split())
    return plain if len(plain) <= longest else f"{plain[: longest - 1]}…"


def plain(words: str) -> str:
    """The words without capitals and accents: as people type what they look for."""
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def month_in_words(day: date, language: Language) -> str:
    """The day's month and year: « novembre 2026 », “November 2026”."""
    return f"{_MONTHS[language][day.month - 1]} {day.year}"


def named_month(year: int, month: int) -> Text:
    """A month as a value in a sentence: « novembre 2026 », “November 2026”; `month` counts from 1."""
    return Text(_NAMED_MONTHS[month - 1].source, (("year", str(year)),))


def as_language(name: str) -> Language:
    """The language that a setting, a table or an environment names: French for fr and fr_CA, else English."""
    return "fr" if name.startswith("fr") else "en"


def in_words(value: Value, language: Language) -> str:
    """One value as a reader of `language` writes it: `24 novembre 2026 à 09:00`, `1 234,56`."""
    if isinstance(value, Text):
        return value.render(language)
    if isinstance(value, datetime):
        day, hour = in_words(value.date(), language), f"{value:%H:%M}"
        return f"{day} à {hour}" if language == "fr" else f"{day} at {hour}"
    if isinstance(value, date):
        day = "1er" if language == "fr" and value.day == 1 else str(value.day)
        return f"{day} {_MONTHS[language][value.month - 1]} {value.year}"
    if isinstance(value, Decimal):
        english = f"{value:,f}"
        return english if language == "en" else english.replace(",", "\u202f").replace(".", ",")
    if isinstance(value, list):
        return ", ".join(in_words(word, language) for word in value)
    if isinstance(value, bool):
        return {"fr": ("non", "oui"), "en": ("no", "yes")}[language][value]
    if isinstance(value, float):
        return str(value) if language == "en" else str(value).replace(".", ",")
    if value is None:
        return "—"
    words = visible(str(value))
    return words.replace(NUMBER_TO_COME, number_to_come(language)) if NUMBER_TO_COME in words else words


def number_to_come(language: str) -> str:
    """What a reader sees in the place of a number that is not given yet."""
    return say("number given at approval").render(language)


def visible(words: str) -> str:
    """The words without what could steer a terminal or turn the reading direction: they may come from outside."""
    return words if words.isprintable() else words.translate(_INVISIBLE)


@lru_cache(maxsize=8)
def _catalogue(language: Language) -> gettext.NullTranslations:
    return gettext.translation("officebot", str(LOCALE), [language], fallback=True)


def _encode(value: Value) -> object:
    if isinstance(value, Text):
        return {"$": "text", "v": value.to_json()}
    if isinstance(value, datetime):
        return {"$": "datetime", "v": value.isoformat()}
    if isinstance(value, date):
        return {"$": "date", "v": value.isoformat()}
    if isinstance(value, Decimal):
        return {"$": "decimal", "v": str(value)}
    return value


def _decode(stored: object) -> Value:
    if isinstance(stored, dict):
        kind, value = stored.get("$"), stored.get("v")
        if kind == "text" and isinstance(value, dict):
            return Text.from_json(value)
        if kind == "datetime":
            return datetime.fromisoformat(str(value))
        if kind == "date":
            return date.fromisoformat(str(value))
        if kind == "decimal":
            return Decimal(str(value))
        return str(stored)
    if isinstance(stored, list):
        return [str(part) for part in stored]
    if stored is None or isinstance(stored, str | int | float | bool):
        return stored
    return str(stored)
