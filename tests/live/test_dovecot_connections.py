"""What goes wrong while connecting is said in one sentence that tells what to do."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from officebot.connectors.imap.session import ImapSession
from officebot.core.problems import Unavailable, UserError
from officebot.testing.dovecot import Dovecot, DovecotUser, free_port, make_certificate, running_dovecot
from tests.connectors.conftest import account

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def certificate(dovecot_server: Dovecot, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_certificate(tmp_path_factory.mktemp("fair"))


@contextlib.contextmanager
def encrypted(certificate: tuple[Path, Path]) -> Iterator[DovecotUser]:
    with running_dovecot(certificate=certificate) as server:
        yield server.user()


def test_tls_and_starttls_with_a_certificate_that_is_trusted(certificate: tuple[Path, Path]) -> None:
    with encrypted(certificate) as mailbox:
        trusted = str(certificate[0])
        for security, port in (("tls", mailbox.server.imaps_port), ("starttls", mailbox.imap_port)):
            with ImapSession(account(mailbox, security=security, port=port, ca_file=trusted)) as session:
                assert session.select("INBOX").exists == 0
                assert not session.idle_wait(0.1)


def test_a_certificate_of_an_unknown_authority_is_refused(certificate: tuple[Path, Path]) -> None:
    with encrypted(certificate) as mailbox, pytest.raises(UserError, match="unknown authority"):
        ImapSession(account(mailbox, security="tls", port=mailbox.server.imaps_port))


def test_an_expired_certificate_is_refused(dovecot_server: Dovecot, tmp_path: Path) -> None:
    expired = make_certificate(tmp_path, is_expired=True)
    with encrypted(expired) as mailbox, pytest.raises(UserError, match="has expired"):
        ImapSession(account(mailbox, security="starttls", ca_file=str(expired[0])))


def test_a_server_without_tls_is_told_apart(dovecot: DovecotUser) -> None:
    with pytest.raises(UserError, match="does not speak TLS"):
        ImapSession(account(dovecot, security="tls"))
    with pytest.raises(UserError, match="does not offer STARTTLS"):
        ImapSession(account(dovecot, security="starttls"))


def test_a_server_that_is_not_there_is_unavailable(dovecot: DovecotUser) -> None:
    with pytest.raises(Unavailable, match="does not answer on port"):
        ImapSession(account(dovecot, port=free_port()))


def test_a_password_with_accents_and_quotes_logs_in_or_is_refused_in_a_sentence(dovecot: DovecotUser) -> None:
    for password in ('wrong"\\', "éà€", "wrong"):
        with pytest.raises(UserError, match="refuses the user name or the password"):
            ImapSession(account(dovecot, password=password))
    with ImapSession(account(dovecot, password=lambda: dovecot.password)) as session:
        assert session.select("INBOX").exists == 0


def test_the_password_is_never_shown(dovecot: DovecotUser) -> None:
    assert dovecot.password not in repr(account(dovecot))


def test_a_server_that_stops_while_we_wait_is_unavailable(certificate: tuple[Path, Path]) -> None:
    with running_dovecot() as server:
        session = ImapSession(account(server.user(), timeout=5.0))
        session.select("INBOX")
        server.stop()
        with pytest.raises(Unavailable, match="was lost"):
            session.idle_wait(5)
        assert session.is_closed
        with pytest.raises(Unavailable):
            session.noop()
