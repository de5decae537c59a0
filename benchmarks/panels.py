"""The panels of the dashboard, and the page of one mail, over a full ledger: what each takes of the server's time.

    python benchmarks/panels.py            100,000 mails of a year, 10,000 open items
    python benchmarks/panels.py --quick    a tenth of it

The ledger is filled by bulk inserts. Milliseconds are the 95th percentile of so many looks, of the panels alone: as
they pass, and of the processor's time, which a busy machine does not lengthen. Workbooks and calendars are read in the
background and stand there already.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.common import table
from officebot.app import App
from officebot.core.mail import Address, MessageRef
from officebot.core.proposals import Item, Reason
from officebot.core.text import quoted
from officebot.engine.ledger import mails
from officebot.engine.ledger.mails import Noted, StoredClaim
from officebot.engine.ledger.schema import items
from officebot.engine.ledger.statements import insert_many
from officebot.engine.ledger.types import canonical
from officebot.engine.record.mailview import mail_view
from officebot.settings.new import Answers, write_new_office
from officebot.web.asking import Asking
from officebot.web.panels import shown_on
from tests.app.offices import edit

KINDS = (
    "waiting-for",
    "owed",
    "deadline",
    "action",
    "stock",
    "invoice",
    "order-late",
    "minutes",
    "meeting",
    "contribution",
)
DUTIES = (
    "mail_triage", "replies", "deadlines", "follow_up", "gathering", "calendar_coordination", "agenda", "stock", "orders",
    "invoices", "budget", "minutes", "action_points",
)  # fmt: skip
PAGES = ("today", "waiting", "mail", "calendar", "stock", "money", "meetings")


def fill(app: App, mail_count: int, item_count: int) -> None:
    """Mails evenly over the year until now, in conversations of three; items of every kind, due around now."""
    now = app.clock.now()
    why = canonical([Reason(what=quoted("because"), quote="as they wrote", weight=1.0).to_json()] * 8)
    for start in range(0, mail_count, 5_000):
        batch = []
        for number in range(start, min(start + 5_000, mail_count)):
            urgency = ("now", "today", "week", "later", "none")[number % 5]
            verdict = canonical(
                {"kind": "request", "urgency": urgency, "act": True, "who": ["ann"], "deadline": None, "deadline_text": None,
                 "importance": "normal", "reply_expected": True, "confidential": False, "warnings": [], "confidence": 0.9}
            )  # fmt: skip
            batch.append(
                Noted(
                    ref=MessageRef("desk", "INBOX", 1, number + 1, f"f{number}"),
                    received=now - timedelta(days=365) * (mail_count - number) / mail_count,
                    subject=f"About the order of glasses number {number}",
                    sender=Address("Paul Martin", f"p{number % 500}@x.example"),
                    message_id=f"<{number}@x.example>", thread=f"<{number // 3 * 3}@x.example>", verdict=verdict, size=20_000,
                    claims=(StoredClaim("mail_triage", "triage", verdict, why),),
                )
            )  # fmt: skip
        with app.ledger.writing() as tx:
            mails.note(tx, batch, now)
    rows: list[dict[str, Any]] = []
    for number in range(item_count):
        kind = KINDS[number % len(KINDS)]
        due = now + timedelta(hours=number % 2_000 - 500)
        source = {
            "account": "desk", "from_name": "Paul Martin", "quote": "until Friday at the latest, please " * 4,
            "first": now.isoformat(), "sent": now.isoformat(), "with": ["p1@x.example"], "message_ids": [f"<{number}@x>"],
            "article": f"A{number}", "alert": "order", "run_out": (now + timedelta(days=number % 90)).date().isoformat(),
            "owners": ["ann@office.example"], "history": [{"at": "2026-11-01", "what": "noted"}] * 5,
        }  # fmt: skip
        prefix = {"stock": "stock:article:", "invoice": "invoices:"}.get(kind, "")
        item = Item(
            kind=kind, key=f"{prefix}{number}", title=f"Glasses {number}", owner="ann@office.example", due=due
        )
        rows.append(
            {"kind": item.kind, "key": item.key, "title": item.title, "owner": item.owner, "due": item.due, "source": source,
             "state": "open", "circle": "", "changed": now}
        )  # fmt: skip
    with app.ledger.writing() as tx:
        insert_many(tx, items, rows)


def looked_at(looks: Sequence[Callable[[], object]]) -> tuple[str, str]:
    """The 95th percentile of these looks, in milliseconds: as they pass, and of the processor's time."""
    passed, worked = [], []
    for look in looks:
        began, at_work = time.perf_counter(), time.process_time()
        look()
        passed.append(time.perf_counter() - began)
        worked.append(time.process_time() - at_work)
    return p95(passed), p95(worked)


def p95(looks: list[float]) -> str:
    """The 95th percentile, in milliseconds."""
    return f"{sorted(looks)[int(len(looks) * 0.95) - 1] * 1000:.0f}"


def main() -> None:
    """Fill, look, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    count = 10_000 if asked.quick else 100_000
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "office"
        answers = Answers(name="Bench", person="Ann", address="ann@office.example", imap_host="127.0.0.1", imap_port=9,
                          imap_security="none", user="x", password="x")  # fmt: skip
        write_new_office(folder, answers)
        edit(folder, duties={name: {"enabled": True} for name in DUTIES})
        with App(folder) as app:
            account = next(iter(app.settings.mail.accounts))
            fill(app, count, count // 10)
            if account != "desk":
                raise SystemExit(f"the account is called {account}")
            told: list[tuple[str, str, str]] = []
            viewer, asking = app.viewer(app.answer(None).person, "fr"), Asking()
            for page in PAGES:
                show = partial(shown_on, app, page, viewer, asking)
                show()
                app.lookout.settle()
                told.append((page, *looked_at([show] * 40)))
            mails_shown = [partial(mail_view, app.ledger, count - number * count // 50) for number in range(40)]
            told.append(("one mail", *looked_at(mails_shown)))
            print(table([("page", "p95, ms", "of the processor"), *told]))


if __name__ == "__main__":
    main()
