"""TRUST 21 with the whole office: a folder made anew in the middle of work, UIDs used again: none missed, none mistaken."""

from __future__ import annotations

import random
import shutil
import time
from collections import Counter
from pathlib import Path

import pytest

from officebot.app import App
from officebot.app.once import Once
from officebot.connectors.imap.session import ImapSession
from officebot.testing.dovecot import DovecotUser
from tests.app.offices import edit, letter, make_office, urgent
from tests.connectors.conftest import account

pytestmark = [pytest.mark.live, pytest.mark.sweep, pytest.mark.timeout(900)]


def marked(mailbox: DovecotUser) -> Counter[tuple[bytes, bool]]:
    """Each message of the inbox by its Message-ID, and whether it is flagged."""
    with ImapSession(account(mailbox)) as session:
        session.select("INBOX")
        return Counter(
            (_message_id(one.header), "\\Flagged" in one.flags) for one in session.fetch_headers(session.uids_from(1))
        )


def _message_id(header: bytes) -> bytes:
    return next(line.partition(b":")[2].strip() for line in header.splitlines() if line.startswith(b"Message-ID:"))


def uidvalidity(mailbox: DovecotUser) -> int:
    with ImapSession(account(mailbox)) as session:
        return session.select("INBOX").uidvalidity


def recreate(mailbox: DovecotUser, chance: random.Random) -> None:
    """The folder's UIDs are given out anew; some messages are gone, so that old UIDs name other mails.

    Dovecot's UIDVALIDITY is the second of the making: within the same second it would be the same, which
    RFC 3501 (§2.3.1.1) forbids and no client can tell.
    """
    before = uidvalidity(mailbox)
    while time.time() < before + 1:
        time.sleep(0.05)
    kept = sorted((mailbox.folder_path() / "cur").iterdir())
    for path in chance.sample(kept, k=len(kept) // 3):
        path.unlink()
    mailbox.rebuild()
    for stale in mailbox.folder_path().glob("dovecot*"):
        if stale.is_file():
            stale.unlink()
    assert uidvalidity(mailbox) > before


def work(office: Path, *, acts: bool = True) -> None:
    """One pass over the office; without acting, as if the folder changed between the look and the act."""
    with App(office) as app:
        if acts:
            list(Once(app).run())
        else:
            app.take_in("desk")


def one_round(office: Path, mailbox: DovecotUser, seed: int) -> tuple[int, int]:
    """(mails missed, acts on the wrong mail) of one folder that is made anew while acts are pending."""
    chance = random.Random(seed)
    work(office)
    wanted = {urgent(number): True for number in range(5)} | {letter(number + 100): False for number in range(5)}
    for raw in chance.sample(sorted(wanted), k=len(wanted)):
        mailbox.deliver(raw)
    work(office, acts=False)
    recreate(mailbox, chance)
    later = {urgent(number + 1000): True for number in range(5)} | {
        letter(number + 1100): False for number in range(5)
    }
    for raw in chance.sample(sorted(later), k=len(later)):
        mailbox.deliver(raw)
    for _ in range(2):
        work(office)
    expected = {_message_id(raw): is_urgent for raw, is_urgent in {**wanted, **later}.items()}
    found = marked(mailbox)
    missed = sum(not is_flagged and expected[mark] for mark, is_flagged in found)
    wrong = sum(is_flagged and not expected[mark] for mark, is_flagged in found)
    assert len(found) >= 10
    return missed, wrong


def test_after_a_folder_is_made_anew_no_mail_is_missed_and_none_mistaken(
    tmp_path: Path, dovecot: DovecotUser, is_sweep: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    rounds = 20 if is_sweep else 2
    missed = wrong = 0
    for number in range(rounds):
        mailbox = dovecot.server.user()
        office = make_office(tmp_path / f"office-{number}", mailbox)
        edit(office, trust={"guard_items": 1000, "guard_share": 1.0})
        more, bad = one_round(office, mailbox, number)
        missed, wrong = missed + more, wrong + bad
        shutil.rmtree(office)
    with capsys.disabled():
        print(f"\nfolder made anew: {rounds} times, {missed} mails missed, {wrong} acts on the wrong mail")
    assert (missed, wrong) == (0, 0)
