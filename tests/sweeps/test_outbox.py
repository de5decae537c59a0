"""TRUST 7: mail under SIGKILL and cut lines: none twice, none silently lost; who cannot be told waits for a person."""

from __future__ import annotations

import random
import socket
import sys
import threading
import time
from collections import Counter
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from officebot.connectors.imap.session import MissingFolder
from officebot.connectors.smtp import SmtpAccount, SmtpPerformer
from officebot.core.policy import Policy, Rule, Verdict
from officebot.sdk import OutgoingMail, SendMail
from tests.engine.helpers import Bench, proposal
from tests.engine.stores import BOTH
from tests.sweeps.workers import Worker, say_ready

pytestmark = [pytest.mark.sweep, pytest.mark.timeout(1200)]

_ME = "tests.sweeps.test_outbox"
#: Mails, kills and cut lines.
_QUICK = {"sqlite": (150, 5, 3), "postgresql": (40, 2, 1)}
_SENDS = Policy(rules=(Rule(then=Verdict.ACT, action="mail.send"),))


def no_mailbox(account: str) -> Any:
    """There is no Sent folder to look into: nobody can tell what an interrupted send became."""
    raise MissingFolder(account, "Sent")


def compose(mail: OutgoingMail) -> bytes:
    """The mail's bytes."""
    return (
        f"Message-ID: <{mail.key}@atelier.example>\r\nSubject: {mail.subject}\r\n"
        f"To: {mail.to[0]}\r\n\r\n{mail.body}\r\n"
    ).encode()


def office(folder: Path, port: int) -> Bench:
    """An office that sends mail alone through this port."""
    account = SmtpAccount(name="desk", host="127.0.0.1", port=port, address="desk@atelier.example", security="none")
    sender = SmtpPerformer({"desk": account}, no_mailbox, compose)
    return Bench(folder, policy=_SENDS, performers=[sender])


def main() -> None:
    """Send what is approved, until nothing is left or somebody kills us."""
    bench = office(Path(sys.argv[1]), int(sys.argv[2]))
    say_ready()
    while True:
        done = bench.executor.work(wait_seconds=10)
        if not done.ended and not done.later and done.kept is None:
            return
        bench.wait(60)


class Server:
    """An SMTP server that counts what it accepted, and now and then loses the line right after accepting."""

    def __init__(self, cuts: int, seed: int) -> None:
        self.accepted: Counter[str] = Counter()
        self._chance = random.Random(seed)
        self._cuts = cuts
        self.cut = 0
        self._lock = threading.Lock()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        with self._lock:
            self.accepted[message_from_bytes(envelope.content)["Message-ID"]] += 1
            cut = self.cut < self._cuts and self._chance.random() < 0.05
            self.cut += cut
        if cut:
            server.transport.abort()
        return "250 OK"


@pytest.mark.parametrize("store", BOTH, indirect=True)
def test_no_mail_goes_twice_and_none_is_silently_lost(tmp_path: Path, store: str, is_sweep: bool) -> None:
    count, kills, cuts = (3000, 55, 20) if is_sweep else _QUICK[store]
    chance = random.Random(7)
    server = Server(cuts, seed=7)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        bench = office(tmp_path, port)
        mails = [
            OutgoingMail(account="desk", to=(f"p{n}@elsewhere.example",), subject=f"{n}", body="…", key=f"m{n}")
            for n in range(count)
        ]
        bench.propose(*(proposal(mail.key, SendMail(mail=mail)) for mail in mails))
        killed = 0
        while killed < kills:
            worker = Worker(_ME, tmp_path, port)
            worker.wait_until_ready()
            time.sleep(chance.uniform(0.0, 0.5))
            if not worker.kill():
                break
            killed += 1
        code, errors = Worker(_ME, tmp_path, port).end(600)
        assert code == 0, errors
    finally:
        controller.stop()
    states = {f"<m{n}@atelier.example>": bench.state(n + 1) for n in range(count)}
    doubles = sum(times > 1 for times in server.accepted.values())
    lost = [name for name, state in states.items() if state == "done" and not server.accepted[name]]
    unsure = [name for name, state in states.items() if state == "uncertain"]
    others = set(states.values()) - {"done", "uncertain"}
    gone = sum(server.accepted[name] for name in unsure)
    print(
        f"\nTRUST 7, {store}: {doubles} double, {len(lost)} silently lost of {count} mails, {killed} kills, {server.cut} cuts, "
        f"{len(unsure)} uncertain, of which {gone} had gone"
    )
    assert (doubles, lost, others) == (0, [], set())
    assert killed >= min(kills, 5 if is_sweep or store == "sqlite" else 1)
    assert len(unsure) <= killed + server.cut
    assert bench.verify().bad is None


if __name__ == "__main__":
    main()
