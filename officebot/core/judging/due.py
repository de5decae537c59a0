"""Until when something is wanted: the deadline among the dates of a mail."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from officebot.core.dates import Match, deadline_of, find_dates, in_office, later_today
from officebot.core.expressions import expression
from officebot.core.judging.clocks import in_whole_days, on_their_clocks
from officebot.core.judging.derived import before_home, derived, is_name_or_lead
from officebot.core.judging.instants import begins, instant_of
from officebot.core.judging.lexicon import OF_TIME
from officebot.core.judging.lookback import joined, looked_back
from officebot.core.judging.meant import is_meant
from officebot.core.judging.quiet import ASKS, in_minutes, is_beside_asked, quiet_deadline, too_late_after
from officebot.core.judging.reading import Reading, Sentence
from officebot.core.judging.which import Candidate, Scene, chooser
from officebot.core.mail import Mail
from officebot.core.worktime import WorkingTime

#: How much of a long text is read for dates whatever it says.
_BEGINNING, _END = 700, 250
#: Between them, so many sentences that say "by", ask or press.
_MOST_WANTING = 5
_WANTING = frozenset({"cue", "request", "today", "urgent", "at_once"})
_OF_TIME = frozenset({"when", "month", "cue", "today", "tomorrow"})
_TIME_WORDS = frozenset(OF_TIME.split())
_CLOCK = expression(
    r"\d|\b(?=[cdefhmnoqstu])(?:midi|minuit|noon|midnight|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|une|"
    r"deux|trois"
    r"|quatre|cinq|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize)\b",
    re.IGNORECASE,
)
_OR_ELSE = expression(
    r"\b(?:sans|sinon|faute|a defaut|autrement|otherwise|unless|without|or else|if not|if we don't|if i don't)\b"
)
_LENGTH = expression(
    r"minutes?\b|\bhours?\b|\bmn\b|half an hour|demi-heure|quart d|while|moment|instant", re.IGNORECASE
)
#: « Nous travaillons de 14 h à 22 h »: hours that are told.
_FROM = expression(r"(?:de|du|entre|from|between)\b|.{0,12}\d ?[-–] ?\d", re.IGNORECASE)
_ENDS = expression(
    r"\b(?:tombe(?:nt)?|expire(?:nt|s)?|ferme(?:nt)?|clot|cloture|quitte|repart(?:ent)?|part|s'arrete|est libere|est relache"
    r"|lapses?|closes?|ends?|leaves?|goes off|go back|released|shuts?|stops? at|runs out|rentre(?:nt)? chez|"
    r"goes? home)\b[^.!?]{0,40}$"
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something is wanted at the latest (aware), and its words; `has_time` tells a time from a whole day.

    `is_said` tells what the mail calls a deadline from a time of today before which something must be useful.

    `value` is the local day or the local time to the minute (ISO).
    """

    at: datetime
    has_time: bool
    is_said: bool
    value: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a mail as far as judging needs them: its deadline, and how near the nearest of the others is.

    `nearest` is the earliest instant (aware) still to come that the mail mentions, a day counted from its morning.
    """

    deadline: Deadline | None = None
    nearest: datetime | None = None
    nearest_words: str = ""


def dates_in(
    mail: Mail,
    reading: Reading,
    asks: Sequence[Sentence],
    sent: datetime,
    language: str,
    working: WorkingTime,
    *,
    is_meeting: bool = False,
) -> Dates:
    """The dates that a mail names, counted from when it was sent (aware).

    `asks` are the sentences that ask; `is_meeting` tells that the mail is about an appointment.
    """
    said = said_dates(mail, reading, asks, sent, language, working, is_meeting=is_meeting)
    if said is None:
        return Dates()
    local = said.scene.local
    found = _weighed(said)
    today = _day(local)
    ahead = [(at, one) for one in said.matches if one.latest and (at := begins(one.latest, local)) >= today]
    nearest = min(ahead, key=lambda pair: pair[0], default=None)
    return Dates(
        deadline=_deadline(found, mail, local, said.text) if found is not None else None,
        nearest=nearest[0] if nearest else None,
        nearest_words=nearest[1].text if nearest else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidDates:
    """The dates of a mail, that which the rules take for the deadline, and what they are weighed in."""

    text: str
    matches: Sequence[Match]
    found: Match | None
    candidates: Sequence[Candidate]
    scene: Scene


def said_dates(
    mail: Mail, reading: Reading, asks: Sequence[Sentence], sent: datetime, language: str, working: WorkingTime, *,
    is_meeting: bool = False,
) -> SaidDates | None:  # fmt: skip
    """What `dates_in` decides from; None where a mail names no date that counts."""
    if not _may_be_dated(reading):
        return None
    local = working.local(sent)
    text = _worth_reading(reading)
    grammar = _grammar(language, reading.text.folded)
    foot = foot_of(mail, reading)
    matches = [
        one
        for one in find_dates(text, local, grammar, working=working)
        if one.start < foot and is_meant(one, text, local)
    ]
    if home := before_home(reading.text.folded, local, working):
        matches = sorted([*matches, *home], key=lambda one: one.start)
    if not matches:
        return None
    zone = _zone_of(mail, local, language)
    folded = reading.text.folded
    matches = [too_late_after(one, folded) for one in joined(on_their_clocks(matches, folded, local), folded)]
    matches = in_whole_days(matches, folded, local)
    found = _by_rules(matches, text, reading, asks, local, zone, is_meeting=is_meeting)
    picked = found.start if found is not None else -1
    scene = Scene(reading=reading, asked=asks, local=local, is_meeting=is_meeting, picked=picked)
    told = [one for one in matches if not is_name_or_lead(one, folded)]
    told += derived(matches, folded, local, working)
    return SaidDates(
        text=text, matches=matches, found=found, candidates=candidates_of(told, local, zone), scene=scene
    )


#: What an English mail says in French, to be sure that it is understood.
_IN_FRENCH = expression(r"\b(?:avant (?:le|la|l')|d'ici|jusqu'a|jusqu'au|au plus tard) ?\w")


def _grammar(language: str, folded: str) -> str:
    """The language whose dates are read: both where a mail is of neither, or of English with dates in French."""
    if language == "fr":
        return language
    return "en" if language == "en" and _IN_FRENCH.search(folded) is None else "mixed"


def _by_rules(
    matches: Sequence[Match], text: str, reading: Reading, asks: Sequence[Sentence], local: datetime,
    zone: tzinfo | None, *, is_meeting: bool,
) -> Match | None:  # fmt: skip
    """What is called a deadline; else what is told by another date, what comes later today, what shuts or leaves."""
    found = deadline_of(text, matches, local, sender=zone)
    if found is not None and found.role == "deadline" and _only_told(found, reading, asks, local):
        found = None
    if found is None or found.role != "deadline":
        found = looked_back(matches, reading, asks, local)
        # On the sender's clock, where a time is told on it.
        found = in_office(found, local, zone) if found is not None else None
    if found is None:
        told = later_today(text, matches, local, zone)
        found = next((one for one in told if _is_clock(one, matches, reading, asks)), None)
    if found is None:
        found = quiet_deadline(matches, reading, asks, local, is_meeting=is_meeting)
        found = in_office(found, local, zone) if found is not None else None
    found = _sharper(found, matches, local)
    return _first_to_end(found, [one for one in matches if _runs_out(one, reading, local)], local)


def _only_told(found: Match, reading: Reading, asks: Sequence[Sentence], local: datetime) -> bool:
    """Whether what ends or is due lies months ahead, in a sentence that asks for nothing: « le bail expire le 30 juin »."""
    if found.latest is None or begins(found.latest, local) - local < _MONTHS_AHEAD or _BOUND.match(found.text):
        return False
    sentence = reading.sentence_at(found.start)
    if sentence is None or sentence in asks:
        return False
    return ASKS.search(reading.text.folded, sentence.start, sentence.end) is None


_BOUND = expression(r"(?:avant|before|by|d'ici|no later|au plus tard|within|sous)\b", re.IGNORECASE)
#: What nobody asks for in so many words is not answered so long before.
_MONTHS_AHEAD = timedelta(days=120)


def candidates_of(matches: Sequence[Match], local: datetime, zone: tzinfo | None) -> list[Candidate]:
    """The dates that may be a deadline, each with its instant on the office's clock; `zone` is the sender's, where it differs."""
    found = []
    for one in matches:
        told = in_office(one, local, zone)
        if told.latest is not None:
            at, has_time = instant_of(told.latest, local)
            found.append(Candidate(told, at.astimezone(local.tzinfo), has_time))
    return found


def _weighed(said: SaidDates) -> Match | None:
    """What the model takes for the deadline; the rules' own reading of it where they agree."""
    place = chooser().choose(said.candidates, said.scene)
    if place is None:
        return None
    chosen = said.candidates[place].match
    if said.found is not None and (said.found.start == chosen.start or _is_on(said.found, chosen)):
        return said.found
    return _sharper(chosen, [one.match for one in said.candidates], said.scene.local)


def _is_on(found: Match, chosen: Match) -> bool:
    """Whether a deadline is told by the clock, and only its day was chosen."""
    if found.role != "deadline" or not isinstance(found.latest, datetime) or isinstance(chosen.latest, datetime):
        return False
    return found.latest.date() == chosen.latest


def foot_of(mail: Mail, reading: Reading) -> int:
    """Where the foot of a mail begins: behind a line on which its sender signs with the name. Without one, its end.

    What stands there are opening hours, fairs and other dates that are the same in each mail. A postscript is none of it.
    """
    text = reading.text.written
    first = mail.sender.name.split()[:1]
    if not first or len(first[0]) < _SHORTEST_NAME or "fw" in reading.marks:
        return len(text)
    signed = len(text)
    for _ in range(_MOST_NAMES):
        signed = text.rfind(f"\n{first[0]}", reading.subject_end + _SHORTEST_MAIL, signed)
        if signed < 0:
            return len(text)
        line = text.find("\n", signed + 1)
        # A line that goes on behind the name is a slogan; the name alone may stand above it.
        if 0 <= line <= signed + _LONGEST_NAME:
            return len(text) if _POSTSCRIPT.search(text, line) else line
    return len(text)


_SHORTEST_NAME, _LONGEST_NAME, _MOST_NAMES = 3, 60, 3
#: What stands above is the greeting: there the name is somebody else's.
_SHORTEST_MAIL = 60
_POSTSCRIPT = expression(r"\n\s{0,4}(?:P\.? ?S|N\.? ?B)\b|[?]")


def _worth_reading(reading: Reading) -> str:
    """The text in which dates are looked for: its beginning and end, and between them the sentences that want something.

    All else is blank, each place where it was. A mail full of dates is a table, and its deadline is called one.
    """
    text = reading.text.written
    if len(text) <= _BEGINNING + _END:
        return text
    wanting = sorted({hit.start for hit in reading.hits if hit.sign in _WANTING and hit.start >= _BEGINNING})
    kept = [text[:_BEGINNING]]
    reached, last = _BEGINNING, len(text) - _END
    for place in wanting:
        sentence = reading.sentence_at(place)
        if sentence is None or place < reached or place >= last or len(kept) > _MOST_WANTING * 2:
            continue
        start, end = max(sentence.start, reached), min(sentence.end, last)
        kept += [" " * (start - reached), text[start:end]]
        reached = end
    return "".join([*kept, " " * (last - reached), text[last:]])


def _may_be_dated(reading: Reading) -> bool:
    """Whether there is a number or a word of time at all: most mails without any are told from these alone."""
    return "0" in reading.words or not _OF_TIME.isdisjoint(reading.first) or not _TIME_WORDS.isdisjoint(reading.words)


#: So much says that the whole mail has time; less may be a season that is named in it.
_LEISURE = 2


def _is_clock(found: Match, matches: Sequence[Match], reading: Reading, asks: Sequence[Sentence]) -> bool:
    """Whether a time of today that nobody calls a deadline may be one: by the clock, of no other day, in no idle mail.

    « Ce soir » alone is one only in a sentence that asks for something, or says what happens otherwise.
    """
    sentence = reading.sentence_at(found.start)
    if sentence is None or reading.weights["no_hurry"] >= _LEISURE or reading.hits_in(sentence, "no_hurry"):
        return False
    if found.type in ("timerange", "datetimerange") and _FROM.match(found.text) and sentence not in asks:
        return ASKS.search(reading.text.folded, sentence.start, sentence.end) is not None
    if _LENGTH.search(found.text):
        # « Mon chauffeur est chez vous dans 35 mn »: counted from now it is one only beside what is asked.
        return in_minutes(found) and is_beside_asked(sentence, reading, asks)
    is_bound = sentence in asks or _OR_ELSE.search(reading.text.folded, sentence.start, sentence.end) is not None
    if not _CLOCK.search(found.text) and not is_bound:
        return False
    if not isinstance(found.latest, datetime):
        return False
    others = [one.latest for one in matches if sentence.start <= one.start < found.start and one.latest is not None]
    return all((one.date() if isinstance(one, datetime) else one) == found.latest.date() for one in others)


def _sharper(found: Match | None, matches: Sequence[Match], local: datetime) -> Match | None:
    """The deadline, told by a time of day where one is named for the same day."""
    if found is None or isinstance(found.latest, datetime) or found.latest is None:
        return found
    day = found.latest
    timed = [
        one for one in matches if isinstance(one.latest, datetime) and one.latest.date() == day and _is_sharp(one)
    ]
    return next((one for one in timed if one.latest is not None and instant_of(one.latest, local)[0] > local), found)


def _is_sharp(match: Match) -> bool:
    """Whether it names a time by the clock or the end of the office's day; « cette nuit » is no sharper than its day."""
    return match.has_time and (match.type in ("time", "datetime") or _EVENING.search(match.text) is not None)


_EVENING = expression(r"soir|evening|tonight|afternoon|après-midi", re.IGNORECASE)


def _runs_out(match: Match, reading: Reading, local: datetime) -> bool:
    """Whether it is a time later today at which something ends, closes or leaves: « les options tombent ce soir 20 h »."""
    due = match.latest
    if not isinstance(due, datetime) or not match.has_time:
        return False
    if due.date() != local.date() or instant_of(due, local)[0] <= local:
        return False
    return _ENDS.search(reading.text.folded, max(0, match.start - 60), match.start) is not None


def _first_to_end(found: Match | None, ending: Sequence[Match], local: datetime) -> Match | None:
    """The deadline, or what ends today where the deadline, if any, is of another day."""
    if not ending or (found is not None and instant_of(found.latest or local, local)[0].date() <= local.date()):
        return found
    return min(ending, key=lambda one: instant_of(one.latest or local, local)[0])


def _deadline(found: Match, mail: Mail, local: datetime, text: str) -> Deadline | None:
    if found.latest is None:
        return None
    at, has_time = instant_of(found.latest, local)
    value = at.replace(tzinfo=None).isoformat(timespec="minutes") if has_time else at.date().isoformat()
    return Deadline(
        at,
        has_time,
        found.role == "deadline",
        value,
        found.start,
        found.end,
        _verbatim(_with_preposition(found, text), mail),
    )


def _with_preposition(found: Match, text: str) -> str:
    """The words of the date with the small one before them that makes a deadline of it: at four, « pour jeudi »."""
    begin = max(0, found.start - _LONGEST_PREPOSITION)
    small = _PREPOSITION.search(text, begin, found.start)
    return text[small.start() if small is not None else found.start : found.end]


_LONGEST_PREPOSITION = 12
_PREPOSITION = expression(r"\b(?:at|on|by|before|for|à|pour|avant|le|pour le|on the|by the)[ ]$")


def _day(local: datetime) -> datetime:
    return local.replace(hour=0, minute=0)


def _zone_of(mail: Mail, local: datetime, language: str) -> tzinfo | None:
    """The sender's zone, where the clock of the mail is not the office's. UTC is London's in English, else a machine's."""
    zone, offset = mail.date.tzinfo, mail.date.utcoffset()
    if zone is None or offset == local.utcoffset() or (not offset and language == "fr"):
        return None
    return zone


def _verbatim(words: str, mail: Mail) -> str:
    """The words as the mail has them: judging reads curled apostrophes and hard blanks as plain ones."""
    if "'" in words and words not in mail.text and words not in mail.subject:
        curled = words.replace("'", "\u2019")
        return curled if curled in mail.text or curled in mail.subject else words
    return words
