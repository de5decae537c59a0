"""TRUST 20: an emptied source, a mailbox full of old mail, a wrong setting: the office asks before it changes much."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from officebot.core.text import say
from officebot.engine.record.balance import balance
from officebot.sdk import Action, Mail, MessageRef, Proposal, UserError
from officebot.testing.performers import RecordedNote, RecordingPerformer
from tests.engine.fakemail import FakeMail
from tests.engine.helpers import MONDAY, Bench, NoSettings, duty, note, proposal

OLD = MONDAY - timedelta(days=400)


def filing(trigger: Any, _settings: NoSettings) -> Iterable[Proposal]:
    """Change every mail."""
    mail: Mail = trigger.mail
    yield proposal(f"filed:{mail.ref}", note(mail.subject, on=mail.ref))


def clearing(count: int, account: str = "desk") -> Any:
    """A duty that would clear out so many old messages."""

    def decide(_trigger: Any, _settings: NoSettings) -> Iterable[Proposal]:
        for uid in range(1, count + 1):
            on = MessageRef(account, "INBOX", 1, uid, f"fp-old{uid}")
            yield proposal(f"clear:{uid}", note(f"old{uid}", on=on))

    return decide


def day(office: Bench, source: FakeMail) -> int:
    """How much is changed in one round of everything."""
    before = len(office.performer.texts())
    office.intake().work(source)
    office.runner.note_due()
    office.runner.work()
    office.executor.work()
    return len(office.performer.texts()) - before


class _Misled(RecordingPerformer):
    """Says that its folder is not there, as with a wrong setting."""

    def prepare(self, action: Action) -> Any:
        if isinstance(action, RecordedNote):
            raise UserError(say("The folder “Filde” is not there."))
        return super().prepare(action)


@pytest.mark.parametrize("old", [25, 400, 3000])
def test_nothing_is_destroyed(tmp_path: Path, old: int) -> None:
    destroyed: dict[str, int] = {}

    source = FakeMail(batch=500)
    source.receive(*(f"old{n}" for n in range(1, old + 1)), at=OLD)
    office = Bench(tmp_path / "first look", duties=[duty("filing", "mail", decide=filing)])
    destroyed["old mail at the first look"] = day(office, source)

    source.receive(*(f"dragged{n}" for n in range(old)), at=OLD)
    destroyed["old mail that somebody drags in"] = day(office, source)

    source.rebuild(uidvalidity=7)
    destroyed["old mail in a rebuilt folder"] = day(office, source)

    other = FakeMail(batch=500)
    other.receive(*(f"other{n}" for n in range(old)), at=OLD)
    other.boxes["INBOX"].uidvalidity = 99
    destroyed["another mailbox behind the same account"] = day(office, other)

    office = Bench(tmp_path / "clearing", duties=[duty("clearing", "start", decide=clearing(old))])
    office.runner.fire("clearing", "start", "start")
    destroyed["a duty that clears out old mail, on the first day"] = day(office, FakeMail())

    balance(office.ledger, [], office.clock)
    office.wait(60)
    office.runner.fire("clearing", "start", "again")
    destroyed["the same on the next day"] = day(office, FakeMail())

    office = Bench(tmp_path / "emptied", duties=[duty("filing", "mail", decide=filing)])
    source = FakeMail(batch=500)
    source.receive(*(f"old{n}" for n in range(old)), at=OLD)
    day(office, source)
    source.receive("new")
    office.intake().work(source)
    source.empty()
    destroyed["what was planned before the folder looked empty"] = day(office, source)

    office = Bench(tmp_path / "misled", performer=_Misled(tmp_path / "effects"),
                   duties=[duty("filing", "mail", decide=filing)])  # fmt: skip
    source = FakeMail(batch=500)
    day(office, source)
    source.receive(*(f"new{n}" for n in range(30)))
    destroyed["a setting that names no folder"] = day(office, source)
    assert balance(office.ledger, [source], office.clock).listed == 30

    print(f"\nTRUST 20: {sum(destroyed.values())} destructive of {len(destroyed)} plans over {old} old messages")
    assert {what: count for what, count in destroyed.items() if count} == {}
