"""What hangs on a mail is judged by its bytes, whatever it calls itself."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officebot.connectors.mime.attachments import clean_name, media_type
from officebot.connectors.mime.dangers import dangers
from officebot.core.judging.danger import DANGERS
from tests.connectors.mime.test_read_message import read
from tests.connectors.samples import SAMPLES, Sample
from tests.speed import within


@pytest.mark.parametrize("sample", SAMPLES, ids=[f"{one.name} {one.dangers}" for one in SAMPLES])
def test_a_file_is_what_its_bytes_show(sample: Sample) -> None:
    kind = media_type(sample.content, sample.declared)
    assert kind == sample.media_type
    assert dangers(sample.name, sample.content, kind, sample.declared) == sample.dangers
    assert set(sample.dangers) <= set(DANGERS)


@pytest.mark.parametrize(
    "parameter",
    [
        pytest.param("filename*=utf-8''facture%E2%80%AEfdp.exe", id="as RFC 2231 writes it"),
        pytest.param('filename="=?utf-8?b?ZmFjdHVyZeKArmZkcC5leGU=?="', id="as an encoded word"),
        pytest.param('filename="facture\u202efdp.exe"', id="as it is"),
    ],
)
def test_a_name_written_backwards_is_seen_though_it_is_cleaned(parameter: str) -> None:
    raw = (
        "From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nhello\n--x\nContent-Type: application/pdf\n"
        f"Content-Disposition: attachment; {parameter}\nContent-Transfer-Encoding: base64\n\nTVqQAAMAAAAEAAAA\n--x--\n"
    )
    [found] = read(raw.encode()).attachments
    assert found.name == "facturefdp.exe"
    assert found.dangers == ("direction", "disguise", "program")


def test_a_mail_without_attachments_has_no_dangers() -> None:
    assert read(b"From: a@b.example\n\nBonjour").attachments == ()


@given(
    st.text(max_size=80), st.binary(max_size=300), st.sampled_from(["", "image/png", "application/pdf", "text/html"])
)
def test_no_bytes_and_no_name_break_the_look(name: str, content: bytes, declared: str) -> None:
    for start in (
        b"",
        b"PK\x03\x04",
        b"%PDF-",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"Rar!\x1a\x07\x01\x00",
        b"7z\xbc\xaf\x27\x1c",
    ):
        kind = media_type(start + content, declared)
        assert set(dangers(name, start + content, kind, declared)) <= set(DANGERS)
    assert "/" not in clean_name(name)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"PK\x03\x04" * 250_000, id="local headers without end"),
        pytest.param(b"PK\x03\x04" + b"PK\x01\x02" * 250_000, id="a directory without end"),
        pytest.param(b"%PDF-" + b"/#4a" * 250_000, id="escaped names"),
        pytest.param(b"<html>" + b"type = " * 140_000, id="fields that almost are"),
        pytest.param(b"<html>" + b" on" * 330_000, id="handlers that almost are"),
        pytest.param(b"@echo of" * 125_000, id="a script that almost is"),
    ],
)
def test_no_attachment_keeps_the_look_busy(content: bytes) -> None:
    within(0.5, lambda: dangers("a.html", content, media_type(content, "text/plain"), "text/plain"))


def test_a_large_attachment_is_read_whole_by_its_encoding() -> None:
    content = base64.encodebytes(b"%PDF-1.4\n" + b"x" * 500_000 + b"/Launch")
    raw = (
        b"From: a@b.example\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n"
        + content
    )
    [found] = read(raw).attachments
    assert found.dangers == ("launching pdf",)
