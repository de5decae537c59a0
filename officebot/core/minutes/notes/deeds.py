"""What somebody is to do, read from one part of a sentence of notes: who, by when, and how sure that is. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from officebot.core.expressions import expression
from officebot.core.minutes.notes.cues import (
    CHANGED,
    CONDITION,
    DONE,
    IDEA,
    IS_WHO,
    NEEDED_EN,
    NEEDED_FR,
    PUT_OFF,
    REJECTED,
    RULE,
    SURELY_DONE,
    TO_BE_DONE,
    WATCHED,
)
from officebot.core.minutes.notes.handed import by, fielded, handed, led, pointed, sent_from, trailing
from officebot.core.minutes.notes.owners import Mention
from officebot.core.minutes.notes.parts import QUESTION, SEPARATOR, Deed, Part, at_boundary
from officebot.core.minutes.notes.sentences import is_joined
from officebot.core.minutes.notes.tasks import is_talk_before, is_task, is_to_do
from officebot.core.minutes.notes.verbs import is_promise, says

#: The letter by which notes mark what is to be done: "T  new rota", « A : prévenir … », "[A] book the hall".
_CODE = expression(r"[\[(]?(?:a|t|ap|td|act|af)\d{0,2}[\])]?(?:\s{2,4}|\t|\s?[:|>]\s)\s{0,4}(?=[^\s])")
#: Those for what is decided, only noted, asked, feared.
_OTHER_CODE = expression(r"[\[(]?[DNRQIF][\])]?(?:\s{2,4}|\t)(?=\S)")
#: The number or the hour of a line, or what is struck out: "2.4 DT to issue", "08:12 Ann to open".
_NUMBER = expression(r"(?:\d{1,2}\.\d{1,2}[a-z]?[.)]?|\d{1,2}[:h]\d{2}|~{2,80})[\s:-]{1,4}(?=[a-z])")


def _numbered(part: Part) -> int:
    """Where the words of a part begin behind its number."""
    number = _NUMBER.match(part.low, part.start, part.end) if part.is_first else None
    return number.end() if number is not None else part.start


_META = expression(
    r"^\W{0,4}(?:taking notes|je|rapporteu\w{1,3}|secretariat|presidence|"
    r"animat\w{1,6}|president\w{0,2}|secretaire|redact\w{1,6}|redige par|lieu|salle|present\w{0,3}|"
    r"excuse\w{0,3}|absent\w{0,3}|chair|minutes by|"
    r"notes? (?:by|de|par)|prise de notes|scribe|cr|compte rendu|apologies|apols|redactrice|here|attending|"
    r"in the room|participants?|from|source)\b[^:=]{0,20}[:=]"
)


_WE_WILL = expression(
    r"^\W{0,4}(?:(?:we|we'll) (?:will |are going to |shall )?(?!are|have|had|were|did|see|sit|meet|be\b)[a-z]{3,}|"
    r"on (?:va |fera |"
    r"[a-z]{3,}ra\b)|nous (?:allons |[a-z]{3,}rons\b))"
)


_ASKS_WHETHER = expression(r"^[^:]{0,40}\bquestions?\b[^:]{0,20}:")


_NOTHING = expression(
    r"[:>–-]\s{0,3}(?:nothing|rien|neant|nada)\b(?! (?:but|que|qu'))|"
    r"(?:^|[:>–-])\W{0,4}(?:none|nothing|nil|n/a|ras|neant|rien|aucune?)(?: (?:a signaler|to report|"
    r"cette semaine|this week))?\W{0,4}$"
)


_THANKS = expression(
    r"^\W{0,4}(?:merci|thanks|thank[ -]you(?![ -](?:letters?|cards?|notes?|e?mails?|gifts?|presents?|"
    r"flowers?))|bravo|well done|felicitations|congratulations)\b"
)


_ASIDE = expression(r"^[\s:-]{0,3}\([^()]{1,200}\)\W{0,3}$")


_NEGATED = expression(
    r"\b(?:nobody|personne|no one|none of us|aucun|no-one) (?:to|is to|should|must|ne doit)\b|\bne (?:doit|"
    r"doivent|faut)\b|\b(?:il )?ne (?:le |la |les )?(?:fait|font|faut) pas\b"
)


#: A question whether something is to be done: nobody said that it is.
_WHETHER = expression(
    r"[^:?]{0,30}(?:^|[:,>–-])\W{0,4}(?:do|does|should|can|could|is|are|shall|will|have|est-ce|faut-il|doit-on|devons-nous|peut-on|"
    r"a-t-on|on (?:doit|peut|garde|fait)|is it|any)\b(?! (?:one|body|you)\b)"
)
_HEDGED = expression(r"a (?:voir|suivre|discuter|revoir)(?:\s(?:un jour|plus tard|l'an|en \d{4}|apres))?")


def deed(part: Part) -> Deed | None:
    """The action of a part, or None: what is over, refused, only thought of, asked or laid down as a rule is none."""
    place = _numbered(part)
    todo = TO_BE_DONE.match(part.low, place, part.end) or _CODE.match(part.low, place, part.end)
    begin = todo.end() if todo and todo.end() < part.end else place
    is_forced = begin > place or part.sign == "box" or part.is_listed
    if _OTHER_CODE.match(part.text, place, part.end):
        return None
    low = part.low[begin : part.end]
    if not any(letter.isalpha() for letter in low) or part.sign == "done" or _META.match(low):
        return None
    if (
        CONDITION.match(low)
        or _NEGATED.search(low)
        or SURELY_DONE.search(low)
        or _THANKS.match(low)
        or _ASKS_WHETHER.match(low)
    ):
        return None
    if _NOTHING.search(low) or (_ASIDE.match(low) and not part.mentions):
        return None
    groups = _groups(part, begin)
    if not is_forced and _is_over(low, part):
        return None
    groups = [group for group in groups if not _is_quoted(part, begin, group[0].start)]
    row = fielded(part, begin, groups)
    if row is not None:
        return row
    found = (
        by(part, begin, groups)
        or _subject(part, begin, groups, is_forced)
        or handed(part, begin, groups)
        or led(part, begin, groups, is_forced)
    )
    found = found or sent_from(part, begin)
    found = found or trailing(part, begin, groups, is_forced) or pointed(part, begin, groups)
    if found is not None and PUT_OFF.search(low) and all(one.sort == "office" for one in found.owners):
        found = None
    if found is not None:
        return found if is_forced or _is_kept(low, found, part) else None
    return _unassigned(part, begin, groups, is_forced)


def _is_over(low: str, part: Part) -> bool:
    """Whether the words say that it is done, refused, or no more than an idea."""
    low = _OTHERWISE.split(low, maxsplit=1)[0]
    if IDEA.search(low) or REJECTED.search(low):
        changed = CHANGED.search(low)
        # « Paul → non finalement Karim » changes who, not whether.
        is_person = changed is not None and any(one.start - part.start > changed.start() for one in part.mentions)
        return not (is_person and not IDEA.search(low) and len(part.mentions) > 0)
    return False


def _is_kept(low: str, found: Deed, part: Part) -> bool:
    """Whether an action with an owner stands: no rule for everybody, nothing that is done."""
    is_for_all = any(one.sort == "everybody" for one in found.owners)
    if is_for_all and (
        RULE.search(low) or not (part.days or part.has_day or " to " in low or "chacun" in low or "each" in low)
    ):
        return False
    done = DONE.search(low)
    if (
        done is not None
        and done[0] not in ("was", "were", "avait", "devait", "avaient", "already", "deja")
        and not part.days
    ):
        return False
    if RULE.search(low) and not part.days and found.owners and "rappel :" not in low and "(rappel" not in low:
        return False
    if QUESTION.search(low) and not part.days and _ASKED_OF.search(low) is None:
        return bool(found.owners) and any(one.is_doubtful for one in found.owners)
    return not (QUESTION.search(low) and not found.owners)


#: A question by which somebody is asked to do something.
_ASKED_OF = expression(
    r"\b(?:to|will|can|could|would|peux|peut|pourrais|pourrait|pouvez|va|par|by|for|pour)\b|->|>|=|\?.*\w"
)


def _groups(part: Part, begin: int) -> list[list[Mention]]:
    """The mentions, those together that share a deed: "Tom + Dan", « Guillaume et Valérie »; whom others replaced are out."""
    groups: list[list[Mention]] = []
    for one in part.mentions:
        if one.start < begin or one.end > part.end:
            continue
        between = part.low[groups[-1][-1].end : one.start] if groups else ""
        is_apart = between.strip() == "," and part.language == "en" and _starts_anew(part, groups[-1][0], one)
        if groups and is_joined(between) and not is_apart and one.sort not in ("writer", "pronoun"):
            groups[-1].append(one)
        elif groups and len(between) < 45 and CHANGED.search(between) and not re.search(r"[a-z]{3,}.*[.!?]", between):
            groups[-1] = [replace(one, start=groups[-1][0].start)]
        else:
            groups.append([one])
    return groups


def _is_quoted(part: Part, begin: int, place: int) -> bool:
    """Whether a place stands in somebody's words: « MT : "je signe pas" »."""
    return part.low.count('"', begin, place) % 2 == 1 and part.low[begin:place].rstrip()[-1:] != "("


#: « Odile à informer »: she is told, she does not tell.
_PASSIVE = expression(
    r" a (?:informer|prevenir|relancer|appeler|rappeler|contacter|convier|inviter|remercier|solliciter|"
    r"convaincre|recevoir|rencontrer)\b(?! (?:le|la|les|l'|un|une|son|sa|ses|tous|nos|notre)\b)"
)


def _starts_anew(part: Part, before: Mention, one: Mention) -> bool:
    """Whether behind a comma somebody else begins: "first draft Anna, Ben to proof it"."""
    return before.start > part.start + 2 and says(part.low, one.end, part.end, part.language) == "deed"


def _subject(part: Part, begin: int, groups: Sequence[Sequence[Mention]], is_forced: bool) -> Deed | None:
    """Somebody, then what they do: "Sue to set up calls", « Karim refait un rappel », « elle l'envoie demain »."""
    if _DO_SO.search(part.low, begin, part.end) and groups and groups[0][0].sort == "pronoun":
        return None  # What the words before say already.
    is_told = False
    if (
        part.before is not None
        and _GOES_ON_ALONE.match(part.low, begin, part.end)
        and not (groups and groups[0][0].start < begin + 3)
    ):
        return Deed(owners=(part.before,), start=part.start, end=part.end, what_start=begin, what_end=part.end)
    for place_of, group in enumerate(groups):
        first, last = group[0], group[-1]
        if not at_boundary(part, begin, first.start) or (
            first.sort == "pronoun" and part.before is None and len(groups) == 1
        ):
            continue
        place = last.end
        if IS_WHO.search(part.low, max(begin, first.start - 14), first.start) and part.low.startswith(" qui ", place):
            place += 4
        said = says(part.low, place, part.end, part.language)
        if _PASSIVE.match(part.low, place, part.end):
            return Deed(start=part.start, end=part.end, what_start=begin, what_end=part.end)
        if part.low.startswith("(", place + 1) or part.low.startswith("(", place):
            closing = part.low.find(")", place, place + 40)
            said = says(part.low, closing + 1, part.end, part.language) if closing > 0 else said
        following = groups[place_of + 1][0].start if place_of + 1 < len(groups) else part.end
        if (said in ("talk", "past", "") and _still_owes(part, place, following) and first.sort != "everybody") or (
            said in ("talk", "past") and _GOES_ON.search(part.low, place, following)
        ):
            said = "deed"
        if said == "deed" and _PARTICIPLE_NEXT.match(part.text, place, part.end):
            said = "past"
        if said in ("talk", "past"):
            is_told = True
            continue
        if said == "deed" or (said == "maybe" and (part.days or part.has_day or is_forced)):
            if _is_label(part, place) or (place > last.end and _IS_CHOSEN.match(part.low, place, part.end)):
                continue
            owners = _resolved(group, groups, part)
            if owners is None or (_is_loose(group[0], owners) and not _is_promised(part, place)):
                continue
            return Deed(owners=owners, start=part.start, end=part.end, what_start=begin, what_end=part.end)
    if is_told and not is_forced:
        return None
    return None


#: « Kim livré », « affiches posées »: the accent tells what is done from what somebody does.
_PARTICIPLE_NEXT = expression(r" [^\W\d_]+(?:é|ée|és|ées)\b")


#: « elle le fera », "he will do so": no deed of its own.
_DO_SO = expression(r"\b(?:he|she)(?:'ll| will| is to) do so\b")


#: What goes on about whom the words before spoke of, without naming them again: "Will ring him this eve".
_GOES_ON_ALONE = expression(
    r"\W{0,3}(?:will (?!be\b|have\b)[a-z]{2,}|'ll [a-z]{3,}|s'en (?:charge|occupe)|doit [a-z]{3,}r\b|va [a-z]{3,}r\b)"
)


def _is_loose(first: Mention, owners: Sequence[Mention]) -> bool:
    """Whether the doer is only "he", or an office that nobody here holds: what they do may be told, not undertaken."""
    return first.sort == "pronoun" or (first.sort == "office" and owners[0].who[0][:1].islower())


def _is_promised(part: Part, place: int) -> bool:
    return bool(part.days) or part.has_day or is_promise(part.low, place, part.end, part.language)


#: « C'est Nora qui est choisie »: she is, she does nothing.
_IS_CHOSEN = expression(r"\s?(?:est|sont|a|ont|etait|avait|dicte|parle|ecrit ce)\b")


_OWED = expression(
    r"\b(?:devait|devaient|was (?:supposed|meant|due|going) to|were (?:supposed|meant) to|should have|has(?:n't|"
    r" not)|have(?:n't| not)|n'a pas|n'ont pas|"
    r"still owes?|owes?|pas encore|not yet)\b"
)


#: What follows holds only where the deed is not done.
_OTHERWISE = expression(r"\b(?:sinon|otherwise|or else|a defaut|faute de quoi)\b")


_GOES_ON = expression(
    r"(?:[,;–-]|\b(?:and|but|et|mais))\s{1,3}(?:so |then |puis |donc )?(?:will(?! not)|'ll|must|needs to|va|"
    r"doit|devra) [a-z]"
)


_LATER = expression(
    r"[,;:–-]\s{0,3}(?:but |so |mais |donc |and |et )?(?:will(?! not)|'ll|to (?:do|be done)|must|needs to|va |"
    r"doit |devra|s'en occupe|le fait|la fait|les fait|"
    r"le fera|fera|still to do|a faire|reste a faire)\b"
)


def _still_owes(part: Part, place: int, end: int) -> bool:
    """Whether what somebody has not done is still theirs to do: « devait rappeler, à faire cette semaine »."""
    owed = _OWED.search(part.low, place, min(end, place + 30))
    return owed is not None and (
        _LATER.search(part.low, place, part.end) is not None or (bool(part.days) and "owe" in owed[0])
    )


def _is_label(part: Part, place: int) -> bool:
    """Whether a colon or an arrow stands behind a name: then what follows is read as what is handed to them."""
    return SEPARATOR.match(part.low, place, part.end) is not None


def _resolved(
    group: Sequence[Mention], groups: Sequence[Sequence[Mention]], part: Part
) -> tuple[Mention, ...] | None:
    """The owners, he or she replaced by whom the words before spoke of last."""
    if group[0].sort == "writer":
        return _signed(group, groups, part)
    if group[0].sort != "pronoun":
        return tuple(group)
    earlier = [
        one
        for other in groups
        for one in other
        if one.end <= group[0].start and one.sort in ("person", "named", "office")
    ]
    meant = earlier[-1] if earlier else part.before
    return (meant,) if meant is not None else None


def _signed(group: Sequence[Mention], groups: Sequence[Sequence[Mention]], part: Part) -> tuple[Mention, ...]:
    """The owners who say "I": whoever signs at the end of the line, "I'll tell her – CO", is meant."""
    last = groups[-1][0]
    is_signed = last.sort == "person" and part.low[max(0, last.start - 2) : last.start].strip() in ("-", "(")
    if is_signed and not part.low[last.end : part.end].strip(" .)!"):
        return (last, *group[1:])
    return tuple(group)


def _unassigned(part: Part, begin: int, groups: Sequence[Sequence[Mention]], is_forced: bool) -> Deed | None:
    """Something to do for which nobody is named: « il faut relancer … », "needs someone", "chase him"; boxes are such."""
    low = part.low[begin : part.end]
    made = Deed(start=part.start, end=part.end, what_start=begin, what_end=part.end)
    if is_forced:
        return made
    if PUT_OFF.search(low) or (WATCHED.search(low) and not part.days):
        return None
    if QUESTION.search(low) and _WHETHER.match(low):
        return None
    needed = (NEEDED_EN if part.language == "en" else NEEDED_FR).search(low)
    rule = RULE.search(low)
    if _is_finished(low) or (rule is not None and not part.days):
        return None
    if needed is None and part.days and not any(at_boundary(part, begin, group[0].start) for group in groups):
        needed = _WE_WILL.search(low)
    is_told = any(_subject_like(part, one) and at_boundary(part, begin, one[0].start) for one in groups)
    if needed is None and part.language == "en" and _goes_to(part, begin):
        return made
    if needed is not None and not (_HEDGED.search(low) and "?" not in low):
        is_reported = is_told and re.search(
            r"\bqu'?$|\bsi $|\b(?:that|whether|if|thinks?|says?|said|reckons?|"
            r"feels?) $",
            low[max(0, needed.start() - 9) : needed.start()],
        )
        return None if is_reported else made
    if QUESTION.search(low):
        return None
    groups = [one for one in groups if at_boundary(part, begin, one[0].start)]
    if (
        part.language != "en"
        and is_to_do(low)
        and not _HEDGED.search(low)
        and not any(_subject_like(part, one) for one in groups)
    ):
        return made
    if is_task(low, part.language) and not any(_subject_like(part, one) for one in groups):
        return made
    return None


#: What is to reach somebody by a day, whoever sends it: "seed forms to Mrs Finch by 31 Oct".
_GOES_TO = expression(r"[^.:;?!]{3,50} (?:to|2) (?:the )?$")


def _goes_to(part: Part, begin: int) -> bool:
    return any(
        day.is_deadline
        and one.end < day.start <= one.end + 4
        and _GOES_TO.fullmatch(part.low, begin, one.start) is not None
        and not is_talk_before(part.low[begin : one.start])
        and not _is_finished(part.low[begin : one.start])
        for one in part.mentions
        for day in part.days
    )


def _is_finished(low: str) -> bool:
    done = DONE.search(low)
    return done is not None and done[0] not in ("deja", "already", "was", "were")


def _subject_like(part: Part, group: Sequence[Mention]) -> bool:
    """Whether somebody in the part speaks or has done something: then an « à faire » beside them is theirs to tell."""
    return says(part.low, group[-1].end, part.end, part.language) in ("talk", "past")
