"""A connection cut at each moment: one draft, one copy, one message in its folder (TRUST 22)."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from officebot.connectors.imap.performers import MESSAGE, MailboxPerformer
from officebot.connectors.imap.session import ImapSession
from officebot.connectors.mime.compose import compose
from officebot.connectors.mime.fingerprint import fingerprint
from officebot.core.mail import MessageRef, OutgoingMail
from officebot.sdk import Action, Done, DraftMail, FlagMessage, Job, MoveMessage, Outcome, Retry
from officebot.testing.dovecot import Dovecot, DovecotUser
from tests.connectors.conftest import account, letter
from tests.connectors.cutting import CuttingProxy

pytestmark = pytest.mark.live

_MAIL = OutgoingMail(account="desk", to=("anne@outside.example",), subject="Réponse", body="Bonjour", key="draft-1")


def write(mail: OutgoingMail) -> bytes:
    return compose(mail, date=datetime(2026, 11, 24, tzinfo=UTC), from_address="desk@office.example")


def draft(_: MessageRef) -> Action:
    return DraftMail(mail=_MAIL)


def move(ref: MessageRef) -> Action:
    return MoveMessage(on=ref, to_folder="Clients/Durand")


def flag(ref: MessageRef) -> Action:
    return FlagMessage(on=ref, add=("\\Flagged", "$officebot-urgent"))


def contents(mailbox: DovecotUser) -> dict[str, list[str]]:
    """The fingerprints in each folder."""
    found: dict[str, list[str]] = {}
    with ImapSession(account(mailbox)) as session:
        for folder in session.folders():
            if folder.can_be_opened:
                session.select(folder.name)
                marks = session.fetch_fingerprints(session.uids_from(1))
                found[folder.name] = sorted(marks.values())
    return {name: marks for name, marks in found.items() if marks}


def attempt(mailbox: DovecotUser, make: Callable[[MessageRef], Action], cut: int, lose: str) -> tuple[bool, Outcome]:
    """Perform with the line cut once, then as often as the outcome asks for; whether it was cut at all."""
    mailbox.deliver(letter(1))
    with ImapSession(account(mailbox)) as session:
        state = session.select("INBOX")
        [one] = session.fetch_headers(session.uids_from(1))
    ref = MessageRef("desk", "INBOX", state.uidvalidity, one.uid, fingerprint(one.header))
    job = Job(id=1, key="1", action=make(ref), blobs={MESSAGE: write(_MAIL)})
    with CuttingProxy(mailbox.imap_port, cut=cut, lose=lose) as proxy:
        first = MailboxPerformer(lambda _: ImapSession(account(mailbox, port=proxy.port, timeout=5.0)), write)
        [outcome] = first.perform([job])
        was_cut = proxy.was_cut
    if isinstance(outcome, Retry):
        # As after a restart: nothing is remembered but the job.
        [outcome] = MailboxPerformer(lambda _: ImapSession(account(mailbox)), write).perform([job])
    return was_cut, outcome


def sweep(server: Dovecot) -> tuple[int, int]:
    """How many cuts were made, and how many ended in anything but exactly one copy in the right place."""
    cuts = wrong = 0
    for make, lose in itertools.product((draft, move, flag), ("reply", "command")):
        for cut in itertools.count(1):
            mailbox = server.user()
            was_cut, outcome = attempt(mailbox, make, cut, lose)
            found = contents(mailbox)
            copies = (
                found.get("Drafts", [])
                if make is draft
                else found.get("Clients/Durand" if make is move else "INBOX", [])
            )
            everything = sum(len(marks) for marks in found.values())
            cuts += was_cut
            wrong += not isinstance(outcome, Done) or len(copies) != 1 or everything != (2 if make is draft else 1)
            if not was_cut:
                break
    return cuts, wrong


@pytest.mark.sweep
@pytest.mark.timeout(600)
def test_a_cut_at_any_reply_leaves_one_copy(
    dovecot_server: Dovecot, is_sweep: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    cuts = wrong = 0
    while cuts < (500 if is_sweep else 40):
        more, bad = sweep(dovecot_server)
        cuts, wrong = cuts + more, wrong + bad
    with capsys.disabled():
        print(f"\ncut connections: {wrong} of {cuts} cuts left anything but one copy in its place")
    assert wrong == 0
