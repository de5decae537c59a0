"""Deeds that are handed to somebody: a name, a sign and a task, or a task and behind it its owner. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from officebot.core.expressions import expression
from officebot.core.minutes.notes.cues import ASKED, BY, IS_WHO, PARTICIPLE
from officebot.core.minutes.notes.names import each
from officebot.core.minutes.notes.owners import Mention
from officebot.core.minutes.notes.parts import QUESTION, SEPARATOR, Deed, Part, at_boundary
from officebot.core.minutes.notes.tasks import FINITE, OPINION_START, is_talk_before, is_task, is_to_do, only_filler
from officebot.core.minutes.notes.verbs import says

_LEADS_TO = expression(
    r"(?:\?|//|/|::|!!|\||\{|->|=>|>>|>|:|–|—|\s-{1,2}|\(|,|\.|\.\.\.|…|=|\[)[ ]{0,3}[*_@]{0,3}(?:(?:le|la|l'|the|by|par|"
    r"with|avec|pour|for) ?)?$"
)


_STRONG_LEAD = expression(r"(?:->|=>|>>|>|@|\bc'est)[ ]{0,3}$")


_OPINION_WORD = expression(r"\b(?:for|against|pour(?! le)|contre|yes|no|oui|non|merci|thanks)\b")


#: Who asks somebody is the one who has something to do: « MR demande à Sandrine », "RA will ask her".
_ASKS = expression(
    r"\s(?:va |doit )?demande\w{0,2} (?:a|au) (?:la |l'|le )?|\s?(?:will |to |is to |must |'ll )ask (?:the )?"
)


def by(part: Part, begin: int, groups: Sequence[Sequence[Mention]]) -> Deed | None:
    """« Odile à informer (par Isabelle) »: who stands behind "by" does it, whoever else is named."""
    for group in groups:
        before = part.low[max(begin, group[0].start - 8) : group[0].start]
        if _OVER_BY.search(part.text, begin, group[0].start):
            continue
        if re.search(r"[(,-] ?(?:par|by) $", before) and not PARTICIPLE.search(part.low, begin, group[0].start):
            return Deed(owners=tuple(group), start=part.start, end=part.end, what_start=begin, what_end=part.end)
    return None


def handed(part: Part, begin: int, groups: Sequence[Sequence[Mention]]) -> Deed | None:
    """« on demande à Nora de … », "ask Ann to", « par le syndic », "to be placed by Helen", « c'est Mathilde »."""
    for group in groups:
        before = part.low[max(begin, group[0].start - 24) : group[0].start]
        words = part.low[begin : part.end]
        is_pointed_at = _STRONG_LEAD.search(before[-3:]) is not None and begin < group[0].start - 8
        if (
            (is_pointed_at or IS_WHO.search(before))
            and not _says_more(part, group)
            and not _IS_TOLD.match(part.low, group[-1].end, part.end)
        ):
            owners = tuple(group)
            return Deed(owners=owners, start=part.start, end=part.end, what_start=begin, what_end=group[0].start)
        is_over = PARTICIPLE.search(words[: group[0].start - begin]) is not None
        is_wanted = (
            _PASSIVE_TO_COME.search(words) is not None
            or is_to_do(words)
            or (bool(part.days) and not is_over)
            or is_task(words, part.language)
            or _URGENT.search(words) is not None
        )
        if _OVER_BY.search(part.text, begin, group[0].start) and not _PASSIVE_TO_COME.search(words):
            continue
        if BY.search(before) and group[0].sort != "pronoun" and is_wanted and not _talked_by(before):
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
                    if at_boundary(part, begin, other[0].start)
                    and _ASKS.fullmatch(part.low, other[-1].end, group[0].start)
                ),
                None,
            )
            return Deed(
                owners=tuple(owner or group), start=part.start, end=part.end, what_start=begin, what_end=part.end
            )
    return None


_URGENT = expression(
    r"\b(?:asap|urgent|en urgence|(?:des|aussitot) que possible|au plus vite|as soon as possible|prioritaire)\b"
)
#: « C'est Nora qui est choisie », "It's Ann who said": they are spoken of.
_IS_TOLD = expression(r"\s(?:qui (?:est|sont|a|ont|etait|avait|dicte|parle)|who (?:is|was|has|had|said))\b")


_UP_TO = expression(r"(?:^|[\s:>-])(?:a|c'est a|au tour de|over to|up to|down to|charge a) $")


#: « corrigée par », « livré par »: the accent says that it is done.
_OVER_BY = expression(
    r"(?:(?:é|ée|és|ées)|(?<!\w)(?:re|dé|pré)?(?:lu|vu|rendu|reçu|vendu|tenu|revu|mis|pris|remis|repris|permis|écrit|fait|dit|produit|"
    r"conduit|construit|choisi|fini|fourni|rempli|réuni|ouvert|offert)e?s?) par (?:le |la |l['’])?$"
)
#: What is still to come in the passive: « sera envoyé par », "to be placed by".
_PASSIVE_TO_COME = expression(r"\b(?:sera|seront|doit etre|doivent etre|will be|must be|to be|should be)\b")


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


def led(part: Part, begin: int, groups: Sequence[Sequence[Mention]], is_forced: bool) -> Deed | None:
    """A name, a sign, what is to be done: « Léa : réponse 8D au client », "JM → négocier", "@Dan fix the export"."""
    for group in groups:
        if not at_boundary(part, begin, group[0].start) or group[0].sort == "pronoun":
            continue
        sign = SEPARATOR.match(part.low, group[-1].end, part.end)
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
            and not only_filler(part.low[begin : group[0].start])
            and only_filler(_without_days(part, place))
        ):
            continue  # The task stands before: the name trails it.
        if not any(letter.isalpha() for letter in _without_days(part, place)):
            continue
        is_arrow = sign is not None and ">" in sign[0]
        if (
            is_forced
            or is_task(rest, part.language)
            or (is_arrow and not OPINION_START.match(rest))
            or _is_noun_task(rest, part)
        ):
            return Deed(owners=tuple(group), start=part.start, end=part.end, what_start=place, what_end=part.end)
    return None


#: What somebody says of how things are: no noun of a task.
_STATED = expression(
    r"\b(?:can't|cannot|won't|don't|doesn't|didn't|not|no|too|needed|over my|anything but|fed up|busy|pas|trop|faut|"
    r"manque|jamais|plus de|bof|super|deja|already|impossible|dommage|never|nothing|rien)\b"
)


def _is_noun_task(rest: str, part: Part) -> bool:
    """Whether a few words behind « name : » are a task rather than what somebody said."""
    if OPINION_START.match(rest) or FINITE.search(rest) or QUESTION.search(rest) or _STATED.search(rest):
        return False
    if part.days and len(rest.split()) <= 14:
        return True
    words = rest.split()
    return 1 < len(words) <= 6 and (
        any(word.strip(",.").rstrip("s") in _WORK_NOUNS for word in words)
        or words[0].rstrip("s").endswith(("tion", "ment"))
    )


#: Nouns that name a task by themselves: « Léa : réponse au client ».
_WORK_NOUNS = each(
    "reponse relance devi envoi achat commande suivi courrier mail appel liste planning affiche convocation compte point "
    "bilan dossier demande facture controle visite contact inventaire rangement menage livraison contrat "
    "quote order call email letter list draft report minute poster booking invoice rota visit reply check review "
    "agenda budget photo flyer form payment paiement"
)


def trailing(part: Part, begin: int, groups: Sequence[Sequence[Mention]], is_forced: bool) -> Deed | None:
    """What is to be done, then who: « affiche : Brigitte », "Root cause doc: @Dan by Fri", "chairs (Theo, by the 15th)"."""
    for group in reversed(groups):
        if group[0].sort == "pronoun":
            continue
        before = part.low[begin : group[0].start]
        lead = _LEADS_TO.search(before) or _before_deadline(part, begin, group)
        if lead is None or not any(letter.isalpha() for letter in before):
            if (
                not _OPINION_WORD.search(part.low, group[-1].end, part.end)
                and only_filler(before)
                and only_filler(_without_days(part, group[-1].end))
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
            only_filler(re.sub(r"\([^()]{0,80}\)", " ", behind))
            or re.match(r"\s{0,2}[,)(]|\s{0,2}(?:->|=>)", behind) is not None
        )
        if not is_end:
            continue
        task = before[: lead.start()]
        is_arrow = any(sign in lead[0] for sign in (">", ":", "=", "@", "–", "—", " -", "?"))
        is_work = _is_work(task, part) or bool(part.days)
        if len(group) > 2 and not _is_work(task, part) and not is_forced and not (part.days and part.start > 400):
            continue  # A row of names is who was there.
        if is_forced or is_work or (is_arrow and not is_talk_before(task)):
            return Deed(
                owners=tuple(group), start=part.start, end=part.end, what_start=begin, what_end=begin + lead.start()
            )
    return None


#: The signs by which a line is a row of fields: what, who, by when.
_FIELD = expression(r"\s(?:--?|–|—|/|//|\||::|;)\s")
_MOST_FIELDS = 5
_ALL_FIELD = expression(
    r"(?:ts|tous|ttes|toutes|tout(?:e)? l[ea']|chaque|chacun|all|every|everyone|everybody)\b[a-z' ]{0,28}"
)


def fielded(part: Part, begin: int, groups: Sequence[Sequence[Mention]]) -> Deed | None:
    """A row of fields, one of which is nothing but people: "thank-you letters -- Bev -- before 18 Dec"."""
    signs = list(_FIELD.finditer(part.low, begin, part.end))
    if not 1 < len(signs) + 1 <= _MOST_FIELDS or len({sign[0].strip() for sign in signs}) > 1:
        return None
    spans = list(
        zip([begin, *(sign.end() for sign in signs)], [*(sign.start() for sign in signs), part.end], strict=True)
    )
    owners: tuple[Mention, ...] = ()
    stop = spans[0][1]
    for start, end in spans[1:]:
        inside = tuple(one for group in groups for one in group if start <= one.start and one.end <= end)
        rest = part.low[start:end]
        for one in inside:
            rest = rest.replace(part.low[one.start : one.end], " ", 1)
        if not owners and inside and only_filler(_JOINERS.sub(" ", rest)):
            owners = inside
        elif not owners and _ALL_FIELD.fullmatch(rest.strip(" .*_")):
            owners = (Mention(start=start, end=end, who=(_everybody(part),), sort="everybody"),)
        elif not only_filler(_without_days(replace(part, end=end), start)) and not _WHEN_FIELD.fullmatch(
            part.low[start:end].strip(" .")
        ):
            return None
    task = part.low[spans[0][0] : stop]
    is_row = len(spans) > 2 or bool(part.days)
    if not owners or not is_row or not any(letter.isalpha() for letter in task) or _is_told_row(part, spans[0]):
        return None
    return Deed(owners=owners, start=part.start, end=part.end, what_start=begin, what_end=stop)


#: A field that says by when, whether or not that is a day: "before end of term (18 Dec)", « avt chaque vendredi ».
_WHEN_FIELD = expression(
    r"(?:avant|avt|av\.?|pour|d'ici|before|by|b4|until|due|fin|end|mid|each|every|chaque|tous les|sous|within|in \d)"
    r"\b[^:;=>]{0,40}"
)
_JOINERS = expression(r"[/&+,]|\b(?:et|and|n)\b")
#: « rapport déposé – HZ – 27/11 »: the accent says that it is done.
_TOLD_END = expression(r"(?:é|ée|és|ées)\s{0,2}$")


def _everybody(part: Part) -> str:
    return "All" if part.language == "en" else "Tous"


def _is_told_row(part: Part, span: tuple[int, int]) -> bool:
    task = part.low[span[0] : span[1]]
    return (
        is_talk_before(task)
        or PARTICIPLE.search(task.rpartition(" ")[2]) is not None
        or (_TOLD_END.search(part.text, span[0], span[1]) is not None and not is_to_do(task))
    )


_UNLED = expression(
    r"(?<![a-z'])(?:avec|de|du|des|d'|a|au|aux|chez|pour|pr|par|et|with|from|to|for|by|of|and|at|via|than|que|vs|re|ask|chase|"
    r"contact|tell|email|call|ring|meet|see|thank|merci|[a-z]{3,}(?:er|ir|re|ing))\s{1,2}$"
)


def _before_deadline(part: Part, begin: int, group: Sequence[Mention]) -> re.Match[str] | None:
    """The blank before an owner behind whom nothing stands but a deadline: "float count KM by the 4th"."""
    behind = [day for day in part.days if day.start >= group[-1].end]
    is_wanted = bool(behind) and (
        behind[0].is_deadline or _UNTIL.search(part.low, group[-1].end, behind[0].start) is not None
    )
    is_last = is_wanted and only_filler(_without_days(part, group[-1].end))
    words = part.low[begin : group[0].start]
    if not is_last or len(words.split()) < 2 or _UNLED.search(words) is not None:
        return None
    return _BLANK_END.search(words) if not is_talk_before(words) else None


_UNTIL = expression(r"^\s(?:pour|pr|avant|avt|d'ici|by|before|b4|for) (?:le |la |l'|the )?$")
_FROM = expression(
    r"(?:[^.:;?]{2,30}: )?[^.:;?]{3,50} to (?:the )?[\w'-]{2,20} from (?:the )?(?P<who>(?:whole |rest of the "
    r")?[a-z]{3,20}|all [a-z]{3,20}|each [a-z]{3,20})"
    r"(?=,? (?:in|by|before|b4|on|for|within|asap)\b)"
)


def sent_from(part: Part, begin: int) -> Deed | None:
    """What is to reach somebody from others by a day: "bios to Viv from the whole cast in 10 days"."""
    found = _FROM.match(part.low, begin, part.end) if part.days and part.language == "en" else None
    if found is None or is_talk_before(part.low[begin : found.start("who")]):
        return None
    inside = tuple(one for one in part.mentions if one.start >= found.start("who") - 4 and one.start < found.end())
    start, end = found.span("who")
    owners = inside or (Mention(start=start, end=end, who=(part.text[start:end],), sort="named"),)
    return Deed(owners=owners, start=part.start, end=part.end, what_start=begin, what_end=part.end)


_BLANK_END = expression(r"(?<=\w)\s$")
#: Words that name people who are not on the list: a service, a firm, a group.
_GROUP = each(
    "service services equipe equipes mairie cabinet agence societe entreprise commission comite bureau groupe famille "
    "team teams group office firm company dept department agency council committee club board shop desk crew lads family"
)
_ARROW_END = expression(r"(?:->|=>|>>|(?<=\s)>|::|//)\s{0,3}(?:a faire par |par |by |for |pour )?([^>:]{2,40})$")
_NO_NAME = expression(
    r"\b(?:ok|oui|non|yes|no|fait|done|vu|valide\w{0,2}|acte\w{0,2}|refus\w{0,3}|agreed|approved|rejected|annule\w{0,2}|"
    r"clos|closed|reporte\w{0,2}|rien|nothing|ras|later|urgent|suivre|voir|next|prochain\w{0,2}|on|we|pas|not|trop|too|"
    r"aucune?|none|nobody|personne|qui|who|tbc|tbd|budget|fini|perdu|open|parked|still|deja|already)\b|\d"
)


def pointed(part: Part, begin: int, groups: Sequence[Sequence[Mention]]) -> Deed | None:
    """A task and behind an arrow somebody who is in no list: « panneau tagué → services techniques », "skip => Kwik Hire"."""
    end = part.end
    for day in part.days:
        if not part.low[day.end : part.end].strip(" .,;!)"):
            end = day.start
    words = part.low[begin:end].rstrip(" ,;.(!")
    words = re.sub(r"[, ]{1,3}(?:avant|d'ici|pour|le|by|before|on|des que possible|asap|svp)$", "", words)
    found = _ARROW_END.search(words)
    if found is None or not any(letter.isalpha() for letter in words[: found.start()]) or _NO_NAME.search(found[1]):
        return None
    if any(group[0].start >= begin + found.start(1) for group in groups) or _says_state(words[: found.start()]):
        return None
    start, stop = begin + found.start(1), begin + found.end(1)
    written = part.text[start:stop].strip(" *_.")
    told = found[1].split()
    is_named = len(told) <= 4 and (bool(_GROUP & set(told)) or all(word[:1].isupper() for word in written.split()))
    if not is_named or is_task(found[1], part.language) or len(words.split()) > 16:
        return None
    owner = Mention(start=start, end=stop, who=(written,), sort="named")
    return Deed(owners=(owner,), start=part.start, end=part.end, what_start=begin, what_end=begin + found.start())


def _says_state(task: str) -> bool:
    return OPINION_START.match(task.strip(" *_")) is not None or QUESTION.search(task) is not None


#: What parts a matter from what is to be done about it: « vestiaire trop petit -> demander … ».
_LAST_OF = expression(r":|->|=>|>|\s[–—-]{1,2}\s|\?")


def _is_work(task: str, part: Part) -> bool:
    return (
        is_task(task.strip(" *_"), part.language)
        or is_task(_LAST_OF.split(task)[-1].strip(" *_"), part.language)
        or is_to_do(task)
        or bool(re.search(r"\b(?:we'll|we will|on va|il faut|to be|needs?)\b", task))
    )


def _without_days(part: Part, place: int) -> str:
    """The words from a place on, days taken out."""
    kept = list(part.low[place : part.end])
    for one in part.days:
        for at in range(max(0, one.start - place), max(0, one.end - place)):
            if at < len(kept):
                kept[at] = " "
    return "".join(kept)
