"""Papers read as documents: kinds by titles, columns by headings or arithmetic, lines over rows and pages, sums checked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.core.trade.known import Known
from officebot.core.trade.model import TradeDocument, TradeKind
from officebot.core.trade.paper import Paper, Piece, Row
from officebot.core.trade.reading.cells import cut
from officebot.core.trade.reading.document import Reading, read_paper
from officebot.core.trade.reading.figures import Writing
from officebot.core.trade.reading.headings import Column, find_headings
from officebot.core.trade.reading.words import Role, roles_of

KNOWN = Known(on=date(2026, 11, 10))


def paper(text: str, *, source: str = "text", name: str = "") -> Paper:
    """A paper of a text: two blanks part columns, a line `---` ends a page."""
    rows, page = [], 1
    for number, line in enumerate(text.strip("\n").split("\n")):
        if line.startswith("---"):
            page += 1
            continue
        pieces, at = [], 0
        for part in line.split("  "):
            begin = line.index(part, at) if part else at
            if part.strip():
                pieces.append(Piece(part.strip(), float(begin), float(begin + len(part))))
            at = begin + len(part)
        if pieces:
            rows.append(Row(tuple(pieces), page, float(number)))
    return Paper(name=name, source=source, rows=tuple(rows))


def read(text: str) -> TradeDocument:
    return reading(text).document


def reading(text: str) -> Reading:
    return read_paper(paper(text), KNOWN)


INVOICE = """
FACTURE N° FA-2026-118                           Date : 06/11/2026

Votre commande BC-2026-0042

Réf.     Désignation                 Qté    PU HT     Remise    Montant HT   TVA
LMP-10   Lampe de bureau              12     34,50     10 %         372,60    20
         orientable, laquée blanc
CBL-02   Câble d'alimentation          8      4,20                   33,60    20
PORT     Frais de port                 1     15,00                   15,00    20

                                              Total HT              421,20
                                              TVA 20 %               84,24
                                              Net à payer           505,44 €
"""


def test_an_invoice_is_read_whole() -> None:
    found = read(INVOICE)

    assert (found.kind, found.number, found.issued) == (TradeKind.invoice, "FA-2026-118", date(2026, 11, 6))
    assert found.references == ("BC-2026-0042",)
    assert (found.net, found.total, found.currency) == (Decimal("421.20"), Decimal("505.44"), "EUR")
    assert [line.label for line in found.lines] == [
        "Lampe de bureau orientable, laquée blanc", "Câble d'alimentation", "Frais de port"
    ]  # fmt: skip
    assert [line.price for line in found.lines] == [Decimal("31.05"), Decimal("4.20"), Decimal("15.00")]
    assert found.confidence > 0.9


def test_the_reading_says_what_speaks_for_it() -> None:
    said = [reason.source for reason in reading(INVOICE).reasons]

    assert "In every line quantity times price is the amount." in said
    assert "The lines add up to the total." in said


def test_a_line_that_does_not_add_up_is_told_and_makes_the_reading_less_sure() -> None:
    wrong = reading(INVOICE.replace("33,60", "36,30"))

    assert [problem.what.source for problem in wrong.document.problems] == [
        "“{label}”: {quantity} at {price} is not {amount}."
    ]
    assert wrong.document.confidence < reading(INVOICE).document.confidence
    assert wrong.document.net == Decimal("421.20")


def test_sums_that_contradict_each_other_are_not_believed() -> None:
    found = read(INVOICE.replace("505,44", "515,44").replace("421,20", "411,20"))

    assert (found.net, found.total) == (None, None)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("DEVIS N° D-12", TradeKind.quote),
        ("Facture proforma 2026-77", TradeKind.quote),
        ("Accusé de réception de commande AR-771", TradeKind.confirmation),
        ("Sales order confirmation SO 7719", TradeKind.confirmation),
        ("BON DE LIVRAISON BL 4410", TradeKind.despatch),
        ("Packing list PL-901", TradeKind.despatch),
        ("AVOIR N° AV-12", TradeKind.credit_note),
        ("Credit note CN 4471", TradeKind.credit_note),
        ("Rapport d'intervention RI-3381", TradeKind.service_report),
        ("Engineer's job sheet J-55231", TradeKind.service_report),
        ("Bon de commande BC-2026-12", TradeKind.order),
    ],
)
def test_what_a_paper_calls_itself(title: str, kind: TradeKind) -> None:
    assert read(f"{title}\n\nDésignation        Qté\nLampe de bureau    12\n").kind is kind


def test_a_heading_of_a_column_is_no_title() -> None:
    table = (
        "Qté   Désignation       BL       PU HT   Montant HT\n12    Lampe de bureau   40987    10,00       120,00\n"
    )

    assert read(f"FACTURE FA-118\n\n{table}").kind is TradeKind.invoice


def test_lines_go_on_below_the_headings_of_the_next_page() -> None:
    table = "Désignation        Qté    PU HT\nLampe de bureau     12    34,50\n"
    found = read(f"Devis D-12\n\n{table}Page 1\n---\n{table.replace('Lampe de bureau', 'Câble électrique')}")

    assert [line.label for line in found.lines] == ["Lampe de bureau", "Câble électrique"]


def test_the_order_of_a_section_is_that_of_its_lines() -> None:
    found = read(
        "Bon de livraison BL-9\n\nRéf      Désignation        Cdé   Livré   Reste\n"
        "Votre commande BC-2026-01 du 02/11\nLMP-10   Lampe de bureau     12      12       0\n"
        "Votre commande BC-2026-02 du 03/11\nLMP-10   Lampe de bureau      8       5       3\n"
    )

    assert [(line.order, line.quantity, line.outstanding) for line in found.lines] == [
        ("BC-2026-01", 12, 0), ("BC-2026-02", 5, 3)
    ]  # fmt: skip


def test_columns_without_headings_are_told_by_their_arithmetic() -> None:
    told = reading(
        "Facture FA-9\n\nLampe de bureau    12    34,50    414,00\nCâble secteur       8     4,20     33,60\n"
    )

    assert [(line.label, line.quantity, line.price) for line in told.document.lines] == [
        ("Lampe de bureau", 12, Decimal("34.50")), ("Câble secteur", 8, Decimal("4.20"))
    ]  # fmt: skip
    assert told.document.confidence < 0.9


def test_a_price_for_a_hundred_is_told_by_its_heading_or_by_the_amounts() -> None:
    headed = read("Offre 12\n\nDésignation     Qté    Prix / 100\nVis 5 x 60     2000        4,80\n")
    rows = "Vis à bois     2000    4,80      96,00\nCheville bois   500    2,00      10,00\n"
    reckoned = read(f"Offre 12\n\nDésignation     Qté    Prix    Montant\n{rows}")

    assert headed.lines[0].unit_price == Decimal("0.048")
    assert [line.unit_price for line in reckoned.lines] == [Decimal("0.048"), Decimal("0.02")]


def test_a_quantity_with_its_unit_in_one_cell() -> None:
    found = read(
        "Confirmation de commande 12\n\nDésignation       Qté          PU HT\nGants nitrile    12 boîtes     5,40\n"
    )

    assert (found.lines[0].quantity, found.lines[0].unit) == (12, "boîtes")


def test_a_price_of_a_piece_that_was_taken_for_an_amount_is_told_by_the_total() -> None:
    rows = "Atlas des côtes       2    35,00\nPetite ourse          5    13,00\n"
    found = read(f"Réponse à commande 40912\n\nTitre               Ex.   Net HT\n{rows}\nTotal net HT   135,00\n")

    assert [line.price for line in found.lines] == [Decimal("35.00"), Decimal("13.00")]
    assert found.net == Decimal("135.00")


def test_prices_with_tax_are_less_by_a_rate_that_is_told_and_none_where_it_is_not() -> None:
    told = read("Devis 12\n\nDésignation    Qté    PU TTC    TVA\nBuffet froid    10     11,00    10\n")
    silent = read("Devis 12\n\nDésignation    Qté    PU TTC\nBuffet froid    10     11,00\n")

    assert told.lines[0].price == Decimal(10)
    assert silent.lines[0].price is None


def test_a_paper_that_says_nothing_has_no_lines_and_little_confidence() -> None:
    found = read("Conditions générales de vente\nToute commande vaut acceptation.\n")

    assert (found.kind, found.lines) == (TradeKind.other, ())
    assert found.confidence < 0.3


# ── headings and columns ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Qté livrée", Role.quantity), ("To follow", Role.outstanding), ("Reste", Role.outstanding),
        ("P.U. net", Role.price), ("Unit £", Role.price), ("Total HT", Role.amount), ("Montant TTC", Role.amount_taxed),
        ("Rem. %", Role.discount), ("VAT", Role.tax), ("Éco-part.", Role.levy), ("Votre réf.", Role.buyer_article),
        ("Our code", Role.article), ("Désignation", Role.label), ("Disponible le", Role.date), ("N° cde", Role.order),
        ("Pos.", Role.position), ("Remarks", Role.note),
    ],
)  # fmt: skip
def test_what_headings_say(heading: str, role: Role) -> None:
    assert roles_of(heading)[0] is role


@pytest.mark.parametrize("heading", ["", "Bonjour", "Atelier Lumio SARL", "Merci de votre confiance et à bientôt"])
def test_words_that_head_no_column(heading: str) -> None:
    assert roles_of(heading) == ()


def test_headings_over_two_rows_are_one() -> None:
    found = find_headings(
        paper("Désignation      Prix        Montant\n             unitaire HT     HT\nLampe    34,50  69,00"),
        Writing("", "fr"),
    )

    assert found is not None
    assert (found.first, found.end) == (0, 2)


_TEXTS = st.sampled_from(
    ["12", "4,15", "Lampe", "Qté", "Désignation", "PU HT", "Total HT", "x", "BC-2026-01", "12/11/2026", "€", "5 %"]
)
_PIECES = st.builds(
    lambda text, left, width: Piece(text, left, left + width), _TEXTS, st.floats(0, 600), st.floats(0, 200)
)
_ROWS = st.lists(
    st.builds(
        lambda pieces, page, top: Row(tuple(sorted(pieces, key=lambda one: one.left)), page, top),
        st.lists(_PIECES, min_size=1, max_size=7),
        st.integers(1, 3),
        st.floats(0, 800),
    ),
    max_size=12,
)


@given(_ROWS, st.booleans(), st.sampled_from(["pdf", "table", "text", "html"]))
def test_no_rows_stop_the_reader(rows: list[Row], is_gridded: bool, source: str) -> None:
    read_paper(Paper(rows=tuple(rows), is_gridded=is_gridded, source=source), KNOWN)


@given(st.lists(_PIECES, min_size=1, max_size=7), st.lists(st.floats(0, 600), min_size=1, max_size=6, unique=True))
def test_each_word_of_a_row_stands_in_one_cell(pieces: list[Piece], lefts: list[float]) -> None:
    row = Row(tuple(sorted(pieces, key=lambda one: one.left)))
    columns = [Column("x", left, left + 20) for left in sorted(lefts)]

    cells = cut(Paper(rows=(row,)), 0, columns).cells

    assert sorted(" ".join(cells.values()).split()) == sorted(" ".join(piece.text for piece in row.pieces).split())


def test_what_is_put_on_the_lines_is_part_of_the_net() -> None:
    found = read(
        "QUOTATION                          Quote no. DF-221\n24 November 2026\n\n"
        "Description                Qty   Unit price     Amount\nStacking chair, black       20       £52.00  £1,040.00\n"
        "Folding table                6      £118.00    £708.00\n\nSubtotal: £1,748.00\nDelivery charge: £45.00\n"
        "Total excluding VAT: £1,793.00\n"
    )

    assert (found.number, found.issued, found.net) == ("DF-221", date(2026, 11, 24), Decimal("1793.00"))


def test_our_request_is_what_an_offer_speaks_of_and_not_its_number() -> None:
    found = read("Offer\nYour request RFQ-2026-08\n\nDescription     Qty   Price\nFolding table     6   11.00\n")

    assert found.references == ("RFQ-2026-08",)
    assert found.number == ""


def test_lines_of_one_field_a_row_are_records() -> None:
    found = read(
        "Confirmation de commande CC-12\n\nArticle : Lampe de bureau\nQuantité : 12\nPrix unitaire : 34,50 €\n"
        "Article : Câble secteur\nQuantité : 3\nPrix unitaire : 4,20 €\n"
    )

    assert [(line.label or line.seller_article, line.quantity, line.price) for line in found.lines] == [
        ("Lampe de bureau", 12, Decimal("34.50")), ("Câble secteur", 3, Decimal("4.20"))
    ]  # fmt: skip


def test_things_said_by_their_names_below_a_label_are_records_too() -> None:
    found = read(
        "Confirmation of order 60-77\n\nLine 1   Door blank FD30\nWeight 34 kg   Quantity 4   Unit price £189.00   £756.00\n"
        "Line 2   Overhead closer\nWeight 2 kg   Quantity 5   Unit price £47.50   £237.50\n"
    )

    assert [(line.label, line.quantity, line.price) for line in found.lines] == [
        ("Door blank FD30", 4, Decimal(189)), ("Overhead closer", 5, Decimal("47.50"))
    ]  # fmt: skip
