"""How fast the dashboard answers with 100,000 mails, 10,000 proposals (500 wait) and a journal of a million entries.

python benchmarks/dashboard.py            the whole ledger, 40 looks at each page, 30 seconds of idleness
python benchmarks/dashboard.py --quick    a tenth of it, 10 looks, 3 seconds
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import Connection, Table, insert

from benchmarks.common import OFFICE_ADDRESS, PROGRAM, answers, make_office, process_tree, pss_mb, status_mb
from officebot.app import App
from officebot.core.people import Person
from officebot.core.text import say
from officebot.engine.deciding import access
from officebot.engine.ledger import schema
from officebot.engine.ledger.statements import next_number
from officebot.testing.dovecot import free_port, is_installed, running_dovecot
from officebot.web.pages import routes
from officebot.web.server import Dashboard
from officebot.web.signing_in import COOKIE

_TARGET_MS, _TARGET_BYTES, _TARGET_MB = 100.0, 100_000, 120.0
_STATES = ("done", "done", "done", "rejected", "expired", "undone", "failed", "superseded")


def fill(tx: Connection, scale: int) -> None:
    """Mails of 500 days, proposals about some of them, and what the journal would have of it; `scale` 1 to 10."""
    now = datetime.now(UTC)
    mails, made, entries, waiting = 10_000 * scale, 1_000 * scale, 100_000 * scale, 50 * scale
    verdicts = [{"urgency": word, "kind": "request"} for word in ("now", "today", "week", "none", "none", "none")]
    _put(tx, schema.mails, (
        {"id": n, "account": "desk", "fingerprint": f"f{n}", "folder": "INBOX", "uidvalidity": 1, "uid": n,
         "state": "judged", "received": now - timedelta(days=500) * ((mails - n) / mails), "noted": now,
         "subject": f"About order {n}", "sender_name": "Ines Kilbride", "sender": "ines@kilbride.example",
         "message_id": f"<{n}@kilbride.example>", "in_reply_to": "", "thread": f"t{n // 4}", "size": 4000,
         "is_private": False, "brought_in": False, "problem": None, "verdict": verdicts[n % len(verdicts)]}
        for n in range(1, mails + 1)
    ))  # fmt: skip
    title = say("Answer {sender}", sender="Ines Kilbride").to_json()
    state = ["waiting" if n > made - waiting else _STATES[n % len(_STATES)] for n in range(1, made + 1)]
    # What was decided today is much: the day's page reads it.
    _put(tx, schema.proposals, (
        {"id": n, "run_id": None, "mail_id": n * (mails // made), "duty": "mail_triage", "key": f"k{n}", "version": 1,
         "content": "0" * 64, "hash": f"{n:064d}", "state": state[n - 1], "title": title, "reason": title,
         "reasons": [], "consequences": [], "ruling": {"verdict": "ask", "because": title}, "approvals_needed": 1,
         "owner": OFFICE_ADDRESS, "circle": "", "confidential": False, "amount": None, "number_series": "",
         "created": now - timedelta(hours=made - n), "expires": now + timedelta(days=3),
         "decided": None if state[n - 1] == "waiting" else now - timedelta(minutes=made - n), "decided_by": None,
         "because": None, "problem": None}
        for n in range(1, made + 1)
    ))  # fmt: skip
    params = {"path": "archive/x"}
    _put(tx, schema.actions, (
        {"id": n, "proposal_id": n, "position": 0, "kind": "document.write" if n % 5 == 0 else "mail.flag",
         "params": {**params, "path": f"archive/{n}.docx"}, "blobs": {}, "filled": None, "preview": title,
         "state": "done" if state[n - 1] == "done" else "pending", "attempts": 0, "not_before": None, "started": None,
         "finished": now, "receipt": None, "problem": None}
        for n in range(1, made + 1)
    ))  # fmt: skip
    first = next_number(tx, "journal", entries) - 1
    _put(tx, schema.journal, (
        {"seq": first + n, "at": now, "who": "officebot", "what": "proposal.made", "subject": f"proposal:{n % made}",
         "digest": "0" * 64, "hash": "0" * 64}
        for n in range(1, entries + 1)
    ))  # fmt: skip
    tx.exec_driver_sql("INSERT INTO journal_payloads SELECT seq, '', '{}' FROM journal WHERE seq > ?", (first,))


def _put(tx: Connection, table: Table, rows: Iterator[dict[str, Any]]) -> None:
    some: list[dict[str, Any]] = []
    for row in rows:
        some.append(row)
        if len(some) == 20_000:
            tx.execute(insert(table), some)
            some = []
    if some:
        tx.execute(insert(table), some)


def look(address: str, path: str, token: str) -> tuple[float, int]:
    """Milliseconds until the whole answer was there, and its bytes."""
    request = Request(address + path, headers={"cookie": f"{COOKIE}={token}"})
    began = time.perf_counter()
    with urlopen(request, timeout=60) as answer:
        size = len(answer.read())
    return 1000 * (time.perf_counter() - began), size


def paths_of(app: App, scale: int) -> list[str]:
    """Every page without places in its address, those of the menu, and one proposal that waits, one that ended."""
    known = [one.path for one in routes(app) if "GET" in (one.methods or ()) and "{" not in one.path]
    from officebot.web.frame import Frame

    menu = [one.to for one in Frame(app).menu() if one.to.startswith("/page/")]
    numbers = (1_000 * scale, 500 * scale)
    return [*known, *menu, *(f"/proposal/{n}" for n in numbers), "/done?duty=mail_triage", "/queue?from=50"]


def pages(folder: Path, scale: int, times: int) -> bool:
    """Print the table of pages; whether all are fast and small enough."""
    is_good = True
    with App(folder) as app:
        shown = Dashboard(app, port=0)
        shown.start()
        try:
            token = access.open_session(app.ledger, _owner(app))
            address = shown.address.rstrip("/")
            print(f"{'page':32} {'median ms':>10} {'p95 ms':>8} {'bytes':>8}")
            for path in paths_of(app, scale):
                taken = sorted(look(address, path, token) for _ in range(times))
                middle, late = taken[times // 2][0], taken[int(times * 0.95)][0]
                size = max(one[1] for one in taken)
                missed = " MISSED" if late > _TARGET_MS or size >= _TARGET_BYTES else ""
                is_good &= not missed
                print(f"{path:32} {middle:10.1f} {late:8.1f} {size:8d}{missed}", flush=True)
            print(f"first view in Chromium: {first_view(address, token)}")
        finally:
            shown.stop()
    return is_good


def first_view(address: str, token: str) -> str:
    """Seconds until the first page is drawn, in a browser that has nothing of it yet."""
    from shutil import which

    found = which("chromium")
    if found is None:
        return "not measured: Chromium is missing"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playing:
        browser = playing.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context()
        context.add_cookies([{"name": COOKIE, "value": token, "url": address}])
        page = context.new_page()
        page.goto(address + "/", wait_until="load")
        drawn = page.evaluate(
            "new Promise(done => new PerformanceObserver(list => done(list.getEntries().at(-1).startTime))"
            ".observe({type: 'largest-contentful-paint', buffered: true}))"
        )
        browser.close()
    return f"{drawn / 1000:.2f} s until the largest part is drawn"


def memory(folder: Path, port: int, token: str, idle: float) -> None:
    """Print what the service with its dashboard holds: after some idleness, and after 200 pages."""
    service = subprocess.Popen([*PROGRAM, "--office", str(folder), "run"], stdout=subprocess.DEVNULL)
    try:
        answers(port, service)
        time.sleep(idle)
        print(f"idle for {idle:.0f} s: {_held(service.pid)}")
        for n in range(200):
            look(f"http://127.0.0.1:{port}", ("/", "/queue", "/done", f"/proposal/{n + 1}")[n % 4], token)
        print(f"after 200 pages: {_held(service.pid)}")
    finally:
        service.terminate()
        service.wait(30)


def _owner(app: App) -> Person:
    found = app.facts.people.at(OFFICE_ADDRESS)
    assert found is not None
    return found


def _held(pid: int) -> str:
    tree = process_tree(pid)
    resident = sum(status_mb(one, "VmRSS") for one in tree)
    missed = "" if resident <= _TARGET_MB else " MISSED"
    return f"{resident:.0f} MB resident{missed}, {sum(map(pss_mb, tree)):.0f} MB proportional, {len(tree)} processes"


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true")
    quick = options.parse_args().quick
    scale = 1 if quick else 10
    if not is_installed():
        raise SystemExit("nothing was measured: install dovecot-imapd, and run as root")
    with running_dovecot() as server, tempfile.TemporaryDirectory(prefix="office-bench-") as place:
        user, port = server.user("dashboard"), free_port()
        folder = make_office(
            Path(place) / "office", user=user.user, password=user.password, port=server.imap_port, page_port=port
        )
        with App(folder) as app:
            with app.ledger.writing() as tx:
                fill(tx, scale)
            token = access.open_session(app.ledger, _owner(app))
        print(
            f"{10_000 * scale} mails, {1_000 * scale} proposals, {100_000 * scale} journal entries; load {os.getloadavg()[0]:.1f}"
        )
        pages(folder, scale, 10 if quick else 40)
        memory(folder, port, token, 3 if quick else 30)


if __name__ == "__main__":
    main()
