"""Mails that lie in files become mails, in order; what is no mail stops nobody."""

from __future__ import annotations

import os
import tracemalloc
from contextlib import chdir
from pathlib import Path

import pytest

from officebot.connectors.mailfiles import is_mail, mail_files, read_mail_file, read_mails
from officebot.connectors.mime.read import LARGEST_MESSAGE
from officebot.connectors.workers import WorkerPool
from officebot.core.mail import Mail, Unreadable

ONE = b"From: a@b.example\nSubject: One\nDate: Mon, 23 Nov 2026 10:00:00 +0100\n\nHello.\n"
TWO = b"From: c@d.example\nSubject: Two\n\nSee:\n>From now on we close at noon.\n"
LINE = b"From a@b.example Mon Nov 23 08:30:00 2026\n"


def subjects(path: str | Path) -> dict[str, str]:
    return {file: mail.subject if isinstance(mail, Mail) else str(mail.problem) for file, mail in read_mails(path)}


def only(path: Path) -> Mail:
    ((_, mail),) = read_mails(path)
    assert isinstance(mail, Mail)
    return mail


@pytest.mark.parametrize("name", ["mail.eml", "mail", "17.", "mail.txt"])
def test_a_message_is_read_whatever_its_file_is_called(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(ONE)
    mail = only(tmp_path / name)
    assert (mail.subject, mail.text, mail.ref.folder) == ("One", "Hello.", str(tmp_path / name))


@pytest.mark.parametrize("ends", [b"\n", b"\r\n", b"\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", LINE], ids=["nothing", "byte order mark", "From line"])
def test_line_ends_and_what_stands_before_the_fields_do_not_matter(
    tmp_path: Path, ends: bytes, before: bytes
) -> None:
    (tmp_path / "mail.eml").write_bytes((before + ONE).replace(b"\n", ends))
    mail = only(tmp_path / "mail.eml")
    assert (mail.subject, mail.sender.address, mail.text) == ("One", "a@b.example", "Hello.")


def test_the_path_is_given_back_as_it_was_given(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "mail.eml").write_bytes(ONE)
    with chdir(tmp_path):
        assert list(subjects("in/mail.eml")) == ["in/mail.eml"]
        assert list(subjects("./in/mail.eml")) == ["./in/mail.eml"]
        assert list(subjects("in")) == ["in/mail.eml"]


def test_a_folder_is_read_in_the_order_of_its_names_without_what_is_no_mail(tmp_path: Path) -> None:
    for name, data in (("b/2.eml", TWO), ("b/1.eml", ONE), ("a/10", ONE), ("c.mbox", LINE + TWO), (".x/3.eml", ONE),
                       ("README.txt", b"Source: here\nPath: there\n\nDate: never\n"), ("logo.png", b"\x89PNG\n\n")):  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    found = [Path(file).relative_to(tmp_path).as_posix() for file, _ in read_mails(tmp_path)]
    assert found == ["c.mbox", "a/10", "b/1.eml", "b/2.eml"]


def test_the_messages_of_an_mbox_are_numbered_and_unquoted(tmp_path: Path) -> None:
    box = tmp_path / "box.mbox"
    box.write_bytes(LINE + ONE + b"\n" + LINE + TWO + b"\nFrom here, a sentence.\n\n" + LINE + ONE)
    assert subjects(box) == {f"{box}#1": "One", f"{box}#2": "Two", f"{box}#3": "One"}
    second = list(read_mails(box))[1][1]
    assert isinstance(second, Mail)
    assert second.text == "See:\nFrom now on we close at noon.\n\nFrom here, a sentence."
    assert (second.received.isoformat(), second.ref.uid) == ("2026-11-23T08:30:00+00:00", 2)


def test_a_single_message_keeps_the_plain_name(tmp_path: Path) -> None:
    (tmp_path / "box").write_bytes(LINE + ONE)
    assert subjects(tmp_path / "box") == {str(tmp_path / "box"): "One"}


def test_a_maildir_is_read_with_its_flags_and_without_what_is_being_delivered(tmp_path: Path) -> None:
    for folder in ("cur", "new", "tmp", ".Sent/cur", ".Sent/new"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "cur" / "1.a.host:2,RS").write_bytes(ONE)
    (tmp_path / "new" / "2.b.host").write_bytes(TWO)
    (tmp_path / "tmp" / "3.c.host").write_bytes(ONE)
    (tmp_path / ".Sent" / "cur" / "4.d.host:2,").write_bytes(ONE)
    found = {Path(file).name: mail for file, mail in read_mails(tmp_path)}
    assert sorted(found) == ["1.a.host:2,RS", "2.b.host", "4.d.host:2,"]
    read = found["1.a.host:2,RS"]
    assert isinstance(read, Mail)
    assert read.flags == {"\\Seen", "\\Answered"}


def test_it_came_when_our_server_took_it_in_else_when_the_file_was_written(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"Received: from x by y; Mon, 23 Nov 2026 10:00:09 +0100\n" + ONE)
    (tmp_path / "b.eml").write_bytes(ONE)
    os.utime(tmp_path / "b.eml", (0, 86400))
    received = [mail.received.isoformat() for _, mail in read_mails(tmp_path)]
    assert received == ["2026-11-23T10:00:09+01:00", "1970-01-02T00:00:00+00:00"]


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("gone.eml", None, "There is no such file."),
        ("empty.eml", b"", "This file holds no mail."),
        ("notes.txt", b"Just words.\n\nFrom: a@b.example\n", "This file holds no mail."),
        ("notes.eml", b"Just words, without any field above them.\n", "This file holds no mail."),
        ("picture.eml", b"\x89PNG\r\n\x1a\n\x00\x00", "This file holds no mail."),
        ("nul.eml", b"Subject: a\x00b\n\nx", "The header of this mail holds NUL bytes."),
    ],
)
def test_a_chosen_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, data: bytes | None, why: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    ((file, found),) = read_mails(tmp_path / name)
    assert isinstance(found, Unreadable)
    assert (file, str(found.problem)) == (str(tmp_path / name), why)


def test_a_folder_s_unreadable_mail_stops_none_of_the_others(tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(b"Subject: a\x00b\n\nx")
    (tmp_path / "2.eml").write_bytes(ONE)
    (tmp_path / "3.eml").symlink_to("nowhere")
    assert [type(mail) for _, mail in read_mails(tmp_path)] == [Unreadable, Mail]


def test_a_folder_s_eml_that_is_no_mail_is_said_and_other_files_are_passed_over(tmp_path: Path) -> None:
    for name, data in (("1.eml", b"Just words.\n"), ("2.eml", ONE), ("3.txt", b"Just words.\n")):
        (tmp_path / name).write_bytes(data)
    assert {Path(file).name: said for file, said in subjects(tmp_path).items()} == {
        "1.eml": "This file holds no mail.", "2.eml": "One",
    }  # fmt: skip


def test_in_a_maildir_all_are_mails_whatever_they_begin_with(tmp_path: Path) -> None:
    for folder in ("cur", "new", "tmp"):
        (tmp_path / folder).mkdir()
    (tmp_path / "cur" / "1.a.host:2,").write_bytes(b"Just words.\n")
    assert [type(mail) for _, mail in read_mails(tmp_path)] == [Mail]


def test_a_line_that_names_the_sender_only_may_stand_before_the_fields(tmp_path: Path) -> None:
    (tmp_path / "mail.eml").write_bytes(b"From a@b.example\n" + ONE)
    assert only(tmp_path / "mail.eml").subject == "One"


def test_only_one_message_of_an_mbox_is_in_memory(tmp_path: Path) -> None:
    box = tmp_path / "box"
    with box.open("wb") as stream:
        for _ in range(40):
            stream.write(LINE + ONE + b"x" * 70 * 7000 + b"\n\n")
    tracemalloc.start()
    count = sum(1 for _ in mail_files(box))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 40
    assert peak < box.stat().st_size / 4


def test_a_message_that_is_too_large_is_not_kept(tmp_path: Path) -> None:
    box = tmp_path / "box"
    with box.open("wb") as stream:
        stream.write(LINE + ONE)
        stream.truncate(2 * LARGEST_MESSAGE)
        stream.seek(0, os.SEEK_END)
        stream.write(b"\n\n" + LINE + TWO)
    tracemalloc.start()
    first, second = (mail for _, mail in read_mails(box))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # Once as it was read, once joined.
    assert peak < 2.5 * LARGEST_MESSAGE
    assert isinstance(first, Unreadable)
    assert "larger" in str(first.problem)
    assert isinstance(second, Mail)


def test_mails_can_be_parsed_in_a_worker(tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(ONE)
    with WorkerPool() as pool:
        found = pool.map_batch("officebot.connectors.mailfiles:read_mail_file", list(mail_files(tmp_path)), 5.0)
    assert found == [read_mail_file(one) for one in mail_files(tmp_path)]


@pytest.mark.parametrize("words", [b"Bonjour,\n\nFrom: x\n", b"Title: x\nPath: y\n\n", b"", b"\n\n", b"%PDF-1.7\n"])
def test_what_has_no_field_of_a_mail_is_none(words: bytes) -> None:
    assert not is_mail(words)
    assert is_mail(ONE)
