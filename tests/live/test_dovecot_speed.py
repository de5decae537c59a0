"""How fast mail is fetched, read and filed on a real Dovecot; the figures are printed."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from officebot.connectors.imap.performers import MailboxPerformer
from officebot.connectors.imap.session import ImapSession
from officebot.connectors.mime.fingerprint import fingerprint
from officebot.connectors.mime.read import read_message
from officebot.core.mail import MessageRef
from officebot.sdk import Done, FlagMessage, Job, MoveMessage
from officebot.testing.dovecot import DovecotUser
from tests.connectors.conftest import account, letter

pytestmark = [pytest.mark.live, pytest.mark.sweep, pytest.mark.timeout(300)]

_MESSAGES = 10_000
_BODY = "Bonjour,\nvoici la facture du mois de novembre, à régler avant le 30.\n" * 45


def test_ten_thousand_messages_are_fetched_read_flagged_and_moved(
    dovecot: DovecotUser, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(_MESSAGES):
        dovecot.deliver(letter(number, body=_BODY))
    with ImapSession(account(dovecot)) as session:
        state = session.select("INBOX")
        uids = session.uids_from(1)
        fetching, found = _best_of_three(session, uids)
        refs = [MessageRef("desk", "INBOX", state.uidvalidity, one.uid, fingerprint(one.header)) for one, _ in found]
        begin = time.process_time()
        for ref, (header, text) in zip(refs, found, strict=True):
            read_message(ref, header.header, text, header.flags, header.internal_date, header.size)
        reading = time.process_time() - begin
    performer = MailboxPerformer(lambda _: ImapSession(account(dovecot)), lambda mail: b"")
    flags = [FlagMessage(on=ref, add=("\\Flagged", "$officebot-urgent")) for ref in refs]
    begin = time.perf_counter()
    flagged = performer.perform([Job(id=n, key=str(n), action=action) for n, action in enumerate(flags)])
    flagging = time.perf_counter() - begin
    moves = [MoveMessage(on=ref, to_folder=f"Clients/{n % 8}") for n, ref in enumerate(refs)]
    begin = time.perf_counter()
    moved = performer.perform([Job(id=n, key=str(n), action=action) for n, action in enumerate(moves)])
    moving = time.perf_counter() - begin
    assert all(isinstance(outcome, Done) for outcome in (*flagged, *moved))
    with capsys.disabled():
        size = len(letter(1, body=_BODY))
        print(f"\n{datetime.now(UTC):%Y-%m-%d}, {_MESSAGES} messages of {size} bytes on Dovecot:")
        print(f"  fetched  {_MESSAGES / fetching:8.0f}/s  headers and text")
        print(f"  read     {_MESSAGES / reading:8.0f}/s  {reading / _MESSAGES * 1e6:.0f} µs each")
        print(f"  flagged  {_MESSAGES / flagging:8.0f}/s  with looking and receipts")
        print(f"  moved    {_MESSAGES / moving:8.0f}/s  into eight folders")
    assert _MESSAGES / fetching > 3_000


def _best_of_three(session: ImapSession, uids: list[int]) -> tuple[float, list[tuple]]:  # type: ignore[type-arg]
    best = float("inf")
    for _ in range(3):
        begin = time.perf_counter()
        found = [
            (header, text.text if text else b"") for batch in session.iter_batches(uids) for header, text in batch
        ]
        best = min(best, time.perf_counter() - begin)
    return best, found
