"""Phrases among words, and the places of words in a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from officebot.core.judging.evidence import fold
from officebot.core.judging.model import SENTENCE_LANES, model
from officebot.core.judging.phrases import Phrases
from officebot.core.judging.reading import read_text

_WORDS = st.lists(st.sampled_from("abcd"), max_size=30)
_PHRASES = st.dictionaries(
    st.lists(st.sampled_from("abcd"), min_size=1, max_size=4).map(" ".join), st.integers(), max_size=12
)


def test_the_longest_phrase_at_a_word_is_found() -> None:
    phrases = Phrases({"mise en": 1, "mise en demeure": 2, "demeure": 3})
    assert phrases.among(["une", "mise", "en", "demeure"]) == [[(2, 1, 4)]]


def test_a_phrase_that_breaks_off_leaves_the_shorter_one() -> None:
    assert Phrases({"a": 1, "a b c": 2}).among(["a", "b", "a"]) == [[(1, 0, 1), (1, 2, 3)]]


def test_no_phrase_is_found_without_words() -> None:
    assert Phrases({"a": 1}).among([]) == [[]]


@given(words=_WORDS, phrases=_PHRASES)
def test_phrases_are_found_as_by_looking_at_each_word_in_turn(words: list[str], phrases: dict[str, int]) -> None:
    expected, at = [], 0
    while at < len(words):
        ends = [end for end in range(at + 1, len(words) + 1) if " ".join(words[at:end]) in phrases]
        if ends:
            expected.append((phrases[" ".join(words[at : ends[-1]])], at, ends[-1]))
        at = ends[-1] if ends else at + 1
    assert Phrases(phrases).among(words) == [expected]


@given(words=_WORDS, ours=_PHRASES, theirs=_PHRASES)
def test_vocabularies_side_by_side_are_found_as_if_alone(
    words: list[str], ours: dict[str, int], theirs: dict[str, int]
) -> None:
    assert Phrases(ours, theirs).among(words) == Phrases(ours).among(words) + Phrases(theirs).among(words)


@given(st.text(max_size=120))
def test_each_word_of_a_flat_text_has_its_place_in_the_written_one(text: str) -> None:
    folded = fold(text)
    assert folded.words == folded.flat.split()
    for at, word in enumerate(folded.words):
        start, end = folded.span(at, at + 1)
        assert fold(folded.written[start:end]).flat.strip() == word == folded.flat[start + 1 : end + 1]


@given(first=st.integers(-(2**31), 2**31 - 1), second=st.integers(-(2**31), 2**31 - 1))
def test_two_lanes_come_apart_as_they_were_packed(first: int, second: int) -> None:
    packed = SENTENCE_LANES.pack([first, second])
    assert SENTENCE_LANES.two(packed) == (first, second) == tuple(SENTENCE_LANES.apart(packed))


def test_only_sentences_that_surely_speak_are_given() -> None:
    reading = read_text("Prices", "Could you send me the list? It rains. I will call you back. We met in May.")
    every = {one: (asks, promises) for one, asks, promises in model().speaking(reading, reading.sentences, 0.001)}
    for least in (0.3, 0.6, 0.9):
        spoken = {
            one: (asks, promises) for one, asks, promises in model().speaking(reading, reading.sentences, least)
        }
        assert spoken == {one: both for one, both in every.items() if max(both) >= least}
    assert len(every) == len(reading.sentences)
