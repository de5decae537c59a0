"""Our own rules and France's: warnings, which leave an invoice valid."""

from __future__ import annotations

from datetime import date

import pytest

from officebot.connectors.papers.xml import read_element
from officebot.core.invoices.france import is_french_vat, is_siren, is_siret
from officebot.core.invoices.judging import judge
from officebot.core.invoices.model import Severity
from officebot.core.invoices.structured import read_invoice
from tests.core.invoices.samples import ubl_invoice

NOTES = "<Note>#PMD#Trois fois l'intérêt légal</Note><Note>#PMT#Indemnité de 40 euros</Note><Note>#AAB#Pas d'escompte</Note>"
BUYER = '<CompanyID schemeID="0002">732829320</CompanyID></PartyLegalEntity></Party></AccountingCustomerParty>'


def warned(xml: str, on: date | None = None) -> set[str]:
    """The rules of ours that are broken."""
    root = read_element(xml.encode())
    found = judge(root, read_invoice(root), on)
    assert all(one.severity is Severity.warning for one in found if one.rule.startswith("OB-"))
    return {one.rule for one in found if one.rule.startswith("OB-")}


def complete(**changes: str) -> str:
    """An invoice between French firms with all mentions."""
    xml = ubl_invoice(more=NOTES, **changes).replace("FR 32 123456782", "FR 11 123456782")
    xml = xml.replace("</PartyLegalEntity></Party></AccountingCustomerParty>", BUYER)
    return xml.replace("<ID>F-2026-118</ID>", "<ProfileID>B1</ProfileID><ID>F-2026-118</ID>")


def test_an_invoice_with_all_that_french_law_asks_for_gets_no_warning() -> None:
    assert warned(complete(), date(2026, 11, 5)) == set()


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ("#PMD#Trois fois l'intérêt légal", "Merci", "OB-FR-PENALTIES"),
        ("#PMT#Indemnité de 40 euros", "Merci", "OB-FR-RECOVERY"),
        ("#AAB#Pas d'escompte", "Merci", "OB-FR-DISCOUNT"),
        ("<ProfileID>B1</ProfileID>", "", "OB-FR-NATURE"),
        ("732829320", "732829321", "OB-FR-SIREN"),
        ("FR 11 123456782", "FR 12 123456782", "OB-FR-VAT"),
        ("<CompanyID schemeID=\"0002\">732829320</CompanyID>", "", "OB-FR-BUYER"),
        ("<DueDate>2026-12-02</DueDate>", "<DueDate>2027-01-02</DueDate>", "OB-FR-TERM"),
        ("<DueDate>2026-12-02</DueDate>", "<DueDate>2026-11-01</DueDate>", "OB-DUE"),
        ("7890 189", "7890 188", "OB-IBAN"),
        (">4.15<", ">4.25<", "OB-LINE"),
        (">38.14<", ">38.30<", "OB-VAT"),
    ],
)  # fmt: skip
def test_each_thing_has_its_warning(before: str, after: str, rule: str) -> None:
    xml = complete()
    assert before in xml
    assert warned(xml.replace(before, after, 1)) == {rule}


def test_days_far_from_the_day_on_which_it_came_are_told() -> None:
    assert warned(complete(), date(2026, 9, 1)) == {"OB-DATE"}
    assert warned(complete(), date(2028, 12, 1)) == {"OB-DATE"}
    assert warned(complete(), date(2028, 10, 1)) == set()


def test_a_credit_note_names_the_invoice_that_it_gives_back() -> None:
    note = complete(root="CreditNote", type_code="381")
    assert warned(note) == {"OB-CREDIT"}
    earlier = "<BillingReference><InvoiceDocumentReference><ID>F-1</ID></InvoiceDocumentReference></BillingReference>"
    assert warned(note.replace("<OrderReference>", f"{earlier}<OrderReference>")) == set()


def test_a_seller_abroad_is_not_held_to_french_mentions() -> None:
    xml = ubl_invoice().replace("FR 32 123456782", "DE123456789").replace(">FR<", ">DE<", 1)
    assert not any(rule.startswith("OB-FR") for rule in warned(xml))


def test_sirens_and_sirets_have_check_digits_and_la_poste_a_rule_of_its_own() -> None:
    assert is_siren("732829320")
    assert not is_siren("732829321")
    assert not is_siren("73282932")
    assert is_siret("73282932000074")
    assert not is_siret("73282932000075")
    assert is_siret("35600000000048")  # the head office, by Luhn
    assert is_siret("35600000049837")  # a post office: its figures make 45
    assert not is_siret("35600000049838")


def test_a_french_vat_number_has_a_key_and_one_with_letters_is_not_judged() -> None:
    assert is_french_vat("FR44732829320")
    assert not is_french_vat("FR45732829320")
    assert is_french_vat("FRK7732829320")
    assert not is_french_vat("FR4473282932")
