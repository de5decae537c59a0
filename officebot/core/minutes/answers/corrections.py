"""Corrections that an answer makes in its own words: « point 3 : 12 000 € et non 10 000 », “A2: it's Léa, not Paul”. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from officebot.core.expressions import expression
from officebot.core.minutes.answers.refs import Reference, references_in

#: How something is to be otherwise; "unclear" is asked.
CorrectionKind: TypeAlias = Literal[
    "replace", "remove", "remove-last", "remove-first", "add", "who", "due", "presence", "unclear"
]
_LONGEST = 600
#: Of words that are neither names nor numbers: « six mille » for « huit mille ».
_MOST_WORDS_ALIKE = 3

_QUOTES = ' \t\u00a0\u202f«»“”"„:,.;'
_QUOTED = expression('[«“"„]\\s{0,3}([^«»“”"„]{1,500}?)\\s{0,3}[»”"]')
_PLEASE = (
    r"(?:(?:merci de|please|pls|il faut|il faudrait|on doit|could you|can you|peux-tu|pourrais-tu|pouvez-vous"
    r"|pourriez-vous"
    r"|je voudrais|kindly|and|et|bien vouloir)\s){0,3}"
)
_REPLACE = expression(
    rf"^{_PLEASE}(?:remplace[rz]?|replace|change[rz]?|modifie[rz]?|corrige[rz]?|correct|substitute)\s(.{{1,500}})$",
    re.I,
)
_TO = expression(r"\s(?:par|en|with|by|to|into)\s", re.I)
_READ = expression(r"^(?:il faut |merci de |please )?(?:lire|read|écrire|mettre|write|put)\s?:?\s(.{1,500})$", re.I)
_INSTEAD = expression(
    r",?\s(?:et non(?: pas)?|et pas|non pas|and not|rather than|instead of|in place of|plutôt que?"
    r"|au lieu d[eu]|à la place d[eu]"
    r"|pas|non|not)\s(?:d[eu'’]\s?)?",
    re.I,
)
_ARROW = expression(r"\s?(?:->|→|=>|-->)\s?")
_BECOMES = expression(r"\s(?:should (?:be|read|say)|must be|devient|devrait être|doit être|becomes)\s", re.I)
_LEAD = expression(
    r"^(?:(?:c['’]est|c['’]était|ce sont|c['’]était plutôt|il s['’]agit de|lire|il faut lire|it['’]s|it is"
    r"|it was|they are|that['’]s|that is|should be|should read|read"
    r"|(?:le montant|la date|le chiffre|le total|the amount|the date|the figure|the total|le prix|the price"
    r"|la somme)(?: exacte?| correct)? (?:est|is|était|was)(?: de| le)?)\s)",
    re.I,
)
_REMOVE = expression(
    rf"^{_PLEASE}(?:supprime[rz]?|supprimons|retire[rz]?|enl[eè]ve[rz]?|efface[rz]?|delete|remove|drop"
    rf"|strike(?: out)?|take out)"
    r"(?:[\s-]{1,3}(.{0,500}))?$",
    re.I,
)
_ADD = expression(
    rf"^{_PLEASE}(?:r?ajoute[rz]?|add|ins[eé]re[rz]?|insert)\s?(?:(:|que\s|qu['’]|that\s)\s?)?(.{{1,500}})$", re.I
)
_LAST = expression(
    r"^(?:la |the )?(?:toute )?(derni[eè]re|last|premi[eè]re|first) (?:phrase|sentence)(?: d[eu] .{0,40}"
    r"| of .{0,40}| in .{0,40})?$",
    re.I,
)
_THIS = expression(
    r"^(?:it|this|that|le|la|les|ça|cela|(?:ce|cette|cet|this|that|the|le|la|l['’])\s?(?:point|action"
    r"|d[ée]cision|item|phrase|sentence|ligne|line))?$",
    re.I,
)
#: An amount, a number, a date in figures, a time: what one can take for another.
_NUMBERLIKE = expression(
    r"[€$£]?\s?\d[\d \u00a0\u202f.,/:h’'-]{0,30}(?:\s?(?:[€%$£]|[^\W\d_]{1,14}\.?)(?:\s(?:HT|TTC))?)?", re.I
)
_NAME = expression(r"(?:(?:M\.|Mme|Mr|Mrs|Ms|Dr)\s)?[A-ZÀ-Ý][\w’'-]{0,30}(?:\s[A-ZÀ-Ý][\w’'.-]{0,30}){0,3}")
_WHO = expression(
    r"^(?:c['’]est|it['’]s|it is|owner|responsable|porteur|pilote|qui|who|pour|for|par|by|(?:à )?attribuer?"
    r"|(?:to be )?assign(?:ed)?|(?:à )?confier"
    r"|plutôt|should (?:be|go)|c['’]est plutôt|belongs|goes|is|est|revient)?"
    r"\s?(?::\s?|à\s|a\s|to\s|pour\s|for\s|plutôt\s|rather\s){0,2}(.{2,120})$",
    re.I,
)
_DOES = expression(
    r"\s(?:qui|who) .{1,80}$|\s(?:s['’]en (?:charge|occupe)|will do it|does it|does that|is doing it"
    r"|takes it)$|['’]s$",
    re.I,
)
_WAS_THERE = expression(
    r"^(.{2,80}?),? (?:était|etait|était bien|est|was|was also|is|figure parmi les|était aussi)\s"
    r"(présente?s?|presents?|excusée?s?|excused|absente?s?|absents?)$",
    re.IGNORECASE,
)
_PUT_AMONG = expression(
    rf"^{_PLEASE}(?:ajoute[rz]?|add|mettre|put) (.{{2,80}}?) (?:aux|parmi les|dans les|to the|among the|as|comme|en)\s"
    r"(présente?s?|present|excusée?s?|excused|absente?s?|absents?)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One correction: where (`reference`, None for anywhere), what is to become of it, and the sentence it came from.

    `choices` are the ways in which it can be taken apart, each (before, after): only one of them may fit the minutes. Of
    "presence" they are names, and where these belong.
    """

    words: str
    kind: CorrectionKind
    reference: Reference | None = None
    choices: tuple[tuple[str, str], ...] = ()


def correction_in(sentence: str, scope: Reference | None = None) -> Correction:
    """What a sentence wants otherwise; `scope` is what was referred to before it, if it names nothing itself."""
    words = sentence.strip()[:_LONGEST]
    references = references_in(words)
    named = {(one.kind, one.number): one for one in references}
    narrow = [one for key, one in named.items() if key[0] != "h"]
    reference = narrow[0] if narrow else references[0] if references else scope
    # « Point 1, D2 » is one place; two points, or two actions, are not.
    if len(narrow) > 1 or len(named) - len(narrow) > 1:
        return Correction(words=words, kind="unclear", reference=reference)
    kind, choices = _parsed(_without(words, references), reference)
    if kind in ("unclear", "due") and ":" in words:
        # « Une erreur au point 2 : 11 000 € et pas 10 000 » – what is said comes after the colon.
        after_colon = words.partition(":")[2].strip()
        after_colon = _without(after_colon, references_in(after_colon))
        again, others = _parsed(after_colon, reference)
        if again not in ("unclear", "due") and not (again == "who" and not narrow):
            kind, choices = again, others
    return Correction(words=words, kind=kind, reference=reference, choices=tuple(choices))


def _without(words: str, references: tuple[Reference, ...]) -> str:
    """The words without what they refer to, if it stands at either end."""
    if not references:
        return words
    first, last = references[0], references[-1]
    if not words[: first.start].strip(" ,:-–—("):
        words = words[max(one.end for one in references if not words[first.end : one.start].strip(" ,:-–—(")) :]
    elif not words[last.end :].strip(" ,:.-–—)"):
        words = words[: last.start]
    return words.strip(" \t\u00a0,:-–—()")


def _parsed(rest: str, reference: Reference | None) -> tuple[CorrectionKind, list[tuple[str, str]]]:
    there = _WAS_THERE.match(rest) or _PUT_AMONG.match(rest)
    if there is not None and _are_names(there[1]):
        return "presence", [(there[1].strip(), there[2])]
    if (found := _REMOVE.match(rest)) is not None:
        return _removal(found[1] or "", reference)
    if (found := _ADD.match(rest)) is not None:
        return _addition(found[1], found[2])
    if (found := _REPLACE.match(rest)) is not None and (parted := _splits(found[1], _TO)):
        return "replace", [(_bare(before), _bare(after)) for before, after in parted]
    if (found := _READ.match(rest)) is not None and _INSTEAD.search(found[1]):
        return "replace", [(_bare(before), _bare(after)) for after, before in _splits(found[1], _INSTEAD)]
    if reference is not None and reference.kind == "a" and (owners := list(_owners(rest))):
        return "who", owners
    found_all = [*_told_apart(rest)]
    if found_all:
        return "replace", found_all
    return ("due", [("", rest)]) if reference is not None and reference.kind == "a" and rest else ("unclear", [])


def _removal(what: str, reference: Reference | None) -> tuple[CorrectionKind, list[tuple[str, str]]]:
    what = what.strip()
    if (found := _LAST.match(what)) is not None:
        return ("remove-last" if found[1][0].lower() in "dl" else "remove-first"), []
    if not what or _THIS.match(what):
        return ("remove", [("", "")]) if reference is not None else ("unclear", [])
    return "remove", [(_bare(what), "")]


def _addition(sign: str | None, words: str) -> tuple[CorrectionKind, list[tuple[str, str]]]:
    """Only words that are given as such are added: after a colon or « que », or between quotes."""
    quoted = _QUOTED.fullmatch(words.strip())
    if quoted is None and sign is None:
        return "unclear", []
    said = quoted[1] if quoted is not None else words.strip().rstrip(".")
    return "add", [("", said[:1].upper() + said[1:])]


def _told_apart(rest: str) -> Iterator[tuple[str, str]]:
    """(before, after) of « X et non Y », “Y → X”, “Y should be X”: where one can take the place of the other."""
    for pattern, is_new_first in ((_INSTEAD, True), (_ARROW, False), (_BECOMES, False)):
        for first, second in _splits(rest, pattern):
            new, old = (first, second) if is_new_first else (second, first)
            lead = _LEAD.match(new)
            after, before = _bare(new[lead.end() :] if lead is not None else new), _bare(old)
            if _are_alike(new, old, before, after):
                yield before, after
            elif (last := _number_at_end(after)) and _NUMBERLIKE.fullmatch(before):
                yield before, last


def _are_alike(new: str, old: str, before: str, after: str) -> bool:
    """Whether one can stand in the other's place: both quoted, both numbers, both names, or single words."""
    if not before or not after:
        return False
    if all(_QUOTED.search(one) for one in (new, old)):
        return True
    if _NUMBERLIKE.fullmatch(before) or _NUMBERLIKE.fullmatch(after):
        return bool(_NUMBERLIKE.fullmatch(before) and _NUMBERLIKE.fullmatch(after))
    if _NAME.fullmatch(before) and _NAME.fullmatch(after):
        return True
    return len(before.split()) == len(after.split()) <= _MOST_WORDS_ALIKE


def _number_at_end(words: str) -> str:
    """The number with which the words end, if they have no other."""
    found = list(_NUMBERLIKE.finditer(words))
    return found[0][0].strip() if len(found) == 1 and found[0].end() == len(words) else ""


def _owners(rest: str) -> Iterator[tuple[str, str]]:
    """(before, after) of owners: “it's Léa, not Paul”, “Léa”; before is "" where only the new one is named."""
    found = _WHO.match(rest)
    if found is None:
        return
    said = _DOES.sub("", found[1].strip())
    for after, before in _splits(said, _INSTEAD):
        if _are_names(after) and _are_names(before):
            yield _bare(before), _bare(after)
    if _are_names(said):
        yield "", _bare(said)


_BETWEEN_NAMES = expression(r"\s?(?:,|&|\+|/|\bet\b|\band\b)\s?")


def _are_names(words: str) -> bool:
    parts = _BETWEEN_NAMES.split(_bare(words))
    return bool(parts) and all(_NAME.fullmatch(part) and not _NOT_NAMES.match(part) for part in parts)


#: Words that begin a sentence, or a date, with a capital letter.
_NOT_NAMES = expression(
    r"(?:Le|La|Les|Lundi|Mardi|Mercredi|Jeudi|Vendredi|Samedi|Dimanche|Monday|Tuesday|Wednesday|Thursday"
    r"|Friday|Saturday|Sunday"
    r"|OK|Ok|Oui|Non|Yes|No|Fait|Done|The|A|An|Un|Une|Avant|Before|By|Pour|Fin|End|Demain|Tomorrow|Janvier"
    r"|F[ée]vrier|Mars|Avril|Mai|Juin"
    r"|Juillet|Ao[ûu]t|Septembre|Octobre|Novembre|D[ée]cembre|January|February|March|April|May|June|July"
    r"|August|September|October"
    r"|November|December|[ÀA] (?:voir|revoir)|Faux|Wrong|Erreur|Error)\b"
)


def _splits(words: str, between: re.Pattern[str]) -> list[tuple[str, str]]:
    """All ways in which a sign parts the words in two, outside of quotes."""
    kept = [one.span() for one in _QUOTED.finditer(words)]
    found = [one for one in between.finditer(words) if not any(a < one.start() < b for a, b in kept)]
    return [(words[: one.start()], words[one.end() :]) for one in found[:8]]


def _bare(words: str) -> str:
    """The words without the quotes and signs around them."""
    quoted = _QUOTED.search(words)
    return quoted[1] if quoted is not None else words.strip().strip(_QUOTES)
