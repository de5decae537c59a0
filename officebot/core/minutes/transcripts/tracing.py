"""Whether what a draft says was said: each passage's words, in order, at its source. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from officebot.core.minutes.model import Minutes, Source
from officebot.core.minutes.transcripts.cutting import joined
from officebot.core.minutes.transcripts.model import Transcript
from officebot.core.minutes.transcripts.shown import same_words


def said_at(transcript: Transcript, source: Source) -> str:
    """The words of a transcript at a source."""
    if transcript.is_timed:
        inside = [one for one in transcript.pieces if one.start <= source.end and one.end >= source.start]
        return joined(inside)[0]
    words = []
    for one in transcript.pieces[_first(transcript, source.start) :]:
        if one.first >= source.end:
            break
        begin, end = max(one.first, int(source.start)), min(one.last, int(source.end))
        words.append(one.text[begin - one.first : end - one.first] if one.is_verbatim else one.text)
    return " ".join(words)


def untraced(minutes: Minutes, transcript: Transcript) -> list[str]:
    """The texts of a draft whose words are not, in order, those said at their source: none, if all is well."""
    return [text for text, source in passages(minutes) if not same_words(text, said_at(transcript, source))]


def passages(minutes: Minutes) -> Iterator[tuple[str, Source]]:
    """Every text of a draft with its source, by topic."""
    for topic in minutes.topics:
        for one in (*topic.summary, *topic.decisions, *topic.disagreements):
            yield one.text, one.source
        for action in topic.actions:
            yield action.what, action.source
    if minutes.next_meeting is not None:
        yield minutes.next_meeting.text, minutes.next_meeting.source


def _first(transcript: Transcript, start: float) -> int:
    """The first piece that may hold a place of the text."""
    return max(0, bisect_right([one.first for one in transcript.pieces], start) - 1)
