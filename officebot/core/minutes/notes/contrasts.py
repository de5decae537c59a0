"""Where two people are of different minds: each named, each with a stance, one against the other. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from officebot.core.expressions import expression
from officebot.core.minutes.notes.sentence import Reader, Sentence

#: What somebody would have: whoever would have something else is of another mind.
_PREFERS = expression(
    r"^[\W]{0,3}(?:\([^()]{0,40}\) ?)?(?:(?:really|still|also|only|je|j'|qui|lui|elle|il|would|rather|dead|"
    r"totally|strongly|firmly|completely|resolument|carrement|tres|very|serait|est|is|la|le|les|l'|"
    r"was|plutot|a|en|y|was of) ?){0,3}"
    r"(?:veu[tx]|voul(?:ait|ais|u)|voudrai[ts]|prefer\w{0,5}|souhait\w{1,5}|aimerai[ts]|penche|trouv\w{1,4}|"
    r"jug\w{1,4}|estim\w{1,4}|soutient|maintien\w{1,2}|"
    r"considere?\w{0,3}|craint|doute|croi[ts]|pens\w{1,4}|redoute|deteste|adore|aime|refuse|conteste|defend\w{0,2}|"
    r"conseille|plaide|insist\w{1,4}|"
    r"reclame|pour|contre|favorable|oppose\w{0,2}|non|oui|yes|no|nope|never|jamais|wants?|wanted|wish(?:es|ed)?|"
    r"likes?|liked|loves?|loved|hates?|hated|loathes?|"
    r"loathed|dislikes?|favou?rs?|favou?red|thinks?|thought|feels?|felt|reckons?|believes?|doubts?|calls?|called|"
    r"argues?|argued|keen|for|against|team|"
    r"in favour|of the|moved|considers?|considered|would|wd|doesn't|does not|didn't|won't|can't|not|n't|n'y|n'est|"
    r"n'en|ne|isn't|"
    r"pas|moins|s'y|defend|fancies|fancied|sees|tient|tenait|demande|push(?:es|ed)?|lobbied|disagrees?|disagreed|"
    r"voted|votes?|insiste|trop|too|bof|meh|sceptiques?|sceptical|skeptical|reservee?s?|mitigee?s?|(?:pas |un)convai?nc\w{1,4}|"
    r"inquiete?|s'inquiete|worried|worries|nervous|wary|uneasy|concerned|happier|happy|contente?s?|ravie?s?|"
    r"isn't|aren't|wasn't|a (?:un|des|de gros) doutes?|has (?:big |some )?doubts?|(?:is |est )?(?:not|pas) "
    r"(?:so )?sure?|plutot pour|plutot contre)\b|^ (?:si|is|does|"
    r"did|was)\W{0,3}$"
)
#: What somebody says; of another mind is who says the contrary.
_SAYS = expression(
    r"^\W{0,3}(?:\([^()]{0,40}\) ?)?(?:says?|said|dit|disait|repond|replique|retorque|objecte|thinks?|lets?|let's|\"|"
    r":|proposes?|propose|suggests?|suggested|votes?|voted|"
    r"vote pour|vote contre|-)"
)
_LABELLED = expression(r"^ ?:\s")
_CONTRARY = expression(
    r"\b(?:non|no|nope|not|never|jamais|contre|against|pas|plus|faux|wrong|nonsense|impossible|trop|too|refuse|"
    r"conteste|hates?|hated|loathes?|loathed|dislikes?|"
    r"doubts?|doute|objection|objecte|contrary|contraire|hors de question|n'importe quoi|anything but|over my dead|"
    r"no way|unless|disagrees?|unworkable|bof|"
    r"sous-estim\w{1,3}|surestim\w{1,3}|overkill|burns|lose|waste|gaspill\w{1,4}|jette|can't|won't|doesn't|don't|"
    r"isn't|worried|worries|nervous|wary|uneasy|concerned|inquiete?|sceptiques?|sceptical|skeptical|"
    r"reticente?s?|doutes?|doubts?|unsure|pas sur|unrealistic|irrealiste|mauvaise?|bad|silly|"
    r"ridicul\w{1,3}|absurde?|inutile|useless|premature?e?|tot|early|late|tard|cher|dear|expensive)\b|n't\b"
)
#: How soon the contrary must be said, where the verb only tells that something was said.
_SOON = 24
_AGREES = expression(
    r"\b(?:agrees?|agreed|d'accord|aussi|also|both|tous les deux|idem|ditto|pareil|egalement|as well|likewise|"
    r"confirme|confirms?|me too|same here|acquiesce)\b|^ (?:is |est )?ok\b"
)
_BOTH = 2
_LEAST_CLAUSE, _LONGEST_CLAUSE = 2, 200
_OTHERS = expression(
    r"\b(?:everyone else|everybody else|the others?|the rest|les autres|tous les autres|le reste|l'equipe|others|"
    r"most of us|la plupart)\b"
)


#: Words for a quarrel, whoever had it.
_QUARREL = expression(
    r"\b(?:(?:discussion|echanges?|debats?|ambiance)s? (?:un peu |tres |assez |plutot )?(?:tendu|anime|houleu|vif|"
    r"vive)\w{0,3}|le ton (?:monte|est monte)|"
    r"clash|accrochage|s'accrochent|se disputent?|avis partages|deux camps|standoff|stand-off|at odds|at loggerheads|"
    r"can't agree|cannot agree|could not agree|couldn't agree|"
    r"(?:not|n't|never) see eye to eye|fell out|falling out|crossed swords|clash(?:ed|es)?|of two minds|different views|"
    r"(?:pas|plus) du meme avis|avis contraires?|avis divergents?|s'opposent|(?:pas|plus) la meme (?:vision|position)|"
    r"locked horns|bickered|"
    r"bickering|two camps|opinions? (?:were |are )?(?:divided|split)|divided on|heated (?:exchange|debate|discussion))\b"
)
_REPORTS = expression(r"\b(?:dit (?:que|qu'|\d)|says|said)")


def is_quarrel(low: str) -> bool:
    """Whether the words themselves speak of a quarrel."""
    return _QUARREL.search(low) is not None


def is_at_odds(low: str) -> bool:
    """Whether what two people of a sentence think is not just reported side by side: one contradicts, or wants otherwise."""
    return _AGREES.search(low) is None and (_CONTRARY.search(low) is not None or len(_REPORTS.findall(low)) < _BOTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stance:
    who: tuple[str, ...]
    is_preference: bool
    is_labelled: bool
    is_contrary: bool
    clause: str


def contrasting(reader: Reader, made: Sequence[Sentence]) -> Iterator[tuple[Sentence, Sentence]]:
    """The sentences of one line in which two people contradict each other: twice the same where one holds both."""
    open_ones = [one for one in made if one.kind != "done" and not any(found.due for found in one.deeds)]
    stances = {id(one): _stances(reader, one) for one in open_ones}
    for one in open_ones:
        if one.kind != "decided" and _is_contrast(stances[id(one)], is_free=not one.deeds):
            yield one, one
    for one, other in pairwise(open_ones):
        if any(found.deed.owners for found in other.deeds):
            continue  # What somebody does about it takes no side.
        if one.place == other.place and one.kind != "decided" and other.kind != "decided":
            last, first = stances[id(one)][-1:], stances[id(other)][:1]
            if _is_contrast([*last, *first], is_free=not (one.deeds or other.deeds)):
                yield one, other


def _stances(reader: Reader, one: Sentence) -> list[_Stance]:
    people = [other for other in one.mentions if other.sort in ("person", "named", "writer", "office")]
    found = []
    for place, mention in enumerate(people):
        end = people[place + 1].start if place + 1 < len(people) else one.end
        clause = reader.low[mention.end : min(end, mention.end + _LONGEST_CLAUSE)]
        prefers, says = _PREFERS.match(clause), _SAYS.match(clause)
        if len(clause.strip()) < _LEAST_CLAUSE or not (prefers or says):
            continue
        contrary = _CONTRARY.search(clause)
        is_soon = contrary is not None and (prefers is not None or contrary.start() < _SOON)
        found.append(
            _Stance(
                who=mention.who or (mention.sort,),
                is_preference=prefers is not None,
                is_labelled=_LABELLED.match(clause) is not None,
                is_contrary=is_soon,
                clause=clause,
            )
        )
    return found


def _is_contrast(stances: Sequence[_Stance], *, is_free: bool) -> bool:
    """Whether two that follow each other are of different people and minds; or one is of another than the rest."""
    if len(stances) == 1:
        return stances[0].is_preference and _OTHERS.search(stances[0].clause) is not None
    for one, other in pairwise(stances):
        if one.who == other.who or _AGREES.search(other.clause) or other.clause.rstrip().endswith("?"):
            continue
        if one.is_contrary != other.is_contrary or (one.is_preference and other.is_preference):
            return True
        if is_free and one.is_labelled and other.is_labelled and "?" not in one.clause:
            return True
    return False
