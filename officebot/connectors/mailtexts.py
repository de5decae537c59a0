"""The texts of mails that lie in files: a mail's, or the file's own where it holds a text without a header."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterator
from pathlib import Path

from officebot.connectors.mailfiles import BEGINNING, EPOCH, is_mail, mail_file, read_mail_file, read_mails
from officebot.connectors.mime.headers import raw_text, safe_text
from officebot.connectors.mime.html import html_to_text
from officebot.connectors.mime.read import LARGEST_MESSAGE
from officebot.core.expressions import expression
from officebot.core.mail import Mail, MessageRef, Unreadable
from officebot.core.text import Text, say

# Put in by programs and servers: what a forward puts above what it forwards has none of these.
_SENT = expression(
    rb"^(?:received|return-path|delivered-to|message-id|mime-version|content-type|x-[a-z-]{2,40})[ \t]*:|^From \S",
    re.IGNORECASE | re.MULTILINE,
)
_PAGE = expression(r"\s{0,100}<(?:!doctype html|html|head|body|div|p|table|meta)[\s>]", re.IGNORECASE)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_texts(path: str | Path) -> Iterator[tuple[str, str | Unreadable]]:
    """The text of each mail of a file or folder with its name, in order.

    A chosen file without a mail's header is a text itself, or a page of markup. A mail marked private is not opened.
    """
    place = Path(path)
    if not place.is_file():
        for file, mail in read_mails(path):
            yield file, _text_of(mail)
        return
    try:
        with place.open("rb") as stream:
            beginning = stream.read(BEGINNING)
            rest = b"" if _holds_mail(beginning, place) else stream.read(LARGEST_MESSAGE)
    except OSError as error:
        yield (
            str(path),
            _unreadable(path, say("This file cannot be read ({reason}).", reason=os.strerror(error.errno or 0))),
        )
        return
    if _holds_mail(beginning, place):
        for file, mail in read_mails(path):
            yield file, _text_of(mail)
    else:
        yield str(path), bare_text(str(path), beginning + rest, is_markup=place.suffix.lower() in (".html", ".htm"))


def text_in(name: str, data: bytes) -> str | Unreadable:
    """The text of the one mail, or the text itself, that these bytes hold."""
    if _holds_mail(data[:BEGINNING], None):
        return _text_of(read_mail_file(mail_file(name, data)))
    return bare_text(name, data)


def bare_text(name: str, data: bytes, *, is_markup: bool = False) -> str | Unreadable:
    """Bytes as text: UTF-16 where they say so, UTF-8 where they are valid, else Western; markup as a reader sees it."""
    if data.startswith(_UTF_16):
        text = data.decode("utf-16", "replace")
    elif b"\x00" in data[:BEGINNING]:
        return _unreadable(name, say("This file holds no mail."))
    else:
        text = raw_text(data.removeprefix(codecs.BOM_UTF8))
    text = safe_text(text)
    return html_to_text(text) if is_markup or _PAGE.match(text) else text


def _holds_mail(beginning: bytes, place: Path | None) -> bool:
    if not is_mail(beginning):
        return False
    return bool(place and place.suffix.lower() == ".eml") or _SENT.search(beginning) is not None


def _text_of(mail: Mail | Unreadable) -> str | Unreadable:
    if isinstance(mail, Unreadable):
        return mail
    if mail.is_private:
        problem = say("This mail is marked private: it is not opened.")
        return Unreadable(ref=mail.ref, received=mail.received, problem=problem, size=mail.size)
    return mail.text


def _unreadable(path: str | Path, problem: Text) -> Unreadable:
    return Unreadable(ref=MessageRef("file", str(path), 0, 1, ""), received=EPOCH, problem=problem)
