"""What a date is there for: a deadline, an event, something past, or only a mention."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from officebot.core.dates import cues
from officebot.core.dates.match import Match
from officebot.core.expressions import expression


def with_roles(matches: Sequence[Match], folded: str, at: datetime) -> tuple[Match, ...]:
    """The matches, each with what it is there for; `folded` is their text without capitals and accents."""
    told: list[Match] = []
    for one in matches:
        found = role(one, folded, at, _since(told[:-1] if _is_put_right(told, one, folded) else told, folded))
        if told and found != "past" and told[-1].role == "deadline" and one.latest is not None:
            found = "deadline" if cues.RATHER.fullmatch(folded, told[-1].end, one.start) else found
        if told and found == "deadline" and cues.AND_CLOSES.fullmatch(folded, told[-1].end, one.start):
            since = max(0, told[-1].start - cues.SENTENCE)
            found = "event" if cues.OPENS.search(folded, since, told[-1].start) else found
        told.append(one if found == one.role else replace(one, role=found))
    return tuple(told)


#: No more than a "but on the" stands between two dates of which one puts the other right.
_SHORT = 14


def _is_put_right(told: Sequence[Match], one: Match, folded: str) -> bool:
    """Whether the date takes the place of the one before it: "not Friday but Thursday"."""
    if not told or one.start - told[-1].end > _SHORT or not cues.BUT.fullmatch(folded, told[-1].end, one.start):
        return False
    return cues.NOT.search(folded, max(0, told[-1].start - cues.NEAREST), told[-1].start) is not None


#: « Bouclage du numéro de décembre vendredi »: the name of a month or a feast is no time of its own there.
_NAMED = expression(r"[^\W\d]{3,12}(?: 20\d\d)?")
_FEAST = expression(r"no[eë]l|christmas|xmas|p[aâ]ques|easter", re.IGNORECASE)


#: « Les 14 magasins » are counted.
_PLURAL = ("les ", "des ", "aux ", "ces ", "nos ", "vos ", "mes ", "ses ", "leurs ", "the ", "our ", "all ")


def _is_name(match: Match, folded: str) -> bool:
    """Whether it says what a thing is called, how many or how long, rather than when something is."""
    if match.type == "date":
        if match.text.isdigit() and folded.endswith(_PLURAL, 0, match.start):
            return True
        return _FEAST.fullmatch(match.text) is not None
    if match.role != "mention" or match.type not in ("duration", "daterange"):
        return False
    return match.type == "duration" or _NAMED.fullmatch(match.text) is not None


def _since(told: Sequence[Match], folded: str) -> int:
    """Where the words begin that may belong to the next date: behind the last that is more than the name of a thing."""
    for one in reversed(told):
        if one.role != "past" and not _is_name(one, folded):
            return one.end
    return 0


def role(match: Match, folded: str, at: datetime, since: int = 0) -> str:
    """deadline, event, past or mention, from the words around the date; those before `since` belong to another one."""
    if is_past(match, at):
        return "past"
    before = sentence_before(folded, match.start, since)
    if match.type == "date" and cues.WEEKDAY.fullmatch(folded, match.start, match.end) and _is_told_of(before):
        return "past"
    if is_asked(match, folded, before):
        return "deadline"
    if match.type in ("set", "duration"):
        return "mention"
    is_event = cues.EVENT.search(before) or cues.EVENT.search(folded[match.end : match.end + cues.BEHIND])
    return "event" if is_event else "mention"


def _is_told_of(before: str) -> bool:
    """Whether the words tell what has happened: « les boîtes sont parties jeudi », "it arrived on Monday"."""
    return cues.HAPPENED.search(before[-_DONE:]) is not None and cues.ASKED.search(before) is None


#: « ont bien été livrées jeudi »: in so many letters it is told.
_DONE = 34


def sentence_before(folded: str, start: int, since: int = 0) -> str:
    """What stands before the date in its sentence, and behind the date before it."""
    slice_ = folded[max(since, start - cues.SENTENCE) : start]
    if not any(sign in slice_ for sign in ".!?…\n"):
        return slice_
    ends = [found.end() for found in cues.BREAK.finditer(slice_)]
    return slice_[ends[-1] :] if ends else slice_


def is_asked(match: Match, folded: str, before: str) -> bool:
    """Whether words before, in or behind the date say that something is wanted by then."""
    if match.latest is None or not (match.role == "deadline" or _is_called_for(match, folded, before)):
        return False
    if match.type == "daterange" and cues.YEAR_ALONE.fullmatch(folded, match.start, match.end):
        return False
    if match.type == "daterange" and _NAMED.fullmatch(match.text):
        return False  # "The cut-off for the December issue", « mieux à faire en décembre ».
    return not _is_refused(match, folded, before)


def _is_called_for(match: Match, folded: str, before: str) -> bool:
    """Whether the words ask for something by then, whoever owes it."""
    is_suiting = folded.startswith(_SUITING, match.end) and cues.SUITS.match(folded, match.end)
    if is_suiting and cues.SOON.match(folded, match.start):
        return cues.EVENT.search(before) is None
    if match.type == "duration":
        is_long = (
            match.seconds is None or match.seconds > cues.LONGEST_HOLD or folded.startswith(cues.SO_FAR, match.start)
        )
        return not is_long and cues.GIVEN.search(before[-cues.BEFORE :]) is not None
    if cues.BEHIND_IT.match(folded[match.end : match.end + cues.BEHIND]):
        return True
    if len(before) < _FEWEST:
        return False
    return _is_called_so(match, before) or _is_wanted(match, folded, before)


#: How what `cues.SUITS` finds begins.
_SUITING = (" is ", " w", " suf", " conv", " ira", " me ", " nous ", " c", ", c")
#: No word that asks is shorter, with its blank.
_FEWEST = 3


def _is_refused(match: Match, folded: str, before: str) -> bool:
    """Whether the words say that somebody else acts by then, that something only lasts, or that nothing happens before."""
    is_until = cues.UNTIL.search(folded, match.start, match.end) is not None
    if len(before) < _FEWEST:
        return is_until
    if cues.BUT.match(folded, match.end) and cues.NOT.search(before):
        return True
    if cues.PROMISED.search(before) or (cues.ABSENT.search(before) and (is_until or not cues.ASKED.search(before))):
        return True
    if is_until and cues.HAVING.search(before):
        return True
    if _happens_by_itself(before, folded, match.end):
        return True
    if is_until and (not cues.HELD.search(before[-cues.HOLDING :]) or cues.GOES_ON.search(before)):
        return True
    is_waiting = match.role == "deadline" and cues.CAN_WAIT.search(before) is not None
    return is_waiting or _is_not_before(match, folded, before)


def _happens_by_itself(before: str, folded: str, end: int) -> bool:
    """Whether it is debited, or goes on, without anybody's doing."""
    if ("preleve" in before or "automati" in before or "debit" in before) and cues.BY_ITSELF.search(before):
        return True
    return cues.BY_DEBIT.match(folded, end) is not None


def _is_called_so(match: Match, before: str) -> bool:
    """Whether it is called a deadline, or the thing itself is wanted on it, by the words before it."""
    near = before[-cues.BEFORE :]
    if cues.CALLED.search(near):
        return True
    if "thr" in near and cues.THROUGH.search(near) and cues.HELD.search(before[-cues.HOLDING :]):
        return True
    if match.type == "daterange" and cues.OF.search(before):
        return False
    if _is_tied(match, before):
        return True
    return cues.FIXED.search(before) is not None or (
        cues.WANTS_IT.search(before) is not None and not cues.EVENT.search(before)
    )


def _is_tied(match: Match, before: str) -> bool:
    """Whether it is vital, the end of something, or of what comes first; the little words tell cheaply that most are none."""
    if ("before" in before or "avant q" in before) and match.type != "daterange" and cues.BEFORE_THAT.search(before):
        return True
    if (" est " in before or "it is " in before) and cues.VITAL.search(before):
        return True
    if " part" in before and cues.WITHOUT.search(before):
        return True
    return "," in before[-5:] and cues.UNTIL_IT.search(before) is not None


def _is_wanted(match: Match, folded: str, before: str) -> bool:
    """Whether its sentence asks for something, and the date stands as one by which it is wanted."""
    is_counted = match.type in ("date", "datetime") and cues.COUNTED.match(folded, match.start, match.end)
    if is_counted and cues.HANDED.search(before):
        return True
    if cues.RANGE.match(folded, match.start) and cues.WINDOW.search(before):
        return True
    near = before[-cues.BEFORE :]
    if ("for" in near or "pour" in near) and cues.WEAK.search(near):
        return cues.WANTED.search(before) is not None or _is_alone(match, folded, before)
    if not cues.ASKED.search(before):
        return False
    if cues.ENDS_SO.search(folded, match.start, match.end):
        return True
    if cues.NEXT_FEW.fullmatch(folded, match.start, match.end) and cues.IN_THE.search(before):
        return True
    is_soon = cues.SOON.match(folded, match.start) is not None and not cues.OF.search(near)
    if is_soon and cues.SENT_BACK.search(near):
        return True
    return is_soon and not cues.EVENT.search(before) and not cues.MEET.search(before)


def _is_not_before(match: Match, folded: str, before: str) -> bool:
    """Whether the words say that nothing happens before: not « si rien n'est fait avant », which presses."""
    if cues.BEFORE_IT.match(folded, match.start) is None:
        return False
    return cues.NOTHING_BEFORE.search(before) is not None and not cues.IF.search(before)


def _is_alone(match: Match, folded: str, before: str) -> bool:
    """Whether the sentence begins with the date, and nothing but « pour » before it."""
    begins = folded[max(0, match.start - len(before) - 3) : match.start - len(before)].rstrip()
    return before.strip() in _ALONE and not begins[-1:].isalnum()


#: All that stands before the date in a sentence such as « Pour vendredi ce serait bien ».
_ALONE = frozenset({"pour", "pour le", "for", "for the"})


def is_past(match: Match, at: datetime) -> bool:
    """Whether it is over at the instant of reading."""
    if match.latest is None:
        return False
    return is_before(match.latest, at)


def is_before(one: date | datetime, at: datetime) -> bool:
    """Whether a day or an instant lies before the instant; a day is over when the next one begins."""
    if isinstance(one, datetime):
        if (one.tzinfo is None) != (at.tzinfo is None):
            one, at = one.replace(tzinfo=None), at.replace(tzinfo=None)
        return one < at
    return one < at.date()
