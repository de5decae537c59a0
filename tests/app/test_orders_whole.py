"""From a shortage to the delivered line, over mail servers: requests, offers, an order of two people, its deliveries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.app.embedded import ZONE
from tests.app.offices import officebot
from tests.app.ordering import Ordering, ordering

_EARLY = datetime(2026, 11, 23, 7, 30, tzinfo=ZONE)
PORT, OUEST, HARTLEY = (
    "ventes@papeteries-port.example", "ventes@ouest-bureautique.example", "sales@hartley-paper.example",
)  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Ordering]:
    with ordering(tmp_path / "office", at=_EARLY, on_hand=3, offers_above=100.0) as found:
        found.turn(hours=1)
        found.turn(days=1)
        yield found


def offers_in(office: Ordering) -> None:
    """Three are asked, two answer, the third is reminded and stays silent until the day is over."""
    office.says_yes(office.waiting("Demander une offre"))
    office.turn(minutes=5)
    port, hartley = office.sent_to(PORT)[-1], office.sent_to(HARTLEY)[-1]
    office.writes(
        f"Papeteries du Port <{PORT}>", f"Re: {port['Subject']}",
        "Bonjour,\n\nNotre offre D-4471 :\n\n- 60 ramettes papier A4 80 g à 3,95 € HT\n\nPort offert. Livraison sous 4 jours"
        " ouvrés. Paiement à 30 jours.\n\nCordialement,\nLéa Martin", answers=port["Message-ID"],
    )  # fmt: skip
    office.turn(minutes=30)
    office.writes(
        f"Hartley Paper <{HARTLEY}>", f"Re: {hartley['Subject']}",
        "Hello,\n\nWe are pleased to quote (quotation HP-77):\n\n57 reams of A4 80 gsm paper @ EUR 4.10 excl. VAT\n\nCarriage"
        " EUR 12.00. Delivery in 8 working days.\n\nKind regards\nTom Hartley", answers=hartley["Message-ID"],
    )  # fmt: skip
    office.turn(minutes=30)


def ordered(office: Ordering) -> None:
    """The order is given, by two people."""
    offers_in(office)
    office.turn(days=8)
    order = office.waiting("Commander")
    office.says_yes(order)
    office.turn(minutes=5)
    assert office.rows() == []
    office.says_yes(order, "e.kerbrat")
    office.turn(minutes=5)


def test_a_shortage_becomes_requests_to_those_who_sell_it_in_their_languages(office: Ordering) -> None:
    request = office.waiting("Demander une offre")
    assert office.sent_to(PORT) == []
    office.says_yes(request)
    office.turn(minutes=5)
    subjects = [office.sent_to(one)[-1]["Subject"] for one in (PORT, OUEST, HARTLEY)]
    assert subjects[0] == subjects[1] == "Demande de prix DP-2026-0001 : Papier A4 80 g".replace(" :", "\u00a0:")
    assert subjects[2] == "Request for a quotation DP-2026-0001: Papier A4 80 g"
    assert "DP-2026-0001" in office.sent_to(OUEST)[-1].get_content()


def test_who_has_not_answered_is_reminded_and_who_has_is_not(office: Ordering) -> None:
    offers_in(office)
    office.turn(days=3)
    office.says_yes(office.waiting("Relancer"))
    office.turn(minutes=5)
    assert [len(office.sent_to(one)) for one in (PORT, OUEST, HARTLEY)] == [1, 2, 1]
    assert office.sent_to(OUEST)[-1]["Subject"].startswith("Re: ")


def test_an_answer_that_comes_before_the_yes_keeps_the_reminder_back(office: Ordering) -> None:
    offers_in(office)
    office.turn(days=3)
    reminder = office.waiting("Relancer")
    office.writes(f"Ouest <{OUEST}>", "Votre demande", "Bonjour, notre offre suit demain.\n\nMme Rousselot")
    office.says_yes(reminder)
    office.turn(minutes=5)
    assert len(office.sent_to(OUEST)) == 1


def test_the_best_offer_becomes_an_order_of_two_people_with_its_number_and_its_document(office: Ordering) -> None:
    ordered(office)
    mail = office.sent_to(PORT)[-1]
    assert mail["Subject"] == "Commande BC-2026-0001"
    [attached] = list(mail.iter_attachments())
    assert attached.get_filename() == "BC-2026-0001.pdf"
    assert attached.get_content().startswith(b"%PDF")
    [row] = office.rows()
    assert (row["N° commande"], row["Qté commandée"], row["PU HT"]) == ("BC-2026-0001", 57, 3.95)
    assert row["Commandé le"] == datetime(2026, 12, 2)
    assert row["Statut"] == "commandée"
    page = next((office.folder / "documents" / "orders").glob("DP-2026-0001-offers.html")).read_text("utf-8")
    assert "Papeteries du Port" in page
    assert "Hartley Paper Ltd" in page


def test_a_changed_price_is_flagged_and_enters_the_book_only_with_a_yes(office: Ordering) -> None:
    ordered(office)
    mail = office.sent_to(PORT)[-1]
    office.writes(
        f"Papeteries du Port <{PORT}>", f"Re: {mail['Subject']}",
        "Bonjour,\n\nNous confirmons votre commande BC-2026-0001 :\n\n57 ramettes papier A4 80 g à 4,25 € HT\n\nLivraison le"
        " 9 décembre 2026.\n", answers=mail["Message-ID"],
    )  # fmt: skip
    office.turn(minutes=30)
    assert office.rows()[0]["Prix confirmé"] is None
    flagged = [item.title for item in office.app.office.items("order-difference")]
    assert any("4,25" in title and "3,95" in title for title in flagged)
    entered = office.waiting("promis")
    office.says_yes(entered)
    office.turn(minutes=5)
    row = office.rows()[0]
    assert (row["Prix confirmé"], row["Livraison confirmée"], row["Statut"]) == (
        4.25,
        datetime(2026, 12, 9),
        "confirmée",
    )
    assert "write to them about what differs" in entered.title.render("en")
    assert "4,25" in office.sent_to(PORT)[-1].get_content()


def test_deliveries_in_parts_are_entered_chased_and_finished_and_the_last_can_be_taken_back(office: Ordering) -> None:
    ordered(office)
    office.turn(days=6)
    office.writes(
        "Papeteries du Port <expedition@papeteries-port.example>", "Bon de livraison BL-9001",
        "Bonjour,\n\nVotre commande BC-2026-0001 : nous vous avons livré ce jour (BL-9001)\n\n40 ramettes papier A4 80 g\n\nLe"
        " reste suivra.\n",
    )  # fmt: skip
    office.turn(minutes=30)
    office.says_yes(office.waiting("livré"))
    office.turn(minutes=5)
    row = office.rows()[0]
    assert (row["Qté reçue"], row["Statut"]) == (40, "reçue en partie")
    assert office.rows("Mouvements", "Stock.xlsx")[-1]["Quantité"] == 40
    office.turn(days=3)
    office.says_yes(office.waiting("en retard"))
    office.turn(minutes=5)
    reminder = office.sent_to(PORT)[-1]
    assert "17 ramettes" in reminder.get_content()
    office.writes(
        "Papeteries du Port <expedition@papeteries-port.example>", "Bon de livraison BL-9044",
        "Bonjour,\n\nSuite et fin de votre commande BC-2026-0001, livrée ce matin (BL-9044) :\n\n17 ramettes papier A4 80 g\n",
    )  # fmt: skip
    office.turn(minutes=30)
    last = office.waiting("livré")
    office.says_yes(last)
    office.turn(minutes=5)
    assert office.rows()[0]["Statut"] == "reçue"
    assert office.proposals() == []
    office.takes_back(last)
    row = office.rows()[0]
    assert (row["Qté reçue"], row["Statut"]) == (40, "reçue en partie")
    assert office.rows("Mouvements", "Stock.xlsx")[-1]["Quantité"] == 40


def test_a_supplier_s_line_without_a_word_of_orders_is_asked_about_and_their_good_wishes_are_not(
    office: Ordering,
) -> None:
    ordered(office)
    office.writes(f"Papeteries du Port <{PORT}>", "Voeux", "Toute l'équipe vous souhaite de belles fêtes.\nAnne")
    office.turn(minutes=30)
    before = {one.key for one in office.proposals()}
    assert not any(":read:" in key for key in before)
    office.writes(
        "Anne Le Goff <depot@papeteries-port.example>", "bonjour", "57 ramettes A4 déposées à l'accueil.\nAnne"
    )
    office.turn(minutes=30)
    asked = next(one for one in office.proposals() if one.key not in before)
    office.says_yes(asked)
    office.turn(minutes=5)
    assert office.rows()[0]["Qté reçue"] == 57


def test_a_delivery_note_that_comes_twice_is_entered_once(office: Ordering) -> None:
    ordered(office)
    office.turn(days=6)
    for subject in ("Bon de livraison BL-9001", "Fwd: Bon de livraison BL-9001"):
        office.writes(
            "Papeteries du Port <expedition@papeteries-port.example>", subject,
            "Bonjour,\n\nVotre commande BC-2026-0001 : nous vous avons livré ce jour (BL-9001)\n\n40 ramettes papier A4 80 g\n",
        )  # fmt: skip
        office.turn(minutes=30)
        for one in office.proposals():
            if "livré" in one.title.render("fr"):
                office.says_yes(one)
        office.turn(minutes=5)
    assert office.rows()[0]["Qté reçue"] == 40
    assert any("9001" in item.title for item in office.app.office.items("order-difference"))


def test_a_stranger_s_word_about_an_order_is_not_entered_by_itself(office: Ordering) -> None:
    ordered(office)
    office.writes(
        "Papeteries du Port <ventes@papeteries-p0rt.example>", "Commande BC-2026-0001",
        "Bonjour,\n\nNous confirmons votre commande BC-2026-0001 :\n\n57 ramettes papier A4 80 g à 3,95 € HT\n\nLivraison le"
        " 8 décembre 2026.\n",
    )  # fmt: skip
    office.turn(minutes=30)
    assert office.rows()[0]["Livraison confirmée"] is None


def test_what_a_colleague_asks_for_becomes_a_need_with_a_yes_and_then_a_request(tmp_path: Path) -> None:
    with ordering(tmp_path / "office", at=_EARLY) as office:
        office.turn(hours=2)
        office.writes(
            "Malik Hamdani <m.hamdani@atelier-verrier.example>", "Fournitures",
            "Bonjour Nadia,\n\nil nous faudrait 12 classeurs à levier bleus.\n\nMerci,\nMalik",
        )  # fmt: skip
        office.turn(minutes=10)
        office.says_yes(office.waiting("besoin"))
        office.turn(minutes=5)
        office.turn(days=1)
        request = office.waiting("Demander une offre")
        assert "classeurs" in request.title.render("fr")
        assert "Papeteries du Port" in request.title.render("fr")


def test_a_service_is_asked_about_on_its_day_and_entered_with_a_yes(tmp_path: Path) -> None:
    visit = ("BC-2026-0007", 1, "Clim Ouest", "sav@clim-ouest.example", None, "Visite d'entretien", None, 1, "visite", 240,
             date(2026, 11, 2), date(2026, 11, 24))  # fmt: skip
    with ordering(tmp_path / "office", (visit + (None,) * 8,), at=_EARLY) as office:
        office.turn(hours=2)
        assert office.proposals() == []
        office.turn(days=1)
        office.says_yes(office.waiting("a-t-il réalisé"))
        office.turn(minutes=5)
        row = office.rows()[0]
        assert (row["Qté reçue"], row["Statut"]) == (1, "reçue")


def test_another_round_is_asked_for_and_who_is_not_chosen_gets_a_draft_where_the_office_wants_it(
    tmp_path: Path,
) -> None:
    with ordering(
        tmp_path / "office", at=_EARLY, on_hand=3, offers_above=100.0, negotiate=True, decline=True
    ) as office:
        office.turn(hours=1)
        office.turn(days=1)
        offers_in(office)
        office.turn(days=8)
        office.says_yes(office.waiting("Hartley Paper Ltd d’améliorer"))
        order = office.waiting("Commander")
        office.says_yes(order)
        office.says_yes(order, "e.kerbrat")
        office.turn(minutes=5)
        better = office.sent_to(HARTLEY)[-1]
        assert better["In-Reply-To"]
        assert "Papeteries" not in better.get_content()
        assert "3.95" not in better.get_content()
        drafts = [one.raw for one in office.servers.mailbox("Drafts")]
        assert any(HARTLEY.encode() in raw and b"Papeteries" not in raw for raw in drafts)


def test_an_order_is_shown_by_the_words_of_its_document_and_saved_as_files(office: Ordering, tmp_path: Path) -> None:
    offers_in(office)
    office.turn(days=8)
    number = str(office.waiting("Commander").id)
    shown = officebot("show", number, "--save", str(tmp_path / "seen"), office=office.folder, lang="fr")
    assert shown.code == 0
    assert "%PDF" not in shown.out
    assert "Bon de commande" in shown.out
    assert (tmp_path / "seen" / f"{number}-0-document.pdf").read_bytes().startswith(b"%PDF")
    again = officebot("show", number, "--save", str(tmp_path / "seen"), office=office.folder, lang="fr")
    assert again.code == 1
