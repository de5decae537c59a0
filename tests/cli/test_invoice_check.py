"""`officebot invoice check` as others build on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from officebot.cli.root import officebot as root
from tests.core.invoices.samples import cii_invoice, in_namespaces, ubl_invoice


def check(*words: str, lang: str = "en", given: bytes = b"") -> tuple[int, list[dict[str, Any]], str, str]:
    called = CliRunner(env={"LANGUAGE": lang}).invoke(
        root, ["invoice", "check", *words], input=given, prog_name="officebot"
    )
    facts = [json.loads(line) for line in called.stdout.splitlines()] if "--json" in words else []
    return called.exit_code, facts, called.stdout, called.stderr


@pytest.fixture
def sound(tmp_path: Path) -> str:
    path = tmp_path / "a.xml"
    path.write_text(ubl_invoice().replace(">FR<", ">DE<").replace("FR 32 123456782", "DE123456789"), "utf-8")
    return str(path)


@pytest.fixture
def wrong(tmp_path: Path) -> str:
    path = tmp_path / "b.xml"
    path.write_text(cii_invoice(totals={"payable": "218.27"}).replace("<Name>Article 2</Name>", ""), "utf-8")
    return str(path)


def test_each_file_is_one_line_and_one_that_is_broken_or_unreadable_ends_with_1(sound: str, wrong: str) -> None:
    code, facts, _, _ = check(sound, wrong, "none.xml", "--json")
    assert code == 1
    assert facts[0] == {"file": sound, "valid": True, "rules": []}
    errors = [one for one in facts[1]["rules"] if one["severity"] == "error"]
    assert [(one["rule"], one["line"]) for one in errors] == [("BR-25", "2"), ("BR-CO-16", None)]
    assert "218.27" in errors[1]["text"]
    assert (facts[1]["file"], facts[1]["valid"]) == (wrong, False)
    assert facts[2] == {
        "file": "none.xml",
        "error": "There is no such file: it was moved or renamed; check its name.",
    }


def test_warnings_leave_an_invoice_valid_and_end_with_0() -> None:
    code, facts, _, _ = check("-", "--json", given=ubl_invoice().encode())
    assert (code, facts[0]["valid"]) == (0, True)
    assert "OB-FR-BUYER" in {one["rule"] for one in facts[0]["rules"]}


def test_people_read_sentences_by_file_with_the_ids_at_their_end(sound: str, wrong: str) -> None:
    code, _, shown, said = check(sound, wrong)
    assert (code, said) == (1, "")
    assert f"{sound}: no rule is broken.\n" in shown
    assert f"{wrong}: the invoice is not valid.\n" in shown
    assert "  Line 2: The line does not say what was sold (BT-153). (BR-25)\n" in shown


def test_french_people_read_them_in_french(wrong: str) -> None:
    _, _, shown, _ = check(wrong, lang="fr")
    assert f"{wrong}\u00a0: la facture n’est pas valable." in shown
    assert "La ligne ne dit pas ce qui a été vendu (BT-153). (BR-25)" in shown


def test_the_same_sentence_of_several_rules_is_said_once() -> None:
    charge = "<AllowanceCharge><ChargeIndicator>true</ChargeIndicator><Amount currencyID='EUR'>1</Amount></AllowanceCharge>"
    _, _, shown, _ = check("-", given=ubl_invoice(more=charge).encode())
    assert "A charge has no reason (BT-104, BT-105). (BR-38, BR-CO-22)" in shown


def test_the_official_rules_are_run_besides(wrong: str) -> None:
    code, facts, _, said = check("--official", "-", "--json", given=in_namespaces(cii_invoice()).encode())
    assert (code, facts[0]["valid"], said) == (0, True, "")
    _, facts, _, _ = check("--official", wrong, "--json")
    assert {"BR-25", "BR-CO-16"} <= {one["rule"] for one in facts[0]["rules"]}


def test_a_folder_without_a_stylesheet_for_the_file_is_said(sound: str, tmp_path: Path) -> None:
    code, _, _, said = check("--schematrons", str(tmp_path), sound)
    assert (code, said) == (
        0,
        f"{Path(sound).name}: there is no schematron for it: only our own rules were applied.\n",
    )
