"""Whether an answer takes an offered time and says nothing besides: only such a one is followed without a person.

The measure is what is understood, and not a list of reservations: each word must be part of the time, of taking it, of a
greeting, thanks or a name. A word that is not known may be a condition, and a question always is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from officebot.core.approvals.reading import own_lines
from officebot.core.approvals.words import WORDS, Sign
from officebot.core.dates import find_dates
from officebot.core.expressions import expression
from officebot.core.judging.evidence import fold
from officebot.core.meetings.choice import Answer, Choice, fitting
from officebot.core.meetings.words import answer_words
from officebot.core.text import Language, plain
from officebot.core.worktime import WorkingTime

#: Nobody says yes to a time at such length.
_LONGEST = 600
_WORD = expression(r"[^\W_]+|\S")
#: The signs of phrases that belong to a yes.
_TAKES = frozenset({"takes", "any", "1", "2", "3", "4", "5", "last"})
_QUIET = frozenset({Sign.FILLER, Sign.ARTICLE, Sign.COPULA, Sign.RANGE, Sign.AND, Sign.COMMA, Sign.DASH, Sign.STOP,
                    Sign.COLON, Sign.YES})  # fmt: skip
#: What stands beside a yes to a meeting, besides what stands beside any.
_MORE = (
    "monsieur madame mademoiselle m mme mlle mr mrs ms dr cher chere chers cheres votre vos ta proposition propositions reponse "
    "creneau creneaux date dates heure jour horaire rendez vous rdv reunion agreable excellente belle semaine fin bientot d l s "
    "c est parfaitement tout fait nickel plaisir hate voir retrouver rencontrer rejouis rejouissons "
    "your offer offers reply slot time times day date meeting great nice good lovely week weekend have see seeing then there "
    "look looking forward that this these which ll re m yours faithfully sincerely warm warmly all quick perfectly just"
)
_BESIDE = frozenset(_MORE.split())


def is_plain(
    choice: Choice, text: str, offers: Sequence[datetime], at: datetime, language: Language, working: WorkingTime,
    names: Sequence[str] = (),
) -> bool:  # fmt: skip
    """Whether the answer (without quotes) takes one of these offers, or any of them, and asks, adds and reserves nothing.

    `offers` and `at` as for `choice_of`, by which `choice` was heard. `names` are those of its author and of whom it may
    address.
    """
    is_one = choice.answer is Answer.TAKES and len(choice.taken) == 1
    if len(text) > _LONGEST or choice.refused or not (is_one or choice.answer is Answer.ANY):
        return False
    folded = fold("\n".join(own_lines(text, names)))
    taken = set(choice.taken)
    dates = find_dates(folded.written, working.local(at), language, order="dmy", working=working)
    known = [(one.start, one.end) for one in dates if taken & fitting(one, offers)]
    for hit in answer_words().find(folded):
        if hit.sign not in _TAKES:
            return False
        known.append((hit.start, hit.end))
    own = {part for name in names for part in _WORD.findall(plain(name))}
    return all(_is_quiet(word) or word in own for word in _words_beside(folded.written, known))


def _words_beside(text: str, known: Sequence[tuple[int, int]]) -> Iterator[str]:
    """The words of a text, plain, that lie in none of these places."""
    for found in _WORD.finditer(text):
        if not any(start <= found.start() and found.end() <= end for start, end in known):
            yield plain(found[0])


def _is_quiet(word: str) -> bool:
    return word in _BESIDE or word in "'’" or WORDS.get(word) in _QUIET or WORDS.get(f"{word}'") in _QUIET
