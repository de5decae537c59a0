"""A new office is sound from its first minute, and never overwrites what lies there."""

from __future__ import annotations

import dataclasses
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from officebot.core.problems import UserError
from officebot.core.text import Language
from officebot.resources import packaged
from officebot.settings.new import Answers, write_new_office

ANSWERS = Answers(
    name="Bell & Frères",
    person="Anna Bell",
    address="anna@bell.example",
    login="anna",
    imap_host="mail.bell.example",
    smtp_host="mail.bell.example",
    password="s3cret",
)


def test_a_new_office_loads_and_knows_its_person(tmp_path: Path) -> None:
    office = write_new_office(tmp_path / "bell", ANSWERS)
    assert office.people.at("anna@bell.example") is not None
    desk = office.settings.mail.accounts["desk"]
    assert desk.imap.password.reveal() == "s3cret"
    assert desk.smtp is not None
    assert (desk.imap.port_number, desk.smtp.port_number) == (993, 465)
    assert set(office.duties) == {
        "mail_triage", "replies", "follow_up", "deadlines", "daily_brief", "self_check", "approvals",
    }  # fmt: skip
    assert office.settings.trust.observe_days == 3
    assert "s3cret" not in repr(ANSWERS)


def test_a_new_office_has_room_for_its_memory_and_its_secrets_are_its_own(tmp_path: Path) -> None:
    write_new_office(tmp_path, ANSWERS)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {
        ".gitignore", "archive", "contacts.csv", "office.toml", "people.csv", "secrets", "state", "templates",
    }  # fmt: skip
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "secrets" / "imap").stat().st_mode) == 0o600
    assert {path.name for path in (tmp_path / "templates").iterdir()} >= {"fr", "en"}


@pytest.mark.parametrize(("language", "words"), [("fr", "# Les personnes sont dans"), ("en", "# The people are in")])
def test_its_comments_speak_the_offices_language(tmp_path: Path, language: Language, words: str) -> None:
    write_new_office(tmp_path, dataclasses.replace(ANSWERS, language=language))
    assert words in (tmp_path / "office.toml").read_text()


def test_without_a_password_a_variable_is_named_and_without_server_no_mailbox(tmp_path: Path) -> None:
    write_new_office(tmp_path / "a", dataclasses.replace(ANSWERS, password=""))
    assert 'env = "OFFICEBOT_MAIL_PASSWORD"' in (tmp_path / "a" / "office.toml").read_text()
    office = write_new_office(tmp_path / "b", dataclasses.replace(ANSWERS, imap_host=""))
    assert office.settings.mail.accounts == {}
    assert not {"self_check", "approvals"} & set(office.duties)


def test_who_cannot_send_is_not_asked_by_mail_and_who_can_needs_no_yes_for_the_asking(tmp_path: Path) -> None:
    silent = write_new_office(tmp_path / "silent", dataclasses.replace(ANSWERS, smtp_host=""))
    assert ("self_check" in silent.duties, "approvals" in silent.duties) == (True, False)
    office = write_new_office(tmp_path / "bell", ANSWERS)
    rules = [(rule.duty, rule.recipient, rule.then) for rule in office.settings.policy]
    assert rules == [("approvals", "inside", "act"), ("", "", "ask")]
    assert [rule.then for rule in silent.settings.policy] == ["ask"]
    bare = write_new_office(tmp_path / "bare", dataclasses.replace(ANSWERS, duties=()))
    assert [rule.then for rule in bare.settings.policy] == ["ask"]


@pytest.mark.parametrize("there", ["office.toml", "people.csv", "templates"])
def test_what_lies_in_the_folder_is_never_overwritten(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("mine")
    with pytest.raises(UserError, match="already"):
        write_new_office(tmp_path, ANSWERS)
    assert [path.name for path in tmp_path.iterdir()] == [there]
    assert (tmp_path / there).read_text() == "mine"


def test_a_wrong_answer_is_said_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        write_new_office(tmp_path, dataclasses.replace(ANSWERS, address="anna", zone="Paris"))
    assert "time zone" in refused.value.render()
    assert list(tmp_path.iterdir()) == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(name=st.text(max_size=30), person=st.text(max_size=30), user=st.text(max_size=30))
def test_no_answer_breaks_out_of_its_place(
    tmp_path_factory: pytest.TempPathFactory, name: str, person: str, user: str
) -> None:
    folder = tmp_path_factory.mktemp("new")
    try:
        office = write_new_office(folder, dataclasses.replace(ANSWERS, name=name, person=person, user=user))
    except UserError:
        assert list(folder.iterdir()) == []
        return
    assert office.settings.office.name == name
    assert office.people.all[0].name == person.strip()
    assert [rule.then for rule in office.settings.policy] == ["act", "ask"]


def test_the_packaged_folders_are_found_and_others_are_not() -> None:
    assert (packaged("config") / "office.toml").is_file()
    assert packaged("templates").is_dir()
    with pytest.raises(FileNotFoundError):
        packaged("nothing")
