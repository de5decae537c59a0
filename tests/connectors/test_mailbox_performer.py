"""Flags, moves and drafts are done once, in batches, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

from officebot.connectors.imap.performers import MESSAGE, MailboxPerformer
from officebot.connectors.imap.session import ImapSession
from officebot.connectors.imap.wire import Reply
from officebot.connectors.mime.compose import compose
from officebot.connectors.mime.fingerprint import fingerprint
from officebot.core.mail import MessageRef, OutgoingMail
from officebot.sdk import (
    Action,
    Done,
    DraftMail,
    Failed,
    FlagMessage,
    Job,
    KeepSentCopy,
    MoveMessage,
    NotDone,
    Retry,
    Unavailable,
    UserError,
)
from tests.connectors.conftest import Mailbox, account, letter
from tests.connectors.cutting import CuttingProxy

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
    assert (receipt["uid"], receipt["was_there"]) == (again["uid"], again["was_there"])
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
    assert "does not keep the label “$officebot-urgent”" in performer.prepare(action).preview.render()
    receipt = done(performer.perform([job(action)])[0])
    assert (receipt["added"], receipt["not_kept"]) == (["\\Flagged"], ["$officebot-urgent"])


def test_in_a_shared_mailbox_read_and_unread_are_left_to_those_who_work_there(
    sessions: Sessions, session: ImapSession, letters: list[MessageRef]
) -> None:
    performer = MailboxPerformer(sessions, write, shared=["desk"])
    action = FlagMessage(on=letters[0], add=("\\Flagged", "\\Seen"))
    assert "Seen" not in performer.prepare(action).preview.render()
    receipt = done(performer.perform([job(action)])[0])
    assert (receipt["added"], receipt["not_kept"]) == (["\\Flagged"], ["\\Seen"])
    session.select("INBOX", again=True)
    [flags] = session.fetch_flags([letters[0].uid]).values()
    assert "\\Seen" not in flags
    assert isinstance(performer.was_done(job(action)), Done)


@pytest.mark.parametrize("changes", [{"password": "wrong"}, {"password": "wr\r\nong"}, {"port": 1}], ids=str)
def test_a_mailbox_that_lets_nobody_in_keeps_the_work_for_later(
    mailbox: Mailbox, letters: list[MessageRef], changes: dict[str, object]
) -> None:
    performer = MailboxPerformer(lambda _: ImapSession(account(mailbox, **changes)), write)
    action = FlagMessage(on=letters[0], add=("\\Flagged",))
    assert isinstance(performer.perform([job(action)])[0], Retry)
    assert isinstance(performer.undo([job(action)])[0], Retry)
    with pytest.raises((Unavailable, UserError)):
        performer.was_done(job(action))


def _without_move(mailbox: Mailbox, port: int, _: str = "") -> ImapSession:
    """A connection to a server that has UIDPLUS and no MOVE."""
    session = ImapSession(account(mailbox, port=port))
    session._capabilities -= {b"MOVE"}
    return session


def _at_ports(mailbox: Mailbox, ports: Iterator[int], _: str) -> ImapSession:
    """Connections through these ports, one after the other, then straight."""
    return ImapSession(account(mailbox, port=next(ports, mailbox.imap_port)))


@pytest.mark.parametrize("lose", ["reply", "command"])
def test_a_move_by_copying_that_is_cut_anywhere_leaves_one_message(
    mailbox: Mailbox, session: ImapSession, letters: list[MessageRef], lose: str
) -> None:
    session.ensure_folder("Clients")
    was_cut, cut = True, 0
    while was_cut:
        cut += 1
        mailbox.deliver(letter(100 + cut))
        ref = refs(session)[-1]
        asked = job(MoveMessage(on=ref, to_folder="Clients"))
        with CuttingProxy(mailbox.imap_port, cut=cut, lose=lose) as proxy:
            first = MailboxPerformer(partial(_without_move, mailbox, proxy.port), write)
            [outcome] = first.perform([asked])
            was_cut = proxy.was_cut
        restarted = MailboxPerformer(partial(_without_move, mailbox, mailbox.imap_port), write)
        if isinstance(outcome, Retry):
            is_whole = ref.fingerprint in marks(session, "Clients") and ref.fingerprint not in marks(session, "INBOX")
            assert isinstance(restarted.was_done(asked), Done if is_whole else NotDone)
            [outcome] = restarted.perform([asked])
        receipt = done(outcome)
        assert receipt["to"]["uid"] > 0
        there = [one.uid for one in refs(session, "Clients") if one.fingerprint == ref.fingerprint]
        assert (there, ref.fingerprint in marks(session, "INBOX")) == ([receipt["to"]["uid"]], False)
    assert cut > 5


def test_a_message_is_not_taken_away_for_another_that_only_looks_like_it(
    mailbox: Mailbox, session: ImapSession, letters: list[MessageRef]
) -> None:
    session.ensure_folder("Clients")
    session.append("Clients", letter(0, body="Not what was written"))
    performer = MailboxPerformer(partial(_without_move, mailbox, mailbox.imap_port), write)
    done(performer.perform([job(MoveMessage(on=letters[0], to_folder="Clients"))])[0])
    session.select("Clients", again=True)
    bodies = [session.fetch_whole(uid) or b"" for uid in session.uids_from(1)]
    assert sorted(b"Bonjour" in body for body in bodies) == [False, True]


def test_a_copy_at_the_destination_does_not_make_a_move_done(
    performer: MailboxPerformer, session: ImapSession, letters: list[MessageRef]
) -> None:
    session.ensure_folder("Clients")
    session.append("Clients", letter(0))
    asked = job(MoveMessage(on=letters[0], to_folder="Clients"))
    assert isinstance(performer.was_done(asked), NotDone)


def test_after_a_crash_hundreds_of_moves_are_looked_for_with_one_reading_of_the_folder(
    mailbox: Mailbox, session: ImapSession
) -> None:
    for number in range(40):
        mailbox.deliver(letter(number))
    found = refs(session)
    session.ensure_folder("Clients")
    session.select("INBOX")
    session.move([ref.uid for ref in found[:30]], "Clients")
    asked: list[str] = []

    class Counting(ImapSession):
        def fetch_identities(self, uids: Iterable[int]) -> dict[int, tuple[frozenset[str], str]]:
            wanted = list(uids)
            asked.extend("many" for _ in wanted[1:2])
            return super().fetch_identities(wanted)

    performer = MailboxPerformer(lambda _: Counting(account(mailbox)), write)
    said = [performer.was_done(job(MoveMessage(on=ref, to_folder="Clients"), n)) for n, ref in enumerate(found)]
    assert [type(one) for one in said] == [Done] * 30 + [NotDone] * 10
    assert len(asked) == 1


def test_a_flag_whose_answer_was_lost_is_still_taken_back(
    mailbox: Mailbox, session: ImapSession, letters: list[MessageRef]
) -> None:
    action = FlagMessage(on=letters[0], add=("\\Flagged", "$officebot-urgent"))
    was_cut, cut = True, 0
    while was_cut:
        cut += 1
        with CuttingProxy(mailbox.imap_port, cut=cut, lose="reply") as proxy:
            performer = MailboxPerformer(partial(_at_ports, mailbox, iter((proxy.port,))), write)
            [outcome] = performer.perform([job(action)])
            was_cut = proxy.was_cut
        if isinstance(outcome, Retry):
            [outcome] = performer.perform([job(action)])
        [taken_back] = performer.undo([job(action, receipt=done(outcome))])
        assert isinstance(taken_back, Done)
        session.select("INBOX", again=True)
        assert session.fetch_flags([letters[0].uid]) == {letters[0].uid: frozenset()}


def test_after_a_crash_our_keywords_are_taken_back_and_the_rest_is_asked_of_a_person(
    sessions: Sessions, session: ImapSession, letters: list[MessageRef]
) -> None:
    keyword = FlagMessage(on=letters[0], add=("$officebot-urgent",))
    flag = FlagMessage(on=letters[1], add=("\\Flagged",))
    MailboxPerformer(sessions, write).perform([job(keyword, 1), job(flag, 2)])
    restarted = MailboxPerformer(sessions, write)
    receipts = [done(restarted.was_done(job(action, n))) for n, action in enumerate((keyword, flag))]
    ours, unknown = (restarted.undo([job(action, n, receipts[n])])[0] for n, action in enumerate((keyword, flag)))
    assert isinstance(ours, Done)
    assert isinstance(unknown, Failed)
    session.select("INBOX", again=True)
    flags = session.fetch_flags([letters[0].uid, letters[1].uid])
    assert (flags[letters[0].uid], flags[letters[1].uid]) == (frozenset(), frozenset({"\\Flagged"}))
    session.store([letters[1].uid], remove=["\\Flagged"])
    assert isinstance(restarted.undo([job(flag, 2, receipts[1])])[0], Done)


class _Racing(ImapSession):
    """A connection on which somebody else is once quicker to move a message away."""

    lost = True

    def move(self, uids: Iterable[int], to: str) -> dict[int, int | None]:
        wanted = list(uids)
        if _Racing.lost:
            _Racing.lost = False
            with ImapSession(self.account) as other:
                other.select("INBOX")
                other.ensure_folder("Elsewhere")
                other.move(wanted[:1], "Elsewhere")
        return super().move(wanted, to)


def test_a_message_that_is_moved_away_while_it_is_being_moved_is_not_called_done(
    mailbox: Mailbox, session: ImapSession, letters: list[MessageRef]
) -> None:
    _Racing.lost = True
    performer = MailboxPerformer(lambda _: _Racing(account(mailbox)), write)
    jobs = [job(MoveMessage(on=ref, to_folder="Archive"), number) for number, ref in enumerate(letters[:3])]
    outcomes = performer.perform(jobs)
    if any(isinstance(outcome, Retry) for outcome in outcomes):
        outcomes = performer.perform(jobs)  # a server that refuses all for the one that is gone (RFC 5530 §3)
    assert [type(outcome) for outcome in outcomes] == [Failed, Done, Done]
    assert marks(session, "Archive") == {ref.fingerprint for ref in letters[1:3]}


def test_a_draft_with_other_words_is_written_beside_the_one_that_lies_there(
    performer: MailboxPerformer, session: ImapSession
) -> None:
    first = OutgoingMail(account="desk", to=("a@outside.example",), subject="s", body="First", key="reply:1")
    for mail in (first, first, replace(first, body="Second"), replace(first, to=("b@outside.example",))):
        done(performer.perform([job(DraftMail(mail=mail), raw=write(mail))])[0])
    assert len(refs(session, session.special("drafts"))) == 3


def test_a_draft_whose_way_into_the_bin_was_not_noted_is_taken_back_once(
    performer: MailboxPerformer, session: ImapSession
) -> None:
    mail = OutgoingMail(account="desk", to=("a@outside.example",), subject="s", body="x", key="undone-twice")
    receipt = done(performer.perform([job(DraftMail(mail=mail), raw=write(mail))])[0])
    asked = job(DraftMail(mail=mail), receipt=receipt, raw=write(mail))
    done(performer.undo([asked])[0])
    done(performer.undo([asked])[0])
    assert len(refs(session, session.special("trash"))) == 1


def test_a_draft_whose_first_answer_was_lost_can_be_taken_back(
    performer: MailboxPerformer, session: ImapSession
) -> None:
    mail = OutgoingMail(account="desk", to=("a@outside.example",), subject="s", body="x", key="lost")
    asked = job(DraftMail(mail=mail), raw=write(mail))
    performer.perform([asked])
    receipt = done(performer.perform([asked])[0])
    done(performer.undo([job(DraftMail(mail=mail), receipt=receipt, raw=write(mail))])[0])
    assert (len(refs(session, session.special("drafts"))), len(refs(session, session.special("trash")))) == (0, 1)


class _Silent(ImapSession):
    """A connection to a server that does not say UIDNEXT (RFC 3501 §6.3.1 lets it)."""

    def _command(self, *words: Any, **more: Any) -> Reply:
        reply = super()._command(*words, **more)
        return reply._replace(lines=[line for line in reply.lines if b"[UIDNEXT" not in line.text])


def test_a_server_that_does_not_say_which_uid_comes_next_is_read_all_the_same(
    mailbox: Mailbox, letters: list[MessageRef]
) -> None:
    with _Silent(account(mailbox)) as session:
        assert session.select("INBOX").uidnext == letters[-1].uid + 1
        session.ensure_folder("Nothing")
        assert session.select("Nothing").uidnext == 1
