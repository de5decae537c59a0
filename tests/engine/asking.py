"""An engine whose people are asked by mail, for tests of their answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from officebot.core.approvals.actions import AnswerByMail, AskByMail
from officebot.core.approvals.codes import hash_of
from officebot.core.approvals.model import Outcome, Question
from officebot.core.clock import Clock
from officebot.core.numbering import Numbering
from officebot.engine.acting.asked_performer import AskedPerformer
from officebot.engine.deciding import codes
from officebot.engine.deciding.asked import DIGEST, desk_of
from officebot.engine.ledger import Ledger, open_sqlite
from officebot.sdk import Person
from officebot.testing.clock import VirtualClock
from tests.engine.helpers import MONDAY, PEOPLE, Bench, proposal


def performer_of(ledger: Ledger, clock: Clock) -> AskedPerformer:
    """The performer of what is asked by mail."""
    return AskedPerformer(ledger, lambda: PEOPLE, clock, timedelta(), Numbering)


class Asking(Bench):
    """A bench that asks by mail and takes answers."""

    def __init__(self, folder: Path, **more: Any) -> None:
        ledger, clock = open_sqlite(folder / "ledger.db"), more.pop("clock", None) or VirtualClock(MONDAY)
        asked = more.pop("asked", None) or performer_of(ledger, clock)
        super().__init__(folder, ledger=ledger, clock=clock, performers=[asked], **more)

    def ask(self, code: str, who: Person, numbers: Sequence[int], *, hours: float = 72, **more: Any) -> None:
        """Ask a person about these proposals in a mail with this code; `principal`, `page_only` and `hashes` may differ."""
        self.asks(code, who, numbers, hours=hours, **more)
        self.executor.work(10)

    def asks(self, code: str, who: Person, numbers: Sequence[int], *, hours: float = 72, **more: Any) -> None:
        """The same, and not carried out yet."""
        principal, page_only = more.get("principal", who), more.get("page_only", False)
        questions = [
            Question(proposal=one, hash=more.get("hashes", {}).get(one) or self.hash(one), principal=principal.address,
                     page_only=page_only).to_json()
            for one in numbers
        ]  # fmt: skip
        until = self.clock.now() + timedelta(hours=hours)
        action = AskByMail(code=hash_of(code), person=who.address, questions=tuple(questions), until=until)
        self.propose(proposal(f"ask:{hash_of(code)[:12]}", action), by="approvals")

    def answering(self, mark: str, code: str, who: Person, **said: Any) -> int:
        """Propose a person's answer (`yes`, `no`, `later`) by the mail of this mark; its number."""
        action = AnswerByMail(
            code=hash_of(code), person=who.address, mark=mark, source=f"desk/INBOX/{mark}", account="desk", subject="Re: 1",
            message_id=f"<{mark}@atelier.example>", **said,
        )  # fmt: skip
        (number,) = self.propose(proposal(f"answer:{mark}", action), by="approvals")
        return number

    def answer(self, mark: str, code: str, who: Person, **said: Any) -> list[tuple[int, bool, str]]:
        """The same carried out: for each number whether it took effect, and what its author is told."""
        self.answering(mark, code, who, **said)
        self.executor.work(10)
        return self.told(mark)

    def told(self, mark: str) -> list[tuple[int, bool, str]]:
        """What the author of an answer is told."""
        return [(one.number, one.took, one.said.render("en")) for one in self.outcome(mark).told]

    def outcome(self, mark: str) -> Outcome:
        """How an answer ended."""
        desk = desk_of(self.ledger, PEOPLE, self.clock.now(), "")
        (found,) = [one for one in desk.outcomes if one.mark == mark]
        return found

    def code(self, code: str) -> codes.Code:
        """A code as it is kept."""
        with self.ledger.reading() as tx:
            found = codes.find(tx, code, DIGEST)
        assert found is not None
        return found
