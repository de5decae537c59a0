"""Who is meant in notes: initials, first names, titles, roles, everybody; two people with one name stay in doubt. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, TypeAlias

from officebot.core.expressions import expression
from officebot.core.minutes.model import Participant
from officebot.core.minutes.notes.marks import folded
from officebot.core.minutes.notes.names import EVERYBODY, FIRST_NAMES, OFFICES, SHORT_FORMS, TITLES, each

#: Sort of a mention: somebody known, everybody, the one who writes, he or she, somebody who is only named or holds an office.
Sort: TypeAlias = Literal["person", "everybody", "writer", "pronoun", "named", "office"]

_WORD = expression(r"[^\W\d_]+")
_EVERYBODY = expression(rf"\b(?:{EVERYBODY})\b")
_WRITER = expression(r"(?<![\w'])(?:je|moi|moi-meme|j(?=')|i|me|myself)(?![\w-])")
_PRONOUN = expression(r"(?<![\w'-])(?:il|elle|he|she)(?![\w-])")
_OFFICE = expression(
    r"(?:\b(?:le|la|les|the|our|notre|nos|au|du)\s(?:hon\.? |vice-|acting |adjointe? (?:au |a la ))?|\bl')([a-z]{2,20})\b"
)
#: "Treasurer to prepare the budget": without an article, where a deed follows.
_BARE_OFFICE = expression(r"(?:(?<=\s)|(?<=[:>(-])|^)([a-z]{2,20})(?=\s(?:to|will|must|shall)\s[a-z])")
#: « — gardien — », "-> clerk submits", "(clerk)": where an owner stands behind a sign.
_SIGNED_OFFICE = expression(
    r"(?:>|\s-|//|(?<![a-z])\(|\s:|: |=) ?([a-z]{3,20})(?=\s?(?:$|[).,;\n]|- |//)|\s(?:to|will)\s|\s[a-z]{3,14}s\s)"
)
#: « le principal adjoint » is another than « le principal ».
_DEPUTY = expression(r" (?:adjointe?s?|suppleante?s?|general[e]?s?|delegue[es]{0,2})\b")
#: « Syndic : ordre du jour à envoyer »: an office before a colon, of one who holds it.
_LABEL_OFFICE = expression(r"(?:[^.;:]{0,80}[.;] )?\W{0,4}([a-z]{3,20})(?=\s?:)")
_NAMED = expression(
    r"@(\w[\w.-]{1,40})|\b((?:M\.|Mr\.?|Mrs\.?|Ms\.?|Mme|Mlle|Dr\.?|Me|Monsieur|Madame|Miss)[ ][^\W\d_a-zà-ÿ][\w'’-]{1,30})"
)
_PART = expression(r"[^\W\d_]+")
#: « moi (Manon) », "I'll do it" is not: who says I is named right behind.
_OWN_NAME = expression(r"\s?\(([^\W\d_][\w.-]{1,25})\)")
#: "(jt, Monday)", "@km": initials in small letters, where only an owner stands.
_SIGNED_INITIALS = expression(
    r"(?:\(|@|(?:->|=>|>|//)\s?)([a-z]{2,3})(?=\s?(?:[),/&+]|$)|\s(?:avant|pour|by|before)\b)"
)
_NO_SMALL_INITIALS = each(
    "ok oui non yes no tbc tbd am pm rh hr it dg ca ag cf ex eg ie asap svp stp pls ttc ht qui who on we"
)
#: « Jo's flatmate » is somebody else.
_RELATIVE = expression(
    r"'s (?:flatmate|wife|husband|assistant|team|boss|manager|brother|sister|mate|colleague|friend|son|daughter|"
    r"mum|dad|pa|office|"
    r"secretary|partner|deputy|people|lot|crew|company|firm)\b"
)
#: Between the words of one name.
_GAP = expression(r"[ .\-'’]{0,3}")
#: First names and surnames that are usual words: a note in small letters does not mean them.
_USUAL = each(
    "will may mark grant bill rose art june april august faith grace hope joy young long white black green "
    "brown short page bell roche petit "
    "grand blanc brun cross"
)
_NO_INITIALS = each("OK AM PM CA TV PC TTC HT RAS NB PS AG CR OJ AP AF")
#: « Y.K. », "S. H.": initials with dots.
_DOTTED = expression(r"(?<![\w.])[^\W\d_a-zà-ÿ]\.[ -]?[^\W\d_a-zà-ÿ](?:\.|(?!\w))")
#: What stands behind initials that are a word, too: "CR to book", « AP → devis ».
_TO_OR_SIGN = expression(r" (?:to [a-z]|will |must |va |doit |->|=>|>)")
_MOST_KEYS = 20_000
#: Where more are called alike, it is not asked which of their names are short for others.
_MOST_OF_A_NAME = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place of a text that names somebody. `who` are full names where known; `is_doubtful` where several are meant."""

    start: int
    end: int
    who: tuple[str, ...]
    sort: Sort = "person"
    is_doubtful: bool = False


@dataclass(slots=True)
class Roster:
    """The people whom notes may mean, found by every way of writing their names.

    `writer` is who took the notes; `is_small` says that the notes use no capitals.
    """

    people: Sequence[Participant]
    writer: str = ""
    is_small: bool = False
    keys: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    initials: dict[str, list[str]] = field(default_factory=dict)
    offices: dict[str, list[str]] = field(default_factory=dict)
    first: dict[str, list[str]] = field(default_factory=dict)
    language: str = "fr"
    _known_keys: set[tuple[tuple[str, ...], str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        for person in self.people[:_MOST_KEYS]:
            self._learn(person)

    def _learn(self, person: Participant) -> None:
        words = [word for word in _PART.findall(folded(person.name.replace("-", " "))) if word]
        titles = [word for word in words if word in TITLES]
        parts = [word for word in words if word not in TITLES] or words
        if not parts:
            return
        compound = _compound(person.name, parts)
        given, family = parts[:compound], parts[compound:]
        for key in _ways(given, family, titles):
            self._add(key, person.name)
        for letters in _initials(parts, compound):
            _append(self.initials, letters, person.name)
        if given:
            _append(self.first, given[0], person.name)
        local = person.address.partition("@")[0]
        if len(local) > 2 and local.isalpha():
            self._add((folded(local),), person.name)
        for word in _role_words(person.role):
            _append(self.offices, word, person.name)

    def _add(self, key: tuple[str, ...], name: str) -> None:
        is_telling = bool(key) and not (len(key) == 1 and len(key[0]) < 2)
        if is_telling and (key, name) not in self._known_keys:
            self._known_keys.add((key, name))
            self.keys.setdefault(key[0], []).append((key, name))

    def mentions(self, text: str, low: str, start: int, end: int) -> list[Mention]:
        """Everybody who is named between two places of a text, from left to right; `low` is the text folded."""
        found: list[Mention] = []
        place = start
        for word in _WORD.finditer(low, start, end):
            if word.start() < place:
                continue
            made = self._known(text, low, word.start(), word.end(), end)
            if made is not None:
                found.append(made)
                place = made.end
        found.extend(self._others(text, low, start, end))
        return _apart(found)

    def _known(self, text: str, low: str, start: int, after: int, end: int) -> Mention | None:
        """The person whose name begins at a word: the longest way to write one."""
        word = low[start:after]
        written = text[start:after]
        is_at = start > 0 and text[start - 1] == "@"
        is_capital = written[:1].isupper() or is_at
        best, names = after, list[str]()
        for key, name in self.keys.get(word, ()):
            stop = _reaches(low, key, after, end)
            if stop is None or not (is_capital or (self.is_small and word not in _USUAL) or key[0] in TITLES):
                continue
            if stop > best or not names:
                if stop >= best:
                    best, names = stop, [name]
            elif stop == best and name not in names:
                names.append(name)
        relative = _RELATIVE.match(low, best, end) if names else None
        if relative is not None:
            return Mention(start=start, end=relative.end(), who=(text[start : relative.end()],), sort="named")
        names = _fullest(tuple(names))
        if names:
            return Mention(start=start, end=best, who=_who(names, text[start:best]), is_doubtful=len(names) > 1)
        dotted = _DOTTED.match(text, start, end)
        if dotted is not None and len(self.initials.get(_letters(dotted[0]), [])) == 1:
            return Mention(start=start, end=dotted.end(), who=tuple(self.initials[_letters(dotted[0])]))
        if written.isupper() and len(written) > 1 and not _is_clock(text, start):
            is_word = written in _NO_INITIALS and _TO_OR_SIGN.match(low, after, end) is None
            names = [] if is_word else self.initials.get(written, [])
        elif is_capital and 1 < len(word) < 4 and any(letter.isupper() for letter in written[1:]):
            names = self._mixed(written)
        elif is_capital and len(word) > 2:
            names = self._short(word)
        if not names and is_capital and len(word) < 4 and text[after : after + 1] == ".":
            names = self._abbreviated(word)
            after += bool(names)
        if not names:
            return None
        return Mention(start=start, end=after, who=_who(names, written), is_doubtful=len(names) > 1)

    def _mixed(self, written: str) -> list[str]:
        """Who is meant by « PhL »: a first name's beginning and a surname's letter."""
        given, letter = folded(written[:-1]), folded(written[-1])
        if not written[-1].isupper():
            return []
        return [
            person.name
            for person in self.people[:_MOST_KEYS]
            if len(words := folded(person.name).replace("-", " ").split()) > 1
            and words[0].startswith(given)
            and words[-1].startswith(letter)
        ]

    def _abbreviated(self, word: str) -> list[str]:
        """The only one whose first name begins as « Ch. » and "P." do."""
        names = [name for first, names in self.first.items() if first.startswith(word) for name in names]
        return names if len(names) == 1 else []

    def _short(self, word: str) -> list[str]:
        """Whose first name a word shortens: Bev, Fred, Becky."""
        longer = [name for first, names in self.first.items() if _begins(first, word) for name in names]
        return longer or self.first.get(SHORT_FORMS.get(word, ""), [])

    def _others(self, text: str, low: str, start: int, end: int) -> Iterator[Mention]:
        for one in _EVERYBODY.finditer(low, start, end):
            everybody = "All" if self.language == "en" else "Tous"
            yield Mention(start=one.start(), end=one.end(), who=(everybody,), sort="everybody")
        for one in _WRITER.finditer(low, start, end):
            if one[0] == "i" and text[one.start()] != "I" and not self.is_small:
                continue
            own = _OWN_NAME.match(text, one.end(), end)
            named = self._known(text, low, own.start(1), own.end(1), own.end(1)) if own is not None else None
            if own is not None and named is not None and not named.is_doubtful:
                yield Mention(start=one.start(), end=own.end(), who=named.who)
                continue
            me = (self.writer,) if self.writer else ()
            yield Mention(start=one.start(), end=one.end(), who=me, sort="writer", is_doubtful=not self.writer)
        for one in _PRONOUN.finditer(low, start, end):
            yield Mention(start=one.start(), end=one.end(), who=(), sort="pronoun")
        for one in _SIGNED_INITIALS.finditer(low, start, end):
            names = self.initials.get(one[1].upper(), [])
            if len(names) == 1 and text[one.start(1)].islower() and one[1] not in _NO_SMALL_INITIALS:
                yield Mention(start=one.start(1), end=one.end(1), who=(names[0],))
        for one in _OFFICE.finditer(low, start, end):
            deputy = _DEPUTY.match(low, one.end(), end)
            names = self.offices.get(one[1], []) if deputy is None else []
            last = deputy.end() if deputy is not None else one.end()
            written = " ".join(text[one.start() : last].split())
            if names:
                yield Mention(start=one.start(), end=one.end(), who=_who(names, written), is_doubtful=len(names) > 1)
            elif one[1] in OFFICES:
                yield Mention(start=one.start(), end=last, who=(written,), sort="office")
        label = _LABEL_OFFICE.match(low, start, end)
        held = self.offices.get(label[1], []) if label is not None else []
        if label is not None and len(held) == 1:
            yield Mention(start=label.start(1), end=label.end(1), who=(held[0],))
        for one in (*_BARE_OFFICE.finditer(low, start, end), *_SIGNED_OFFICE.finditer(low, start, end)):
            names = self.offices.get(one[1], [])
            if names or one[1] in OFFICES:
                who = _who(names, text[one.start(1) : one.end(1)]) if names else (text[one.start(1) : one.end(1)],)
                sort: Sort = "person" if len(names) == 1 else "office"
                yield Mention(start=one.start(1), end=one.end(1), who=who, sort=sort, is_doubtful=len(names) > 1)
        for one in _NAMED.finditer(text, start, end):
            yield Mention(start=one.start(), end=one.end(), who=((one[1] or one[2]),), sort="named")


def _who(names: Sequence[str], written: str) -> tuple[str, ...]:
    """The name of the only one who can be meant; as it is written where there are several."""
    return (names[0],) if len(names) == 1 else (written.strip(" .@"),)


@lru_cache(maxsize=1_024)
def _fullest(names: tuple[str, ...]) -> list[str]:
    """The names without those that only shorten another of them: of "Mr Bose" and "Arun Bose" the second."""
    if not 1 < len(names) <= _MOST_OF_A_NAME:
        return list(names)
    words = [{word for word in _PART.findall(folded(name)) if word not in TITLES} for name in names]
    return [
        name
        for place, name in enumerate(names)
        if not any(
            words[place] < other or (words[place] == other and len(name) < len(names[at]))
            for at, other in enumerate(words)
            if at != place
        )
    ]


def _letters(written: str) -> str:
    return "".join(letter for letter in written if letter.isalpha())


def _is_clock(text: str, start: int) -> bool:
    return text[start - 1 : start].isdigit() or text[max(0, start - 2) : start - 1].isdigit()


def _begins(first: str, word: str) -> bool:
    return len(first) > len(word) and first.startswith(word)


def _append(table: dict[str, list[str]], key: str, name: str) -> None:
    names = table.setdefault(key, [])
    if name not in names:
        names.append(name)


def _reaches(low: str, key: tuple[str, ...], place: int, end: int) -> int | None:
    """Where a name ends whose first word ends at the place; None where its other words do not follow."""
    for word in key[1:]:
        gap = _GAP.match(low, place, end)
        place = gap.end() if gap else place
        if not low.startswith(word, place) or place + len(word) > end:
            return None
        place += len(word)
        if place < len(low) and (low[place].isalnum() or low[place] == "_"):
            return None
    return place


def _compound(name: str, parts: Sequence[str]) -> int:
    """How many words the first name has: Jean-Marc has two; a lone surname behind a title has none."""
    raw = name.split()
    if raw and folded(raw[0].strip(".")) in TITLES:
        raw = raw[1:]
        if len(raw) == 1 and len(parts) == 1:
            return 0
    return min(len(parts), len(_PART.findall(raw[0]))) if raw else 1


def _ways(given: Sequence[str], family: Sequence[str], titles: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The ways to write a name, as words."""
    yield (*given, *family)
    if given and len(given[0]) > 1:
        yield tuple(given)
        if len(given) > 1:
            yield tuple(word[0] for word in given)
        if family:
            yield (*given, family[0][0])
    if family:
        yield tuple(family)
        yield (family[-1],) if len(family[-1]) > 2 else tuple(family)
        if given:
            yield (given[0][0], *family)
        for title in TITLES:
            yield (title, *family)
            if given:
                yield (title, given[0][0], *family)
            yield (title, family[-1])
            yield (title, family[0][0])
    for title in titles:
        yield (title, *given, *family)


def _initials(parts: Sequence[str], compound: int) -> Iterator[str]:
    letters = "".join(part[0] for part in parts).upper()
    if len(letters) > 1:
        yield letters
    if len(parts) > compound:
        yield (parts[0][0] + parts[-1][0]).upper()
        yield (parts[0][0] + parts[compound][0]).upper()
        yield ("".join(part[0] for part in parts[:compound]) + parts[compound][0]).upper()
    if compound > 1:
        yield "".join(part[0] for part in parts[:compound]).upper()


def _role_words(role: str) -> Iterator[str]:
    """The words by which somebody's role names them, in both genders."""
    for phrase in re.split(r"[,;/]", folded(role)):
        words = _PART.findall(phrase)
        for word in words[:1] + words[-1:]:
            if len(word) > 1:
                yield word
                for end, other in (
                    ("trice", "teur"),
                    ("teur", "trice"),
                    ("iere", "ier"),
                    ("ier", "iere"),
                    ("e", ""),
                    ("", "e"),
                ):
                    if word.endswith(end) and len(word) > 4:
                        yield word.removesuffix(end) + other


def between(mentions: Sequence[Mention], start: int, end: int) -> Sequence[Mention]:
    """Those of the mentions, from left to right, that begin between two places."""
    return mentions[bisect_left(mentions, start, key=_begin) : bisect_left(mentions, end, key=_begin)]


def _begin(one: Mention) -> int:
    return one.start


def _apart(found: Iterable[Mention]) -> list[Mention]:
    """The mentions from left to right without those that lie in others; people before what is only named."""
    kept: list[Mention] = []
    for one in sorted(found, key=lambda one: (one.start, one.sort != "person", -one.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.end >= kept[-1].end and kept[-1].sort != "person":
            kept[-1] = one
    return kept


def is_first_name(word: str) -> bool:
    """Whether a word that is written with a capital is a usual first name."""
    return word[:1].isupper() and folded(word) in FIRST_NAMES
