"""What people ask by mail to put on a meeting's agenda: the points in their own words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from officebot.core.expressions import expression
from officebot.core.text import one_line, plain

_LONGEST_TEXT, _LONGEST, _MOST = 20_000, 600, 20
#: Without one of these words nothing is proposed.
_STEM = expression(r"ordre[ -]du[ -]jour|\bodj\b|\bagenda\b", re.IGNORECASE)
_BULLET = expression(r"\s{0,8}+(?:[-–—•*·‣▪]|\d{1,2}[.)])\s{1,4}")
_END = expression(r"(?<=[.!?…])\s+")

_FR = r"(?:l['’]ordre[ -]du[ -]jour|l['’]odj)"
_VERB_FR = (
    r"\b(?:r?ajout(?:er|ez|e|ons)|inscri(?:re|vez|ve|s|vons)|met(?:tre|tez|te|s|tons)|port(?:er|ez|e|ons)|not(?:er|ez|e)|"
    r"pr[ée]v(?:oir|oyez|ois)|inclu(?:re|ez|s))\b"
)
_VERB_EN = r"\b(?:add|put|include|get|place|have|list)\b"
#: « ajouter le plan de charge à l'ordre du jour », "put the move on Monday's agenda".
_BEFORE = expression(
    rf"(?:{_VERB_FR}\s{{1,3}}(?P<fr>\S.{{2,200}})\s{{1,3}}(?:à|a|dans|sur)\s{{1,3}}{_FR}"
    rf"|{_VERB_EN}\s{{1,3}}(?P<en>\S.{{2,200}})\s{{1,3}}(?:to|on|onto|in)\s{{1,3}}(?:[\w'’-]{{1,30}}\s{{1,3}}){{0,4}}agenda\b)",
    re.IGNORECASE,
)
#: « que le bail soit inscrit à l'ordre du jour », "can the lease be added to the agenda".
_PASSIVE = expression(
    rf"\b(?:que|si)\s{{1,3}}(?P<fr>\S.{{2,200}})\s{{1,3}}(?:soi(?:t|ent)|pourrai(?:t|ent) être)\s{{1,3}}"
    rf"(?:r?ajouté|inscrit|mis|porté|prévu)\w{{0,3}}"
    rf"\s{{1,3}}(?:à|a|dans|sur)\s{{1,3}}{_FR}"
    r"|\b(?:can|could|may|should|that)\s{1,3}(?P<en>\S.{2,200})\s{1,3}be\s{1,3}(?:added|put|included|placed)\s{1,3}(?:to|on|onto|in)"
    r"\s{1,3}(?:[\w'’-]{1,30}\s{1,3}){0,4}agenda\b",
    re.IGNORECASE,
)
#: « ajouter à l'ordre du jour du CODIR le plan de charge », "add to the agenda the move".
_AFTER = expression(
    rf"(?:{_VERB_FR}\s{{1,3}}(?:à|a|dans|sur)\s{{1,3}}{_FR}|{_VERB_EN}\s{{1,3}}(?:to|on)\s{{1,3}}(?:[\w'’-]{{1,30}}\s{{1,3}}){{0,3}}agenda\b)"
    r"(?:\s{1,3}(?:du|des|de\s(?:la|l['’]|notre|cette|votre)|of\s(?:the|our|this)|for\s(?:the|our|this))\s{0,3}(?:[\w'’-]{1,30}\s{1,3}){0,4}?)?\s{0,3}"
    r"(?<=\s)(?P<what>(?:(?:le|la|les|un|une|the|a|an)\s|l['’])\S.{2,300})$",
    re.IGNORECASE,
)
#: « point à l'ordre du jour : …», « à inscrire à l'ordre du jour du CODIR : … », "item for the agenda: …".
_COLON = expression(
    rf"(?:(?:\b(?:points?|sujets?|questions?|propositions?|demande|proposer?|propose)\b.{{0,60}}|{_VERB_FR}.{{0,60}})\b"
    rf"(?:{_FR}|d['’]ordre[ -]du[ -]jour|odj)"
    rf"|\bordre[ -]du[ -]jour\b.{{0,40}}\b(?:points?|propositions?)\b|\bpour\s{{1,3}}{_FR}|\b(?:for|one more for)\sthe\sagenda\b"
    rf"|(?:\b(?:items?|points?|topics?|proposals?)\b.{{0,40}}|{_VERB_EN}.{{0,60}})\bagenda\b|\bagenda\s(?:items?|points?|topics?)\b)"
    r"(?P<where>[^:?!]{0,80}):(?P<what>.{0,400})$",
    re.IGNORECASE,
)
#: Who takes a point off, or speaks of one that is not to be there, proposes none.
_NOT = expression(
    r"\b(?:ne|n['’]\w{1,12})\b.{0,40}\b(?:pas|plus|rien)\b|\b(?:retir|enlev|supprim|reporte)\w{0,4}\b|\bnot\b|\bdon['’]t\b|\bcannot\b"
    r"|\b(?:remove|drop|withdraw|take .{1,60} off|postpone)\b|\binutile\b|\bno need\b"
    r"|\b(?:a|ont|avons|ai|avez) (?:déjà )?(?:ajouté|inscrit|mis)\b"
    r"|\b(?:was|were|has been|have been|already) (?:added|put|included)\b",
    re.IGNORECASE,
)
_FILLER = expression(
    r"^(?:(?:s['’]il (?:te|vous) pla[iî]t|svp|stp|please|aussi|également|also|ceci|this)[\s,:]{1,3}){0,2}"
    r"(?:(?:un|le|ce|mon|deux|les|the|a|an|one|my|this|ces)\s(?:petit\s)?(?:points?|sujets?|items?|topics?|words?|questions?)"
    r"(?:\s(?:suivants?|following|below))?"
    r"\s?(?:sur|concernant|relatifs?\sà|à\spropos\sd[eu]|about|on|regarding|concerning)?\s?)?",
    re.IGNORECASE,
)
_POLITE = expression(
    r"\b(?:s['’]il (?:te|vous) pla[iî]t|svp|stp|please|merci(?: d['’]avance)?|thanks?|thank you)$", re.IGNORECASE
)
_SIGNS = ' \t,.;:!?»«"“”'
_NOTHING = frozenset({
    "", "non", "rien", "ras", "no", "none", "nothing", "oui", "yes",
    "ceci", "cela", "ca", "this", "that", "it", "le", "la", "les", "them", "ce point", "ces points", "un point", "something",
    "quelque chose", "le suivant", "les suivants", "the following", "quoi", "what", "cette question", "ce sujet", "these",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point that somebody proposes; `quote` is the sentence in which they do."""

    text: str
    quote: str


def points_in(text: str) -> tuple[Point, ...]:
    """The points that a mail asks to put on an agenda, in order, each once."""
    if not _STEM.search(text[:_LONGEST_TEXT]):
        return ()
    found: dict[str, Point] = {}
    lines = _joined(text[:_LONGEST_TEXT].splitlines())
    for place, line in enumerate(lines):
        for point in _of_line(line, lines[place + 1 :]):
            found.setdefault(plain(point.text), point)
    return tuple(found.values())[:_MOST]


def _joined(written: Sequence[str]) -> list[str]:
    """The paragraphs, lists line by line: what a mail program broke at its margin is one line again."""
    lines: list[str] = []
    is_open = False
    for line in written:
        if not line.strip():
            is_open = False
            continue
        goes_on = is_open and not _BULLET.match(line) and len(lines[-1]) < _LONGEST
        if goes_on:
            lines[-1] = f"{lines[-1]} {line.strip()}"
        else:
            lines.append(line.rstrip())
        # A short line ended where its author ended it.
        is_open = len(line) > 50 and not line.rstrip().endswith((":", "."))
    return lines


def _of_line(line: str, after: Sequence[str]) -> Iterator[Point]:
    for sentence in _END.split(line[:2_000]):
        said = sentence[:_LONGEST]
        if not _STEM.search(said) or _NOT.search(said):
            continue
        colon = _COLON.search(said)
        if colon is not None:
            yield from _listed(colon["what"], line, sentence, after)
            continue
        behind = _AFTER.search(said)
        before = None if behind is not None else _BEFORE.search(said)
        before = before or (_PASSIVE.search(said) if behind is None else None)
        what = behind["what"] if behind is not None else (before["fr"] or before["en"]) if before is not None else ""
        if point := _point(what, said):
            yield point


def _listed(what: str, line: str, sentence: str, after: Sequence[str]) -> Iterator[Point]:
    """What stands behind the colon; where nothing does, the list below."""
    if point := _point(what, sentence):
        # A semicolon parts several points that stand in one line.
        parts = [part for part in what.split(";") if part.strip()]
        yield from (made for part in parts if (made := _point(part, sentence))) if len(parts) > 1 else (point,)
        return
    if not line.rstrip().endswith(":"):
        return
    bullets = after and _BULLET.match(after[0])
    for one in after[: _MOST if bullets else 1]:
        if bullets and not _BULLET.match(one):
            return
        below = _point(_BULLET.sub("", one, count=1), one)
        if below is not None:
            yield below


def _point(what: str, quote: str) -> Point | None:
    words = what.strip(" \t«»\"“”'’:-–—")
    words = _FILLER.sub("", words, count=1) or words
    words = _POLITE.sub("", words[:300].rstrip(_SIGNS)).strip(f"{_SIGNS}-–—")
    if plain(words) in _NOTHING or not any(letter.isalpha() for letter in words):
        return None
    return Point(text=one_line(words[:1].upper() + words[1:], 200), quote=one_line(quote, 300))
