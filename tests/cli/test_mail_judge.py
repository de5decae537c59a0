"""`officebot mail judge` as others build on it."""

from __future__ import annotations

import gc
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from officebot.cli.root import officebot as root

KEYS = [
    "file", "message_id", "subject", "language", "kind", "urgency", "importance", "act", "who", "deadline",
    "deadline_text", "reply_expected", "confidential", "warnings", "confidence", "reasons",
]  # fmt: skip
PEOPLE = (
    "name,address,role,language,circle,responsibilities\n"
    "Nadia Ferrand,nadia@office.example,assistant,fr,direction,mailbox owner; meetings\n"
    "Sophie Delmas,sophie@office.example,finance,fr,finance,invoices; payments\n"
)


def eml(text: str, subject: str = "Plan", to: str = "sophie@office.example", extra: str = "") -> bytes:
    head = (
        f"From: Anne <anne@b.example>\nTo: {to}\nSubject: {subject}\nMessage-ID: <1@b.example>\n"
        f"Date: Tue, 24 Nov 2026 10:00:00 +0100\n{extra}Content-Type: text/plain; charset=utf-8\n\n"
    )
    return (head + text).encode()


def judge(*words: str, lang: str = "en") -> tuple[int, list[dict[str, Any]], str]:
    called = CliRunner(env={"LANGUAGE": lang}).invoke(root, ["mail", "judge", *words], prog_name="officebot")
    facts = [json.loads(line) for line in called.stdout.splitlines()] if "--json" in words else []
    return called.exit_code, facts, called.stdout + called.stderr


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder of mails, and a table of the people beside it."""
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    mails = tmp_path / "mails"
    mails.mkdir()
    (mails / "a.eml").write_bytes(eml("Pourriez-vous payer la facture avant vendredi ?"))
    (mails / "b.eml").write_bytes(eml("Merci pour tout, à bientôt.", "Merci"))
    return mails


def test_each_mail_has_a_line_with_all_it_was_judged_to_be(files: Path) -> None:
    code, facts, _ = judge(str(files), "--people", str(files.parent / "people.csv"), "--json")
    assert code == 0
    assert [list(fact) for fact in facts] == [KEYS, KEYS]
    assert [fact["file"] for fact in facts] == [str(files / "a.eml"), str(files / "b.eml")]
    first, second = facts
    assert (first["deadline"], first["deadline_text"], first["who"]) == ("2026-11-27", "avant vendredi", ["sophie"])
    assert (first["message_id"], first["language"], first["urgency"]) == ("<1@b.example>", "fr", "week")
    assert (second["act"], second["urgency"], second["who"], second["deadline"]) == (False, "none", [], None)
    assert all(set(reason) == {"what", "quote", "weight"} for reason in first["reasons"])


def test_it_works_without_people_for_the_owner_of_the_mailbox(files: Path) -> None:
    (files / "a.eml").write_bytes(eml("Pouvez-vous rappeler ?", to="claire.petit@office.example"))
    fact = judge(str(files / "a.eml"), "--owner", "claire.petit@office.example", "--json")[1][0]
    assert (fact["act"], fact["who"]) == (True, ["claire.petit"])


def test_dates_are_read_from_the_mails_own_time_or_from_the_one_told(files: Path) -> None:
    name = str(files / "a.eml")
    assert judge(name, "--json")[1][0]["deadline"] == "2026-11-27"
    assert judge(name, "--at", "2026-12-01T09:00", "--json")[1][0]["deadline"] == "2026-12-04"
    assert judge(name, "--at", "tomorrow", "--json")[0] == 1


def test_only_our_own_servers_results_are_believed(files: Path) -> None:
    """The servers of the office's own domain: another server's word proves nothing."""
    results = "Authentication-Results: {}; spf=fail smtp.mailfrom=b.example; dmarc=fail header.from=b.example\n"
    for server, is_warned in (("mx.office.example", True), ("mx.elsewhere.example", False)):
        (files / "a.eml").write_bytes(eml("Nos nouvelles coordonnées bancaires.", extra=results.format(server)))
        fact = judge(str(files / "a.eml"), "--people", str(files.parent / "people.csv"), "--json")[1][0]
        assert ("proof" in str(fact["warnings"])) is is_warned


def test_a_file_that_cannot_be_read_has_a_line_too_and_fails_after_all(files: Path) -> None:
    code, facts, _ = judge(str(files / "none.eml"), str(files / "a.eml"), "--json")
    assert code == 1
    assert facts[0] == {"file": str(files / "none.eml"), "error": "There is no such file."}
    assert facts[1]["kind"]


def test_what_is_called_a_mail_and_is_none_is_said_after_which_the_others_are_judged(files: Path) -> None:
    (files / "a.eml").write_text("Just words, without any field above them.\n", encoding="utf-8")
    code, facts, _ = judge(str(files), "--json", lang="fr")
    assert (code, facts[0]) == (1, {"file": str(files / "a.eml"), "error": "Ce fichier ne contient aucun courriel."})
    assert list(facts[1]) == KEYS


def test_an_empty_folder_is_said_and_is_nothing_wrong(tmp_path: Path) -> None:
    assert judge(str(tmp_path), "--json") == (0, [], f"There are no mails in {tmp_path}.\n")
    assert judge(str(tmp_path), lang="fr")[2] == f"Il n'y a aucun courriel dans {tmp_path}.\n"
    trimmed = CliRunner().invoke(root, ["mail", "trim", str(tmp_path)], prog_name="officebot")
    assert (trimmed.exit_code, trimmed.stdout, trimmed.stderr) == (0, "", f"There are no mails in {tmp_path}.\n")


def test_a_mail_may_come_from_standard_input() -> None:
    for given, code, key in ((eml("Thanks."), 0, "urgency"), (b"Just words.\n", 1, "error")):
        called = CliRunner().invoke(root, ["mail", "judge", "-", "--json"], input=given, prog_name="officebot")
        assert called.exit_code == code
        assert key in json.loads(called.stdout)


def test_all_that_is_wrong_with_a_table_of_people_is_said_at_once(files: Path) -> None:
    table = files.parent / "people.csv"
    table.write_text("name,address\nNadia,nadia\nSophie,sophie\n", encoding="utf-8")
    code, _, said = judge(str(files), "--people", str(table))
    assert (code, said.count("officebot: ")) == (1, 2)


def test_for_people_there_is_a_table_and_for_one_mail_its_reasons(files: Path) -> None:
    _, _, shown = judge(str(files / "a.eml"), lang="fr")
    assert "cette semaine" in shown
    assert "avant vendredi" in shown
    assert "Pourquoi" in shown
    assert "Pourquoi" not in judge(str(files), lang="fr")[2]


def test_a_table_of_people_that_is_wrong_says_where(files: Path) -> None:
    (files.parent / "people.csv").write_text("name,address\nNadia,nowhere\n", encoding="utf-8")
    code, _, shown = judge(str(files), "--people", str(files.parent / "people.csv"), "--json")
    assert code == 1
    assert "people.csv" in shown


def test_without_a_path_it_is_misuse() -> None:
    assert judge()[0] == 2


def test_garbage_is_collected_as_before_when_the_command_is_done(files: Path) -> None:
    before = gc.isenabled(), gc.get_threshold(), gc.get_freeze_count()
    judge(str(files), "--json")
    assert (gc.isenabled(), gc.get_threshold(), gc.get_freeze_count()) == before
