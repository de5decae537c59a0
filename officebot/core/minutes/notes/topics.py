"""One topic of notes: its sentences told apart into what was said, decided, disputed and undertaken. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from officebot.core.expressions import expression
from officebot.core.minutes.model import Topic
from officebot.core.minutes.notes.action_points import action_of, of_row
from officebot.core.minutes.notes.attendance import attendance_of, only_people
from officebot.core.minutes.notes.contrasts import is_at_odds, is_quarrel
from officebot.core.minutes.notes.cues import (
    CONDITION,
    DISPUTED,
    IDEA,
    OPINION,
    REFUSED,
    REJECTED,
    RULE,
)
from officebot.core.minutes.notes.deeds import deed
from officebot.core.minutes.notes.due import chosen
from officebot.core.minutes.notes.fields import LIST_HEADING, FieldLine, Listing, field_of, jobs_of
from officebot.core.minutes.notes.marks import Line, folded
from officebot.core.minutes.notes.next_words import TO_BE_FIXED, is_following
from officebot.core.minutes.notes.outline import TITLE_WORDS, Section, cells
from officebot.core.minutes.notes.owners import Mention, between
from officebot.core.minutes.notes.parts import Part
from officebot.core.minutes.notes.sentence import Found, Reader, Sentence
from officebot.core.minutes.notes.sentences import parts, sentences
from officebot.core.minutes.notes.settling import disputes, only_open, revise, settle
from officebot.core.minutes.notes.sharing import is_of_label, with_days, with_fields
from officebot.core.minutes.notes.tables import columns_of, table_rows
from officebot.core.minutes.notes.verbs import says
from officebot.core.minutes.notes.verdicts import DECISIONS_HEADING, is_oked, is_pending, is_settled, is_sure
from officebot.core.problems import Problem
from officebot.core.text import say

_REJECTED_NEXT = expression(
    r"\W{0,4}+(?:(?:non|no|nah|nope)(?=\W{0,3}$|[,;:!.] (?!make|let's|rather|actually|say|sorry|plutot|disons|mettons|pardon|"
    r"en fait|c'est (?!fait|trop|non)|attends))|"
    r"refuse[es]{0,2}|abandonne[es]{0,2}|rejete[es]{0,2}|pas besoin|not needed|"
    r"hold on that|scratch|annule[es]{0,2}|c'est fait|done\b|fait\b|sorted|already done|cancelled)\b"
)


_PRESENT_WERE = expression(r"\b(?:present (?:were|are)|etaient presents|sont presents|no apologies)\b")


_MOST_LINES, _LONGEST_LINE, _LONGEST_JOINED = 4_000, 60_000, 400
#: So far behind the beginning of a line stand the words of one with a code: « D  scène unique ».
_CODE = 6


def read_topic(reader: Reader, section: Section) -> Topic | None:
    """The topic of a section, None where nothing is left of it: a title, a list of who was there."""
    if len(section.lines) > _MOST_LINES:
        told_lines = say("Only the first {count} lines under one heading were read.", count=_MOST_LINES)
        reader.problems.append(Problem(where=reader.file, what=told_lines))
    lines = [
        line
        for place, line in enumerate(section.lines[:_MOST_LINES])
        if not _is_about_meeting(reader, section, place, line)
    ]
    rows = list(table_rows(lines))
    told = [cell for row in rows for cell in row.told]
    in_table = {row.line.start for row in rows} | {line.start for line in lines if columns_of(line)}
    found: list[Sentence] = []
    event = _event(reader, lines)
    listing = Listing(
        is_list=bool(LIST_HEADING.match(folded(section.heading))), owners=jobs_of(section.heading, reader.roster)
    )
    fields: list[FieldLine] = []
    is_decided = under_heading = DECISIONS_HEADING.match(folded(section.heading)) is not None
    for place, line in enumerate(lines):
        if line.start in in_table or _is_rule(line):
            continue
        field_line = field_of(reader.text, reader.low, (line.start, line.end), reader.roster, reader.days)
        if field_line is not None:
            fields.append(replace(field_line, place=place))
        elif DECISIONS_HEADING.match(reader.low[line.start : line.end][:60]) and line.text.rstrip().endswith(":"):
            is_decided = True
        elif not listing.opens(reader.text, reader.low, line, reader.roster):
            is_decided = is_decided and (
                under_heading or line.sign in ("bullet", "number", "letter") or line.indent > 0
            )
            read = list(_read_line(reader, line, place, found, event, listing, fields))
            _as_decided(read if is_decided else [])
            found.extend(read)
    for at, cell in enumerate(told):
        found.extend(_of_cell(reader, cell, len(lines) + 2 * at, listing))
    with_fields(reader, found, fields)
    with_days(reader, found)
    revise(reader, found)
    only_open(reader, found)
    actions = [made for row in rows if (made := of_row(reader, row)) is not None]
    actions = [*actions, *(action_of(reader, one) for sentence in found for one in sentence.deeds)]
    actions.sort(key=lambda one: one.source.start)
    topic = Topic(
        heading=section.heading,
        point=section.point,
        summary=tuple(reader.passage(one.start, one.end) for one in found if one.kind in ("said", "done")),
        decisions=tuple(reader.passage(one.start, one.end) for one in found if one.kind == "decided"),
        disagreements=tuple(reader.passage(*span) for span in disputes(found)),
        actions=tuple(actions),
    )
    is_empty = not (topic.summary or topic.decisions or topic.actions or topic.disagreements)
    return None if is_empty and not (section.heading and section.point) else topic


def _of_cell(reader: Reader, cell: Line, place: int, listing: Listing) -> list[Sentence]:
    """What a cell beside the tasks of a table says; who does what stands in the other cells."""
    made = list(_read_line(reader, cell, place, (), None, listing, []))
    for one in made:
        one.deeds, one.kind = [], ("said" if one.kind == "action" else one.kind)
        one.kind = _kind(reader, one) if one.kind == "said" else one.kind
    return made


def _as_decided(made: Sequence[Sentence]) -> None:
    """Under « Décisions » what nobody is to do is decided."""
    for one in made:
        one.kind = "decided" if one.kind == "said" else one.kind


def _is_about_meeting(reader: Reader, section: Section, place: int, line: Line) -> bool:
    """Whether a line is the title, or says who was there: that stands elsewhere in the minutes."""
    if line.start in reader.listed:
        return True
    if section.heading:
        return place < 3 and not section.point and attendance_of(line) is not None
    if place < 2 and _is_dated_title(reader, line):
        return True
    if _is_attendance(reader, line.start, line.end) or (place < 4 and bool(only_people(line, reader.roster))):
        return True
    low = reader.low[line.start : line.end]
    is_short = len(line.text) < 140
    if place or not is_short or line.sign not in ("heading", "") or cells(line):
        return False
    is_today = any(day.day == reader.days.when for day in reader.days.found(reader.text, line.start, line.end))
    return bool(TITLE_WORDS.search(low)) or line.level > 0 or line.text.isupper() or is_today


def _is_dated_title(reader: Reader, line: Line) -> bool:
    """Whether a line at the beginning has the meeting's own day in figures or by its month: then it is its title."""
    when = reader.days.when
    if when is None or line.sign in ("bullet", "box", "done") or len(line.text) > 120:
        return False
    return any(
        int(found[1]) == when.day and (found[2] or "").isdigit() and int(found[2]) == when.month
        for found in _DAY_MONTH.finditer(line.text)
    ) or any(
        int(found[1]) == when.day and folded(found[2])[:3] in _MONTHS[when.month - 1].split()
        for found in _DAY_MONTH_NAME.finditer(line.text)
    )


_DAY_MONTH = expression(r"(?<![\d/.])(\d{1,2})[/.-](\d{1,2})(?!\d)")
_DAY_MONTH_NAME = expression(r"(?<!\d)(\d{1,2})(?:er|st|nd|rd|th)?[ -]([^\W\d_]{3,9})")
_MONTHS = (
    "jan", "feb fev", "mar", "apr avr", "may mai", "jun jui", "jul jui", "aug aou", "sep", "oct", "nov", "dec",
)  # fmt: skip


def _is_attendance(reader: Reader, start: int, end: int) -> bool:
    """Whether a line is only about who was there: each of its sentences is, or it has but one."""
    words = reader.text[start:end]
    if attendance_of(Line(text=words, start=start, end=end)) is None:
        return _PRESENT_WERE.search(reader.low, start, min(end, start + 160)) is not None and end - start < 160
    spans = list(sentences(reader.text, reader.low, start, end))
    return len(spans) < 2 or all(_is_names(reader, *span) for span in spans[1:])


def _is_names(reader: Reader, start: int, end: int) -> bool:
    """Whether a sentence behind a list of names still lists: few words, or such a list itself."""
    return attendance_of(Line(text=reader.text[start:end], start=start, end=end)) is not None or end - start < 16


def _is_rule(line: Line) -> bool:
    return bool(cells(line)) and set(line.text) <= set("|-: +")


def _event(reader: Reader, lines: Sequence[Line]) -> date | None:
    """The day that a topic is about: the first day named in it, for « le jour J »."""
    for line in lines[:6]:
        days = reader.days.found(reader.text, line.start, min(line.end, line.start + 200))
        if days and not days[0].is_deadline:
            return days[0].day
    return None


def _read_line(
    reader: Reader,
    line: Line,
    place: int,
    earlier: Sequence[Sentence],
    event: date | None,
    listing: Listing,
    fields: list[FieldLine],
) -> Iterator[Sentence]:
    """The sentences of a line; one that only names somebody belongs to the one before it."""
    end_of_line = min(line.end, line.start + _LONGEST_LINE)
    if end_of_line < line.end:
        told = say("A line of more than {count} characters was read only so far.", count=_LONGEST_LINE)
        reader.problems.append(Problem(where=reader.file, what=told))
    mentions = reader.roster.mentions(reader.text, reader.low, line.start, end_of_line)
    spans = list(sentences(reader.text, reader.low, line.start, end_of_line, mentions, reader.language))
    spans = _joined(reader, spans, mentions)
    lead = _lead(reader, line, spans, mentions, listing)
    spans = list(_jobs(reader, spans)) if lead else spans
    before = _last_person(earlier)
    made: list[Sentence] = []
    for at, (start, end) in enumerate(spans):
        inside = list(between(mentions, start, end))
        one = Sentence(start=start, end=end, line=line, place=place, mentions=inside)
        if (
            at == 0
            and len(spans) > 1
            and _is_names(reader, start, end)
            and attendance_of(Line(text=reader.text[start:end], start=start, end=end))
        ):
            continue
        if place < 3 and _PRESENT_WERE.search(reader.low, start, end):
            continue
        told_field = (
            field_of(reader.text, reader.low, (start, end), reader.roster, reader.days) if len(spans) > 1 else None
        )
        if told_field is not None:
            fields.append(replace(told_field, place=place))
            continue
        follows = is_following(reader.low, start, end)
        rejected = at + 1 < len(spans) and _REJECTED_NEXT.match(reader.low, *spans[at + 1]) is not None
        if not rejected and not (follows is not None and reader.days.found(reader.text, follows.end(), end)):
            one.deeds = list(_deeds(reader, one, before, event, listing, is_first=at == 0, lead=lead if at else ()))
        if follows is not None and TO_BE_FIXED.search(reader.low, start, end):
            one.deeds = [found for found in one.deeds if found.deed.owners]
        if follows is not None and not one.deeds:
            before = inside[-1] if inside else before
            continue
        if at and CONDITION.match(reader.low, *spans[at - 1]) and one.deeds and _is_consequence(one, spans[at - 1]):
            one.deeds = []
        one.kind = _kind(reader, one)
        if one.kind == "decided" and listing.holds(line) and inside and inside[0].start <= line.start + 1:
            one.kind = "said"  # In a list of who does what.
        made.append(one)
        before = _subject_of(reader, inside) or before
    settle(reader, made)
    yield from made


def _lead(
    reader: Reader, line: Line, spans: Sequence[tuple[int, int]], mentions: Sequence[Mention], listing: Listing
) -> tuple[Mention, ...]:
    """Whose jobs a line of a list of tasks gives, one behind the other: "Ann: VAT return; bank forms"."""
    if not listing.holds(line) or not spans or not mentions or mentions[0].start > line.start + 1:
        return ()
    colon = reader.low.find(":", line.start, min(line.end, line.start + _LONGEST_LEAD))
    lead = tuple(one for one in mentions if one.end <= colon)
    rest = reader.low[line.start : max(colon, line.start)]
    for one in lead:
        rest = rest.replace(reader.low[one.start : one.end], "", 1)
    is_only = bool(lead) and not re.sub(r"\b(?:et|and|n)\b|[^a-z]", "", rest)
    return lead if is_only and not any(one.sort == "pronoun" for one in lead) else ()


_LONGEST_LEAD = 60


def _jobs(reader: Reader, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The sentences of such a line, cut behind each day that a comma follows: "list to butcher Mon, door seal"."""
    for start, end in spans:
        begin = start
        for day in reader.days.found(reader.text, start, end):
            comma = _COMMA.match(reader.low, day.end, end)
            if comma is not None and day.end > begin and len(reader.low[comma.end() : end].split()) > 1:
                yield begin, day.end
                begin = comma.end()
        yield begin, end


_COMMA = expression(r"\)?\s?,\s{1,2}(?=[^\W\d_])")


def _is_consequence(one: Sentence, condition: tuple[int, int]) -> bool:
    """Whether what was dictated after « si … » without a sign only says what then happens."""
    owners = one.deeds[0].deed.owners
    return (
        condition[1] + 2 > one.start
        and bool(owners)
        and owners[0].start > 0
        and one.mentions[:1] != []
        and one.mentions[0].sort == "pronoun"
    )


def _subject_of(reader: Reader, inside: Sequence[Mention]) -> Mention | None:
    """Whom a sentence speaks of, for he and she in the next: the last who does something, else the last named."""
    people = [other for other in inside if other.sort in ("person", "named", "office")]
    doing = [
        other
        for other in people
        if says(reader.low, other.end, min(len(reader.low), other.end + 60), reader.language)
    ]
    return doing[-1] if doing else (people[-1] if people else None)


def _has_person(one: Sentence, span: tuple[int, int]) -> bool:
    return any(span[0] <= other.start < span[1] for other in one.mentions)


def _joined(reader: Reader, spans: list[tuple[int, int]], mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """The sentences, those that only name an owner, a day, or ask for one, put to what stands before them."""
    made: list[tuple[int, int]] = []
    for start, end in spans:
        words = reader.low[start:end]
        rest = words
        for one in between(mentions, start, end):
            if one.end <= end and one.sort != "pronoun":
                rest = rest.replace(reader.low[one.start : one.end], " ", 1)
        for day in reader.days.found(reader.text, start, end) if len(words) < 60 else []:
            rest = rest.replace(reader.low[day.start : day.end], " ", 1)
        is_tail = len(rest) < len(words) and not re.sub(
            r"\b(?:et|and|n|puis|by|before|avant|pour|d'ici|le|la|svp|stp|pls|please|then|also|aussi)\b|[^a-z]",
            "",
            rest,
        )
        is_question = re.fullmatch(r"\W{0,3}(?:par|qui|who|quand|when|by whom|owner)\W{0,4}", words) is not None
        if made and (is_tail or is_question) and start - made[-1][0] < _LONGEST_JOINED:
            made[-1] = (made[-1][0], end)
        else:
            made.append((start, end))
    return made


def _last_person(earlier: Sequence[Sentence]) -> Mention | None:
    for one in reversed(earlier[-2:]):
        people = [other for other in one.mentions if other.sort in ("person", "named", "office")]
        if people:
            return people[0]
    return None


def _deeds(
    reader: Reader,
    one: Sentence,
    before: Mention | None,
    event: date | None,
    listing: Listing,
    *,
    is_first: bool,
    lead: tuple[Mention, ...] = (),
) -> Iterator[Found]:
    """The deeds of a sentence, each from its own part; `lead` is whose jobs the line lists."""
    if CONDITION.match(reader.low[one.start : one.end]) or _is_row_of_names(reader, one):
        return
    spans = parts(reader.low, one.start, one.end, one.mentions, reader.language)
    for place, (start, end) in enumerate(spans):
        part = Part(
            text=reader.text,
            low=reader.low,
            start=start,
            end=end,
            mentions=tuple(between(one.mentions, start, end)),
            days=tuple(reader.days.found(reader.text, start, end, event)),
            sign=one.line.sign if is_first else ("box" if one.line.sign == "box" and not place else ""),
            language=reader.language,
            has_day=place > 0 and not _has_person(one, spans[0]) and bool(reader.days.found(reader.text, *spans[0])),
            before=before,
            is_first=is_first and place == 0,
            is_listed=(listing.holds(one.line) and is_first and place == 0) or (bool(lead) and place == 0),
        )
        made = deed(part)
        if made is not None and lead and not (made.owners and start <= made.owners[0].start <= start + 2):
            made = replace(made, owners=lead)
        if made is not None and not made.owners and listing.owners and listing.holds(one.line):
            made = replace(made, owners=listing.owners)
        if made is not None:
            owner = made.owners[0].start if made.owners and not made.is_bare else start
            days = [day for day in part.days if not is_of_label(reader.low, day, made)]
            yield Found(deed=made, part=part, due=chosen(days, owner), start=start, end=end)
        before = _subject_of(reader, part.mentions) or before


def _is_row_of_names(reader: Reader, one: Sentence) -> bool:
    """Whether a sentence near the beginning only says who was there: names, what they are in brackets, a word before them."""
    people = [other for other in one.mentions if other.sort in ("person", "named", "office")]
    if len(people) < 2 or one.start > _HEAD or reader.days.found(reader.text, one.start, one.end):
        return False
    words = reader.low[one.start : one.end]
    for other in sorted(people, key=lambda other: -other.start):
        words = words[: other.start - one.start] + words[other.end - one.start :]
    rest = _BRACKETED.sub(" ", words).strip(" .,;:-*_")
    return len(re.findall(r"[a-z]{3,}", rest)) <= (3 if ":" in rest or len(people) > 2 else 1) and "," in words


#: « Décidé d'ouvrir le samedi », "Agreed to close at five from March": a decision, whatever day it holds from.
_DECIDED_TO = expression(
    r"\W{0,4}(?:il (?:est|a ete) |on a |nous avons |it was |we |was )?(?:decide (?:de |d'|que |qu')|(?:agreed|"
    r"decided|resolved) (?:to|that) )|"
    r"[^:;.]{4,50} (?:agreed|approved|confirmed|decided|votee?s?|validee?s?|acte|actee|adoptee?s?|approuvee?s?)(?: [-–(]|[,(]|$)"
)
_HEAD = 700
_BRACKETED = expression(r"\([^()]{0,80}\)")


def _kind(reader: Reader, one: Sentence) -> Literal["said", "decided", "disputed", "done", "action"]:
    """What a sentence is: decided, disputed or only said; "action" where it holds one."""
    low = reader.low[one.start : one.end]
    people = {other.who for other in one.mentions if other.sort == "person"}
    is_open = is_pending(low)
    is_free = bool(one.deeds) and not any(
        found.deed.owners and found.deed.owners[0].sort != "everybody" for found in one.deeds
    )
    if (
        is_free
        and one.line.sign != "box"
        and not is_open
        and is_settled(low)
        and (not any(found.due for found in one.deeds) or _DECIDED_TO.match(low))
    ):
        one.deeds = []
    ends = [other.end for other in one.mentions if other.sort in ("person", "named", "office")]
    oked = is_oked(reader.low, ends, one.end) and not is_open
    if one.deeds and one.line.sign != "box" and not is_open and (oked or is_sure(_told(low))):
        one.deeds = [
            found for found in one.deeds if not oked and not is_sure(_told(reader.low[found.start : found.end]))
        ]
    if one.deeds:
        return "action"
    if one.line.sign == "done":
        return "done"
    if any(one.line.start <= place <= one.line.start + _CODE for place in reader.decided):
        return "decided"
    if CONDITION.match(low):
        return "said"
    decided = oked or is_settled(_unlabelled(one, low))
    if (DISPUTED.search(low) or is_quarrel(low)) and not (decided and not is_open):
        return "disputed"
    if decided and not is_open and not (IDEA.match(low) and not REFUSED.search(low) and not REJECTED.search(low)):
        return (
            "decided"
            if not (
                RULE.search(low)
                and not re.search(r"\b(?:agreed|decide|acte|vote|valide|adopte|approuve|approved|resolved)", low)
            )
            else "said"
        )
    if len(people) > 1 and len(OPINION.findall(low)) > 1 and is_at_odds(low):
        return "disputed"
    return "said"


def _told(low: str) -> str:
    """The words of a sentence without what stands in brackets, unless that counts votes."""
    return _WORDS_IN_BRACKETS.sub(" ", low)


_WORDS_IN_BRACKETS = expression(r"\([^()\d]{3,80}\)")


def _unlabelled(one: Sentence, low: str) -> str:
    """The words of a sentence without the name of who speaks before a colon: their « non » is what they think."""
    first = one.mentions[0] if one.mentions else None
    rest = low[first.end - one.start :].lstrip() if first is not None and first.start - one.start < _CODE else ""
    return rest[1:].lstrip() if rest.startswith(":") else low


def renamed(topic: Topic, heading: str) -> Topic:
    """The topic under another heading."""
    return replace(topic, heading=heading)
