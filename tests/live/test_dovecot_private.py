"""A mail marked private is never opened (TRUST 35): Dovecot's own log shows which bodies were asked for."""

from __future__ import annotations

import re

import pytest

from officebot.connectors.imap.session import ImapSession
from officebot.connectors.mime.marks import is_private_header
from officebot.testing.dovecot import DovecotUser
from tests.connectors.conftest import account, letter

pytestmark = pytest.mark.live

_MARKS = ("[Personnel] {n}", "Privé : {n}", "Re: [Private] {n}", "PERSONAL - {n}", "=?utf-8?q?=5BPriv=C3=A9=5D?= {n}")


@pytest.mark.sweep
def test_of_two_hundred_private_mails_no_body_is_fetched(
    dovecot: DovecotUser, is_sweep: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    log = dovecot.keep_raw_log()
    for number in range(200):
        dovecot.deliver(letter(number, subject=_MARKS[number % len(_MARKS)].format(n=number), body="SECRET"))
        dovecot.deliver(letter(1000 + number, body="OPEN"))
    with ImapSession(account(dovecot)) as session:
        session.select("INBOX")
        uids = session.uids_from(1)
        batches = session.iter_batches(uids, size=50, may_open=lambda header: not is_private_header(header.header))
        opened = [text for batch in batches for _, text in batch if text is not None]
    sent = b"".join(file.read_bytes() for file in log.glob("*.out"))
    secrets = len(re.findall(rb"SECRET", sent))
    with capsys.disabled():
        print(f"\nprivate mails: {secrets} of 200 bodies left the server, {len(opened)} of 200 open ones")
    assert secrets == 0
    assert len(opened) == 200
