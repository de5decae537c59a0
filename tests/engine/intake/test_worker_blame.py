"""A duty that breaks the worker in which mails are read: it is known which, and only it pays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from officebot.connectors.imap.source import Letter, read_letter
from officebot.connectors.workers import WorkerFault, WorkerPool
from officebot.core.mail import Mail
from officebot.engine.intake.asking import Asking
from officebot.engine.intake.recognising import SET_UP, Question, Recognised, for_workers
from officebot.engine.running.breakers import Breakers
from officebot.engine.running.duties import EnabledDuty
from officebot.testing import misbehaving
from tests.app.offices import letter
from tests.engine.fakemail import FakeMail
from tests.engine.helpers import MONDAY, Bench

pytestmark = pytest.mark.sqlite
READ = "officebot.connectors.imap.source:read_letter"
#: As patient as with real mail: a worker that has just begun imports what it reads with.
SECONDS = 5.0


def enabled(name: str) -> EnabledDuty:
    # Of officebot's own, for a worker does not know our tests.
    return EnabledDuty(duty=misbehaving.duty(name), settings=misbehaving.Settings(), schedules=())


def letters(*subjects: str) -> list[Letter]:
    found = []
    for uid, subject in enumerate(subjects, 1):
        header, _, text = letter(uid, subject=subject).partition(b"\n\n")
        found.append(
            Letter(account="desk", folder="INBOX", uidvalidity=1, uid=uid, header=header + b"\n\n", text=text,
                   flags=frozenset(), received=MONDAY, size=len(text), authserv_ids=frozenset())
        )  # fmt: skip
    return found


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path, duties=[enabled("odd")])


@pytest.fixture
def pool(bench: Bench) -> Iterator[WorkerPool]:
    sent = for_workers(bench.duties.values(), bench.facts)
    assert sent is not None
    with WorkerPool(at_start=(SET_UP, sent)) as made:
        yield made


def ask(pool: WorkerPool, asking: Asking, *subjects: str) -> list[Any]:
    """What comes back of such mails, read as a mailbox is."""
    return pool.map_batch(READ, letters(*subjects), SECONDS, asking.then(), asking.again)


def failed(answers: Sequence[Any]) -> list[list[str]]:
    return [[one.duty for one in said.failures] for _, said in answers if isinstance(said, Recognised)]


@pytest.mark.parametrize("word", ["hang", "die"])
def test_one_mail_over_which_a_duty_breaks_is_still_read_and_the_others_are_judged(
    pool: WorkerPool, word: str
) -> None:
    answers = ask(pool, Asking(lambda: MONDAY), "a", word, "b", "c")
    assert failed(answers) == [[], ["odd"], [], []]
    assert [[claim.kind for claim in said.stored] for _, said in answers] == [["looked"], [], ["looked"], ["looked"]]


def test_what_eats_memory_fails_over_its_own_mail_only(pool: WorkerPool) -> None:
    assert failed(ask(pool, Asking(lambda: MONDAY), "a", "eat", "b")) == [[], ["odd"], []]


def test_what_broke_is_asked_again_after_a_minute() -> None:
    now = [0.0]
    asking = Asking(lambda: MONDAY, lambda: now[0])
    for uid in (1, 2, 3):
        asking.again(f"{uid} odd", "died")
    assert asking.then()[1].of(9)
    now[0] = 61.0
    assert asking.then()[1] == Question(now=MONDAY)


@pytest.mark.parametrize("asked", ["", "odd", "x odd", "7 "])
def test_where_nobody_was_asked_the_mail_itself_is_to_blame(asked: str) -> None:
    assert Asking(lambda: MONDAY).again(asked, "died") is None


def test_a_parser_that_breaks_is_blamed_on_no_duty(pool: WorkerPool) -> None:
    answers = pool.map_batch("os:_exit", [1], SECONDS, *_asked(Asking(lambda: MONDAY)))
    assert answers == [WorkerFault("died")]


def _asked(asking: Asking) -> tuple[Any, Any]:
    return asking.then(), asking.again


def test_a_duty_that_always_breaks_costs_three_workers_and_lists_five_mails(bench: Bench, pool: WorkerPool) -> None:
    asking = Asking(lambda: MONDAY)
    broke: list[str] = []

    def again(asked: str, kind: str) -> Any:
        broke.append(asked)
        return asking.again(asked, kind)

    class Reading(FakeMail):
        """A mailbox whose mails are read in the pool."""

        def read(self, uids: Sequence[int]) -> Iterator[list[Any]]:
            for batch in super().read(uids):
                sent = letters(*(one.subject for one in batch))
                answers = pool.map_batch(READ, sent, SECONDS, asking.then(), again)
                self.said = {
                    one.ref: said for one, (_, said) in zip(batch, answers, strict=True) if isinstance(one, Mail)
                }
                yield batch

        def recognised(self, ref: Any) -> Any:
            return self.said.get(ref)

        def opened(self, ref: Any) -> Any:
            raise AssertionError(ref)

    source = Reading(batch=20)
    bench.intake().work(source)
    source.receive(*(f"die {number}" for number in range(12)))
    done = bench.intake().work(source)
    assert (done.new, done.listed) == (12, 5)
    assert broke == ["1 odd", "2 odd", "3 odd"]
    assert Breakers(bench.ledger).stopped(bench.clock.now()) == {"odd"}


def test_letters_are_read_here_as_they_are_in_the_worker() -> None:
    (one,) = letters("a")
    found = read_letter(one)
    assert isinstance(found, Mail)
    assert replace(found.ref, fingerprint="") == replace(found.ref, fingerprint="", uid=1)
