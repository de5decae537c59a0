"""`officebot orders read` as others build on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from officebot.cli.root import officebot as root
from officebot.core.trade.structured.writing_ubl import write_ubl_order
from tests.core.trade.structured.samples import order_to_write


def read(*words: str, lang: str = "en", given: bytes = b"") -> tuple[int, list[dict[str, Any]], str, str]:
    called = CliRunner(env={"LANGUAGE": lang}).invoke(
        root, ["orders", "read", *words], input=given, prog_name="officebot"
    )
    facts = [json.loads(line) for line in called.stdout.splitlines()] if "--json" in words else []
    return called.exit_code, facts, called.stdout, called.stderr


@pytest.fixture
def order(tmp_path: Path) -> Path:
    path = tmp_path / "order.xml"
    path.write_text(write_ubl_order(order_to_write()), "utf-8")
    return path


def test_a_document_is_one_object_with_numbers_and_iso_days(order: Path) -> None:
    code, facts, _, _ = read(str(order), "--json")
    assert code == 0
    (fact,) = facts
    lines = fact.pop("lines")
    assert fact == {
        "file": str(order),
        "kind": "order",
        "number": "BC-2026-0042",
        "reference": "D-77",
        "references": ["D-77"],
        "date": "2026-11-26",
        "delivery_date": "2026-12-04",
        "supplier": "Papeterie <Durand>",
        "buyer": "Atelier Verrier & Fils",
        "net": 196.86,
        "total": 231.76,
        "currency": "EUR",
        "valid_until": "2026-12-31",
        "terms": ["30 jours"],
        "notes": ["Livrer le matin"],
        "problems": [],
        "confidence": 1.0,
    }
    assert lines[0] == {
        "line": "1",
        "article": "PAP-A4",
        "label": "Papier A4 80 g",
        "quantity": 40,
        "unit": "C62",
        "price": 4.15,
        "amount": 166,
        "delivery_date": "2026-12-04",
        "note": "Par palette",
    }
    assert (lines[1]["price"], lines[1]["per"], lines[1]["article"]) == (12.345, 100, None)


def test_what_cannot_be_read_is_told_in_its_place_and_the_others_are_read(order: Path, tmp_path: Path) -> None:
    (tmp_path / "bomb.xml").write_text('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>')
    (tmp_path / "letter.txt").write_text("Bonjour")
    files = [str(tmp_path / name) for name in ("bomb.xml", "order.xml", "letter.txt", "nothing.xml")]
    code, facts, _, _ = read(*files, "--json")
    assert code == 1
    assert [fact["file"] for fact in facts] == files
    assert ["error" in fact for fact in facts] == [True, False, True, True]
    assert "document type" in facts[0]["error"]


def test_a_mail_in_which_nothing_is_found_is_told_and_no_success(tmp_path: Path) -> None:
    mail = tmp_path / "wishes.eml"
    mail.write_text("From: Anne <anne@port.example>\nSubject: Voeux\n\nBelles fêtes à toute l'équipe !\n", "utf-8")
    code, _, _, told = read(str(mail), lang="fr")
    assert code == 1
    assert "Aucun document sur des marchandises ou des prestations" in told


def test_an_envelope_gives_a_line_for_each_of_its_documents(order: Path, tmp_path: Path) -> None:
    inner = order.read_text("utf-8").partition("?>")[2]
    (tmp_path / "both.xml").write_text(
        f"<StandardBusinessDocument xmlns='urn:e'>{inner}{inner}</StandardBusinessDocument>", "utf-8"
    )
    code, facts, _, _ = read(str(tmp_path / "both.xml"), "--json")
    assert (code, [fact["number"] for fact in facts]) == (0, ["BC-2026-0042", "BC-2026-0042"])


def test_problems_are_sentences_with_the_rule_at_their_end(order: Path) -> None:
    order.write_text(order.read_text("utf-8").replace(">166.00<", ">165.00<"), "utf-8")
    _, facts, _, _ = read(str(order), "--json")
    assert (
        "Line 1: The amount is 165.00; quantity, price and allowances make 166.00. (PEPPOL-T01-R024)"
        in facts[0]["problems"]
    )


def test_people_read_who_what_and_until_when(order: Path) -> None:
    code, _, shown, said = read(str(order))
    assert code == 0
    for words in ("purchase order BC-2026-0042", "From Papeterie <Durand>.", "About D-77.", "Delivery by 4 December 2026.",
                  "Papier A4 80 g", "12.345 / 100", "Total 231.76 EUR."):  # fmt: skip
        assert words in shown
    assert said == ""


def test_a_document_may_come_by_the_standard_input(order: Path) -> None:
    code, facts, _, _ = read("-", "--json", given=order.read_bytes())
    assert (code, facts[0]["file"], facts[0]["number"]) == (0, "-", "BC-2026-0042")
