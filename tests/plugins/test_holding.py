"""A process that is asked one question after the other: what it answers, and what it does instead, harms one question."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from officebot.plugins.checking import holding
from officebot.plugins.checking.holding import Held, NoAnswer

#: Does what the question says, each time in a new child.
_WORKER = """
import os, sys, time
from officebot.plugins.checking.forking import next_question, tell

out = int(sys.argv[1])
asked = next_question(out)
match asked["do"]:
    case "count":
        os.environ["COUNT"] = str(int(os.environ.get("COUNT", "0")) + 1)
        tell(out, {"number": asked["number"], "count": os.environ["COUNT"]})
    case "long":
        tell(out, {"number": asked["number"], "long": "x" * asked["signs"]})
    case "take the next one":
        tell(out, {"number": asked["number"], "read": sys.stdin.read()})
    case "answer for others":
        tell(out, {"number": asked["number"] + 1, "forged": True})
        os.write(out, b"no answer\\n[]\\n")
        tell(out, {"number": asked["number"], "own": True})
    case "end":
        print("the last words", flush=True)
        os._exit(7)
    case "end all":
        os.kill(os.getppid(), 9)
        time.sleep(60)
    case "hang":
        time.sleep(60)
    case "flood":
        while True:
            os.write(out, b"x" * 65536)
os._exit(0)
"""


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Held]:
    kept = Held(
        lambda out: [sys.executable, "-c", _WORKER, str(out)],
        str(tmp_path),
        {"PYTHONPATH": ":".join(filter(None, sys.path))},
        lambda: None,
    )
    yield kept
    kept.close()


def why(answer: holding.Answer) -> str:
    """Why there is no answer."""
    assert isinstance(answer, NoAnswer)
    return answer.why.render("en")


def test_no_child_sees_what_another_one_did(held: Held) -> None:
    for _ in range(3):
        answer = held.ask({"do": "count"}, 30)
        assert not isinstance(answer, NoAnswer)
        assert answer["count"] == "1"


def test_questions_and_answers_may_be_longer_than_a_pipe_holds(held: Held) -> None:
    answer = held.ask({"do": "long", "signs": 300_000, "more": "y" * 300_000}, 30)
    assert not isinstance(answer, NoAnswer)
    assert len(answer["long"]) == 300_000


def test_no_child_reads_the_questions_of_others(held: Held) -> None:
    answer = held.ask({"do": "take the next one"}, 30)
    assert not isinstance(answer, NoAnswer)
    assert answer["read"] == ""


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("end", "exit 7). the last words"),
        ("end all", "exit -9)"),
        ("hang", "did not end within"),
        ("flood", "cannot be read"),
    ],
)
def test_what_gives_no_answer_is_told_and_the_next_question_is_answered(held: Held, deed: str, said: str) -> None:
    held.ask({"do": "count"}, 30)
    assert said in why(held.ask({"do": deed}, 3 if deed == "hang" else 30))
    assert not isinstance(held.ask({"do": "count"}, 30), NoAnswer)


def test_what_is_no_answer_to_the_question_is_passed_over(held: Held) -> None:
    answer = held.ask({"do": "answer for others"}, 30)
    assert not isinstance(answer, NoAnswer)
    assert answer["own"] is True
