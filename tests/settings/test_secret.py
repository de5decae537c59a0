"""A secret never shows itself: not in print, not in a problem, not in a traceback."""

from __future__ import annotations

import copy
import os
import pickle
import sys
import traceback
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from officebot.core.problems import UserError
from officebot.settings.load import LoadedOffice
from officebot.settings.secret import Secret, may_be_of
from tests.settings.conftest import Folder

CANARY = "canary-7d1f3b"


def secret_file(folder: Path, content: bytes = CANARY.encode() + b"\n", mode: int = 0o600) -> Path:
    path = folder / "imap"
    path.write_bytes(content)
    path.chmod(mode)
    return path


def with_password(folder: Folder, written: str) -> Folder:
    return folder.office("[mail.accounts.desk.smtp]", 'host = "h"', 'user = "u"', f"password = {written}")


def smtp_password(office: LoadedOffice) -> Secret:
    smtp = office.settings.mail.accounts["desk"].smtp
    assert smtp is not None
    assert smtp.password is not None
    return smtp.password


def test_a_secret_is_revealed_from_a_file_of_the_office(folder: Folder) -> None:
    secret_file(folder.path)
    assert smtp_password(with_password(folder, '{ file = "imap" }').load()).reveal() == CANARY


def test_a_secret_is_revealed_from_a_variable(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    password = smtp_password(with_password(folder, '{ env = "OFFICE_TEST" }').load())
    with pytest.raises(UserError, match="variable OFFICE_TEST is empty or missing"):
        password.reveal()
    monkeypatch.setenv("OFFICE_TEST", CANARY)
    assert password.reveal() == CANARY


def test_a_secret_is_revealed_by_a_command_without_a_shell(folder: Folder) -> None:
    script = f"print('{CANARY}'); print('user: x')"
    written = f'{{ command = ["{sys.executable}", "-c", "{script}"] }}'
    assert smtp_password(with_password(folder, written).load()).reveal() == CANARY
    assert Secret(command=("echo", "$HOME;id")).reveal() == "$HOME;id"


def test_a_command_that_fails_repeats_nothing_of_what_it_wrote() -> None:
    script = f"import sys; print('{CANARY}', file=sys.stderr); print('{CANARY}'); sys.exit(1)"
    with pytest.raises(UserError, match="did not give the secret") as refused:
        Secret(command=(sys.executable, "-c", script)).reveal()
    assert CANARY not in "".join(traceback.format_exception(refused.value))
    with pytest.raises(UserError, match="did not give the secret"):
        Secret(command=("no-such-command-here",)).reveal()


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o602, 0o601])
def test_a_file_that_others_may_use_is_refused_when_loaded_and_when_read(folder: Folder, mode: int) -> None:
    path = secret_file(folder.path, mode=mode)
    complaints = with_password(folder, '{ file = "imap" }').complaints()
    assert complaints == [
        f"office.toml: mail.accounts.desk.smtp.password: Others may read the secret file {path}: run chmod 600 on it."
    ]
    with pytest.raises(UserError, match="Others may read"):
        Secret(file=path).reveal()


def test_a_missing_secret_file_and_a_folder_are_refused(folder: Folder) -> None:
    assert "is missing" in with_password(folder, '{ file = "nowhere" }').complaints()[0]
    (folder.path / "folder").mkdir(mode=0o700)
    assert "is not a regular file" in with_password(folder, '{ file = "folder" }').complaints()[0]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "empty or missing"), (b"\n", "empty or missing"), (b"a\nb\n", "more than one line"), (b"\xff", "UTF-8")],
)
def test_a_secret_that_cannot_be_used_is_said_without_showing_it(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    with pytest.raises(UserError, match=sentence):
        Secret(file=secret_file(tmp_path, content)).reveal()


@pytest.mark.parametrize(
    "written",
    [
        f'"{CANARY}"',
        f'{{ value = "{CANARY}" }}',
        f'{{ env = "{CANARY}" }}',
        f'{{ env = "X", plain = "{CANARY}" }}',
        f'["{CANARY}"]',
        f'{{ command = "{CANARY}" }}',
        "{ command = [] }",
        "12345",
    ],
)
def test_a_password_written_down_is_refused_and_not_repeated(folder: Folder, written: str) -> None:
    with_password(folder, written)
    with pytest.raises(UserError) as refused:
        folder.load()
    shown = "".join(traceback.format_exception(refused.value)) + refused.value.render("fr")
    assert CANARY not in shown.replace(str(folder.path), "")
    assert '{ env = "NAME" }' in refused.value.render("en")


def test_a_misspelt_key_does_not_show_its_value(folder: Folder) -> None:
    folder.office(
        "[mail.accounts.desk.smtp]", 'host = "h"', f'pasword = "{CANARY}"', "[ledger]", f'pass = "{CANARY}"'
    )
    assert CANARY not in " ".join(folder.complaints())


def test_nothing_that_prints_or_stores_settings_shows_a_secret(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret_file(folder.path)
    monkeypatch.setenv("OFFICE_TEST", CANARY)
    office = with_password(folder, '{ file = "imap" }').load()
    environment = Secret(env="OFFICE_TEST")
    echo = Secret(command=("echo", CANARY))
    shown = [
        repr(office), str(office), f"{office}", office.settings.model_dump_json(), repr(office.settings.model_dump()),
        repr(environment), str(environment), f"{environment!s}", repr(echo), str(echo.where()),
        repr(copy.copy(environment)), pickle.dumps(environment).decode("latin-1"),
    ]  # fmt: skip
    assert not [words for words in shown if CANARY in words]
    assert '"password":{"env":"BELL_IMAP"}' in office.settings.model_dump_json()


def test_a_password_shows_nowhere_however_the_file_is_spoilt(folder: Folder) -> None:
    """A line with the password breaks the file at each of its places: all that is said is searched for it."""
    sound = (folder.path / "office.toml").read_text()
    sightings = said = 0
    for position in range(len(sound)):
        folder.write("office.toml", f'{sound[:position]}\npassword = "{CANARY}"\n{sound[position:]}')
        with pytest.raises(UserError) as refused:
            folder.load()
        said += len(refused.value.problems)
        sightings += CANARY in refused.value.render() or CANARY in repr(refused.value)
    print(f"{len(sound)} spoilt files, {said} problems said, {sightings} sightings")
    assert sightings == 0


def test_secrets_are_equal_when_they_lie_in_the_same_place() -> None:
    assert Secret(env="A") == Secret(env="A") != Secret(env="B")
    assert len({Secret(env="A"), Secret(env="A")}) == 1
    assert TypeAdapter(object).dump_python(Secret(env="A")) == Secret(env="A")


@pytest.mark.parametrize(
    ("owner", "folder_owner", "us", "is_fine"),
    [
        pytest.param(1000, 1000, 1000, True, id="one's own"),
        pytest.param(1001, 1001, 1000, False, id="another's"),
        pytest.param(1001, 1000, 1000, False, id="another's, in a folder of one's own"),
        pytest.param(999, 999, 0, True, id="the office's, for root"),
        pytest.param(1001, 999, 0, False, id="another's, in the office's folder, for root"),
    ],
)
def test_a_secret_file_belongs_to_who_reads_it_and_for_root_to_whose_folder_it_is(
    owner: int, folder_owner: int, us: int, is_fine: bool
) -> None:
    assert may_be_of(owner, folder_owner, us) is is_fine


def test_a_secret_file_that_is_closed_to_this_account_is_not_said_to_be_missing(tmp_path: Path) -> None:
    place = tmp_path / "secrets"
    place.mkdir()
    secret = Secret(file=secret_file(place))
    place.chmod(0)
    us = os.geteuid()
    if us == 0:
        # Nothing is closed to root.
        os.seteuid(65534)
    try:
        assert "is closed to this account" in str(secret.problem())
        with pytest.raises(UserError, match="is closed to this account"):
            secret.reveal()
    finally:
        os.seteuid(us)
        place.chmod(0o700)
    place.joinpath("imap").unlink()
    assert "is missing: create it" in str(secret.problem())
