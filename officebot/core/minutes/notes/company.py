"""Who was there, where the first lines of notes only list them: "Bill / Oz / Mrs Dale", « On était trois : … ». Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from officebot.core.expressions import expression
from officebot.core.minutes.notes.marks import folded
from officebot.core.minutes.notes.names import DAYS_OF_WEEK, OFFICES, TITLES, each
from officebot.core.minutes.notes.owners import is_first_name

_MOST_LINES, _LONGEST_LINE, _LONGEST_HEAD, _LONGEST = 5, 320, 700, 60_000
_HEADING = expression(r"#{2,6} |[-*•] |\d{1,2}[.)] |\|")
#: Where a list ends or begins: a sentence (no initial, no title before its dot), a colon, a dash, an equals sign.
_CUT = expression(
    r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bMme)(?<!\bMe)(?<!\bPr)(?<!\bProf)(?<!\bCllr)(?<!\bMaj)(?<!\bFr)"
    r"(?<!\bRev)(?<!\bCol)\.\s|[:;=!?]\s|\s[–—-]{1,2}\s|[\[\](){}<>]|\s\|\s"
)
_BETWEEN = expression(r"\s{0,2}[,/+&•]\s{0,2}(?:(?:and|et|with|avec|plus)\s)?|\s(?:and|et|with|avec|plus)\s|\s(?=@)")
_ROLE = expression(r"\s?\([^()\n]{0,40}\)")
#: « le patron (Gilles) »: the name stands behind what they are.
_NAMED_ROLE = expression(r"(?:le|la|the|our) [a-zà-ÿ]{3,20} \(([A-ZÀ-Þ][^\W\d_]{1,20})\)")
_SELF = each("moi me self myself moi-meme i je")
_LEADS = expression(
    r"(?:also|aussi|there|were|was|with|avec|the|le|la|les|l'|plus|we|on|it|y|etait|avait|etaient|quatre|trois|cinq|six|"
    r"deux|jeune|un|une|nous|etions|me|moi|c'etait|our|notre|who|came|from|only|just|il)\b[ ']{0,2}"
)
_GATHERED = expression(
    r"\b(?:on etait|nous etions|y avait|etaient la|we were|there were|who came|also there|also|on site|autour de la table|"
    r"in the chair|in attendance|ont assiste|assistaient|avec)\b"
)
_CHAIR = expression(
    r"(?:^|[.;] )(?P<name>[^\W\d_][\w'’-]{1,20}(?: [A-Z][\w'’-]{1,20})?) (?:in the chair|chairing|chaired|presides?|"
    r"presidait)\b"
)
_NAME = r"(?P<name>[^\W\d_][\w'’-]{1,20})"
#: Who took the notes was there, too.
_WROTE = tuple(
    expression(pattern)
    for pattern in (
        rf"\b(?:[Nn]otes? (?:de|by|par|from|d['’])|[Nn]otes? ?:|[Ss]cribbled by|[Tt]yped(?: up| out)? by|"
        rf"[Tt]aken(?: down)? by|"
        rf"[Ww]ritten by|[Kk]ept by|[Mm]inutes(?: by| ?:)|[Ss]cribe ?[:=]|[Pp]rise de notes ?:|[Tt]aking notes ?[=:]|"
        rf"[Rr]édigé par|[Dd]ictée? par|[Nn]oté par|[Ee]crit par|c['’]est|[Tt]his is|[Ii]['’]m|I am) ?{_NAME}",
        rf"{_NAME} (?:prend les notes|a pris les notes|prenait les notes|note|écrit|took (?:these|the notes|notes)|"
        rf"taking notes|"
        rf"typing|scribbling|writing|minuting|notes)\b",
        rf"\b(?:me|moi) ?(?:\(|= ?){_NAME}",
        rf"{_NAME} ?= ?(?:me|moi|je)\b",
        rf"{_NAME} \((?:me|moi|notes|scribe)\)",
    )
)
_NOT_NAMES = each(
    "reunion reu meeting mtg bureau conseil comite copil point weekly huddle brief notes review seance minutes site call "
    "mon tue tues wed thu thurs fri sat sun lun jeu ven dim janvier fevrier mars avril juin juillet aout septembre "
    "octobre novembre decembre january february march july september october november december feb "
    "apr jul aug sep sept oct nov dec salle room teams zoom visio hall office studio school club team equipe everyone all "
    "tous ouverture cloture quorum presents present date heure lieu objet apologies excuse absent pt cr pv ag ca hod hods ctee "
    "note fin start"
) | each(DAYS_OF_WEEK.replace("|", " "))


def company_of(text: str) -> list[str]:
    """The names that the first lines list, in order, and who took the notes; none where nothing there is a list."""
    begun = _begun(text)
    low = folded(text[:_LONGEST])
    is_small = sum(letter.isupper() for letter in text[:2_000]) * 60 < len(text[:2_000])
    found: list[str] = []
    is_list = False
    for line in begun:
        listed = max(_lists(line, low, is_small=is_small), key=len, default=[])
        is_list = is_list or len(listed) > 1
        found += [name for name in listed if name not in found]
        chair = _CHAIR.search(line)
        if chair is not None and chair["name"] not in found:
            found.append(chair["name"])
    if not is_list:
        return []
    writer = _writer(begun)
    known = {folded(word) for name in found for word in name.split()}
    if writer and folded(writer) not in known and not any(word.startswith(folded(writer)) for word in known):
        found.append(writer)
    return found


def _begun(text: str) -> list[str]:
    """The first lines until the first point of the notes."""
    made: list[str] = []
    for line in text[:4_000].split("\n"):
        words = line.strip(" \t*_#>\r")
        if made and (_HEADING.match(line.strip()) or len(made) >= _MOST_LINES):
            break
        if words:
            made.append(words[:_LONGEST_LINE])
        if len(line) > _LONGEST_LINE:
            break
    return made


def _lists(line: str, low: str, *, is_small: bool) -> Iterator[list[str]]:
    """Each list of names in a line."""
    bare = _NAMED_ROLE.sub(lambda found: found[1], line)
    bare = _ROLE.sub(lambda role: "" if "," not in role[0] and ";" not in role[0] else role[0], bare)
    gathered = _GATHERED.search(folded(bare)) is not None
    for part in _CUT.split(bare):
        pieces = [piece.strip(" *_.'\"") for piece in _BETWEEN.split(part) if piece and piece.strip(" .")]
        run: list[str] = []
        has_self = False
        for place, piece in enumerate(pieces):
            if folded(piece) in _SELF or folded(piece).split(" ")[0] in ("moi", "me", "self", "myself"):
                has_self = True
                continue
            name = _name(piece, is_first=not run, is_last=place == len(pieces) - 1, is_small=is_small, low_text=low)
            if name:
                run.append(name)
            elif run:
                break
        least = 2 if has_self or gathered else 3
        if len(run) >= least or (has_self and gathered and run):
            sure = sum(_is_sure(name, low) for name in run)
            if sure * 2 >= len(run):
                yield run


def _is_sure(name: str, low_text: str) -> bool:
    """Whether a name is a usual first name, or stands in the notes more than once."""
    words = [word for word in folded(name).split() if word not in TITLES]
    if not words or is_first_name(words[0].capitalize()):
        return bool(words)
    return len(re.findall(rf"(?<![a-z]){re.escape(words[-1])}(?![a-z])", low_text)) > 1


def _name(piece: str, *, is_first: bool, is_last: bool, is_small: bool, low_text: str) -> str:
    """The name in a piece of a list: what stands before may lead to the first, behind it what is said of one."""
    if piece.startswith("@") and piece[1:].isalpha():
        return piece[1:]
    words = piece.split()
    low = [folded(word).strip(".") for word in words]
    while words and (_LEADS.fullmatch(low[0]) or low[0] in ("", "le", "la", "the")):
        words, low = words[1:], low[1:]
    if not words or (any(letter.isdigit() for word in words[:1] for letter in word) and not is_first):
        return ""
    if len(words) == 1 and (low[0] in OFFICES or low[0] in ("patron", "patronne", "boss")) and not is_first:
        return words[0]
    if (
        is_small
        and len(words) <= (8 if is_last else 2 if is_first else 1)
        and low[0].isalpha()
        and low[0] not in _NOT_NAMES
    ):
        return words[0] if _is_sure(words[0], low_text) else ""
    if is_first and not _is_begun(words[0], low[0]):
        # « pt chantiers Manu »: the name is what stands last.
        place = len(words)
        while place and _is_begun(words[place - 1], low[place - 1]):
            place -= 1
        words, low = words[place:], low[place:]
    kept: list[str] = []
    for word, plain_word in zip(words, low, strict=True):
        if not _is_begun(word, plain_word):
            break
        kept.append(word.strip(",;:"))
    if not kept or len(kept) > 3 or (len(kept) == 1 and low[0] in TITLES) or low[0] in _NOT_NAMES:
        return ""
    return " ".join(kept)


def _is_begun(word: str, low: str) -> bool:
    return (word[:1].isupper() or (low in TITLES and len(low) > 1)) and low not in _NOT_NAMES


def _writer(begun: list[str]) -> str:
    words = "\n".join(begun)[:_LONGEST_HEAD]
    for pattern in _WROTE:
        for found in pattern.finditer(words):
            name = found["name"]
            if (
                folded(name) not in _NOT_NAMES
                and folded(name) not in _SELF
                and (name[:1].isupper() or re.search(rf"\({re.escape(name)} ", words))
            ):
                return name
    return ""
