"""Files and mails read as documents: attachments beside the mail's own words, quoted words never as the supplier's."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from email.message import EmailMessage

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.connectors.papers.pages import paper_of_html
from officebot.connectors.papers.people import read_for_people, read_mail
from officebot.connectors.papers.plain import paper_of_text
from officebot.core.problems import UserError
from officebot.core.trade.known import Known
from officebot.core.trade.model import TradeDocument, TradeKind
from tests.connectors.papers.making import LINES, PICTURE, by_hand, typeset

DAY = date(2026, 11, 10)
KNOWN = Known(on=DAY)


def mail(
    text: str, *, subject: str = "Bonjour", sender: str = "ventes@lumio.example", html: str = ""
) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "achats@atelier.example", subject
    message["Date"] = "Tue, 10 Nov 2026 09:00:00 +0100"
    message["Message-ID"] = "<1@lumio.example>"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def read(message: EmailMessage, **more: frozenset[str]) -> list[TradeDocument]:
    return [one.document for one in read_mail(message.as_bytes(), "m.eml", **more)]


def workbook(*rows: tuple[object, ...]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Feuille")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, value)
    book.close()
    return out.getvalue()


# ── files ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_delivery_note_of_a_pdf_is_read_with_what_is_still_to_come() -> None:
    (found,) = [one.document for one in read_for_people(typeset(LINES), "bl.pdf", KNOWN)]

    assert found.kind is TradeKind.despatch
    assert found.number == "BL-2026-0317"
    assert found.references == ("BC-2026-0042",)
    assert found.delivery_date == date(2026, 11, 9)
    lamp, cable = found.lines
    assert lamp.seller_article == "LMP-10"
    assert lamp.label.startswith("Lampe de bureau orientable")
    assert lamp.label.endswith("variateur")
    assert (cable.quantity, cable.outstanding) == (8, 4)


def test_a_sheet_without_names_of_goods_is_read_by_positions() -> None:
    data = workbook(
        ("Order confirmation", "OC 5501"),
        ("Your order", "PO-2026-77"),
        (),
        ("Line", "Qty", "Unit price", "Delivery"),
        (1, 40, 2.5, "16/11/2026"),
        (2, 3, 118, "week 48"),
    )

    (found,) = [one.document for one in read_for_people(data, "oc.xlsx", KNOWN)]

    assert (found.kind, found.number, found.references) == (TradeKind.confirmation, "OC 5501", ("PO-2026-77",))
    assert [(line.number, line.quantity, line.price) for line in found.lines] == [
        ("1", 40, Decimal("2.5")),
        ("2", 3, 118),
    ]
    assert [line.delivery_date for line in found.lines] == [date(2026, 11, 16), date(2026, 11, 29)]


def test_the_xml_of_a_hybrid_pdf_goes_before_its_pages() -> None:
    exact = TradeDocument(kind=TradeKind.order, number="X1")
    source = '#pdf.attach("order-x.xml", bytes("<a/>"))\n' + LINES

    (found,) = read_for_people(typeset(source), "a.pdf", KNOWN, lambda data: [exact] if data == b"<a/>" else [])

    assert found.document is exact


def test_a_scan_is_refused_in_a_sentence() -> None:
    with pytest.raises(UserError, match="pictures of pages"):
        read_for_people(by_hand(PICTURE, content="200 0 0 200 20 20 cm /I Do"), "scan.pdf", KNOWN)


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01\x02", b"hello", b"PK\x03\x04rubbish"],
    ids=["nothing", "bytes", "a word", "no archive"],
)
def test_what_is_no_document_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(UserError):
        read_for_people(data, "x", KNOWN)


def test_cells_of_a_page_keep_their_columns_where_one_is_empty() -> None:
    head = "<tr><th>Item</th><th>Sent</th><th>To follow</th></tr>"
    html = f"<p>Sent:</p><table>{head}<tr><td>Lamp</td><td></td><td>8</td></tr></table>"

    rows = paper_of_html(html).rows

    assert [(piece.text, piece.left) for piece in rows[-1].pieces] == [("Lamp", 0.0), ("8", 2.0)]


def test_columns_of_a_text_stand_where_blanks_tabs_bars_or_semicolons_part_them() -> None:
    blanks = paper_of_text("Lampe de bureau    12   4,15").rows[0]
    tabs = paper_of_text("Lampe\t12").rows[0]
    bars = paper_of_text("| Lampe | 12 |\n|---|---|").rows
    semicolons = paper_of_text("Lampe;12;4,15\nCâble;3;1,00").rows[0]

    assert [piece.text for piece in blanks.pieces] == ["Lampe de bureau", "12", "4,15"]
    assert [piece.text for piece in tabs.pieces] == ["Lampe", "12"]
    assert [[piece.text for piece in row.pieces] for row in bars] == [["Lampe", "12"]]
    assert [piece.text for piece in semicolons.pieces] == ["Lampe", "12", "4,15"]


# ── mails ─────────────────────────────────────────────────────────────────────────────────────────────────

LIST = """Bonjour,

nous vous confirmons votre commande BC-2026-0042, livraison le 20 novembre :

- 12 lampes de bureau à 34,50 € HT
- 3 multiprises 6 prises à 11,20 € HT : en rupture, livraison en semaine 49

Cordialement,
Paul
"""


def test_a_list_in_a_mail_is_a_confirmation_with_its_lines() -> None:
    (found,) = read(mail(LIST))

    assert found.kind is TradeKind.confirmation
    assert found.references == ("BC-2026-0042",)
    lamps, strips = found.lines
    assert (lamps.label, lamps.quantity, lamps.price) == ("lampes de bureau", 12, Decimal("34.50"))
    assert lamps.delivery_date == date(2026, 11, 20)
    assert strips.delivery_date == date(2026, 12, 6)
    assert found.confidence < 0.8


def test_what_is_quoted_below_is_never_what_the_supplier_says() -> None:
    text = (
        "Bonjour,\n\nvos 12 lampes sont parties ce matin.\n\nPaul\n\n"
        "Le 9 nov. 2026 à 10:15, Achats <achats@atelier.example> a écrit :\n"
        "> merci de livrer notre commande BC-2026-0042 :\n> - 40 ramettes A4 à 4,15 €\n"
    )

    (found,) = read(mail(text, subject="Re: livraison"))

    assert [line.quantity for line in found.lines] == [12]
    assert found.references == ("BC-2026-0042",)


def test_answers_between_quoted_lines_change_what_was_asked() -> None:
    text = (
        "On Mon, 9 Nov 2026 at 15:20, Buying <achats@atelier.example> wrote:\n"
        "> Please supply:\n> 1. 48 desk lamps @ 34.50\nFine, in stock.\n> 2. 20 power strips @ 11.20\nWe only have 15 left.\n"
        "> 3. 6 floor mats @ 19.00\nSorry, no longer made.\n"
    )

    (found,) = read(mail(text, subject="Re: Order PO-77"))

    assert found.kind is TradeKind.confirmation
    assert [line.quantity for line in found.lines] == [48, 15, None]
    assert [line.answer.value for line in found.lines] == ["accepted", "changed", "rejected"]


def test_a_table_in_html_goes_before_the_plain_form_of_it() -> None:
    html = (
        "<p>Despatch DN 40551 left today for your order PO-2026-77.</p><table>"
        "<tr><th>Code</th><th>Item</th><th>Sent</th><th>To follow</th></tr>"
        "<tr><td>LM1</td><td>Desk lamp</td><td></td><td>8</td></tr>"
        "<tr><td>LM2</td><td>Clip lamp</td><td>4</td><td></td></tr></table>"
    )

    (found,) = read(mail("LM1 Desk lamp 8\n\nLM2 Clip lamp 4\n", subject="On its way", html=html))

    assert (found.kind, found.number) == (TradeKind.despatch, "40551")
    assert [(line.label, line.quantity, line.outstanding) for line in found.lines] == [
        ("Desk lamp", None, 8), ("Clip lamp", 4, None)
    ]  # fmt: skip


def test_a_mail_that_only_announces_what_hangs_on_it_is_no_document_itself() -> None:
    message = mail("Bonjour,\n\nveuillez trouver ci-joint notre bon de livraison.\n\nPaul", subject="Votre BL")
    message.add_attachment(typeset(LINES), maintype="application", subtype="pdf", filename="bl.pdf")

    (found,) = read(message)

    assert (found.syntax, found.number) == ("pdf", "BL-2026-0317")


def test_an_attachment_that_cannot_be_read_hides_nothing_else() -> None:
    message = mail(LIST)
    message.add_attachment(b"%PDF-1.7 broken", maintype="application", subtype="pdf", filename="x.pdf")

    assert [line.quantity for line in read(message)[0].lines] == [12, 3]


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Soldes",
            "Jusqu'à -20 % sur nos lampes : 12 € au lieu de 15 € !\n\nSe désinscrire : https://lumio.example/stop",
        ),
        ("Absence", "Je suis absent du bureau jusqu'au 20 novembre. Pour vos commandes, voyez avec l'accueil."),
        ("Relance", "Sauf erreur de notre part, la facture F-77 de 120,00 € échue le 15/10 reste impayée."),
        ("toner", "Salut, tu sais où sont les toners du deuxième ? Merci"),
    ],
    ids=["an advertisement", "an absence", "a reminder", "a colleague"],
)
def test_a_mail_about_something_else_is_no_document(subject: str, text: str) -> None:
    assert read(mail(text, subject=subject)) == []


def test_a_colleague_says_what_came_and_nothing_else() -> None:
    ours = frozenset({"atelier.example"})

    assert [
        one.kind for one in read(mail("Reçu ce midi : 12 lampes.", sender="jo@atelier.example"), own_domains=ours)
    ] == [TradeKind.receipt]
    assert read(mail("Il faudrait 12 lampes expédiées demain.", sender="jo@atelier.example"), own_domains=ours) == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_no_text_of_a_mail_stops_its_reader(text: str) -> None:
    read(mail(text.replace("\r", " ").encode("utf-8", "ignore").decode(), subject="Confirmation"))
