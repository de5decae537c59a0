"""What reading dates costs: a text of a kilobyte, beside whatever peer is installed, and a date of each usual form.

python benchmarks/dates.py            2,000 texts of each kind, the best of five rounds
python benchmarks/dates.py --quick    200 texts, two rounds
"""

from __future__ import annotations

import argparse
import importlib
import re
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.common import table
from officebot.core.dates import find_dates
from officebot.core.dates.find import find
from officebot.core.dates.quick import Reader, quickly
from officebot.core.dates.sentences import expression
from officebot.core.worktime import WorkingTime

AT = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001 - an office's wall clock
OFFICE = WorkingTime()
_FRENCH = (
    "Bonjour, merci pour les documents que vous nous avez envoyés à propos du catalogue ; nous les avons regardés avec "
    "beaucoup d’intérêt et nous voudrions revenir vers vous pour les couleurs, le papier et l’étiquetage des cartons. "
) * 5
_ENGLISH = (
    "Dear colleagues, thank you for the documents that you sent us about the catalogue; we looked at them with great "
    "interest and would like to come back to you about the colours, the paper and the way in which boxes are labelled. "
) * 5
_FRENCH_DATES = (
    " Répondez avant vendredi 17h.",
    " La réunion est lundi 30 novembre à 10h30.",
    " Voir la lettre du 12 octobre 2026.",
)
_ENGLISH_DATES = (
    " Answer by Friday 5 pm.",
    " The meeting is on Monday 30 November at 10:30.",
    " See the letter of 12 October 2026.",
)
#: The least that anybody does: one pass for figures and names of days and months.
_SCAN = re.compile(
    r"\b(?:\d{1,4}|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|janvier|février|mars|avril|mai|juin|juillet|août|"
    r"septembre|octobre|novembre|décembre|demain|hier|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|"
    r"february|march|april|may|june|july|august|september|october|november|december|today|tomorrow)\b",
    re.IGNORECASE,
)


#: Usual forms, each in a sentence of its own.
FORMS = {
    "fr": (
        "27/11/2026", "2026-11-27", "12 mars 2026", "le 12 mars à 14h30", "avant le 27 novembre", "d'ici lundi", "mardi",
        "lundi prochain", "demain", "demain matin", "17h30", "10:30", "la semaine prochaine", "depuis hier soir",
        "vendredi 17h", "lundi 30 novembre à 10h30", "ce matin", "sous 48 h", "fin novembre",
    ),
    "en": (
        "27/11/2026", "2026-11-27", "March 12, 2026", "12 March at 2 pm", "by Friday", "on Monday", "next Monday",
        "tomorrow", "tomorrow morning", "17:30", "5 pm", "next week", "since last night", "today's", "by Friday 5 pm",
        "on Monday 30 November at 10:30", "this morning", "in two weeks", "within ten working days",
    ),
}  # fmt: skip
_AROUND = {
    "fr": ("La commande des cartons partira ", " et la facture suivra."),
    "en": ("The parcels will leave our store ", " and we will send you the invoice."),
}


def text(words: str, dates: tuple[str, ...]) -> str:
    """A kilobyte of words with the dates spread over it."""
    size = 1024 - sum(map(len, dates))
    pieces = [words[place * size // 3 : (place + 1) * size // 3] for place in range(3)]
    return "".join(piece + date for piece, date in zip(pieces, dates or ("",) * 3, strict=True))


TEXTS = {
    ("fr", "none"): text(_FRENCH, ()), ("en", "none"): text(_ENGLISH, ()),
    ("fr", "three"): text(_FRENCH, _FRENCH_DATES), ("en", "three"): text(_ENGLISH, _ENGLISH_DATES),
}  # fmt: skip


def microseconds(read: Callable[[str], object], words: str, times: int, rounds: int) -> float:
    """CPU time of one reading, the least of all rounds: other work on the machine only adds."""
    best = float("inf")
    for _ in range(rounds):
        begin = time.process_time()
        for _ in range(times):
            read(words)
        best = min(best, (time.process_time() - begin) / times * 1e6)
    return best


def ours(language: str) -> Callable[[str], object]:
    """officebot, in the office's sense."""
    return lambda words: find_dates(words, AT, language, working=OFFICE)


def peers(language: str) -> Iterator[tuple[str, Callable[[str], object], int]]:
    """The peers that happen to be installed, each with how much fewer times it is called."""
    for name, call in (("dateparser.search", _dateparser), ("recognizers-text", _recognizers)):
        made = call(language)
        if made is not None:
            yield name, made, 50


def _dateparser(language: str) -> Callable[[str], object] | None:
    try:
        search = importlib.import_module("dateparser.search")
    except ImportError:
        return None
    return lambda words: search.search_dates(words, languages=[language])


def _recognizers(language: str) -> Callable[[str], object] | None:
    try:
        module = importlib.import_module("recognizers_date_time")
    except ImportError:
        return None
    culture = {"fr": "fr-fr", "en": "en-us"}[language]
    return lambda words: module.recognize_datetime(words, culture, reference=AT)


def rows(times: int, rounds: int) -> Iterator[tuple[str, ...]]:
    """The heading, then a line a reader and text."""
    yield "reader", "text", "dates", "µs a text", "texts/s"
    for (language, dates), words in TEXTS.items():
        readers = [("one regular expression", _SCAN.findall, 1), ("officebot", ours(language), 1), *peers(language)]
        for name, read, fewer in readers:
            read(words)
            spent = microseconds(read, words, max(times // fewer, 2), rounds)
            yield name, language, dates, f"{spent:.0f}", f"{1e6 / spent:,.0f}"
    for dates in ("none", "three"):
        spent = microseconds(ours("mixed"), TEXTS["fr", dates], times, rounds)
        yield "officebot", "mixed", dates, f"{spent:.0f}", f"{1e6 / spent:,.0f}"


def form_rows(times: int, rounds: int) -> Iterator[tuple[str, ...]]:
    """The heading, then a line a form: its sentence read the quick way, and by the whole grammar, less the sentence alone."""
    yield "form", "text", "µs a date", "by the grammar"
    for language, forms in FORMS.items():
        before, behind = _AROUND[language]
        bare = microseconds(_reading(language, quickly), before + behind, times, rounds)
        for form in forms:
            spent = [
                microseconds(_reading(language, way), before + form + behind, times, rounds) - bare
                for way in (quickly, expression)
            ]
            yield form, language, *(f"{one:.1f}" for one in spent)


def _reading(language: str, way: Reader) -> Callable[[str], object]:
    order = "dmy" if language == "fr" else "mdy"
    return lambda words: find(words, AT, language, order, OFFICE, way)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true")
    quick = options.parse_args().quick
    times, rounds = (200, 2) if quick else (2000, 5)
    print(table(rows(times, rounds)))
    print(table(form_rows(times // 4, rounds)))


if __name__ == "__main__":
    main()
