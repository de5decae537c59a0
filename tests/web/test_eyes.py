"""Who sees what: items, proposals and mails of several circles, and each page asked as each person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from officebot.app import App
from officebot.core.mail import Address, MessageRef
from officebot.core.proposals import Item, Reason
from officebot.core.text import quoted
from officebot.engine.ledger import items, mails
from officebot.engine.ledger import proposals as rows
from officebot.engine.ledger.mails import Noted, StoredClaim
from officebot.engine.ledger.proposals import NewAction, NewProposal
from officebot.engine.ledger.schema import actions
from officebot.engine.ledger.types import Encoded, canonical
from officebot.settings.new import Answers, write_new_office
from officebot.web.server import Dashboard
from tests.app.offices import edit
from tests.web.browser import Browser, entered

#: Name, circle, responsibilities.
PEOPLE = {
    "ann": ("office", "mailbox owner"), "otto": ("office", ""), "fanny": ("finance", "payments"), "fred": ("finance", ""),
    "hana": ("hr", ""), "henri": ("hr", ""), "boss": ("direction", ""), "sam": ("sales", "stock"), "sue": ("sales", ""),
}  # fmt: skip
#: Each mailbox with the circle that sees its mail, and its owner.
ACCOUNTS = {"desk": ("office", "ann"), "money": ("finance", "fanny"), "staff": ("hr", "hana")}
#: What is asked of everybody; /proposal/N and /mail/N come on top.
PAGES = (
    "/", "/queue", "/done", "/account", "/page/waiting", "/page/mail", "/page/calendar", "/page/stock", "/page/money",
    "/page/meetings",
)  # fmt: skip


def address(name: str) -> str:
    return f"{name}@office.example"


def of_circle(circle: str) -> frozenset[str]:
    return frozenset(name for name, (own, _) in PEOPLE.items() if own == circle)


@dataclass(slots=True)
class Thing:
    """Something with a word that stands in it and nowhere else, and the names of those who may see it."""

    word: str
    kind: str
    eyes: frozenset[str]
    #: Its own page, where it has one.
    path: str = ""


@dataclass(slots=True)
class Made:
    """All that was made."""

    things: list[Thing] = field(default_factory=list)

    def word(self, kind: str, eyes: frozenset[str], path: str = "") -> Thing:
        """A new thing with a word of its own."""
        thing = Thing(f"zq{len(self.things):04d}wx", kind, eyes, path)
        self.things.append(thing)
        return thing


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[App, str, Made]]:
    folder = tmp_path / "office"
    answers = Answers(
        name="Eyes", person="Ann", address=address("ann"), language="en", imap_host="127.0.0.1", imap_port=9, password="x",
        imap_security="none",
    )  # fmt: skip
    write_new_office(folder, answers)
    lines = ["name,address,role,language,circle,responsibilities,login"]
    lines += [f"{name},{address(name)},,en,{circle},{duties}," for name, (circle, duties) in PEOPLE.items()]
    (folder / "people.csv").write_text("\n".join(lines) + "\n", "utf-8")
    imap = {
        "host": "127.0.0.1",
        "port": 9,
        "security": "none",
        "user": "x",
        "password": {"file": "secrets/mail"},
        "timeout_seconds": 1,
    }
    (folder / "secrets" / "mail").write_text("x", "utf-8")
    (folder / "secrets" / "mail").chmod(0o600)
    accounts = {
        name: {"address": f"{name}@office.example", "owner": address(owner), "circle": circle, "imap": imap}
        for name, (circle, owner) in ACCOUNTS.items()
    }
    every = (
        "mail_triage",
        "replies",
        "deadlines",
        "follow_up",
        "gathering",
        "calendar_coordination",
        "agenda",
        "stock",
        "orders",
        "invoices",
        "budget",
        "minutes",
        "action_points",
    )
    keeper = {name: {"enabled": True, "keeper": address("fanny")} for name in ("invoices", "budget", "orders")}
    duties = {**{name: {"enabled": True} for name in every}, **keeper}
    duties["stock"] = {"enabled": True, "keeper": address("sam")}
    edit(folder, mail={"accounts": None})
    edit(folder, mail={"accounts": accounts}, duties=duties, office={"circle": "office"})
    with App(folder) as app:
        made = Made()
        _make_mails(app, made)
        _make_items(app, made)
        _make_proposals(app, made)
        shown = Dashboard(app, port=0)
        shown.start()
        try:
            yield app, shown.address, made
        finally:
            shown.stop()


def _make_mails(app: App, made: Made) -> None:
    """Mails in each mailbox, some private: their subject is then nobody's to see here."""
    now = app.clock.now()
    for number in range(15):
        account = list(ACCOUNTS)[number % 3]
        circle, owner = ACCOUNTS[account]
        is_private = number >= 12
        eyes = frozenset() if is_private else of_circle(circle) | {owner}
        thing = made.word("private mail" if is_private else "mail", eyes, f"/mail/{number + 1}")
        why = Reason(what=quoted(f"because {thing.word}"), quote=thing.word, weight=1.0)
        verdict = canonical({"kind": "request", "urgency": "now", "deadline_text": thing.word, "who": []})
        noted = Noted(
            ref=MessageRef(account, "INBOX", 1, number + 1, f"f{number}"),
            received=now - timedelta(minutes=number + 1), subject=f"About {thing.word}",
            sender=Address("Somebody", "somebody@client.example"), message_id=f"<{number}@client.example>",
            thread=f"<{number // 3}@thread.example>", is_private=is_private, verdict=verdict,
            claims=(StoredClaim("mail_triage", "triage", verdict, canonical([why.to_json()])),),
        )  # fmt: skip
        with app.ledger.writing() as tx:
            mails.note(tx, [noted], now)


def _source(kind: str, word: str, now: datetime) -> dict[str, Any]:
    """What a duty keeps in an item of this kind, with the word wherever words are."""
    day = now.date().isoformat()
    match kind:
        case "waiting-for" | "owed":
            return {
                "with": [f"{word}@client.example"],
                "name": word,
                "first": now.isoformat(),
                "sent": now.isoformat(),
                "quote": word,
            }
        case "deadline":
            return {"from_name": word, "from": f"{word}@client.example", "quote": word}
        case "gathering":
            return {"name": word, "title": word, "due": day}
        case "contribution":
            return {"gathering": word, "address": f"{word}@client.example", "name": word, "title": word, "due": day}
        case "meeting":
            return {
                "account": "desk", "thread": "t", "guest": f"{word}@client.example", "guest_name": word, "hosts": [],
                "minutes": 30, "stage": "asked",
            }  # fmt: skip
        case "minutes":
            return {"meeting": word, "date": day, "start": now.isoformat()}
        case "action":
            return {"meeting_title": word, "who": [word], "owners": []}
        case "stock":
            return {"article": word, "alert": "late", "quantity": "3", "supplier": word, "run_out": day}
        case "order-late":
            return {"supplier": word, "last": day, "reminders": 1}
        case _:
            return {"mark": word}


_PREFIX = {
    "stock": "stock:article:",
    "invoice": "invoices:",
    "call-back": "invoices:",
    "budget": "budget:",
    "order-late": "orders:",
}
#: Who sees a book: its keeper's circle, the office's circle, and who answers for what is in it.
_BOOKS = {
    "stock": of_circle("sales") | of_circle("office"),
    "order-late": of_circle("finance") | of_circle("office") | {"sam"},
    "invoice": of_circle("finance") | of_circle("office"),
    "call-back": of_circle("finance") | of_circle("office"),
}


def _make_items(app: App, made: Made) -> None:
    now = app.clock.now()
    kinds = ("waiting-for", "owed", "deadline", "gathering", "minutes", "minutes-question", "action", "meeting")
    for kind in kinds:
        for circle in ("finance", "hr", "direction"):
            _put(app, made, kind, now, circle=circle, eyes=of_circle(circle))
        _put(app, made, kind, now, owner="sue", circle="hr", eyes=of_circle("hr") | {"sue"})
        _put(app, made, kind, now, owner="otto", confidential=True, eyes=frozenset({"otto"}))
        if kind != "meeting":
            for account, (circle, _) in ACCOUNTS.items():
                _put(app, made, kind, now, owner="boss", account=account, eyes=of_circle(circle) | {"boss"})
            _put(app, made, kind, now, eyes=of_circle("office"))
    for kind, eyes in _BOOKS.items():
        _put(app, made, kind, now, eyes=eyes)
        _put(app, made, kind, now, circle="hr", eyes=eyes & of_circle("hr"))


def _put(
    app: App, made: Made, kind: str, now: datetime, *, eyes: frozenset[str], owner: str = "", circle: str = "",
    account: str = "", confidential: bool = False,
) -> None:  # fmt: skip
    thing = made.word(kind, eyes)
    source = _source(kind, thing.word, now)
    if account:
        source["account"] = account
    if confidential:
        source["confidential"] = True
    item = Item(
        kind=kind, key=f"{_PREFIX.get(kind, '')}{thing.word}", title=f"The {thing.word}",
        owner=address(owner) if owner else "", circle=circle, due=now - timedelta(minutes=5), source=source,
    )  # fmt: skip
    with app.ledger.writing() as tx:
        items.put(tx, item, now)


def _make_proposals(app: App, made: Made) -> None:
    """Some that wait, some done: of a circle, of an owner, about mails; those done wrote a document."""
    now = app.clock.now()
    number = 0
    for state in ("waiting", "done"):
        for duty in ("replies", "minutes", "invoices"):
            for circle, owner in (
                ("finance", ""),
                ("hr", ""),
                ("direction", "sue"),
                ("office", ""),
                ("sales", "otto"),
            ):
                number += 1
                eyes = of_circle(circle) | ({owner} if owner else frozenset())
                thing = made.word(f"{state} proposal", frozenset(eyes), f"/proposal/{number}")
                _propose(app, thing.word, state, duty, circle, owner, mail=number % 12 + 1, now=now)


def _propose(
    app: App, word: str, state: str, duty: str, circle: str, owner: str, *, mail: int, now: datetime
) -> None:
    text = canonical(quoted(f"Do {word}").to_json())
    row = {
        "run_id": None, "mail_id": mail, "duty": duty, "key": word, "version": 1, "hash": "0" * 64, "content": "0" * 64,
        "state": state, "title": Encoded(text), "reason": Encoded(text), "reasons": Encoded("[]"),
        "consequences": Encoded("[]"), "ruling": {"verdict": "ask", "because": quoted(word).to_json()},
        "approvals_needed": 1, "owner": address(owner) if owner else "", "circle": circle, "confidential": False,
        "number_series": "", "amount": None, "created": now, "expires": None, "decided": now if state == "done" else None,
        "decided_by": None, "because": None, "problem": None,
    }  # fmt: skip
    action = NewAction(
        kind="document.write", params={"path": f"documents/{word}.html"}, blobs={}, preview=quoted(f"Write {word}")
    )
    with app.ledger.writing() as tx:
        rows.store(tx, [NewProposal(row=row, actions=(action,))])
        if state == "done":
            tx.execute(actions.update().where(actions.c.state == "pending").values(state="done"))


def test_nobody_sees_on_any_page_what_is_of_others(office: tuple[App, str, Made]) -> None:
    app, at, made = office
    hidden, leaks, seen = 0, [], Counter[str]()
    for name in PEOPLE:
        person = app.facts.people.at(address(name))
        assert person is not None
        browser = entered(at, app, person)
        pages = _all_pages(app, browser)
        for thing in made.things:
            own = {} if not thing.path else {thing.path: browser.get(thing.path).text}
            found = [path for path, text in {**pages, **own}.items() if thing.word in text]
            if name in thing.eyes:
                seen[thing.kind] += bool(found)
            else:
                hidden += 1
                leaks += [(name, thing.kind, thing.word, path) for path in found]
    print(f"{hidden} pairs of person and thing that is not theirs, {len(leaks)} seen")
    assert not leaks
    assert hidden >= 500
    # Turned round: what they may see is shown, or nothing would be proven.
    kinds = {thing.kind for thing in made.things if thing.eyes}
    assert kinds == {kind for kind, count in seen.items() if count}


def _all_pages(app: App, browser: Browser) -> dict[str, str]:
    """Every page of the menu; again once what is read in the background is there."""
    found = {}
    for path in PAGES:
        browser.get(path)
    app.lookout.settle()
    for path in PAGES:
        got = browser.get(path)
        assert got.status == 200, path
        assert "cannot be shown" not in got.text, path
        found[path] = got.text
    return found


def test_the_text_of_a_mail_is_for_who_may_see_its_mailbox(office: tuple[App, str, Made]) -> None:
    app, at, _ = office
    for name, (circle, _) in PEOPLE.items():
        person = app.facts.people.at(address(name))
        assert person is not None
        browser = entered(at, app, person)
        for number, (of, owner) in enumerate(ACCOUNTS.values(), 1):
            may = circle == of or name == owner
            assert browser.get(f"/mail/{number}/text").status == (200 if may else 404), (name, number)
