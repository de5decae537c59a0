"""The intake: every message noted once, whatever the server, a person or a duty does meanwhile."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from officebot.connectors.calendars.checking import FreePerformer
from officebot.core.actions import CheckFree
from officebot.core.proposals import Claim
from officebot.core.text import Text, say
from officebot.engine.deciding import approvals
from officebot.engine.ledger import mails, marks, runs
from officebot.engine.ledger.schema import mails as mail_rows
from officebot.engine.ledger.schema import runs as run_rows
from officebot.engine.record.balance import balance
from officebot.sdk import Done, Mail, Office, Proposal, Trigger, Unavailable, UserError
from officebot.testing.clock import VirtualClock
from officebot.testing.performers import RecordedNote, RecordingPerformer
from tests.engine.fakemail import FakeMail
from tests.engine.helpers import CLAIRE, MONDAY, Bench, NoSettings, acting, duty, letter, note, proposal

OLD = MONDAY - timedelta(days=30)


def filing(trigger: Any, _settings: NoSettings) -> Iterable[Proposal]:
    """One note for each mail, about it; a letter for a subject that starts with "ask"."""
    mail = trigger.mail
    make = letter(mail.subject) if mail.subject.startswith("ask") else note(mail.subject, on=mail.ref)
    yield proposal(f"filed:{mail.ref.fingerprint}", make)


@pytest.fixture
def office(tmp_path: Path) -> Bench:
    """A bench whose one duty files every mail."""
    return Bench(tmp_path, duties=[duty("filing", "mail", decide=filing)])


@pytest.fixture
def source(office: Bench) -> FakeMail:
    """An INBOX that was looked at once, while it held one old message."""
    made = FakeMail()
    made.receive("old", at=OLD)
    office.intake().work(made)
    return made


def subjects(bench: Bench) -> list[str]:
    with bench.ledger.reading() as tx:
        return list(tx.execute(select(mail_rows.c.subject).order_by(mail_rows.c.id)).scalars())


def problems(bench: Bench) -> list[str]:
    """What is said of the mails that are listed, newest first."""
    with bench.ledger.reading() as tx:
        return [str(Text.from_json(row.problem)) for row in mails.listed(tx)]


def test_what_is_already_there_at_the_first_look_is_baseline_not_work(office: Bench) -> None:
    source = FakeMail()
    source.receive(*(f"old{n}" for n in range(50)), at=OLD)
    done = office.intake().work(source)
    assert (done.new, list(done.proposals)) == (0, [])
    assert subjects(office) == []


def test_an_office_may_take_what_is_already_there_as_work(office: Bench) -> None:
    source = FakeMail()
    source.receive("old", at=OLD)
    assert office.intake(baseline=False).work(source).new == 1
    office.executor.work()
    assert office.performer.texts() == ["old"]


def test_new_mail_is_noted_oldest_first_and_worked_on_once(office: Bench, source: FakeMail) -> None:
    source.receive("a", "b", "c", "d")
    assert office.intake().work(source).new == 4
    assert office.intake().work(source).new == 0
    office.executor.work()
    assert subjects(office) == office.performer.texts() == ["a", "b", "c", "d"]


def test_a_cut_between_batches_loses_and_doubles_nothing(office: Bench, source: FakeMail) -> None:
    source.receive(*(f"m{n}" for n in range(8)))
    for cut in (1, 0, 1):
        source.cut_after = cut
        with pytest.raises(Unavailable):
            office.intake().work(source)
    source.cut_after = None
    office.intake().work(source)
    office.executor.work()
    assert office.performer.texts() == [f"m{n}" for n in range(8)]


def test_a_fault_in_the_batch_itself_leaves_it_to_be_read_again(office: Bench, source: FakeMail) -> None:
    source.receive("a", "b")

    def fails(_done: Any) -> None:
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        office.intake(after_batch=fails).work(source)
    office.intake().work(source)
    assert subjects(office) == ["a", "b"]


def test_a_rebuilt_folder_is_found_again_and_only_what_is_new_is_work(office: Bench, source: FakeMail) -> None:
    source.receive("a", "b")
    office.intake().work(source)
    source.rebuild()
    source.receive("c")
    done = office.intake().work(source)
    assert (done.new, done.known, done.baseline) == (1, 2, 1)
    office.executor.work()
    assert office.performer.texts() == ["a", "b", "c"]
    with office.ledger.reading() as tx:
        (a,) = [row for row in tx.execute(select(mail_rows)) if row.subject == "a"]
    assert (a.uidvalidity, a.uid) == (2, 2)


def test_a_crash_while_a_rebuilt_folder_is_read_does_not_make_old_mail_work(office: Bench) -> None:
    source = FakeMail()
    source.receive(*(f"old{n}" for n in range(10)), at=OLD)
    office.intake().work(source)
    source.rebuild()
    source.receive("new")
    source.cut_after = 1
    for _ in range(2):
        with pytest.raises(Unavailable):
            office.intake().work(source)
    source.cut_after = None
    office.intake().work(source)
    office.executor.work()
    assert office.performer.texts() == ["new"]


def test_after_a_rebuilt_folder_is_read_to_its_end_an_old_date_is_work_again(office: Bench, source: FakeMail) -> None:
    source.rebuild()
    office.intake().work(source)
    source.receive("forwarded from last year", at=OLD)
    assert office.intake().work(source).new == 1


def test_a_message_moved_away_and_back_by_hand_is_not_worked_on_again(office: Bench) -> None:
    source = FakeMail("INBOX", "Projects")
    office.intake().work(source)
    source.receive("a")
    office.intake().work(source)
    for folder, to in (("INBOX", "Projects"), ("Projects", "INBOX"), ("INBOX", "Projects")):
        source.move("a", folder, to)
        assert office.intake().work(source).new == 0
        with office.ledger.reading() as tx:
            (row,) = tx.execute(select(mail_rows))
        assert row.folder == to
    office.executor.work()
    assert office.performer.texts() == ["a"]


def test_a_second_copy_beside_the_first_is_judged_as_its_own(office: Bench, source: FakeMail) -> None:
    source.receive("a")
    office.intake().work(source)
    source.receive("a")
    assert office.intake().work(source).new == 1
    assert office.intake().work(source).new == 0
    assert subjects(office) == ["a", "a"]


def test_two_copies_that_come_together_are_two_messages(office: Bench, source: FakeMail) -> None:
    source.receive("a", "a", "a")
    assert office.intake().work(source).new == 3
    assert balance(office.ledger, [source], office.clock).is_even


def test_another_mail_under_the_identity_of_a_filed_one_is_judged(office: Bench) -> None:
    source = FakeMail("INBOX", "Filed")
    office.intake().work(source)
    source.receive("a", size=100)
    office.intake().work(source)
    source.move("a", "INBOX", "Filed")
    office.intake().work(source)
    source.receive("a", size=4000)
    assert office.intake().work(source).new == 1


def test_a_message_that_cannot_be_read_is_listed_and_stops_nobody(office: Bench, source: FakeMail) -> None:
    source.receive("a", "broken", "b")
    done = office.intake().work(source)
    assert (done.new, done.listed) == (3, 1)
    office.executor.work()
    assert office.performer.texts() == ["a", "b"]
    assert problems(office) == ["It cannot be read."]


def _fussy(mail: Mail, *_: Any) -> Iterable[Claim]:
    if mail.subject == "odd":
        raise RecursionError
    if mail.subject == "exit":
        sys.exit(3)
    return [Claim(kind="seen")]


def test_a_recogniser_that_raises_lists_only_that_mail(tmp_path: Path) -> None:
    fussy = duty("fussy", recogniser=_fussy)
    office, source = Bench(tmp_path, duties=[fussy, duty("filing", "mail", decide=filing)]), FakeMail()
    office.intake().work(source)
    source.receive("a", "odd", "exit", "b")
    done = office.intake().work(source)
    assert (done.new, done.listed) == (4, 2)
    office.executor.work()
    assert office.performer.texts() == ["a", "odd", "exit", "b"]
    assert balance(office.ledger, [source], office.clock).is_even


def test_a_duty_that_raises_over_a_mail_fails_its_own_run_and_the_others_go_on(tmp_path: Path) -> None:
    def picky(trigger: Any, _settings: Any) -> Iterable[Proposal]:
        if trigger.mail.subject == "odd":
            raise ValueError("odd")
        return []

    office = Bench(tmp_path, duties=[duty("picky", "mail", decide=picky), duty("filing", "mail", decide=filing)])
    source = FakeMail()
    office.intake().work(source)
    source.receive("a", "odd")
    assert office.intake().work(source).listed == 1
    office.executor.work()
    assert office.performer.texts() == ["a", "odd"]
    with office.ledger.reading() as tx:
        failed = tx.execute(select(run_rows).where(run_rows.c.state == runs.FAILED)).all()
    assert [(row.duty, row.problem is not None) for row in failed] == [("picky", True)]


def test_a_duty_that_hangs_over_a_mail_lists_it_and_the_others_go_on(tmp_path: Path) -> None:
    for_ever = threading.Event()

    def slow(mail: Mail, *_: Any) -> Iterable[Claim]:
        if mail.subject == "odd":
            for_ever.wait(30)
        return []

    office = Bench(tmp_path, duties=[duty("filing", "mail", decide=filing, recogniser=slow)])
    source = FakeMail()
    office.intake().work(source)
    source.receive("a", "odd", "b")
    done = office.intake(mail_seconds=0.1).work(source)
    for_ever.set()
    assert (done.new, done.listed) == (3, 1)
    office.executor.work()
    assert office.performer.texts() == ["a", "b"]


def test_a_duty_that_floods_over_a_mail_fails_its_own_run(tmp_path: Path) -> None:
    def flood(trigger: Any, _settings: Any) -> Iterable[Proposal]:
        number = 0
        while True:
            number += 1
            yield proposal(f"flood{number}", note("x"))

    office, source = Bench(tmp_path, duties=[duty("flood", "mail", decide=flood)]), FakeMail()
    office.intake().work(source)
    source.receive("a")
    done = office.intake().work(source)
    assert (done.listed, list(done.proposals)) == (1, [])


class _Unprepared(RecordingPerformer):
    """Cannot prepare what is about "odd"."""

    def prepare(self, action: Any) -> Any:
        if isinstance(action, RecordedNote) and action.text == "odd":
            raise UserError(say("The template is missing."))
        return super().prepare(action)


def test_a_mail_whose_proposal_cannot_be_prepared_is_listed_and_stops_nobody(tmp_path: Path) -> None:
    performer = _Unprepared(tmp_path / "effects")
    office = Bench(tmp_path, performer=performer, duties=[duty("filing", "mail", decide=filing)])
    source = FakeMail()
    office.intake().work(source)
    source.receive("a", "odd", "b")
    assert office.intake().work(source).listed == 1
    office.executor.work()
    assert performer.texts() == ["a", "b"]
    assert problems(office) == ["The template is missing."]


def test_a_mail_sees_what_was_promised_for_the_mails_before_it_and_nothing_of_what_came_to_nothing(
    tmp_path: Path,
) -> None:
    hour = timedelta(hours=1)

    def meeting(facts: tuple[Trigger, int], _settings: NoSettings) -> Iterable[Proposal]:
        trigger, promised = facts
        assert trigger.mail is not None
        start = MONDAY + promised * hour
        check = CheckFree(owners=("anna@atelier.example",), start=start, end=start + hour)
        yield proposal(f"meet:{trigger.mail.ref.fingerprint}", check, letter("come"))

    def observe(office: Office, trigger: Trigger, _settings: NoSettings) -> tuple[Trigger, int]:
        return trigger, len(office.promised())

    looks = FreePerformer(lambda _of: [], VirtualClock(MONDAY), "UTC")
    bench = Bench(tmp_path, duties=[duty("meet", "mail", decide=meeting, observe=observe)], performers=[looks])
    source = FakeMail()
    bench.intake().work(source)
    for number in range(3):
        source.receive(f"mail {number}")
    numbers = bench.intake(promises=bench.office.promises).work(source).proposals
    assert sorted(one.start for one in bench.office.promised()) == [MONDAY, MONDAY + hour, MONDAY + 2 * hour]

    assert approvals.reject(bench.ledger, acting(CLAIRE), numbers[1], "no", MONDAY).took
    assert sorted(one.start for one in bench.office.promised()) == [MONDAY, MONDAY + 2 * hour]


def test_only_the_duties_that_asked_for_that_kind_of_mail_get_a_run(tmp_path: Path) -> None:
    def kinds(mail: Mail, *_: Any) -> Iterable[Claim]:
        return [Claim(kind="invoice", data={"number": "7"})] if mail.subject == "invoice" else []

    office = Bench(tmp_path, duties=[
        duty("kinds", recogniser=kinds), duty("invoices", "mail invoice"), duty("all", "mail"), duty("daily", "daily 08:00"),
    ])  # fmt: skip
    source = FakeMail()
    office.intake().work(source)
    source.receive("letter", "invoice")
    office.intake().work(source)
    with office.ledger.reading() as tx:
        ran = [row.duty for row in tx.execute(select(run_rows).order_by(run_rows.c.id))]
        (_, invoice) = tx.execute(select(mail_rows).order_by(mail_rows.c.id)).all()
        claimed = mails.claims_of(tx, invoice.id)
    assert ran == ["all", "invoices", "all"]
    assert [(by, claim.kind, claim.data) for by, claim in claimed] == [("kinds", "invoice", {"number": "7"})]


def test_the_subject_of_a_private_mail_is_not_kept(office: Bench, source: FakeMail) -> None:
    source.receive("Personal: the doctor", private=True)
    office.intake().work(source)
    assert subjects(office) == [""]


def test_the_balance_adds_up(office: Bench, source: FakeMail) -> None:
    source.receive("a", "ask b", "broken", "c")
    office.intake().work(source)
    office.executor.work()
    told = balance(office.ledger, [source], office.clock)
    assert (told.received, told.handled, told.waiting, told.listed) == (4, 2, 1, 1)
    assert told.is_even
    office.wait(60)
    assert balance(office.ledger, [source], office.clock).received == 0


def test_a_message_that_the_ledger_never_noted_is_a_gap_and_is_mended(office: Bench, source: FakeMail) -> None:
    source.receive("a", "late", "b", "b")
    late = source.boxes["INBOX"].messages.pop(3)
    office.intake().work(source)
    source.boxes["INBOX"].messages[3] = late
    told = balance(office.ledger, [source], office.clock)
    assert told.gaps == {"desk/INBOX": [3]}
    assert not told.is_even
    assert "incident.gap" in office.journalled("folder:desk/INBOX")
    office.wait(60)
    assert office.intake().work(source).new == 1
    assert subjects(office) == ["a", "b", "b", "late"]
    assert balance(office.ledger, [source], office.clock).is_even


def test_what_arrives_just_before_the_balance_is_no_gap(office: Bench, source: FakeMail) -> None:
    source.receive("a")
    office.intake().work(source)
    source.receive("b")
    told = balance(office.ledger, [source], office.clock)
    assert (told.received, told.gaps) == (1, {})
    office.wait(60)
    assert office.intake().work(source).new == 1


def test_a_folder_that_suddenly_looks_empty_stops_all_acting_on_its_account(office: Bench) -> None:
    source = FakeMail("INBOX", "Other")
    source.receive(*(f"old{n}" for n in range(30)), at=OLD)
    source.receive("x", folder="Other", at=OLD)
    office.intake().work(source)
    source.receive("a")
    office.intake().work(source)
    held = source.empty()
    office.intake().work(source)
    assert "incident.emptied" in office.journalled("account:desk")
    office.executor.work()
    assert office.performer.texts() == []
    source.boxes["INBOX"].messages = held
    office.intake().work(source)
    office.executor.work()
    assert office.performer.texts() == ["a"]
    with office.ledger.reading() as tx:
        assert marks.get(tx, marks.SUSPENDED) == {}


def test_a_folder_that_we_emptied_ourselves_raises_no_alarm(tmp_path: Path) -> None:
    performer = RecordingPerformer(tmp_path / "effects")
    office = Bench(tmp_path, performer=performer, duties=[duty("filing", "mail", decide=filing)])
    source = FakeMail("INBOX", "Filed")
    office.intake().work(source)
    source.receive(*(f"m{n}" for n in range(30)))
    office.intake().work(source)

    def move(job: Any) -> Any:
        name = job.action.on.fingerprint.removeprefix("fp-")
        source.move(name, "INBOX", "Filed")
        uid = source.boxes["Filed"].uidnext - 1
        return Done({"to": {"folder": "Filed", "uidvalidity": 1, "uid": uid}})

    performer.answer = move
    office.executor.work()
    assert office.intake().work(source).new == 0
    assert "incident.emptied" not in office.journalled("account:desk")
    assert balance(office.ledger, [source], office.clock).is_even
