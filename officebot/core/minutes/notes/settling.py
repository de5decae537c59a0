"""Sentences of notes that mend each other: decided behind, done by, no longer wanted, disputed side by side. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from officebot.core.expressions import expression
from officebot.core.minutes.notes.contrasts import contrasting, is_quarrel
from officebot.core.minutes.notes.cues import ASKS_WHETHER, CHANGED, DISPUTED, NO_TAKER, OPINION, REJECTED
from officebot.core.minutes.notes.likeness import likeness, stems
from officebot.core.minutes.notes.parts import Deed, Part
from officebot.core.minutes.notes.sentence import Found, Reader, Sentence, cleaned
from officebot.core.minutes.notes.verdicts import is_pending, is_settled
from officebot.core.problems import Problem
from officebot.core.text import say

#: Words that decide nothing themselves: they say so of what stands before.
_BARE_DECISION = expression(
    r"^\W{0,4}(?:that was |c'est |so |all |it was )?(?:agreed|decided|carried|approved|acte|adopte[es]{0,2}|"
    r"valide[es]{0,2}|decide[es]{0,2}|ok|vote[es]{0,2}|approuve[es]{0,2}|"
    r"unanimous\w{0,2}|unanimite|a l'unanimite)\b[^a-z]{0,10}(?:[a-z']{1,8}\W{0,4}){0,3}$"
)


def settle(reader: Reader, made: list[Sentence]) -> None:
    """Mend the sentences of one line: what only says that the one before was decided, and questions answered behind."""
    for one in list(made):
        head = _decided_head(reader, one)
        if head is not None:
            made.insert(made.index(one), head)
    for place, one in enumerate(made):
        low = reader.low[one.start : one.end]
        before = made[place - 1] if place else None
        if before is not None and not one.deeds and _BARE_DECISION.match(low):
            if any(found.deed.owners and found.due is not None for found in before.deeds):
                continue
            before.kind, before.deeds = "decided", []
            before.end, one.kind = one.end, "done"
            one.start = one.end
    for one in made:
        first = one.mentions[0] if one.mentions else None
        if one.kind == "decided" and first is not None and first.start <= one.start + 1:
            one.kind = "said" if _CHECKED.fullmatch(reader.low[first.end : one.end]) else one.kind
    _answered(reader, made)
    _taken(reader, made)
    for before, one in pairwise(made):
        is_untaken = NO_TAKER.match(reader.low[one.start : one.end]) is not None and not before.deeds
        if one.deeds and is_untaken and ASKS_WHETHER.search(reader.low, before.start, before.end):
            one.deeds, one.kind = [], "said"  # Asked, and nobody took it.
    for one, other in pairwise(made):
        if (
            _is_opinion(reader, one)
            and _is_opinion(reader, other)
            and _speakers(one) != _speakers(other)
            and one.place == other.place
        ):
            one.kind = other.kind = "disputed"
    for one, other in contrasting(reader, made):
        one.kind = other.kind = "disputed"
        one.deeds, other.deeds = [], []
    _same_deed(reader, made)
    asked = [one for one in made if one.deeds and not any(found.deed.owners for found in one.deeds)]
    for one in asked:
        later = [other for other in made if other.start > one.start and other.deeds]
        if later and reader.low[one.start : one.end].rstrip().endswith("?"):
            one.deeds, one.kind = [], "said"
    for one, other in pairwise(asked):
        if (
            made.index(other) == made.index(one) + 1
            and one.deeds
            and other.deeds
            and len(reader.low[other.start : other.end]) < 40
        ):
            one.end, other.deeds, other.kind = other.end, [], "done"
            one.deeds[0].end = other.end
            other.start = other.end
    made[:] = [one for one in made if one.start < one.end]


#: A word that answers what stands before.
_ANSWER = expression(
    r"^\W{0,4}(?:alors |donc |well |so )?(?:(?P<no>non|no|nope|nah|never|jamais|refuse|refused|rejete|rejected)|oui|"
    r"yes|ok|adopte|accepte)[es]{0,2}\W{0,4}$"
)
#: A verdict that says nothing of what it is about.
_VERDICT = expression(
    r"^\W{0,4}(?:(?:it was |c'est |so |and |that's |that is )?(?:unanimes?|unanimously|rejete[es]{0,2}|"
    r"adopte[es]{0,2}|lost|carried|that\W{0,3}$|settled|done deal|"
    r"tranche|entendu|case closed|final|ship(?: it)?|motion carried|motion lost|vote acquis|done arguing)\b.{0,24}|"
    r"(?:[a-z]{2,8} approvals?|no abstentions?|[a-z. ]{2,20} (?:settled it|ruled so|a tranche)).{0,24})$"
)
_LEAST_HEAD = 5
_TAIL = expression(r"(?<![ ,;:>(-])(?:[ ,;:>(-]|(?<= )(?:and|et|so|puis|then|donc)(?= )){1,30}$")


def _answered(reader: Reader, made: Sequence[Sentence]) -> None:
    """Put a bare answer or verdict to what it is about: « Une baisse ? Non. », "The offer. Rejected."."""
    for before, one in pairwise(made):
        low = reader.low[one.start : one.end]
        answer = _ANSWER.match(low)
        is_asked = reader.low[before.start : before.end].rstrip().endswith("?")
        is_dated = any(found.due is not None for found in before.deeds)
        if one.deeds or before.kind == "done" or is_dated or before.start == before.end:
            continue
        if is_pending(low):
            continue
        if (answer is not None and (is_asked or answer["no"])) or (_VERDICT.match(low) and before.kind != "action"):
            before.kind, before.deeds, before.end = "decided", [], one.end
            one.kind, one.start = "done", one.end


#: Who does something, asked; and somebody who says yes to it.
_WHO_DOES = expression(r"\b(?:qui|who)(?:'s|'ll)?\b[^?]{3,80}\?\W{0,2}$")
_SAYS_YES = expression(
    r"\W{0,3}(?:ok|oui|yes|volontaire|partante?|dispo|s'y colle|s'en (?:occupe|charge)|volunteers?|"
    r"volunteered|(?:is )?happy to|can|"
    r"will|peut|le fait|does|on it)?\W{0,3}(?:$|[,.;(])"
)


def _taken(reader: Reader, made: Sequence[Sentence]) -> None:
    """Give what is asked, « qui tient le stand ? », to who answers right behind that they will."""
    for before, one in pairwise(made):
        first = one.mentions[0] if one.mentions else None
        if (
            first is None
            or first.sort not in ("person", "named", "writer")
            or first.start > one.start + 1
            or _WHO_DOES.search(reader.low[before.start : before.end]) is None
            or _SAYS_YES.match(reader.low[first.end : one.end]) is None
        ):
            continue
        part = Part(text=reader.text, low=reader.low, start=before.start, end=before.end, language=reader.language)
        made_deed = Deed(
            owners=(first,), start=before.start, end=one.end, what_start=before.start, what_end=before.end
        )
        due = before.deeds[0].due if before.deeds else None
        before.deeds = [Found(deed=made_deed, part=part, due=due, start=before.start, end=one.end)]
        before.kind, one.deeds, one.kind = "action", [], "done"


def _decided_head(reader: Reader, one: Sentence) -> Sentence | None:
    """What is decided before a sign, where behind it stands who does what: « on fait les deux : Marie … », "…, and Dan …"."""
    owners = [owner.start for found in one.deeds for owner in found.deed.owners if owner.start > one.start]
    if not owners:
        return None
    colon = reader.low.find(":", one.start, owners[0])
    first = min(found.start for found in one.deeds)
    arrow = reader.low.find(">", one.start, owners[0])
    for end in (colon, arrow, first):
        head = _TAIL.sub("", reader.low[one.start : max(end, one.start)])
        if len(head) > _LEAST_HEAD and is_settled(head) and not is_pending(head):
            return Sentence(
                start=one.start,
                end=one.start + len(head),
                line=one.line,
                place=one.place,
                mentions=[],
                kind="decided",
            )
    return None


#: « … à réserver, Chloé s'en occupe »: the deed stands before, its owner here.
_SAME_DEED = expression(
    r"^\W{0,3}(?:(?:will |'ll |va |to )?(?:s'en (?:occupe|charge|occupera|chargera)|le fait|la fait|les fait|"
    r"le fera|s'y colle|do (?:it|this|that|so)|on (?:it|this)|"
    r"take (?:it|this) on|takes (?:it|this|that)(?: on)?|does it|handle it|sort (?:it|this)|is on it|'s on it|y va)|"
    r"(?:is |'s )?(?:happy|willing) to(?: do (?:it|so))?|prend|ok)\W{0,4}(?:$|(?=[,.(]|d'ici|avant|pour|by|"
    r"before|cette|this|next))"
    r"|^\W{0,3}(?:is |'s )?(?:sorting|chasing|looking|doing|arranging|dealing|handling|organising|ordering|fixing|on)\b"
)


#: "Ann drafts, Ben checks", « HZ rédige, LA relit »: who looks over what another does has no task of their own.
_CHECKED = expression(
    r"\W{0,3}(?:to )?(?:relit|relira|relisent|verifie|valide|validera|corrige|controle|signe|checks?|reviews?|proofs?|"
    r"proof-?reads?|reads?|signs?(?: off)?|approves?)\W{0,4}(?:(?:it|le|la)\W{0,3})?"
)
#: "so she'll have that done by then": what was said already.
_RESTATED = expression(
    r"\W{0,3}(?:will |'ll )(?:have|get) (?:it|that|this|them|those) (?:all )?(?:done|ready|finished|sorted|sent|out|over)\b|"
    r"\W{0,3}(?:le|la|les) (?:fait|font|fera|rendra|enverra|aura)\b|\W{0,3}(?:fera|aura) (?:ca|cela|tout ca)\b"
)
#: "We should answer – Ann drafts it": what is needed, and who does it.
_LEADS_ON = expression(r"[^–>:-]{0,4}\s(?:–|—|->|=>|>|--?)\s{1,2}")


_PRONOUN = expression(r"^\W{0,3}(?:(?:so|and|et|donc) )?(?:he|she|they|il|elle|ils|elles)(?= |')")


def _dayless(words: str, found: Found) -> str:
    """The words behind an owner without those of the day."""
    if found.due is None or found.due.start < found.end - len(words):
        return words
    begin = found.due.start - (found.end - len(words))
    return words[:begin] + words[begin + found.due.end - found.due.start :]


def _same_deed(reader: Reader, made: Sequence[Sentence]) -> None:
    """Give a deed without an owner the one who only says, behind it, that they will do it."""
    pairs = [(one, found) for one in made for found in one.deeds]
    for (one, first), (other, second) in pairwise(pairs):
        owners = second.deed.owners
        if not owners or owners[-1].end > second.end:
            continue
        is_named = owners[-1].start >= second.start
        behind = reader.low[owners[-1].end if is_named else second.start : second.end]
        behind = behind if is_named else _PRONOUN.sub("", behind)
        is_one = (
            one is other
            and not first.deed.owners
            and _LEADS_ON.fullmatch(reader.low[max(first.start, first.end - 4) : max(owners[0].start, first.end)])
        )
        if first.deed.owners and (
            (one is other and _CHECKED.fullmatch(_dayless(behind, second)))
            or (_RESTATED.match(behind) and first.deed.owners[0].who == owners[0].who)
        ):
            first.due = first.due or second.due
            first.end = second.end if one is other else first.end
            other.deeds.remove(second)
            other.kind = other.kind if other.deeds else "done"
        elif is_one and second in other.deeds:
            other.deeds.remove(first)
            second.due = second.due or first.due
        elif not first.deed.owners and _SAME_DEED.match(behind):
            first.deed = replace(first.deed, owners=owners)
            first.due = first.due or second.due
            first.end = second.end if one is other else first.end
            other.deeds.remove(second)
            other.kind = other.kind if other.deeds else "done"


def _speakers(one: Sentence) -> set[tuple[str, ...]]:
    return {other.who for other in one.mentions if other.sort == "person"}


def _is_opinion(reader: Reader, one: Sentence) -> bool:
    """Whether a sentence says what somebody thinks, and neither what was decided nor what is to be done."""
    return (
        one.kind in ("said", "disputed")
        and bool(_speakers(one))
        and OPINION.search(reader.low, one.start, one.end) is not None
    )


def disputes(found: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """Where people did not agree: with the sentence before, where the words only say that they did not."""
    spans: list[tuple[int, int, int]] = []
    for place, one in enumerate(found):
        if one.kind != "disputed":
            continue
        start = one.start
        if (
            place
            and not any(other.sort == "person" for other in one.mentions)
            and found[place - 1].place >= one.place - 1
        ):
            start = found[place - 1].start
        if spans and (spans[-1][1] >= start - 2 and spans[-1][2] >= one.place - 1):
            spans[-1] = (spans[-1][0], one.end, one.place)
        else:
            spans.append((start, one.end, one.place))
    return ((start, end) for start, end, _ in spans)


#: A matter that nobody settled; for a dispute, two must be of different minds about it.
_ONLY_OPEN = expression(r"\b(?:pas tranche|non tranche|on en reparle|no conclusion|left it open)\b")


def only_open(reader: Reader, found: Sequence[Sentence]) -> None:
    """What is only left open is no dispute where neither the words nor those before name anybody with a mind of their own."""
    for place, one in enumerate(found):
        low = reader.low[one.start : one.end]
        rest = _ONLY_OPEN.sub(" ", low)
        if one.kind != "disputed" or rest == low or DISPUTED.search(rest) or is_quarrel(rest):
            continue
        before = found[place - 1] if place and found[place - 1].place == one.place else None
        is_told = OPINION.search(rest) is not None or (
            before is not None
            and (before.kind == "disputed" or OPINION.search(reader.low, before.start, before.end) is not None)
        )
        one.kind = "disputed" if is_told else "said"


def revise(reader: Reader, found: Sequence[Sentence]) -> None:
    """A mind changed: what is said later takes the place of an earlier deed about the same, and that is said."""
    for place, one in enumerate(found):
        low = reader.low[one.start : one.end]
        if not (CHANGED.search(low) or REJECTED.search(low)):
            continue
        words = stems(reader.text[one.start : one.end])
        for other in found[:place]:
            for made in list(other.deeds):
                same = likeness(stems(reader.text[made.start : made.end]), words)
                if same < 0.6 or (
                    one.deeds and one.deeds[0].due is None and made.due is None and not one.deeds[0].deed.owners
                ):
                    continue
                other.deeds.remove(made)
                if one.deeds and one.deeds[0].due is None:
                    one.deeds[0].due = made.due
                other.kind = other.kind if other.deeds else "said"
                later, earlier = (
                    cleaned(reader.text[one.start : one.end]),
                    cleaned(reader.text[made.start : made.end]),
                )
                reader.problems.append(
                    Problem(
                        where="", what=say("“{later}” takes the place of “{earlier}”.", later=later, earlier=earlier)
                    )
                )
