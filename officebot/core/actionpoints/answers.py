"""What a mail says about action points: done, moved to a day, blocked, another's. Pure; what is not clear stays so."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal, TypeAlias, get_args

from officebot.core.actionpoints import words as w
from officebot.core.actionpoints.clauses import Clause, clauses
from officebot.core.expressions import expression
from officebot.core.people import People, Person
from officebot.core.text import one_line, plain
from officebot.core.worktime import WorkingTime

Status: TypeAlias = Literal[
    "done", "partly", "doing", "moved", "not-mine", "blocked", "dropped", "given", "question", "unclear"
]
Scope: TypeAlias = Literal["", "all", "both", "rest", "excepted"]
_STATUSES: tuple[Status, ...] = get_args(Status)
_SCOPES: tuple[Scope, ...] = get_args(Scope)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing that an answer says of one or several points.

    Which ones: by their numbers, by their places in the list (-1: the last), by `scope`, else by `about`, the words that
    name a thing. `but` and `but_words` are what « sauf » leaves out of a scope. `day` is the new day of what is moved or
    given; `who` are the addresses of those to whom it is said to belong. Not `is_sure`: a person is to be asked.
    """

    status: Status
    words: str
    numbers: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    scope: Scope = ""
    but: tuple[int, ...] = ()
    but_words: str = ""
    about: tuple[str, ...] = ()
    day: date | None = None
    who: tuple[str, ...] = ()
    #: « je le ferai », "it is done": what it is about was named before, its other words tell when or why.
    points_back: bool = False
    #: The stems of its participles; with `needs_verb` it is done only where one of them is of the point's own verb.
    verbs: tuple[str, ...] = ()
    needs_verb: bool = False
    is_sure: bool = True

    def to_json(self) -> dict[str, Any]:
        """A JSON object that `from_json` turns back."""
        return {
            "status": self.status, "words": self.words, "numbers": list(self.numbers), "places": list(self.places),
            "scope": self.scope, "but": list(self.but), "but_words": self.but_words, "about": list(self.about),
            "day": self.day.isoformat() if self.day is not None else "", "who": list(self.who),
            "back": self.points_back, "verbs": list(self.verbs), "needs_verb": self.needs_verb,
            "sure": self.is_sure,
        }  # fmt: skip

    @staticmethod
    def from_json(stored: dict[str, Any]) -> Said:
        """The Said that `to_json` wrote."""
        status, scope, day = stored.get("status"), stored.get("scope", ""), stored.get("day")
        return Said(
            status=next((one for one in _STATUSES if one == status), "unclear"),
            words=str(stored.get("words", "")),
            numbers=tuple(map(int, stored.get("numbers", ()))),
            places=tuple(map(int, stored.get("places", ()))),
            scope=next((one for one in _SCOPES if one == scope), ""),
            but=tuple(map(int, stored.get("but", ()))),
            but_words=str(stored.get("but_words", "")),
            about=tuple(map(str, stored.get("about", ()))),
            day=date.fromisoformat(day) if day else None,
            who=tuple(map(str, stored.get("who", ()))),
            points_back=bool(stored.get("back")),
            verbs=tuple(map(str, stored.get("verbs", ()))),
            needs_verb=bool(stored.get("needs_verb")),
            is_sure=bool(stored.get("sure")),
        )


def read_answer(text: str, at: datetime, working: WorkingTime, people: People, author: str = "") -> tuple[Said, ...]:
    """What an answer says, in its order; nothing for thanks alone. `at` is the office's time of its coming.

    `author` is the address of who writes: nobody hands a thing to themselves.
    """
    found = clauses(text, at, working)
    made: list[Said] = []
    pending: Said | None = None
    for place, clause in enumerate(found):
        said = _said(clause, at, people, author)
        if clause.is_exception:
            left_out = next((one for one in reversed(made) if one.status in ("done", "dropped", "doing")), None)
            if left_out is not None and not left_out.but and not left_out.but_words:
                made[made.index(left_out)] = _without(left_out, clause)
            if said is not None:
                made.append(_of_the_exception(said, clause))
            continue
        following = found[place + 1] if place + 1 < len(found) else None
        if said is None:
            # « Pour le devis : » on one line, how it stands on the next.
            pending = _heading(clause) if following is not None else None
            continue
        if pending is not None and _names_nothing(said):
            said = replace(said, numbers=pending.numbers, places=pending.places, about=pending.about)
        pending = None
        made.append(said)
    shaken = _shaken(found, at, people, author)
    return tuple(_merged([_shake(said, shaken) for said in made]))


def _shaken(found: Sequence[Clause], at: datetime, people: People, author: str) -> frozenset[str]:
    """The words of thoughts beside which something else stands: « fait, mais pas par moi », « fait, enfin presque »."""
    kept: set[str] = set()
    for clause in found:
        said = _said(clause, at, people, author)
        is_against = _says_more(clause) if said is None else said.status != "done" and _is_bare_word(said)
        if clause.is_exception or not is_against:
            continue
        before = {clause.sentence - 1} if w.BUT.match(clause.plain) else set()
        kept |= {one_line(one.words, 300) for one in found if one.sentence in {clause.sentence} | before}
    return frozenset(kept)


def _is_bare_word(said: Said) -> bool:
    """Whether it names no thing of its own: « enfin presque », “and then undone”."""
    return not (said.numbers or said.places or said.scope) and is_only_about(said, ())


def _says_more(clause: Clause) -> bool:
    """Whether a thought without a status may take something back, or tell of something else."""
    if clause.words.rstrip().endswith(":") or clause.numbers:
        return False
    return w.TAKES_BACK.search(clause.plain) is not None or bool(set(about(clause)) - _BENIGN)


def _shake(said: Said, shaken: frozenset[str]) -> Said:
    return replace(said, is_sure=False) if said.status == "done" and said.words in shaken else said


def _heading(clause: Clause) -> Said | None:
    is_heading = clause.words.rstrip().endswith(":") or clause.numbers
    if not is_heading or len(clause.words) > 120:
        return None
    return Said(
        status="unclear", words=clause.words, numbers=clause.numbers, places=clause.places, about=about(clause)
    )


def _names_nothing(said: Said) -> bool:
    return not (said.numbers or said.places or said.scope or said.about)


def _without(said: Said, clause: Clause) -> Said:
    """What is said of all, but for what the clause names."""
    scope: Scope = said.scope or ("" if said.numbers or said.places or said.about else "all")
    names = about(clause)
    return replace(said, scope=scope, but=clause.numbers, but_words="" if clause.numbers else " ".join(names),
                   is_sure=said.is_sure and bool(clause.numbers or names))  # fmt: skip


def _of_the_exception(said: Said, clause: Clause) -> Said:
    return said if clause.numbers or about(clause) else replace(said, scope="excepted")


def _merged(made: Sequence[Said]) -> list[Said]:
    """Two thoughts about the same, the second naming nothing: « pas encore fait, je m'en occupe mardi » is one answer."""
    kept: list[Said] = []
    for one in made:
        last = kept[-1] if kept else None
        if last is not None and _names_nothing(one) and one.status in _AFTER.get(last.status, ()):
            status: Status = "moved" if one.day is not None and one.status in ("moved", "doing") else one.status
            is_weak = one.status in ("doing", "unclear", "question") or (
                last.status == "done" and status != "blocked"
            )
            is_odd = last.status == "done" and status in ("moved", "partly", "not-mine")
            kept[-1] = replace(
                last,
                status=last.status if is_weak and (status != "moved" or is_odd) else status,
                day=one.day or last.day,
                who=last.who or one.who,
                words=one_line(f"{last.words} {one.words}", 300),
                is_sure=one.is_sure
                and not is_odd
                and (last.is_sure or (last.status == "done" and status == "blocked")),
            )
        else:
            kept.append(one)
    return kept


#: What may be said further of a thing that stands so.
_AFTER: dict[str, tuple[str, ...]] = {
    "doing": ("moved", "doing", "blocked", "not-mine"),
    "partly": ("moved", "doing", "partly", "blocked"),
    "unclear": ("moved", "doing", "done", "unclear", "blocked", "not-mine"),
    "blocked": ("moved", "doing", "blocked"),
    "done": ("doing", "done", "unclear", "blocked", "moved", "partly", "not-mine"),
    "moved": ("doing", "moved", "unclear"),
    "not-mine": ("not-mine", "doing", "unclear"),
    "question": ("question", "unclear"),
    "dropped": ("dropped", "done", "unclear"),
}


def _said(clause: Clause, at: datetime, people: People, author: str) -> Said | None:
    """What one clause says; None where it says nothing of how a thing stands."""
    read = _status(clause, at, people, author)
    if read is None:
        return None
    status, day, who, is_sure = read
    scope: Scope = ""
    text = clause.plain
    if not clause.numbers and not clause.places:
        if w.BOTH.search(text):
            scope = "both"
        elif w.REST.search(text):
            scope = "rest"
        elif w.ALL.search(text):
            scope = "all"
    names = () if scope == "rest" else _thing(clause, status, people)
    return Said(status=status, words=one_line(clause.words, 300), numbers=clause.numbers, places=clause.places, scope=scope,
                about=names, day=day, who=who, points_back=_points_back(clause, status),
                verbs=_participles(clause) if status == "done" else (),
                needs_verb=status == "done" and not (clause.is_done or clause.did), is_sure=is_sure)  # fmt: skip


def _points_back(clause: Clause, status: Status) -> bool:
    """Whether it speaks of what was named before; "I sent you a mail about it" sent something else."""
    if status == "done" and not clause.is_done:
        return _BACK_DID.search(clause.plain) is not None
    found = _BACK.search(clause.plain)
    return found is not None and not _is_topic(clause, found.start())


def _is_topic(clause: Clause, end: int) -> bool:
    """Whether the thing is named right before: « la salle : je m'en occupe », not « après la séance, je le ferai »."""
    before = clause.plain[:end]
    return bool(before) and not _WHEN.match(before) and bool(stems(without_status(before)))


_WHEN = expression(
    r"\s{0,3}(?:apres|avant|des|pendant|lors|a la suite|vu|comme|after|before|during|since|given|as)\b"
)


_BACK_DID = expression(
    r"\bc'est (?:bien |deja |donc )?[a-z]{3,20}es?\b|\b(?:je|on|nous) l(?:'|es )(?:ai|a|avons)\b|\b(?:it|that"
    r"|this)(?:'s| is| was| has been| got| went)\b"
    r"|\b[a-z]{2,12} (?:it|them|this|that)(?: |$|[.,!])"
)


def _participles(clause: Clause) -> tuple[str, ...]:
    if w.NOT_DOING.search(clause.plain):
        return ()
    return tuple(_stem(plain(one[1])) for one in w.PARTICIPLE.finditer(clause.lower) if one[1] not in w.STOP)


#: « c'est », « je le », "it", "that": the thing was named before.
_BACK = expression(
    r"\bc'est\b|\bje (?:le|la|les|l'|m'en|m'y)|\b(?:je|on|nous) l'(?:ai|a|avons)\b|\b(?:it|that|this|them"
    r"|these)(?:'s|'ll)?\b|\bca\b|\bcela\b"
    r"|\bce sera\b|\bles ai\b|\bceux-ci\b"
)


def _thing(clause: Clause, status: Status, people: People) -> tuple[str, ...]:
    """The stems that may name the thing: what blocks it, and to whom it belongs, does not."""
    known = {_stem(one) for person in people.all for one in _WORD.findall(plain(person.name))}
    found = w.BLOCKED.search(clause.plain) if status == "blocked" else None
    cut = (
        replace(clause, words=clause.words[: found.start()], plain=clause.plain[: found.start()], dates=())
        if found
        else clause
    )
    return tuple(one for one in about(cut) if one not in known)


_Read: TypeAlias = tuple[Status, date | None, tuple[str, ...], bool]


def _status(clause: Clause, at: datetime, people: People, author: str) -> _Read | None:
    """The status, the new day, to whom it is said to belong, and whether that is sure."""
    text = clause.plain
    day = _day_ahead(clause, at)
    if clause.is_question:
        return "question", day, (), False
    named = tuple(one.address for one in named_in(clause.words, people) if one.address != author)
    if w.NOT_MINE.search(text) and not w.MINE.search(text) and (named or _DENIES.search(text)):
        return "not-mine", day, named, len(named) == 1
    if w.DROPPED.search(text):
        return "dropped", None, (), False
    if w.BLOCKED.search(text):
        return "blocked", day, (), not w.HEARSAY.search(text)
    if w.NOT_DONE.search(text):
        if _STILL.search(text) and not w.FUTURE.search(text):
            day = None
        return _open(day, is_sure=not w.NOT_BEFORE.search(text))
    so_far = clause.so_far or text
    if any(one.search(so_far) for one in (w.NOT_YET_FACT, w.CONDITION, w.MUST)):
        return ("unclear", day, (), False) if clause.has_status or day is not None else None
    return _how_far(clause, day, named, at.date())


def _how_far(clause: Clause, day: date | None, named: tuple[str, ...], today: date) -> _Read | None:
    text, is_hearsay = clause.plain, bool(w.HEARSAY.search(clause.so_far or clause.plain))
    if (w.MOVED.search(text) or w.NOT_BEFORE.search(text)) and day is not None:
        return "moved", day, (), not (is_hearsay or w.NOT_BEFORE.search(text))
    if w.FUTURE.search(text) and not w.CHECKED.search(clause.words):
        return _open(day, is_sure=not (is_hearsay or w.NOT_BEFORE.search(text)))
    if w.PARTLY.search(text):
        return "partly", day, (), True
    if clause.is_done or clause.did:
        # « fait, mardi » names a day that is over; one to come does not fit.
        return "done", None, (), not is_hearsay and day in (None, today) and not w.TAKES_BACK.search(text)
    if w.DOING.search(text):
        return _open(day, is_sure=not is_hearsay)
    if day in (None, today) and _participles(clause):
        return "done", None, (), not is_hearsay and not w.TAKES_BACK.search(text)
    if day is not None and (clause.numbers or clause.places or w.REST.search(text) or _is_bare(clause)):
        return ("given" if len(named) == 1 else "moved", day, named, not is_hearsay and not w.NOT_BEFORE.search(text))
    if named and clause.numbers:
        return "given", None, named, len(named) == 1
    if w.PERHAPS_DONE.search(text) and (clause.numbers or clause.places or w.ALL.search(text)):
        return "done", None, (), False
    return None


#: A time that is under way: « je n'ai pas pu cette semaine » promises nothing.
_STILL = expression(
    r"\bcette semaine\b|\bthis week\b|\bce mois\b|\bthis month\b|\baujourd'hui\b|\btoday\b|\bce matin\b|\bthis morning\b"
)
#: Words that say "not me" without naming anybody.
_DENIES = expression(r"\bmoi\b|\bme\b|\bmine\b|\bmy\b|\bmon\b|\bwrong person\b|\bpas (?:a|pour) nous\b")


def _open(day: date | None, *, is_sure: bool) -> _Read:
    return ("moved", day, (), is_sure) if day is not None else ("doing", None, (), True)


def _day_ahead(clause: Clause, at: datetime) -> date | None:
    """The last of the days to come that it names, of several the first that is no earlier than today."""
    ahead = [one for one in clause.days if one >= at.date()]
    return ahead[0] if ahead else None


def _is_bare(clause: Clause) -> bool:
    """Whether it names little but a day: « mardi », "by Friday then"."""
    return len(about(clause)) <= 3


_WORD = expression(r"[^\W_]{2,40}")
#: How many letters of a word are compared: enough to tell things, too few to tell forms.
_STEM = 6


def about(clause: Clause) -> tuple[str, ...]:
    """The stems of the words that may name a thing: neither how it stands nor when."""
    text = clause.plain
    if len(text) == len(clause.words) == len(clause.lower):
        for start, end in (
            *((one.start, one.end) for one in clause.dates),
            *(one.span() for one in w.DID.finditer(clause.lower)),
        ):
            text = text[:start] + " " * (end - start) + text[end:]
    return stems(without_status(text))


def stems(text: str) -> tuple[str, ...]:
    """The stems of a text without capitals and accents, each once, in order."""
    found = (one[0] for one in _WORD.finditer(text))
    kept = (one for one in found if one not in w.STOP and not one.isdigit() and not re.fullmatch(r"a\d{1,3}", one))
    return tuple(dict.fromkeys(_stem(one) for one in kept))


def _stem(word: str) -> str:
    return (_ENDING.sub("", word) if len(word) > 4 else word)[:_STEM]


#: What forms a word: « réserver », « réservée », « réservés » are one, as are "book" and "booked".
_ENDING = expression(r"(?<=...)(?:ings?|ees?|ers?|ed|es|e|s)$")


_STATUS_WORDS = (
    w.NOT_DOING, w.DONE, w.DONE_WITHOUT_ACCENT, w.NOT_DONE, w.FUTURE, w.MOVED, w.DOING, w.PARTLY, w.BLOCKED,
    w.DROPPED, w.HEARSAY, w.PERHAPS_DONE, w.REST, w.BOTH, w.ALL, w.NOT_BEFORE, w.MINE,
)  # fmt: skip


_BENIGN = frozenset(_stem(one) for one in w.BENIGN)


def is_only_about(said: Said, known: Collection[str]) -> bool:
    """Whether all words of what was said are those of a thing that is `known` by these stems, or say nothing."""
    return all(one in known or one in _BENIGN for one in said.about)


def without_status(text: str) -> str:
    """A text without the words that say how a thing stands."""
    for one in _STATUS_WORDS:
        text = one.sub(" ", text)
    return text


def named_in(words: str, people: People) -> tuple[Person, ...]:
    """The office's people whom the words name: a full name means one, a part of it everybody who is called so."""
    tokens = set(_WORD.findall(plain(words)))
    capitals = {plain(one) for one in re.findall(r"\b[A-ZÀ-Þ][\w-]{1,39}", words)}
    whole, some = [], []
    for person in people.all:
        names = set(_WORD.findall(plain(person.name)))
        if names and names <= tokens:
            whole.append(person)
        elif names & capitals & tokens:
            some.append(person)
    kept = whole or some
    return tuple(kept)
