"""Invoices made for people: what is read, and what is rather left empty and said."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.core.invoices.model import Format
from officebot.core.invoices.paper import read_paper_invoice
from officebot.core.invoices.papers.identifiers import is_vat
from officebot.core.invoices.papers.money import amount_of
from officebot.core.trade.known import Known
from officebot.core.trade.model import TradeKind
from officebot.core.trade.reading.figures import Writing
from officebot.core.workbooks.numbers import Mark
from tests.core.invoices.papers_made import paper, problems, read
from tests.speed import within

_SUMS = ("Total HT | 100,00 €", "TVA 20 % | 20,00 €", "Total TTC | 120,00 €")
_HEAD = ("Ateliers Morel SARL", "Facture n° FA-1042", "Date : 12/11/2026")


def test_a_plain_french_invoice_is_read_whole() -> None:
    found = read(
        *_HEAD, "Échéance : 12/12/2026", "Votre commande n° BC-77881", "Désignation | Qté | PU HT | Montant HT",
        "Classeurs bleus | 10 | 10,00 | 100,00", *_SUMS, "IBAN FR76 3000 6000 0112 3456 7890 189 – SIRET 732 829 320 00074",
    )  # fmt: skip
    assert (found.format, found.document.kind, found.number, found.type_code) == (
        Format.pdf,
        TradeKind.invoice,
        "FA-1042",
        "380",
    )
    assert (found.issued, found.due_date) == (date(2026, 11, 12), date(2026, 12, 12))
    assert (found.net, found.vat, found.gross, found.payable) == (
        Decimal("100.00"),
        Decimal("20.00"),
        Decimal("120.00"),
        Decimal("120.00"),
    )
    assert (found.currency, found.order_reference, found.seller.siren) == ("EUR", "BC-77881", "732829320")
    assert found.seller.iban == "FR7630006000011234567890189"
    assert (found.breakdown[0].rate, found.breakdown[0].taxable) == (Decimal("20"), Decimal("100.00"))
    assert found.found["gross"].words.startswith("Total TTC")
    assert found.found["number"].page == 1
    assert found.confidence >= 0.85
    assert not found.problems


# ── never guessed ─────────────────────────────────────────────────────────────────────────────────────────


def test_sums_that_do_not_add_up_are_all_left_empty_and_named() -> None:
    found = read(*_HEAD, "Total HT | 100,00 €", "TVA 20 % | 20,00 €", "Total TTC | 129,00 €")
    assert (found.net, found.vat, found.gross, found.payable) == (None, None, None, None)
    assert "do not agree" in problems(found)
    assert "129.00" in problems(found)


def test_a_total_that_nothing_confirms_is_left_empty_and_named() -> None:
    found = read(*_HEAD, "Total TTC | 120,00 €")
    assert found.gross is None
    assert "120.00" in problems(found)


def test_two_numbers_of_invoices_are_both_named_and_none_is_taken() -> None:
    found = read("Facture n° FA-1042", "Facture n° FA-1043", "Date : 12/11/2026", *_SUMS)
    assert found.number == ""
    assert "FA-1042, FA-1043" in problems(found)


def test_two_days_of_issue_are_both_named_and_none_is_taken() -> None:
    found = read("Facture n° FA-1042", "Date : 12/11/2026", "Date : 13/11/2026", *_SUMS)
    assert found.issued is None
    assert "2026-11-12, 2026-11-13" in problems(found)


def test_a_day_whose_order_nobody_tells_is_left_empty_in_english() -> None:
    found = read(
        "Invoice No. INV-881",
        "Invoice date: 03/04/2026",
        "Net total | 100.00 EUR",
        "VAT 20% | 20.00 EUR",
        "Gross total | 120.00 EUR",
    )
    assert found.issued is None
    assert "2026-04-03, 2026-03-04" in problems(found)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        pytest.param(
            "Terms: net 30 days – due date: 05/03/2026",
            date(2026, 4, 3),
            id="the terms lead from one of both to the due day",
        ),
        pytest.param("Registered in England", date(2026, 4, 3), id="a British firm"),
        pytest.param("Austin, TX 78701", date(2026, 3, 4), id="an American address"),
        pytest.param("Delivery: 03/25/2026", date(2026, 3, 4), id="another day that can only be month first"),
    ],
)
def test_other_signs_tell_which_figure_is_the_month(line: str, day: date) -> None:
    line = line.replace("05/03/2026", "03/05/2026")
    assert read("Invoice No. INV-881", "Invoice date: 03/04/2026", line).issued == day


def test_a_payment_in_unknown_words_leaves_open_what_is_to_be_paid() -> None:
    found = read(*_HEAD, *_SUMS, "Chèque n° 4411 | 50,00 €")
    assert found.gross == Decimal("120.00")
    assert found.payable is None
    assert "amount to be paid" in problems(found)


def test_a_deposit_is_taken_off_where_the_rest_is_what_is_left() -> None:
    found = read(*_HEAD, *_SUMS, "Acompte versé | 50,00 €", "Net à payer | 70,00 €")
    assert (found.prepaid, found.payable) == (Decimal("50.00"), Decimal("70.00"))


def test_a_rest_that_no_deposit_leads_to_is_not_taken() -> None:
    found = read(*_HEAD, *_SUMS, "Acompte versé | 50,00 €", "Net à payer | 71,00 €")
    assert (found.gross, found.payable) == (Decimal("120.00"), None)


def test_the_total_of_the_order_is_not_that_of_its_deposit() -> None:
    found = read("Facture d’acompte n° FA-12", "Total TTC de la commande | 1 200,00 €", *_SUMS)
    assert found.gross == Decimal("120.00")


def test_a_customers_number_is_no_invoice_number() -> None:
    found = read(
        "FACTURE", "Lyon", "Votre conseiller : Mme Roy", "Client", "Numéro : 445512", "Date : 12/11/2026", *_SUMS
    )
    assert found.number == ""
    assert "invoice number was not found" in problems(found)


@pytest.mark.parametrize("written", ["FA 2026 045", "INV-2026 / 045", "2026 - 17"])
def test_a_number_with_blanks_is_never_cut(written: str) -> None:
    assert read(f"Facture n° {written}", "Date : 12/11/2026", *_SUMS).number in ("", written)


def test_a_value_below_the_neighbours_label_is_the_neighbours() -> None:
    found = read("Facture n° | Client n° | Date", "FA-1042 | C-4512 | 12/11/2026", *_SUMS)
    assert (found.number, found.issued) == ("FA-1042", date(2026, 11, 12))
    assert read("Facture n° | Client n° | Date", "  | C-4512 | 12/11/2026", *_SUMS).number == ""


def test_an_invoice_that_gives_money_back_keeps_its_minus() -> None:
    found = read(*_HEAD, "Total HT | -100,00 €", "TVA 20 % | -20,00 €", "Total TTC | -120,00 €")
    assert (found.net, found.gross) == (Decimal("-100.00"), Decimal("-120.00"))


def test_sums_with_different_signs_are_not_believed() -> None:
    assert read(*_HEAD, "Total HT | 100,00 €", "TVA 20 % | 20,00 €", "Total TTC | -120,00 €").gross is None


@pytest.mark.parametrize("sign", ["", "-"])
def test_a_credit_note_says_once_that_it_gives_back(sign: str) -> None:
    found = read("AVOIR N° AV-31", "Sur facture n° FA-1042 du 02/10/2026", "Date de l’avoir : 12/11/2026",
                 f"Total HT | {sign}100,00 €", f"TVA 20 % | {sign}20,00 €", f"Total TTC | {sign}120,00 €")  # fmt: skip
    assert (found.document.kind, found.type_code, found.number) == (TradeKind.credit_note, "381", "AV-31")
    assert (found.issued, found.gross) == (date(2026, 11, 12), Decimal("120.00"))


def test_no_vat_is_believed_only_where_it_is_said() -> None:
    sums = ("Total HT | 100,00 €", "Total TTC | 100,00 €")
    assert read(*_HEAD, *sums).vat is None
    assert read(*_HEAD, *sums, "TVA non applicable, article 293 B du CGI").vat == 0


def test_vat_within_a_total_is_believed_where_its_rate_makes_it() -> None:
    found = read(*_HEAD, "Total | 120,00 €", "dont TVA 20 % | 20,00 €")
    assert (found.net, found.vat, found.gross) == (Decimal("100.00"), Decimal("20.00"), Decimal("120.00"))
    assert read(*_HEAD, "Total | 120,00 €", "dont TVA 20 % | 24,00 €").gross is None


def test_the_sums_of_each_rate_are_told_from_those_of_all() -> None:
    found = read(
        *_HEAD, "Taux | Base HT | Montant TVA | Montant TTC", "20 % | 100,00 | 20,00 | 120,00", "10 % | 50,00 | 5,00 | 55,00",
        "Total | 150,00 | 25,00 | 175,00",
    )  # fmt: skip
    assert (found.net, found.vat, found.gross) == (Decimal("150.00"), Decimal("25.00"), Decimal("175.00"))
    assert [one.vat for one in found.breakdown] == [Decimal("20.00"), Decimal("5.00")]


def test_sums_in_two_currencies_name_no_currency() -> None:
    found = read(*_HEAD, "Total HT | 100,00 €", "TVA 20 % | 20,00 $", "Total TTC | 120,00 €")
    assert found.currency == ""
    assert "currency" in problems(found)


def test_a_paper_that_is_no_invoice_says_so() -> None:
    found = read("Bon de livraison n° BL-77", "Date : 12/11/2026", "Article | Quantité", "Classeur | 4")
    assert found.document.kind is not TradeKind.invoice
    assert "does not call itself an invoice" in problems(found)


def test_an_account_with_wrong_check_digits_is_named_and_not_taken() -> None:
    found = read(*_HEAD, *_SUMS, "IBAN FR76 3000 6000 0112 3456 7890 188")
    assert found.seller.ibans == ()
    assert "wrong check digits" in problems(found)


def test_the_account_that_is_debited_is_not_the_sellers() -> None:
    assert (
        read(*_HEAD, *_SUMS, "Sera prélevé sur votre compte | FR76 3000 6000 0112 3456 7890 189").seller.ibans == ()
    )


def test_the_buyers_vat_identifier_is_not_the_sellers() -> None:
    found = read(*_HEAD, "N° TVA client : FR44732829320", "TVA intracommunautaire : FR83404833048", *_SUMS)
    assert (found.seller.vat, found.buyer.vat, found.seller.siren) == ("FR83404833048", "FR44732829320", "404833048")


def test_a_day_in_a_list_of_payments_is_no_day_of_issue() -> None:
    assert (
        read("Facture n° FA-1042", "Mode | Date | Montant", "Virement | 17/11/2026 | 20,00 €", *_SUMS).issued is None
    )


def test_the_only_day_of_a_page_is_not_taken_where_it_is_the_last_to_pay() -> None:
    assert read("Facture n° FA-1042", "Échéance", "31/12/2026", "Date d’échéance : 31/12/2026", *_SUMS).issued is None


def test_a_line_that_was_not_read_does_not_pass_for_the_vat() -> None:
    found = read(*_HEAD, "Désignation | Qté | PU HT | Montant HT", "Classeurs bleus | 10 | 10,00 | 100,00", "TVA | 32,00 €",
                 "Total TTC | 132,00 €")  # fmt: skip
    assert (found.net, found.vat) == (None, None)


def test_a_last_day_to_pay_that_stands_at_the_top_as_well_is_no_day_of_issue() -> None:
    assert read("Facture n° FA-1042", "31/12/2026", "Lyon", "Date d’échéance : 31/12/2026", *_SUMS).issued is None


def test_another_total_with_vat_is_a_contradiction() -> None:
    found = read(*_HEAD, *_SUMS, "Total TTC | 140,00 €")
    assert found.gross is None
    assert "120.00, 140.00" in problems(found)


def test_of_two_vat_identifiers_the_one_with_the_sellers_siren_is_taken() -> None:
    found = read(*_HEAD, "TVA : BE0202239951", "TVA : FR83404833048", "SIREN 404 833 048", *_SUMS)
    assert found.seller.vat == "FR83404833048"
    assert read(*_HEAD, "TVA : BE0202239951", "TVA : FR83404833048", *_SUMS).seller.vat == ""


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("1.234 €", "", None), ("1.234 €", ",", "1234"), ("1 234,50 €", "", "1234.50"), ("12 %", ",", None), ("12", ",", None),
        ("−12,00", ",", "-12.00"), ("Rs 1939", "", "1939"), ("12,00 pièces", ",", None),
    ],
)  # fmt: skip
def test_an_amount_has_cents_or_a_currency_and_is_never_in_doubt(text: str, mark: Mark, value: str | None) -> None:
    assert amount_of(text, Writing(mark, "en")) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    "right", ["FR83404833048", "BE0202239951", "DE136695976", "NL810433941B01", "LU10000356", "IT00743110157"]
)
def test_a_vat_identifier_proves_itself(right: str) -> None:
    assert is_vat(right)
    place = max(place for place, sign in enumerate(right) if sign.isdigit() and not right[place:].startswith("01"))
    place = place if not right.startswith("NL") else 4
    assert not is_vat(f"{right[:place]}{(int(right[place]) + 1) % 10}{right[place + 1 :]}")


def test_a_credit_note_never_takes_the_number_or_the_day_of_the_invoice() -> None:
    found = read("AVOIR", "Facture n° FA-1042 du 02/10/2026", *_SUMS)
    assert (found.number, found.issued) == ("", None)


# ── by when to pay ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("line", "due"),
    [
        pytest.param("Paiement à 30 jours date de facture", date(2026, 12, 12), id="so many days"),
        pytest.param("Règlement : 30 jours fin de mois", date(2026, 12, 31), id="end of month"),
        pytest.param("Conditions : net 45", date(2026, 12, 27), id="net"),
        pytest.param("Paiement à réception de facture", date(2026, 11, 12), id="on receipt"),
        pytest.param("Zahlbar innerhalb von 14 Tagen", date(2026, 11, 26), id="in German"),
        pytest.param("Escompte 2 % à 8 jours", None, id="a cash discount is no term"),
        pytest.param("Pénalités de retard dues sous 30 jours", None, id="a penalty is no term"),
        pytest.param("Paiement 30 jours | Règlement sous 60 jours", None, id="two terms"),
    ],
)
def test_the_due_day_is_reckoned_from_the_terms_and_said_so(line: str, due: date | None) -> None:
    found = read(*_HEAD, line)
    assert found.due_date == due
    if due is not None:
        how = found.found["due_date"].how
        assert how is not None
        assert "Reckoned from the terms" in how.render("en")


# ── what cannot be read ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("page", "words"),
    [
        pytest.param(paper(is_scan=True), "pictures", id="a scan"),
        pytest.param(paper(), "no text", id="an empty page"),
        pytest.param(paper(*["F | a | c | t | u | r | e | 1 | 2 | 3"] * 8), "stand apart", id="letters apart"),
    ],
)
def test_what_nobody_can_read_is_said_in_a_sentence(page: object, words: str) -> None:
    from officebot.core.trade.paper import Paper

    assert isinstance(page, Paper)
    found = read_paper_invoice(page, Known(on=date(2026, 11, 26)))
    assert (found.number, found.gross, found.confidence) == ("", None, 0)
    assert words in problems(found)


def test_totals_that_stand_only_in_words_are_declared_unknown() -> None:
    found = read(*_HEAD, "Arrêtée la présente facture à la somme de cent vingt euros toutes taxes comprises")
    assert found.gross is None
    assert "No sums were found" in problems(found)


_WORDS = st.sampled_from(
    ["Facture n°", "FA-1", "2026-001", "Total HT", "TVA 20 %", "Total TTC", "100,00 €", "20,00", "120,00", "Date",
     "12/11/2026", "31/02/2026",
     "99/99/9999", "Net à payer", "-", "%", "IBAN FR76", "Acompte", "٣", "FR44732829320", "à 30 jours", "1.234", "¤", "​"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(_WORDS | st.text(max_size=12), max_size=5).map(" | ".join), max_size=25))
def test_any_page_is_read_without_a_fault_and_what_is_filled_in_adds_up(lines: list[str]) -> None:
    found = read(*lines)
    if found.net is not None and found.vat is not None:
        assert found.gross == found.net + found.vat
    assert set(found.found) <= {"number", "issue_date", "due_date", "order_reference", "net", "vat", "gross", "payable",
                                "seller.vat",
                                "seller.siren", "seller.siret", "seller.iban", "seller.name", "buyer.name", "buyer.vat",
                                "buyer.siren", "buyer.siret"}  # fmt: skip
    assert not found.number or "number" in found.found
    assert found.issued is None or "issue_date" in found.found


@pytest.mark.parametrize(
    "unit",
    ["facture n° ", "1 ", "total ", "12/11/2026 ", "FR76 3000 ", "1.234,", "net 30 ", "a, le 1", "(", "date de "],
)
def test_hostile_words_are_read_in_no_time(unit: str) -> None:
    line = (unit * (100_000 // len(unit)))[:100_000]
    within(1.0, lambda: read(*_HEAD, line))
