"""Minutes kept as JSON and made again."""

from __future__ import annotations

import json
from datetime import date, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from officebot.core.minutes.model import ActionPoint, Minutes, NextMeeting, Passage, Source, Topic
from officebot.core.minutes.storing import from_stored, to_stored
from officebot.core.problems import Problem
from officebot.core.text import counted, say
from tests.core.minutes.samples import english, french

words = st.text(max_size=8)
days = st.none() | st.dates(date(1, 1, 1))
sources = st.builds(
    Source,
    file=words,
    start=st.integers(0, 10**9) | st.floats(0, 10**6),
    end=st.integers(0, 10**9) | st.floats(0, 10**6),
    unit=st.sampled_from(["characters", "seconds"]),
)
passages = st.lists(st.builds(Passage, text=words, source=sources, speaker=words), max_size=2).map(tuple)
actions = st.builds(
    ActionPoint,
    what=words,
    who=st.lists(words, max_size=2).map(tuple),
    due=days,
    source=sources,
    quote=words,
    due_words=words,
    doubt=st.sampled_from(["", "owner", "due", "both"]),
)
topics = st.builds(
    Topic,
    heading=words,
    point=st.integers(0, 99),
    summary=passages,
    decisions=passages,
    actions=st.lists(actions, max_size=2).map(tuple),
    disagreements=passages,
)
meetings = st.none() | st.builds(
    NextMeeting, text=words, source=sources, date=days, time=st.none() | st.times(), place=words
)
names = st.lists(words, max_size=2).map(tuple)
minutes = st.builds(
    Minutes,
    title=words,
    date=days,
    language=st.sampled_from(["fr", "en"]),
    present=names,
    excused=names,
    absent=names,
    topics=st.lists(topics, max_size=2).map(tuple),
    next_meeting=meetings,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(minutes)
def test_whatever_minutes_hold_comes_back_the_same(made: Minutes) -> None:
    assert from_stored(json.loads(json.dumps(to_stored(made)))) == made


@pytest.mark.parametrize("made", [french(), english(), Minutes()])
def test_minutes_as_they_are_drafted_come_back_the_same(made: Minutes) -> None:
    assert from_stored(json.loads(json.dumps(to_stored(made)))) == made


def test_problems_come_back_with_their_sentences_and_places() -> None:
    problem = Problem(
        where="notes.md", what=counted("{count} mail", "{count} mails", 2), at=say("line {line}", line=3)
    )
    made = Minutes(problems=(problem,), next_meeting=NextMeeting(text="", source=Source(file="", start=0, end=0)))
    assert from_stored(to_stored(made)) == made


def test_a_time_with_seconds_is_not_cut() -> None:
    meeting = NextMeeting(text="x", source=Source(file="", start=0, end=0), time=time(9, 30, 15))
    assert from_stored(to_stored(Minutes(next_meeting=meeting))).next_meeting == meeting


@pytest.mark.parametrize("stored", [{}, {"form": 2}, {"form": 1, "title": "x"}, {"form": 1, "topics": None}])
def test_what_was_never_stored_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="minutes"):
        from_stored(stored)
