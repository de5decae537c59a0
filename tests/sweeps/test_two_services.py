"""TRUST 13 across processes: two services share one office whose ledger is on PostgreSQL, several people answer at the
same instant, and one service is killed in the middle: each proposal has one effect, each mail is taken in once.
"""

from __future__ import annotations

import random
import shutil
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from sqlalchemy import func, select

from officebot.app import App
from officebot.core.text import say
from officebot.engine.ledger import Ledger, open_url
from officebot.engine.ledger.leases import LEASE
from officebot.engine.ledger.schema import actions, mails, proposals, runs
from officebot.engine.record import journal
from officebot.engine.running.proposing import Made
from officebot.sdk import OutgoingMail, Proposal, SendMail
from officebot.testing.dovecot import DovecotUser, free_port
from officebot.testing.postgres import Postgres
from tests.app.offices import Service, edit, make_office, serving, urgent, wait_for
from tests.engine.stores import name_in
from tests.sweeps.workers import Worker, say_ready

pytestmark = [pytest.mark.sweep, pytest.mark.live, pytest.mark.timeout(1200)]
#: What a killed service held is free when its lease ends, and is looked for again before another third of it has passed.
_FREED = 2 * LEASE.total_seconds()

_ME = "tests.sweeps.test_two_services"


class Sink:
    """An SMTP server that counts what it took, slowly enough that a kill may come between."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        self._lock = threading.Lock()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        with self._lock:
            self.taken[str(message_from_bytes(envelope.content)["Subject"])] += 1
        return "250 OK"


@contextmanager
def sink() -> Iterator[tuple[Sink, int]]:
    """A running one, and its port."""
    made, port = Sink(), free_port()
    controller = Controller(
        made, hostname="127.0.0.1", port=port, auth_require_tls=False,
        authenticator=lambda *_: AuthResult(success=True),
    )  # fmt: skip
    controller.start()
    try:
        yield made, port
    finally:
        controller.stop()


def main() -> None:
    """Say yes to all that waits, in an order of one's own, once the gate is open; print how often one was the one."""
    folder, seed = Path(sys.argv[1]), int(sys.argv[2])
    with App(folder, role="cli") as app:
        who = app.answer(None)
        with app.ledger.reading() as tx:
            waiting = list(tx.execute(select(proposals.c.id).where(proposals.c.state == "waiting")).scalars())
        random.Random(seed).shuffle(waiting)
        say_ready()
        while not (folder / "go").exists():
            time.sleep(0.001)
        took = sum(app.approve(who, number).took for number in waiting)
    print(took, file=sys.stderr, flush=True)


def offices(folder: Path, mailbox: DovecotUser, smtp_port: int, url: str) -> list[Path]:
    """Two folders of one office, as on two machines."""
    first = make_office(folder / "one", mailbox, smtp_port=smtp_port, ledger={"url": url}, mail={"hold_seconds": 0})
    second = Path(shutil.copytree(first, folder / "two"))
    edit(second, service={"port": free_port()})
    return [first, second]


def asked(folder: Path, count: int) -> list[int]:
    """So many mails wait for a yes; their numbers."""
    with App(folder, role="test") as app:
        now = app.clock.now()
        account = next(iter(app.settings.mail.accounts))
        made = [
            app.engine.proposer.prepare(
                Made(
                    proposal=Proposal(
                        key=f"letter:{number}", title=say("Send it"),
                        actions=(SendMail(mail=OutgoingMail(account=account, to=(f"p{number}@elsewhere.example",),
                                                            subject=f"letter {number}", body="…", key=f"l{number}")),),
                    ),
                    duty="tests", run_id=None, mail_id=None,
                ),
                now,
            )
            for number in range(count)
        ]  # fmt: skip
        with app.ledger.writing() as tx:
            return app.engine.proposer.store(tx, made, now)


def answered(folder: Path, people: int) -> list[int]:
    """All say yes to everything at the same instant; how often each was the one whose yes took."""
    workers = [Worker(_ME, folder, number) for number in range(people)]
    for worker in workers:
        worker.wait_until_ready()
    (folder / "go").touch()
    ends = [worker.end() for worker in workers]
    assert [code for code, _ in ends] == [0] * people, ends
    return [int(said.split()[-1]) for _, said in ends]


def states(ledger: Ledger, numbers: Sequence[int]) -> Counter[str]:
    with ledger.reading() as tx:
        return Counter(tx.execute(select(proposals.c.state).where(proposals.c.id.in_(numbers))).scalars())


def is_settled(ledger: Ledger, numbers: Sequence[int]) -> bool:
    return set(states(ledger, numbers)) <= {"done", "uncertain"}


def problems(ledger: Ledger) -> set[str]:
    """What keeps things from being done."""
    with ledger.reading() as tx:
        return {str(one) for one in tx.execute(select(actions.c.problem).distinct()).scalars()}


def doubled(ledger: Ledger) -> dict[str, int]:
    """What there is more than one of, though there must be one at most."""
    per_mail = select(proposals.c.key, func.count().label("times")).group_by(proposals.c.key)
    with ledger.reading() as tx:
        return {
            "proposals": sum(row.times > 1 for row in tx.execute(per_mail)),
            "unfinished runs": int(tx.execute(select(func.count()).where(runs.c.state != "done")).scalar_one()),
            "actions under way": int(tx.execute(select(func.count()).where(actions.c.state == "doing")).scalar_one()),
        }


class Pair:
    """The two services, one of which is killed and started again now and then."""

    def __init__(self, folders: Sequence[Path], stack: ExitStack) -> None:
        self.folders, self.stack = folders, stack
        self.running: list[Service] = [stack.enter_context(serving(folder)) for folder in folders]

    def kill(self, which: int) -> None:
        self.running[which].process.kill()
        self.running[which].process.wait(20)

    def start(self, which: int) -> None:
        self.running[which] = self.stack.enter_context(serving(self.folders[which]))


def test_two_services_share_an_office_and_one_is_killed(
    tmp_path: Path, dovecot: DovecotUser, postgres: Postgres, is_sweep: bool
) -> None:
    count, people, arriving, kills = (240, 5, 60, 4) if is_sweep else (60, 3, 10, 1)
    url, chance = postgres.ledger(), random.Random(13)
    with sink() as (taken, smtp_port), ExitStack() as stack, closing(open_url(url)) as ledger:
        folders = offices(tmp_path, dovecot, smtp_port, url)
        numbers = asked(folders[0], count)
        pair = Pair(folders, stack)
        for number in range(arriving):
            dovecot.deliver(urgent(number))
        began = time.perf_counter()
        answering: list[list[int]] = []
        thread = threading.Thread(target=lambda: answering.append(answered(folders[0], people)))
        thread.start()
        assert wait_for(lambda: taken.taken.total() > 0, 60), problems(ledger)
        for turn in range(kills):
            time.sleep(chance.uniform(0.0, 0.4))
            pair.kill(turn % 2)
            pair.start(turn % 2)
        thread.join(120)
        assert wait_for(lambda: is_settled(ledger, numbers), _FREED)
        assert wait_for(lambda: noted(ledger) == arriving and not any(doubled(ledger).values()), _FREED), doubled(
            ledger
        )
        seconds = time.perf_counter() - began
        assert [service.is_up for service in pair.running] == [True, True]
        ended = states(ledger, numbers)
        twice = sum(times > 1 for times in taken.taken.values())
        lost = ended["done"] - sum(times > 0 for times in taken.taken.values())
        print(
            f"\nTRUST 13, two services on PostgreSQL: {twice} double, {max(lost, 0)} lost of {count} approvals by {people} "
            f"processes at once, {sum(answering[0])} took; {arriving} mails taken in once each; {kills} kills, "
            f"{ended['uncertain']} uncertain; {seconds:.1f} s"
        )
        with ledger.reading() as tx:
            assert journal.verify(tx).bad is None
            assert len([one for one in journal.read(tx) if one.what == "proposal.approved"]) >= count
    assert (twice, max(lost, 0), sum(answering[0])) == (0, 0, count)
    assert ended["uncertain"] <= kills
    postgres.drop(name_in(url))


def noted(ledger: Ledger) -> int:
    with ledger.reading() as tx:
        return int(tx.execute(select(func.count()).where(mails.c.state != "sent")).scalar_one())


if __name__ == "__main__":
    main()
