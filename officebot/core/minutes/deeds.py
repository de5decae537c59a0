"""What somebody is to do, read from one part of a sentence of notes: who, by when, and how sure that is. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from officebot.core.minutes.cues import (
    ASKED,
    BY,
    CHANGED,
    CONDITION,
    DONE,
    IDEA,
    IS_WHO,
    NEEDED_EN,
    NEEDED_FR,
    PARTICIPLE,
    REJECTED,
    RULE,
    SURELY_DONE,
    TODO,
)
from officebot.core.minutes.due import DueDay
from officebot.core.minutes.marks import Sign
from officebot.core.minutes.names import each
from officebot.core.minutes.owners import Mention
from officebot.core.minutes.sentences import is_joined
from officebot.core.minutes.verbs import is_english_base, is_infinitive, says


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a sentence that is read by itself; `low` is the whole text folded."""

    text: str
    low: str
    start: int
    end: int
    mentions: tuple[Mention, ...] = ()
    days: tuple[DueDay, ...] = ()
    sign: Sign = ""
    language: str = "fr"
    #: The person of whom the words before spoke last: he or she.
    before: Mention | None = None
    #: Where the part is the beginning of a line, or of a sentence of it.
    is_first: bool = True
    #: Whether the notes call it an action: it stands under « Actions », or below somebody's name.
    is_listed: bool = False
    #: Whether the sentence that the part belongs to names a day.
    has_day: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """An action that was read: who is to do it, none where nobody is named. `is_bare` has an owner and no "
    "words of its own."""

    owners: tuple[Mention, ...] = ()
    start: int
    end: int
    is_bare: bool = False
    is_sure: bool = True
    what_start: int = 0
    what_end: int = 0


_BOUNDARY = re.compile(
    r"(?:^|[:;,.!?(\"]|->|=>|>>|>|\s[-–—]{1,2}|\b(?:et|and|so|donc|then|puis|but|mais|alors|ou|or|if|que|because|"
    r"oh and|anyway|,|where|et aussi|in the end|finally|finalement|du coup|au final|also|moi|c'est|with|as|"
    r"while|aussi|ok|yes|oui)|\)|\*\*|\[|\])\s{0,3}[*_\"'(]{0,3}$"
)
_SEPARATOR = re.compile(r"\s{0,3}(?:->|=>|>>|>|:|–|—|\s-{1,2}(?=\s)|=|-(?=\s))\s{0,3}")
_ARROWS = re.compile(r"\s{0,3}(?:->|=>|>>|>)\s{0,3}$")
_LEADS_TO = re.compile(
    r"(?:\?|\s/(?=\s)|\{|->|=>|>>|>|:|–|—|\s-{1,2}|\(|,|\.|\.\.\.|…|=|\[)[ ]{0,3}[*_@]{0,3}(?:(?:le|la|l'|the|by|par|"
    r"with|avec|pour|for) ?)?$"
)
_STRONG_LEAD = re.compile(r"(?:->|=>|>>|>|@|\bc'est)[ ]{0,3}$")
_OPINION_START = re.compile(
    r"[\"'«£€$]|(?:non|oui|ok|d'accord|pas|contre|pour(?! le \d|\s[a-z]{2,}r\b)|trop|il|elle|ils|elles|on|ce|"
    r"c'est|ca|yes|no|not|agree[sd]?|it|it's|"
    r"they|we|he|she|that|this|too|wants?|thinks?|unworkable|nope|nah|fine|happy|ras|excuse[es]{0,2}|"
    r"absent[es]{0,2}|present[es]{0,2}|for|against|"
    r"abst\w{0,9}|apologies|je (?:signe|veux|pense)|favorable|merci|bravo|thanks|done|fait|nothing|rien|park|"
    r"\d+ ?(?:[%€£h]|left|blockers?|in|of|for|pour|contre))(?![a-z])"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|had|isn't|aren't|est|sont|ont|etait|avait|n'est|a ete|left|went|came|said|says|"
    r"dit|jamais|ne|il manque|on perd|"
    r"ils|elles|they|would|could|arrives?|comes|starts|finishes|opens|closes|commence|booked)\b"
)
_OPINION_WORD = re.compile(r"\b(?:for|against|pour(?! le)|contre|yes|no|oui|non|merci|thanks)\b")
_FILLER = re.compile(
    r"(?:[\s,.;:!()\[\]{}/\"'*_…–—-]|\b(?:svp|stp|please|pls|plz|merci|thanks|asap|urgent|ok|aussi|too|also|le|"
    r"la|by|before|avant|d'ici|on|pour(?= (?:le\b|$))|"
    r"cette|this|au plus tard|latest|then|puis|finalement|actually|elle|sait|pas|encore|lol|fin|de|et|and|du|au|"
    r"to|do|will|it)\b)+$"
)
_META = re.compile(
    r"^\W{0,4}(?:animat\w{1,6}|president\w{0,2}|secretaire|redact\w{1,6}|redige par|lieu|salle|present\w{0,3}|"
    r"excuse\w{0,3}|absent\w{0,3}|chair|minutes by|"
    r"notes? (?:by|de|par)|prise de notes|scribe|cr|compte rendu|apologies|apols|redactrice|here|attending|"
    r"in the room|participants?|from|source)\b[^:]{0,20}:"
)
#: Who asks somebody is the one who has something to do: « MR demande à Sandrine », "RA will ask her".
_ASKS = re.compile(r"\s(?:va |doit |will |to |is to |must |'ll )?(?:demande\w{0,2} (?:a|au)|asks?) (?:la |l'|le )?")
_WE_WILL = re.compile(
    r"^\W{0,4}(?:(?:we|we'll) (?:will |are going to |shall )?(?!are|have|had|were|did)[a-z]{3,}|on (?:va |fera |"
    r"[a-z]{3,}ra\b)|nous (?:allons |[a-z]{3,}rons\b))"
)
_ASKS_WHETHER = re.compile(r"^[^:]{0,40}\bquestions?\b[^:]{0,20}:")
_NOTHING = re.compile(
    r"(?:^|[:>–-])\W{0,4}(?:none|nothing|nil|n/a|ras|neant|rien|aucune?)(?: (?:a signaler|to report|"
    r"cette semaine|this week))?\W{0,4}$"
)
_THANKS = re.compile(r"^\W{0,4}(?:merci|thanks|thank you|bravo|well done|felicitations|congratulations)\b")
_ASIDE = re.compile(r"^[\s:-]{0,3}\([^()]{1,200}\)\W{0,3}$")
_QUESTION = re.compile(r"\?\W{0,3}$")
_NEGATED = re.compile(
    r"\b(?:nobody|personne|no one|none of us|aucun|no-one) (?:to|is to|should|must|ne doit)\b|\bne (?:doit|"
    r"doivent|faut)\b|\b(?:il )?ne (?:le |la |les )?(?:fait|font|faut) pas\b"
)
_A_INF = re.compile(
    r"(?:^|[\s,:;(>-])(?:a|reste a|pour action :?) (?:(?:le|la|les|lui|leur|nous|en|y|re) |l')?([a-z]{4,25})\b"
)
_NOT_TO_DO = each(
    "voir suivre noter savoir venir partir craindre discuter revoir prevoir attendre esperer dire l'etude confirmer "
    "preciser faire"
) - {"faire", "prevoir", "confirmer", "preciser", "suivre"}
_HEDGED = re.compile(r"a (?:voir|suivre|discuter|revoir)(?:\s(?:un jour|plus tard|l'an|en \d{4}|apres))?")
_FIRST = re.compile(
    r"(?:[\s*_\"'(.>-]|->|=>|puis |ensuite |et |donc |aussi |then |and |also |please |pls |svp |merci de |"
    r"ne pas oublier (?:de |d')?|penser a |don't forget to |remember to ){0,6}"
)
_WORD = re.compile(r"[a-z]+")
_NO_OBJECT = each(
    "is was were of has had are will from went in on at ok good came due up down as for by looks seems done per "
    "needed sheet received sent"
)
#: Verbs that begin names of things, too: "paint quote", "report deadline".
_NOUNS_TOO = each(
    "paint plant print record report label lock tape design test plan cost stock price pilot survey return "
    "store work change water "
    "budget sponsor archive quote rent deposit forecast audit interview market project feed refund witness"
)
_DETERMINED = each(
    "the a an all our your their his her my this that these those it them him each every to back "
    "some any new both more with off"
)
_PARTICLES = each("in on up for from to into out with round back at")
_PHRASAL = each(
    "look talk speak ring find follow sort set sign write reply get go check liaise put draw come carry work wait "
    "move respond report apply push"
)
_NEXT_WORD = re.compile(r"[\s*_]{0,3}([a-z']+|[:\d£$€%])")


def deed(part: Part) -> Deed | None:
    """The action of a part, or None: what is over, refused, only thought of, asked or laid down as a rule is none."""
    todo = TODO.match(part.low, part.start, part.end)
    begin = todo.end() if todo and todo.end() < part.end else part.start
    is_forced = begin > part.start or part.sign == "box" or part.is_listed
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
    found = (
        _by(part, begin, groups)
        or _subject(part, begin, groups, is_forced)
        or _handed(part, begin, groups)
        or _led(part, begin, groups, is_forced)
    )
    found = found or _trailing(part, begin, groups, is_forced)
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
    return not (_QUESTION.search(low) and not found.owners)


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


def _by(part: Part, begin: int, groups: Sequence[Sequence[Mention]]) -> Deed | None:
    """« Odile à informer (par Isabelle) »: who stands behind "by" does it, whoever else is named."""
    for group in groups:
        before = part.low[max(begin, group[0].start - 8) : group[0].start]
        if re.search(r"[(,-] ?(?:par|by) $", before) and not PARTICIPLE.search(part.low, begin, group[0].start):
            return Deed(owners=tuple(group), start=part.start, end=part.end, what_start=begin, what_end=part.end)
    return None


#: « Odile à informer »: she is told, she does not tell.
_PASSIVE = re.compile(
    r" a (?:informer|prevenir|relancer|appeler|rappeler|contacter|convier|inviter|remercier|solliciter|"
    r"convaincre|recevoir|rencontrer)\b(?! (?:le|la|les|l'|un|une|son|sa|ses|tous|nos|notre)\b)"
)


def _starts_anew(part: Part, before: Mention, one: Mention) -> bool:
    """Whether behind a comma somebody else begins: "first draft Anna, Ben to proof it"."""
    return before.start > part.start + 2 and says(part.low, one.end, part.end, part.language) == "deed"


def _at_boundary(part: Part, begin: int, place: int) -> bool:
    return (
        place <= begin
        or _BOUNDARY.search(part.low, max(begin, place - 14), place) is not None
        or not part.low[begin:place].strip(" *_\"'([@")
    )


def _subject(part: Part, begin: int, groups: Sequence[Sequence[Mention]], is_forced: bool) -> Deed | None:
    """Somebody, then what they do: "Sue to set up calls", « Karim refait un rappel », « elle l'envoie demain »."""
    is_told = False
    for place_of, group in enumerate(groups):
        first, last = group[0], group[-1]
        if not _at_boundary(part, begin, first.start) or (
            first.sort == "pronoun" and part.before is None and len(groups) == 1
        ):
            continue
        place = last.end
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
        if said in ("talk", "past"):
            is_told = True
            continue
        if said == "deed" or (said == "maybe" and (part.days or part.has_day or is_forced)):
            if _is_label(part, place):
                continue
            owners = _resolved(group, groups, part)
            if owners is None:
                continue
            return Deed(owners=owners, start=part.start, end=part.end, what_start=begin, what_end=part.end)
    if is_told and not is_forced:
        return None
    return None


_OWED = re.compile(
    r"\b(?:devait|devaient|was (?:supposed|meant|due|going) to|were (?:supposed|meant) to|should have|has(?:n't|"
    r" not)|have(?:n't| not)|n'a pas|n'ont pas|"
    r"still owes?|owes?|pas encore|not yet)\b"
)
#: What follows holds only where the deed is not done.
_OTHERWISE = re.compile(r"\b(?:sinon|otherwise|or else|a defaut|faute de quoi)\b")
_GOES_ON = re.compile(
    r"(?:[,;–-]|\b(?:and|but|et|mais))\s{1,3}(?:so |then |puis |donc )?(?:will(?! not)|'ll|must|needs to|va|"
    r"doit|devra) [a-z]"
)
_LATER = re.compile(
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
    return _SEPARATOR.match(part.low, place, part.end) is not None


def _resolved(
    group: Sequence[Mention], groups: Sequence[Sequence[Mention]], part: Part
) -> tuple[Mention, ...] | None:
    """The owners, he or she replaced by whom the words before spoke of last."""
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


def _handed(part: Part, begin: int, groups: Sequence[Sequence[Mention]]) -> Deed | None:
    """« on demande à Nora de … », "ask Ann to", « par le syndic », "to be placed by Helen", « c'est Mathilde »."""
    for group in groups:
        before = part.low[max(begin, group[0].start - 24) : group[0].start]
        words = part.low[begin : part.end]
        is_pointed_at = _STRONG_LEAD.search(before[-3:]) is not None and begin < group[0].start - 8
        if (is_pointed_at or IS_WHO.search(before)) and not _says_more(part, group):
            owners = tuple(group)
            return Deed(owners=owners, start=part.start, end=part.end, what_start=begin, what_end=group[0].start)
        is_over = PARTICIPLE.search(words[: group[0].start - begin]) is not None
        is_to_do = (
            _PASSIVE_TO_COME.search(words) is not None
            or _is_to_do(words)
            or (bool(part.days) and not is_over)
            or _is_task(words, part.language)
        )
        if BY.search(before) and group[0].sort != "pronoun" and is_to_do and not _talked_by(before):
            return Deed(owners=tuple(group), start=part.start, end=part.end, what_start=begin, what_end=part.end)
        to_do_it = re.match(r"\s{1,2}(?:de|d'|to)\b", part.low[group[-1].end : group[-1].end + 8])
        if to_do_it is not None and _UP_TO.search(before):
            return Deed(owners=tuple(group), start=part.start, end=part.end, what_start=begin, what_end=part.end)
        if ASKED.search(before) and re.match(
            r"\s{1,2}(?:de|d'|to|qu|if|whether)\b", part.low[group[-1].end : group[-1].end + 8]
        ):
            owner = next(
                (
                    other
                    for other in groups
                    if _at_boundary(part, begin, other[0].start)
                    and _ASKS.fullmatch(part.low, other[-1].end, group[0].start)
                ),
                None,
            )
            return Deed(
                owners=tuple(owner or group), start=part.start, end=part.end, what_start=begin, what_end=part.end
            )
    return None


_UP_TO = re.compile(r"(?:^|[\s:>-])(?:a|c'est a|au tour de|over to|up to|down to|charge a) $")
#: What is still to come in the passive: « sera envoyé par », "to be placed by".
_PASSIVE_TO_COME = re.compile(r"\b(?:sera|seront|doit etre|doivent etre|will be|must be|to be|should be)\b")


def _talked_by(before: str) -> bool:
    return bool(
        re.search(
            r"\b(?:dit|propose|presente|demande|vu|cite|fait|vote|said|presented|raised|proposed|done|signed|"
            r"seconded) (?:par|by) $",
            before,
        )
    )


def _says_more(part: Part, group: Sequence[Mention]) -> bool:
    """Whether behind a name stands what they think rather than a day or nothing."""
    return says(part.low, group[-1].end, part.end, part.language) in ("talk", "past")


def _led(part: Part, begin: int, groups: Sequence[Sequence[Mention]], is_forced: bool) -> Deed | None:
    """A name, a sign, what is to be done: « Léa : réponse 8D au client », "JM → négocier", "@Dan fix the export"."""
    for group in groups:
        if not _at_boundary(part, begin, group[0].start) or group[0].sort == "pronoun":
            continue
        sign = _SEPARATOR.match(part.low, group[-1].end, part.end)
        is_at = (
            part.text[group[0].start : group[0].start + 1] == "@"
            or part.text[group[0].start - 1 : group[0].start] == "@"
        )
        if sign is None and not (is_at and group[0].start <= begin + 1) and not is_forced:
            continue
        place = sign.end() if sign is not None else group[-1].end
        rest = part.low[place : part.end].strip(" *_")
        if (
            group[0].start > begin + 2
            and not _only_filler(part.low[begin : group[0].start])
            and _only_filler(_without_days(part, place))
        ):
            continue  # The task stands before: the name trails it.
        if not any(letter.isalpha() for letter in _without_days(part, place)):
            continue
        is_arrow = sign is not None and ">" in sign[0]
        if (
            is_forced
            or _is_task(rest, part.language)
            or (is_arrow and not _OPINION_START.match(rest))
            or _is_noun_task(rest, part)
        ):
            return Deed(owners=tuple(group), start=part.start, end=part.end, what_start=place, what_end=part.end)
    return None


def _is_task(words: str, language: str) -> bool:
    """Whether words begin with what is to be done: an infinitive, « à relancer », "to send", a plain English verb."""
    place = _FIRST.match(words)
    words = words[place.end() :] if place else words
    first = _WORD.match(words)
    if first is None:
        return False
    if language == "en":
        if first[0] in ("to", "will", "shall", "must") and len(words) > first.end() + 3:
            return True
        return _is_imperative(words, first)
    if is_infinitive(first[0]):
        return True
    clitic = re.match(r"(?:a |de |d')?(?:(?:le|la|les|lui|leur|en|y|re|se|nous) |l'|s')?([a-z]+)", words)
    return (
        clitic is not None
        and clitic[1] != first[0]
        and is_infinitive(clitic[1])
        and clitic[1] not in _NOT_TO_DO
        and ("," not in words or "jamais" not in words)
    )


def _is_imperative(words: str, first: re.Match[str]) -> bool:
    if not is_english_base(first[0]):
        return False
    following = _NEXT_WORD.match(words, first.end())
    if following is None:
        return first[0] in ("book", "chase", "order", "hire", "advertise") and words[first.end() :].strip() == ""
    if first[0] in _PHRASAL and following[1] in _PARTICLES:
        return True
    if first[0] in _NOUNS_TOO and following[1] not in _DETERMINED and not following[1][:1].isdigit():
        return False
    return (
        following[1] not in _NO_OBJECT
        and following[1][:1] not in ":£$€%"
        and not (following[1].isdigit() and first[0] in ("report", "test"))
    )


def _is_noun_task(rest: str, part: Part) -> bool:
    """Whether a few words behind « name : » are a task rather than what somebody said."""
    if _OPINION_START.match(rest) or _FINITE.search(rest) or _QUESTION.search(rest):
        return False
    if part.days and len(rest.split()) <= 14:
        return True
    return len(rest.split()) <= 6 and rest[:1].isalpha()


def _trailing(part: Part, begin: int, groups: Sequence[Sequence[Mention]], is_forced: bool) -> Deed | None:
    """What is to be done, then who: « affiche : Brigitte », "Root cause doc: @Dan by Fri", "chairs (Theo, by the 15th)"."""
    for group in reversed(groups):
        if group[0].sort == "pronoun":
            continue
        before = part.low[begin : group[0].start]
        lead = _LEADS_TO.search(before)
        if lead is None or not any(letter.isalpha() for letter in before):
            if (
                not _OPINION_WORD.search(part.low, group[-1].end, part.end)
                and _only_filler(before)
                and _only_filler(_without_days(part, group[-1].end))
            ):
                return Deed(
                    owners=tuple(group),
                    start=part.start,
                    end=part.end,
                    is_bare=True,
                    what_start=begin,
                    what_end=part.end,
                )
            continue
        if re.match(r"\s{0,2}\?", part.low[group[-1].end : group[-1].end + 3]):
            if lead[0].lstrip()[:1] == "(" and _is_work(before[: lead.start()], part):
                owners = tuple(replace(one, is_doubtful=True) for one in group)
                return Deed(
                    owners=owners, start=part.start, end=part.end, what_start=begin, what_end=begin + lead.start()
                )
            continue
        behind = _without_days(part, group[-1].end)
        is_end = (
            _only_filler(re.sub(r"\([^()]{0,80}\)", " ", behind))
            or re.match(r"\s{0,2}[,)(]|\s{0,2}(?:->|=>)", behind) is not None
        )
        if not is_end:
            continue
        task = before[: lead.start()]
        is_arrow = any(sign in lead[0] for sign in (">", ":", "=", "@", "–", "—", " -", "?"))
        is_work = _is_work(task, part) or bool(part.days)
        if is_forced or is_work or (is_arrow and not _is_talk_before(task)):
            return Deed(
                owners=tuple(group), start=part.start, end=part.end, what_start=begin, what_end=begin + lead.start()
            )
    return None


def _is_talk_before(task: str) -> bool:
    """Whether the words before a trailing name tell or judge: then the name only says who spoke."""
    return bool(
        _FINITE.search(task) or DONE.search(task) or _OPINION_START.match(task.strip(" *_")) or len(task.split()) > 14
    )


def _is_work(task: str, part: Part) -> bool:
    return (
        _is_task(task.strip(" *_"), part.language)
        or _is_task(task.rpartition(":")[2].strip(" *_"), part.language)
        or _is_to_do(task)
        or bool(re.search(r"\b(?:we'll|we will|on va|il faut|to be|needs?)\b", task))
    )


def _is_to_do(words: str) -> bool:
    """Whether « à faire » stands in the words."""
    return any(is_infinitive(one[1]) and one[1] not in _NOT_TO_DO for one in _A_INF.finditer(words))


def _without_days(part: Part, place: int) -> str:
    """The words from a place on, days taken out."""
    kept = list(part.low[place : part.end])
    for one in part.days:
        for at in range(max(0, one.start - place), max(0, one.end - place)):
            if at < len(kept):
                kept[at] = " "
    return "".join(kept)


def _only_filler(words: str) -> bool:
    return not words.strip() or (_FILLER.match(words[:120]) is not None and len(words) <= 120)


def _unassigned(part: Part, begin: int, groups: Sequence[Sequence[Mention]], is_forced: bool) -> Deed | None:
    """Something to do for which nobody is named: « il faut relancer … », "needs someone", "chase him"; boxes are such."""
    low = part.low[begin : part.end]
    made = Deed(start=part.start, end=part.end, what_start=begin, what_end=part.end)
    if is_forced:
        return made
    needed = (NEEDED_EN if part.language == "en" else NEEDED_FR).search(low)
    rule = RULE.search(low)
    if _is_finished(low) or (rule is not None and (needed is None or rule.start() < needed.start())):
        return None
    if needed is None and part.days and not any(_at_boundary(part, begin, group[0].start) for group in groups):
        needed = _WE_WILL.search(low)
    is_told = any(_subject_like(part, one) and _at_boundary(part, begin, one[0].start) for one in groups)
    if needed is not None and not (_HEDGED.search(low) and "?" not in low):
        is_reported = is_told and re.search(
            r"\bqu'?$|\b(?:that|whether|if|thinks?|says?|said|reckons?|"
            r"feels?) $",
            low[max(0, needed.start() - 9) : needed.start()],
        )
        return None if is_reported else made
    if _QUESTION.search(low):
        return None
    groups = [one for one in groups if _at_boundary(part, begin, one[0].start)]
    if (
        part.language != "en"
        and _is_to_do(low)
        and not _HEDGED.search(low)
        and not any(_subject_like(part, one) for one in groups)
    ):
        return made
    if _is_task(low, part.language) and not any(_subject_like(part, one) for one in groups):
        return made
    return None


def _is_finished(low: str) -> bool:
    done = DONE.search(low)
    return done is not None and done[0] not in ("deja", "already", "was", "were")


def _subject_like(part: Part, group: Sequence[Mention]) -> bool:
    """Whether somebody in the part speaks or has done something: then an « à faire » beside them is theirs to tell."""
    return says(part.low, group[-1].end, part.end, part.language) in ("talk", "past")
