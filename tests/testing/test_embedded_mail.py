"""What the embedded office does with mail: as a mail client and an SMTP client see it."""

import imaplib
import re
import smtplib
import socket
import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from officebot.testing.embedded import EmbeddedOffice

MORNING = datetime(2026, 11, 23, 8, 12, tzinfo=timezone(timedelta(hours=1)))


def letter(name: str, body: str = "Bonjour") -> bytes:
    lines = (
        "From: Ana <ana@client.example>",
        f"Message-ID: <{name}@client.example>",
        f"Subject: {name}",
        "",
        body,
        "",
    )
    return "\r\n".join(lines).encode()


def client(office: EmbeddedOffice, user: str = "") -> IMAPClient:
    login = user or office.user
    connection = IMAPClient(office.host, office.imap_port, ssl=False, timeout=20)
    connection.login(login, office.passwords[login])
    return connection


def hand_over(office: EmbeddedOffice, to: list[str], raw: bytes, *, login: bool = True) -> None:
    with smtplib.SMTP(office.host, office.smtp_port, timeout=20) as smtp:
        if login:
            smtp.login(office.user, office.password)
        smtp.sendmail(office.user, to, raw)


HOSTILE = {
    "no line ending at the end": b"Subject: x\r\n\r\nbody without end",
    "line feeds only": b"Subject: x\n\nbody\nmore\n",
    "every byte there is": b"Subject: x\r\n\r\n" + bytes(range(256)) * 3,
    "no header at all": b"\r\njust a body",
    "no body at all": b"Subject: x",
    "nothing": b" ",
    "a thousand levels of MIME": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" * 1000,
    "two thousand brackets in From": b"From: " + b"(" * 2000 + b"\r\nSubject: x\r\n\r\nbody\r\n",
    "an unknown charset": b"Content-Type: text/plain; charset=klingon\r\nSubject: =?klingon?q?x?=\r\n\r\n\xff\xfe",
    "a broken content type": b"Content-Type: ;;;=\r\nContent-Disposition: ;;\r\nDate: ???\r\n\r\nbody\r\n",
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_message_comes_back_byte_for_byte_and_stops_nobody(embedded: EmbeddedOffice, raw: bytes) -> None:
    embedded.deliver(raw, when=MORNING)
    embedded.deliver(letter("next"), when=MORNING)
    parts = ["BODY.PEEK[]", "BODY.PEEK[HEADER]", "BODY.PEEK[TEXT]", "RFC822.SIZE"]
    with client(embedded) as mail:
        mail.select_folder("INBOX")
        for number in mail.search(["ALL"]):
            found = mail.fetch([number], parts)[number]
            whole = found[b"BODY[]"]
            assert found[b"BODY[HEADER]"] + found[b"BODY[TEXT]"] == whole
            assert found[b"RFC822.SIZE"] == len(whole)
            mail.fetch([number], ["BODYSTRUCTURE", "ENVELOPE"])
        assert mail.fetch([1], ["BODY.PEEK[]"])[1][b"BODY[]"] == raw
        assert mail.search(["HEADER", "Message-ID", "<next@client.example>"]) == [2]
    assert [message.raw for message in embedded.mailbox()] == [raw, letter("next")]


def test_a_part_and_chosen_headers_can_be_fetched(embedded: EmbeddedOffice) -> None:
    raw = letter("parts").replace(b"Subject: parts", b"Subject: a\r\n folded\r\nX-Other: 1") + b"more"
    embedded.deliver(raw, when=MORNING)
    with client(embedded) as mail:
        mail.select_folder("INBOX", readonly=True)
        found = mail.fetch([1], ["BODY.PEEK[HEADER.FIELDS (FROM SUBJECT)]", "BODY.PEEK[]<5.7>"])[1]
    assert found[b"BODY[HEADER.FIELDS (FROM SUBJECT)]"] == (
        b"From: Ana <ana@client.example>\r\nSubject: a\r\n folded\r\n\r\n"
    )
    assert found[b"BODY[]<5>"] == raw[5:12]


def test_a_search_finds_headers_plain_folded_and_encoded(embedded: EmbeddedOffice) -> None:
    embedded.deliver(letter("one").replace(b"Subject: one", b"Subject: a long\r\n subject"), when=MORNING)
    embedded.deliver(letter("two").replace(b"Subject: two", b"Subject: =?utf-8?q?caf=C3=A9?="), when=MORNING)
    with client(embedded) as mail:
        mail.select_folder("INBOX")
        assert mail.search(["HEADER", "subject", "LONG SUBJECT"]) == [1]
        assert mail.search(["HEADER", "Subject", "café"], charset="UTF-8") == [2]
        assert mail.search(["HEADER", "Message-ID", "<two@client.example>"]) == [2]
        assert mail.search(["HEADER", "X-None", ""]) == []
        assert mail.search(["TEXT", "bonjour"]) == [1, 2]


def test_a_message_keeps_the_instant_at_which_it_was_delivered(embedded: EmbeddedOffice) -> None:
    embedded.deliver(letter("dated"), when=MORNING)
    with client(embedded) as mail:
        mail.normalise_times = False
        mail.select_folder("INBOX")
        assert mail.fetch([1], ["INTERNALDATE"])[1][b"INTERNALDATE"] == MORNING
    assert embedded.mailbox()[0].received == MORNING
    with pytest.raises(ValueError, match="aware"):
        embedded.deliver(letter("naive"), when=datetime(2026, 11, 23, 8, 0))


def test_the_same_message_id_is_delivered_once_even_after_it_was_moved_or_deleted(embedded: EmbeddedOffice) -> None:
    assert embedded.deliver(letter("one"), when=MORNING)
    assert embedded.deliver(letter("two"), when=MORNING)
    assert not embedded.deliver(letter("one", "another body"), when=MORNING)
    with client(embedded) as mail:
        mail.select_folder("INBOX")
        mail.move([1], "Archive")
        mail.delete_messages([2])
        mail.expunge()
    assert not embedded.deliver(letter("one"), when=MORNING)
    assert not embedded.deliver(letter("two"), when=MORNING)
    assert embedded.mailbox() == []
    assert [message.raw for message in embedded.mailbox("Archive")] == [letter("one")]


def test_a_message_without_an_id_is_told_by_its_bytes(embedded: EmbeddedOffice) -> None:
    assert embedded.deliver(b"Subject: x\r\n\r\none\r\n", when=MORNING)
    assert embedded.deliver(b"Subject: x\r\n\r\ntwo\r\n", when=MORNING)
    assert not embedded.deliver(b"Subject: x\r\n\r\none\r\n", when=MORNING)


def test_an_idle_client_hears_of_a_delivery_within_a_second(embedded: EmbeddedOffice) -> None:
    with client(embedded) as mail:
        mail.select_folder("INBOX")
        mail.idle()
        for number in (1, 2, 3):
            started = time.monotonic()
            embedded.deliver(letter(str(number)), when=MORNING)
            while (number, b"EXISTS") not in mail.idle_check(timeout=1):
                assert time.monotonic() - started < 1.0
            assert time.monotonic() - started < 1.0
        mail.idle_done()


def test_an_idle_client_hears_what_another_client_moves_and_flags(embedded: EmbeddedOffice) -> None:
    embedded.deliver(letter("one"), when=MORNING)
    embedded.deliver(letter("two"), when=MORNING)
    with client(embedded) as watching, client(embedded) as working:
        watching.select_folder("INBOX")
        working.select_folder("INBOX")
        watching.idle()
        working.add_flags([2], ["$Seen-by-two"])
        assert any(told[:2] == (2, b"FETCH") for told in watching.idle_check(timeout=5))
        working.move([1], "Archive")
        assert (1, b"EXPUNGE") in watching.idle_check(timeout=5)
        watching.idle_done()


def test_keywords_are_allowed_and_kept(embedded: EmbeddedOffice, tmp_path: Path) -> None:
    embedded.deliver(letter("flagged"), when=MORNING)
    with client(embedded) as mail:
        told = mail.select_folder("INBOX")
        assert b"\\*" in told[b"PERMANENTFLAGS"]
        mail.add_flags([1], ["$Urgent", "\\Flagged", "\\Seen"])
        mail.remove_flags([1], ["\\Seen"])
        assert mail.search(["KEYWORD", "$Urgent"]) == [1]
    embedded.stop()
    embedded.start()
    with client(embedded) as mail:
        mail.select_folder("INBOX")
        assert set(mail.get_flags([1])[1]) - {b"\\Recent"} == {b"$Urgent", b"\\Flagged"}


def test_copy_move_and_append_tell_the_new_uids(embedded: EmbeddedOffice) -> None:
    for name in ("one", "two", "three"):
        embedded.deliver(letter(name), when=MORNING)
    with imaplib.IMAP4(embedded.host, embedded.imap_port, timeout=20) as mail:
        mail.login(embedded.user, embedded.password)
        _, status = mail.status("Archive", "(UIDVALIDITY)")
        [validity] = re.findall(rb"UIDVALIDITY (\d+)", status[0])
        mail.select("INBOX")
        assert mail.append("Archive", "", "", letter("four"))[1][0].startswith(b"[APPENDUID %b 1]" % validity)
        assert mail.uid("COPY", "1", "Archive")[0] == "OK"
        assert mail.response("COPYUID")[1] == [b"%b 1 2" % validity]
        assert mail.uid("MOVE", "2:3", "Archive")[0] == "OK"
        assert mail.response("COPYUID")[1] == [b"%b 2:3 3:4" % validity]
    assert [message.uid for message in embedded.mailbox("Archive")] == [1, 2, 3, 4]
    assert [message.uid for message in embedded.mailbox()] == [1]


def test_a_fresh_account_has_its_special_folders(embedded: EmbeddedOffice) -> None:
    with client(embedded) as mail:
        assert {mail.find_special_folder(use) for use in (b"\\Drafts", b"\\Sent", b"\\Trash", b"\\Archive")} == {
            "Drafts",
            "Sent",
            "Trash",
            "Archive",
        }
        assert "INBOX" in [name for _, _, name in mail.list_folders()]


def test_folders_are_made_renamed_and_dropped_and_a_new_one_has_a_greater_uidvalidity(
    embedded: EmbeddedOffice,
) -> None:
    with client(embedded) as mail:
        mail.create_folder("Équipe/Été")
        mail.append("Équipe/Été", letter("kept"))
        first = mail.folder_status("Équipe/Été", ["UIDVALIDITY"])[b"UIDVALIDITY"]
        mail.rename_folder("Équipe/Été", "Équipe/Hiver")
        assert mail.folder_status("Équipe/Hiver", ["UIDVALIDITY", "MESSAGES"]) == {
            b"UIDVALIDITY": first,
            b"MESSAGES": 1,
        }
        mail.delete_folder("Équipe/Hiver")
        mail.create_folder("Équipe/Été")
        assert mail.folder_status("Équipe/Été", ["UIDVALIDITY", "MESSAGES"])[b"UIDVALIDITY"] > first
    assert embedded.mailbox("Équipe/Été") == []
    assert "Équipe/Hiver" not in embedded.folders()


def test_a_wrong_password_is_refused_by_both_servers(embedded: EmbeddedOffice) -> None:
    with IMAPClient(embedded.host, embedded.imap_port, ssl=False, timeout=20) as mail:
        with pytest.raises(LoginError):
            mail.login(embedded.user, embedded.password + "x")
        with pytest.raises(LoginError):
            mail.login("nobody@atelier-verrier.example", embedded.password)
    with (
        smtplib.SMTP(embedded.host, embedded.smtp_port, timeout=20) as smtp,
        pytest.raises(smtplib.SMTPAuthenticationError),
    ):
        smtp.login(embedded.user, "wrong")


def test_a_stopped_server_refuses_connections(embedded: EmbeddedOffice) -> None:
    address = (embedded.host, embedded.imap_port)
    embedded.stop()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, 5)


def test_a_mail_to_an_outsider_is_kept_and_one_to_a_mailbox_arrives(embedded: EmbeddedOffice) -> None:
    raw = letter("out").replace(b"Subject", b"Date: Mon, 23 Nov 2026 08:12:00 +0100\r\nSubject")
    hand_over(embedded, ["client@elsewhere.example", embedded.user], raw)
    [sent] = embedded.sent_mails()
    assert sent.sender == embedded.user
    assert sent.recipients == ("client@elsewhere.example", embedded.user)
    assert sent.raw == raw
    assert sent.at == MORNING
    [arrived] = embedded.mailbox()
    assert arrived.raw.endswith(raw)
    assert arrived.received == MORNING
    assert b"Authentication-Results: mail.atelier-verrier.example; auth=pass" in arrived.raw


def test_a_stranger_may_write_to_a_mailbox_but_not_to_the_world(embedded: EmbeddedOffice) -> None:
    hand_over(embedded, [embedded.user], letter("in"), login=False)
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        hand_over(embedded, ["client@elsewhere.example"], letter("relay"), login=False)
    assert len(embedded.sent_mails()) == len(embedded.mailbox()) == 1
    assert b"auth=pass" not in embedded.mailbox()[0].raw


def test_two_mailboxes_are_apart_and_one_can_be_shared(tmp_path: Path) -> None:
    mailboxes = ("assistance@atelier-verrier.example", "Compta@atelier-verrier.example")
    with EmbeddedOffice(tmp_path, mailboxes=mailboxes) as office:
        shared = "compta@atelier-verrier.example"
        hand_over(office, [shared], letter("invoice"))
        assert office.deliver(letter("same"), when=MORNING)
        assert office.deliver(letter("same"), when=MORNING, mailbox=shared)
        assert [len(office.mailbox()), len(office.mailbox(of=shared))] == [1, 2]
        with client(office, shared) as claire, client(office, shared) as marc:
            claire.select_folder("INBOX")
            marc.select_folder("INBOX")
            claire.move([1], "Archive")
            marc.noop()
            assert marc.search(["ALL"]) == [2]


def test_many_clients_at_once_lose_nothing(embedded: EmbeddedOffice) -> None:
    def work(name: str) -> None:
        with client(embedded) as mail:
            for number in range(15):
                mail.append("Archive", letter(f"{name}-{number}"), msg_time=datetime.now(UTC))

    workers = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for worker in workers:
        worker.start()
    for number in range(15):
        embedded.deliver(letter(f"in-{number}"), when=MORNING, folder="Archive")
    for worker in workers:
        worker.join(60)
    kept = embedded.mailbox("Archive")
    assert len({message.raw for message in kept}) == len(kept) == 75
    assert [message.uid for message in kept] == list(range(1, 76))
