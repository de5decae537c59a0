"""A stock that people keep in their own workbook: a withdrawal by mail, a shortage ahead, everything taken back."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from getpass import getuser
from pathlib import Path
from typing import Any

import pytest

from officebot.connectors.imap.account import ImapAccount
from officebot.connectors.imap.session import ImapSession
from officebot.testing.dovecot import DovecotUser
from tests.app.offices import Called, make_office, officebot
from tests.core.workbooks.making import shown
from tests.duties.stockbook import french_stock

pytestmark = pytest.mark.live

PEOPLE = f"""name,address,role,language,circle,responsibilities,login
Ann Assistant,desk@office.example,assistant,en,direction,mailbox owner,{getuser()}
Sophie Delmas,sophie@office.example,finance,fr,direction,,
"""


class Live:
    """The office over its mailbox and its workbook."""

    def __init__(self, folder: Path, user: DovecotUser) -> None:
        self.book = french_stock(folder.parent / "Stock.xlsx", today=datetime.now(UTC).date())
        self.office = make_office(
            folder, user,
            workbooks={"stock": {"path": "../Stock.xlsx", "write": True}},
            duties={"stock": {"enabled": True}},
            mail={"hold_seconds": 0},
        )  # fmt: skip
        (folder / "people.csv").write_text(PEOPLE, "utf-8")
        self._account = ImapAccount(name="desk", host=user.host, port=user.imap_port, security="none", user=user.user,
                                    password=user.password, address="desk@office.example")  # fmt: skip
        self.run("once")

    def run(self, *words: str) -> Called:
        called = officebot(*words, office=self.office)
        assert called.code == 0, called
        return called

    def writes(self, text: str) -> None:
        mail = EmailMessage()
        mail["Message-ID"] = f"<{hashlib.sha256(text.encode()).hexdigest()[:12]}@office.example>"
        mail["From"], mail["To"], mail["Subject"] = (
            "Sophie Delmas <sophie@office.example>",
            "desk@office.example",
            "Stock",
        )
        mail["Date"] = format_datetime(datetime.now(UTC))
        mail.set_content(text)
        with ImapSession(self._account) as session:
            session.append("INBOX", mail.as_bytes().replace(b"\n", b"\r\n"), (), when=datetime.now(UTC))

    def waiting(self) -> list[dict[str, Any]]:
        return [one for one in self.run("queue", "--json").facts if one["duty"] == "stock"]


@pytest.fixture
def live(tmp_path: Path, dovecot: DovecotUser) -> Live:
    return Live(tmp_path / "office", dovecot)


def test_a_withdrawal_by_mail_is_entered_once_and_can_be_taken_back(live: Live) -> None:
    before = live.book.read_bytes()
    live.writes("Bonjour,\n\nj'ai pris 3 ramettes de papier A4.\n\nSophie")
    live.run("once")
    [one] = live.waiting()
    assert live.book.read_bytes() == before
    told = live.run("show", str(one["id"])).out
    assert "Stock.xlsx" in told
    live.run("approve", str(one["id"]))
    live.run("once")
    data = live.book.read_bytes()
    rows = shown(data, "Mouvements")
    last = max(int(cell[1:]) for cell in rows if cell[0] == "B")
    assert [rows[f"{column}{last}"] for column in "BCD"] == ["PAP-A4", "Sortie", 3]
    stock = shown(data, "Stock")
    assert (stock["D5"], stock["D6"], stock["K5"]) == (37, 120, 151.7)
    live.run("once")
    assert live.book.read_bytes() == data
    live.run("undo", str(one["id"]))
    assert live.book.read_bytes() == before


def test_it_is_taken_back_cell_by_cell_where_others_wrote_since(live: Live) -> None:
    live.writes("Bonjour,\n\nj'ai pris 3 ramettes de papier A4.\n\nSophie")
    live.run("once")
    [one] = live.waiting()
    live.run("approve", str(one["id"]))
    live.run("once")
    assert officebot("sheet", "set", str(live.book), "Stock!E6=35", office=live.office).code == 0
    live.run("undo", str(one["id"]))
    stock = shown(live.book.read_bytes(), "Stock")
    assert (stock["D5"], stock["E6"]) == (40, 35)


def test_what_is_not_clear_is_asked_back(live: Live) -> None:
    before = live.book.read_bytes()
    live.writes("Bonjour,\n\nj'ai pris une douzaine de stylos bleus.\n\nSophie")
    live.run("once")
    titles = [one["title"] for one in live.run("history", "--json").facts if one["duty"] == "stock"]
    assert any("Sophie Delmas" in title for title in titles)
    assert live.book.read_bytes() == before


def test_a_shortage_ahead_is_told_in_the_morning(live: Live) -> None:
    live.run("once", "stock")
    proposals = [one for one in live.run("history", "--json").facts if one["duty"] == "stock"]
    assert any("run" in one["title"] for one in proposals), proposals
    [page] = list((live.office / "documents" / "stock").glob("*-needs.html"))
    assert "Cartouche noire" in page.read_text("utf-8")
