"""Mails about which the duties have already had their say in a worker, and duties that need the service."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from officebot.core.mail import Envelope, Mail, MessageRef, Unreadable
from officebot.core.proposals import Claim
from officebot.engine import collecting
from officebot.engine.intake import recognising
from officebot.engine.intake.recognising import Question, Recognised
from officebot.engine.ledger import mails
from officebot.sdk import Office, Proposal, Trigger
from tests.engine.fakemail import FakeMail
from tests.engine.helpers import MONDAY, Bench, NoSettings, duty, note, proposal

ASKED: list[str] = []


def says_what_it_is(mail: Mail, *_: Any) -> Iterable[Claim]:
    """A recogniser, here at the top of a module so that it can be sent to a worker."""
    yield Claim(kind="triage", data={"urgency": "week", "kind": "request", "subject": mail.subject})


def files(trigger: Trigger, _settings: NoSettings) -> Iterable[Proposal]:
    """A decision about nothing but the mail."""
    assert trigger.mail is not None
    ASKED.append(f"files {trigger.mail.subject}")
    yield proposal(f"file:{trigger.mail.ref.fingerprint}", note(trigger.mail.subject, on=trigger.mail.ref))


def looks_further(office: Office, trigger: Trigger, _settings: NoSettings) -> Trigger:
    """Facts that only the ledger has."""
    office.items("deadline")
    return trigger


def looked(trigger: Trigger, _settings: NoSettings) -> Iterable[Proposal]:
    """A decision after having looked further."""
    assert trigger.mail is not None
    yield proposal(f"looked:{trigger.mail.ref.fingerprint}", note(f"looked {trigger.mail.subject}"))


def sees_the_mail(_office: Office, trigger: Trigger, _settings: NoSettings) -> Trigger:
    """Facts that the trigger brings."""
    return trigger


FILING = duty("filing", "mail", observe=sees_the_mail, decide=files, recogniser=says_what_it_is)
LOOKING = duty("looking", "mail", observe=looks_further, decide=looked)


class ReadInWorker(FakeMail):
    """A mailbox whose messages were looked at by a worker when they come."""

    def __init__(self, bench: Bench, *duties: Any) -> None:
        super().__init__()
        sent = recognising.for_workers(duties, bench.facts)
        assert sent is not None
        recognising.set_up(sent)
        self._said: dict[MessageRef, Recognised] = {}
        self.handed_out: list[type] = []
        self.opened_again: list[str] = []

    def read(self, uids: Sequence[int]) -> Iterator[list[Any]]:
        for batch in super().read(uids):
            found = []
            for one in batch:
                message, said = recognising.in_worker(one, Question(now=MONDAY))
                if said is not None:
                    self._said[message.ref] = said
                self.handed_out.append(type(message))
                found.append(message)
            yield found

    def recognised(self, ref: MessageRef) -> Recognised | None:
        return self._said.get(ref)

    def opened(self, ref: MessageRef) -> Mail | Unreadable:
        message = self.boxes[ref.folder].messages[ref.uid]
        self.opened_again.append(message.ref.fingerprint)
        return message


@pytest.fixture(autouse=True)
def _nobody_asked() -> Iterator[None]:
    ASKED.clear()
    yield
    recognising._BENCH.clear()


def test_a_duty_that_needs_nothing_but_the_mail_decides_in_the_worker_and_is_not_asked_again(tmp_path: Path) -> None:
    office = Bench(tmp_path, duties=[FILING])
    source = ReadInWorker(office, FILING)
    office.intake().work(source)
    source.receive("one", "two")
    done = office.intake().work(source)
    assert source.handed_out == [Envelope, Envelope]
    assert sorted(ASKED) == ["files one", "files two"]
    assert (done.new, done.listed, len(done.proposals)) == (2, 0, 2)
    office.executor.work()
    assert sorted(office.performer.texts()) == ["one", "two"]


def test_a_duty_that_looks_at_the_ledger_is_asked_in_the_service_with_the_whole_mail(tmp_path: Path) -> None:
    office = Bench(tmp_path, duties=[FILING, LOOKING])
    source = ReadInWorker(office, FILING, LOOKING)
    office.intake().work(source)
    source.receive("one", "two")
    done = office.intake().work(source)
    assert source.handed_out == [Mail, Mail]
    assert sorted(ASKED) == ["files one", "files two"]
    assert len(done.runs) == 4
    office.executor.work()
    assert sorted(office.performer.texts()) == ["looked one", "looked two", "one", "two"]


def test_a_duty_that_cannot_be_sent_there_is_asked_here_and_the_others_stay_there(tmp_path: Path) -> None:
    def decide(trigger: Trigger, _settings: NoSettings) -> Iterable[Proposal]:
        assert trigger.mail is not None
        yield proposal(f"here:{trigger.mail.ref.fingerprint}", note(f"here {trigger.mail.subject}"))

    here = duty("here", "mail visit", decide=decide, recogniser=lambda *_: [Claim(kind="visit", data={})])
    office = Bench(tmp_path, duties=[here, FILING])
    source = ReadInWorker(office, here, FILING)
    office.intake().work(source)
    source.receive("one", "two")
    office.intake().work(source)
    assert sorted(ASKED) == ["files one", "files two"]
    office.executor.work()
    assert sorted(office.performer.texts()) == ["here one", "here two", "one", "two"]
    with office.ledger.reading() as tx:
        assert [claim.kind for _, claim in mails.claims_of(tx, 1)] == ["triage", "visit"]


def test_where_no_duty_can_be_sent_all_are_asked_here(tmp_path: Path) -> None:
    office = Bench(tmp_path)
    assert recognising.for_workers([duty("here", recogniser=lambda *_: [])], office.facts) is None
    assert recognising.for_workers([FILING], office.facts, {"filing"}) is not None


def test_a_second_copy_is_opened_and_judged_under_its_own_name(tmp_path: Path) -> None:
    office = Bench(tmp_path, duties=[FILING])
    source = ReadInWorker(office, FILING)
    office.intake().work(source)
    source.receive("same")
    office.intake().work(source)
    source.receive("same")
    done = office.intake().work(source)
    assert source.opened_again == ["fp-same"]
    assert (done.new, done.listed, len(done.proposals)) == (1, 0, 1)
    office.executor.work()
    assert office.performer.texts() == ["same", "same"]


def test_a_duty_that_no_worker_can_ask_says_its_word_in_the_service_and_gives_others_a_run(tmp_path: Path) -> None:
    asked: list[str] = []

    def welcomes(mail: Mail, *_: Any) -> Iterable[Claim]:
        asked.append(mail.subject)
        yield Claim(kind="visit")

    apart = duty("apart", recogniser=welcomes)
    visits = duty("visits", "mail visit", observe=sees_the_mail, decide=looked)
    office = Bench(tmp_path, duties=[FILING, apart, visits])
    source = ReadInWorker(office, FILING, apart, visits)
    office.intake().work(source)
    source.receive("one")
    done = office.intake().work(source)
    assert source.handed_out == [Mail]
    assert asked == ["one"]
    assert (done.new, done.listed, len(done.runs)) == (1, 0, 2)
    office.executor.work()
    assert sorted(office.performer.texts()) == ["looked one", "one"]


def test_where_no_duty_can_be_sent_to_a_worker_all_are_asked_in_the_service(tmp_path: Path) -> None:
    apart = duty("apart", recogniser=lambda *_: ())
    assert recognising.for_workers([apart], Bench(tmp_path).facts) is None


def test_a_duty_that_swallows_every_exception_still_cannot_go_without_the_ledger(tmp_path: Path) -> None:
    stubborn = duty("stubborn", "mail", observe=swallows, decide=looked)
    office = Bench(tmp_path, duties=[stubborn])
    source = ReadInWorker(office, stubborn)
    office.intake().work(source)
    source.receive("one")
    office.intake().work(source)
    office.executor.work()
    assert office.performer.texts() == ["looked one"]


def swallows(office: Office, trigger: Trigger, _settings: NoSettings) -> Trigger:
    """A careless observation."""
    try:
        office.mails(datetime(2026, 1, 1, tzinfo=MONDAY.tzinfo), MONDAY)
    except Exception as error:
        raise AssertionError("a duty must not be told so") from error
    return trigger


def test_the_collector_is_as_it_was_after_two_that_let_it_rest() -> None:
    before = gc.get_threshold()
    with collecting.seldom():
        with collecting.seldom():
            assert gc.get_threshold() != before
        assert gc.get_threshold() != before
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0
