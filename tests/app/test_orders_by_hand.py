"""An order and a need by a person's word, over the sample office's own servers, up to what leaves the office."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from officebot.app.ordering import OrdersDesk
from officebot.core.orders.spoken import read_lines
from officebot.core.proposals import Item
from officebot.duties.orders.by_hand import Wish
from officebot.duties.orders.observe import ASKED, NEED
from officebot.engine.deciding import noting
from officebot.engine.deciding.approvals import Actor
from tests.app.embedded import DESK
from tests.app.ordering import Ordering, ordering

PORT = "ventes@papeteries-port.example"


def person(office: Ordering) -> Actor:
    found = office.app.facts.people.at(DESK)
    assert found is not None
    return Actor(found, found)


def wish(*lines: str, **more: Any) -> Wish:
    return Wish(lines=read_lines(lines, may_price=True), **more)


def test_a_drafted_order_is_numbered_entered_and_sent_with_the_second_yes_and_meets_the_need(tmp_path: Path) -> None:
    with ordering(tmp_path / "office") as office:
        desk = OrdersDesk(office.app)
        desk.need(person(office), wish("PAP-A4-80=30"))
        desk.need(person(office), wish("PAP-A4-80=30", place="Dépôt", required=("recyclé",)))
        told = {"label": "papier a4 80 g", "article": "", "quantity": "10", "mail": "desk:INBOX"}
        noting.note(office.app.ledger, person(office), [Item(kind=NEED, key="told", title="told", source=told)],
                    office.clock.now())  # fmt: skip
        order = wish("PAP-A4-80=40", "Gomme=10@0,45", supplier="port", by=date(2026, 12, 10), budget="606400")
        made = desk.draft(person(office), order)
        assert (made.state, made.approvals, made.draft.total) == ("waiting", 2, Decimal("172.50"))
        (proposal,) = [one for one in office.proposals() if one.id == made.proposal]
        office.says_yes(proposal)
        office.turn(minutes=1)
        assert (office.rows(), office.sent_to(PORT)) == ([], [])
        office.says_yes(proposal, "e.kerbrat")
        office.turn(minutes=1)
        rows = office.rows()
        assert [(row["Ligne"], row["Référence"], row["Désignation"], row["Qté commandée"], row["PU HT"]) for row in rows] == [
            (1, "PAP-A4-80", "Papier A4 80 g", 40, 4.2), (2, None, "Gomme", 10, 0.45),
        ]  # fmt: skip
        number = rows[0]["N° commande"]
        assert number
        (mail,) = office.sent_to(PORT)
        assert number in str(mail["Subject"])
        assert [item.source["place"] for item in office.app.office.items(NEED)] == ["Dépôt"]
        again = desk.draft(person(office), order)
        assert (again.is_known, again.proposal != made.proposal) == (False, True)


def test_a_rejected_order_may_be_asked_for_again(tmp_path: Path) -> None:
    with ordering(tmp_path / "office") as office:
        desk = OrdersDesk(office.app)
        made = desk.draft(person(office), wish("PAP-A4-80=4", supplier="port"))
        office.app.reject(person(office), made.proposal, "not now")
        office.turn(minutes=1)
        again = desk.draft(person(office), wish("PAP-A4-80=4", supplier="port"))
        assert (again.proposal != made.proposal, again.state) == (True, "waiting")


def test_a_noted_need_becomes_a_request_in_the_morning_and_is_not_asked_for_twice(tmp_path: Path) -> None:
    with ordering(tmp_path / "office") as office:
        desk = OrdersDesk(office.app)
        (first,) = desk.need(person(office), wish("Toner 26A=3", by=date(2026, 12, 15)))
        office.turn(hours=24)
        proposal = office.waiting("Toner 26A")
        office.says_yes(proposal)
        office.turn(minutes=1)
        (asked,) = office.app.office.items(ASKED)
        assert list(asked.source["needs"]) == [first.item.key]
        assert asked.source["wanted_by"] == "2026-12-15"
        (second,) = desk.need(person(office), wish("Toner 26A=1"))
        assert (second.item.key != first.item.key, second.is_changed) == (True, False)
