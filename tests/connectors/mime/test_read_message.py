"""What a mail's bytes become, fair and hostile ones."""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.connectors.imap.source import Letter, read_letter
from officebot.connectors.mime.addresses import addresses
from officebot.connectors.mime.attachments import clean_name, media_type
from officebot.connectors.mime.fingerprint import fingerprint
from officebot.connectors.mime.headers import fields
from officebot.connectors.mime.html import html_to_text
from officebot.connectors.mime.marks import is_private_header
from officebot.connectors.mime.parts import Poison, cut
from officebot.connectors.mime.read import read_message
from officebot.connectors.mime.reply import new_text
from officebot.connectors.workers import WorkerFault, WorkerPool
from officebot.core.mail import TWO_SENDERS, Mail, MessageRef, Proof, Unreadable
from tests.connectors.conftest import letter
from tests.connectors.hostile import SLOW_MARKUP, SLOW_TEXTS, hostile_mails
from tests.speed import within

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
REF = MessageRef("desk", "INBOX", 1, 1, "f" * 32)


def read(raw: bytes, **options: frozenset[str]) -> Mail:
    header, text = cut(raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    return read_message(REF, header, text, frozenset(), NOW, len(raw), **options)  # type: ignore[arg-type]


# ── fair mails ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_plain_mail_is_read_with_its_people_date_and_text() -> None:
    mail = read(letter(7, subject="=?utf-8?q?R=C3=A9union?= =?iso-8859-1?q?_d=E9plac=E9e?=", body="Çava"))
    assert mail.subject == "Réunion déplacée"
    assert (mail.sender.name, mail.sender.address) == ("Anne Sender", "anne7@outside.example")
    assert [one.address for one in mail.to] == ["desk@office.example"]
    assert mail.date.isoformat() == "2026-11-23T10:00:00+01:00"
    assert mail.message_id == "<letter-7@outside.example>"
    assert mail.text.strip() == "Çava"
    assert mail.problems == ()


def encoded(words: str, times: int) -> str:
    """The words as an encoded word, that one encoded in turn, and so on."""
    for _ in range(times):
        words = f"=?utf-8?b?{b64encode(words.encode()).decode()}?="
    return words


HIDDEN = "a\nBcc: x@y.example"
TWICE = encoded(HIDDEN, 1)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(encoded(HIDDEN, 1), id="once"),
        pytest.param(encoded(HIDDEN, 2), id="twice"),
        pytest.param(f"{encoded(TWICE[:20], 1)} {encoded(TWICE[20:], 1)}", id="twice, in two words"),
        pytest.param(f"Offer {encoded('of =?utf-8?q?a=0D=0Ab?=', 1)}", id="twice, behind other words"),
        pytest.param(encoded(HIDDEN, 4), id="four times"),
        pytest.param(encoded("harmless", 9), id="so often that nobody looks what it is"),
    ],
)
def test_line_breaks_in_a_subject_are_told_however_often_it_is_encoded(subject: str) -> None:
    mail = read(letter(7, subject=subject))
    assert [one.render("en") for one in mail.problems] == ["The field “subject” of this mail hides line breaks."]


@pytest.mark.parametrize(
    "subject", ["=?utf-8?q?R=C3=A9union?=", encoded("Réunion", 2), encoded("what =? and ?= are", 1)]
)
def test_a_subject_without_line_breaks_hides_none(subject: str) -> None:
    assert read(letter(7, subject=subject)).problems == ()


def test_of_two_alternatives_the_plain_one_is_the_text_and_the_other_is_kept() -> None:
    mail = read(
        b"From: a@b.example\nContent-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain\n\nplain"
        b"\n--x\nContent-Type: text/html\n\n<p>html</p>\n--x--\n"
    )
    assert (mail.text.strip(), mail.html.strip()) == ("plain", "<p>html</p>")


@pytest.mark.parametrize(
    ("subject", "private"),
    [
        ("[Personnel] vacances", True),
        ("PRIVÉ - rendez-vous", True),
        ("Re: Personnel : école", True),
        ("(private) lunch", True),
        ("Personal and confidential", True),
        ("Le personnel de l'atelier", False),
        ("Private equity: offer", False),
        ("Réunion du personnel : ordre du jour", False),
        ("Espace privé à louer", False),
    ],
)
def test_a_mark_makes_a_mail_private_and_the_mere_word_does_not(subject: str, private: bool) -> None:
    raw = letter(1, subject=subject, body="secret")
    assert is_private_header(cut(raw)[0]) is private
    assert read(raw).is_private is private
    assert read(raw).text.strip() == ("" if private else "secret")


@pytest.mark.parametrize(
    ("extra", "automatic", "from_list"),
    [
        ("Auto-Submitted: auto-replied\r\n", True, False),
        ("Auto-Submitted: no\r\n", False, False),
        ("Precedence: bulk\r\n", True, False),
        ("List-Id: <news.example>\r\n", False, True),
        ("List-Unsubscribe: <mailto:x@y.example>\r\n", False, True),
        ("X-Auto-Response-Suppress: All\r\n", True, False),
        ("", False, False),
    ],
)
def test_programs_and_lists_are_told_by_their_headers(extra: str, automatic: bool, from_list: bool) -> None:
    mail = read(letter(1, extra=extra))
    assert (mail.is_automatic, mail.is_list) == (automatic, from_list)


OWN = frozenset({"mx.office.example"})
RECEIVED = "Received: from mail.outside.example by mx.office.example with ESMTPS; Mon, 23 Nov 2026 10:00:00 +0100\r\n"


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        (
            f"Authentication-Results: mx.office.example; dmarc=pass header.from=outside.example\r\n{RECEIVED}",
            Proof.PASSED,
        ),
        (
            f"{RECEIVED}Authentication-Results: mx.office.example; dmarc=pass header.from=outside.example\r\n",
            Proof.PASSED,
        ),
        (
            f"Authentication-Results: mx.office.example; dkim=pass header.d=outside.example\r\n{RECEIVED}",
            Proof.PASSED,
        ),
        (
            f"Authentication-Results: mx.office.example; spf=pass smtp.mailfrom=x@other.example\r\n{RECEIVED}",
            Proof.UNPROVEN,
        ),
        (
            f"Authentication-Results: mx.office.example; dmarc=fail header.from=outside.example\r\n{RECEIVED}",
            Proof.FAILED,
        ),
        (
            f"Authentication-Results: mx.evil.example; dmarc=pass header.from=outside.example\r\n{RECEIVED}",
            Proof.UNKNOWN,
        ),
        (
            f"{RECEIVED}Received: from a by mx.evil.example; x\r\n"
            "Authentication-Results: mx.office.example; dmarc=pass header.from=outside.example\r\n",
            Proof.UNKNOWN,
        ),
        (
            f"Authentication-Results: mx.office.example; dmarc=fail\r\n{RECEIVED}"
            "Authentication-Results: mx.office.example; dmarc=pass\r\n",
            Proof.FAILED,
        ),
        (
            'Authentication-Results: mx.office.example; spf=none smtp.mailfrom="a; dmarc=pass "@evil.example\r\n',
            Proof.UNPROVEN,
        ),
        ("Authentication-Results: mx.office.example (; dmarc=pass); none\r\n", Proof.UNPROVEN),
    ],
)
def test_only_our_own_server_proves_a_sender(above: str, expected: Proof) -> None:
    raw = above.encode() + letter(1).replace(b"anne1@", b"anne@")
    assert read(raw, authserv_ids=OWN).proof is expected


def test_an_attachment_is_judged_by_its_bytes_and_its_name_is_cleaned() -> None:
    mail = read(
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nhello\n--x\nContent-Type: application/pdf\n"
        b"Content-Disposition: attachment; filename*=utf-8''..%2F..%2Ffacture%E2%80%AEfdp.exe\n"
        b"Content-Transfer-Encoding: base64\n\nTVqQAAMAAAAEAAAA\n--x--\n"
    )
    [found] = mail.attachments
    assert found.name == "facturefdp.exe"
    assert (found.declared_type, found.media_type) == ("application/pdf", "application/x-msdownload")
    assert (mail.text.strip(), found.part, found.size) == ("hello", "2", 12)


@pytest.mark.parametrize(
    ("content", "declared", "expected"),
    [
        (b"%PDF-1.7", "text/plain", "application/pdf"),
        (
            b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml xl/workbook.xml",
            "",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (b"PK\x03\x04" + b"\0" * 26 + b"a.txt", "application/pdf", "application/zip"),
        (b"<html><script>", "image/png", "text/html"),
        (b"no picture", "image/png", "application/octet-stream"),
        (b"a;b\n1;2\n", "text/csv", "text/csv"),
        (b"BEGIN:VCALENDAR\n", "application/octet-stream", "text/calendar"),
    ],
)
def test_the_type_of_an_attachment_is_what_its_bytes_show(content: bytes, declared: str, expected: str) -> None:
    assert media_type(content, declared) == expected


def test_an_invitation_is_found_in_its_part() -> None:
    mail = read(
        b"From: a@b.example\nContent-Type: multipart/alternative; boundary=x\n\n--x\n\nhello\n--x\n"
        b"Content-Type: text/calendar; method=REQUEST; charset=utf-8\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR\n--x--\n"
    )
    assert mail.calendar.startswith("BEGIN:VCALENDAR\nMETHOD:REQUEST")


def test_a_comma_in_a_senders_name_makes_no_second_sender() -> None:
    mail = read(b"From: Parents of the school, J. Lamb <lamb@school.example>\n\nhello\n")
    assert (mail.sender.name, mail.sender.address) == ("Parents of the school, J. Lamb", "lamb@school.example")
    assert TWO_SENDERS not in mail.problems


def test_two_addresses_make_two_senders() -> None:
    assert TWO_SENDERS in read(b"From: boss@office.example, Lamb <lamb@school.example>\n\nhello\n").problems


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b'"Durand, Anne" <A@B.example>, c@d.example', [("Durand, Anne", "a@b.example"), ("", "c@d.example")]),
        (b"a@b.example (Anne)", [("Anne", "a@b.example")]),
        (b"=?utf-8?q?=C3=89lo=C3=AFse?= <e@b.example>", [("Éloïse", "e@b.example")]),
        (b"Undisclosed recipients:;", []),
        (b"<@relay.example:a@b.example>", [("", "a@b.example")]),
        (b'"boss@office.example" <x@evil.example>', [("boss@office.example", "x@evil.example")]),
        (b"nobody", [("nobody", "")]),
        (
            b"Dupont, Jean <j@b.example>, Martin, Luc <l@b.example>",
            [("Dupont, Jean", "j@b.example"), ("Martin, Luc", "l@b.example")],
        ),
        (b"Somebody, a@b.example", [("Somebody", ""), ("", "a@b.example")]),
    ],
)
def test_addresses_are_read_with_their_names(value: bytes, expected: list[tuple[str, str]]) -> None:
    assert [(one.name, one.address) for one in addresses(value)] == expected


def test_the_fingerprint_forgets_what_changes_on_the_way() -> None:
    plain = b"From: a@b.example\r\nSubject: x\r\nDate: now\r\n\r\n"
    way = b"Received: from x\r\n\tby y\r\nX-Status: RO\r\n"
    assert fingerprint(plain) == fingerprint(way + plain)
    assert fingerprint(plain) != fingerprint(plain.replace(b"x", b"z"))
    named = b"Message-ID: <1@b.example>\r\n" + plain
    assert fingerprint(named) == fingerprint(b"X-Spam: no\r\n" + named)


NAMES = st.sampled_from(["Message-ID", "from", "SUBJECT", "Date", "X-Odd", "Received"])
LINES = st.lists(st.tuples(NAMES, st.binary(max_size=30)), max_size=8)


@given(lines=LINES, end=st.sampled_from([b"\r\n", b"\n"]))
def test_a_header_has_one_fingerprint_whole_or_in_the_four_fields_asked_for(
    lines: list[tuple[str, bytes]], end: bytes
) -> None:
    clean = [(name, value.replace(b"\r", b"").replace(b"\n", b"")) for name, value in lines]
    whole = end.join(b"%b: %b" % (name.encode(), value) for name, value in [("Message-ID", b"<1@a.example>"), *clean])
    asked = [(n, v) for n, v in [("Message-ID", b"<1@a.example>"), *clean] if n not in ("X-Odd", "Received")]
    assert fingerprint(whole) == fingerprint(b"\r\n".join(b"%b: %b" % (n.encode(), v) for n, v in asked))


@given(header=st.binary(max_size=300))
def test_any_bytes_are_cut_into_fields_that_hold_no_line_end(header: bytes) -> None:
    for name, value in fields(header):
        assert "\n" not in name
        assert b"\n" not in value


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b"Mon, 23 Nov 2026 09:05:07 +0100", "2026-11-23T09:05:07+01:00"),
        (b"23 Nov 2026 09:05:07 -0330 (NST)", "2026-11-23T09:05:07-03:30"),
        (b"Mon, 23 Nov 2026 09:05:07 -0000", "2026-11-23T09:05:07+00:00"),
        (b"Mon, 23 Nov 2026 09:05 GMT", "2026-11-23T09:05:00+00:00"),
        (b"Mon, 31 Feb 2026 09:05:07 +0100", NOW.isoformat()),
        (b"yesterday", NOW.isoformat()),
    ],
)
def test_a_date_is_read_or_the_arrival_stands_for_it(written: bytes, read: str) -> None:
    found = read_message(REF, b"Date: " + written + b"\r\n\r\n", b"", frozenset(), NOW, 10)
    assert found.date == datetime.fromisoformat(read)


# ── hostile mails ─────────────────────────────────────────────────────────────────────────────────────────


def as_letter(raw: bytes, uid: int) -> Letter:
    header, text = cut(raw)
    return Letter("desk", "INBOX", 1, uid, header, text, frozenset(), NOW, len(raw), frozenset())


@pytest.mark.sweep
def test_forty_hostile_mails_stop_none_of_four_hundred(is_sweep: bool, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = list(hostile_mails())
    assert len(hostile) == 40
    mixed = [as_letter(letter(number), number) for number in range(1, 401)]
    for place, raw in enumerate(hostile):
        mixed.insert(place * 11, as_letter(raw, 1000 + place))
    begin = time.monotonic()
    with WorkerPool() as pool:
        found = pool.map_batch("officebot.connectors.imap.source:read_letter", mixed, 5.0)
    took = time.monotonic() - begin
    pairs = list(zip(mixed, found, strict=True))
    good = [one for asked, one in pairs if asked.uid < 1000 and isinstance(one, Mail) and not one.problems]
    listed = [
        one
        for asked, one in pairs
        if asked.uid >= 1000
        and (isinstance(one, Unreadable | WorkerFault) or (isinstance(one, Mail) and one.problems))
    ]
    with capsys.disabled():
        print(f"\nhostile mails: {len(good)}/400 good read, {len(listed)}/40 hostile listed, {took:.2f} s in all")
    assert (len(good), len(listed)) == (400, 40)
    assert took < 10


@pytest.mark.parametrize("raw", [pytest.param(raw, id=str(number)) for number, raw in enumerate(hostile_mails())])
def test_each_hostile_mail_takes_less_than_a_second(raw: bytes) -> None:
    found = within(1, lambda: read_letter(as_letter(raw, 1)))
    assert isinstance(found, Unreadable) or found.problems


@pytest.mark.parametrize(
    ("work", "text"),
    [pytest.param(new_text, text, id=name) for name, text in SLOW_TEXTS.items()]
    + [pytest.param(html_to_text, text, id=name) for name, text in SLOW_MARKUP.items()],
)
def test_no_text_makes_reading_slow(work: Callable[[str], str], text: str) -> None:
    within(0.5, lambda: work(text))


@settings(max_examples=300, deadline=None)
@given(raw=st.binary(max_size=400))
def test_any_bytes_become_a_mail_or_poison(raw: bytes) -> None:
    for message in (raw, b"Content-Type: multipart/mixed; boundary=b\r\nSubject: " + raw + b"\r\n--b\r\n" + raw):
        try:
            mail = read(message)
        except Poison:
            continue
        shown = mail.subject + mail.sender.name + mail.message_id + "".join(one.name for one in mail.attachments)
        assert not any(character in shown for character in "\r\n\x00\u202e\u2028")


@settings(max_examples=300, deadline=None)
@given(name=st.text(max_size=300))
def test_a_cleaned_name_stays_in_its_folder(name: str) -> None:
    found = clean_name(name)
    assert not set(found) & set('/\\\x00\r\n\u202e:*?"<>|')
    assert found not in ("..", ".")
    assert len(found) <= 121


@settings(max_examples=300, deadline=None)
@given(value=st.binary(max_size=300))
def test_any_bytes_are_read_as_addresses(value: bytes) -> None:
    for one in addresses(value):
        assert not any(character in one.name + one.address for character in "\r\n\x00")
