"""Movements told in a mail: « pris 3 ramettes A4 », “received 12 boxes of staples”. Proposed, never entered alone.

Only what was done is read: wishes, orders, plans and questions say nothing. What is not clear becomes a question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from officebot.core.stock.model import Article, MovementKind
from officebot.core.text import Text, one_line, say
from officebot.duties.stock.matching import Labels, unit_of
from officebot.duties.stock.words import (
    DOING,
    LITTLE,
    NOT_SO,
    NUMBER_WORDS,
    UNITS,
    VAGUE,
    number_of,
    tokens_of,
    word_of,
)

# A mail about stock is short; no sentence of one tells more articles than this.
_LONGEST, _MOST_PARTS = 4_000, 40
_LINE = "\n"
_ENDS = frozenset(".!?" + _LINE)
_MEASURES = frozenset({"g", "mm", "cm", "x", "h", "%", "€", "heure", "hour", "jour", "day", "an", "ans", "minute"})
_NAMING = frozenset({"x", "n", "no", "°", "/", "ref", "le", "the"})
_OR, _HALVES = frozenset({"ou", "or", "a", "to", "-", "/"}), frozenset({"demi", "demie", "half"})
_BETWEEN = frozenset({",", ";", "et", "and", "plus", "+", "&", "-", "•", "*"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A movement that a mail tells: below zero what was taken; of a count, what was found. `words` are the mail's own."""

    article: Article
    quantity: Decimal
    kind: MovementKind
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a mail tells of the stock, and what must be asked before it can be entered."""

    told: tuple[Told, ...] = ()
    questions: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """One amount of a sentence with the words about it; without an amount that can be told, `amount` is None."""

    amount: Decimal | None
    kind: MovementKind
    words: tuple[str, ...]
    quote: str


def read_movements(text: str, articles: Iterable[Article]) -> Reading:
    """The movements of a mail's own text, in its order: what others wrote before (`>`) is left out."""
    labels = Labels(articles)
    told: list[Told] = []
    questions: list[Text] = []
    for sentence in _sentences(text):
        for part in _parts(sentence):
            found = _read(part, labels)
            if isinstance(found, Told):
                told.append(found)
            elif found is not None and found not in questions:
                questions.append(found)
    return Reading(told=tuple(told), questions=tuple(questions))


def _sentences(text: str) -> Iterator[list[str]]:
    """The tokens of each sentence; a line that ends with a colon goes on in those of the list below it."""
    lines = (line for line in text[:_LONGEST].splitlines() if not line.lstrip().startswith(">"))
    sentence: list[str] = []
    for token in tokens_of("\n".join(lines)):
        if token == _LINE and _is_open(sentence):
            sentence.append(",")
        elif token in _ENDS:
            yield [*sentence, token]
            sentence = []
        else:
            sentence.append(token)
    yield sentence


def _is_open(sentence: Sequence[str]) -> bool:
    """Whether a list goes on in the next line: the line ends with a colon, or began with a dash as those before it."""
    return bool(sentence) and (sentence[-1] == ":" or (sentence[-1] != "," and ":" in sentence and "-" in sentence))


def _doings(words: Sequence[str], sentence: Sequence[str]) -> list[int]:
    """Where a sentence says that something was done; nowhere if nothing was, not yet, or if somebody only asks."""
    if sentence[-1:] == ["?"] or any(word in NOT_SO for word in words):
        return []
    return [at for at, word in enumerate(words) if word in DOING]


def _kind_at(words: Sequence[str], doings: Sequence[int], start: int, end: int, *, comes_after: bool) -> MovementKind:
    """What was done with the amount from `start` to `end`: « pris 3 A4 et reçu 2 A3 », « 3 A4 pris et 2 A3 reçus »."""
    within = [at for at in doings if start < at < end]
    before = [at for at in doings if at < start]
    nearest = within[:1] if comes_after and within else before[-1:]
    return DOING[words[(nearest or doings)[0]]]


def _parts(sentence: Sequence[str]) -> Iterator[_Part]:
    """The sentence cut before each amount; where the first has nothing behind it, each is named by what is before it."""
    words = [word_of(token) for token in sentence]
    doings = _doings(words, sentence)
    starts = [at for at in range(len(words)) if doings and _begins(words, sentence, at)][:_MOST_PARTS]
    comes_after = bool(starts) and doings[0] > starts[0]
    is_named_before = False
    for place, start in enumerate(starts):
        end = starts[place + 1] if place + 1 < len(starts) else len(words)
        while end > start + 1 and (words[end - 1] in _BETWEEN or words[end - 1] in _ENDS):
            end -= 1
        about = _about(words[start + 1 : end])
        if all(word in UNITS for word in _telling(about)):
            is_named_before |= place == 0
            before = starts[place - 1] + 1 if place else 0
            about = (*about, *(_named_before(words[before:start]) if is_named_before else ()))
        if about:
            yield _Part(
                amount=_amount(words, sentence, start, end),
                kind=_kind_at(words, doings, start, end, comes_after=comes_after),
                words=about,
                quote=one_line(" ".join(sentence[start:end]), 120),
            )


def _begins(words: Sequence[str], sentence: Sequence[str], at: int) -> bool:
    """Whether an amount stands here: a number that is no part of a name, or a word for an amount that is none."""
    before = words[at - 1] if at else ""
    after = words[at + 1] if at + 1 < len(words) else ""
    if before in VAGUE or (at and _is_number(before, sentence[at - 1])):
        return False
    if words[at] in VAGUE:
        # « 3 boîtes et demie » is one amount.
        return not (words[at] in _HALVES and before in ("et", "and", "a"))
    if not _is_number(words[at], sentence[at]):
        return False
    if number_of(sentence[at]) is None:
        return _is_counted(words, at)
    # « 80 g », “76 x 76”, « BUR-3 » and « 24/6 » tell an article, not how many; « 3 ou 4 » is one amount.
    return not (
        (after in _MEASURES and not _is_times(words, at + 1))
        or before in _NAMING
        or (before == "-" and at > 1 and words[at - 2][:1].isalnum() and after not in UNITS)
        or (before in _OR and at > 1 and _is_number(words[at - 2], sentence[at - 2]))
    )


def _is_times(words: Sequence[str], at: int) -> bool:
    """Whether an « x » stands between an amount and what is counted, as in “20 x blue pens”, not in “76 x 76”."""
    return words[at] == "x" and at + 1 < len(words) and words[at + 1].isalpha()


def _is_number(word: str, token: str) -> bool:
    return number_of(token) is not None or (word in NUMBER_WORDS and token.casefold() != "à")


def _is_counted(words: Sequence[str], at: int) -> bool:
    """Whether a number in letters is an amount: “a box”, « une douzaine », “two pens”, not “a lot of work”."""
    after = words[at + 1] if at + 1 < len(words) else ""
    return after in UNITS or after in VAGUE or (NUMBER_WORDS[words[at]] > 1 and after not in LITTLE)


def _amount(words: Sequence[str], sentence: Sequence[str], start: int, end: int) -> Decimal | None:
    """The amount that begins here; None for « une douzaine », « environ 10 », « 3 ou 4 », « deux et demi »."""
    if any(word in VAGUE for word in words[start:end]):
        return None
    following = list(zip(words[start + 1 : start + 3], sentence[start + 1 : start + 3], strict=True))
    if len(following) == 2 and following[0][0] in _OR and _is_number(*following[1]):
        return None
    if following and _is_number(*following[0]):
        return None
    number = number_of(sentence[start])
    return number if number is not None else NUMBER_WORDS[words[start]]


def _about(words: Sequence[str]) -> tuple[str, ...]:
    """The words after an amount, to the next sign that ends them."""
    found: list[str] = []
    for word in words:
        if word in (",", ";", "(", ":", "pour", "for", "from", "chez") or word in DOING:
            break
        if found or not (word in VAGUE or word in _OR or word.replace(",", "").replace(".", "").isdecimal()):
            found.append(word)
    return tuple(word for word in found if word[:1].isalnum() and word not in VAGUE and word != "x")


def _named_before(words: Sequence[str]) -> Iterator[str]:
    """What stands before an amount as in « Toner noir : 2 » or “staples x 3”, without what was done."""
    for word in words:
        if word[:1].isalnum() and word not in DOING and word not in ("x", *VAGUE) and number_of(word) is None:
            yield word


def _telling(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in LITTLE]


def _read(part: _Part, labels: Labels) -> Told | Text | None:
    """The movement that a part tells, a question, or None where it is not about the stock."""
    telling = _telling(part.words)
    unit = next((UNITS[word] for word in telling if word in UNITS), "")
    match = labels.match(telling)
    if match.one is None:
        is_bare = all(word in UNITS for word in telling)
        return _which(part, match.near or tuple(labels.of_unit(unit) if is_bare else ()), unit)
    if part.amount is None:
        return say(
            "How much of {article} exactly, in {unit}? The mail says “{words}”.",
            unit=match.one.unit or "—",
            article=match.one.label or match.one.key,
            words=part.quote,
        )
    if unit and unit != unit_of(match.one) and not _is_named(unit, match.one):
        return say(
            "“{words}”: {article} is counted in {unit}. How many are that?",
            words=part.quote,
            article=match.one.label or match.one.key,
            unit=match.one.unit or "—",
        )
    if not part.amount and part.kind is not MovementKind.counted:
        return None
    quantity = -part.amount if part.kind is MovementKind.withdrawal else part.amount
    return Told(article=match.one, quantity=quantity, kind=part.kind, words=part.quote)


def _is_named(unit: str, article: Article) -> bool:
    """Whether the unit is a word of the label, as in « Cartouche noire », or the article has no unit."""
    named = {word_of(token) for token in tokens_of(article.label)}
    return not article.unit or any(UNITS.get(word) == unit for word in named)


def _which(part: _Part, near: Sequence[Article], unit: str) -> Text | None:
    """A question about the article; None where the words are nothing that the office keeps."""
    if near:
        return say(
            "Which article is “{words}”: {articles}?",
            words=part.quote,
            articles=[article.label or article.key for article in near],
        )
    return say("Which article is “{words}”?", words=part.quote) if unit else None
