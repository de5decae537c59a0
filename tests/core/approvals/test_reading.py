"""Replies to a digest: what they say to which number. No yes that nobody gave."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.approvals.absence import is_absence
from officebot.core.approvals.reading import Said, has_struck_words, read_answer
from officebot.core.approvals.words import NUMBERS, PHRASES, WORDS, Sign
from officebot.core.text import plain
from tests.speed import within

AT = datetime(2026, 11, 26, 10, 0, tzinfo=ZoneInfo("Europe/Paris"))
DATA = Path(__file__).resolve().parents[2] / "data" / "approvals" / "answers.tsv"
NAMES = ("Étienne Kerbrat", "Rachel Ashworth")


def read(text: str, count: int = 5) -> Said:
    return read_answer(text, count, at=AT, names=NAMES)


def verdicts(said: Said) -> dict[int, str]:
    """What is done: number → y, n or l."""
    if not said.is_answer:
        return {}
    return {**dict.fromkeys(said.yes, "y"), **dict.fromkeys(said.no, "n"), **dict.fromkeys(said.later, "l")}


def answers() -> list[tuple[int, dict[int, str], str]]:
    """How many were asked about, what must be done, and the words; every second line was kept unseen while it was built."""
    found = []
    for line in DATA.read_text("utf-8").splitlines()[1:]:
        count, expected, text = line.split("\t")
        wanted = {} if expected == "?" else {int(one[:-1]): one[-1] for one in expected.split()}
        found.append((int(count), wanted, text.replace("\\n", "\n")))
    return found


def test_of_the_answers_written_by_hand_none_says_yes_to_what_nobody_agreed_to() -> None:
    figures: Counter[str] = Counter()
    for place, (count, wanted, text) in enumerate(answers()):
        found = verdicts(read(text, count))
        half = "unseen" if place % 2 else "seen"
        figures[f"{half} answers"] += 1
        figures[f"{half} as meant"] += found == wanted
        wrong = [number for number, what in found.items() if what == "y" and wanted.get(number) != "y"]
        assert not wrong, (text, wrong)
    print(dict(figures))
    assert figures["seen answers"] + figures["unseen answers"] >= 120
    assert figures["seen as meant"] >= figures["seen answers"] - 1
    assert figures["unseen as meant"] >= figures["unseen answers"] - 2


def test_a_reason_is_kept_as_it_was_written() -> None:
    assert read("OK 1-4, NON 5 : trop cher").no == {5: "trop cher"}
    assert read("yes to 1 and 3, no 2 because too dear").no == {2: "because too dear"}
    assert read("NON 5 : Trop cher, on attend le devis de l'été").no == {5: "Trop cher, on attend le devis de l'été"}


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("later 3 Monday", "2026-11-30 09:00"),
        ("plus tard 3 lundi", "2026-11-30 09:00"),
        ("later 3 tomorrow 14:00", "2026-11-27 14:00"),
        ("3 : reporter au 1er décembre", "2026-12-01 09:00"),
        ("Put off 3 until Friday", "2026-11-27 09:00"),
    ],
)
def test_later_says_until_when(text: str, until: str) -> None:
    (moment,) = read(text).later.values()
    assert moment is not None
    assert f"{moment:%Y-%m-%d %H:%M}" == until


def test_later_without_a_day_leaves_the_day_to_the_office_and_a_day_that_is_past_or_unknown_is_a_doubt() -> None:
    assert read("plus tard 3").later == {3: None}
    assert read("later 3 when Paul is back").doubts
    assert read("later 3 yesterday").doubts


def test_what_is_taken_out_of_a_yes_waits_on_and_is_told() -> None:
    said = read("OK mais pas le 3", 4)
    assert (said.yes, said.left, said.no) == ((1, 2, 4), (3,), {})
    said = read("OK pour tout sauf 5. NON 5 : trop cher")
    assert (said.yes, said.left, said.no) == ((1, 2, 3, 4), (), {5: "trop cher"})


def test_a_number_that_is_not_there_or_is_answered_twice_is_not_done_and_told() -> None:
    said = read("OK 1, 2 et 9, NON 2")
    assert (said.yes, dict(said.no)) == ((1,), {})
    assert [one.render("en") for one in said.problems] == [
        "9: there is no such number in this mail.",
        "2: the answer says two things about it.",
    ]


def test_of_a_range_that_reaches_too_far_nothing_is_done() -> None:
    said = read("OK 4-7")
    assert not said.is_answer
    assert len(said.problems) == 4


def test_a_doubt_keeps_everything_and_tells_what_was_understood() -> None:
    said = read("OK 1. Mais attends pour le reste.")
    assert not said.is_answer
    assert said.yes == (1,)
    assert said.doubts == ("Mais attends pour le reste",)


DIGEST = """-- Reply above this line --

Hello Rachel Ashworth,
2 proposals wait for your yes or no.

1. Order paper
   - Send "OK 1" to x@out.example
Answer with a reply: "OK 1-2", "NO 2: too dear", "later 1 Monday" or "OK for all".
"""


@pytest.mark.parametrize("before", ["", "\n\n", "Rachel\n", "Hi,\n"])
def test_a_digest_that_is_quoted_without_a_mark_says_nothing(before: str) -> None:
    assert verdicts(read(before + DIGEST)) == {}
    assert (
        verdicts(read(before + DIGEST.replace("Reply above", "Répondez au-dessus de").replace(" this", " cette")))
        == {}
    )
    assert verdicts(read(before + "".join(f"> {line}\n" for line in DIGEST.splitlines()))) == {}


def test_what_stands_above_a_quoted_digest_counts() -> None:
    assert verdicts(read("ok 2\n\n" + DIGEST)) == {2: "y"}


@pytest.mark.parametrize(
    "text",
    [
        "1 to confirm", "2 à valider", "1 to be approved", "is 1 ok", "are 1 and 2 ok", "2 are ok", "1 would be ok",
        "I would approve 1", "ok for 2 of 3", "OK 2 points", "ok jusqu'au 3", "ok till 3", "no. 3 ok", "ok pour le no 1",
        "pas tous ok", "not all ok", "do we approve 1", "je ne suis pas ok pour 2", "nobody approves 1", "ok to reject 1",
        "ok pour refuser 1", "accord de principe pour 1", "validé par Paul 1", "ok 1: attention", "(ok 1)", "« ok 1 »",
        "o\u200bk 1 n\u200bon", "~~ok 1~~", "ok 1...mais", "OK 1 mais", "1.2 ok", "ok 3/12", "ok 1 \N{THUMBS DOWN SIGN}",
    ],
)  # fmt: skip
def test_what_only_resembles_a_yes_is_none(text: str) -> None:
    assert "y" not in verdicts(read(text)).values()


_VOCABULARY = [
    *(" ".join(one) for one in PHRASES), *(" ".join(one) for one in NUMBERS), *WORDS,
    "1", "2", "3", "5", "7", "1-3", "2-9", "ok1", "non2", "si", "if", "Paul", "€", "14h", "\n", ". ", "?", "> ",
]  # fmt: skip
_YES = {word for word, sign in WORDS.items() if sign is Sign.YES} | {"bon", "go", "vas", "allez"}


@given(st.lists(st.sampled_from(_VOCABULARY), max_size=14), st.integers(1, 6))
def test_no_number_gets_a_yes_without_a_word_that_says_yes(words: list[str], count: int) -> None:
    text = " ".join(words)
    said = read(text, count)
    assert all(1 <= number <= count for number in verdicts(said))
    if said.is_answer and said.yes:
        assert _YES & set(re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*", plain(text)))


@given(st.lists(st.sampled_from([one for one in _VOCABULARY if one not in _YES]), max_size=8), st.integers(1, 5))
def test_a_word_that_is_not_known_beside_a_yes_makes_a_doubt(words: list[str], number: int) -> None:
    assert verdicts(read(" ".join(["ok", str(number), "si", *words]))).get(number) != "y"


@given(st.text(max_size=300), st.integers(1, 9))
def test_any_text_is_read_without_a_fault(text: str, count: int) -> None:
    read(text, count)


@pytest.mark.parametrize("text", ["ok 1, " * 20_000, "1" * 100_000, "non " * 25_000, "a-" * 50_000, "'" * 100_000,
                                  "\n" * 100_000, "ok 1 sauf " * 10_000, "1, " * 33_000, "(" * 100_000])  # fmt: skip
def test_a_hundred_kilobytes_take_no_time(text: str) -> None:
    def run() -> None:
        assert not read(text).is_answer

    within(0.5, run)


@pytest.mark.parametrize(
    ("summary", "is_away"),
    [
        ("Out of office", True), ("Congés", True), ("Absent", True), ("On leave", True), ("RTT", True),
        ("Planning des congés", False), ("Réunion absences", False), ("Holiday policy", False), ("", False),
    ],
)  # fmt: skip
def test_an_event_says_that_its_owner_is_away(summary: str, is_away: bool) -> None:
    assert is_absence(summary) is is_away


@pytest.mark.parametrize(
    "text", ["OK ١", "OK १", "OK ①", "OK ²", "OK １", "OK 1, ②", "① ok", "OK 1\u0336", "ok\u0336 1"]
)
def test_a_digit_that_is_not_one_of_ascii_is_a_doubt(text: str) -> None:
    assert read(text).doubts


@pytest.mark.parametrize("text", ["OK -1", "OK –1", "OK +1", "-1 ok", "OK 1 -3", "OK (-1)"])
def test_a_number_with_a_sign_is_a_doubt(text: str) -> None:
    assert read(text).doubts


def test_a_comma_between_two_digits_is_a_doubt_unless_it_is_spaced_or_one_of_several() -> None:
    assert read("OK 1,5").doubts
    assert read("OK 1,234,567").doubts
    assert read("OK 2, 1,5").doubts
    assert read("OK 1, 5").yes == (1, 5)
    assert read("OK 1,2,5").yes == (1, 2, 5)


@pytest.mark.parametrize("text", ["-- \nOK 1", "--\nOK 1", "\n-- \nOK for all\n", "Merci\n-- \nOK 1"])
def test_a_signature_says_nothing(text: str) -> None:
    said = read(text)
    assert (said.is_answer, said.yes) == (False, ())


def test_a_reply_that_is_far_too_long_is_refused_before_it_is_looked_at() -> None:
    def run() -> None:
        assert read("OK 1\n" * 2_000_000).doubts
        assert read("OK 1 " * 2_000_000).doubts

    within(0.05, run)


@pytest.mark.parametrize(
    "html",
    ["<p><del>OK 1</del></p>", "<S>OK</S> 1", "<strike class=x>OK 1</strike>", "<s\n>OK</s>",
     '<span style="text-decoration:line-through">OK 1</span>', "<span style='text-decoration: LINE&#45;THROUGH'>OK</span>"],
)  # fmt: skip
def test_what_is_struck_out_is_seen_in_the_markup(html: str) -> None:
    assert has_struck_words(html)


def test_other_markup_strikes_nothing_out_and_is_looked_at_in_no_time() -> None:
    assert not has_struck_words(
        "<style>u{text-decoration:underline}</style><span>OK</span> <strong>1</strong> <details>x"
    )

    def run() -> None:
        assert not has_struck_words("<s<del&" * 15_000)

    within(0.05, run)
