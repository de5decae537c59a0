"""Who was there and who was not, as the lists in the first lines of notes say it, with what each of them is. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from officebot.core.expressions import expression
from officebot.core.minutes.notes.marks import Line, folded, lines
from officebot.core.minutes.notes.names import DAYS_OF_WEEK, OFFICES, TITLES, each
from officebot.core.minutes.notes.owners import is_first_name

Presence: TypeAlias = Literal["present", "excused", "absent"]

#: Stands in lists for who took the notes: « Marie, Luc et moi ».
WRITER = "moi"
_MOST_LINES, _LONGEST_LINE, _LONGEST, _MOST_NAMES = 8, 600, 60_000, 60
_ME = each("moi me moi-meme myself self i je")
_EVERYBODY = each("tous toutes tout all everyone everybody")
_SIGN = r"[ .]{0,2}(?P<sign>:|->|=>|=|>|-(?=\s)|–|—)"
#: Words that head a list: those that need a sign behind them, as they mean other things too, and those that need none.
_HEADS = (
    (
        "present",
        r"(?:(?:etaient|sont|y etaient|qui etait|qui est|en) )?(?:la|ici|presentiel|visio|visioconference)|avec|"
        r"with|att|there|who(?: was| is|'s) (?:there|here)|on (?:the )?(?:call|line|zoom|teams|site|phone)|in|dial-?in|"
        r"(?:a)?round the table|at the table|au (?:tel|telephone)|sur place|table",
        r"(?:(?:etaient |sont |y etaient )?present(?:[·.(-]?e\)?)?(?:[·.-]?s)?|pres|prst?s?|psts?|presence|"
        r"participant(?:[·.(-]?e\)?)?(?:[·.-]?s)?|participaient|"
        r"etaient la|assistaient|ont assiste|autour de la table|in the room|in attendance|attending|attended(?: by)?|"
        r"attendees?|attendance|present were|here(?: were| are| today)?)(?: \(\w{1,12}\))?",
    ),
    (
        "excused",
        r"sorry|away|off|out|en conges?|conges?|on (?:leave|holiday|course)|malades?|sick|"
        r"(?:not |un)able to (?:come|attend|join|make it)|(?:could|can)(?:'t|not| not) (?:come|make it|attend|join)|"
        r"(?:n'ont |n'a )?pas pu venir|empeche[es]{0,2}",
        r"(?:abs(?:ente?s?)?\.? ?(?:et |/ ?|& ?)?)?(?:excuse(?:[·.(-]?e\)?)?(?:[·.-]?s)?|exc)(?: ?(?:et|/|&) "
        r"?abs\w{0,6})?|apols?|"
        r"apologies(?: (?:from|received from|received))?|regrets|apologised",
    ),
    (
        "absent",
        r"manque(?:nt)?|missing|not (?:here|there|present|attending|coming)|no[- ]shows?|sans",
        r"absent(?:[·.(-]?e\)?)?(?:[·.-]?s)?|abs",
    ),
)  # fmt: skip
_BEGIN = r"(?:^[\s*_>#-]{0,6}|(?<=[.;/|,)(*_–—-])[ *_]{0,3}|\s\s|\s(?=apolog|apols|excus|absents?\b|regrets))"
_HEAD = expression(
    # Only a word heads a list.
    _BEGIN
    + r"(?=[^\W\d_])(?:"
    + "|".join(
        rf"(?P<{name}>(?:{weak})(?=[ *_]{{0,3}}[ .]{{0,2}}(?::|->|=>|=|>|-\s|–|—))|(?:{strong})(?![\w'-]))"
        for name, weak, strong in _HEADS
    )
    + rf")[ *_]{{0,3}}(?:{_SIGN})?[ .*_]{{0,4}}"
)
#: Other lists of people: who gets the minutes was not therefore there.
_OTHER_LIST = expression(
    r"[\s*_>#-]{0,6}(?:cc|copies?(?: a)?|diffusion|destinataires?|dist(?:ribution|r)?|to|from|de|a|invites?|invited|"
    r"convies?|circulation|mailing|pour info|fao|ordre du jour|odj|agenda|sujets?|objet|topics?)[ *_]{0,3}:"
)
_ABBREVIATED = (
    r"(?<!\bM)(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bMme)(?<!\bMe)(?<!\bPr)(?<!\bProf)(?<!\bCllr)(?<!\bMaj)(?<!\bFr)"
    r"(?<!\bRev)(?<!\bCol)(?<!\bCapt)(?<!\bSt)(?<!\b[^\W\d_])(?<!\bdr)(?<!\bmr)(?<!\bmrs)(?<!\bmme)"
)
#: Where another sentence begins: what is said there is no item of the list.
_STOP = expression(rf"{_ABBREVIATED}\.\s{{1,4}}(?=\S)|\.\s{{0,3}}$|\s//\s|\s\|\s")
_OPEN = expression(r"\s{0,2}(?:[,;+•]|&)\s{0,2}|\s{0,2}/\s{0,2}|\s(?:et|and|plus|puis)\s(?:aussi |also )?")
_BRACKET = expression(r"\s{0,2}\(([^()\n]{0,80})\)")
_INNER = expression(r"\s[-–—]{1,2}\s|\s?:\s|\s?=\s?")
#: What is said behind a name: then who is named was not there.
_NOT_THERE = expression(
    r"\b(?P<excused>exc|excuse[es]{0,2}|apols?|apolog\w{1,5}|sorry|en conges?|conges?|on (?:leave|holiday)|malade|sick|away|"
    r"off|hols?|empeche[es]{0,2})\b|\b(?P<absent>abs|absente?s?|not (?:here|there|present)|no[- ]show|pas la|manque|missing)\b"
)
_COMES = expression(
    rf"{_NOT_THERE.pattern.replace('?P<excused>', '').replace('?P<absent>', '')}|\b(?:late|retard|joined|left|arrive|parti)"
)
_LEAD = expression(r"^\s{0,3}(?:avec|with|et|and)\s", re.IGNORECASE)
#: Whatever word stands before a row of names: « Équipe : », "Who: ".
_LABEL = expression(r"^[\s*_>]{0,4}[^\W\d]{2,14}(?: [^\W\d]{2,10})?\s?(?::|=|->)\s{1,3}")
_INITIAL = expression(r"(?:^|\s)[^\W\d_a-zà-ÿ]\.$")
_WORD = expression(r"[^\s,;]+")
#: Offices as lists shorten them.
_SHORT_OFFICES = {
    "dir": "directrice", "pdt": "president", "pdte": "presidente", "pres": "presidente", "tres": "tresoriere",
    "sec": "secretaire", "secr": "secretaire", "mgr": "manager", "treas": "treasurer", "recep": "receptionist", "hd": "head",
}  # fmt: skip
_NOT_NAMES = each(
    "elle il le la les un une dont aucun aucune neant nobody none no personne everyone rest reste autres others "
    "reunion meeting conseil bureau comite point notes date lieu heure objet ordre jour agenda next prochaine "
    "quorum pouvoir pouvoirs proxy voir see feuille liste list"
) | each(DAYS_OF_WEEK.replace("|", " "))
_LEAST_ROW, _MOST_REST = 3, 4
#: A row of names without a word before it stands no lower than the fourth line.
_LAST_ROW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Attended:
    """Somebody whom a list names: as written, with an office that they hold, and the firm that they are there for."""

    name: str
    presence: Presence = "present"
    office: str = ""
    firm: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RollCall:
    """Everybody whom the first lines list, and where the lines begin that say nothing else.

    `is_everybody` says that all were there whom the list of people names, but for those who are named here as not.
    """

    people: tuple[Attended, ...] = ()
    lines: frozenset[int] = frozenset()
    is_everybody: bool = False


def roll_call(text: str) -> RollCall:
    """The lists of people in the first lines of notes; empty where none of those is such a list."""
    is_small = sum(letter.isupper() for letter in text[:2_000]) * 60 < len(text[:2_000])
    low = folded(text[:_LONGEST])
    people: list[Attended] = []
    places: set[int] = set()
    is_everybody = False
    below: Presence | None = None
    is_open = True
    before = 0
    for place, line in enumerate(_first(text)):
        if line.sign == "heading" and place and _HEAD.match(folded(line.text)) is None:
            break
        words = _plain(line.text)
        is_apart = bool(places) and "\n" in text[before : line.start].strip(" \t")[1:]
        is_below = below is not None and not (is_apart and people)
        listed = _below(words, below, is_small=is_small) if below is not None and is_below else None
        before = line.end
        if listed:
            people += listed
            places.add(line.start)
            continue
        below = None
        heads = _heads(words, is_small=is_small)
        if heads and not words[heads[-1].end() :].strip(" .:*_") and not heads[-1].start():
            below = _presence(heads[-1])
            places.add(line.start)
        is_open = is_open and line.sign == "" and place <= _LAST_ROW
        if heads:
            read = _headed(words, heads, is_small=is_small)
        else:
            read = _row(words, low, is_small=is_small) if is_open and place else []
        is_everybody = is_everybody or any(one.name in _EVERYBODY for one in read)
        people += [one for one in read if one.name not in _EVERYBODY]
        if read:
            places.add(line.start)
    return RollCall(people=tuple(_once(people)), lines=frozenset(places), is_everybody=is_everybody)


def _first(text: str) -> Iterator[Line]:
    for place, line in enumerate(lines(text[:_LONGEST])):
        if place >= _MOST_LINES or len(line.text) > _LONGEST_LINE:
            return
        yield line


def _plain(words: str) -> str:
    return words.replace("**", "  ").replace("__", "  ")


def _presence(head: re.Match[str]) -> Presence:
    return "present" if head["present"] else "excused" if head["excused"] else "absent"


def _heads(words: str, *, is_small: bool) -> list[re.Match[str]]:
    """The words of a line that head a list, the first at its beginning or behind its title."""
    low = folded(words)
    if _OTHER_LIST.match(low):
        return []
    found = []
    for head in _HEAD.finditer(low):
        behind = words[head.end() : head.end() + 1]
        is_led = bool(head["sign"]) or behind.isupper() or (is_small and behind.isalpha()) or behind == "@"
        if is_led or (not behind and not head.start()):
            found.append(head)
    # Behind a sentence such words only tell of somebody: the first must begin the line, or stand behind its title.
    if (
        found
        and found[0].start() > 0
        and not found[0]["sign"]
        and not _row(words[: found[0].start()], "", is_small=is_small)
    ):
        return []
    return found


def _headed(words: str, heads: Sequence[re.Match[str]], *, is_small: bool) -> list[Attended]:
    found = _row(words[: heads[0].start()], "", is_small=is_small) if heads[0].start() else []
    for place, head in enumerate(heads):
        end = heads[place + 1].start() if place + 1 < len(heads) else len(words)
        found += _items(words[head.end() : end], _presence(head), is_small=is_small or bool(head["sign"]))
    return found


def _below(words: str, presence: Presence, *, is_small: bool) -> list[Attended]:
    """What a line names below a head that stands alone; nothing where it is more than an item or two."""
    if len(words) > 90 or _heads(words, is_small=is_small):
        return []
    found = _items(words, presence, is_small=is_small)
    others = sum(_is_office(piece) for piece in _pieces(words))
    return found if found and len(found) >= len(_pieces(words)) - others else []


def _row(words: str, low: str, *, is_small: bool) -> list[Attended]:
    """The people of a line that is nothing but a row of them, told by first names, titles and what stands in brackets."""
    words = words.rstrip(" .;/|-–—(")
    told = [segment for segment in _STOP.split(words) if segment.strip()]
    # « Salle : Ana, Bo. Cuisine : Cy »: rows of one line, each with a word before it.
    has_labels = len(told) > 1 and all(_LABEL.match(segment) or segment.startswith("+") for segment in told)
    rows = [_LEAD.sub("", _LABEL.sub("", segment)) for segment in (told if has_labels else told[:1])]
    words = ", ".join(rows) if has_labels else _LEAD.sub("", _LABEL.sub("", words))
    pieces = [side for row in rows for piece in _pieces(row) for side in _sides(piece)]
    if len(pieces) < _LEAST_ROW or _OTHER_LIST.match(folded(words)):
        return []
    read = [_item(piece, "present", is_small=is_small) for piece in pieces]
    named = [one for one in read if one is not None]
    if len(named) < _LEAST_ROW or any(
        one is None and not _is_office(piece) for one, piece in zip(read, pieces, strict=True)
    ):
        return []
    if any(len(_BRACKET.sub("", piece).split()) > _MOST_REST for piece in pieces):
        return []
    sure = sum(_is_sure(one, piece) for one, piece in zip(read, pieces, strict=True) if one is not None)
    again = sum(_is_again(one.name, low) for one in named)
    if sure * 2 < len(named) and not (sure and again * 2 >= len(named)):
        return []
    return _items(words, "present", is_small=is_small)


def _is_office(piece: str) -> bool:
    return piece == piece.lower() and len(piece.split()) <= 2


def _is_sure(one: Attended, piece: str) -> bool:
    first = re.split(r"[ .-]", one.name)[0]
    return is_first_name(first.capitalize()) or folded(first) in TITLES or "(" in piece


def _is_again(name: str, low: str) -> bool:
    return len(re.findall(rf"(?<![a-z]){re.escape(folded(name).split()[-1])}(?![a-z])", low)) > 1


def _pieces(words: str) -> list[str]:
    """What stands between commas and the like, those in brackets left alone."""
    kept = _BRACKET.sub(lambda found: "\x00" * (found.end() - found.start()), words)
    made, begin = [], 0
    for found in _OPEN.finditer(kept):
        made.append(words[begin : found.start()])
        begin = found.end()
    made.append(words[begin:])
    return [piece.strip(" *_\t") for piece in made[:_MOST_NAMES] if piece.strip(" .*_\t")]


def _items(words: str, presence: Presence, *, is_small: bool) -> list[Attended]:
    """The people of a list, until a sentence that is none; who is said not to have come is told so."""
    found: list[Attended] = []
    for at, sentence in enumerate(_STOP.split(words)):
        pieces = _pieces(sentence)
        read: list[Attended] = []
        for piece in _singled(pieces):
            named = list(_split(piece, presence, is_small=is_small and not _office([_BRACKET.sub("", piece)])))
            if not named and read and not read[-1].office:
                read[-1] = replace(read[-1], office=_office([piece]))
            read += named
        if at and not (len(read) == len(pieces) and all(_is_only_name(piece) for piece in pieces)):
            break
        found += read
    return found


_PLURALS = {"MM": "M.", "Messrs": "Mr", "Mmes": "Mme", "Mlles": "Mlle", "Drs": "Dr"}


def _singled(pieces: Sequence[str]) -> Iterator[str]:
    """The pieces, a title in the plural put to each that shares it: « Mmes Toure et Blanc »."""
    title = ""
    for piece in pieces:
        first = piece.split(" ")[0].strip(".")
        if first in _PLURALS:
            title = _PLURALS[first]
            piece = piece[len(piece.split(" ")[0]) :].strip()
        elif title and (len(piece.split()) != 1 or not piece[:1].isupper()):
            title = ""
        yield f"{title} {piece}" if title else piece


def _is_only_name(piece: str) -> bool:
    """Whether behind a name stands nothing but that they did not come, or came late."""
    bare = _BRACKET.sub(" ", piece)
    behind = _named(bare, is_small=False)[2]
    return not behind or (len(bare.split()) <= _MOST_REST and _COMES.search(folded(behind)) is not None)


def _split(piece: str, presence: Presence, *, is_small: bool) -> Iterator[Attended]:
    """The people of a piece: "Jo - Sam" are two where both are names, "Ewan - electrical" is one with what he does."""
    for side in _sides(piece):
        made = _item(side, presence, is_small=is_small)
        if made is not None:
            yield made


def _sides(piece: str) -> list[str]:
    """A piece, in two or more where each side of a dash names somebody."""
    sides = [side for side in _INNER.split(piece) if side.strip()]
    return sides if len(sides) > 1 and all(_is_name(side) for side in sides) and ":" not in piece else [piece]


def _is_name(words: str) -> bool:
    first = words.split()[0].strip(".")
    return is_first_name(first) or folded(first) in TITLES or (first.isupper() and 1 < len(first) <= 3)


def _item(piece: str, presence: Presence, *, is_small: bool) -> Attended | None:
    """Who is named in a piece of a list; None where nobody is."""
    inside = [found[1].strip() for found in _BRACKET.finditer(piece)]
    bare = _BRACKET.sub(" ", piece).strip(" *_-–—\"'")
    bare = bare if _INITIAL.search(bare) else bare.strip(" .")
    office = _office(inside)
    sides = [side.strip() for side in _INNER.split(bare) if side.strip()]
    if len(sides) > 1:
        # « syndic : Mlle Ferrand », "Ewan - electrical": the name stands on one side.
        told = max(sides, key=_telling)
        told = told if _named(told, is_small=False)[0] else ""
        office = office or _office([side for side in sides if side != told])
        bare = told or sides[0]
    low = folded(bare)
    if low.partition(" ")[0] in _ME and not _is_letters(bare):
        own = next(
            (name for words in (*inside, bare.partition(" ")[2]) if (name := _named(words, is_small=False)[0])), ""
        )
        return Attended(name=own or WRITER, presence=presence)
    if low.partition(" ")[0] in _EVERYBODY and presence == "present":
        return Attended(name="all")
    name, before, behind = _named(bare, is_small=is_small)
    within = next((found for words in inside if (found := _named(words, is_small=False)[0])), "")
    firm = ""
    if within and not _is_person(name, before) and not within.isupper():
        # « GO Batipro (Selim) »: who came stands in the brackets, for whom before them.
        firm = " ".join(word for word in name.split() if not word.isupper() and folded(word) not in OFFICES)
        office = _office([before, *name.split()])
        name = within
    said = _NOT_THERE.search(folded(" ".join([behind, *inside])))
    if said is not None and presence == "present":
        presence = "excused" if said["excused"] else "absent"
    if not name or (folded(name) in _NOT_NAMES and not _is_letters(name)):
        return None
    return Attended(name=name, presence=presence, office=office or _office([before, behind]), firm=firm)


def _telling(side: str) -> int:
    """How surely words name a person: a first name or a title before any other word with a capital."""
    name = _named(side, is_small=False)[0]
    return 0 if not name else 1 if _is_letters(name) else 3 if _is_name(name) else 2


def _is_person(name: str, before: str) -> bool:
    """Whether a name is surely somebody's rather than a firm's: a first name, a title, initials without a function before."""
    first = re.split(r"[ .-]", name)[0] if name else ""
    if not first:
        return False
    if is_first_name(first.capitalize()) or folded(first) in TITLES:
        return True
    return not before and not first.isupper()


def _named(words: str, *, is_small: bool) -> tuple[str, str, str]:
    """The name in some words, what stands before it and behind it: « plomberie Aquasud », « Sophie IDE », "bilal pharm"."""
    told = [found[0].strip(" .*_:\"'") if len(found[0]) > 2 else found[0] for found in _WORD.finditer(words)]
    told = [word for word in told if word]
    at = next((place for place, word in enumerate(told) if _begins(word)), len(told))
    # « MOA Mme Bianchi »: letters before a title or a word of small letters are a function.
    while (
        at + 1 < len(told)
        and _is_letters(told[at])
        and (_is_title(told[at + 1]) or (len(told[at]) > 2 and _is_mixed(told[at + 1])))
    ):
        at += 1
    end = at
    while end < len(told) and _begins(told[end]) and end - at < 4:
        if end > at and _is_mixed(told[end - 1]) and _is_letters(told[end]) and 1 < len(told[end]) <= 3:
            break
        end += 1
        if (
            end < len(told) - 1
            and folded(told[end]) in ("de", "du", "le", "la", "von", "van")
            and _begins(told[end + 1])
        ):
            end += 1
    if end - at == 1 and _is_title(told[at]) and end < len(told) and told[at].islower():
        end += 1  # "dr osei": a title in small letters, and the name behind it.
    name = " ".join(told[at:end])
    if name and (any(letter.isdigit() for letter in name) or _is_title(name)):
        return "", words, ""
    if not name and is_small and told:
        stop = 2 if folded(told[0].strip(".")) in TITLES and len(told) > 1 else 1
        is_word = all(word.strip(".").replace("-", "").isalpha() for word in told[:stop])
        if is_word and folded(told[0]) not in _NOT_NAMES and len(told) <= _MOST_REST:
            return " ".join(told[:stop]), "", " ".join(told[stop:])
    return name, " ".join(told[:at]), " ".join(told[end:])


def _begins(word: str) -> bool:
    """Whether a word begins as names do: with a capital, an « @ », or as a title."""
    return (
        word[:1].isupper()
        or (word[:2] in ("d'", "d’", "o'") and word[2:3].isupper())
        or (_is_title(word) and word not in ("me", "m"))
    )


def _is_title(word: str) -> bool:
    """Whether a word is a title; two capitals, "MR", are somebody's initials."""
    return folded(word.strip(".")) in TITLES and not _is_letters(word)


def _is_letters(word: str) -> bool:
    return word.isupper() and word.isalpha() and len(word) > 1


def _is_mixed(word: str) -> bool:
    return word[:1].isupper() and len(word) > 2 and not word.isupper()


def _office(words: Sequence[str]) -> str:
    """An office that somebody may be called by, among some words."""
    told = [word for one in words for word in re.findall(r"[a-z]+", folded(one))]
    held = (word for word in told if word in _SHORT_OFFICES or (word in OFFICES and not word.endswith("s")))
    return next((_SHORT_OFFICES.get(word, word) for word in held), "")


def _once(people: Sequence[Attended]) -> list[Attended]:
    """Each name once: that somebody did not come, said behind, holds."""
    made: dict[str, Attended] = {}
    for one in people:
        known = made.get(folded(one.name))
        if known is None:
            made[folded(one.name)] = one
        elif one.presence != "present":
            made[folded(one.name)] = replace(known, presence=one.presence)
    return list(made.values())
