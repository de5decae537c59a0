"""Secrets in the keyring and in systemd's credentials, and values that officebot itself puts into their place."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked, PasswordDeleteError

from officebot.core.problems import UserError
from officebot.settings.places import secret_places
from officebot.settings.secret import Secret
from tests.settings.conftest import Folder
from tests.settings.test_secret import CANARY, smtp_password, with_password


class Desktop(KeyringBackend):
    """A keyring as a desktop has it, in memory."""

    priority = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.is_locked:
            raise KeyringLocked(f"locked, with {CANARY} in it")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        raise PasswordDeleteError


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    made = Desktop()
    before = keyring.get_keyring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "credentials"
    folder.mkdir(mode=0o700)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    path = folder / "imap"
    path.write_text(CANARY)
    path.chmod(0o400)
    return path


# ── the keyring ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_secret_is_revealed_from_the_keyring(folder: Folder, desktop: Desktop) -> None:
    desktop.kept["officebot", "desk"] = CANARY
    secret = smtp_password(with_password(folder, '{ keyring = "officebot/desk" }').load())
    assert secret.reveal() == CANARY
    assert repr(secret) == "Secret(keyring='officebot/desk')"


def test_a_secret_that_the_keyring_does_not_hold_is_said(desktop: Desktop) -> None:
    with pytest.raises(UserError, match="the keyring, under officebot/desk is empty or missing"):
        Secret(keyring=("officebot", "desk")).reveal()
    assert Secret(keyring=("officebot", "desk")).peek() == ""


def test_where_no_keyring_runs_or_it_stays_locked_one_sentence_says_so(desktop: Desktop) -> None:
    desktop.is_locked = True
    secret = Secret(keyring=("officebot", "desk"))
    with pytest.raises(UserError, match="No keyring of a desktop is running") as refused:
        secret.reveal()
    assert CANARY not in str(refused.value)
    keyring.set_keyring(NoKeyring())
    for attempt in (secret.reveal, lambda: secret.keep("x")):
        with pytest.raises(UserError, match="or keep the secret in a file"):
            attempt()


def test_a_value_is_kept_in_the_keyring(desktop: Desktop) -> None:
    secret = Secret(keyring=("officebot", "desk"))
    secret.keep(CANARY)
    assert desktop.kept == {("officebot", "desk"): CANARY}
    assert secret.reveal() == CANARY


# ── systemd ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_secret_is_revealed_from_a_credential(folder: Folder, credentials: Path) -> None:
    assert smtp_password(with_password(folder, '{ credential = "imap" }').load()).reveal() == CANARY


@pytest.mark.parametrize("mode", [0o404, 0o644, 0o440, 0o460])
def test_a_credential_that_others_may_read_is_refused_when_loaded_and_when_read(
    folder: Folder, credentials: Path, mode: int
) -> None:
    credentials.chmod(mode)
    is_root_s_acl = os.geteuid() == 0 and mode == 0o440
    if is_root_s_acl:
        assert Secret(credential="imap").reveal() == CANARY, "the group's right is the mask of systemd's ACL"
        return
    assert "Others may read" in with_password(folder, '{ credential = "imap" }').complaints()[0]
    with pytest.raises(UserError, match="Others may read"):
        Secret(credential="imap").reveal()


def test_a_credential_that_systemd_did_not_give_is_said(
    folder: Folder, credentials: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "gave no credential other" in with_password(folder, '{ credential = "other" }').complaints()[0]
    monkeypatch.delenv("CREDENTIALS_DIRECTORY")
    secret = smtp_password(folder.load())
    with pytest.raises(UserError, match="LoadCredential=other"):
        secret.reveal()


@pytest.mark.parametrize("name", ["../imap", "a/b", "", ".", "..", "a b", "/etc/passwd"])
def test_a_credential_is_a_plain_name(folder: Folder, name: str) -> None:
    assert "A password is not written here" in with_password(folder, f'{{ credential = "{name}" }}').complaints()[0]


@pytest.mark.parametrize("name", ["desk", "/desk", "desk/", "a/b/c", "a b/c"])
def test_a_place_in_the_keyring_has_a_service_and_a_user(folder: Folder, name: str) -> None:
    assert "A password is not written here" in with_password(folder, f'{{ keyring = "{name}" }}').complaints()[0]


# ── putting a value into its place ────────────────────────────────────────────────────────────────────────


def test_a_value_is_kept_in_a_file_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "imap"
    secret = Secret(file=path)
    assert secret.peek() == ""
    secret.keep("first")
    secret.keep(CANARY)
    assert secret.reveal() == secret.peek() == CANARY
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [one.name for one in path.parent.iterdir()] == ["imap"]


def test_a_file_that_somebody_opened_to_all_is_closed_by_keeping_a_value(tmp_path: Path) -> None:
    path = tmp_path / "imap"
    path.write_text("old")
    path.chmod(0o666)
    Secret(file=path).keep(CANARY)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_link_is_replaced_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("untouched")
    (tmp_path / "imap").symlink_to(elsewhere)
    Secret(file=tmp_path / "imap").keep(CANARY)
    assert elsewhere.read_text() == "untouched"


def test_what_cannot_be_written_is_said_and_the_old_value_stays(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("no folder")
    with pytest.raises(UserError, match="cannot be written") as refused:
        Secret(file=tmp_path / "a file" / "imap").keep(CANARY)
    assert CANARY not in str(refused.value)


@pytest.mark.parametrize("value", ["", "a\nb", "a\x00", "\x1b[2J", "x" * 20_000])
def test_a_value_that_is_no_line_is_not_kept(tmp_path: Path, value: str) -> None:
    with pytest.raises(UserError, match="one line of visible characters"):
        Secret(file=tmp_path / "imap").keep(value)
    assert not (tmp_path / "imap").exists()


@pytest.mark.parametrize("secret", [Secret(env="X"), Secret(command=("x",)), Secret(credential="x")], ids=repr)
def test_places_that_are_not_ours_are_not_written(secret: Secret) -> None:
    assert not secret.is_keepable
    with pytest.raises(UserError, match="officebot cannot put it there"):
        secret.keep(CANARY)


def test_the_places_of_an_office_are_found_though_its_secrets_are_missing(folder: Folder) -> None:
    with_password(folder, '{ file = "secrets/none" }')
    folder.write(
        "office.toml", (folder.path / "office.toml").read_text() + '\n[alerts."a@b.example"]\nurl = {env="U"}\n'
    )
    assert dict(secret_places(folder.path)) == {
        "mail.accounts.desk.imap.password": Secret(env="BELL_IMAP"),
        "mail.accounts.desk.smtp.password": Secret(file=folder.path / "secrets/none"),
        "alerts.a@b.example.url": Secret(env="U"),
    }


def test_a_password_written_down_is_not_repeated_by_the_list_of_places(folder: Folder) -> None:
    with_password(folder, f'"{CANARY}"')
    with pytest.raises(UserError, match="A password is not written here") as refused:
        secret_places(folder.path)
    assert CANARY not in str(refused.value)


# ── how one signs in ──────────────────────────────────────────────────────────────────────────────────────

_OAUTH = 'issuer = "{issuer}", client_id = "id", token = {token}'


def oauth(folder: Folder, issuer: str = "google", token: str = '{file = "secrets/t"}', more: str = "") -> Folder:
    words = _OAUTH.format(issuer=issuer, token=token)
    return folder.office("[mail.accounts.desk.smtp]", 'host = "h"', 'user = "u"', f"oauth = {{ {words}{more} }}")


def test_an_account_may_be_entered_before_somebody_signed_in(folder: Folder) -> None:
    smtp = oauth(folder).load().settings.mail.accounts["desk"].smtp
    assert smtp is not None
    assert smtp.oauth is not None
    assert smtp.oauth.token == Secret(file=folder.path / "secrets/t")


def test_a_token_that_others_may_read_is_refused_when_loaded(folder: Folder) -> None:
    folder.write("secrets/t", "{}").chmod(0o644)
    assert "smtp.oauth.token: Others may read" in oauth(folder).complaints()[0]


@pytest.mark.parametrize("token", ['{env = "T"}', '{command = ["x"]}', '{credential = "x"}'])
def test_a_token_lies_where_it_can_be_renewed(folder: Folder, token: str) -> None:
    assert "renewed by officebot itself" in oauth(folder, token=token).complaints()[0]


@pytest.mark.parametrize(
    "issuer",
    ["gmail", "http://issuer.example", "https://u@issuer.example", "https://issuer.example/?a", "https://", "ftp://x",
     "https://issuer.example:x", "https://issuer.example/#a"],
)  # fmt: skip
def test_an_issuer_is_a_known_one_or_an_encrypted_address(folder: Folder, issuer: str) -> None:
    assert "issues no tokens" in oauth(folder, issuer, more=', scopes = ["mail"]').complaints()[0]


def test_an_issuer_of_ones_own_needs_scopes(folder: Folder) -> None:
    assert "scopes is missing" in oauth(folder, "https://issuer.example").complaints()[0]
    assert oauth(folder, "https://issuer.example", more=', scopes = ["mail"]').load()
    assert oauth(folder, "https://login.microsoftonline.com/x/v2.0").load()
    assert "is not a scope" in oauth(folder, more=', scopes = ["a b"]').complaints()[0]


def test_a_password_and_a_sign_in_at_once_are_refused(folder: Folder) -> None:
    both = oauth(folder, more=' }\npassword = { env = "X"').complaints()
    assert "password and oauth are both given" in both[0]


def test_a_mailbox_needs_one_of_both(folder: Folder) -> None:
    assert "A user needs a password" in folder.office(without="password").complaints()[0]
