"""How soon after its delivery a mail is judged, by an idle service, beside what a bare client is told by IDLE."""

from __future__ import annotations

import random
import smtplib
import sqlite3
import subprocess
import threading
import time
from pathlib import Path

from benchmarks.common import PROGRAM, BareImap, answers, make_office, percentile, table
from benchmarks.mails import make_mails
from officebot.testing.dovecot import Dovecot, free_port

_PATIENCE = 30.0


def latency_table(server: Dovecot, place: Path, count: int) -> str:
    """`count` deliveries one after another, as a Markdown table in milliseconds."""
    user = server.user("latency")
    port = free_port()
    folder = make_office(
        place / "latency", user=user.user, password=user.password, port=server.imap_port, page_port=port
    )
    service = subprocess.Popen([*PROGRAM, "--office", str(folder), "run"], stdout=subprocess.DEVNULL)
    try:
        answers(port, service)
        time.sleep(2)
        times = _deliver(server, folder, user.user, count)
    finally:
        service.terminate()
        service.wait(30)
    rows = {
        "delivered → told by IDLE": [told for told, _ in times],
        "delivered → verdict in the ledger": [judged for _, judged in times],
        "verdict, beyond what IDLE took": [judged - told for told, judged in times],
    }
    return table([
        (f"{count} deliveries, ms", "p50", "p95", "max"),
        *((name, *(f"{1000 * percentile(values, share):.0f}" for share in (0.5, 0.95, 1.0)))
          for name, values in rows.items()),
    ])  # fmt: skip


def _deliver(server: Dovecot, folder: Path, user: str, count: int) -> list[tuple[float, float]]:
    """For each delivery: seconds until a bare client was told, and until the verdict could be read."""
    # A mailbox of its own: what officebot has moved away meanwhile is not announced to anyone.
    twin = server.user("twin").user
    client = BareImap(server.imap_port, twin, server.password)
    client.command("SELECT INBOX")
    told = threading.Semaphore(0)
    when: list[float] = []
    threading.Thread(target=_listen, args=(client, told, when), daemon=True).start()
    ledger = sqlite3.connect(f"file:{folder / 'state' / 'ledger.db'}?mode=ro", uri=True)
    chance = random.Random(count)
    found: list[tuple[float, float]] = []
    for number, (raw, _) in enumerate(make_mails(count, seed=count)):
        with smtplib.LMTP("127.0.0.1", server.lmtp_port) as sender:
            sender.sendmail("bench@quai-nord.example", [twin], raw)
            delivered_to_twin = time.perf_counter()
            sender.sendmail("bench@quai-nord.example", [user], raw)
            delivered = time.perf_counter()
        judged = _judged(ledger, number + 1)
        if not told.acquire(timeout=_PATIENCE):
            raise SystemExit("the bare client was told nothing")
        found.append((when[-1] - delivered_to_twin, judged - delivered))
        time.sleep(0.1 + chance.random() / 5)
    client.close()
    return found


def _judged(ledger: sqlite3.Connection, number: int) -> float:
    """When the verdict of the mail with this number could be read."""
    until = time.perf_counter() + _PATIENCE
    while time.perf_counter() < until:
        row = ledger.execute("SELECT verdict IS NOT NULL FROM mails WHERE id = ?", (number,)).fetchone()
        if row is not None:
            return time.perf_counter()
        time.sleep(0.002)
    raise SystemExit(f"mail {number} was not judged within {_PATIENCE:.0f} seconds")


def _listen(client: BareImap, told: threading.Semaphore, when: list[float]) -> None:
    """Note each time at which the server says that there is something new."""
    client.send("I1 IDLE")
    try:
        while True:
            client.wait_for(b" EXISTS\r\n")
            when.append(time.perf_counter())
            told.release()
    except OSError:
        return
