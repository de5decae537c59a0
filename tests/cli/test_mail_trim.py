"""`officebot mail trim` as others build on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from officebot.cli.root import officebot as root
from officebot.cli.table import MAIL

MAIL_BYTES = (
    b"From: Anne <anne@b.example>\r\nSubject: Paper\r\nMessage-ID: <1@b.example>\r\n"
    b'Content-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    b"Jeudi, =C3=A0 9 h.\r\n\r\n-- \r\nAnne\r\n\r\nLe 23/11/2026 =C3=A0 10:00, Claire a =C3=A9crit :\r\n> Quand ?\r\n"
)
PARTS = {
    "reply": "Jeudi, à 9 h.",
    "quoted": "Le 23/11/2026 à 10:00, Claire a écrit :\n> Quand ?",
    "signature": "-- \nAnne",
}


def trim(*words: str, given: bytes = b"", lang: str = "en") -> tuple[int, list[dict[str, Any]], str]:
    called = CliRunner(env={"LANGUAGE": lang}).invoke(
        root, ["mail", "trim", *words], input=given, prog_name="officebot"
    )
    facts = [json.loads(line) for line in called.stdout.splitlines()] if "--json" in words else []
    return called.exit_code, facts, called.stdout + called.stderr


def test_one_mail_gives_its_three_parts(tmp_path: Path) -> None:
    (tmp_path / "mail.eml").write_bytes(MAIL_BYTES)
    assert trim(str(tmp_path / "mail.eml"), "--json")[:2] == (0, [PARTS])


def test_standard_input_is_a_mail_or_a_text() -> None:
    assert trim("-", "--json", given=MAIL_BYTES)[1] == [PARTS]
    text = MAIL_BYTES.partition(b"\r\n\r\n")[2].replace(b"=C3=A0", "à".encode()).replace(b"=C3=A9", "é".encode())
    assert trim("-", "--json", given=text)[1] == [PARTS]


@pytest.mark.parametrize(
    ("name", "data", "reply", "quoted"),
    [
        ("text.txt", b"Oui.\r\n\r\n> Et ?\r\n", "Oui.", "> Et ?"),
        ("text", "Déjà fait.".encode("cp1252"), "Déjà fait.", ""),
        ("wide.txt", "Déjà fait.".encode("utf-16"), "Déjà fait.", ""),
        ("page.html", b"Oui.<blockquote>Et ?</blockquote>", "Oui.", "> Et ?"),
        ("page", b"<html><body><p>Oui.</p></body></html>", "Oui.", ""),
        ("forward.txt", b"From: Anne\nDate: lundi\nTo: Claire\nSubject: x\n\nold", "",
         "From: Anne\nDate: lundi\nTo: Claire\nSubject: x\n\nold"),
        ("sent.eml", b"From: Anne\nTo: Claire\nSubject: x\n\nnew", "new", ""),
        ("empty.txt", b"", "", ""),
    ],
)  # fmt: skip
def test_a_file_without_the_header_of_a_mail_is_a_text(
    tmp_path: Path, name: str, data: bytes, reply: str, quoted: str
) -> None:
    (tmp_path / name).write_bytes(data)
    assert trim(str(tmp_path / name), "--json")[1] == [{"reply": reply, "quoted": quoted, "signature": ""}]


def test_of_several_files_each_has_a_line_and_the_unreadable_one_fails_after_all(tmp_path: Path) -> None:
    names = [str(tmp_path / name) for name in ("1.eml", "2.png", "3.eml", "4.eml")]
    Path(names[0]).write_bytes(MAIL_BYTES)
    Path(names[1]).write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    Path(names[3]).write_bytes(MAIL_BYTES)
    code, facts, _ = trim(*names, "--json")
    assert code == 1
    assert [next(iter(fact)) for fact in facts] == ["file"] * 4
    assert [fact["file"] for fact in facts] == names
    assert [fact.get("error", "") for fact in facts] == ["", "This file holds no mail.", "There is no such file.", ""]
    assert facts[0] == facts[3] | {"file": names[0]} == {"file": names[0], **PARTS}


def test_a_folder_gives_a_line_for_each_of_its_mails(tmp_path: Path) -> None:
    for name in ("b.eml", "a.eml"):
        (tmp_path / name).write_bytes(MAIL_BYTES)
    code, facts, _ = trim(str(tmp_path), "--json")
    assert (code, [Path(fact["file"]).name for fact in facts]) == (0, ["a.eml", "b.eml"])


def test_a_private_mail_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "mail.eml").write_bytes(MAIL_BYTES.replace(b"Subject: Paper", b"Subject: [Personnel] x"))
    code, facts, _ = trim(str(tmp_path / "mail.eml"), "--json")
    assert code == 1
    assert list(facts[0]) == ["file", "error"]
    assert "Jeudi" not in str(facts)


def test_for_people_the_parts_have_headings_and_problems_go_to_standard_error(tmp_path: Path) -> None:
    (tmp_path / "mail.eml").write_bytes(MAIL_BYTES.replace(b"Anne\r\n\r\nLe", b"Anne \x1b[31m\r\n\r\nLe"))
    code, _, shown = trim(str(tmp_path / "mail.eml"), str(tmp_path / "none"), lang="fr")
    assert code == 1
    assert [line for line in shown.splitlines() if line in ("Réponse", "Texte cité", "Signature")] == [
        "Réponse",
        "Texte cité",
        "Signature",
    ]
    assert "none: Ce fichier n'existe pas." in shown
    assert "\x1b[31m" not in shown


@pytest.mark.parametrize("name", MAIL)
def test_each_command_for_mails_explains_itself_in_both_languages(name: str) -> None:
    said = set()
    for lang in ("en", "fr"):
        helped = CliRunner(env={"LANGUAGE": lang}).invoke(root, ["mail", name, "--help"], prog_name="officebot")
        assert helped.exit_code == 0
        assert " ".join(MAIL[name][1].render(lang).split()) in " ".join(helped.output.split())
        said.add(helped.output)
    assert len(said) == 2


def test_without_a_file_it_is_misuse() -> None:
    assert trim()[0] == 2
    assert CliRunner().invoke(root, ["mail", "nonsense"]).exit_code == 2


def test_of_a_mail_without_words_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    code, _, shown = trim(str(tmp_path / "empty.txt"))
    assert (code, shown) == (0, f"There is no text in {tmp_path / 'empty.txt'}.\n")
