"""A folder that was rebuilt behind our back: nothing missed, nothing done to the wrong mail (TRUST 21)."""

from __future__ import annotations

import pytest

from officebot.connectors.imap.performers import MailboxPerformer
from officebot.connectors.imap.session import ImapSession
from officebot.connectors.mime.fingerprint import fingerprint
from officebot.core.mail import MessageRef
from officebot.sdk import Done, FlagMessage, Job, MoveMessage
from officebot.testing.dovecot import DovecotUser
from tests.connectors.conftest import account, letter

pytestmark = pytest.mark.live


@pytest.mark.sweep
def test_after_a_rebuild_actions_reach_the_mails_they_were_meant_for(
    dovecot: DovecotUser, is_sweep: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(5):
        dovecot.deliver(letter(number))
    with ImapSession(account(dovecot)) as session:
        state = session.select("INBOX")
        old = [
            MessageRef("desk", "INBOX", state.uidvalidity, one.uid, fingerprint(one.header))
            for one in session.fetch_headers(session.uids_from(1))
        ]
    # The first message vanishes and five new ones come: after the rebuild the old UIDs name other messages.
    first = next(iter((dovecot.folder_path() / "cur").iterdir()))
    first.unlink()
    dovecot.rebuild()
    for number in range(10, 15):
        dovecot.deliver(letter(number))
    performer = MailboxPerformer(lambda _: ImapSession(account(dovecot)), lambda mail: b"")
    flags = [Job(id=n, key=str(n), action=FlagMessage(on=ref, add=("\\Flagged",))) for n, ref in enumerate(old)]
    outcomes = performer.perform(flags)
    with ImapSession(account(dovecot)) as session:
        renewed = session.select("INBOX")
        found = session.fetch_identities(session.uids_from(1))
    assert renewed.uidvalidity != state.uidvalidity
    flagged = {mark for names, mark in found.values() if "\\Flagged" in names}
    meant = {ref.fingerprint for ref in old} & {mark for _, mark in found.values()}
    assert flagged == meant
    assert [isinstance(outcome, Done) for outcome in outcomes].count(True) == len(meant) == 4
    moved = performer.perform([Job(id=9, key="9", action=MoveMessage(on=old[-1], to_folder="Archive"))])
    assert isinstance(moved[0], Done) or old[-1].fingerprint not in meant
    with capsys.disabled():
        print(f"\nrebuilt folder: {len(meant) - len(flagged)} of {len(meant)} missed, {len(flagged - meant)} wrong")
