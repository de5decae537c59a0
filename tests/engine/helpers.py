"""A whole engine over a ledger in a folder, for tests: virtual clock, three people, a recording performer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from officebot.core.policy import Policy
from officebot.core.schedule import parse
from officebot.core.text import say
from officebot.engine.acting.executor import Executor
from officebot.engine.acting.fact_performer import FactPerformer
from officebot.engine.acting.guard import Limits
from officebot.engine.acting.item_performer import ItemPerformer
from officebot.engine.acting.performers import Performers
from officebot.engine.acting.undo import Undoer
from officebot.engine.deciding.approvals import Actor
from officebot.engine.intake.intake import Intake
from officebot.engine.ledger import Ledger, leases
from officebot.engine.ledger import proposals as rows
from officebot.engine.record import journal
from officebot.engine.running.duties import EnabledDuty
from officebot.engine.running.office import OfficeReader
from officebot.engine.running.proposing import Made, Proposer
from officebot.engine.running.runner import Runner
from officebot.sdk import (
    Action,
    Contacts,
    Duty,
    OfficeFacts,
    People,
    Performer,
    Person,
    Proposal,
    WorkingTime,
)
from officebot.testing.clock import VirtualClock
from officebot.testing.performers import RecordedLetter, RecordedNote, RecordingPerformer
from tests.engine.stores import open_ledger

MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)

CLAIRE = Person(name="Claire Morel", address="claire@atelier.example", login="claire", circle="direction")
PAUL = Person(name="Paul Lenoir", address="paul@atelier.example", login="paul", circle="office")
INES = Person(name="Inès Faure", address="ines@atelier.example", login="ines", circle="office")
TOM = Person(name="Tom Petit", address="tom@atelier.example", login="tom", circle="office", may_approve=False)
PEOPLE = People([CLAIRE, PAUL, INES, TOM])


class NoSettings(BaseModel):
    """A duty's settings, none."""


def acting(person: Person, principal: Person | None = None) -> Actor:
    """The actor that this person is, for the principal where given."""
    return Actor(person, principal or person)


def note(text: str, **more: Any) -> RecordedNote:
    """An action that policy lets happen at once."""
    return RecordedNote(text=text, **more)


def letter(text: str, **more: Any) -> RecordedLetter:
    """An action that policy asks a person about."""
    return RecordedLetter(text=text, **more)


def proposal(key: str, *actions: Action, **more: Any) -> Proposal:
    """A proposal of these actions; its title is its key."""
    return Proposal(key=key, title=say("{key}", key=key), actions=actions, **more)


def duty(
    name: str,
    *triggers: str,
    decide: Callable[[Any, Any], Iterable[Proposal]] = lambda _facts, _settings: (),
    observe: Callable[[Any, Any, Any], Any] = lambda _office, trigger, _settings: trigger,
    **more: Any,
) -> EnabledDuty:
    """An enabled duty whose facts are its trigger."""
    made = Duty(
        name=name, title=say("{name}", name=name), settings=NoSettings, observe=observe, decide=decide, **more
    )
    return EnabledDuty(duty=made, settings=NoSettings(), schedules=tuple(parse(one) for one in triggers))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """How a proposal stands: its state, and those of its actions in order."""

    state: str
    actions: tuple[str, ...]


class Bench:
    """An engine over `folder`/ledger.db. Several over one folder behave as several processes do."""

    def __init__(
        self,
        folder: Path,
        *,
        clock: VirtualClock | None = None,
        policy: Policy | None = None,
        performer: RecordingPerformer | None = None,
        performers: Sequence[Performer] = (),
        duties: Sequence[EnabledDuty] = (),
        limits: Limits | None = None,
        role: str = "test",
        ledger: Ledger | None = None,
    ) -> None:
        self.folder = folder
        self.clock = clock or VirtualClock(MONDAY)
        self.ledger = ledger or open_ledger(folder / "ledger.db")
        self.owner = leases.make_owner(role)
        self.performer = performer or RecordingPerformer(folder / "effects.jsonl")
        self.performers = Performers(
            [self.performer, ItemPerformer(self.ledger, self.clock), FactPerformer(self.ledger), *performers]
        )
        self.policy = policy or Policy()
        self.duties: Mapping[str, EnabledDuty] = {one.name: one for one in duties}
        self.facts = OfficeFacts(
            name="Atelier", people=PEOPLE, contacts=Contacts([]), working_time=WorkingTime(country="")
        )
        self.office = OfficeReader(self.ledger, self.facts, folder)
        self.proposer = Proposer(self.performers, lambda: self.policy, PEOPLE)
        self.limits = limits or Limits()
        self.executor = Executor(self.ledger, self.performers, self.clock, self.owner, self.limits)
        self.undoer = Undoer(self.ledger, self.performers, self.clock, self.owner)
        self.runner = Runner(self.ledger, self.duties, self.office, self.proposer, self.clock, self.owner)

    def intake(self, **more: Any) -> Intake:
        """The intake over this ledger."""
        return Intake(self.ledger, self.duties, self.office, self.proposer, self.clock, limits=self.limits, **more)

    def propose(self, *proposals: Proposal, by: str = "tests", mail_id: int | None = None) -> list[int]:
        """Prepare and store what is news among these; the numbers of what was stored."""
        made = [Made(proposal=one, duty=by, run_id=None, mail_id=mail_id) for one in proposals]
        with self.ledger.reading() as tx:
            fresh = self.proposer.fresh(tx, made, self.clock.now())
        prepared = [self.proposer.prepare(one, self.clock.now()) for one in fresh]
        with self.ledger.writing() as tx:
            return self.proposer.store(tx, prepared, self.clock.now())

    def how(self, proposal_id: int) -> Stood:
        """How a proposal and its actions stand."""
        with self.ledger.reading() as tx:
            row = rows.by_id(tx, proposal_id)
            assert row is not None
            return Stood(
                state=str(row.state), actions=tuple(str(one.state) for one in rows.actions_of(tx, [proposal_id]))
            )

    def state(self, proposal_id: int) -> str:
        """A proposal's state."""
        return self.how(proposal_id).state

    def hash(self, proposal_id: int) -> str:
        """The hash of what is shown."""
        with self.ledger.reading() as tx:
            row = rows.by_id(tx, proposal_id)
            assert row is not None
            return str(row.hash)

    def journalled(self, subject: str | None = None) -> list[str]:
        """What the journal says happened, in order."""
        with self.ledger.reading() as tx:
            return [entry.what for entry in journal.read(tx, subject)]

    def verify(self) -> journal.Verified:
        """Whether the journal holds."""
        with self.ledger.reading() as tx:
            return journal.verify(tx)

    def wait(self, seconds: float) -> None:
        """Turn the clock on."""
        self.clock.advance(timedelta(seconds=seconds))


def together(count: int, work: Callable[[int], Any]) -> list[Any]:
    """What `work(0)` … `work(count - 1)` return, all started at the same moment in threads of their own."""
    gate = threading.Barrier(count)
    results: list[Any] = [None] * count
    faults: list[BaseException] = []

    def one(number: int) -> None:
        gate.wait()
        try:
            results[number] = work(number)
        except BaseException as error:  # noqa: BLE001 - raised again in the test
            faults.append(error)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return results
