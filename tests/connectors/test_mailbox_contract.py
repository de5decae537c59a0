"""What every mail server must do for us, on Dovecot and on the embedded server alike."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

import pytest

from officebot.connectors.imap.arguments import UnsafeArgument
from officebot.connectors.imap.session import ImapSession, MissingFolder
from officebot.connectors.mime.fingerprint import fingerprint
from tests.connectors.conftest import Mailbox, account, letter


def test_a_fresh_mailbox_has_its_special_folders(session: ImapSession) -> None:
    uses = {folder.use: folder.name for folder in session.folders() if folder.use}
    assert uses == {"drafts": "Drafts", "sent": "Sent", "trash": "Trash", "archive": "Archive"}


def test_messages_come_back_in_batches_in_order_with_header_and_text(session: ImapSession, mailbox: Mailbox) -> None:
    for number in range(23):
        mailbox.deliver(letter(number, body=f"Text {number} ( ) {{5}} NIL"))
    session.select("INBOX")
    uids = session.uids_from(1)
    found = [pair for batch in session.iter_batches(uids, size=5) for pair in batch]
    assert [header.uid for header, _ in found] == uids
    assert {text.text.strip() for _, text in found if text} == {
        b"Text %d ( ) {5} NIL" % number for number in range(23)
    }
    assert all(header.header.endswith(b"\r\n\r\n") and header.size > 100 for header, _ in found)


@pytest.mark.parametrize("body", ["(", ")", "NIL", '"', "{3}", "A1 OK done", "* 1 FETCH (UID 7)", ""])
def test_a_body_that_looks_like_protocol_is_only_a_body(session: ImapSession, mailbox: Mailbox, body: str) -> None:
    mailbox.deliver(letter(1, body=body))
    session.select("INBOX")
    [text] = session.fetch_texts([session.uids_from(1)[0]], 1000)
    assert text.text == f"{body}\r\n".encode()


def test_a_body_that_may_not_be_opened_is_not_fetched(session: ImapSession, mailbox: Mailbox) -> None:
    mailbox.deliver(letter(1, subject="[Personnel] vacances"))
    session.select("INBOX")
    [[(header, text)]] = session.iter_batches(session.uids_from(1), may_open=lambda header: False)
    assert b"[Personnel]" in header.header
    assert text is None


def test_the_session_can_be_used_while_the_next_batch_is_on_its_way(session: ImapSession, mailbox: Mailbox) -> None:
    for number in range(9):
        mailbox.deliver(letter(number))
    session.select("INBOX")
    seen = 0
    for batch in session.iter_batches(session.uids_from(1), size=2):
        session.store([header.uid for header, _ in batch], ["\\Flagged"])
        seen += len(batch)
    assert seen == 9
    assert all("\\Flagged" in flags for flags in session.fetch_flags(session.uids_from(1)).values())


def test_a_reading_that_is_given_up_leaves_the_session_usable(session: ImapSession, mailbox: Mailbox) -> None:
    for number in range(9):
        mailbox.deliver(letter(number))
    session.select("INBOX")
    uids = session.uids_from(1)
    for _ in session.iter_batches(uids, size=2):
        break
    assert session.uids_from(1) == uids
    session.select("Drafts")
    assert session.uids_from(1) == []


def test_reading_marks_nothing_as_read(session: ImapSession, mailbox: Mailbox) -> None:
    mailbox.deliver(letter(1))
    session.select("INBOX")
    [uid] = session.uids_from(1)
    session.fetch_headers([uid])
    session.fetch_texts([uid], 100)
    session.fetch_whole(uid)
    session.fetch_fingerprints([uid])
    assert session.fetch_flags([uid]) == {uid: frozenset()}


def test_flags_and_keywords_are_set_and_cleared(session: ImapSession, mailbox: Mailbox) -> None:
    mailbox.deliver(letter(1))
    state = session.select("INBOX")
    assert state.keywords_allowed
    [uid] = session.uids_from(1)
    session.store([uid], add=["$officebot-urgent", "\\Flagged"])
    assert session.fetch_flags([uid]) == {uid: frozenset({"$officebot-urgent", "\\Flagged"})}
    session.store([uid], remove=["\\Flagged"])
    assert session.fetch_flags([uid]) == {uid: frozenset({"$officebot-urgent"})}


def test_a_move_tells_the_new_uids(session: ImapSession, mailbox: Mailbox) -> None:
    for number in range(4):
        mailbox.deliver(letter(number))
    session.select("INBOX")
    before = session.fetch_fingerprints(session.uids_from(1))
    moved = session.move(list(before)[:3], "Archive")
    session.select("Archive")
    after = session.fetch_fingerprints(session.uids_from(1))
    assert {before[old]: new for old, new in moved.items()} == {mark: uid for uid, mark in after.items()}


def test_a_folder_with_accents_levels_and_signs_is_made_once(session: ImapSession) -> None:
    name = "Clients/Dürand & fils 100%"
    assert session.ensure_folder(name)
    assert not session.ensure_folder(name)
    assert name in [folder.name for folder in session.folders()]
    assert session.select(name).exists == 0


def test_a_missing_folder_is_said_in_a_sentence(session: ImapSession) -> None:
    with pytest.raises(MissingFolder, match=r"Urgent.*cannot be found"):
        session.select("Urgent")


def test_an_appended_message_is_found_by_its_exact_message_id_only(session: ImapSession) -> None:
    raw = b"Message-ID: <draft-17@office.example>\nSubject: h\xc3\xa9\n\nBonjour\n"
    uid = session.append("Drafts", raw, ["\\Draft"], datetime(2026, 11, 23, 9, 5, tzinfo=UTC))
    assert session.find_message_id("Drafts", "<draft-17@office.example>") == [uid]
    assert session.find_message_id("Drafts", "draft-17@office.example") == []
    assert session.find_message_id("Drafts", "<raft-17@office.example") == []
    assert uid is not None
    assert session.fetch_whole(uid) == raw.replace(b"\n", b"\r\n")
    assert session.fetch_headers([uid])[0].internal_date == datetime(2026, 11, 23, 9, 5, tzinfo=UTC)


def test_new_mail_ends_the_waiting_within_a_second(session: ImapSession, mailbox: Mailbox) -> None:
    session.select("INBOX")
    session.uids_from(1)
    assert not session.idle_wait(0.2)
    timer = threading.Timer(0.2, mailbox.deliver, [letter(1)])
    timer.start()
    begin = time.monotonic()
    assert session.idle_wait(10)
    assert time.monotonic() - begin < 1.5
    timer.join()
    assert len(session.uids_from(1)) == 1


def test_mail_that_came_during_another_command_is_not_slept_through(session: ImapSession, mailbox: Mailbox) -> None:
    session.select("INBOX")
    session.uids_from(1)
    mailbox.deliver(letter(1))
    session.fetch_flags([1])
    session.noop() or session.fetch_flags([1])
    begin = time.monotonic()
    mailbox.deliver(letter(2))
    assert session.idle_wait(10)
    assert time.monotonic() - begin < 1.5


def test_a_refused_argument_leaves_the_session_as_it_was(session: ImapSession, mailbox: Mailbox) -> None:
    mailbox.deliver(letter(1))
    session.select("INBOX")
    with pytest.raises(UnsafeArgument):
        session.store([1], add=["\\Seen\r\nA9 DELETE Archive"])
    with pytest.raises(UnsafeArgument):
        session.select("x\r\nA9 DELETE Archive")
    assert session.uids_from(1) == [1]


def test_a_wrong_password_is_said_in_a_sentence(mailbox: Mailbox) -> None:
    from officebot.core.problems import UserError

    with pytest.raises(UserError, match="refuses the user name or the password"):
        ImapSession(account(mailbox, password="wrong"))


def test_the_fingerprint_is_the_same_in_every_folder(session: ImapSession, mailbox: Mailbox) -> None:
    raw = letter(5, subject="=?utf-8?q?=C3=A9t=C3=A9?=\r\n et suite")
    mailbox.deliver(raw)
    session.select("INBOX")
    [uid] = session.uids_from(1)
    mark = session.fetch_fingerprints([uid])[uid]
    assert mark == fingerprint(raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")
    assert session.fetch_identities([uid])[uid] == (frozenset(), mark)
    new = session.move([uid], "Archive")[uid]
    session.select("Archive")
    assert new is not None
    assert session.fetch_fingerprints([new])[new] == mark
