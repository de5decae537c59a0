"""Words of a document that came back held against those it went out with: what is only typography is no change. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal, TypeAlias

from officebot.core.expressions import expression
from officebot.core.minutes.readback.places import Kind
from officebot.core.text import one_line, plain

#: A column of a table of actions, by what its heading says.
Column: TypeAlias = Literal["no", "what", "who", "due", "state"]

_SAME = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "«": '"', "»": '"', "‑": "-", "–": "-", "—": "-",
                       "…": "."})  # fmt: skip
_WORD = expression(r"\w+")
_AROUND_SIGNS = expression(r"\s(?=[:;!?%€$£\"])|(?<=\")\s")
_NUMBERED = expression(r"^\s{0,5}(?:[AD]\s?\d{1,3}|\d{1,3})\s{0,3}[.):\t–-]{0,3}\s{1,10}")
_LABEL = expression(r"^\s{0,5}([AD])\s?(\d{1,3})\b(?:\s{0,3}[.):\t–-]{1,3}|\s{1,10})\s{0,10}")
_REFERENCE = expression(r"\s{0,5}\[[^\[\]]{1,100}\]\s{0,5}$")
_NOTHING = frozenset({"", "-", "?", "/", ".", "na", "n/a", "neant", "none", "tbd", "a definir",
                       "sans responsable", "sans echeance", "no owner", "no date"})  # fmt: skip
_COLUMNS: Mapping[Column, frozenset[str]] = {
    "no": frozenset(["n°", "no", "no.", "n", "#", "num", "numero", "number", "ref", "id"]),
    "what": frozenset({"quoi", "what", "action", "actions", "tache", "taches", "task", "tasks", "objet", "description",
                       "libelle", "decision", "decisions", "decisions et actions", "action a mener", "a faire", "to do"}),
    "who": frozenset({"qui", "who", "responsable", "responsables", "porteur", "pilote", "owner", "owners", "assigned to",
                      "resp.", "par qui", "charge de", "en charge"}),
    "due": frozenset({"echeance", "echeances", "due", "due date", "date", "deadline", "delai", "pour le", "quand", "when",
                      "by when", "date limite", "pour quand", "by"}),
    "state": frozenset({"etat", "state", "statut", "status", "avancement", "progress"}),
}  # fmt: skip
_SECTIONS: Mapping[Kind, frozenset[str]] = {
    "s": frozenset({"resume", "summary", "echanges", "discussion", "discussions", "debats", "synthese"}),
    "d": frozenset({"decisions", "decision", "decisions prises", "decided", "resolutions"}),
    "a": frozenset({"actions", "action", "actions a mener", "action items", "action points", "a faire", "to do", "suites"}),
    "x": frozenset({"desaccords", "desaccord", "points de desaccord", "disagreements", "disagreement", "reserves",
                    "objections"}),
}  # fmt: skip
#: Headings of parts that are no points of the agenda, in the templates of many offices.
_OTHER_PARTS = frozenset({
    "prochaine reunion", "next meeting", "decisions et actions en un coup d'oeil", "decisions and actions at a glance",
    "suivi des actions precedentes", "actions of earlier meetings", "a preciser avant la validation", "participants",
    "to be settled before validation", "releve de decisions", "ordre du jour", "agenda", "presents", "attendance", "annexes",
    "annexe", "annex", "diffusion", "distribution", "la reunion", "the meeting", "plan d'actions", "action plan",
})  # fmt: skip


def same(one: str, other: str) -> bool:
    """Whether two texts say the same: quotes, dashes, blanks and hidden signs aside."""
    return _typed(one) == _typed(other)


@lru_cache(maxsize=20_000)
def _typed(words: str) -> str:
    shown = unicodedata.normalize("NFKC", words).translate(_SAME)
    return _AROUND_SIGNS.sub("", one_line(shown, 50_000)).strip()


@lru_cache(maxsize=20_000)
def folded(words: str) -> str:
    """The words as they are looked for: no capitals, accents, quotes or double blanks."""
    return plain(_typed(words))


def likeness(one: str, other: str) -> float:
    """How much of two texts is the same, from 0 to 1, by their words in order."""
    first, second = _words_of(one), _words_of(other)
    if not first or not second:
        return 0.0
    shared = len(set(first) & set(second))
    if 3 * shared < min(len(set(first)), len(set(second))):
        return 0.0
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


@lru_cache(maxsize=20_000)
def _words_of(words: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(folded(words))[:300])


def without_reference(words: str, references: frozenset[str]) -> str:
    """The words without where they were read, which the draft shows behind them."""
    found = _REFERENCE.search(words[-200:])
    if found is not None and folded(found[0]) in references:
        return words[: len(words) - len(found[0])].rstrip()
    return words


def without_number(words: str) -> str:
    """A heading without its number."""
    return _NUMBERED.sub("", words, count=1)


def label_in(words: str) -> tuple[Kind, int] | None:
    """What words begin with, where it is a label: `D2`, `A3`."""
    found = _LABEL.match(f"{words} ")
    return (("a" if found[1] == "A" else "d"), int(found[2])) if found is not None else None


def without_label(words: str) -> str:
    """The words without D2 or A3 before them."""
    return _LABEL.sub("", f"{words} ", count=1).rstrip() if label_in(words) is not None else words


def is_nothing(cell: str) -> bool:
    """Whether a cell says that nobody, or no day, is named."""
    return folded(cell).strip() in _NOTHING


def columns_of(headings: Sequence[str]) -> dict[Column, int]:
    """Which column of a table is which; none for a table of something else."""
    found: dict[Column, int] = {}
    for place, heading in enumerate(headings):
        said = folded(heading).strip(" :")
        for column, words in _COLUMNS.items():
            if said in words and column not in found and place not in found.values():
                found[column] = place
    return found if "what" in found and ("who" in found or "due" in found) else {}


def section_of(heading: str) -> Kind | None:
    """What stands below a heading such as « Décisions »; None for a heading of its own."""
    said = folded(without_number(heading)).strip(" :.")
    return next((kind for kind, words in _SECTIONS.items() if said in words), None)


def is_other_part(heading: str) -> bool:
    """Whether a heading is that of a part which is no point of the agenda: « Prochaine réunion »."""
    return folded(without_number(heading)).strip(" :.") in _OTHER_PARTS
