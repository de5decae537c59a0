"""Who answered whom: a mail that the office sent, those it waits for, and whether another mail is their answer. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from officebot.core.expressions import expression
from officebot.core.people import PUBLIC_DOMAINS

#: What may be the number of something: letters and digits, with marks between them.
_NUMBERS = expression(r"[^\W_]{1,20}(?:[-/._][^\W_]{1,20}){0,6}")
#: A number of fewer letters and digits stands in many a subject by chance.
_SHORTEST = 4
#: « Re : », "AW:", "Fwd:" at the head of a subject; bounded, so that no subject takes long.
_MARKS = expression(
    r"(?:\s{0,3}(?:re|rép|rep|ref|aw|sv|antw|tr|fw|fwd|wg)\s{0,2}(?:\[\d{1,3}\])?\s{0,2}[:：]){1,8}\s{0,3}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked: of whom (addresses, lower case), in which of our mails, since when an answer is waited for.

    With `any_subject` whatever they write since then is an answer; with `about` as well, only what names one of these
    numbers, or speaks of such things by its words alone and names no other of their form.
    """

    awaited: frozenset[str]
    message_ids: frozenset[str]
    thread: str
    subject: str
    since: datetime
    any_subject: bool = False
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What of a mail that came tells whether it is an answer; `is_machine` for what nobody wrote, `is_spoken` for what speaks
    by its words alone of such things as were asked about."""

    sender: str
    received: datetime
    in_reply_to: str = ""
    thread: str = ""
    subject: str = ""
    is_machine: bool = False
    is_ours: bool = False
    is_spoken: bool = False


def answers(came: Came, asked: Asked) -> bool:
    """Whether a mail is the answer that was waited for: by its thread, else by its author and subject.

    Anyone may answer a mail of ours directly, whatever the clocks say, or in the stead of those who were asked; a
    colleague's word in the conversation is none unless the colleague was asked.
    """
    is_awaited = came.sender in asked.awaited
    if came.is_machine or (came.is_ours and not is_awaited):
        return False
    if came.in_reply_to in asked.message_ids:
        return True
    if came.received < asked.since:
        return False
    if came.thread and came.thread in asked.message_ids | {asked.thread}:
        return is_awaited or _is_of_their_house(came.sender, asked.awaited)
    if asked.any_subject:
        is_theirs = is_awaited or _is_of_their_house(came.sender, asked.awaited)
        return is_theirs and (not asked.about or _is_about(came, asked.about))
    return is_awaited and bool(subject_of(asked.subject)) and subject_of(came.subject) == subject_of(asked.subject)


def subject_of(subject: str) -> str:
    """A subject without its marks of answering, to be compared."""
    found = _MARKS.match(subject)
    return " ".join((subject[found.end() :] if found else subject).split()).casefold()[:200]


def _is_about(came: Came, numbers: Collection[str]) -> bool:
    """It names one of the numbers, or speaks of such things and names no other."""
    return names_one_of(numbers, came.subject) or (came.is_spoken and not names_another(numbers, came.subject))


def names_another(numbers: Collection[str], text: str) -> bool:
    """Whether a text names a number that is none of these, and of the same form as one: BC-26-1021 beside BC-26-1003."""
    forms, ours = {_form(one) for one in numbers}, {_plain(one) for one in numbers}
    return any(_form(one) in forms and _plain(one) not in ours for one in _NUMBERS.findall(text))


def _form(number: str) -> str:
    return "".join("9" if sign.isdigit() else sign.upper() for sign in number)


def names_one_of(numbers: Collection[str], text: str) -> bool:
    """Whether a text names one of these numbers, whatever the signs between its letters and digits: “BC 26/1003”."""
    plain = _plain(text)
    return any(len(one) >= _SHORTEST and one in plain for one in map(_plain, numbers))


def _plain(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum())


def _is_of_their_house(sender: str, awaited: frozenset[str]) -> bool:
    domain = sender.rpartition("@")[2]
    return domain not in PUBLIC_DOMAINS and any(one.rpartition("@")[2] == domain for one in awaited)
