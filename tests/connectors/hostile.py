"""Mails built to do harm, made here: what each does to a naive reader stands beside it."""

from __future__ import annotations

import base64
from collections.abc import Iterator

_HEAD = b"From: x@evil.example\r\nTo: desk@office.example\r\nSubject: hello\r\nMessage-ID: <%d@evil.example>\r\n"


def _nested(depth: int) -> bytes:
    """RecursionError in the standard library's parser."""
    head = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth))
    return head + b"Content-Type: text/plain\r\n\r\ndeep\r\n"


def _many_parts(count: int) -> bytes:
    """Seconds of work from half a megabyte."""
    return b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * count + b"--b--\r\n"


def hostile_mails() -> Iterator[bytes]:
    """Forty mails."""
    for number in range(6):
        yield _HEAD % number + _nested(40 + number * 800)
    for number in range(6):
        # A From of nested comments: RecursionError in the standard library's address parser.
        yield b"From: " + b"(" * (2000 + number * 3000) + b" x@evil.example\r\nSubject: c\r\n\r\nx\r\n"
    for number in range(6):
        yield _HEAD % number + _many_parts(1_001 + number * 20_000)
    for number in range(6):
        yield b"Subject: a\x00b\r\n" + _HEAD % number + b"\r\n\x00\x00"
    for charset in (b"x-unknown", b"utf-9", b"base64", b"rot13", b"idna", b"\xff\xfe"):
        yield _HEAD % 1 + b"Content-Type: text/plain; charset=%b\r\n\r\nZ\xe9ro \xff\r\n" % charset
    for attack in (
        "x\r\nA1 DELETE INBOX",
        "x\nBcc: all@office.example",
        "\r\n.\r\n",
        "a\r\n\r\nbody",
        "\n",
        "x\r\r\ny",
    ):
        word = b"=?utf-8?b?" + base64.b64encode(attack.encode()) + b"?="
        yield b"Subject: " + word + b"\r\nFrom: x@evil.example\r\n\r\nx\r\n"
    yield _HEAD % 1 + b"X-Long: " + b"y" * 1_100_000 + b"\r\n\r\nx\r\n"
    yield b"X: y\r\n" * 6_000 + _HEAD % 1 + b"\r\nx\r\n"
    yield b"From: a@evil.example\r\nFrom: boss@office.example\r\nSubject: two\r\n\r\nx\r\n"
    yield b"From: a@evil.example, boss@office.example\r\nSubject: two\r\n\r\nx\r\n"


#: Texts on which naive patterns need seconds or for ever; ours must be linear.
SLOW_TEXTS = {
    "open quotes": "> " * 50_000,
    "wrote without end": ("On " + "a " * 200 + "\n") * 250,
    "le without colon": "Le " + "x a écrit " * 9_000,
    "heads": "De : \nEnvoyé : \n" * 6_000,
    "dashes": "-" * 100_000,
    "underscores": "_" * 19 + ("_" * 19 + "\n") * 5_000,
    "regards": "cordialement " * 8_000,
    "blanks": " " * 100_000 + "x",
    "one line of le": "le " * 33_000,
}
SLOW_MARKUP = {
    "open tags": "<" * 100_000,
    "open comments": "<!--" * 25_000,
    "scripts without end": "<script>" * 12_500,
    "titles without end": "<title>" * 14_000,
    "styles and ends": "<style></styl" * 8_000,
    "entities": "&" * 100_000,
    "numeric entities": "&#" * 50_000,
    "quotes deep": "<blockquote>" * 8_000 + "x",
    "links": "<a href='" * 11_000,
    "cells": "<td></td>" * 11_000,
}
