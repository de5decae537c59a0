"""The intake and second copies, two intakes at once, and values that nobody can store: none of them stops it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from officebot.core.mail import Mail, Unreadable
from officebot.core.proposals import Claim
from officebot.core.text import say
from officebot.engine.ledger import mails
from officebot.engine.ledger.schema import mails as mail_rows
from officebot.engine.record.balance import balance
from officebot.sdk import Proposal
from tests.engine.fakemail import FakeMail
from tests.engine.helpers import MONDAY, Bench, NoSettings, duty, note, proposal


def filing(trigger: Any, _settings: NoSettings) -> Iterable[Proposal]:
    yield proposal(f"filed:{trigger.mail.ref.fingerprint}", note(trigger.mail.subject, on=trigger.mail.ref))


@pytest.fixture
def office(tmp_path: Path) -> Bench:
    return Bench(tmp_path, duties=[duty("filing", "mail", decide=filing)])


def rows(bench: Bench) -> int:
    with bench.ledger.reading() as tx:
        return int(tx.execute(select(func.count()).select_from(mail_rows)).scalar_one())


def test_two_mails_with_one_identity_survive_a_rebuilt_folder(office: Bench) -> None:
    source = FakeMail()
    office.intake().work(source)
    source.receive("same")
    source.receive("same")
    assert office.intake().work(source).new == 2
    source.rebuild(uidvalidity=2)
    assert office.intake().work(source).new == 0
    source.rebuild(uidvalidity=3)
    source.receive("later")
    assert office.intake().work(source).new == 1
    assert rows(office) == 3
    assert balance(office.ledger, [source], office.clock).is_even


def test_a_mail_that_lies_in_two_watched_folders_is_work_once_and_no_gap_on_any_evening(office: Bench) -> None:
    source = FakeMail("INBOX", "Team")
    office.intake().work(source)
    source.receive("same", "mine")
    source.receive("other", "same", folder="Team")
    received = office.intake().work(source)
    assert (received.new, len(received.proposals)) == (3, 3)
    for _ in range(3):
        told = balance(office.ledger, [source], office.clock)
        assert told.is_even
        assert office.intake().work(source).new == 0
        office.clock.advance(timedelta(days=1))
    assert rows(office) == 4
    assert "incident.gap" not in office.journalled()


def test_a_mail_that_only_looks_like_a_known_one_in_another_folder_is_a_gap(office: Bench) -> None:
    source = FakeMail("INBOX", "Team")
    office.intake().work(source)
    source.receive("same")
    source.receive("other", folder="Team")
    office.intake().work(source)
    source.receive("same", folder="Team", size=999)
    with office.ledger.writing() as tx:
        mark = mails.watermark(tx, "desk", "Team")
        assert mark is not None
        mails.set_watermark(tx, "desk", "Team", replace(mark, next_uid=3), MONDAY)
    assert balance(office.ledger, [source], office.clock).gaps == {"desk/Team": [2]}
    assert office.intake().work(source).new == 1


def test_copies_with_one_uid_in_two_folders_are_each_noted(office: Bench) -> None:
    source = FakeMail("INBOX", "Team")
    office.intake().work(source)
    source.receive("same")
    source.receive("same")
    source.receive("other", folder="Team")
    source.receive("same", folder="Team", size=999)
    assert office.intake().work(source).new == 4
    source.receive("later")
    assert office.intake().work(source).new == 1


def test_two_intakes_at_once_note_each_mail_once(office: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    source = FakeMail()
    office.intake().work(source)
    source.receive("a", "b", "c")
    twin = FakeMail()
    twin.boxes = source.boxes
    intake = office.intake()
    judged = intake._judge_all

    def while_another_notes_them(fresh: Any, folder: Any, now: datetime) -> Any:
        monkeypatch.setattr(intake, "_judge_all", judged)
        office.intake().work(twin)
        return judged(fresh, folder, now)

    monkeypatch.setattr(intake, "_judge_all", while_another_notes_them)
    intake.work(source)
    assert rows(office) == 3
    office.executor.work()
    assert sorted(office.performer.texts()) == ["a", "b", "c"]


UNSTORABLE = [
    pytest.param({"due": datetime(2026, 11, 23)}, id="a date that is no JSON"),
    pytest.param({"words": "\ud800"}, id="half a letter"),
    pytest.param({"words": {1, 2}}, id="a set"),
]


@pytest.mark.parametrize("data", UNSTORABLE)
def test_a_claim_that_cannot_be_stored_lists_that_mail_and_stops_nobody(tmp_path: Path, data: Any) -> None:
    def claims(mail: Mail | Unreadable, *_: Any) -> Iterable[Claim]:
        yield Claim(kind="odd", data=data if isinstance(mail, Mail) and mail.subject == "odd" else {})

    office = Bench(tmp_path, duties=[duty("odd", "mail", recogniser=claims)])
    source = FakeMail()
    office.intake().work(source)
    source.receive("good", "odd", "fine")
    done = office.intake().work(source)
    assert (done.new, done.listed) == (3, 1)


def test_a_proposal_that_cannot_be_stored_lists_that_mail_and_stops_nobody(tmp_path: Path) -> None:
    def decide(trigger: Any, _settings: NoSettings) -> Iterable[Proposal]:
        made = proposal(f"p:{trigger.mail.ref.fingerprint}", note(trigger.mail.subject))
        if trigger.mail.subject == "odd":
            made = replace(made, reason=say("Because of {it}", it="\ud800"))
        yield made

    office = Bench(tmp_path, duties=[duty("odd", "mail", decide=decide)])
    source = FakeMail()
    office.intake().work(source)
    source.receive("good", "odd", "fine", at=MONDAY + timedelta(minutes=1))
    done = office.intake().work(source)
    assert (done.new, done.listed) == (3, 1)
    office.executor.work()
    assert sorted(office.performer.texts()) == ["fine", "good"]
