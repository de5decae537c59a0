"""The folder of sent mail: known to the ledger with what duties say of it, and never counted as work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from officebot.engine.intake.sent import SentIntake
from officebot.engine.ledger import mails
from officebot.sdk import Claim, Mail, OfficeFacts, Trigger
from tests.engine.fakemail import FakeMail
from tests.engine.helpers import MONDAY, Bench, duty

LATER = MONDAY + timedelta(days=1)


class Outbox(FakeMail):
    """A mailbox that keeps what it sent."""

    sent_folder = "Sent"

    @property
    def folders(self) -> tuple[str, ...]:
        return ("INBOX",)


def asks(mail: Mail, _facts: OfficeFacts, _settings: Any, _now: datetime) -> Iterable[Claim]:
    if mail.subject == "faulty":
        raise ValueError(mail.subject)
    yield Claim(kind="asks", data={"subject": mail.subject})


@pytest.fixture
def box() -> Outbox:
    return Outbox("INBOX", "Sent")


def reading(bench: Bench, **more: Any) -> SentIntake:
    cares = duty("follow", "after mail", sent_recogniser=asks)
    return SentIntake(bench.ledger, {"follow": cares}, bench.facts, bench.clock, **more)


def sent(bench: Bench) -> list[str]:
    return [mail.subject for mail in bench.office.sent(MONDAY - timedelta(days=9), LATER)]


def test_what_was_sent_before_the_first_look_is_baseline(bench: Bench, box: Outbox) -> None:
    box.receive("old", folder="Sent")
    assert reading(bench).work(box) == 0
    box.receive("new", folder="Sent")
    assert reading(bench).work(box) == 1
    assert sent(bench) == ["new"]


def test_sent_mail_is_noted_once_with_its_claims_and_not_counted(bench: Bench, box: Outbox) -> None:
    box.receive("one", "two", "three", "four", folder="Sent")
    assert [reading(bench, baseline=False).work(box) for _ in range(2)] == [4, 0]
    found = bench.office.claims("asks", MONDAY, LATER)
    assert [(mail.state, claim.data["subject"]) for mail, claim in found] == [
        ("sent", name) for name in ("one", "two", "three", "four")
    ]
    with bench.ledger.reading() as tx:
        assert mails.count_states(tx) == {"received": 0, "handled": 0, "waiting": 0, "listed": 0}
    assert bench.office.mails(MONDAY, LATER) == []


def test_a_mail_to_oneself_is_sent_and_received(bench: Bench, box: Outbox) -> None:
    box.receive("both", folder="Sent")
    box.receive("both", folder="INBOX")
    reading(bench, baseline=False).work(box)
    assert bench.intake(baseline=False).work(box).new == 1
    assert [mail.state for mail in bench.office.mails(MONDAY, LATER)] == ["handled"]
    assert sent(bench) == ["both"]


def test_a_duty_that_fails_over_a_sent_mail_leaves_it_noted(bench: Bench, box: Outbox) -> None:
    box.receive("faulty", "sound", folder="Sent")
    assert reading(bench, baseline=False).work(box) == 2
    assert [mail.subject for mail, _ in bench.office.claims("asks", MONDAY, LATER)] == ["sound"]


def test_a_rebuilt_folder_is_read_again_and_gives_nothing_twice(bench: Bench, box: Outbox) -> None:
    box.receive("one", "two", folder="Sent")
    reading(bench, baseline=False).work(box)
    box.rebuild("Sent")
    box.receive("three", folder="Sent")
    assert reading(bench, baseline=False).work(box) == 1
    assert sent(bench) == ["one", "two", "three"]


def test_nothing_is_read_where_no_duty_cares_or_no_folder_is_known(bench: Bench, box: Outbox) -> None:
    box.receive("one", folder="Sent")
    assert SentIntake(bench.ledger, {}, bench.facts, bench.clock, baseline=False).work(box) == 0
    assert reading(bench, baseline=False).work(FakeMail("INBOX")) == 0


def test_a_private_sent_mail_has_no_subject(bench: Bench, box: Outbox) -> None:
    box.receive("secret", folder="Sent", private=True)
    reading(bench, baseline=False).work(box)
    assert sent(bench) == [""]


def test_what_arrived_is_told_by_the_run_after_mail_with_what_was_sent(bench: Bench, box: Outbox) -> None:
    box.receive("in")
    box.receive("out", folder="Sent")
    reading(bench, baseline=False).work(box)
    bench.intake(baseline=False).work(box)
    trigger = Trigger(kind="after mail", key="k", due=MONDAY, now=MONDAY, path="1-2")
    assert {mail.subject: mail.state for mail in bench.office.arrived(trigger)} == {"in": "handled", "out": "sent"}
    assert [mail.subject for mail in bench.office.arrived(replace(trigger, path="2-2"))] == ["in"]
    assert bench.office.arrived(replace(trigger, kind="file")) == []
