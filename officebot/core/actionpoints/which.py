"""Which of a person's action points an answer means: by number, by place, by words; where that is not sure, it says so. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log

from officebot.core.actionpoints.answers import Said, is_only_about, stems
from officebot.core.actionpoints.clauses import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A point as its owner saw it: under a number, in these words; `number` is 0 where they saw none."""

    key: str
    number: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """What was said, and the keys of the points it is said of: none where nobody can tell, not `is_sure` where it is a guess."""

    said: Said
    keys: tuple[str, ...] = ()
    is_sure: bool = True


def meant(told: Sequence[Said], listed: Sequence[Listed]) -> tuple[Meant, ...]:
    """For each thing said, the points that are meant, among those listed."""
    told = [part for one in told for part in _parted(one, listed)]
    found: list[Meant | None] = [_checked(_meant(one, listed), listed) for one in told]
    spoken = {key for one in found if one is not None for key in one.keys}
    excepted = [key for one in told for key in _left_out(one, listed)]
    made = []
    for said, one in zip(told, found, strict=True):
        if one is not None:
            made.append(one)
        elif said.scope == "excepted":
            made.append(Meant(said=said, keys=tuple(excepted), is_sure=said.is_sure and bool(excepted)))
        else:
            rest = tuple(point.key for point in listed if point.key not in spoken)
            made.append(Meant(said=said, keys=rest, is_sure=said.is_sure and bool(rest) and bool(spoken)))
    return tuple(made)


def _parted(said: Said, listed: Sequence[Listed]) -> list[Said]:
    """What is said of points that are there, and apart from it what is said of numbers that nobody has."""
    known = {point.number for point in listed}
    strange = tuple(number for number in said.numbers if number not in known)
    if not strange or len(strange) == len(said.numbers):
        return [said]
    ours = tuple(number for number in said.numbers if number in known)
    return [replace(said, numbers=ours), replace(said, numbers=strange, places=(), is_sure=False)]


def _meant(said: Said, listed: Sequence[Listed]) -> Meant | None:
    """The points of one thing said; None for those that depend on what else is said."""
    if said.scope in ("rest", "excepted"):
        return None
    if said.numbers or said.places:
        by_number = {point.number: point.key for point in listed if point.number}
        named = [by_number.get(number, "") for number in said.numbers]
        named += [_at(place, listed) for place in said.places]
        keys = tuple(dict.fromkeys(key for key in named if key))
        return Meant(said=said, keys=keys, is_sure=said.is_sure and "" not in named)
    if said.scope:
        return _of_scope(said, listed)
    return _by_words(said, listed)


def _checked(found: Meant | None, listed: Sequence[Listed]) -> Meant | None:
    """What is done is sure where nothing else is said beside it: a wrong closing costs more than a question.

    What only a participle tells must be that of the point's own verb: « demandés » of “demander”.
    """
    if found is None or found.said.status != "done":
        return found
    words = [set(stems(folded(point.what))) for point in listed if point.key in found.keys]
    known = {word for one in words for word in one} | set(found.said.verbs)
    is_own = not found.said.needs_verb or all(set(found.said.verbs) & one for one in words)
    is_sure = bool(words) and is_own and is_only_about(found.said, known)
    return found if is_sure else replace(found, is_sure=False)


def _at(place: int, listed: Sequence[Listed]) -> str:
    index = place - 1 if place > 0 else len(listed) - 1
    return listed[index].key if 0 <= index < len(listed) else ""


def _of_scope(said: Said, listed: Sequence[Listed]) -> Meant:
    """All of them, without those that are left out; « les deux » of three is a guess, « tout le devis » is words."""
    by_words = _by_words(said, listed) if said.about else None
    if by_words is not None and by_words.is_sure and len(listed) > 1:
        return by_words
    out = _left_out(said, listed)
    keys = tuple(point.key for point in listed if point.key not in out)
    is_whole = len(listed) == 2 or said.scope != "both"
    is_known = bool(out) or not (said.but or said.but_words)
    return Meant(said=said, keys=keys, is_sure=said.is_sure and is_whole and is_known and bool(keys))


def _left_out(said: Said, listed: Sequence[Listed]) -> tuple[str, ...]:
    """The keys of what « sauf » names."""
    if said.but:
        return tuple(point.key for point in listed if point.number in said.but)
    if not said.but_words:
        return ()
    scores = _scores(tuple(said.but_words.split()), listed)
    best = max(scores.values(), default=0.0)
    return tuple(key for key, score in scores.items() if score and score == best)


def _by_words(said: Said, listed: Sequence[Listed]) -> Meant:
    """The point whose words are said; the only one there is, where no other thing is named."""
    if len(listed) == 1 and (said.points_back or not said.about or _is_bare(said)):
        return Meant(said=said, keys=(listed[0].key,), is_sure=said.is_sure)
    scores = _scores(said.about or said.verbs, listed)
    ranked = sorted(scores.items(), key=lambda one: -one[1])
    if not ranked or ranked[0][1] <= 0:
        # It names something, and none of the points: of a single one it may be another word for it.
        return Meant(said=said, keys=(listed[0].key,) if len(listed) == 1 else (), is_sure=False)
    best, second = ranked[0][1], ranked[1][1] if len(ranked) > 1 else 0.0
    shared = _shared((*said.about, *said.verbs), next(point for point in listed if point.key == ranked[0][0]))
    is_clear = best >= 1.5 * second and (len(shared) >= 2 or 2 * len(shared) >= len(said.about))
    # « je le ferai après le séminaire » is not about the seminar.
    is_clear = is_clear and (not said.points_back or len(shared) >= 2)
    return Meant(said=said, keys=(ranked[0][0],) if best > second else (), is_sure=said.is_sure and is_clear)


def _is_bare(said: Said) -> bool:
    """« Chose faite »: done, and of nothing in particular."""
    return said.status == "done" and is_only_about(said, ())


def _scores(about: Sequence[str], listed: Sequence[Listed]) -> dict[str, float]:
    """How much the words tell of each point: a word that few of them have tells more."""
    has = {point.key: set(stems(folded(point.what))) for point in listed}
    counts = Counter(word for words in has.values() for word in words)
    weight = {word: log(1 + len(listed) / count) for word, count in counts.items()}
    return {key: sum(weight[word] for word in set(about) & words) for key, words in has.items()}


def _shared(about: Sequence[str], point: Listed) -> set[str]:
    return set(about) & set(stems(folded(point.what)))
