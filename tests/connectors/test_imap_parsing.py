"""The gate for arguments and the reading of FETCH responses, on any input."""

from __future__ import annotations

import re
import socket
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.connectors.imap import arguments, fetch
from officebot.connectors.imap.arguments import UnsafeArgument
from officebot.connectors.imap.folders import Names, read_list, with_uses
from officebot.connectors.imap.wire import Line, Wire

UIDS = st.sets(st.integers(1, 2**32 - 1), max_size=200)


def over_the_wire(data: bytes) -> Line:
    """One response as it comes out of a socket."""
    near, far = socket.socketpair()
    with near, far:
        far.sendall(data)
        return Wire(near).line()


@given(text=st.text())
def test_no_text_gets_a_line_break_through_the_gate(text: str) -> None:
    for gate in (arguments.flag, arguments.mailbox, arguments.text):
        try:
            passed = gate(text)
        except UnsafeArgument:
            continue
        assert not re.search(rb"[\r\n\x00]", passed)
        assert passed.isascii()


@given(text=st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=200))
def test_printable_text_comes_out_as_one_quoted_string(text: str) -> None:
    quoted = arguments.text(text)
    assert re.fullmatch(rb'"(?:[^"\\]|\\.)*"', quoted)
    assert re.sub(rb"\\(.)", rb"\1", quoted[1:-1]).decode() == text


@given(uids=UIDS)
def test_sets_hold_exactly_the_uids_and_no_line_is_too_long(uids: set[int]) -> None:
    found: list[int] = []
    for numbers in arguments.uid_sets(uids):
        assert len(numbers) <= 7000
        for part in numbers.split(b","):
            first, _, last = part.partition(b":")
            found.extend(range(int(first), int(last or first) + 1))
    assert found == sorted(uids)


@pytest.mark.parametrize("value", [0, -1, 2**32, True, "1", "1:*", None, 1.0])
def test_what_is_no_uid_is_refused(value: object) -> None:
    with pytest.raises(UnsafeArgument):
        arguments.uid(value)


@pytest.mark.parametrize("name", ["\\Deleted", "\\Recent", "", "a b", "a)", "é", "\\Seen\r\n", None, 3, "x" * 65])
def test_flags_that_may_do_harm_are_refused(name: object) -> None:
    with pytest.raises(UnsafeArgument):
        arguments.flag(name)


def test_a_command_line_with_a_line_break_is_never_built() -> None:
    with pytest.raises(UnsafeArgument):
        arguments.command_line(b"A1", [b"NOOP\r\nA2 DELETE x"])


DATES = st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


@given(when=DATES)
def test_a_date_comes_back_as_it_was_sent(when: datetime) -> None:
    assert fetch.date_of(arguments.date_time(when)) == when.replace(microsecond=0)


def _string(value: bytes, literal: bool) -> bytes:
    if literal or b"\r" in value or b"\n" in value or b"\x00" in value:
        return b"{%d}\r\n%b" % (len(value), value)
    return b'"' + value.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


@settings(max_examples=300, deadline=None)
@given(
    uid=st.integers(1, 2**32 - 1),
    header=st.binary(max_size=60),
    text=st.binary(max_size=60),
    order=st.permutations(range(5)),
    literal=st.booleans(),
    flags=st.sets(st.sampled_from([b"\\Seen", b"\\Flagged", b"$officebot-urgent", b"\\Recent"])),
)
def test_a_fetch_is_read_in_any_order_quoted_or_literal(
    uid: int, header: bytes, text: bytes, order: list[int], literal: bool, flags: set[bytes]
) -> None:
    parts = [
        b"UID %d" % uid,
        b"FLAGS (" + b" ".join(sorted(flags)) + b")",
        b'INTERNALDATE " 1-Nov-2026 10:00:00 +0100" RFC822.SIZE 120',
        b"BODY[HEADER] " + _string(header, literal),
        b"BODY[TEXT]<0> " + _string(text, literal),
    ]
    line = over_the_wire(b"* 3 FETCH (" + b" ".join(parts[index] for index in order) + b")\r\n")
    [head] = fetch.headers([line])
    [body] = fetch.texts([line])
    assert (head.uid, head.header, head.size) == (uid, header, 120)
    assert body == (uid, text)
    assert head.flags == {flag.decode() for flag in flags} - {"\\Recent"}
    assert head.internal_date == datetime(2026, 11, 1, 9, tzinfo=UTC)


@settings(max_examples=300, deadline=None)
@given(data=st.binary(max_size=200), literals=st.lists(st.binary(max_size=20), max_size=3))
def test_whatever_a_server_sends_is_read_or_left_out(data: bytes, literals: list[bytes]) -> None:
    line = Line([b"* 1 FETCH (" + data, *[b" BODY[HEADER] {3}\r\n" for _ in literals]], literals)
    fetch.headers([line])
    fetch.texts([line])


@pytest.mark.parametrize(
    ("listed", "name", "use"),
    [
        (rb'* LIST (\HasNoChildren \Sent) "." Objets', "Objets", "sent"),
        (b'* LIST (\\HasNoChildren) "/" "&AMk-l&AOk-ments envoy&AOk-s"', "Éléments envoyés", "sent"),
        (b'* LIST (\\HasNoChildren) "/" Brouillons', "Brouillons", "drafts"),
        (b'* LIST (\\HasNoChildren) "." INBOX.Corbeille', "Corbeille", "trash"),
        (b'* LIST () "/" "Deleted Items"', "Deleted Items", "trash"),
        (b'* LIST () "." Clients.Durand', "Clients/Durand", None),
        (b"* LIST () NIL Flat", "Flat", None),
    ],
)
def test_special_folders_are_found_by_attribute_or_by_name(listed: bytes, name: str, use: str | None) -> None:
    [entry] = read_list([Line([listed + b"\r\n"], [])])
    prefix = "INBOX." if entry[2].startswith("INBOX.") else ""
    [folder] = with_uses([entry], Names(delimiter=entry[1], prefix=prefix))
    assert (folder.name, folder.use) == (name, use)


def test_a_folder_whose_name_comes_as_a_literal_is_read() -> None:
    line = over_the_wire(b'* LIST (\\HasNoChildren) "/" {6}\r\nPro(jet\r\n'.replace(b"{6}", b"{7}"))
    assert read_list([line]) == [(frozenset({b"\\hasnochildren"}), "/", "Pro(jet")]


FLAG_WORDS = st.lists(st.sampled_from(["\\Seen", "\\Flagged", "$officebot_now", "\\Recent", "work"]), max_size=3)


@given(
    uid=st.integers(1, 2**32 - 1), size=st.integers(0, 10**9), names=FLAG_WORDS, header=st.binary(max_size=80),
    when=DATES, swapped=st.booleans(),
)  # fmt: skip
def test_the_usual_answer_and_any_other_order_are_read_alike(
    uid: int, size: int, names: list[str], header: bytes, when: datetime, swapped: bool
) -> None:
    literal = b"BODY[HEADER] {%d}\r\n%b" % (len(header), header)
    date = arguments.date_time(when).decode().encode()
    parts = [b"FLAGS (%b)" % " ".join(names).encode(), b"INTERNALDATE %b" % date, b"RFC822.SIZE %d" % size]
    order = [literal, *parts, b"UID %d" % uid] if swapped else [b"UID %d" % uid, *parts, literal]
    found = fetch.headers([over_the_wire(b"* 7 FETCH (%b)\r\n" % b" ".join(order))])
    kept = frozenset(name for name in names if name != "\\Recent")
    assert found == [fetch.RawHeader(uid, kept, when.replace(microsecond=0), size, header)]


@given(uid=st.integers(1, 2**32 - 1), text=st.binary(max_size=80), way=st.sampled_from([b"", b"<0>"]))
def test_the_usual_text_is_read_as_it_was_sent(uid: int, text: bytes, way: bytes) -> None:
    line = over_the_wire(b"* 7 FETCH (UID %d BODY[TEXT]%b {%d}\r\n%b)\r\n" % (uid, way, len(text), text))
    assert fetch.texts([line]) == [fetch.RawText(uid, text)]


@pytest.mark.parametrize(
    "asked", [b"HEADER.FIELDS (MESSAGE-ID DATE FROM SUBJECT)", b'HEADER.FIELDS ("Message-ID" "Date")'],
    ids=["as most servers say it", "quoted, token by token"],
)  # fmt: skip
@given(header=st.binary(max_size=60), uid=st.integers(1, 2**32 - 1), seen=st.booleans())
def test_flags_and_header_of_a_message_are_read_however_its_server_writes_them(
    asked: bytes, header: bytes, uid: int, seen: bool
) -> None:
    flags = b"\\Seen $officebot_today \\Recent" if seen else b""
    line = over_the_wire(
        b"* 7 FETCH (UID %d FLAGS (%b) BODY[%b] {%d}\r\n%b)\r\n" % (uid, flags, asked, len(header), header)
    )
    names = {"\\Seen", "$officebot_today"} if seen else set()
    assert list(fetch.identities([line])) == [(uid, frozenset(names), header)]


@pytest.mark.parametrize("answer", [b"* 3 FETCH (FLAGS (\\Seen))\r\n", b"* 9 EXISTS\r\n", b"* 3 FETCH (UID 4)\r\n"])
def test_what_a_server_tells_unasked_is_no_identity(answer: bytes) -> None:
    assert list(fetch.identities([Line([answer], [])])) == []
