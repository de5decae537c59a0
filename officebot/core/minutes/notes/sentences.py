"""The sentences of a line of notes, and the parts of one that have an owner each. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from officebot.core.expressions import expression
from officebot.core.minutes.notes.owners import Mention, between
from officebot.core.minutes.notes.verbs import says

_END = expression(r"[.!?]{1,6}['\")*_\]]{0,3}(?=\s)|;(?=\s)|(?<=\w)\s//\s")
#: What ends with a dot and no sentence; single letters are initials.
_ABBREVIATION = expression(
    r"(?:^|[\s(,/>'-])(?:[a-z]|mr|mrs|ms|dr|mme|mlle|maj|hon|capt|rev|cllr|fr|col|lt|sgt|sec|mlle|me|pr|prof|st|ste|no|nos|n|env|max|min|tel|cf|ex|p\.ex|vs|"
    r"approx|incl|excl|"
    r"art|av|bd|bat|appt|ref|resp|ech|bcp|qd|pb|cde|co|dept|govt|e\.g|i\.e|adj|dir|gal|int|ext|s\.a|p\.o)\.$"
)
_SHORT_NAME = expression(r"(?:^|[\s(,/])[^\W\d_a-zà-ÿ][a-zà-ÿ]\.$")
#: Those that end a sentence, too, where another begins behind them.
_DATE_WORD = expression(
    r"(?:^|[\s(,/'-])(?:janv|fevr?|avr|juil|sept|oct|nov|dec|jan|feb|mar|apr|jun|jul|aug|mon|tue|tues|wed|weds|"
    r"thu|thur|thurs|fri|sat|sun|"
    r"lun|mer|jeu|ven|sam|dim|sem|wk|ltd|inc|assoc|etc|a\.m|p\.m|a\.s\.a\.p|s\.v\.p|hrs|mins|yrs|pers|qte)\.$"
)
#: What begins a sentence in notes without capitals.
_BEGINS_ANEW = expression(
    r"\s(?:needs?|we|i|i'll|he|she|they|it|still|someone|somebody|nobody|on|il|elle|ils|faut|reste|personne|quelqu'un|qqn)\s"
)
#: Sentences are cut where they are longer than people write them.
_LONGEST = 400
#: So many letters without an end of a sentence were spoken, not typed.
_DICTATED = 240
_SPOKEN_CUT = expression(
    r"\s(?=(?:(?:first|second|third|fourth|fifth|next|last|final|another) (?:thing|point|item|one)\b|oh and\b|"
    r"and then\b|anyway\b|right so\b|"
    r"then (?:we|on to)\b|moving on\b|(?:and )?(?:the )?next meeting\b|if\b|we (?:agreed|decided|thought|need|"
    r"also|will)\b|so that\b|that was agreed\b|"
    r"some(?:body|one) (?:has|needs|should|must|will)\b|everybody\b|everyone\b|nobody\b|it was\b|"
    r"(?:premier|premiere|deuxieme|troisieme|quatrieme|cinquieme|dernier|derniere|autre) (?:point|chose|sujet)\b|ensuite\b|"
    r"et puis\b|voila\b|on avait\b|sinon\b|par contre\b|(?:la )?prochaine (?:reunion|fois)\b|il faut\b|"
    r"il faudra(?:it)?\b|on a (?:decide|dit|pense|parle)\b|"
    r"on (?:decide|garde|valide)\b|quelqu'un (?:doit|devra)\b|tout le monde\b|personne\b|alors\b|si (?:jamais|"
    r"on|le|la|les|c'est)\b))"
)
_LINK = expression(
    r"(?:[,;]|\s[-–—+&/]|\s(?:et|and|puis|then|while|mais|but|n))\s{1,3}(?:(?:et|and|puis|then|mais|but|donc|so)\s{1,3})?$"
)


def sentences(
    text: str, low: str, start: int, end: int, mentions: Sequence[Mention] = (), language: str = "fr"
) -> Iterator[tuple[int, int]]:
    """Where the sentences of a line begin and end; what was dictated without signs is cut where another subject begins."""
    begin = start
    for found in _END.finditer(low, start, end):
        if found[0][0] == "." and _is_abbreviated(text, low, begin, found):
            continue
        if found[0].startswith("..."):
            continue
        yield from _trimmed(text, begin, found.end(), low, mentions, language)
        begin = found.end()
    yield from _trimmed(text, begin, end, low, mentions, language)


def _is_abbreviated(text: str, low: str, begin: int, dot: re.Match[str]) -> bool:
    """Whether a dot only shortens the word before it."""
    first, last = max(0, begin - 1, dot.start() - 14), dot.start() + 1
    if _ABBREVIATION.search(low, first, last):
        return True
    if _SHORT_NAME.search(text, first, last) and text[dot.end() : dot.end() + 2].strip()[:1].islower():
        return True  # « Ch. envoie »: a first name cut short.
    following = text[dot.end() : dot.end() + 4].strip()
    is_begun = following[:1].isupper() or _BEGINS_ANEW.match(low, dot.end()) is not None
    return _DATE_WORD.search(low, first, last) is not None and not is_begun


def _trimmed(
    text: str, begin: int, end: int, low: str, mentions: Sequence[Mention], language: str
) -> Iterator[tuple[int, int]]:
    if end - begin > _DICTATED:
        cuts = spoken_cuts(low, begin, end, mentions, language)
        for first, last in zip([begin, *cuts], [*cuts, end], strict=True):
            yield from _short(text, first, last)
    else:
        yield from _short(text, begin, end)


def _short(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The part without blanks at its ends, in pieces that are not too long."""
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    while end - begin > _LONGEST:
        cut = text.rfind(" ", begin + 1, begin + _LONGEST)
        cut = cut if cut > begin else begin + _LONGEST
        yield begin, cut
        begin = cut + 1 if text[cut : cut + 1] == " " else cut
    if begin < end:
        yield begin, end


def spoken_cuts(low: str, begin: int, end: int, mentions: Sequence[Mention], language: str) -> list[int]:
    """Where a sentence without signs goes on to something else: before who does something, and before such words."""
    cuts = {found.end() for found in _SPOKEN_CUT.finditer(low, begin, end)}
    for one in between(mentions, begin + 1, end):
        if one.sort in ("person", "named", "everybody", "office") and says(low, one.end, end, language):
            cuts.add(_with_links(low, begin, one.start))
    return sorted(cut for cut in cuts if begin < cut < end)


_BEFORE = expression(r"\s(?:and|so|then|but|et|puis|donc|mais|alors|because|the)\s$")


def _with_links(low: str, begin: int, place: int) -> int:
    """The place before the little words that lead to a name."""
    while True:
        found = _BEFORE.search(low, max(begin, place - 9), place)
        if found is None:
            return place
        place = found.start() + 1


def parts(low: str, begin: int, end: int, mentions: Sequence[Mention], language: str) -> list[tuple[int, int]]:
    """The parts of a sentence in each of which somebody does something: "Ruth drafts, Jenny sends"."""
    inside = between(mentions, begin, end)
    cuts: list[int] = []
    for place, one in enumerate(inside):
        before = inside[place - 1] if place else None
        if one.start == begin or (before is not None and is_joined(low[before.end : one.start])):
            continue
        bracket = _IN_BRACKET.search(low, before.end if before is not None else begin, one.start)
        if bracket is not None and before is not None and bracket.start() > before.end:
            cuts.append(bracket.start() + 1)
            continue
        link = _LINK.search(low, max(begin, one.start - 12), one.start)
        if link is None or (one.sort == "writer" and low[one.start : one.end] in ("me", "moi")):
            continue
        last = _last_joined(low, inside, place)
        said = says(low, last.end, end, language)
        if said == "talk" and low.startswith(",", last.end):
            continue  # « slides à préparer, Inès + Youssef, pour la veille »: they stand apart.
        if said and link.start() > begin:
            cuts.append(link.end())
    cuts = sorted(set(cuts))
    return list(zip([begin, *cuts], [*cuts, end], strict=True))


_JOIN = expression(r"[ ]{0,2}(?:[,+&/]|et|and|n|puis|avec|with|plus|, ?et|, ?and|\+)[ ]{1,2}|[ ]{0,2}[+&/,][ ]{0,2}")
#: A comma, some words, and who does them in brackets: "…, chairs from church (Theo".
_IN_BRACKET = expression(r",[^,()]{4,80}\($")


def is_joined(link: str) -> bool:
    """Whether the words between two names make them one group: "Tom + Dan", « Marie et Paul »."""
    return len(link) < 8 and _JOIN.fullmatch(link) is not None


def _last_joined(low: str, inside: Sequence[Mention], place: int) -> Mention:
    while place + 1 < len(inside) and is_joined(low[inside[place].end : inside[place + 1].start]):
        place += 1
    return inside[place]
