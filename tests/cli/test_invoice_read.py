"""`officebot invoice read` as others build on it."""

from __future__ import annotations

import json
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from officebot.cli.root import officebot as root
from tests.connectors.papers.making import typeset
from tests.core.invoices.samples import cii_invoice, ubl_invoice

PAGE = """
#set page(width: 595pt, height: 420pt, margin: 40pt)
= FACTURE N° F-2026-118
Papeterie Durand, SIREN 732 829 320 \\
Date de facture : 02/11/2026 \\
Date d'échéance : 02/12/2026
#table(columns: (1fr, 80pt), stroke: none,
  [Total HT], align(right)[166,00 €], [TVA 20 %], align(right)[33,20 €], [Total TTC], align(right)[199,20 €])
"""


def read(*words: str, lang: str = "en", given: bytes = b"") -> tuple[int, list[dict[str, Any]], str, str]:
    called = CliRunner(env={"LANGUAGE": lang}).invoke(
        root, ["invoice", "read", *words], input=given, prog_name="officebot"
    )
    facts = [json.loads(line) for line in called.stdout.splitlines()] if "--json" in words else []
    return called.exit_code, facts, called.stdout, called.stderr


@pytest.fixture
def invoice(tmp_path: Path) -> Path:
    path = tmp_path / "facture.xml"
    path.write_text(ubl_invoice(), "utf-8")
    return path


def test_an_invoice_is_one_object_with_amounts_as_they_are_written(invoice: Path) -> None:
    code, facts, _, said = read(str(invoice), "--json")
    assert (code, said) == (0, "")
    (fact,) = facts
    assert {one.pop("severity") for one in fact["problems"]} == {"warning"}
    fact["problems"] = []
    lines, breakdown = fact.pop("lines"), fact.pop("vat_breakdown")
    nobody = {"vat": None, "siren": None, "siret": None, "iban": None}
    assert fact == {
        "file": str(invoice),
        "format": "ubl",
        "profile": "en16931",
        "number": "F-2026-118",
        "type": "380",
        "issue_date": "2026-11-02",
        "due_date": "2026-12-02",
        "currency": "EUR",
        "seller": {
            "name": "Papeterie Durand",
            "vat": "FR32123456782",
            "siren": "123456782",
            "siret": None,
            "iban": "FR7630006000011234567890189",
        },
        "buyer": {"name": "Atelier Verrier", **nobody},
        "order_reference": "BC-2026-0042",
        "preceding": [],
        "lines_net": "180.69",
        "allowances": None,
        "charges": None,
        "net": "180.69",
        "vat": "37.59",
        "gross": "218.28",
        "prepaid": None,
        "rounding": None,
        "payable": "218.28",
        "valid": True,
        "problems": [],
        "confidence": 1.0,
    }
    assert breakdown[1] == {"category": "S", "rate": "5.5", "taxable": "-10.00", "vat": "-0.55"}
    assert lines[1] == {
        "line": "2", "article": "R2", "label": "Article 2", "quantity": "2", "unit": "C62", "price": "12.345",
        "amount": "24.69",
    }  # fmt: skip


def test_files_come_in_order_and_what_cannot_be_read_ends_with_1(invoice: Path, tmp_path: Path) -> None:
    other = tmp_path / "b.xml"
    other.write_text(cii_invoice(number="B-2"), "utf-8")
    code, facts, _, _ = read(str(invoice), "none.xml", "-", str(other), "--json", given=b"UNB+UNOC:3+A")
    assert code == 1
    assert [fact.get("number") for fact in facts] == ["F-2026-118", None, None, "B-2"]
    assert facts[1] == {
        "file": "none.xml",
        "error": "There is no such file: it was moved or renamed; check its name.",
    }
    assert (facts[2]["file"], facts[2]["format"], list(facts[2])) == ("-", "unknown", ["file", "format", "error"])


def test_problems_have_their_rules_and_the_invoice_is_not_valid(invoice: Path) -> None:
    invoice.write_text(ubl_invoice(totals={"payable": "218.29"}, issued="1900-01-01"), "utf-8")
    code, facts, _, _ = read(str(invoice), "--json", lang="fr")
    assert (code, facts[0]["valid"], facts[0]["payable"]) == (0, False, "218.29")
    assert [(one["rule"], one["severity"]) for one in facts[0]["problems"] if one["severity"] == "error"] == [
        ("OB-READ", "error"),
        ("BR-CO-16", "error"),
    ]
    assert "1er janvier 1900" in facts[0]["problems"][0]["text"]


def test_people_read_who_wants_how_much_until_when(invoice: Path) -> None:
    code, _, shown, said = read(str(invoice))
    assert (code, said) == (0, "")
    for words in ("invoice F-2026-118", "From Papeterie Durand.", "VAT FR32123456782, SIREN 123456782",
                  "Dated 2 November 2026.", "About the order BC-2026-0042.",
                  "To be paid by 2 December 2026.", "To the account FR7630006000011234567890189.", "12.345", "-10.00",
                  "VAT at 5.5 %: -0.55 EUR on -10.00.", "To be paid 218.28 EUR."):  # fmt: skip
        assert words in shown


def test_french_people_read_it_in_french(invoice: Path) -> None:
    invoice.write_text(ubl_invoice(totals={"payable": "218.29"}), "utf-8")
    _, _, shown, said = read(str(invoice), lang="fr")
    assert "À payer au plus tard le 2 décembre 2026." in shown
    assert "218,29" in said
    assert "(BR-CO-16)" in said


def test_what_was_read_from_pages_says_where_and_how_sure(tmp_path: Path) -> None:
    path = tmp_path / "facture.pdf"
    path.write_bytes(typeset(PAGE))
    code, facts, _, _ = read(str(path), "--json")
    (fact,) = facts
    assert (code, fact["format"], fact["number"], fact["gross"]) == (0, "pdf", "F-2026-118", "199.20")
    assert fact["found"]["number"]["page"] == 1
    assert 0 < fact["confidence"] < 1
    _, _, shown, _ = read(str(path))
    assert "Read from its pages, and" in shown


def test_what_few_invoices_say_stands_only_where_it_is_said(invoice: Path) -> None:
    account = (
        "<PaymentMeans><PayeeFinancialAccount><ID>DE75512108001245126199</ID></PayeeFinancialAccount></PaymentMeans>"
    )
    price = '<PriceAmount currencyID="EUR">4.15</PriceAmount>'
    text = ubl_invoice().replace("<TaxTotal>", account + "<TaxTotal>", 1)
    invoice.write_text(
        text.replace(price, price.replace("4.15", "415") + "<BaseQuantity>100</BaseQuantity>"), "utf-8"
    )
    (fact,) = read(str(invoice), "--json")[1]
    assert fact["seller"]["ibans"] == ["FR7630006000011234567890189", "DE75512108001245126199"]
    assert [line.get("per") for line in fact["lines"]] == ["100", None, None]


def test_a_mail_whose_invoice_cannot_be_read_ends_with_1(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "ventes@durand.example", "Facture"
    mail.set_content("ci-joint")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="f.pdf")
    path = tmp_path / "mail.eml"
    path.write_bytes(mail.as_bytes())
    code, facts, _, _ = read(str(path), "--json")
    assert (code, facts) == (
        1, [{"file": str(path), "error": "f.pdf: This PDF is damaged, or it is none: ask for it again."}]
    )  # fmt: skip
