"""The text of a mail in a file, whatever its charset."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officebot.connectors.mailtexts import bare_text, read_texts, text_in
from officebot.core.mail import Unreadable

HEAD = b"From: a@b.example\r\nMessage-ID: <1@b.example>\r\n"


def written(charset: str, data: bytes, kind: str = "plain") -> bytes:
    declared = f'; charset="{charset}"' if charset else ""
    return HEAD + f"Content-Type: text/{kind}{declared}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode() + data


@pytest.mark.parametrize(
    ("charset", "codec", "text"),
    [
        ("utf-8", "utf-8", "Éric paie 12 €"),
        ("iso-8859-1", "cp1252", "“Éric” paie 12 €…"),
        ("us-ascii", "utf-8", "Éric"),
        ("iso-8859-15", "iso-8859-15", "Éric paie 12 €"),
        ("windows-1250", "cp1250", "Dvořák"),
        ("koi8-r", "koi8-r", "Привет"),
        ("iso-2022-jp", "iso-2022-jp", "こんにちは"),
        ("gb2312", "gb18030", "你好镕"),
        ("big5", "big5", "你好"),
        ("euc-kr", "euc-kr", "안녕"),
        ("utf-7", "utf-7", "Éric"),
        ("utf-16", "utf-16", "Éric"),
        ("x-unknown", "utf-8", "Éric"),
        ("x-unknown", "cp1252", "Éric"),
        ("", "cp1252", "Éric"),
        ("base64", "utf-8", "Éric"),
        ("utf-8", "cp1252", "Éric"),
    ],
)
def test_each_charset_is_read_and_a_wrong_one_is_guessed(charset: str, codec: str, text: str) -> None:
    assert text_in("-", written(charset, text.encode(codec))) == text


def test_a_page_names_its_own_charset() -> None:
    page = '<html><head><meta charset="iso-8859-2"></head><body>Dvořák</body></html>'
    assert text_in("-", written("", page.encode("iso-8859-2"), "html")) == "Dvořák"


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    ((_, missing),) = read_texts(tmp_path / "none.txt")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\x00")
    ((_, picture),) = read_texts(tmp_path / "picture.png")
    assert isinstance(missing, Unreadable)
    assert isinstance(picture, Unreadable)
    assert missing.problem != picture.problem


@settings(max_examples=300, deadline=None)
@given(
    data=st.binary(max_size=300),
    charset=st.sampled_from(["", "utf-7", "utf-16", "iso-2022-jp", "gb2312", "idna", "hz", "x"]),
)
def test_any_bytes_are_a_text_or_say_why_not(data: bytes, charset: str) -> None:
    for found in (text_in("-", data), text_in("-", written(charset, data)), bare_text("-", data, is_markup=True)):
        assert isinstance(found, str | Unreadable)
        assert "\x00" not in str(found)
