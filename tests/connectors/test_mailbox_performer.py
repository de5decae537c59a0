"""Flags, moves and drafts are done once, in batches, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

import pytest

from officebot.connectors.imap.performers import MESSAGE, MailboxPerformer
from officebot.connectors.imap.session import ImapSession
from officebot.connectors.mime.compose import compose
from officebot.connectors.mime.fingerprint import fingerprint
from officebot.core.mail import MessageRef, OutgoingMail
from officebot.sdk import Action, Done, DraftMail, Failed, FlagMessage, Job, KeepSentCopy, MoveMessage, NotDone
from tests.connectors.conftest import Mailbox, account, letter

Sessions = Callable[[str], AbstractContextManager[ImapSession]]


def write(mail: OutgoingMail) -> bytes:
    return compose(mail, date=datetime(2026, 11, 24, 9, tzinfo=UTC), from_address="desk@office.example")


@pytest.fixture
def performer(sessions: Sessions) -> MailboxPerformer:
    return MailboxPerformer(sessions, write)


def refs(session: ImapSession, folder: str = "INBOX") -> list[MessageRef]:
    state = session.select(folder, again=True)
    found = session.fetch_headers(session.uids_from(1))
    return [MessageRef("desk", folder, state.uidvalidity, one.uid, fingerprint(one.header)) for one in found]


def job(action: Action, number: int = 1, receipt: dict[str, Any] | None = None, raw: bytes = b"") -> Job:
    return Job(
        id=number, key=f"key-{number}", action=action, receipt=receipt or {}, blobs={MESSAGE: raw} if raw else {}
    )


def done(outcome: object) -> dict[str, Any]:
    assert isinstance(outcome, Done), outcome
    return dict(outcome.receipt)


def marks(session: ImapSession, folder: str) -> set[str]:
    return {ref.fingerprint for ref in refs(session, folder)}


@pytest.fixture
def letters(session: ImapSession, mailbox: Mailbox) -> list[MessageRef]:
    for number in range(6):
        mailbox.deliver(letter(number))
    return refs(session)


def test_flags_are_set_and_only_ours_are_taken_back(
    performer: MailboxPerformer, session: ImapSession, letters: list[MessageRef]
) -> None:
    session.store([letters[0].uid], ["\\Flagged"])
    actions = [FlagMessage(on=ref, add=("\\Flagged", "$officebot-urgent")) for ref in letters[:2]]
    receipts = [done(one) for one in performer.perform([job(a, i) for i, a in enumerate(actions)])]
    assert receipts[0]["added"] == ["$officebot-urgent"]
    assert receipts[1]["added"] == ["$officebot-urgent", "\\Flagged"]
    performer.undo([job(a, i, receipts[i]) for i, a in enumerate(actions)])
    flags = session.fetch_flags([ref.uid for ref in letters[:2]])
    assert [flags[ref.uid] for ref in letters[:2]] == [frozenset({"\\Flagged"}), frozenset()]


def test_a_message_is_moved_into_a_folder_made_for_it_and_moved_back(
    performer: MailboxPerformer, session: ImapSession, letters: list[MessageRef]
) -> None:
    action = MoveMessage(on=letters[0], to_folder="Clients/Dürand")
    receipt = done(performer.perform([job(action)])[0])
    assert marks(session, "Clients/Dürand") == {letters[0].fingerprint}
    assert isinstance(performer.was_done(job(action)), Done)
    done(performer.undo([job(action, receipt=receipt)])[0])
    assert letters[0].fingerprint in marks(session, "INBOX")
    assert marks(session, "Clients/Dürand") == set()


def test_a_later_action_of_the_bundle_finds_the_message_that_was_moved(
    performer: MailboxPerformer, session: ImapSession, letters: list[MessageRef]
) -> None:
    done(performer.perform([job(MoveMessage(on=letters[0], to_folder="Archive"))])[0])
    receipt = done(performer.perform([job(FlagMessage(on=letters[0], add=("\\Flagged",)))])[0])
    assert receipt["folder"] == "Archive"


def test_after_a_restart_the_ledger_tells_where_a_message_was_moved(
    sessions: Sessions, session: ImapSession, letters: list[MessageRef]
) -> None:
    receipt = done(
        MailboxPerformer(sessions, write).perform([job(MoveMessage(on=letters[0], to_folder="Archive"))])[0]
    )
    there = MessageRef("desk", "Archive", receipt["to"]["uidvalidity"], receipt["to"]["uid"], letters[0].fingerprint)
    restarted = MailboxPerformer(sessions, write, whereabouts={letters[0]: there}.get)
    assert done(restarted.perform([job(FlagMessage(on=letters[0], add=("\\Flagged",)))])[0])["folder"] == "Archive"


def test_a_message_moved_by_hand_is_not_moved_again(
    performer: MailboxPerformer, session: ImapSession, letters: list[MessageRef]
) -> None:
    session.move([letters[0].uid], "Trash")
    [outcome] = performer.perform([job(MoveMessage(on=letters[0], to_folder="Archive"))])
    assert isinstance(outcome, Failed)
    assert marks(session, "Trash") == {letters[0].fingerprint}


def test_a_move_whose_answer_was_lost_is_done_and_not_repeated(
    sessions: Sessions, session: ImapSession, letters: list[MessageRef]
) -> None:
    action = MoveMessage(on=letters[0], to_folder="Archive")
    done(MailboxPerformer(sessions, write).perform([job(action)])[0])
    done(MailboxPerformer(sessions, write).perform([job(action)])[0])
    assert len(refs(session, "Archive")) == 1


def test_a_uid_that_now_names_another_message_is_not_touched(
    performer: MailboxPerformer, session: ImapSession, letters: list[MessageRef]
) -> None:
    impostor = MessageRef("desk", "INBOX", letters[0].uidvalidity, letters[0].uid, "f" * 32)
    [outcome] = performer.perform([job(FlagMessage(on=impostor, add=("\\Flagged",)))])
    assert isinstance(outcome, Failed)
    assert session.fetch_flags([letters[0].uid]) == {letters[0].uid: frozenset()}


def test_one_unsafe_flag_stops_nobody_else(performer: MailboxPerformer, letters: list[MessageRef]) -> None:
    bad, good = performer.perform(
        [
            job(FlagMessage(on=letters[0], add=("\\Seen\r\nX DELETE Archive",)), 1),
            job(FlagMessage(on=letters[1], add=("\\Seen",)), 2),
        ]
    )
    assert isinstance(bad, Failed)
    assert isinstance(good, Done)


def test_a_draft_is_put_once_and_taken_back_into_the_trash(performer: MailboxPerformer, session: ImapSession) -> None:
    mail = OutgoingMail(account="desk", to=("anne@outside.example",), subject="Été", body="Bonjour", key="reply-1")
    action = DraftMail(mail=mail)
    prepared = performer.prepare(action)
    asked = job(action, raw=prepared.blobs[MESSAGE])
    assert isinstance(performer.was_done(asked), NotDone)
    receipt = done(performer.perform([asked])[0])
    again = done(performer.perform([asked])[0])
    assert (receipt["was_there"], again["was_there"]) == (False, True)
    assert len(refs(session, "Drafts")) == 1
    assert isinstance(performer.was_done(asked), Done)
    done(performer.undo([job(action, receipt=receipt)])[0])
    assert refs(session, "Drafts") == []
    assert len(refs(session, "Trash")) == 1


def test_a_draft_that_a_person_has_sent_cannot_be_taken_back(
    performer: MailboxPerformer, session: ImapSession
) -> None:
    mail = OutgoingMail(account="desk", to=("anne@outside.example",), subject="x", body="y", key="reply-2")
    action = DraftMail(mail=mail)
    receipt = done(performer.perform([job(action, raw=performer.prepare(action).blobs[MESSAGE])])[0])
    session.select("Drafts", again=True)
    session.move(session.uids_from(1), "Sent")
    [outcome] = performer.undo([job(action, receipt=receipt)])
    assert isinstance(outcome, Failed)


def test_the_copy_of_a_sent_mail_is_kept_once(performer: MailboxPerformer, session: ImapSession) -> None:
    mail = OutgoingMail(account="desk", to=("anne@outside.example",), subject="x", body="y", key="sent-1")
    action = KeepSentCopy(mail=mail)
    asked = job(action, raw=performer.prepare(action).blobs[MESSAGE])
    done(performer.perform([asked])[0])
    done(performer.perform([asked])[0])
    assert len(refs(session, "Sent")) == 1


def test_where_keywords_are_not_kept_system_flags_are_set_and_it_is_said(
    mailbox: Mailbox, letters: list[MessageRef]
) -> None:
    performer = MailboxPerformer(lambda _: ImapSession(account(mailbox, keywords="no")), write)
    action = FlagMessage(on=letters[0], add=("\\Flagged", "$officebot-urgent"))
    assert "does not keep $officebot-urgent" in performer.prepare(action).preview.render()
    receipt = done(performer.perform([job(action)])[0])
    assert (receipt["added"], receipt["not_kept"]) == (["\\Flagged"], ["$officebot-urgent"])
