"""What an answer about a draft says: agreed, corrected, put off, or something that only a person understands. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from officebot.core.minutes.answers.answer import Answer, apply_answer, read_answer
from officebot.core.minutes.model import Minutes
from officebot.core.minutes.readback.changes import Corrected
from officebot.core.minutes.readback.document import Returned
from officebot.core.minutes.readback.reading import read_back
from officebot.core.text import Text, one_line, say

#: "ok" only where nothing else is said; "corrected" where what is said is clear; "asks" where it is not.
Heard: TypeAlias = Literal["ok", "corrected", "later", "asks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """An answer as far as it is clear: the minutes with its corrections, each in a sentence, and what must be asked.

    `is_agreed` where it says yes besides; `unmade` are those questions that ask about a correction that was not made.
    """

    heard: Heard
    minutes: Minutes
    changes: tuple[Text, ...] = ()
    questions: tuple[Text, ...] = ()
    unmade: tuple[Text, ...] = ()
    is_agreed: bool = False


def understood(
    words: str,
    documents: Sequence[Returned],
    minutes: Minutes,
    *,
    at: date,
    version: int,
    sent: Returned | None = None,
    names: Sequence[str] = (),
    author: str = "",
) -> Understood:
    """What an answer's own words, and the Word files that hang on it, say about these minutes.

    `at` is the day of the answer, `version` the one that was shown, `sent` its document, `names` are the people who may be
    meant, `author` is the name of who wrote it.
    """
    answer = read_answer(words, minutes, minutes.language, names=names, author=author)
    returned = Corrected(minutes=minutes)
    if len(documents) > 1:
        returned = Corrected(minutes=minutes, questions=(say("Several Word files came back: which of them counts?"),))
    elif documents:
        returned = read_back(minutes, documents[0], sent=sent, at=at, people=names, version=version)
    spoken = apply_answer(answer, minutes, at=at, people=names, file="mail")
    if returned.is_unchanged:
        made, unmade = spoken, spoken.questions
        questions = (*unmade, *_asked(answer, minutes))
    else:
        # Numbers in the words mean the document as it was shown, which the file has changed: a person puts them together.
        besides = (say("Beside the file, the answer says: “{words}”.", words=one_line(words, 300)),)
        clear = [one for one in answer.corrections if one.kind != "unclear" or one.reference is not None]
        is_more = bool(clear) or answer.kind in ("no", "ok-except")
        made, unmade = returned, (*returned.questions, *(besides if is_more else ()))
        questions = unmade
    changes = tuple(one.sentence for one in made.changes)
    is_agreed = answer.kind == "ok" or (answer.kind == "corrections" and answer.has_yes)
    if questions or changes:
        heard: Heard = "asks" if questions else "corrected"
        return Understood(
            heard=heard,
            minutes=made.minutes,
            changes=changes,
            questions=questions,
            unmade=unmade,
            is_agreed=is_agreed,
        )
    return Understood(heard="ok" if answer.kind == "ok" else "later", minutes=minutes, is_agreed=is_agreed)


def _asked(answer: Answer, minutes: Minutes) -> tuple[Text, ...]:
    """What must be asked of an answer that corrects nothing: which words shall stand, or what it means."""
    match answer.kind:
        case "ok-except":
            return tuple(
                say("Point {number} “{heading}” is not agreed to: what shall it say?", number=number,
                    heading=one_line(minutes.topics[number - 1].heading, 120))
                for number in answer.points
            )  # fmt: skip
        case "no" | "unclear":
            return (say("What does this mean: “{words}”?", words=one_line(answer.words, 300)),)
        case _:
            return ()
