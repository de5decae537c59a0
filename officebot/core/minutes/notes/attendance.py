"""Who was there, who was excused and who wrote the notes, as the first lines of notes say. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from officebot.core.expressions import expression
from officebot.core.minutes.model import Participant
from officebot.core.minutes.notes.doers import doers, listed
from officebot.core.minutes.notes.marks import Line, folded
from officebot.core.minutes.notes.names import TITLES, each
from officebot.core.minutes.notes.owners import Roster, is_first_name
from officebot.core.minutes.notes.rollcall import WRITER, Presence

_LONGEST_LINE, _LONGEST_TITLE, _LONGEST_HEAD = 600, 400, 600

_CUE = expression(
    r"\b(?:(?P<present>etaient presents?|presents?|presentes?|presence|pst|psts|participants?|participaient|la(?= ?[:=])|"
    r"autour de la table|avec|in the room|"
    r"attending|attended|attendees|attendance|here (?:were|are)|here|present were|present|pres|etaient la)|"
    r"(?P<excused>excuse[es]{0,2}|exc|apols?|apologies(?: from)?|apologised|regrets|en conges?|conges|on leave|"
    r"on course|on holiday|away)|"
    r"(?P<absent>absent[es]{0,2}|abs|manque|manquent|missing|not here|no show))\b\s{0,2}(?P<sign>[:=–—-]|$)?"
)
_CUE_START = expression(
    r"(?:la(?= ?[:=])|here(?: were| are)?|avec|pst|psts|presents?|presentes?|etaient presents?|in the room|attending|"
    r"attendees|"
    r"attendance|present were|present|pres|etaient la|participants?|presence|"
    r"excuse[es]{0,2}|exc|apols?|apologies(?: from)?|absent[es]{0,2}|abs|manque|manquent|"
    r"missing)\b[ .]{0,2}(?:[:=–—-]|(?=[a-z@]))"
)
_SPLIT = expression(
    r"[,;+&/•]|\s(?:et|and|n|puis)\s|\s[-–—]\s|(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bMe)(?<!\bMme)(?<!\bPr)"
    r"(?<!\bProf)(?<!\bMaj)(?<!\bCllr)(?<!\bFr)(?<!\bRev)(?<!\bCapt)(?<!\bCol)(?<!\bSt)(?<=[^\W\d_]{2})\.\s"
)
#: What stands behind the end of a list: another sentence, which may begin like a name.
_LIST_END = expression(
    r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bMe)(?<!\bMme)(?<!\bPr)(?<!\bProf)(?<!\bMaj)(?<!\bCllr)(?<!\bFr)"
    r"(?<!\bRev)(?<!\bCapt)(?<!\bCol)(?<!\bSt)(?<=[^\W\d_)]{2})\.\s+(?=\S+\s[a-zà-ÿ])"
)
_BRACKET = expression(r"\([^()]{0,120}\)")
_NAME = r"([^\W\d_][\w.'’-]{1,30}(?: [A-Z][\w'’-]{0,20})?)"
#: Ways in which notes say who took them, the surest first.
_WRITERS = tuple(
    expression(pattern)
    for pattern in (
        rf"\b(?:[Ii]['’]m|[Mm]oi ?=|[Mm]e ?=|[Jj]e ?=|\bI ?=|I am) ?{_NAME}",
        rf"\b{_NAME} ?= ?(?:moi|me|I)\b",
        rf"\b{_NAME}['’]s (?:notes|scribbles|minutes|jottings)",
        rf"\b(?:[Nn]otes?|CR|[Mm]inutes|[Pp]rise de notes|[Rr]édigé|[Ss]crib(?:e|bles)|"
        rf"[Ss]ecrétaire de séance)(?: ?:| de| by| par| taken by)? {{1,2}}{_NAME}",
        rf"\b{_NAME} ?\((?:moi|me|notes|scribe|minutes|CR|secrétaire de séance)\)",
        rf"\({_NAME}(?:[ ,]{{1,3}}notes)?\)",
        rf"\b{_NAME} notes\b",
        rf"\({_NAME} (?:écrit|note|rédige|prend des notes|prend les notes|scribe|taking notes|writing|typing)\)",
        rf"\b[Cc]['’]est {_NAME} qui (?:dicte|écrit|note|rédige|parle)\b",
        rf"\b(?:[Ss]cribbled|[Ww]ritten|[Tt]yped|[Tt]aken|[Rr]ecorded|[Dd]ictated|[Rr]édigée?|[Ee]tablie?|[ée]tablie?|"
        rf"[Nn]otée?|[Dd]ictée?)"
        rf"(?: up| out| down)? (?:by|par) (?:M\. |Mme )?{_NAME}",
        rf"\b[Tt]aking notes ?[:=–-] ?{_NAME}",
        rf"\b(?:me|moi|self|myself) ?\({_NAME}\)",
        rf"\b{_NAME} (?:took|wrote|typed|is taking) (?:these|this|notes|minutes|the notes)\b",
        rf"\bscribbles? ?[-–—] ?{_NAME}",
        rf"^[^\n]{{5,90}} [-–—] {_NAME}(?=\n)",
    )
)
_ME = expression(r"^(?:moi|me|moi-meme|myself)\b ?=? ?")
_LIST_BRACKET = expression(r"\(([^()\n]{5,160})\)|[–—-] ([^()–—\n]{5,160})(?= \(|\n|$)")
_NOT_NAMES = each("elle il tous tout le la les un une dont also and et the no none personne everyone all rest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """The names that a line gives, as written, with what it says of them."""

    names: tuple[tuple[str, Presence], ...] = ()


def attendance_of(line: Line) -> Attendance | None:
    """Who a line says was there or not; None where it speaks of something else."""
    low = folded(line.text)
    if len(line.text) > _LONGEST_LINE or line.text.startswith("|"):
        return None
    is_led = _CUE_START.match(low.lstrip(" *_")) is not None
    if not is_led:
        return None
    found = list(_CUE.finditer(low))
    named: list[tuple[str, Presence]] = []
    for place, cue in enumerate(found):
        presence = _presence(cue)
        end = found[place + 1].start() if place + 1 < len(found) else len(line.text)
        words = _LIST_END.split(line.text[cue.end() : end], maxsplit=1)[0]
        if not words.strip(" :.,;-–—()"):
            continue
        if place and presence == "excused" and not _names(words):
            continue
        named.extend((name, presence) for name in _names(words))
    # « JM excusé (grippe) »: the name stands before the word.
    for cue in found[1:]:
        before = re.search(
            r"([^\W\d_][\w.'’-]{1,30}(?: [A-Z][\w'’-]{0,30})?) (?:is |est )?$", line.text[: cue.start()]
        )
        if before is not None and _presence(cue) != "present":
            if before[1] not in {name for name, _ in named}:
                named.append((before[1], _presence(cue)))
            named = [(name, _presence(cue) if name == before[1] else said) for name, said in named]
    return Attendance(names=tuple(named)) if named else None


def _presence(cue: re.Match[str]) -> Presence:
    return "present" if cue["present"] else "excused" if cue["excused"] else "absent"


def _names(words: str) -> list[str]:
    """The names in a list: what stands between commas, without brackets, as long as it begins like a name."""
    found = []
    for piece in _SPLIT.split(_BRACKET.sub(" ", words)):
        piece = piece.strip(" *_:.=-–—()\"'")
        if folded(piece) in ("moi", "me", "moi-meme", "myself"):
            found.append(WRITER)
            continue
        piece = _ME.sub("", piece)
        parts = [word for word in piece.split() if word]
        kept: list[str] = []
        for word in parts:
            if (
                word[:1].isupper()
                or folded(word.strip(".")) in TITLES
                or (word.lower() in ("le", "de", "du", "la", "von", "van") and kept)
            ):
                kept.append(word.strip(",;:"))
            else:
                break
        while kept and kept[-1].lower() in ("le", "de", "du", "la"):
            kept.pop()
        if kept and folded(kept[0]) not in _NOT_NAMES and len(kept) <= 4:
            found.append(" ".join(kept))
    return found


def title_names(text: str) -> list[str]:
    """The names listed in a title: "shop huddle – Nell, Gus, Theo", « brief (Amel, Fred, Zoé) »."""
    for found in _LIST_BRACKET.finditer("\n".join(text[:_LONGEST_TITLE].strip().split("\n")[:2])):
        pieces = [piece for piece in _SPLIT.split(found[1] or found[2]) if piece.strip()]
        names = _names(found[1] or found[2])
        is_list = len(names) >= 3 and len(names) == len(pieces) and all(len(name.split()) <= 2 for name in names)
        is_known = len(names) >= 2 and len(names) >= len(pieces) - 1
        is_known = is_known and sum(is_first_name(name.split()[0]) for name in names) * 2 >= len(names)
        if is_known or (is_list and not any(name.isupper() for name in names)):
            return names
    return []


_BETWEEN_NAMES = expression(r"[,;+&]")
_SENT_EXCUSES = expression(
    r" (?:sends? |sent |gave |is |est |\(?)(?:his |her )?(?:apols|apolog|excus|absent|away|on leave|en conge)"
)


def only_people(line: Line, roster: Roster) -> list[str]:
    """The people of a line that is nothing but a list of them: "PG chair, EL, NK, MW, CD."."""
    low = folded(line.text)
    found = roster.mentions(line.text, low, 0, min(len(low), 400))
    people = [one for one in found if one.sort == "person" and not one.is_doubtful]
    letters = sum(one.end - one.start for one in people)
    if (
        len(people) < 3
        or len(line.text) > 2 * letters + 24
        or len(_BETWEEN_NAMES.findall(line.text)) < len(people) - 2
    ):
        return []
    return [name for one in people for name in one.who if not _SENT_EXCUSES.match(low, one.end)]


def writer_of(text: str, name: str, roster: Roster) -> str:
    """Who took the notes, where the first lines or the file's name say so."""
    for pattern in _WRITERS:
        for found in pattern.finditer(text[:_LONGEST_HEAD]):
            known = resolved(found[1], roster)
            if known:
                return known
    for found in re.finditer(r"\b([^\W\d_][\w-]{1,30}) ?\((?:moi|me)\)", text[:20_000]):
        known = resolved(found[1], roster)
        if known:
            return known
    for word in re.split(r"[\W_]+", name.rpartition("/")[2].partition(".")[0]):
        known = resolved(word.capitalize(), roster) if len(word) > 2 else ""
        if known:
            return known
    return ""


def resolved(words: str, roster: Roster) -> str:
    """The only one of the people whom words that are nothing but a name mean; "" where that is nobody."""
    words = words.strip()
    found = roster.mentions(words, folded(words), 0, len(words))
    known = [one for one in found if one.sort == "person" and not one.is_doubtful]
    return known[0].who[0] if known and known[0].start == 0 and known[0].end >= len(words) - 1 else ""


def participants_of(
    people: Sequence[Participant], said: Sequence[tuple[str, Presence]], language: str
) -> tuple[Participant, ...]:
    """The participants with what the notes say of them; who is in no list is added as written."""
    roster = Roster(people=people, language=language)
    made = {person.name: person for person in people}
    alike = {folded(name) for name in made}
    for name, presence in said:
        known = resolved(name, roster) or meant_by(name, people)
        if known:
            # The list of people says what was planned, the notes what happened.
            made[known] = replace(made[known], presence=made[known].presence or presence)
        elif folded(name) not in alike and not (name.isupper() and len(name) < 4 and people):
            made[name] = Participant(name=name, presence=presence)
            alike.add(folded(name))
    return tuple(made.values())


def is_known(name: str, roster: Roster) -> bool:
    """Whether a name as written means one of the people."""
    return bool(resolved(name, roster) or meant_by(name, roster.people))


_RANKS = each("maj major capt captain col colonel cllr rev fr hon sgt")


def meant_by(name: str, people: Sequence[Participant]) -> str:
    """The only one of a list whose name has all the words or initials of this one: « M.-A. Guérin », "Miss L. Okafor"."""
    asked = [word for word in re.findall(r"[a-z']+", folded(name)) if word not in TITLES | _RANKS]
    found = []
    for person in people if any(len(word) > 1 for word in asked) else ():
        left = re.findall(r"[a-z']+", folded(person.name))
        for word in asked:
            fits = next((one for one in left if one == word or (len(word) == 1 and one.startswith(word))), None)
            if fits is None:
                break
            left.remove(fits)
        else:
            found.append(person.name)
    return found[0] if len(found) == 1 else ""


_SPEAKS = expression(
    r"(?<![\w'’])([A-ZÀ-Þ][a-zà-ÿ]{1,20}(?:-[A-ZÀ-Þ][a-zà-ÿ]{1,20})?)(?:['’]ll| (?:will|says|said|thinks|wants|"
    r"volunteered|agreed to|is going to|se charge|s['’]occupe|pense|dit|veut|trouve|propose de))\b"
)
_NOBODY = each(
    "he she it we they you who nobody everyone everybody someone somebody anyone all each this that these those "
    "there il elle on nous vous ils elles "
    "ce cela qui personne chacun tout tous quelqu un une le la les the a an meeting which what also and but or so then and"
)


def guessed(text: str, known: Roster) -> Iterator[str]:
    """Names in the text that no list holds, by usual first names and by who speaks: they may own actions, too."""
    seen = set()
    begun = text[:60_000]
    words = [
        (found[0], is_first_name(found[0].split("-")[0])) for found in re.finditer(r"[^\W\d_]+(?:-[^\W\d_]+)?", begun)
    ]
    words += [(found[1], folded(found[1]) not in _NOBODY) for found in _SPEAKS.finditer(begun)]
    words += [(word, True) for word in (*doers(begun, known.language), *listed(begun))]
    for word, is_name in words:
        if is_name and word[:1].isupper() and word not in seen and not word.isupper():
            seen.add(word)
            low = folded(word)
            if low.split("-")[0] not in known.keys and not known.mentions(word, low, 0, len(word)):
                yield word
