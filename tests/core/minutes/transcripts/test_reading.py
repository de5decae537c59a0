"""Transcripts read from every kind of file that recorders write, whole or damaged."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.core.minutes.transcripts import Transcript, read_transcript
from officebot.core.minutes.transcripts.reading import MOST_PIECES
from tests.speed import within

VTT = """WEBVTT - weekly meeting

NOTE made by a machine

STYLE
::cue { color: red }

1
00:00:01.000 --> 00:00:04.000
<v Anna Berg>Good morning &amp; welcome.

00:00:04.500 --> 00:00:09.000 align:start
<v Anna Berg>We have <b>two</b> points
<v.loud Tom Reed>Three, I think.</v>
"""


def said(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in transcript.turns]


def problems(transcript: Transcript) -> str:
    return " ".join(one.what.render("en") for one in transcript.problems)


def test_voices_of_webvtt_are_the_speakers_and_notes_and_styles_are_not_spoken() -> None:
    read = read_transcript(VTT, name="a.vtt")
    assert said(read) == [
        ("Anna Berg", "Good morning & welcome. We have two points"),
        ("Tom Reed", "Three, I think."),
    ]
    assert read.is_timed
    assert not read.problems


def test_a_sentence_has_the_times_of_the_captions_it_lies_in() -> None:
    text = "WEBVTT\n\n00:10.000 --> 00:12.000\nThe roof leaks. We will\n\n00:12.000 --> 00:15.500\nmend it in May.\n"
    first, second = read_transcript(text, name="a.vtt").turns[0].sentences
    assert (first.text, first.start, first.end) == ("The roof leaks.", 10.0, 12.0)
    assert (second.text, second.start, second.end) == ("We will mend it in May.", 10.0, 15.5)


def test_a_byte_order_mark_and_windows_line_ends_are_no_words() -> None:
    text = "\ufeff" + VTT.replace("\n", "\r\n")
    assert said(read_transcript(text, name="a.vtt"))[1] == ("Tom Reed", "Three, I think.")


def test_subrip_is_read_with_its_commas_numbers_and_colours() -> None:
    first = '1\n00:00:07,120 --> 00:00:09,480\n<font color="#f0f">Anne: On commence.</font>\n\n'
    text = first + "2\n00:00:10,000 --> 00:00:12,000\n{\\an8}Anne: Bien.\n"
    read = read_transcript(text, name="a.srt")
    assert said(read) == [("Anne", "On commence. Bien.")]
    assert read.turns[0].sentences[1].start == 10.0


def test_subviewer_is_read_too() -> None:
    read = read_transcript("0:00:01.000,0:00:02.000\nHello all.\n\n0:00:03.000,0:00:04.500\nBye.\n", name="a.sbv")
    assert [(one.text, one.start) for one in read.turns[0].sentences] == [("Hello all.", 1.0), ("Bye.", 3.0)]


def test_lines_that_a_machine_rolls_are_read_once() -> None:
    text = """WEBVTT

00:00.000 --> 00:02.000
so the first thing

00:02.000 --> 00:02.010
so the first thing

00:02.010 --> 00:04.000
so the first thing
is the<00:03.000><c> budget</c>

00:04.000 --> 00:04.010
is the budget

00:04.010 --> 00:06.000
is the budget
of next year
"""
    read = read_transcript(text, name="a.vtt")
    assert read.turns[0].text == "so the first thing is the budget of next year"


def test_two_people_who_say_yes_one_after_the_other_both_said_it() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>Yes.\n\n00:02.000 --> 00:03.000\n<v B>Yes.\n"
    assert len(read_transcript(text, name="a.vtt").turns) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("WEBVTT\n\n00:00:01.000 -> nonsense --> \nThese words stay.\n", "These words stay."),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nOne.\n\nTwo without a time.\n", "One. Two without a time."),
        ("WEBVTT\n00:01.000 --> 00:02.000\nNo blank line before.\n", "No blank line before."),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n00:01.000 --> 00:02.000\nTwice a time.\n", "Twice a time."),
    ],
    ids=["a time that is none", "a caption without a time", "a header that runs on", "a time twice"],
)
def test_no_word_of_a_damaged_file_is_lost(text: str, words: str) -> None:
    assert " ".join(turn.text for turn in read_transcript(text, name="a.vtt").turns) == words


def test_captions_without_a_time_are_said() -> None:
    read = read_transcript("WEBVTT\n\n00:01.000 --> 00:02.000\nOne.\n\nTwo.\n", name="a.vtt")
    assert "One caption has no time" in problems(read)


CTM = """;; a comment
rec 1 0.50 0.00 <start=0.10,end=9.00,speaker=S0> 1.0
rec 1 0.50 0.20 l' 0.9
rec 1 0.70 0.30 appel 0.9
rec 1 1.00 0.30 est 0.9
rec 1 1.30 0.30 fait 0.9
rec 1 1.60 0.02 . 0.9
rec 1 2.00 0.00 <start=2.00,end=9.00,speaker=S4> 1.0
rec 1 2.10 0.40 pourrait 0.9
rec 1 2.60 0.20 -il 0.9
rec 1 2.90 0.40 <unk> 0.9
rec 1 3.40 0.40 venir 0.9
rec 1 3.90 0.02 ? 0.9
"""


def test_words_of_a_ctm_file_join_as_they_are_written() -> None:
    read = read_transcript(CTM, name="a.ctm")
    assert said(read) == [("S0", "l'appel est fait."), ("S4", "pourrait-il … venir?")]
    assert (read.turns[1].start, read.turns[1].end) == (2.1, 3.92)


def test_plain_lines_with_names_are_turns_and_sources_count_characters() -> None:
    text = "ANNE: We start. The roof first.\nTom Reed : It leaks.\n  and it is old.\nANNE: Note: bring boots."
    read = read_transcript(text, name="a.txt")
    assert said(read) == [
        ("ANNE", "We start. The roof first."),
        ("Tom Reed", "It leaks. and it is old."),
        ("ANNE", "Note: bring boots."),
    ]
    assert read.unit == "characters"
    sentence = read.turns[0].sentences[1]
    assert text[int(sentence.start) : int(sentence.end)] == "The roof first."


@pytest.mark.parametrize(
    "text",
    [
        "[00:12:03] Anne: Bonjour.\n[00:12:10] Paul: Bonjour à vous.\n",
        "Anne (00:12:03): Bonjour.\nPaul (00:12:10): Bonjour à vous.\n",
        "Anne   12:03\nBonjour.\n\nPaul   12:10\nBonjour à vous.\n",
        "00:12:03 - Anne : Bonjour.\n00:12:10 - Paul : Bonjour à vous.\n",
    ],
    ids=["brackets first", "parentheses after the name", "a line of its own", "a dash"],
)
def test_times_of_plain_lines_are_read_wherever_they_stand(text: str) -> None:
    read = read_transcript(text, name="a.txt")
    assert said(read) == [("Anne", "Bonjour."), ("Paul", "Bonjour à vous.")]
    assert (read.turns[0].start, read.turns[0].end) == (723.0, 730.0)


def test_a_text_without_speakers_is_read_and_that_is_said() -> None:
    read = read_transcript("We met. We spoke of the roof. We left.", name="a.txt")
    assert [turn.speaker for turn in read.turns] == [""]
    assert "Nobody is named as speaking" in problems(read)


def test_speech_without_signs_is_cut_at_pauses() -> None:
    words = [
        "we",
        "looked",
        "at",
        "the",
        "roof",
        "last",
        "week",
        "it",
        "will",
        "hold",
        "until",
        "may",
        "then",
        "we",
        "need",
        "a",
        "builder",
    ]
    starts = [k * 0.4 + (2.0 if k > 6 else 0.0) for k in range(len(words))]
    text = "\n".join(f"r 1 {start:.2f} 0.30 {word} 0.9" for start, word in zip(starts, words, strict=True))
    sentences = read_transcript(text, name="a.ctm").turns[0].sentences
    assert sentences[0].text == "we looked at the roof last week"


def test_a_shortened_word_ends_no_sentence() -> None:
    read = read_transcript("A: Thanks to Dr. Lee and M. Petit. We go on at 3 p.m. today.", name="a.txt")
    assert read.turns[0].sentences[0].text == "Thanks to Dr. Lee and M. Petit."


def test_a_sentence_that_somebody_s_assent_broke_in_two_is_whole() -> None:
    read = read_transcript("Ann: We mend the roof\nTom: Mm-hmm.\nAnn: in the spring.\nTom: Yes.", name="a.txt")
    assert said(read) == [("Ann", "We mend the roof in the spring."), ("Tom", "Mm-hmm."), ("Tom", "Yes.")]
    apart = read_transcript("Ann: We mend the roof\nTom: No, never.\nAnn: in the spring.\nTom: Yes.", name="a.txt")
    assert len(apart.turns) == 4


def test_a_clock_that_goes_back_is_said_and_sources_count_characters() -> None:
    text = "WEBVTT\n\n10:00.000 --> 10:05.000\nFirst part.\n\n00:01.000 --> 00:03.000\nSecond part.\n"
    read = read_transcript(text, name="a.vtt")
    assert read.unit == "characters"
    assert "The clock goes back once" in problems(read)
    assert text[int(read.turns[0].start) : int(read.turns[0].end)].split("\n")[0] == "First part."


def test_times_that_are_all_the_same_are_not_believed() -> None:
    text = "WEBVTT\n\n00:00.000 --> 00:00.000\nOne thing.\n\n00:00.000 --> 00:00.000\nAnother thing.\n"
    read = read_transcript(text, name="a.vtt")
    assert not read.is_timed
    assert "All times are the same" in problems(read)


def test_captions_of_one_speaker_that_often_overlap_are_said() -> None:
    cues = [f"00:{k:02}.000 --> 00:{k + 9:02}.000\nSentence {k} of the talk.\n" for k in range(1, 20)]
    read = read_transcript("WEBVTT\n\n" + "\n".join(cues), name="a.vtt")
    assert read.is_timed
    assert "overlap" in problems(read)


@pytest.mark.parametrize("text", ["", "WEBVTT\n", "\n\n\n", "1\n00:00:00,500 --> 00:00:07,000\n"])
def test_a_file_without_a_word_says_so(text: str) -> None:
    read = read_transcript(text, name="a.vtt")
    assert read.turns == ()
    assert "No word of speech" in problems(read)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["WEBVTT", "", "1", "00:01.000 --> 00:02.000", "00:99.000 --> x", "<v Ann>Hi there.", "Ann: so we go.", "NOTE x",
             "r 1 0.5 0.2 word 0.9", "r 1 0.1 0.0 <start=0,end=1,speaker=S1> 1", "[00:00:10] Bob: yes", "0:00:01.0,0:00:02.0",
             "<<<v >", "…", "-", "\ufeff", "Bob   0:03", "♪", "\x00\x85"]
        )
        | st.text(max_size=40),
        max_size=25,
    )
)  # fmt: skip
def test_any_lines_are_read_and_every_sentence_lies_in_its_turn(lines: list[str]) -> None:
    read = read_transcript("\n".join(lines), name="any")
    for turn in read.turns:
        assert turn.sentences
        assert all(one.text.strip() and one.start <= one.end for one in turn.sentences)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000_000,
        "WEBVTT\n\n" + "00:00.000 --> 00:01.000\nx\n\n" * 200_000,
        "A: " * 400_000,
        "<v " * 300_000,
        "r 1 1.0 1.0 x 1\n" * 400_000,
        "[00:00:" * 400_000,
        " " * 3_000_000 + "x",
        "00:00 --> " * 300_000,
    ],
    ids=["one long word", "captions without end", "colons", "open tags", "words", "open times", "blanks", "arrows"],
)
def test_hostile_files_are_bounded(text: str) -> None:
    read = within(6.0, lambda: read_transcript(text, name="hostile"))
    assert len(read.pieces) <= MOST_PIECES
    if len(text) > 4_000_000:
        assert "too long" in problems(read)
