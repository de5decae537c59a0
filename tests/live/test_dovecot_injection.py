"""Nothing that a mail says can become a command of ours (TRUST 1), on a real Dovecot that logs every line it gets."""

from __future__ import annotations

import base64
import contextlib
import itertools
import random
import re
from collections.abc import Callable, Iterator
from email.header import decode_header, make_header
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from imapclient import IMAPClient

from officebot.connectors.imap.session import ImapSession, Refused
from officebot.connectors.mime.headers import decode, raw_text
from officebot.core.problems import UserError
from officebot.testing.dovecot import DovecotUser
from tests.connectors.conftest import account, letter

pytestmark = pytest.mark.live

# What was sent by hand to a real server, and deleted a folder there.
ATTACKS = (
    'x"\r\nA99 DELETE Contrats\r\n',
    "x\r\nA99 DELETE Contrats",
    "x\nA99 DELETE Contrats\n",
    "x\rA99 DELETE Contrats\r",
    "\\Seen)\r\nA99 DELETE Contrats\r\nA98 NOOP (",
    "{5}\r\nabcde\r\nA99 DELETE Contrats",
    "<a@b>\r\nA99 DELETE Contrats\r\n",
    'x" (\\Deleted) "y',
    "1:* +FLAGS (\\Deleted)",
    "\x00\r\nA99 DELETE Contrats",
    "é\r\nA99 DELETE Contrats",
    "&AA0ACg-A99 DELETE Contrats",
    "x\u2028A99 DELETE Contrats\u2029",
    "x\u010d\u010aA99 DELETE Contrats",
    "\ud800\r\nA99 DELETE Contrats",
    "*" * 5000,
    "",
)


def encoded(text: str) -> bytes:
    """The attack as a Subject would carry it."""
    return b"=?utf-8?b?" + base64.b64encode(text.encode("utf-8", "surrogatepass")) + b"?="


def methods(session: ImapSession, text: str) -> Iterator[Callable[[], object]]:
    """Every method of the session that takes words, with the hostile ones in each place."""
    yield lambda: session.find_message_id("INBOX", text)
    yield lambda: session.store([1], add=[text])
    yield lambda: session.store([1], remove=[text])
    yield lambda: session.store([text], add=["\\Seen"])  # type: ignore[list-item]
    yield lambda: session.select(text)
    yield lambda: session.uidvalidity(text)
    yield lambda: session.move([1], text)
    yield lambda: session.append(text, b"Subject: x\r\n\r\n")
    yield lambda: session.append("Drafts", b"Subject: x\r\n\r\n", [text])
    yield lambda: session.append("Drafts", b"Subject: x\r\n\r\n", (), text)  # type: ignore[arg-type]
    yield lambda: session.uids_from(text)  # type: ignore[arg-type]
    yield lambda: session.fetch_headers([text])  # type: ignore[list-item]
    yield lambda: session.fetch_texts([1], text)  # type: ignore[arg-type]
    yield lambda: session.fetch_whole(text)  # type: ignore[arg-type]


def attempt(call: Callable[[], object]) -> None:
    try:
        call()
    except (UserError, Refused):
        return


@pytest.fixture
def attacked(dovecot: DovecotUser) -> Iterator[tuple[ImapSession, Path]]:
    log = dovecot.keep_raw_log()
    dovecot.deliver(letter(1))
    with ImapSession(account(dovecot)) as session:
        session.ensure_folder("Contrats")
        yield session, log


#: `1795489252.247723 A17 UID FETCH …`: what Dovecot read as the start of a command.
_COMMAND = re.compile(rb"^\d+\.\d+ (\S+) (\S+)", re.MULTILINE)


def extra_commands(log: Path) -> list[bytes]:
    """Commands that the server read and we did not mean: by tag out of order, or DELETE, or EXPUNGE."""
    raw = b"".join(file.read_bytes() for file in sorted(log.glob("*.in")))
    commands = [match for match in _COMMAND.findall(raw) if re.fullmatch(rb"A\d+|ZZ", match[0])]
    numbers = [int(tag[1:]) for tag, _ in commands if tag != b"ZZ"]
    repeated = [b"A%d" % number for number, following in itertools.pairwise(numbers) if following <= number]
    return repeated + [name for _, name in commands if name.upper() in (b"DELETE", b"EXPUNGE", b"RENAME")]


@pytest.mark.sweep
def test_no_words_of_a_mail_become_a_command(
    attacked: tuple[ImapSession, Path], is_sweep: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    session, log = attacked
    calls = 0
    for text in ATTACKS:
        for words in (text, decode(encoded(text)), raw_text(text.encode("utf-8", "surrogatepass"))):
            for call in methods(session, words):
                session.select("INBOX")
                attempt(call)
                calls += 1
    generator = random.Random(20261124)
    alphabet = '\r\n\x00\t "\\(){}[]<>%*&A9.DELETE Contrats$+é\u2028'
    while calls < 10_000:
        words = "".join(generator.choices(alphabet, k=generator.randrange(40))) + generator.choice(ATTACKS)
        for call in methods(session, words):
            attempt(call)
            calls += 1
    assert "Contrats" in [folder.name for folder in session.folders()]
    extra = extra_commands(log)
    with capsys.disabled():
        print(f"\nimap injection: {len(extra)} extra commands in {calls} hostile calls")
    assert extra == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=60))
def test_any_text_is_refused_or_stays_in_its_place(attacked: tuple[ImapSession, Path], words: str) -> None:
    session, log = attacked
    for call in methods(session, words):
        session.select("INBOX")
        attempt(call)
    assert "Contrats" in [folder.name for folder in session.folders()]
    assert extra_commands(log) == []


def test_the_same_attack_deletes_the_folder_of_an_unguarded_client(dovecot: DovecotUser) -> None:
    log = dovecot.keep_raw_log()
    client = IMAPClient(dovecot.host, dovecot.imap_port, ssl=False)
    client.login(dovecot.user, dovecot.password)
    client.create_folder("Contrats")
    client.select_folder("INBOX")
    with contextlib.suppress(Exception):
        client.search(["SUBJECT", decode_naively(encoded('x"\r\nA99 DELETE Contrats\r\n'))])
    client.shutdown()
    assert extra_commands(log) == [b"DELETE"]


def decode_naively(value: bytes) -> str:
    return str(make_header(decode_header(value.decode("ascii"))))
