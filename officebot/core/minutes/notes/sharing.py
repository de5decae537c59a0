"""Days and owners that stand beside a deed given to it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from officebot.core.minutes.notes.cues import UNDECIDED
from officebot.core.minutes.notes.due import DueDay, chosen
from officebot.core.minutes.notes.fields import FieldLine
from officebot.core.minutes.notes.likeness import stems
from officebot.core.minutes.notes.parts import Deed, Part
from officebot.core.minutes.notes.sentence import Found, Reader, Sentence


def _meant(one: FieldLine, found: Sequence[Sentence]) -> Sentence | None:
    """The sentence that a field speaks of: in its own line the one before, else the one behind; else above, else below."""
    line = [sentence for sentence in found if sentence.place == one.place]
    before = [sentence for sentence in line if sentence.start < one.start]
    if before or line:
        return before[-1] if before else line[0]
    above = [sentence for sentence in found if sentence.place < one.place]
    return above[-1] if above else next((sentence for sentence in found if sentence.place > one.place), None)


def with_fields(reader: Reader, found: Sequence[Sentence], fields: Sequence[FieldLine]) -> None:
    """Put what lines such as « Qui : Luc » and "Due: end April" say to the sentence above them, else to the one below."""
    for one in fields:
        target = _meant(one, found)
        if target is None or target.kind in ("decided", "disputed"):
            continue
        if not target.deeds:
            part = Part(
                text=reader.text, low=reader.low, start=target.start, end=target.end, language=reader.language
            )
            made = Deed(start=target.start, end=target.end, what_start=target.start, what_end=target.end)
            target.deeds = [Found(deed=made, part=part, due=None, start=target.start, end=target.end)]
            target.kind = "action"
        last = target.deeds[-1]
        if one.owners and not last.deed.owners:
            last.deed = replace(last.deed, owners=one.owners)
        if one.due is not None and last.due is None:
            last.due = one.due


def is_of_label(low: str, day: DueDay, deed: Deed) -> bool:
    """Whether a day only tells what a line is about, « remplaçant février : Ana contacte … »: it stands before the colon."""
    if day.is_deadline or not deed.owners or deed.owners[0].start < day.end:
        return False
    colon = low.find(":", day.end, deed.owners[0].start)
    has_deed = low[deed.owners[-1].end : deed.what_end].strip(" .!?,;)") != ""
    return colon >= 0 and has_deed and any(letter.isalpha() for letter in low[deed.start : day.start])


def with_days(reader: Reader, found: Sequence[Sentence]) -> None:
    """Give deeds without a day the one that their sentence, or what stands behind and explains it, names."""
    place = 0
    while place < len(found):
        run = [found[place]]
        while place + len(run) < len(found) and _follows(run[-1], found[place + len(run)]):
            run.append(found[place + len(run)])
        for one in run:
            if len(one.deeds) == 1 and one.deeds[0].due is None:
                days = reader.days.found(reader.text, one.start, one.end)
                one.deeds[0].due = chosen(
                    [day for day in days if not is_of_label(reader.low, day, one.deeds[0].deed)]
                )
        behind = list(_explaining(reader, run[-1], found[place + len(run) : place + len(run) + 3]))
        _explained(reader, [made for one in run for made in one.deeds], behind)
        place += len(run)


def _follows(one: Sentence, other: Sentence) -> bool:
    """Whether a deed follows a deed in one line."""
    return bool(one.deeds) and bool(other.deeds) and one.place == other.place


def _explained(reader: Reader, deeds: Sequence[Found], behind: Sequence[Sentence]) -> None:
    """Give the days of what stands behind to the deeds that have none."""
    waiting = [made for made in deeds if made.due is None]
    days = [(day, other) for other in behind for day in reader.days.found(reader.text, other.start, other.end)]
    if not waiting or not days:
        return
    if len(deeds) == 1:
        stated = [day for day, other in days if day.is_deadline or _is_tail(other)]
        waiting[0].due = stated[0] if stated else None
    else:
        _share(reader, deeds, [day for day, _ in days], behind)


def _explaining(reader: Reader, one: Sentence, behind: Sequence[Sentence]) -> Iterator[Sentence]:
    """The sentences behind a deed that go on about it, until one that speaks of somebody or of something else."""
    for other in behind:
        has_person = any(mention.sort == "person" for mention in other.mentions)
        is_below = other.place > one.place
        if other.deeds or other.kind != "said" or not _belongs(one, other) or (has_person and not is_below):
            return
        if UNDECIDED.search(reader.low, other.start, other.end):
            return
        yield other


def _belongs(one: Sentence, other: Sentence) -> bool:
    """Whether a sentence goes on about a deed: it stands in its line, or below it and deeper."""
    if other.place == one.place:
        return True
    return other.line.indent > one.line.indent and other.place == one.place + 1


def _is_tail(other: Sentence) -> bool:
    return other.end - other.start < 40 and not other.mentions


def _share(reader: Reader, deeds: Sequence[Found], days: Sequence[DueDay], following: Sequence[Sentence]) -> None:
    """Several deeds, then their days: each day goes to the deed whose words stand beside it, else in their order."""
    pieces = [(start, end) for other in following for start, end in _pieces(reader.low, other.start, other.end)]
    free = list(days)
    for made in deeds:
        own = stems(reader.text[made.start : made.end])
        for start, end in pieces:
            inside = [day for day in free if start <= day.start < end]
            if made.due is None and inside and _shares(own, stems(reader.text[start : inside[0].start])):
                made.due = inside[0]
                free.remove(inside[0])
    waiting = [made for made in deeds if made.due is None]
    if len(free) == len(waiting):
        for made, day in zip(waiting, free, strict=True):
            made.due = day


def _shares(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two pieces have a word in common, or two of one family: rolls, rollout."""
    return bool({word[:4] for word in one} & {word[:4] for word in other})


def _pieces(low: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for place in range(start, end):
        if low[place] in ",;":
            yield begin, place
            begin = place + 1
    yield begin, end
